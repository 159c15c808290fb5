"""What the small frames and the sound tell, by media second.

Comes in: rows of `shots.parquet`, `motion.parquet`, `sound.parquet`. Goes out: `Screen`, which answers
for a stretch how much court and movement it shows, whether wipes stand at its edges, and what is heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from edc.alignment.looks import Floats

Row = Mapping[str, Any]
_EDGE_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    duration_s: float
    cuts_s: Floats
    """Hard cuts, without the start and the end of the media."""
    motion_at_s: Floats
    motion: Floats
    court: Floats
    wipe: Floats
    sound_at_s: Floats
    crowd: Floats
    speech: Floats
    whistle: Floats

    def mean(self, name: str, start_s: float, end_s: float) -> float:
        """The mean of a signal over a stretch; NaN where there is none."""
        at = self.sound_at_s if name in ("crowd", "speech", "whistle") else self.motion_at_s
        values: Floats = getattr(self, name)[np.searchsorted(at, start_s) : np.searchsorted(at, end_s)]
        values = values[np.isfinite(values)]
        return float(values.mean()) if len(values) else float("nan")

    def wipe_near(self, at_s: float) -> float:
        """The strongest likeness of a graphic wipe within a second."""
        first, last = np.searchsorted(self.motion_at_s, [at_s - _EDGE_S, at_s + _EDGE_S])
        return float(self.wipe[first:last].max()) if last > first else 0.0

    def snapped(self, at_s: float, before_s: float, after_s: float) -> float:
        """The nearest cut from `before_s` before to `after_s` after; the instant itself where there is none."""
        near = self.cuts_s[(self.cuts_s >= at_s - before_s) & (self.cuts_s <= at_s + after_s)]
        return float(near[np.abs(near - at_s).argmin()]) if len(near) else at_s

    def cuts_between(self, start_s: float, end_s: float) -> Floats:
        return self.cuts_s[(self.cuts_s > start_s + 1e-6) & (self.cuts_s < end_s - 1e-6)]


def _column(rows: Sequence[Row], name: str) -> Floats:
    return np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=np.float64)


def screen_of(duration_s: float, shots: Sequence[Row], motion: Sequence[Row], sound: Sequence[Row]) -> Screen:
    return Screen(
        duration_s=duration_s,
        cuts_s=np.array(sorted(row["start_s"] for row in shots if 0.0 < row["start_s"] < duration_s)),
        motion_at_s=_column(motion, "media_s"),
        motion=_column(motion, "motion"),
        court=_column(motion, "court"),
        wipe=np.nan_to_num(_column(motion, "wipe")),
        sound_at_s=_column(sound, "media_s"),
        crowd=np.nan_to_num(_column(sound, "crowd")),
        speech=_column(sound, "speech"),
        whistle=np.nan_to_num(_column(sound, "whistle")),
    )
