"""Alignment of whole simulated broadcasts against their truth, without drawing a picture."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest

from edc.alignment.align import align
from edc.alignment.quality import alignment_json
from edc.errors import InputError
from edc.evaluation.compare import pooled
from tests.alignment.simulated import Understood, feed_of, observed_of, programme_of, understood

SEEDS = (3, 11, 19, 28)


@pytest.fixture(scope="module")
def games() -> list[Understood]:
    return [understood(seed, "bench") for seed in SEEDS]


def test_the_clock_is_within_a_second_where_a_bug_is_on_screen(games: list[Understood]) -> None:
    figures = pooled([game.figures for game in games])
    assert figures.clock_within_1_s >= 0.99
    assert figures.clock_within_half_s >= 0.98


def test_made_shots_are_placed(games: list[Understood]) -> None:
    figures = pooled([game.figures for game in games])
    assert figures.shot_error_median_s <= 0.5
    assert figures.shots_within_1_5_s >= 0.95
    assert figures.plays_within_2_s >= 0.95


def test_replays_and_breaks_are_told(games: list[Understood]) -> None:
    figures = pooled([game.figures for game in games])
    assert figures.replay_iou >= 0.9
    assert figures.break_iou >= 0.9


def test_segments_tile_the_media(games: list[Understood]) -> None:
    for game in games:
        tiles = game.alignment.segments
        assert tiles[0].start_s == 0.0
        assert tiles[-1].end_s == game.observed.duration_s
        assert all(a.end_s == b.start_s for a, b in itertools.pairwise(tiles))


def test_no_game_clock_runs_in_a_break(games: list[Understood]) -> None:
    for game in games:
        for segment in game.alignment.segments:
            if segment.kind in ("commercial", "studio", "halftime", "intro", "outro"):
                assert game.alignment.clock.at((segment.start_s + segment.end_s) / 2) is None


def test_plays_of_one_stoppage_keep_their_order(games: list[Understood]) -> None:
    for game in games:
        assert game.feed is not None and game.alignment.placing is not None
        groups = defaultdict(list)
        for play, placed in zip(game.feed.plays, game.alignment.placing.placed, strict=True):
            if placed.anchor_s is not None and play.action_type in ("foul", "freethrow"):
                groups[play.period, play.clock_s].append(placed.anchor_s)
        for anchors in groups.values():
            assert all(a <= b + 0.05 for a, b in itertools.pairwise(anchors))


def test_plays_off_the_recording_are_kept_without_times(games: list[Understood]) -> None:
    for game in games:
        assert game.alignment.placing is not None and game.feed is not None
        placed = game.alignment.placing.placed
        assert len(placed) == len(game.feed.plays)
        unplaced = [p for p in placed if p.anchor_s is None]
        assert unplaced and all(p.start_s is None and p.confidence == 0.0 for p in unplaced)


def test_the_order_of_the_teams_does_not_matter() -> None:
    game = understood(11, "bench", home_first=True)
    assert game.alignment.sides.home_side == 0 and game.alignment.sides.home_known
    assert game.figures.shots_within_1_5_s >= 0.95


def test_logos_without_words_leave_it_to_the_scores() -> None:
    programme = programme_of(11)
    observed = observed_of(programme, seed=11)
    bare = type(observed)(**{name: getattr(observed, name) for name in
                             ("duration_s", "looks", "shots", "sound", "motion")}, words=None)  # fmt: skip
    sides = align(bare, feed_of(programme)).sides
    assert (sides.home_side, sides.told_by) == (1, "scores")


def test_play_by_play_of_another_game_is_refused() -> None:
    observed = observed_of(programme_of(11), seed=11)
    with pytest.raises(InputError, match="another game.*Give the play-by-play of the game in the video"):
        align(observed, feed_of(programme_of(12)), "feed.json")


def test_without_a_bug_nothing_is_placed_and_it_says_so() -> None:
    programme = programme_of(3)
    observed = observed_of(programme, seed=3)
    blind = type(observed)(
        duration_s=observed.duration_s, shots=observed.shots, sound=observed.sound, motion=observed.motion, words=None,
        looks=[row | {"visible": False, "clock_s": None, "period": None, "first_score": None, "second_score": None}
               for row in observed.looks],
    )  # fmt: skip
    alignment = align(blind, feed_of(programme))
    assert alignment.placing is not None and all(p.anchor_s is None for p in alignment.placing.placed)
    assert "No score bug was found" in alignment_json(alignment, feed_of(programme))["doubts"][0]


def test_a_bug_that_names_no_period_is_understood_from_the_feed() -> None:
    figures = understood(28, "bench", shows_period=False).figures
    assert figures.clock_within_1_s >= 0.97
