"""What a picture itself shows: poses, where the ball is. Known of rendered games only; it teaches the backbone to look.

Comes in: `tracks.npz` beside a rendered game's truth, and the pictures' times. Goes out: `Shown`, one row a picture.
Events are few; a player who shoots, or a ball at the rim, is in every twentieth picture, and whoever sees those has
learnt most of what tells the events apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError

FLAGS: tuple[str, ...] = (
    "shoot", "layup", "dunk", "block", "steal", "rebound", "free_throw", "signal", "celebrate", "ball_at_rim",
    "ball_high", "net",
)  # fmt: skip
GRID = (14, 8)
"""Cells across and down in which the ball is looked for."""
NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    flags: NDArray[np.float32]
    """(n, A): 1 where somebody is in that pose or the ball is there; NaN where nobody knows."""
    ball: NDArray[np.float32]
    """(n, 2), fractions of the picture; NaN where it is not seen or nobody knows."""

    def __getitem__(self, part: slice) -> Shown:
        return Shown(flags=self.flags[part], ball=self.ball[part])

    def cells(self) -> NDArray[np.int64]:
        """(n,): the ball's cell in the grid, row by row; `NOWHERE` where it has none."""
        known: NDArray[np.bool_] = np.all(np.isfinite(self.ball) & (self.ball >= 0) & (self.ball < 1), axis=1)
        places = np.where(known[:, None], self.ball, 0.0)
        across, down = (places * np.array(GRID)).astype(np.int64).T
        return np.where(known, down * GRID[0] + across, NOWHERE)


def unknown(count: int) -> Shown:
    return Shown(flags=np.full((count, len(FLAGS)), np.nan, np.float32), ball=np.full((count, 2), np.nan, np.float32))


def read_shown(path: Path, times_s: NDArray[np.float64]) -> Shown:
    """Of the pictures nearest to these times.

    Raises:
        InputError: damaged, or of other names.
    """
    try:
        with np.load(path) as file:
            media_s, names, flags, ball = file["media_s"], tuple(file["names"].tolist()), file["flags"], file["ball"]
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path} cannot be read ({error}): draw the game again.") from error
    if names != FLAGS or len(media_s) == 0:
        raise InputError(f"{path} knows {', '.join(names)}; this release learns from {', '.join(FLAGS)}.")
    right = np.searchsorted(media_s, times_s).clip(1, len(media_s) - 1) if len(media_s) > 1 else np.zeros(1, int)
    at = np.where(np.abs(media_s[right] - times_s) < np.abs(media_s[right - 1] - times_s), right, right - 1)
    return Shown(flags=flags[at].astype(np.float32), ball=ball[at].astype(np.float32))
