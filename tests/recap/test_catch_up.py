"""A catch-up to the live point knows what was known then: it equals the recap of a recording that ends there."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.recap_games import Game, cut_off
from benchmarks.recap_games import simulated as simulate
from edc.recap.plan import make_plan
from edc.recap.poolplan import plan_pool
from edc.recap.request import RecapRequest
from edc.recap.story import HINDSIGHT


@cache
def simulated(seed: int) -> Game:
    """Once for all tests: nothing of it is ever changed."""
    return simulate(seed)


@pytest.mark.parametrize("seed", [31_001, 31_002])
@pytest.mark.parametrize("share", [0.2, 0.55, 0.9])
def test_the_plan_equals_that_of_the_game_cut_off_there(seed: int, share: float) -> None:
    game = simulated(seed)
    now = round(game.duration_s * share, 1)
    request = RecapRequest(seconds=60, up_to_s=now)
    plan = make_plan(request, game.moments, game.footage(), card=False, feed=game.feed)
    short = cut_off(game, now)
    other = make_plan(request, short.moments, short.footage(), card=False, feed=short.feed)
    assert [(c.span, c.lead.moment_id, c.lead.stars, c.lead.importance, c.lead.flags, c.lead.why, c.lead.caption)
            for c in plan.clips] == [
        (c.span, c.lead.moment_id, c.lead.stars, c.lead.importance, c.lead.flags, c.lead.why, c.lead.caption)
        for c in other.clips]  # fmt: skip
    assert plan.choice.objective == other.choice.objective and plan.choice.relaxed == other.choice.relaxed
    assert not any({"deciding", "game_winner", "comeback"} & set(c.lead.flags) for c in plan.clips)
    assert {"deciding", "game_winner"} <= HINDSIGHT


def test_its_clips_are_those_that_the_finished_games_pool_holds() -> None:
    game = simulated(31_002)
    footage = game.footage()
    held = set(plan_pool(game.moments, footage, game.board()).spans)
    for share in (0.2, 0.5, 0.85):
        for seconds in (15.0, 45.0, 120.0):
            request = RecapRequest(seconds=seconds, up_to_s=round(game.duration_s * share, 2))
            plan = make_plan(request, game.moments, footage, card=False, feed=game.feed)
            assert {clip.span for clip in plan.clips} <= held


def test_what_has_only_just_happened_waits_until_its_end_is_seen() -> None:
    game = simulated(31_001)
    play = next(m for m in game.moments if m.made and m.anchor_s is not None and m.anchor_s > 1500)
    now = (play.anchor_s or 0.0) + 3.0
    plan = make_plan(RecapRequest(seconds=30, up_to_s=now), game.moments, game.footage(), card=False, feed=game.feed)
    assert play.moment_id not in {m.moment_id for c in plan.clips for m in c.moments}
    assert all(float(c.span.stop / game.source.fps) <= now for c in plan.clips)
