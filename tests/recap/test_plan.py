"""Plans of random games: the promises of a recap hold whatever the game and the request."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from edc.errors import InputError, UsageError
from edc.moments import Player
from edc.recap.footage import make_footage
from edc.recap.givenup import Rule
from edc.recap.plan import Plan, make_plan
from edc.recap.request import RecapRequest
from edc.recap.rules import checks, outcomes
from edc.recap.selection import Relaxed
from edc.recap.story import waved_off
from tests.recap.simulated_game import NTSC, SimulatedGame, moment, simulate

SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def planned(game: SimulatedGame, request: RecapRequest, *, card: bool = True) -> Plan:
    return make_plan(request, game.moments, game.footage(), card=card)


def requests() -> st.SearchStrategy[RecapRequest]:
    return st.builds(
        RecapRequest, seconds=st.sampled_from((15.0, 30.0, 61.7, 120.0, 300.0, 600.0)),
        team=st.sampled_from((None, None, "GSW", "bkn")), periods=st.sampled_from(((), (), (4,), (1, 2))),
        players=st.sampled_from(((), (), ("GSW 3",), ("bkn1", "BKN2"))),
        labels=st.sampled_from(((), (), ("shot.made.three",), ("block", "steal"))),
        up_to_s=st.sampled_from((None, None, 700.0)), since_s=st.sampled_from((None, None, 300.0)),
    )  # fmt: skip


@SLOW
@given(seed=st.integers(0, 10_000), plays=st.integers(3, 160), request=requests())
def test_the_promises_hold_for_any_game_and_request(seed: int, plays: int, request: RecapRequest) -> None:
    game = simulate(seed, plays=plays)
    try:
        plan = planned(game, request)
    except InputError:
        assume(False)
        return
    footage = game.footage()
    assert plan.frames <= Fraction(request.seconds) * NTSC
    assert plan.clips
    spans = [clip.span for clip in plan.clips]
    assert all(a.stop <= b.first for a, b in pairwise(spans))
    assert [clip.at for clip in plan.clips] == [sum(s.length for s in spans[:n]) for n in range(len(spans))]
    shown = Counter(m.moment_id for clip in plan.clips for m in clip.moments)
    assert max(shown.values()) == 1
    assert not any(waved_off(m) for clip in plan.clips for m in clip.moments)
    rows = {row.rule: row.holds for row in outcomes(plan, footage)}
    assert rows["only pictures of the game"] and rows["no longer than asked for"] and rows["no play twice"]
    if request.up_to_s is not None:
        assert spans[-1].stop <= request.up_to_s * NTSC
    for clip in plan.clips:
        assert any(clip.span.first / NTSC <= Fraction(m.anchor_s or 0.0) <= clip.span.stop / NTSC for m in clip.moments)
    assert plan.choice.bound >= plan.choice.objective - 1e-6
    checks(plan, footage)


@SLOW
@given(seed=st.integers(0, 10_000), plays=st.integers(40, 160))
def test_the_usual_request_keeps_every_rule_and_is_proven_to_be_the_best(seed: int, plays: int) -> None:
    game = simulate(seed, plays=plays)
    plan = planned(game, RecapRequest())
    assert plan.choice.gap <= 0.005
    shown = {m.moment_id for clip in plan.clips for m in clip.moments}
    assert {must.moment_id for must in plan.musts} - {m.moment_id for m in plan.choice.missing} <= shown
    if plan.choice.relaxed < Relaxed.COVERAGE:
        assert set(plan.periods) <= {m.period for clip in plan.clips for m in clip.moments}


@SLOW
@given(seed=st.integers(0, 10_000))
def test_no_edge_lies_in_speech_or_near_a_cut_where_another_place_was_within_reach(seed: int) -> None:
    game = simulate(seed, plays=80)
    footage = game.footage()
    for clip in planned(game, RecapRequest(seconds=300)).clips:
        starts = footage.frames_to_cut(_times(clip.span.first, clip.span.stop))
        given_up = {given.rule for given in clip.cut.given_up}
        if not given_up & {Rule.CLEAR, Rule.WHOLE}:
            assert abs(starts[0]) > 5 and abs(starts[1]) > 5
        if not given_up:
            assert not footage.speaking(_times(clip.span.first, clip.span.stop)).any()
        assert clip.cut.start_reason and clip.cut.end_reason


def _times(*frames: int):  # type: ignore[no-untyped-def]
    import numpy as np

    return np.array([frame / float(NTSC) for frame in frames])


@SLOW
@given(seed=st.integers(0, 10_000))
def test_a_clip_shows_the_play_and_its_result(seed: int) -> None:
    game = simulate(seed, plays=100)
    for clip in planned(game, RecapRequest(seconds=120)).clips:
        anchors = [m.anchor_s for m in clip.moments if m.anchor_s is not None]
        if clip.cut.whole:
            assert min(anchors) - clip.span.first / NTSC >= 2.5 - 1 / 30
            assert clip.span.stop / NTSC - max(anchors) >= 1.5 - 1 / 30


def test_clips_last_five_to_eight_seconds_at_the_median() -> None:
    lengths = sorted(clip.span.length / NTSC for seed in range(6)
                     for clip in planned(simulate(seed), RecapRequest()).clips)  # fmt: skip
    assert 5.0 <= lengths[len(lengths) // 2] <= 8.0


def test_the_deciding_play_is_in_at_any_length() -> None:
    game = simulate(7)
    decider = next(m for m in game.moments if "deciding" in m.flags)
    game.moments = [replace(m, anchor_sd_s=0.3) if m is decider else m for m in game.moments]
    for seconds in (15, 20, 45, 120, 400):
        plan = planned(game, RecapRequest(seconds=seconds))
        assert decider.moment_id in {m.moment_id for clip in plan.clips for m in clip.moments}, seconds


def test_a_deciding_play_whose_pictures_are_missing_is_told_in_the_checks() -> None:
    game = simulate(7)
    game.moments = [replace(m, anchor_s=None, start_s=None, end_s=None) if "deciding" in m.flags else m
                    for m in game.moments]  # fmt: skip
    rows = checks(planned(game, RecapRequest()), game.footage())
    assert any("deciding play is not in the recap" in row["reason"] for row in rows)


def test_short_requests_give_up_caps_before_anything_else_and_never_the_length() -> None:
    for seed in range(8):
        plan = planned(simulate(seed), RecapRequest(seconds=15))
        assert plan.frames <= 15 * NTSC
        assert plan.choice.relaxed > Relaxed.NOTHING
    assert planned(simulate(3), RecapRequest(seconds=240)).choice.relaxed is Relaxed.NOTHING


def test_must_haves_and_exclusions_are_obeyed() -> None:
    game = simulate(11)
    usual = planned(game, RecapRequest())
    inside = usual.clips[2].lead.moment_id
    outside = next(item.moment.moment_id for item in usual.left_out if item.reason.startswith("there is no room"))
    plan = planned(game, RecapRequest(must_have=(outside,), exclude=(inside,)))
    shown = {m.moment_id for clip in plan.clips for m in clip.moments}
    assert outside in shown and inside not in shown


def test_a_filter_lets_only_its_plays_through() -> None:
    game = simulate(5)
    for clip in planned(game, RecapRequest(players=("GSW 3",))).clips:
        assert any(p.name == "GSW 3" for m in clip.moments for p in m.players)
    for clip in planned(game, RecapRequest(labels=("shot.made.three",))).clips:
        assert any(m.label.startswith("shot.made.three") for m in clip.moments)


def test_what_a_catch_up_shows_does_not_depend_on_what_came_later() -> None:
    game = simulate(9)
    now = 900.0
    cut_off = SimulatedGame(moments=[m for m in game.moments if (m.anchor_s or 0) < now], segments=game.segments,
                            shots=game.shots, sound=game.sound, end_s=game.end_s)  # fmt: skip
    request = RecapRequest(up_to_s=now, seconds=60)
    cut_off.moments = [replace(m, importance=0.5, flags=()) if n % 2 else m for n, m in enumerate(cut_off.moments)]
    shown = [[(c.span, c.lead.flags, c.lead.why) for c in planned(each, request).clips] for each in (game, cut_off)]
    assert shown[0] == shown[1]


def test_one_play_to_a_viewer_is_one_clip() -> None:
    """Steal and dunk, miss and putback, block and break: one clip each, from the first touch on."""
    game = SimulatedGame(end_s=200.0, segments=[{"start_s": 0.0, "end_s": 200.0, "kind": "live"}])
    game.moments = [
        moment(1, "steal", 20.0), moment(2, "shot.made.dunk.driving", 24.0),
        moment(3, "shot.missed.two", 60.0), moment(4, "rebound.offensive", 61.0),
        moment(5, "shot.made.layup.putback", 62.0),
        moment(6, "block", 100.0), moment(7, "rebound.defensive", 101.0), moment(8, "shot.made.three.catch", 106.0),
        moment(9, "shot.missed.two", 105.9, team="BKN", importance=0.0),
    ]  # fmt: skip
    game.moments[8] = replace(game.moments[8], anchor_s=99.9, play_number=5)
    clips = planned(game, RecapRequest(seconds=60), card=False).clips
    assert [tuple(m.moment_id for m in clip.moments) for clip in clips] == [
        ("m0001", "m0002"), ("m0003", "m0004", "m0005"), ("m0006", "m0008"),
    ]  # fmt: skip
    assert [round(float(clip.span.first / NTSC)) < 18 + 40 * n for n, clip in enumerate(clips)] == [True] * 3


def test_free_throws_are_shown_only_where_they_matter() -> None:
    game = SimulatedGame(end_s=300.0, segments=[{"start_s": 0.0, "end_s": 300.0, "kind": "live"}])
    game.moments = [
        moment(1, "shot.made.three.catch", 30.0), moment(2, "free_throw.made", 60.0),
        moment(3, "free_throw.made", 90.0, period=1, flags=("tie",)),
        moment(4, "free_throw.made", 200.0, period=4, clock_s=12.0, flags=("lead_change", "deciding"), importance=0.9),
    ]  # fmt: skip
    shown = [m.moment_id for clip in planned(game, RecapRequest(seconds=60)).clips for m in clip.moments]
    assert shown == ["m0001", "m0004"]


def test_a_game_with_three_moments_gives_a_short_true_recap() -> None:
    game = SimulatedGame(end_s=90.0, segments=[{"start_s": 0.0, "end_s": 90.0, "kind": "live"}])
    game.moments = [moment(n, "shot.made.three.catch", 20.0 * n) for n in (1, 2, 3)]
    plan = planned(game, RecapRequest(), card=False)
    assert len(plan.clips) == 3 and plan.frames < 30 * NTSC


def test_a_game_without_moments_says_so() -> None:
    game = SimulatedGame(end_s=90.0, segments=[{"start_s": 0.0, "end_s": 90.0, "kind": "live"}])
    with pytest.raises(InputError, match="No play of this game can be shown"):
        planned(game, RecapRequest())
    game.moments = [moment(1, "shot.made.three.catch", 20.0)]
    with pytest.raises(InputError, match="widen"):
        planned(game, RecapRequest(team="XYZ"))
    with pytest.raises(UsageError, match="no moment 'nothing'"):
        planned(game, RecapRequest(must_have=("nothing",)))


def test_nothing_is_shown_while_the_broadcast_is_elsewhere() -> None:
    game = SimulatedGame(end_s=90.0, segments=[{"start_s": 0.0, "end_s": 30.0, "kind": "live"},
                                               {"start_s": 30.0, "end_s": 60.0, "kind": "commercial"},
                                               {"start_s": 60.0, "end_s": 90.0, "kind": "dead"}])  # fmt: skip
    game.moments = [moment(1, "shot.made.three.catch", 28.0), moment(2, "shot.made.three.catch", 40.0),
                    moment(3, "shot.made.three.catch", 61.7)]  # fmt: skip
    plan = planned(game, RecapRequest(), card=False)
    assert [clip.lead.moment_id for clip in plan.clips] == ["m0001"]
    assert plan.clips[0].span.stop <= 30 * NTSC
    reasons = {item.moment.moment_id: item.reason for item in plan.left_out}
    assert "commercial" in reasons["m0002"] and "too late" in reasons["m0003"]


def test_players_are_found_by_name_or_id_but_not_as_victims() -> None:
    game = SimulatedGame(end_s=90.0, segments=[{"start_s": 0.0, "end_s": 90.0, "kind": "live"}])
    victim = (Player(id="7", name="B. Two", role="shooter"), Player(id="1", name="A. One", role="fouled"))
    game.moments = [moment(1, "shot.made.three.catch", 20.0), moment(2, "shot.made.three.catch", 50.0, players=victim)]
    for wish in ("1", "a. one"):
        plan = planned(game, RecapRequest(players=(wish,)), card=False)
        assert [clip.lead.moment_id for clip in plan.clips] == ["m0001"]


@pytest.mark.parametrize("wrong", [{"seconds": 3.0}, {"seconds": 601.0}, {"name": "../x"}, {"spoilers": "some"},
                                   {"periods": (0,)}, {"since_s": 50.0, "up_to_s": 40.0},
                                   {"must_have": ("a",), "exclude": ("a",)}])  # fmt: skip
def test_a_request_that_cannot_be_met_is_not_accepted(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        RecapRequest(**wrong)  # type: ignore[arg-type]


def test_random_requests_have_names_of_their_own() -> None:
    rng = random.Random(1)
    wishes = [RecapRequest(seconds=rng.choice((30.0, 60.0)), team=rng.choice((None, "GSW")),
                           players=(rng.choice(("A. One", "Nikola Jokić")),)) for _ in range(30)]  # fmt: skip
    assert len({wish.slug() for wish in wishes}) == len(set(wishes))
    assert all(RecapRequest(name=wish.slug()) for wish in wishes)


def test_a_stretch_without_the_score_bug_is_taken_for_a_replay_unless_the_play_is_in_it() -> None:
    game = SimulatedGame(end_s=120.0, segments=[{"start_s": 0.0, "end_s": 120.0, "kind": "live"}])
    game.moments = [moment(1, "shot.made.three.catch", 30.0), moment(2, "shot.made.three.catch", 80.0)]
    away = [{"start_s": 32.0, "end_s": 40.0, "visible": False}, {"start_s": 60.0, "end_s": 90.0, "visible": False}]
    footage = make_footage(game.source(), game.segments, game.shots, game.sound, game.moments, away)
    first, second = make_plan(RecapRequest(), game.moments, footage, card=False).clips
    assert first.span.stop / NTSC < 32.0
    assert second.lead.moment_id == "m0002"
