"""Stretches of the clock map without a break, and what their clock would say a little beyond them.

Comes in: a `ClockMap`. Goes out: `Block`s. A play just before a cut is stamped just after it, where
nothing was recorded: so a block goes on in thought for some seconds at both ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from edc.alignment.clockspan import ClockMap, ClockSpan
from edc.alignment.looks import Bools, Floats
from edc.gameclock import period_length_s

BEYOND_S = 4.0
Interval = tuple[float, float]
_TOUCH_S = 0.05
_MAP_ERROR_S, _COARSE_MAP_ERROR_S = 0.1, 0.5
"""A stopped clock is known to its last digit only; a feed's tenths need room, most where the bug has none."""


@dataclass(frozen=True)
class Block:
    index: int
    spans: tuple[ClockSpan, ...]
    map_error_s: float = _MAP_ERROR_S

    @property
    def period(self) -> int:
        return self.spans[0].period

    @property
    def start_s(self) -> float:
        return self.spans[0].start_s

    @property
    def end_s(self) -> float:
        return self.spans[-1].end_s

    @cached_property
    def extended(self) -> ClockMap:
        first, last = self.spans[0], self.spans[-1]
        before_s = min(BEYOND_S, period_length_s(self.period) - first.clock_start_s) if first.running else 0.0
        after_s = min(BEYOND_S, last.clock_end_s) if last.running else BEYOND_S
        spans = list(self.spans)
        if before_s > 0:
            spans.insert(0, _beyond(first, self.start_s - before_s, self.start_s, first.clock_start_s + before_s,
                                    first.clock_start_s))  # fmt: skip
        low = last.clock_end_s - after_s if last.running else last.clock_end_s
        if after_s > 0:
            spans.append(_beyond(last, self.end_s, self.end_s + after_s, last.clock_end_s, low))
        return ClockMap(spans=tuple(spans))

    def stamped(self, clock_s: float, quantum_s: float) -> list[Interval]:
        """When the clock stood at a feed's value, a little beyond the block included."""
        room = self.map_error_s if quantum_s < 1.0 else 0.0
        return self.extended.when(self.period, clock_s - room - 1e-6, clock_s + quantum_s + room - 1e-6)

    @cached_property
    def runs(self) -> list[Interval]:
        """When the clock ran, joined over hidden stretches."""
        return _joined((s.start_s, s.end_s) for s in self.extended.spans if s.running)

    @cached_property
    def stands(self) -> list[tuple[float, float, float]]:
        """When it stood, and at which clock."""
        return [(s[0], s[1], self.extended.at(s[0] + 1e-6)[1])  # type: ignore[index]
                for s in _joined((s.start_s, s.end_s) for s in self.spans if not s.running)]  # fmt: skip

    def running_at(self, at_s: Floats, before_s: float = 0.0, after_s: float = 0.0) -> Bools:
        """Whether the clock runs at each second, runs widened at both ends."""
        inside = np.zeros(len(at_s), bool)
        for start, end in self.runs:
            inside |= (at_s >= start - before_s) & (at_s < end + after_s)
        return inside


def _beyond(span: ClockSpan, start_s: float, end_s: float, clock_start_s: float, clock_end_s: float) -> ClockSpan:
    return ClockSpan(start_s=start_s, end_s=end_s, period=span.period, clock_start_s=clock_start_s,
                     clock_end_s=clock_end_s, running=span.running, visible=False, confidence=0.0)  # fmt: skip


def _joined(intervals: Iterable[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for start, end in intervals:
        if joined and start - joined[-1][1] < _TOUCH_S:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def blocks_of(clock: ClockMap, display_tenths: bool = True) -> list[Block]:
    groups: list[list[ClockSpan]] = []
    for span in clock.spans:
        last = groups[-1][-1] if groups else None
        steady = (
            last is not None
            and last.period == span.period
            and span.start_s - last.end_s < _TOUCH_S
            and abs(span.clock_start_s - last.clock_end_s) < 1.0
        )
        if steady:
            groups[-1].append(span)
        else:
            groups.append([span])
    error_s = _MAP_ERROR_S if display_tenths else _COARSE_MAP_ERROR_S
    return [Block(index, tuple(group), error_s) for index, group in enumerate(groups)]
