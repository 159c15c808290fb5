"""Disorder, late edits and broken files: what a feed does in real life."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edc.errors import InputError
from edc.playbyplay.feed import load_feed


def action(number: int, clock: str, kind: str, team: str = "", **more: Any) -> dict[str, Any]:
    ids = {"AAA": 1, "BBB": 2}
    base = {"actionNumber": number, "orderNumber": number * 10000, "clock": clock, "period": 1, "actionType": kind,
            "subType": "", "qualifiers": [], "personId": 0}  # fmt: skip
    if team:
        base |= {"teamId": ids[team], "teamTricode": team}
    return base | more


def basket(number: int, clock: str, team: str, home: int, away: int, **more: Any) -> dict[str, Any]:
    return action(
        number, clock, "2pt", team, subType="Layup", shotResult="Made", personId=number, playerNameI=f"P. {number}",
        scoreHome=str(home), scoreAway=str(away), **more,
    )  # fmt: skip


def game() -> dict[str, Any]:
    return {"game": {"gameId": "x1", "actions": [
        action(2, "PT12M00.00S", "period", subType="start", scoreHome="0", scoreAway="0"),
        basket(4, "PT11M40.00S", "AAA", 2, 0),
        basket(5, "PT11M20.00S", "BBB", 2, 2),
        basket(7, "PT11M00.00S", "AAA", 4, 2),
        basket(9, "PT10M40.00S", "AAA", 6, 2),
        basket(10, "PT10M20.00S", "BBB", 6, 4),
    ]}}  # fmt: skip


def write(tmp_path: Path, value: Any) -> Path:
    path = tmp_path / "feed.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def test_the_scores_tell_who_is_at_home(tmp_path: Path) -> None:
    feed = load_feed(write(tmp_path, game()))
    assert (feed.home.tricode, feed.away.tricode) == ("AAA", "BBB")
    assert (feed.plays[-1].home_score, feed.plays[-1].away_score) == (6, 4)
    assert feed.repairs == () and feed.final is None


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(tmp_path_factory: pytest.TempPathFactory, rng: random.Random) -> None:
    shuffled = game()
    rng.shuffle(shuffled["game"]["actions"])
    folder = tmp_path_factory.mktemp("feeds")
    feed = load_feed(write(folder, shuffled))
    assert feed.plays == load_feed(write(folder, game())).plays
    moved = [a["actionNumber"] for a in shuffled["game"]["actions"]] != [2, 4, 5, 7, 9, 10]
    assert bool([r for r in feed.repairs if r.kind == "order"]) == moved


def test_of_a_play_told_twice_the_later_edit_holds(tmp_path: Path) -> None:
    raw = game()
    edited = copy.deepcopy(raw["game"]["actions"][1]) | {"subType": "DUNK", "edited": "2026-01-01T00:05:00Z"}
    raw["game"]["actions"][1]["edited"] = "2026-01-01T00:00:00Z"
    before = load_feed(write(tmp_path, raw)).revision
    raw["game"]["actions"].append(edited)
    feed = load_feed(write(tmp_path, raw))
    assert [p.label for p in feed.plays if p.action_number == 4] == ["shot.made.dunk.other"]
    assert next(r.kind for r in feed.repairs if r.action_number == 4) == "duplicate"
    assert feed.revision != before


def test_a_row_without_a_number_is_kept(tmp_path: Path) -> None:
    raw = game()
    del raw["game"]["actions"][2]["actionNumber"]
    feed = load_feed(write(tmp_path, raw))
    assert len(feed.plays) == 6 and feed.plays[2].action_number < 0
    assert [r.kind for r in feed.repairs] == ["missing"]


def test_a_score_that_slips_for_one_row_is_ignored(tmp_path: Path) -> None:
    raw = game()
    raw["game"]["actions"][3]["scoreHome"] = "2"
    feed = load_feed(write(tmp_path, raw))
    assert [p.home_score for p in feed.plays] == [0, 2, 2, 4, 6, 6]
    assert [(r.kind, r.action_number) for r in feed.repairs] == [("score", 7)]


def test_a_score_that_stays_higher_means_a_row_is_missing(tmp_path: Path) -> None:
    raw = game()
    del raw["game"]["actions"][1]
    feed = load_feed(write(tmp_path, raw))
    assert (feed.plays[-1].home_score, feed.plays[-1].away_score) == (6, 4)
    assert [r.kind for r in feed.repairs] == ["score"]


def test_unknown_words_are_kept_and_reported(tmp_path: Path) -> None:
    raw = game()
    raw["game"]["actions"].append(action(12, "PT10M00.00S", "halftimeshow"))
    feed = load_feed(write(tmp_path, raw))
    assert feed.plays[-1].action_type == "halftimeshow" and feed.plays[-1].label == "stoppage"
    assert [(r.kind, r.action_number) for r in feed.repairs] == [("unknown", 12)]


@pytest.mark.parametrize(("content", "message"), [
    ("", "is empty"),
    ("{\"game\": ", "broken JSON"),
    ("{\"hello\": 1}", "no known play-by-play format"),
    ("a,b\n1,2\n", "no known play-by-play format"),
    ("{\"game\": {\"gameId\": \"1\", \"actions\": []}}", "no plays"),
    ("[1, 2]", "no known play-by-play format"),
])  # fmt: skip
def test_a_bad_file_gets_one_clear_message(tmp_path: Path, content: str, message: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError, match=message) as caught:
        load_feed(path)
    assert str(path) in str(caught.value)


def test_bytes_that_are_no_text_and_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_bytes(b"\xff\xfe\x00\x00\xd8")
    with pytest.raises(InputError, match="UTF-8"):
        load_feed(path)
    with pytest.raises(InputError, match="nowhere"):
        load_feed(tmp_path / "nowhere.json")


def test_a_box_score_of_another_game_is_refused(tmp_path: Path) -> None:
    box = tmp_path / "box.json"
    box.write_text(json.dumps({"game": {"gameId": "other", "homeTeam": {}, "awayTeam": {}}}))
    with pytest.raises(InputError, match="other"):
        load_feed(write(tmp_path, game()), box)


_JUNK = st.sampled_from([None, "", 0, -5, "abc", [], {}, 1e9, True, "PT99M", "12:xx", 3.5])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_junk_in_any_cell_is_read_or_refused_but_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    raw = game()
    for _ in range(data.draw(st.integers(1, 6))):
        row = data.draw(st.sampled_from(raw["game"]["actions"]))
        row[data.draw(st.sampled_from(sorted(row)))] = data.draw(_JUNK)
    path = write(tmp_path_factory.mktemp("feeds"), raw)
    try:
        feed = load_feed(path)
    except InputError as refused:
        assert str(path) in str(refused)
    else:
        assert 1 <= len(feed.plays) <= 6
