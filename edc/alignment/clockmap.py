"""The true game clock over media time.

Comes in: looks with their periods, camera cuts, whistles. Goes out: a `ClockMap` of spans in which
the clock runs or stands, bridged over replays and close-ups that hide the bug, cut where the
recording leaves out game time, and lifted where officials put seconds back.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from edc.alignment.chain import Chain, Step, believe
from edc.alignment.clockspan import ClockMap, ClockSpan
from edc.alignment.coverage import cover_visible
from edc.alignment.looks import Floats, Ints, Looks, repeated
from edc.alignment.tracing import Bonus, Display, Evidence, Piece, trace
from edc.gameclock import period_length_s

_LONG_GAP_S = 30.0
"""Hidden stretches longer than this are bridged by rule, not by search."""
_HIDDEN_S = 1.5
"""A span without a reading for this long is not visible."""
_FEWEST_READINGS = 3
_STATUS_WEIGHT = 0.3
_REPEATED_WEIGHT = 0.4
"""A look whose pixels had not changed repeats the reading before it, misread or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """Believed readings without a break in game time."""

    period: int
    places: Ints
    start: Step
    """How it follows the stretch before it in its period."""


def build_clock(
    looks: Looks, periods: Ints, cuts_s: Sequence[float] = (), stop_bonus: Bonus = lambda media_s: 0.0
) -> ClockMap:
    """The clock wherever readings tell it, hidden stretches between them included."""
    clock, quantum, weight = _readable(looks, periods)
    stretches = list(_stretches(looks, periods, clock, quantum, weight, cuts_s))
    evidence = [_evidence(s, looks.media_s, clock, quantum, weight) for s in stretches]
    display = _fit_display(evidence)
    spans: list[ClockSpan] = []
    for index, (stretch, given) in enumerate(zip(stretches, evidence, strict=True)):
        traced = _trace_with_gaps(replace(given, display=display), stretch.period, stop_bonus)
        if index and stretches[index - 1].period == stretch.period and spans and traced:
            _join(spans, traced, stretch.start, cuts_s)
        spans += traced
    return ClockMap(spans=tuple(cover_visible(spans, looks, cuts_s)), display=display)


def _readable(looks: Looks, periods: Ints) -> tuple[Floats, Floats, Floats]:
    """Clock, digit size and weight of each look; "END 1ST" and "FINAL" without a clock say 0:00."""
    clock, quantum = looks.clock_s.copy(), looks.quantum_s.copy()
    weight = np.where(looks.has_clock, np.clip(looks.clock_confidence, 0.05, 1.0), 0.0)
    weight *= np.where(repeated(looks.clock_s, looks.clock_confidence), _REPEATED_WEIGHT, 1.0)
    for i, status in enumerate(looks.status):
        if status in ("end", "half", "final") and not np.isfinite(clock[i]) and periods[i] > 0:
            clock[i], quantum[i], weight[i] = 0.0, 0.1, _STATUS_WEIGHT
    return clock, quantum, weight


def _stretches(
    looks: Looks, periods: Ints, clock: Floats, quantum: Floats, weight: Floats, cuts_s: Sequence[float]
) -> Iterator[_Stretch]:
    for period in sorted(set(periods[np.isfinite(clock)].tolist()) - {0}):
        limit = period_length_s(period)
        members = np.flatnonzero((periods == period) & np.isfinite(clock) & (clock <= limit + 0.01))
        if len(members) < _FEWEST_READINGS:
            continue
        chain = believe(looks.media_s[members], clock[members], quantum[members], weight[members], cuts_s)
        yield from _split(period, members, chain)


def _split(period: int, members: Ints, chain: Chain) -> Iterator[_Stretch]:
    edges = [0, *(i for i, step in enumerate(chain.steps) if step != "steady"), len(chain.kept)]
    for first, last in itertools.pairwise(edges):
        if last - first >= _FEWEST_READINGS:
            yield _Stretch(period=period, places=members[chain.kept[first:last]], start=chain.steps[first])


def _evidence(stretch: _Stretch, media_s: Floats, clock: Floats, quantum: Floats, weight: Floats) -> Evidence:
    at = stretch.places
    return Evidence(media_s=media_s[at], clock_s=clock[at], quantum_s=quantum[at], weight=weight[at],
                    period_length_s=period_length_s(stretch.period))  # fmt: skip


def _fit_display(evidence: Sequence[Evidence]) -> Display:
    """Floor or ceiling, from stretches in which whole seconds give way to tenths; floor where none does."""
    costs = {"floor": 0.0, "ceiling": 0.0}
    for given in evidence:
        near = (given.clock_s > 50.0) & (given.clock_s < 70.0)
        if not ((given.quantum_s[near] < 1.0).any() and (given.quantum_s[near] == 1.0).any()):
            continue
        part = replace(given, media_s=given.media_s[near], clock_s=given.clock_s[near],
                       quantum_s=given.quantum_s[near], weight=given.weight[near])  # fmt: skip
        costs["floor"] += trace(replace(part, display="floor"))[1]
        costs["ceiling"] += trace(replace(part, display="ceiling"))[1]
    return "ceiling" if costs["ceiling"] + 2.0 < costs["floor"] else "floor"


def _trace_with_gaps(evidence: Evidence, period: int, stop_bonus: Bonus) -> list[ClockSpan]:
    """Traces what lies between long hidden gaps, and bridges these."""
    gaps = np.flatnonzero(np.diff(evidence.media_s) > _LONG_GAP_S) + 1
    spans: list[ClockSpan] = []
    for part in np.split(np.arange(len(evidence.media_s)), gaps):
        given = replace(evidence, media_s=evidence.media_s[part], clock_s=evidence.clock_s[part],
                        quantum_s=evidence.quantum_s[part], weight=evidence.weight[part])  # fmt: skip
        traced = list(_spans(_pieces_of(given, stop_bonus), given, period))
        if spans and traced:
            spans += _bridge(spans[-1], traced[0])
        spans += traced
    return spans


def _pieces_of(evidence: Evidence, stop_bonus: Bonus) -> list[Piece]:
    if len(evidence.media_s) > 1:
        return trace(evidence, stop_bonus)[0]
    at, clock = float(evidence.media_s[0]), float((evidence.low_s[0] + evidence.high_s[0]) / 2)
    return [Piece(start_s=at, end_s=at + 0.1, clock_start_s=clock, clock_end_s=clock, running=False)]


def _bridge(before: ClockSpan, after: ClockSpan) -> list[ClockSpan]:
    """A long hidden stretch: the clock stood but for what it fell, which it ran at the side that ran."""
    start, end = before.end_s, after.start_s
    fallen = min(max(0.0, before.clock_end_s - after.clock_start_s), end - start)
    sure = 0.85 if fallen < 1.5 or end - start - fallen < 1.5 else 0.4
    shape = replace(before, visible=False, confidence=sure)
    high, low = before.clock_end_s, after.clock_start_s
    if not before.running and after.running:
        middle = end - fallen
        parts = [(start, middle, high, high, False), (middle, end, high, low, True)]
    else:
        middle = start + fallen
        parts = [(start, middle, high, low, True), (middle, end, low, low, False)]
    return [
        replace(shape, start_s=a, end_s=b, clock_start_s=c0, clock_end_s=c1, running=running)
        for a, b, c0, c1, running in parts
        if b - a > 1e-6
    ]


def _spans(pieces: Sequence[Piece], evidence: Evidence, period: int) -> Iterator[ClockSpan]:
    """Pieces as spans, split where no reading was made for long."""
    at = evidence.media_s
    holes = np.flatnonzero(np.diff(at) > _HIDDEN_S)
    hidden = [(float(at[i]), float(at[i + 1])) for i in holes]
    for piece in pieces:
        whole = ClockSpan(start_s=piece.start_s, end_s=piece.end_s, period=period, clock_start_s=piece.clock_start_s,
                          clock_end_s=piece.clock_end_s, running=piece.running, visible=True,
                          confidence=0.98)  # fmt: skip
        edges = sorted({piece.start_s, piece.end_s,
                        *(e for hole in hidden for e in hole if piece.start_s < e < piece.end_s)})  # fmt: skip
        for a, b in itertools.pairwise(edges):
            middle = (a + b) / 2
            hole = next((h for h in hidden if h[0] <= middle < h[1]), None)
            part = whole.within(a, b)
            yield part if hole is None else replace(part, visible=False, confidence=_hidden_confidence(hole, piece))


def _hidden_confidence(hole: tuple[float, float], piece: Piece) -> float:
    """Sure where one state covers the whole hidden stretch, less where it changed inside."""
    through = piece.start_s <= hole[0] + 0.3 and piece.end_s >= hole[1] - 0.3
    return 0.9 if through else 0.65


def _join(spans: list[ClockSpan], following: list[ClockSpan], step: Step, cuts_s: Sequence[float]) -> None:
    """Closes the space between two stretches of one period: at the recording's cut, or at the correction."""
    last, first = spans[-1], following[0]
    if first.start_s - last.end_s > _LONG_GAP_S:
        return
    if step == "correction":
        border = first.start_s
    else:
        inside = [cut for cut in cuts_s if last.end_s <= cut <= first.start_s]
        border = inside[0] if inside else (last.end_s + first.start_s) / 2
    spans[-1] = _extended(last, last.start_s, border)
    following[0] = _extended(first, border, first.end_s)


def _extended(span: ClockSpan, start_s: float, end_s: float) -> ClockSpan:
    if not span.running:
        return replace(span, start_s=start_s, end_s=end_s)
    limit = period_length_s(span.period)
    return replace(span, start_s=start_s, end_s=end_s,
                   clock_start_s=min(limit, span.clock_start_s + span.start_s - start_s),
                   clock_end_s=max(0.0, span.clock_end_s - (end_s - span.end_s)))  # fmt: skip
