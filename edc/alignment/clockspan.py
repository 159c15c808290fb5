"""The true game clock over media time, as a value.

Comes in: spans, from readings or from `clock.parquet`. Goes out: `ClockMap`, which tells the clock at
a media second and the media seconds of a clock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from edc.alignment.tracing import Display


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSpan:
    start_s: float
    end_s: float
    period: int
    clock_start_s: float
    clock_end_s: float
    running: bool
    visible: bool
    confidence: float

    def at(self, media_s: float) -> float:
        if not self.running or self.end_s <= self.start_s:
            return self.clock_start_s
        share = (media_s - self.start_s) / (self.end_s - self.start_s)
        return self.clock_start_s + share * (self.clock_end_s - self.clock_start_s)

    def within(self, start_s: float, end_s: float) -> ClockSpan:
        return replace(self, start_s=start_s, end_s=end_s, clock_start_s=self.at(start_s), clock_end_s=self.at(end_s))

    def joined(self, following: ClockSpan) -> ClockSpan:
        return replace(self, end_s=following.end_s, clock_end_s=following.clock_end_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMap:
    """Spans in order of time that do not overlap."""

    spans: tuple[ClockSpan, ...]
    display: Display = "floor"

    def span_at(self, media_s: float) -> ClockSpan | None:
        index = bisect_right(self.spans, media_s, key=lambda span: span.start_s) - 1
        if index >= 0 and media_s < self.spans[index].end_s:
            return self.spans[index]
        return None

    def at(self, media_s: float) -> tuple[int, float] | None:
        """Period and true clock; None where no game is on."""
        span = self.span_at(media_s)
        return None if span is None else (span.period, span.at(media_s))

    def when(self, period: int, low_s: float, high_s: float) -> list[tuple[float, float]]:
        """Media intervals in which low <= clock < high, joined where they touch."""
        found: list[tuple[float, float]] = []
        for span in self.spans:
            if span.period != period or span.clock_start_s < low_s or span.clock_end_s >= high_s:
                continue
            if span.running:
                start = span.start_s + max(0.0, span.clock_start_s - high_s)
                end = span.start_s + min(span.end_s - span.start_s, span.clock_start_s - low_s)
            else:
                start, end = span.start_s, span.end_s
            if found and start - found[-1][1] < 0.05:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            elif end > start:
                found.append((start, end))
        return found

    def periods(self) -> list[int]:
        return sorted({span.period for span in self.spans})


def clock_rows(clock: ClockMap) -> list[dict[str, Any]]:
    """Rows of `edc.tables.CLOCK`."""
    return [asdict(span) for span in clock.spans]


def clock_of(rows: Iterable[Mapping[str, Any]], display: Display = "floor") -> ClockMap:
    return ClockMap(spans=tuple(ClockSpan(**dict(row)) for row in rows), display=display)
