"""The simulated game plays like a real one, and its feed, box score and truth agree with each other."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_media.simulation.arena import Wish
from sample_media.simulation.boxscore import box_score
from sample_media.simulation.game import deciding_play, simulate
from sample_media.simulation.model import GameLog
from sample_media.simulation.playbyplay import clock_text, feed, number_rows
from sample_media.simulation.teams import league

GAMES = 30
REAL_FEED = Path(__file__).resolve().parents[3] / "shared" / "data" / "playbyplay" / "live_0022501186.json"
REAL_CODES = ("ATL BOS BKN CHA CHI CLE DAL DEN DET GSW HOU IND LAC LAL MEM MIA MIL MIN NOP NYK OKC ORL PHI PHX "
              "POR SAC SAS TOR UTA WAS")  # fmt: skip


@pytest.fixture(scope="module")
def games() -> list[GameLog]:
    return [simulate(seed) for seed in range(100, 100 + GAMES)]


def test_the_rates_are_those_of_real_games(games: list[GameLog]) -> None:
    """Both teams together, a game; the middle of each range is measured on 6,422 real ones."""
    seen: Counter[str] = Counter()
    for log in games:
        for play in log.plays:
            if play.action_type is None or not play.counted:
                continue
            made = play.points > 0
            seen[play.action_type] += 1
            seen[f"{play.action_type} made"] += made
            seen[f"{play.sub_type} made"] += made
            if play.label != play.action_type:
                seen[play.label] += 1
        seen["points"] += sum(log.final)
        seen["possessions"] += len(log.possession)
    rate = {what: count / GAMES for what, count in seen.items()}
    assert 190 <= rate["possessions"] <= 208
    assert 1.02 <= rate["points"] / rate["possessions"] <= 1.15
    assert 165 <= rate["2pt"] + rate["3pt"] <= 188
    assert 0.33 <= rate["3pt made"] / rate["3pt"] <= 0.39
    assert 0.74 <= rate["freethrow made"] / rate["freethrow"] <= 0.82
    assert 7 <= rate["DUNK made"] <= 11
    assert 22 <= rate["Layup made"] <= 31
    assert 38 <= rate["freethrow"] <= 50
    assert 12 <= rate["steal"] <= 18
    assert 7.5 <= rate["block"] <= 12
    assert 23 <= rate["turnover"] <= 31
    assert 17 <= rate["rebound.offensive"] <= 26
    assert 60 <= rate["rebound.defensive"] <= 78
    assert 32 <= rate["foul"] <= 45
    assert 80 <= rate["substitution"] <= 140
    assert 7 <= rate["timeout"] <= 14


def test_possessions_last_about_fourteen_seconds(games: list[GameLog]) -> None:
    seconds = sum(sum(s.clock_0 - s.clock_1 for s in log.clock) for log in games)
    assert 13.4 <= seconds / sum(len(log.possession) for log in games) <= 15.2


def test_a_close_finish_is_decided_in_the_last_seconds() -> None:
    for seed in (3, 8, 21):
        log = simulate(seed, Wish(close_finish=True))
        decider = deciding_play(log)
        assert decider is not None and decider.period == 4 and decider.clock_s <= 15.0
        assert log.periods == 4


def test_overtime_on_request() -> None:
    log = simulate(5, Wish(overtime=True))
    assert log.periods == 5
    assert {p.period for p in log.plays} == {1, 2, 3, 4, 5}


def test_every_game_has_its_specials(games: list[GameLog]) -> None:
    assert all(len(log.corrections) <= 1 for log in games)
    assert sum(len(log.corrections) for log in games) >= GAMES * 0.8
    reasons = Counter(p.reason for log in games for p in log.plays if not p.counted)
    assert set(reasons) == {"offensive_foul", "after_whistle", "overturned"}


def test_nobody_plays_for_a_real_team() -> None:
    teams = league()
    assert len(teams) == 12 and not {t.look.tricode for t in teams} & set(REAL_CODES.split())
    assert all(len(t.players) == 13 and len({p.number for p in t.players}) == 13 for t in teams)
    assert len({p.player_id for t in teams for p in t.players}) == 12 * 13


def test_same_seed_same_bytes() -> None:
    first, second = simulate(77), simulate(77)
    assert json.dumps(feed(first)) == json.dumps(feed(second))
    assert json.dumps(feed(simulate(78))) != json.dumps(feed(first))


@settings(max_examples=6, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_the_feed_adds_up(seed: int) -> None:
    log = simulate(seed)
    home = away = 0
    clocks: dict[int, str] = {}
    order = 0
    for action in feed(log)["game"]["actions"]:
        points = {"2pt": 2, "3pt": 3, "freethrow": 1}.get(action["actionType"], 0)
        if points and action["shotResult"] == "Made":
            at_home = action["teamId"] == log.home.look.team_id
            home, away = home + points * at_home, away + points * (not at_home)
        assert (action["scoreHome"], action["scoreAway"]) == (str(home), str(away))
        assert action["clock"] <= clocks.get(action["period"], "PT12M00.00S")
        clocks[action["period"]] = action["clock"]
        assert action["orderNumber"] > order
        order = action["orderNumber"]
    assert (home, away) == log.final and home != away
    numbers = [row.action_number for row in number_rows(log)]
    assert len(set(numbers)) == len(numbers)


@settings(max_examples=6, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_the_official_clock_only_rises_by_corrections(seed: int) -> None:
    log = simulate(seed)
    for before, after in zip(log.clock, log.clock[1:], strict=False):
        assert after.wall_0 == pytest.approx(before.wall_1)
        if after.period == before.period:
            risen = after.clock_0 - before.clock_1
            assert risen <= 1e-6 or any(abs(c[0] - after.wall_0) < 1e-6 and c[1] == pytest.approx(risen)
                                        for c in log.corrections)  # fmt: skip


def test_the_box_score_adds_up(games: list[GameLog]) -> None:
    for log in games[:8]:
        game = box_score(log)["game"]
        for key, points in (("homeTeam", log.final[0]), ("awayTeam", log.final[1])):
            players = game[key]["players"]
            assert sum(p["statistics"]["points"] for p in players) == game[key]["score"] == points
            assert sum(p["period"] is not None and p["score"] for p in game[key]["periods"]) == points
            minutes = sum(_minutes(p["statistics"]["minutes"]) for p in players)
            assert minutes == pytest.approx(240 + 25 * (log.periods - 4), abs=0.5)
            assert sum(p["starter"] == "1" for p in players) == 5


def _minutes(text: str) -> float:
    minutes, seconds = text[2:-1].split("M")
    return int(minutes) + float(seconds) / 60


def test_clocks_as_feeds_write_them() -> None:
    assert clock_text(702.94) == "PT11M42.00S"
    assert clock_text(59.96) == "PT00M59.90S"
    assert clock_text(0.0) == "PT00M00.00S"


def test_stamps_are_late_by_a_second(games: list[GameLog]) -> None:
    """Of live plays away from stoppages: the feed's clock against the true one."""
    late = [
        row.play.clock_s - row.clock_s
        for log in games
        for row in number_rows(log)
        if row.play.action_type in ("2pt", "3pt") and 120 < row.play.clock_s < 700 and row.play.points == 0
    ]
    mean = sum(late) / len(late)
    spread = (sum((x - mean) ** 2 for x in late) / len(late)) ** 0.5
    assert 0.8 <= mean <= 1.1
    assert 0.35 <= spread <= 0.6


def test_numbers_and_edits_are_as_untidy_as_the_real_ones(games: list[GameLog]) -> None:
    rows = [row for log in games for row in number_rows(log)]
    edits = sorted(row.edited_after_s for row in rows)
    assert 7 <= edits[len(edits) // 2] <= 10.5
    assert 150 <= edits[int(len(edits) * 0.9)] <= 230
    assert any(row.inserted_late for row in rows)
    for log in games[:5]:
        numbers = [row.action_number for row in number_rows(log)]
        assert len(set(numbers)) == len(numbers)


def test_the_early_feed_is_corrected_by_the_final_one(games: list[GameLog]) -> None:
    corrected = 0
    for log in games[:10]:
        early = {a["actionNumber"]: a for a in feed(log, "early")["game"]["actions"]}
        final = {a["actionNumber"]: a for a in feed(log, "final")["game"]["actions"]}
        corrected += bool(set(early) - set(final)) and bool(set(final) - set(early))
    assert corrected >= 5


@pytest.mark.skipif(not REAL_FEED.exists(), reason="the real feeds of ../shared/data are not here")
def test_rows_have_the_fields_of_the_real_feed(games: list[GameLog]) -> None:
    real = json.loads(REAL_FEED.read_text())["game"]["actions"]
    ours = [a for log in games[:6] for a in feed(log)["game"]["actions"]]
    for kind in (
        "2pt",
        "3pt",
        "freethrow",
        "rebound",
        "steal",
        "turnover",
        "foul",
        "timeout",
        "substitution",
        "jumpball",
    ):
        always = set.intersection(*(set(a) for a in real if a["actionType"] == kind))
        mine: set[str] = set().union(*(a for a in ours if a["actionType"] == kind))
        assert always <= mine | {"area", "areaDetail"}, kind
        assert (
            _types(real, kind).items()
            >= {k: v for k, v in _types(ours, kind).items() if k in _types(real, kind)}.items()
        )


def _types(actions: list[dict[str, Any]], kind: str) -> dict[str, type]:
    chosen = [a for a in actions if a["actionType"] == kind]
    return {k: type(v) for a in chosen for k, v in a.items() if v is not None and k not in ("x", "y", "shotDistance")}


def test_the_project_reads_its_own_feed(games: list[GameLog], tmp_path: Path) -> None:
    """Every row gets the leaf of the taxonomy that the simulator meant."""
    from edc.playbyplay.feed import load_feed

    for log in games[:4]:
        path, box = tmp_path / "playbyplay.json", tmp_path / "boxscore.json"
        path.write_text(json.dumps(feed(log), ensure_ascii=False), encoding="utf-8")
        box.write_text(json.dumps(box_score(log), ensure_ascii=False), encoding="utf-8")
        meant = {row.action_number: row.play.label for row in number_rows(log)}
        plays = load_feed(path, box).plays
        assert {p.action_number: p.label for p in plays} == {p.action_number: meant[p.action_number] for p in plays}
        assert (plays[-1].home_score, plays[-1].away_score) == log.final
