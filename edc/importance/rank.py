"""Weighing all moments of a game.

Comes in: fused moments and the feed, where there is one. Goes out: the same moments with win
probability, leverage, flags, importance within the game, stars and the reason in words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from edc.importance.beats import Game, game_of_feed, game_of_moments, key_of
from edc.importance.story import Context, contexts
from edc.importance.weigh import stars_of, weight_of
from edc.importance.why import why
from edc.importance.winprob import DEFAULT, Model
from edc.moments import Moment
from edc.playbyplay.play import Feed

FEWEST_HEARD = 5


def game_of(moments: Sequence[Moment], feed: Feed | None, model: Model = DEFAULT) -> Game:
    return game_of_feed(feed, moments, model) if feed else game_of_moments(moments, model)


def story_of(moments: Sequence[Moment], feed: Feed | None, model: Model = DEFAULT) -> dict[str, Context]:
    """Moment id → what it means in the game; moments outside the game have none."""
    told = contexts(game_of(moments, feed, model))
    return {m.moment_id: told[key_of(m)] for m in moments if m.status != "retracted" and key_of(m) in told}


def _heard(moment: Moment) -> float | None:
    return max((e.score for e in moment.evidence if e.source == "crowd" and e.score is not None), default=None)


def crowds(moments: Sequence[Moment]) -> dict[str, float]:
    """Moment id → how loud the crowd was, by its place among the game's moments: -1 quietest, 1 loudest.

    Halls and mixes differ, so only the order counts; of a handful of moments it says nothing.
    """
    heard = {m.moment_id: score for m in moments if m.status != "retracted" and (score := _heard(m)) is not None}
    if len(heard) < FEWEST_HEARD:
        return {}
    levels = sorted(heard.values())
    middle = {k: (bisect_left(levels, v) + bisect_right(levels, v)) / 2 for k, v in heard.items()}
    return {k: 2.0 * at / len(levels) - 1.0 for k, at in middle.items()}


def rank(moments: Sequence[Moment], feed: Feed | None, model: Model = DEFAULT) -> list[Moment]:
    """Moments in the given order, weighed. Retracted ones and those outside the game weigh nothing."""
    story = story_of(moments, feed, model)
    loud = crowds(moments)
    known = [m for m in moments if m.moment_id in story]
    weights = {m.moment_id: weight_of(m.label, story[m.moment_id], loud.get(m.moment_id)) for m in known}
    lightest, heaviest = min(weights.values(), default=0.0), max(weights.values(), default=0.0)
    span = (heaviest - lightest) or 1.0
    return [
        _ranked(m, story[m.moment_id], weights[m.moment_id], (weights[m.moment_id] - lightest) / span)
        if m.moment_id in weights else _outside(m)
        for m in moments
    ]


def _ranked(moment: Moment, context: Context, weight: float, importance: float) -> Moment:
    return replace(
        moment,
        importance=round(importance, 4),
        stars=stars_of(weight),
        wp_before=context.wp_before,
        wp_after=context.wp_after,
        leverage=context.leverage,
        flags=context.flags,
        why=why(moment.label, context, moment.team, moment.clock_s),
    )


def _outside(moment: Moment) -> Moment:
    return replace(moment, importance=0.0, stars=1, flags=(), why="Outside the game")
