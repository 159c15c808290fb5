"""Where each play of the feed lies in the media.

Comes in: the feed, the clock map, displayed scores, whistles. Goes out: for each play the interval that
its clock allows and the instant chosen in it. All plays of a period are weighed together: a chain
in feed order, whose marginals give the instant (the median) and its uncertainty.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from edc.alignment.blocks import Block, blocks_of
from edc.alignment.chances import Heard, Options, options_of
from edc.alignment.clockspan import ClockMap
from edc.alignment.kinds import spacing, wall_spacing
from edc.alignment.lags import DisplayLag, FeedLag, fit_display_lag
from edc.alignment.looks import Floats
from edc.alignment.scores import ScoreStep, ScoreTrack
from edc.alignment.seen import Seen
from edc.alignment.teams import Sides
from edc.playbyplay.play import Feed, Play

UNSEEN = Seen()
_LEAST_RECORDED = 0.5
"""Below this chance that the recording holds it a play counts as not placed."""
_NEAR_S = 2.0
_WRONG_BLOCK = -30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Times are None where the recording does not hold the play."""

    play_index: int
    start_s: float | None = None
    end_s: float | None = None
    anchor_s: float | None = None
    anchor_sd_s: float | None = None
    confidence: float = 0.0
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    placed: tuple[Placed, ...]
    feed_lag: FeedLag
    display_lag: DisplayLag


def place_plays(
    feed: Feed, clock: ClockMap, track: ScoreTrack, sides: Sides, heard: Heard, display_tenths: bool = True,
    seen: Seen = UNSEEN,
) -> Placing:
    """All plays of the feed in feed order; the display's lag is fitted to the game on the way."""
    blocks = blocks_of(clock, display_tenths)
    heard = heard if not display_tenths else replace(heard, horn=np.zeros_like(heard.horn))
    steps = match_scores(feed.plays, track, sides, clock)
    feed_lag, display_lag = FeedLag(), DisplayLag()
    rough = _place(feed.plays, blocks, feed_lag, None, steps, heard, seen)
    lags = [
        step.at_s - 0.125 - rough[index].anchor_s  # type: ignore[operator]
        for index, step in steps.items()
        if rough[index].anchor_s is not None and step.at_s - step.before_s < 0.6
    ]
    display_lag = fit_display_lag(lags, display_lag)
    placed = _place(feed.plays, blocks, feed_lag, display_lag, steps, heard, seen)
    return Placing(placed=tuple(placed), feed_lag=feed_lag, display_lag=display_lag)


def match_scores(
    plays: Sequence[Play], track: ScoreTrack, sides: Sides, clock: ClockMap
) -> dict[int, ScoreStep]:
    """For each scoring play the change of the display that it caused.

    By side and score; where a later correction moved the feed's score away from the display's, by side, worth and
    time, and last by side and time, as the correction may be of the worth.
    """
    scored = list(_scored(plays))
    matched: dict[int, ScoreStep] = {}
    taken: set[int] = set()
    for fits in (_same_score, _same_worth, _like_worth):
        for play, home_scored, value in scored:
            if play.index in matched:
                continue
            close = fits is not _same_score
            found = (place for place, step in enumerate(track.steps)
                     if place not in taken and step.points > 0 and (step.side == sides.home_side) == home_scored
                     and fits(step, play, value) and _same_time(play, step, clock, close=close))  # fmt: skip
            place = next(found, None)
            if place is not None:
                taken.add(place)
                matched[play.index] = track.steps[place]
    return matched


def _same_score(step: ScoreStep, play: Play, value: int) -> bool:
    return step.new == value and step.points == play.points


def _same_worth(step: ScoreStep, play: Play, value: int) -> bool:
    return step.points == play.points


def _like_worth(step: ScoreStep, play: Play, value: int) -> bool:
    return abs(step.points - play.points) == 1


def _scored(plays: Sequence[Play]) -> Iterator[tuple[Play, bool, int]]:
    """Scoring plays: whether the home team scored, and its score then."""
    home = 0
    for play in plays:
        home_scored, home = play.home_score > home, play.home_score
        if play.points > 0:
            yield play, home_scored, play.home_score if home_scored else play.away_score


_WIDE_S, _CLOSE_S = (-8.0, 15.0), (-3.0, 6.0)
"""How much more the feed's clock may say than the clock at which the display changed."""


def _same_time(play: Play, step: ScoreStep, clock: ClockMap, *, close: bool) -> bool:
    """Whether the display changed at about the play's clock."""
    near = clock.at(step.at_s) or clock.at(step.before_s)
    low, high = _CLOSE_S if close else _WIDE_S
    return near is not None and near[0] == play.period and low < play.clock_s - near[1] < high


def _place(
    plays: Sequence[Play],
    blocks: Sequence[Block],
    feed_lag: FeedLag,
    display_lag: DisplayLag | None,
    steps: Mapping[int, ScoreStep],
    heard: Heard,
    seen: Seen,
) -> list[Placed]:
    lag = display_lag or DisplayLag()
    tenths = any(play.clock_s < 60.0 and play.clock_s % 1.0 > 1e-6 for play in plays)
    options = [
        options_of(play, blocks, feed_lag, lag, steps.get(play.index) if display_lag else None, heard, tenths)
        for play in plays
    ]
    options = [o and replace(o, log_chance=o.log_chance + seen.log_chance(o.play.label, o.at_s)) for o in options]
    out = [Placed(play_index=play.index) for play in plays]
    for period in sorted({play.period for play in plays}):
        members = [i for i, o in enumerate(options) if o is not None and o.play.period == period]
        chain = [option for i in members if (option := options[i]) is not None]
        for i, option, weights in zip(members, chain, _marginals(chain), strict=True):
            out[i] = _choose(option, weights, steps.get(option.play.index) is not None, blocks)
    return out


def _pair(before: Options, after: Options) -> Floats:
    apart = after.at_s[None, :] - before.at_s[:, None]
    shape = spacing(before.play, after.play, apart) + wall_spacing(before.play, after.play, apart)
    order = after.block[None, :] - before.block[:, None]
    result: Floats = np.where(order == 0, shape, np.where(order > 0, 0.0, _WRONG_BLOCK))
    return result


def _log_sum(values: Floats, axis: int) -> Floats:
    top = values.max(axis, keepdims=True)
    result: Floats = np.log(np.exp(values - top).sum(axis)) + top.squeeze(axis)
    return result


def _marginals(chain: Sequence[Options]) -> list[Floats]:
    """Forward and backward along the chain: each play's chances given all others."""
    if not chain:
        return []
    pairs = [_pair(a, b) for a, b in itertools.pairwise(chain)]
    forward = [chain[0].log_chance]
    for pair, option in zip(pairs, chain[1:], strict=True):
        forward.append(_log_sum(forward[-1][:, None] + pair, 0) + option.log_chance)
    backward = [np.zeros(len(chain[-1].at_s))]
    for pair, option in zip(pairs[::-1], chain[:0:-1], strict=True):
        backward.append(_log_sum(pair + (option.log_chance + backward[-1])[None, :], 1))
    out = []
    for log_forward, log_backward in zip(forward, backward[::-1], strict=True):
        joint = np.exp(log_forward + log_backward - (log_forward + log_backward).max())
        out.append(joint / joint.sum())
    return out


def _choose(option: Options, weights: Floats, scored: bool, blocks: Sequence[Block]) -> Placed:
    held = float(weights[option.recorded].sum())
    if held < _LEAST_RECORDED:
        return Placed(play_index=option.play.index, confidence=0.0)
    order = np.argsort(option.at_s[option.recorded])
    at, mass = option.at_s[option.recorded][order], (weights[option.recorded] / held)[order]
    anchor = _median(at, mass)
    near = float(mass[np.abs(at - anchor) <= _NEAR_S].sum())
    spread = float(np.sqrt(np.sum(mass * (at - anchor) ** 2)))
    likely = at[mass > mass.max() * 1e-3]
    span = next(block.extended.span_at(anchor) for block in blocks if block.start_s <= anchor < block.end_s)
    sure = span.confidence if span is not None else 0.5
    return Placed(
        play_index=option.play.index, start_s=float(likely[0]), end_s=float(likely[-1]), anchor_s=anchor,
        anchor_sd_s=max(0.05, spread), confidence=held * near * (0.5 + 0.5 * sure),
        sources=("playbyplay", "scorebug") if scored else ("playbyplay",),
    )  # fmt: skip


def _median(at: Floats, mass: Floats) -> float:
    total = np.cumsum(mass)
    index = int(np.searchsorted(total, 0.5))
    if index == 0 or mass[index] <= 0:
        return float(at[min(index, len(at) - 1)])
    share = (0.5 - (total[index] - mass[index])) / mass[index] - 0.5
    step = at[index] - at[index - 1]
    return float(at[index] + share * step) if step < 1.0 else float(at[index])
