"""Moments of simulated games, with and without play-by-play."""

from __future__ import annotations

import pytest

from edc.evaluation.compare import pooled
from edc.taxonomy import node
from sample_media.simulation.programme import make_programme
from sample_media.simulation.truth import truth
from tests.alignment.simulated import Understood, understood

SEEDS = (3, 7, 12, 16)


@pytest.fixture(scope="module")
def fed() -> Understood:
    return understood(7, "bench")


@pytest.fixture(scope="module")
def bare() -> list[Understood]:
    return [understood(seed, "bench", with_feed=False) for seed in SEEDS]


def test_every_row_but_substitutions_and_team_rebounds_becomes_a_moment(fed: Understood) -> None:
    assert fed.feed is not None
    wanted = {p.action_number for p in fed.feed.plays if p.label not in ("substitution", "rebound.team")}
    assert {m.play_number for m in fed.moments} == wanted
    assert len({m.moment_id for m in fed.moments}) == len(fed.moments)


def test_a_placed_moment_has_a_span_around_its_anchor_and_outside_breaks(fed: Understood) -> None:
    breaks = [s for s in fed.context.segments if s["kind"] in ("commercial", "studio", "halftime", "intro", "outro")]
    for m in fed.moments:
        if m.anchor_s is None:
            assert m.start_s is None and m.end_s is None
            continue
        assert m.start_s is not None and m.end_s is not None
        assert m.start_s <= m.anchor_s <= m.end_s
        assert m.anchor_s - m.start_s <= node(m.label).lead_in_s + 1e-6
        assert not any(min(m.end_s, s["end_s"]) - max(m.start_s, s["start_s"]) > 0.1 for s in breaks)


def test_a_basket_carries_its_evidence(fed: Understood) -> None:
    made = [m for m in fed.moments if m.made and m.placed]
    assert made
    assert all(m.evidence[0].source == "playbyplay" for m in made)
    assert sum(any(e.source == "scorebug" for e in m.evidence) for m in made) >= len(made) // 2


def test_each_replay_belongs_to_a_moment_before_it(fed: Understood) -> None:
    owned = [(m, r) for m in fed.moments for r in m.replays]
    shown = [start for start, _ in fed.context.replays() if start > 12.0]  # earlier ones show what was not recorded
    assert {r.start_s for _, r in owned} >= set(shown)
    assert all(m.anchor_s is not None and m.anchor_s <= r.start_s for m, r in owned)


def test_made_shots_are_found_without_play_by_play(bare: list[Understood]) -> None:
    figures = pooled([game.figures for game in bare])
    assert figures.made_shot_f1 >= 0.9
    assert figures.free_throw_f1 >= 0.8
    assert figures.period_end_f1 >= 0.75


def test_without_play_by_play_all_is_provisional_and_says_why(bare: list[Understood]) -> None:
    for game in bare:
        assert game.moments
        for m in game.moments:
            assert m.status in ("provisional", "retracted") and m.play_number is None
            assert m.evidence and m.evidence[0].note
            assert 0.0 < m.confidence <= 1.0


def test_scores_go_along_with_the_baskets(bare: list[Understood]) -> None:
    for game in bare:
        for m in game.moments:
            if m.points and m.status != "retracted":
                assert m.team in (game.context.home, game.context.away)
                assert m.home_score is not None and m.away_score is not None


def _overturned_on_screen(seed: int) -> float | None:
    """When a basket falls whose points the bug shows and later takes back, in a simulated game."""
    answers = truth(make_programme(seed, kind="bench"))
    for play in answers["plays"]:
        if play["reason"] != "overturned" or not play["on_screen"]:
            continue
        totals = [(c["at_s"] - play["anchor_s"], c["home"] + c["away"]) for c in answers["score_changes"]]
        shown = [total for after, total in totals if 0 < after < 8]
        ruled = [total for after, total in totals if 15 < after < 60]
        if shown and ruled and shown[0] > ruled[0]:
            return float(play["anchor_s"])
    return None


def test_a_basket_taken_back_is_retracted() -> None:
    found = next(((s, at) for s in range(1, 60) if (at := _overturned_on_screen(s)) is not None), None)
    if found is None:
        pytest.skip("no simulated game shows an overturned basket and its ruling")
    seed, at = found
    game = understood(seed, "bench", with_feed=False)
    retracted = [m.anchor_s for m in game.moments if m.status == "retracted" and m.anchor_s is not None]
    assert any(abs(anchor - at) < 3.0 for anchor in retracted)
