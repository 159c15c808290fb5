"""Stretching the clock map over the looks at its edges in which the bug showed but its clock was not read.

Comes in: spans and looks. Goes out: spans that cover each stretch of visible looks they begin in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from edc.alignment.clockspan import ClockSpan
from edc.alignment.looks import Floats, Looks
from edc.gameclock import period_length_s

_REACH_S = 40.0
"""A clock that stands unread is not tried again before its pixels change."""
_RUN_ON_S = 1.0
"""A clock that ran on for longer would have shown another second, which would have been read."""
_LOOK_S = 0.6
_SURE = 0.6
_TO_CUT_S = 0.4


def cover_visible(spans: Sequence[ClockSpan], looks: Looks, cuts_s: Sequence[float] = ()) -> list[ClockSpan]:
    """Spans with small extensions before and after, to the nearest camera cut, never over a neighbour."""
    visible = looks.media_s[looks.visible]
    out: list[ClockSpan] = []
    for i, span in enumerate(spans):
        floor = spans[i - 1].end_s if i else 0.0
        ceiling = spans[i + 1].start_s if i + 1 < len(spans) else np.inf
        if span.start_s - floor > 1e-3:
            out += _before(span, max(floor, _cut_before(cuts_s, _first_of_run(visible, span.start_s))))
        out.append(span)
        if ceiling - span.end_s > 1e-3:
            out += _after(span, min(ceiling, _cut_after(cuts_s, _last_of_run(visible, span.end_s))))
    return out


def _first_of_run(visible: Floats, at: float) -> float:
    """The first of the visible looks that lead without a hole to `at`."""
    first = at
    for look in reversed(visible[(visible < at) & (visible > at - _REACH_S)]):
        if first - look > _LOOK_S:
            break
        first = float(look)
    return first


def _last_of_run(visible: Floats, at: float) -> float:
    last = at
    for look in visible[(visible > at) & (visible < at + _REACH_S)]:
        if look - last > _LOOK_S:
            break
        last = float(look)
    return last + 0.05 if last > at else at


def _cut_before(cuts_s: Sequence[float], at: float) -> float:
    return max((cut for cut in cuts_s if at - _TO_CUT_S <= cut <= at), default=at)


def _cut_after(cuts_s: Sequence[float], at: float) -> float:
    return min((cut for cut in cuts_s if at <= cut <= at + _TO_CUT_S), default=at)


def _before(span: ClockSpan, start_s: float) -> Iterator[ClockSpan]:
    if start_s >= span.start_s:
        return
    run_s = min(_RUN_ON_S, span.start_s - start_s, period_length_s(span.period) - span.clock_start_s)
    run_s = run_s if span.running else 0.0
    turn, clock = span.start_s - run_s, span.clock_start_s + run_s
    if turn > start_s:
        yield replace(span, start_s=start_s, end_s=turn, clock_start_s=clock, clock_end_s=clock, running=False,
                      confidence=_SURE)  # fmt: skip
    if run_s > 0:
        yield replace(span, start_s=turn, end_s=span.start_s, clock_start_s=clock, clock_end_s=span.clock_start_s,
                      confidence=_SURE)  # fmt: skip


def _after(span: ClockSpan, end_s: float) -> Iterator[ClockSpan]:
    if end_s <= span.end_s:
        return
    run_s = min(_RUN_ON_S, end_s - span.end_s, span.clock_end_s) if span.running else 0.0
    turn, clock = span.end_s + run_s, span.clock_end_s - run_s
    if run_s > 0:
        yield replace(span, start_s=span.end_s, end_s=turn, clock_start_s=span.clock_end_s, clock_end_s=clock,
                      confidence=_SURE)  # fmt: skip
    if end_s > turn:
        yield replace(span, start_s=turn, end_s=end_s, clock_start_s=clock, clock_end_s=clock, running=False,
                      confidence=_SURE)  # fmt: skip
