"""Story flags: each is a fact about the score, the clock and the players."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edc.importance.beats import Game, game_of_feed, game_of_moments
from edc.importance.deciding import deciding_beat, must_haves
from edc.importance.rank import rank
from edc.importance.story import contexts
from tests.importance.games import REAL, feed, game_of_scores, moments, without_feed


def flags(game: Game) -> list[set[str]]:
    told = contexts(game)
    return [set(told[beat.key].flags) for beat in game.beats]


def test_a_lead_change_needs_the_other_team_to_have_led() -> None:
    told = flags(game_of_scores([(1, 700, 2, 0), (1, 680, 2, 2), (1, 660, 4, 2), (1, 640, 4, 5)]))
    assert ["lead_change" in f for f in told] == [False, False, False, True]
    assert ["tie" in f for f in told] == [False, True, False, False]


def test_the_deciding_play_gave_the_lead_for_good() -> None:
    game = game_of_scores([(1, 700, 2, 0), (2, 700, 2, 3), (3, 700, 5, 3), (4, 600, 5, 5), (4, 3, 8, 5)])
    assert deciding_beat(game) == 4
    assert {"deciding", "game_winner", "go_ahead_late", "clutch"} <= flags(game)[4]


def test_a_wire_to_wire_winner_decided_it_with_its_first_basket() -> None:
    game = game_of_scores([(1, 700, 2, 0), (2, 700, 5, 0), (4, 700, 8, 0)])
    assert deciding_beat(game) == 0
    assert "game_winner" not in flags(game)[0]


def test_nobody_has_won_while_the_game_is_on() -> None:
    assert deciding_beat(game_of_scores([(1, 700, 2, 0)], complete=False)) is None


def test_a_run_is_told_once_where_it_ends() -> None:
    game = game_of_scores([(1, 700, 0, 2), (1, 680, 3, 2), (1, 660, 6, 2), (1, 640, 8, 2), (1, 620, 8, 4)])
    assert ["run" in f for f in flags(game)] == [False, False, False, True, False]
    assert contexts(game)["p3"].run_points == 8


def test_a_buzzer_beater_that_ties_and_an_overtime_winner() -> None:
    game = game_of_scores([(4, 20, 0, 3), (4, 0.2, 3, 3), (5, 10, 5, 3)])
    told = flags(game)
    assert {"buzzer_beater", "game_tying", "tie"} <= told[1]
    assert {"deciding", "game_winner"} <= told[2]
    assert contexts(game)["p1"].wp_before < 0.3 < contexts(game)["p1"].wp_after


def test_a_comeback_is_told_when_the_lead_is_won() -> None:
    game = game_of_scores([(1, 700, 0, 3), (1, 600, 0, 6), (1, 500, 0, 12), (2, 700, 6, 12), (3, 700, 12, 12),
                           (4, 700, 14, 12)])  # fmt: skip
    assert ["comeback" in f for f in flags(game)] == [False] * 5 + [True]
    assert contexts(game)["p5"].comeback_points == 12


@given(st.lists(st.tuples(st.sampled_from([1, -1]), st.sampled_from([1, 2, 3])), min_size=1, max_size=60))
def test_the_deciding_play_holds_for_any_game(scored: list[tuple[int, int]]) -> None:
    home = away = 0
    rows = []
    for at, (side, points) in enumerate(scored):
        home, away = home + points * (side > 0), away + points * (side < 0)
        rows.append((1 + at * 4 // len(scored), 720.0 - at, home, away))
    game = game_of_scores(rows)
    place = deciding_beat(game)
    if home == away:
        assert place is None
        return
    assert place is not None
    winner = 1 if home > away else -1
    assert game.beats[place].side == winner
    assert all(b.lead * winner > 0 for b in game.beats[place:])
    assert (game.beats[place - 1].lead if place else 0) * winner <= 0


def test_lead_changes_and_ties_agree_with_an_official_box_score(data: Path) -> None:
    game = game_of_feed(feed(data, "wnba_1022400005.json"))
    told = flags(game)
    assert sum("lead_change" in f for f in told) == 9
    assert sum("tie" in f for f in told) == 8


@pytest.mark.parametrize(("name", "period", "clock_s", "team"), [
    ("v3_0022400001.json", 4, 6.1, "ATL"),
    ("live_0022400500.json", 4, 72.0, "MIN"),
    ("lineups_0042400301.csv", 5, 26.7, "IND"),
    ("live_0022000001.json", 1, 649.0, "BKN"),
])  # fmt: skip
def test_the_deciding_play_of_real_games(data: Path, name: str, period: int, clock_s: float, team: str) -> None:
    official = feed(data, name)
    ranked = rank(moments(official), official)
    deciding = [m for m in ranked if "deciding" in m.flags]
    assert [(m.period, m.clock_s, m.team) for m in deciding] == [(period, clock_s, team)]
    assert must_haves(ranked) == [deciding[0].moment_id]


@pytest.mark.parametrize("name", REAL)
def test_win_probability_ends_at_the_result(data: Path, name: str) -> None:
    official = feed(data, name)
    game = game_of_feed(official)
    told = contexts(game)
    home_won = game.beats[-1].lead > 0
    assert told[game.beats[-1].key].wp_after == pytest.approx(float(home_won), abs=0.02)


@pytest.mark.parametrize("name", REAL)
def test_the_story_does_not_depend_on_what_was_placed(data: Path, name: str) -> None:
    official = feed(data, name)
    placed, unplaced = rank(moments(official), official), rank(moments(official, placed=False), official)
    assert [(m.stars, m.flags, m.wp_after) for m in placed] == [(m.stars, m.flags, m.wp_after) for m in unplaced]
    few = moments(official)[100:120]
    assert [m.flags for m in rank(few, official)] == [m.flags for m in placed[100:120]]


def test_without_a_feed_the_scores_alone_tell_the_story(data: Path) -> None:
    official = feed(data, "live_0022400500.json")
    seen = without_feed(official)
    told, full = contexts(game_of_moments(seen)), contexts(game_of_feed(official))
    assert seen
    for moment in seen:
        here, there = told[moment.moment_id], full[f"p{moment.moment_id[1:]}"]
        assert {"lead_change", "tie"} & set(here.flags) == {"lead_change", "tie"} & set(there.flags)
        assert (here.lead, here.side) == (there.lead, there.side)
        assert abs(here.wp_after - there.wp_after) < 0.2


def test_what_nobody_saw_is_not_told_as_if_it_had_been_one_play(data: Path) -> None:
    """An excerpt of a game: first minutes, then the last ones."""
    seen = without_feed(feed(data, "live_0022400500.json"))
    excerpt = [*seen[:6], *seen[-12:]]
    told, whole = contexts(game_of_moments(excerpt)), contexts(game_of_moments(seen))
    for moment in excerpt:
        assert told[moment.moment_id].lead_before == whole[moment.moment_id].lead_before
        assert told[moment.moment_id].wp_before == pytest.approx(whole[moment.moment_id].wp_before, abs=0.1)
        assert told[moment.moment_id].run_points in (0, whole[moment.moment_id].run_points)


def test_a_finished_game_has_a_first_lead_of_the_winner_a_largest_lead_and_a_last_basket() -> None:
    scores = [(1, 700, 0, 2), (1, 600, 3, 2), (2, 500, 3, 9), (3, 400, 12, 9), (4, 100, 12, 11), (4, 5, 12, 12),
              (5, 20, 14, 12)]  # fmt: skip
    game = game_of_scores(scores)
    told = [contexts(game)[beat.key] for beat in game.beats]
    assert [c.winners_first_lead for c in told] == [False, True, False, False, False, False, False]
    assert [c.largest_lead for c in told] == [0, 0, 6, 0, 0, 0, 0]
    assert [c.last_basket for c in told] == [False] * 6 + [True]
    running = game_of_scores(scores, complete=False)
    assert not any(c.winners_first_lead or c.largest_lead or c.last_basket for c in contexts(running).values())
