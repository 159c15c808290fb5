"""Every real play-by-play file gives the right game."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections import Counter
from pathlib import Path

import pytest

from edc.playbyplay.feed import feed_from_json, feed_to_json, formats, load_feed
from edc.playbyplay.play import Feed, Play, is_moment

FINALS = {
    "live_0022000001.json": ("liveData", "BKN", 125, "GSW", 99, 4),
    "live_0022400500.json": ("liveData", "MIN", 108, "LAC", 106, 4),
    "live_0022501186.json": ("liveData", "BOS", 113, "ORL", 108, 4),
    "v2_0021500438.csv": ("stats_v2", "GSW", 89, "CLE", 83, 4),
    "v2_0021600270.json": ("stats_v2", "OKC", 126, "WAS", 115, 5),
    "v2_0021900001.json": ("stats_v2", "TOR", 130, "NOP", 122, 5),
    "v2_technical_before_period_start.json": ("stats_v2", "POR", 112, "DAL", 132, 4),
    "v3_0022400001.json": ("stats_v3", "BOS", 116, "ATL", 117, 4),
    "datanba_0021600270.json": ("datanba", "OKC", 126, "WAS", 115, 5),
    "wnba_1022400005.json": ("wnba", "DAL", 87, "CHI", 79, 4),
    "lineups_0042400301.csv": ("lineups", "NYK", 135, "IND", 138, 5),
}


@pytest.fixture(scope="session")
def feeds(data: Path) -> dict[str, Feed]:
    return {name: load_feed(data / "playbyplay" / name) for name in FINALS}


@pytest.mark.parametrize("name", FINALS)
def test_the_final_score_is_right(feeds: dict[str, Feed], name: str) -> None:
    provider, home, home_score, away, away_score, periods = FINALS[name]
    feed = feeds[name]
    assert feed.provider == provider
    assert (feed.home.tricode, feed.away.tricode) == (home, away)
    assert feed.final == (home_score, away_score)
    assert feed.periods == periods
    assert feed.game_id[-8:] in name or "technical" in name


@pytest.mark.parametrize("name", FINALS)
def test_the_points_add_up_to_the_final_score(feeds: dict[str, Feed], name: str) -> None:
    feed = feeds[name]
    scored = Counter[str | None]()
    for play in feed.plays:
        scored[play.team] += play.points
    assert (scored[feed.home.tricode], scored[feed.away.tricode]) == feed.final
    assert not [r for r in feed.repairs if r.kind == "score" and "holds" in r.note]


@pytest.mark.parametrize("name", FINALS)
def test_the_clock_never_rises_and_the_score_never_falls(feeds: dict[str, Feed], name: str) -> None:
    plays = feeds[name].plays
    for before, play in itertools.pairwise(plays):
        assert play.period >= before.period
        assert play.period > before.period or play.clock_s <= before.clock_s + 5.0
        assert play.home_score >= before.home_score and play.away_score >= before.away_score


@pytest.mark.parametrize("name", FINALS)
def test_every_play_is_told_once_with_its_players(feeds: dict[str, Feed], name: str) -> None:
    plays = feeds[name].plays
    assert len({p.action_number for p in plays}) == len(plays)
    for play in plays:
        if play.action_type in ("2pt", "3pt", "freethrow"):
            assert play.players[0].role == "shooter" and play.players[0].id and play.players[0].name, play
            assert play.team and play.made is not None
    assert all(p.label.startswith("shot.") for p in plays if p.action_type in ("2pt", "3pt"))
    assert not any(p.label == "stoppage" and p.action_type != "stoppage" for p in plays)


@pytest.mark.parametrize("name", FINALS)
def test_blocks_and_steals_name_both_sides(feeds: dict[str, Feed], name: str) -> None:
    plays = feeds[name].plays
    blocks = [p for p in plays if p.action_type == "block"]
    steals = [p for p in plays if p.action_type == "steal"]
    assert blocks and steals
    assert all({"blocker", "shooter"} <= {x.role for x in p.players} for p in blocks)
    assert all("stealer" in {x.role for x in p.players} for p in steals)
    missed = [p for p in plays if any(x.role == "blocker" for x in p.players) and p.made is False]
    assert len(missed) == len(blocks)


def _assists(plays: tuple[Play, ...]) -> int:
    return sum(any(p.role == "assist" for p in play.players) for play in plays)


def test_assists_come_with_ids_even_where_only_descriptions_name_them(feeds: dict[str, Feed]) -> None:
    feed = feeds["v3_0022400001.json"]
    helpers = [x for p in feed.plays for x in p.players if x.role == "assist"]
    assert len(helpers) == sum("AST)" in p.description for p in feed.plays)
    assert sum(bool(x.id) for x in helpers) >= 0.9 * len(helpers)


def test_the_same_game_in_two_formats_gives_the_same_plays(feeds: dict[str, Feed]) -> None:
    def told(feed: Feed) -> dict[int, tuple[object, ...]]:
        return {
            p.action_number: (p.period, int(p.clock_s), p.label, p.team, p.made, p.points, p.home_score, p.away_score,
                              [(x.id, x.role) for x in p.players])
            for p in feed.plays if p.action_type != "instantreplay"
        }  # fmt: skip

    assert told(feeds["datanba_0021600270.json"]) == told(feeds["v2_0021600270.json"])


def test_a_technical_before_the_period_start_stands_after_it(feeds: dict[str, Feed]) -> None:
    feed = feeds["v2_technical_before_period_start.json"]
    fourth = [p for p in feed.plays if p.period == 4]
    assert (fourth[0].action_type, fourth[0].sub_type) == ("period", "start")
    assert fourth[1].label == "foul.technical" and fourth[1].players[0].name == "Luka Doncic"
    assert {r.kind for r in feed.repairs} >= {"order"}


def test_a_box_score_gives_full_names_numbers_and_the_date(data: Path) -> None:
    folder = data / "playbyplay"
    feed = load_feed(folder / "live_0022501186.json", folder / "boxscore_live_0022501186.json")
    assert (feed.home.name, feed.away.name, feed.date) == ("Boston Celtics", "Orlando Magic", "2026-04-12")
    assert any(p.number for p in feed.home.roster)
    assert next(p for p in feed.plays if p.action_number == 12).players[0].name == "Franz Wagner"


def test_substitutions_and_team_rebounds_are_no_moments(feeds: dict[str, Feed]) -> None:
    for feed in feeds.values():
        kept = [p for p in feed.plays if is_moment(p)]
        assert kept
        assert not any(p.action_type == "substitution" for p in kept)
        assert all(p.players for p in kept if p.action_type == "rebound")


@pytest.mark.parametrize("name", FINALS)
def test_a_feed_survives_json(feeds: dict[str, Feed], name: str) -> None:
    assert feed_from_json(json.loads(json.dumps(feed_to_json(feeds[name])))) == feeds[name]


@pytest.mark.parametrize("name", FINALS)
def test_each_file_is_of_one_format(data: Path, name: str) -> None:
    content = (data / "playbyplay" / name).read_text(encoding="utf-8-sig")
    table = name.endswith(".csv")
    raw = list(csv.DictReader(io.StringIO(content))) if table else json.loads(content)
    assert sum(known.recognises(raw) for known in formats() if known.table == table) == 1


def test_counts_by_type_agree_with_the_box_score(data: Path) -> None:
    box = json.loads((data / "playbyplay" / "boxscore_live_0022501186.json").read_text())["game"]
    feed = load_feed(data / "playbyplay" / "live_0022501186.json")
    for team in (box["homeTeam"], box["awayTeam"]):
        plays = [p for p in feed.plays if p.team == team["teamTricode"]]
        counted = {
            "fieldGoalsMade": sum(p.action_type in ("2pt", "3pt") and p.made is True for p in plays),
            "threePointersAttempted": sum(p.action_type == "3pt" for p in plays),
            "freeThrowsMade": sum(p.action_type == "freethrow" and p.made is True for p in plays),
            "reboundsOffensive": sum(p.label == "rebound.offensive" for p in plays),
            "reboundsDefensive": sum(p.label == "rebound.defensive" for p in plays),
            "assists": _assists(tuple(plays)),
            "steals": sum(p.action_type == "steal" for p in plays),
            "blocks": sum(p.action_type == "block" for p in plays),
            "turnoversTotal": sum(p.action_type == "turnover" for p in plays),
        }  # fmt: skip
        assert counted == {name: team["statistics"][name] for name in counted}
