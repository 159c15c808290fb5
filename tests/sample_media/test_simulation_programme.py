"""A programme is a broadcast: its truth holds together, and everything in it moves as it should."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_media.scene import RIMS, ShotKind, SoundKind
from sample_media.simulation.choreography.stage import Stage
from sample_media.simulation.choreography.stretch import body
from sample_media.simulation.game import simulate
from sample_media.simulation.programme import Programme, make_programme
from sample_media.simulation.truth import truth
from sample_media.simulation.windows import wish_for

SAMPLE_SEED, BENCH_SEEDS, FULL_SEED = 11, (6,), 3


@pytest.fixture(scope="module")
def programmes() -> list[Programme]:
    short = [make_programme(seed, kind="bench") for seed in BENCH_SEEDS]
    return [make_programme(SAMPLE_SEED), *short, make_programme(FULL_SEED, kind="full")]


@pytest.fixture(scope="module")
def truths(programmes: list[Programme]) -> list[dict[str, Any]]:
    return [truth(programme) for programme in programmes]


def test_lengths(programmes: list[Programme]) -> None:
    sample, *short, full = programmes
    assert 300 <= sample.duration_s <= 365
    assert all(145 <= p.duration_s <= 185 for p in short)
    assert full.duration_s >= 110 * 60


def test_same_seed_same_truth() -> None:
    first, second = (json.dumps(truth(make_programme(2, kind="bench"))) for _ in range(2))
    assert first == second


def test_a_known_variant_spares_the_search() -> None:
    found = make_programme(2, kind="bench")
    assert truth(make_programme(2, kind="bench", variant=found.variant)) == truth(found)


def test_the_sample_shows_what_it_must(programmes: list[Programme], truths: list[dict[str, Any]]) -> None:
    sample = truths[0]
    seen = [p for p in sample["plays"] if p["on_screen"]]
    assert sum(p["label"].startswith("shot.made") and p["counted"] for p in seen) >= 10
    assert any(not p["counted"] for p in seen)
    assert len(sample["replays"]) >= 3
    assert sample["corrections"]
    kinds = {s["kind"] for s in sample["segments"]}
    assert kinds == {"intro", "live", "dead", "replay", "commercial", "studio", "halftime", "outro"}
    decider = next(p for p in sample["plays"] if p["action_number"] == sample["deciding_action_number"])
    assert decider["on_screen"] and decider["period"] == 4 and decider["clock_s"] <= 15
    assert programmes[0].kind == "sample"


@settings(max_examples=5, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_truth_holds_together(seed: int) -> None:
    answers = truth(Programme(simulate(seed, wish_for("bench", seed)), "bench", seed))
    _check(answers)


def test_truth_of_every_kind_holds_together(truths: list[dict[str, Any]]) -> None:
    for answers in truths:
        _check(answers)


def _check(answers: dict[str, Any]) -> None:
    end = answers["media"]["duration_s"]
    tiles = answers["segments"]
    assert tiles[0]["start_s"] == 0 and tiles[-1]["end_s"] == pytest.approx(end, abs=0.002)
    assert all(a["end_s"] == b["start_s"] for a, b in pairwise(tiles))
    live = [(t["start_s"], t["end_s"]) for t in tiles if t["kind"] == "live"]
    for play in answers["plays"]:
        if play["on_screen"]:
            assert any(a - 0.002 <= play["anchor_s"] <= b + 0.002 for a, b in live), play
            assert play["start_s"] <= play["anchor_s"] <= play["end_s"]
        assert play["counted"] == (play["reason"] is None)
        assert play["counted"] or play["action_number"] is None
    _check_clock(answers)
    _check_scores(answers)


def _check_clock(answers: dict[str, Any]) -> None:
    spans = answers["clock"]
    for span in spans:
        length = span["end_s"] - span["start_s"]
        run = span["clock_start_s"] - span["clock_end_s"]
        assert run == pytest.approx(length if span["running"] else 0.0, abs=0.003)
    corrections = {c["at_s"] for c in answers["corrections"]}
    for before, after in pairwise(spans):
        assert after["start_s"] >= before["end_s"] - 0.002
        if after["period"] == before["period"] and after["clock_start_s"] > before["clock_end_s"] + 0.003:
            assert any(abs(at - after["start_s"]) < 0.01 for at in corrections)
    commercial = [s for s in answers["segments"] if s["kind"] in ("commercial", "studio", "intro", "outro")]
    assert not any(c["start_s"] < s["end_s"] - 0.002 and s["start_s"] + 0.002 < c["end_s"]
                   for c in commercial for s in spans)  # fmt: skip


def _check_scores(answers: dict[str, Any]) -> None:
    visible = [(b["start_s"], b["end_s"]) for b in answers["bug_visible"]]
    for change in answers["score_changes"]:
        assert any(a - 0.002 <= change["at_s"] <= b + 0.002 for a, b in visible)


def test_the_bug_follows_the_basket(programmes: list[Programme]) -> None:
    """Half a second to four seconds behind, never ahead, and it ends at the final score."""
    for programme in programmes:
        board = programme.log.board
        shown = programme.board.scores
        assert all(s[0] - b[0] >= 0.5 for s, b in zip(shown, board, strict=True))
        assert all(s[0] - b[0] <= 4.6 for s, b in zip(shown, board, strict=True))
        assert shown[-1][1:] == programme.log.final


def test_what_is_drawn_agrees_with_the_truth(programmes: list[Programme], truths: list[dict[str, Any]]) -> None:
    for programme, answers in zip(programmes[:2], truths[:2], strict=True):
        for span in answers["clock"]:
            middle = (span["start_s"] + span["end_s"]) / 2
            bug = programme.scene_at(middle).bug
            assert not span["bug_visible"] or bug is not None
            if bug is not None and span["bug_visible"]:
                expected = (span["clock_start_s"] + span["clock_end_s"]) / 2
                assert bug.period == span["period"] and bug.clock_s == pytest.approx(expected, abs=0.01)
        for change in answers["score_changes"]:
            bug = programme.scene_at(change["at_s"] + 0.05).bug
            assert bug is not None and (bug.home_score, bug.away_score) == (change["home"], change["away"])


def test_no_bug_in_breaks_and_a_wipe_round_each_replay(programmes: list[Programme]) -> None:
    programme = programmes[0]
    for cut in programme.reel.cuts:
        middle = programme.scene_at((cut.media_0 + cut.media_1) / 2)
        assert middle.shot is cut.shot
        if cut.filling not in ("game", "replay"):
            assert middle.bug is None and middle.title
        if cut.filling == "replay":
            assert middle.replay and 0.4 <= cut.speed <= 0.5
            assert programme.scene_at(cut.media_0 + 0.05).wipe is not None
            assert programme.scene_at(cut.media_1 - 0.05).wipe is not None


def test_the_ball_is_at_the_rim_when_the_truth_says(programmes: list[Programme]) -> None:
    for programme in programmes[:2]:
        for play in programme.log.plays:
            at = programme.seen_at(play)
            if at is None or play.basket is None or play.actor("blocker") is not None:
                continue
            if not play.label.startswith(("shot", "free_throw")):
                continue
            ball = programme.scene_at(at).ball
            assert ball is not None
            reach = 0.3 if play.points else 2.6
            assert math.dist((ball.x, ball.y, ball.z), RIMS[play.basket]) <= reach, play.label


def test_shooters_stand_where_the_feed_says() -> None:
    stage = Stage(simulate(9))
    off = []
    for passage in stage.log.passages:
        shot = passage.shot
        if passage.kind == "live" and shot is not None:
            actor = (0 if passage.offense == "home" else 5) + shot.slot
            x, y, _, _ = body(stage.stretch_at(shot.release_s), actor, shot.release_s)
            off.append(math.dist((x, y), shot.spot))
    assert np.percentile(off, 50) <= 0.8
    assert np.percentile(off, 95) <= 3.0


def test_nothing_teleports(programmes: list[Programme]) -> None:
    """Between two pictures of one shot nobody moves faster than a sprinter, the ball no faster than a heave."""
    programme = programmes[1]
    for cut in programme.reel.cuts:
        if cut.shot is not ShotKind.COURT:
            continue
        before = None
        for media_s in np.arange(cut.media_0 + 0.01, cut.media_1 - 0.02, 1 / 15):
            scene = programme.scene_at(float(media_s))
            assert scene.ball is not None
            here = np.array([(f.x, f.y) for f in scene.figures])
            ball = np.array([scene.ball.x, scene.ball.y, scene.ball.z])
            if before is not None:
                assert np.abs(here - before[0]).max() * 15 <= 30.0
                assert np.linalg.norm(ball - before[1]) * 15 <= 130.0
            before = here, ball


def test_scenes_do_not_depend_on_the_order_of_asking(programmes: list[Programme]) -> None:
    instants = [20.0, 31.5, 90.0, 140.0]
    fresh = make_programme(BENCH_SEEDS[0], kind="bench", variant=programmes[1].variant)
    backwards = [fresh.scene_at(t) for t in reversed(instants)]
    assert [programmes[1].scene_at(t) for t in instants] == backwards[::-1]


def test_what_there_is_to_hear(programmes: list[Programme]) -> None:
    cues = programmes[0].sounds()
    assert {c.kind for c in cues} >= set(SoundKind) - {
        SoundKind.SHOT_CLOCK_BUZZER,
        SoundKind.ORGAN,
        SoundKind.BACKBOARD,
    }
    assert all(0 <= c.at_s <= programmes[0].duration_s and 0 <= c.level <= 1 for c in cues)
    speech = [c for c in cues if c.kind is SoundKind.SPEECH]
    assert all(a.at_s + a.duration_s <= b.at_s for a, b in pairwise(speech))
    assert sum(c.duration_s for c in speech) >= 0.25 * programmes[0].duration_s
    families = {p.family_name for t in (programmes[0].log.home, programmes[0].log.away) for p in t.players}
    assert any(name in cue.text for cue in speech for name in families)


def test_the_crowd_wakes_up_for_the_home_team(programmes: list[Programme]) -> None:
    programme = programmes[0]
    for play in programme.log.plays:
        at = programme.seen_at(play)
        if at is not None and play.label.startswith("shot.made") and play.side == "home" and play.counted:
            assert programme.crowd_level(at + 1.0) > programme.crowd_level(max(0.0, at - 0.1)) - 0.35
            assert programme.crowd_level(at + 1.0) >= 0.5
