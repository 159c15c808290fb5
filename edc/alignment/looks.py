"""The looks at the score bug as arrays.

Comes in: the table `work/looks.parquet`. Goes out: `Looks`, one entry a look in order of time, in
which an unread number is NaN and an unread period is 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

TENTHS_BELOW_S = 60.0
"""Broadcasts show tenths only in the last minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    media_s: Floats
    visible: Bools
    layout: Ints
    period: Ints
    period_confidence: Floats
    clock_s: Floats
    """As displayed."""
    clock_confidence: Floats
    first_score: Floats
    first_confidence: Floats
    second_score: Floats
    second_confidence: Floats
    status: tuple[str, ...]
    """playing, end, half, final; empty where unread"""

    def __len__(self) -> int:
        return len(self.media_s)

    @property
    def has_clock(self) -> Bools:
        return np.isfinite(self.clock_s)

    @property
    def quantum_s(self) -> Floats:
        """What the last digit of each displayed clock counts: 1 or 0.1 s."""
        whole = np.abs(self.clock_s - np.round(self.clock_s)) < 1e-6
        return np.where(whole & ~self._shows_tenths(), 1.0, 0.1)

    @property
    def shows_tenths(self) -> bool:
        """Whether the bug counts the last minute in tenths; true where no last minute was read."""
        low = self.has_clock & (self.clock_s < TENTHS_BELOW_S)
        return bool(not low.any() or (self.quantum_s[low] < 1.0).mean() > 0.5)

    def _shows_tenths(self) -> Bools:
        """Whole values below a minute count as tenths where their neighbours show tenths."""
        low = self.has_clock & (self.clock_s < TENTHS_BELOW_S)
        tenths = low & (np.abs(self.clock_s - np.round(self.clock_s)) > 1e-6)
        shown = np.zeros(len(self), bool)
        at = np.flatnonzero(low)
        if len(at) == 0:
            return shown
        counts = np.concatenate([[0], np.cumsum(tenths[at])])
        reach = 8
        first = np.maximum(np.arange(len(at)) - reach, 0)
        last = np.minimum(np.arange(len(at)) + reach + 1, len(at))
        shown[at] = (counts[last] - counts[first]) > 0
        if tenths.sum() > 0.2 * len(at):
            shown[at] = True
        return shown


def _floats(rows: Sequence[Mapping[str, Any]], name: str, empty: float) -> Floats:
    return np.array([empty if row[name] is None else row[name] for row in rows], dtype=np.float64)


def looks_of(rows: Sequence[Mapping[str, Any]]) -> Looks:
    """From rows of `edc.tables.LOOKS`."""
    ordered = sorted(rows, key=lambda row: float(row["media_s"]))
    return Looks(
        media_s=_floats(ordered, "media_s", 0.0),
        visible=np.array([bool(row["visible"]) for row in ordered], dtype=bool),
        layout=_floats(ordered, "layout", -1).astype(np.int64),
        period=_floats(ordered, "period", 0).astype(np.int64),
        period_confidence=_floats(ordered, "period_confidence", 0.0),
        clock_s=_floats(ordered, "clock_s", np.nan),
        clock_confidence=_floats(ordered, "clock_confidence", 0.0),
        first_score=_floats(ordered, "first_score", np.nan),
        first_confidence=_floats(ordered, "first_score_confidence", 0.0),
        second_score=_floats(ordered, "second_score", np.nan),
        second_confidence=_floats(ordered, "second_score_confidence", 0.0),
        status=tuple(str(row["status"] or "") for row in ordered),
    )


def repeated(values: Floats, confidence: Floats) -> Bools:
    """Looks that say exactly what the last one that said anything did: one recognition, seen again."""
    same = np.zeros(len(values), bool)
    known = np.flatnonzero(np.isfinite(values))
    same[known[1:]] = (values[known[1:]] == values[known[:-1]]) & (confidence[known[1:]] == confidence[known[:-1]])
    return same


def looks_of_readings(rows: Sequence[Mapping[str, Any]]) -> Looks:
    """From rows of `edc.tables.READINGS`: the home team's score counts as the first."""
    names = {"home_score": "first_score", "home_score_confidence": "first_score_confidence",
             "away_score": "second_score", "away_score_confidence": "second_score_confidence"}  # fmt: skip
    return looks_of([{names.get(key, key): value for key, value in row.items()} for row in rows])
