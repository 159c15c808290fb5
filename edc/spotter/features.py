"""What the backbone made of a game's pictures.

Comes in: parts of a scan. Goes out: `Features` of the whole game, and their file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError
from edc.files import atomic_write


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    media_s: NDArray[np.float64]
    """Of all small pictures, n of them."""
    on: NDArray[np.bool_]
    """(n,): whether the game was on and the picture was looked at."""
    values: NDArray[np.float16]
    """(m, F), of those that were looked at."""

    def dense(self) -> NDArray[np.float32]:
        """(n, F), zero where nobody looked."""
        made = np.zeros((len(self.media_s), self.values.shape[1]), np.float32)
        made[self.on] = self.values
        return made


def joined_features(parts: Sequence[Features]) -> Features | None:
    """Stretches in order of time; None where there are none."""
    if not parts:
        return None
    values = [part.values for part in parts if len(part.values)]
    return Features(
        media_s=np.concatenate([part.media_s for part in parts]),
        on=np.concatenate([part.on for part in parts]),
        values=np.concatenate(values) if values else np.zeros((0, 0), np.float16),
    )


def write_features(path: Path, features: Features) -> None:
    with atomic_write(path) as temporary:
        np.savez(temporary, media_s=features.media_s, on=features.on, values=features.values)


def read_features(path: Path) -> Features:
    """Raises:
    InputError: missing or damaged.
    """
    try:
        with np.load(path) as file:
            return Features(media_s=file["media_s"], on=file["on"], values=file["values"])
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path} cannot be read ({error}): run `edc process` on this game again.") from error
