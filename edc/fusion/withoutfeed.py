"""Moments of a game of which nobody gave play-by-play.

Comes in: the context. Goes out: moments without ids, all provisional: baskets and free throws from the
displayed score, starts and ends of periods from the clock, timeouts from breaks, the end of the game.
"""

from __future__ import annotations

from collections.abc import Iterator

from edc.alignment.clockspan import ClockSpan
from edc.alignment.horn import expired_s
from edc.fusion.baskets import Basket, baskets
from edc.fusion.context import Context
from edc.fusion.provisional import provisional
from edc.fusion.seen import seen_moments
from edc.gameclock import REGULAR_PERIODS, clock_text, period_length_s
from edc.moments import Evidence, Moment

_AT_ZERO_S, _AT_FULL_S = 0.15, 0.6
_BREAKS = ("commercial", "studio")
_LOOK_BACK_S = 60.0


def moments_without_feed(context: Context) -> list[Moment]:
    found = [_basket_moment(basket, context) for basket in baskets(context)]
    found += seen_moments(context, found)
    found += _period_moments(context)
    found += _timeouts(context)
    return sorted(found, key=lambda moment: moment.anchor_s or 0.0)


def _moment(label: str, anchor_s: float, context: Context, *, confidence: float, sd_s: float, note: str,
            source_s: float | None, team: str | None = None, points: int | None = None,
            scores: tuple[int, int] | None = None, retracted: bool = False) -> Moment:  # fmt: skip
    told = Evidence(source="scorebug", media_s=source_s, score=round(confidence, 3), note=note)
    evidence = (told, *context.heard(label, anchor_s), *context.looked_like(label, anchor_s))
    return provisional(label, anchor_s, context, evidence, confidence=confidence, sd_s=sd_s, team=team, points=points,
                       scores=scores, retracted=retracted)  # fmt: skip


def _basket_moment(basket: Basket, context: Context) -> Moment:
    step = basket.step
    note = f"shows {step.new} instead of {step.old}"
    if basket.overturned_s is not None:
        note += f", taken back {basket.overturned_s - step.at_s:.0f} s later"
    return _moment(
        basket.label, basket.anchor_s, context, confidence=basket.confidence, sd_s=basket.sd_s, note=note,
        source_s=step.at_s, team=context.home if basket.home_scored else context.away, points=basket.points,
        scores=(basket.home_score, basket.away_score),
        retracted=basket.overturned_s is not None,
    )  # fmt: skip


def _period_moments(context: Context) -> Iterator[Moment]:
    spans = context.clock.spans
    for period in context.clock.periods():
        mine = [span for span in spans if span.period == period and span.running]
        if mine and mine[0].clock_start_s > period_length_s(period) - _AT_FULL_S:
            yield _moment("period.start", mine[0].start_s, context, confidence=0.9, sd_s=0.3,
                          note=f"the clock starts at {clock_text(mine[0].clock_start_s)}",
                          source_s=mine[0].start_s)  # fmt: skip
        if mine and mine[-1].clock_end_s <= _AT_ZERO_S:
            yield from _ends(period, mine[-1], context)


def _ends(period: int, last: ClockSpan, context: Context) -> Iterator[Moment]:
    exact = context.display_tenths
    over_s = last.end_s if exact else expired_s(last.end_s, context.sound.media_s, context.sound.horn)
    yield _moment("period.end", over_s, context, confidence=0.9, sd_s=0.2, note="the clock reaches 0:00",
                  source_s=last.end_s)  # fmt: skip
    if context.final is not None and period >= REGULAR_PERIODS and period == context.clock.periods()[-1]:
        yield _moment("game.end", over_s, context, confidence=0.85, sd_s=0.5, note="the last period ends",
                      source_s=last.end_s, scores=context.final)  # fmt: skip


def _timeouts(context: Context) -> Iterator[Moment]:
    """A break inside a period over which the clock stands is a timeout; it was called while the ball was dead."""
    for row in context.segments:
        if row["kind"] not in _BREAKS:
            continue
        before = _last_before(context, float(row["start_s"]))
        after = next((span for span in context.clock.spans if span.start_s >= row["end_s"] - 0.5), None)
        if before is None or after is None or before.running or before.period != after.period:
            continue
        if abs(before.clock_end_s - after.clock_start_s) <= 1.0 and before.clock_end_s > _AT_ZERO_S:
            anchor = max(before.start_s, row["start_s"] - _LOOK_BACK_S)
            yield _moment("timeout", anchor, context, confidence=0.6, sd_s=3.0,
                          note="the clock stands over a break", source_s=float(row["start_s"]))  # fmt: skip


def _last_before(context: Context, at_s: float) -> ClockSpan | None:
    earlier = [span for span in context.clock.spans if span.start_s < at_s - 0.05]
    if not earlier or at_s - earlier[-1].end_s > 2.0:
        return None
    return earlier[-1]
