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
_EDGE_S = 0.5
_WIPE_LIKE, _LONGEST_WIPE_S, _AROUND_S = 0.18, 1.3, 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    duration_s: float
    cuts_s: Floats
    """Hard cuts, without the start and the end of the media."""
    motion_at_s: Floats
    motion: Floats
    court: Floats
    wipes_s: Floats
    """Middles of graphic wipes."""
    wipe_strength: Floats
    """How much of the picture each one covers at most, 0..1: a close-up of a jersey covers less."""
    sound_at_s: Floats
    crowd: Floats
    speech: Floats
    whistle: Floats
    horn: Floats

    def mean(self, name: str, start_s: float, end_s: float) -> float:
        """The mean of a signal over a stretch; NaN where there is none."""
        values = self._within(name, start_s, end_s)
        return float(values.mean()) if len(values) else float("nan")

    def median(self, name: str, start_s: float, end_s: float) -> float:
        """As `mean`, but a camera cut's one jump does not count."""
        values = self._within(name, start_s, end_s)
        return float(np.median(values)) if len(values) else float("nan")

    def _within(self, name: str, start_s: float, end_s: float) -> Floats:
        at = self.sound_at_s if name in ("crowd", "speech", "whistle") else self.motion_at_s
        values: Floats = getattr(self, name)[np.searchsorted(at, start_s) : np.searchsorted(at, end_s)]
        return values[np.isfinite(values)]

    def wiped(self, at_s: float) -> bool:
        """Whether a graphic wipe stands within half a second."""
        return bool((np.abs(self.wipes_s - at_s) <= _EDGE_S).any())

    @property
    def edges_s(self) -> Floats:
        """Cuts and wipes, a cut under a wipe counted once."""
        bare = [cut for cut in self.cuts_s if not self.wiped(float(cut))]
        return np.sort(np.concatenate([self.wipes_s, np.array(bare, np.float64)]))

    def snapped(self, at_s: float, before_s: float, after_s: float) -> float:
        """The nearest edge from `before_s` before to `after_s` after; the instant itself where there is none."""
        edges = self.edges_s
        near = edges[(edges >= at_s - before_s) & (edges <= at_s + after_s)]
        return float(near[np.abs(near - at_s).argmin()]) if len(near) else at_s

    def edges_between(self, start_s: float, end_s: float) -> Floats:
        edges = self.edges_s
        return edges[(edges > start_s + 1e-6) & (edges < end_s - 1e-6)]

    def cuts_between(self, start_s: float, end_s: float) -> Floats:
        return self.cuts_s[(self.cuts_s > start_s + 1e-6) & (self.cuts_s < end_s - 1e-6)]


def _column(rows: Sequence[Row], name: str) -> Floats:
    return np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=np.float64)


def _wipes(at_s: Floats, likeness: Floats) -> tuple[Floats, Floats]:
    """Middles and heights of short peaks of flat colour over what is usual around them; a title card stays longer."""
    if len(at_s) == 0:
        return np.zeros(0), np.zeros(0)
    reach = max(1, round(_AROUND_S / max(1e-3, float(np.median(np.diff(at_s)))))) if len(at_s) > 1 else 1
    padded = np.pad(likeness, reach, mode="edge")
    usual = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1), axis=1)
    excess = likeness - usual
    groups: list[list[int]] = []
    for i in np.flatnonzero(excess >= _WIPE_LIKE):
        if groups and at_s[i] - at_s[groups[-1][-1]] <= 0.5:
            groups[-1].append(int(i))
        else:
            groups.append([int(i)])
    short = [group for group in groups if at_s[group[-1]] - at_s[group[0]] <= _LONGEST_WIPE_S]
    middles = np.array([float(np.average(at_s[group], weights=excess[group])) for group in short])
    return middles, np.array([float(likeness[group].max()) for group in short])


def screen_of(duration_s: float, shots: Sequence[Row], motion: Sequence[Row], sound: Sequence[Row]) -> Screen:
    wipes_s, wipe_strength = _wipes(_column(motion, "media_s"), np.nan_to_num(_column(motion, "wipe")))
    return Screen(
        duration_s=duration_s,
        cuts_s=np.array(sorted(row["start_s"] for row in shots if 0.0 < row["start_s"] < duration_s)),
        motion_at_s=_column(motion, "media_s"),
        motion=_column(motion, "motion"),
        court=_column(motion, "court"),
        wipes_s=wipes_s,
        wipe_strength=wipe_strength,
        sound_at_s=_column(sound, "media_s"),
        crowd=np.nan_to_num(_column(sound, "crowd")),
        speech=_column(sound, "speech"),
        whistle=np.nan_to_num(_column(sound, "whistle")),
        horn=np.nan_to_num(_column(sound, "horn")),
    )
