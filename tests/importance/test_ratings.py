"""Who was favoured, from a ratings file: what people write into it, and what it does to the win probability."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edc.errors import InputError
from edc.files import write_json
from edc.gamefolder import GameFolder
from edc.importance.rank import rank
from edc.importance.ratings import ELO_A_POINT, model_of, rated, ratings_json, read_ratings
from edc.importance.winprob import DEFAULT, win_probability
from tests.importance.games import feed, moments


def written(tmp_path: Path, text: str, name: str = "elo.json") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_json_and_csv_say_the_same(tmp_path: Path) -> None:
    plain = read_ratings(written(tmp_path, '{"BOS": 1680, "Atlanta Hawks": 1460.5}'))
    table = read_ratings(written(tmp_path, "team,rating\nBOS,1680\nAtlanta Hawks,1460.5\n", "elo.csv"))
    assert plain == table
    model = model_of(plain, ["bos"], ["ATL", "Atlanta Hawks"], None)
    assert model is not None and model.mu == pytest.approx(DEFAULT.mu + (1680 - 1460.5) / ELO_A_POINT)
    assert model_of(plain, ["BOS"], ["NYK"], None) is None


def test_the_rating_of_the_day_counts(tmp_path: Path) -> None:
    rows = "team,rating,date\nA,1500,2024-10-01\nA,1600,2025-01-01\nB,1500,\n"
    table = read_ratings(written(tmp_path, rows, "elo.csv"))
    early, late = (model_of(table, ["A"], ["B"], day) for day in ("2024-12-31", "2025-03-01"))
    assert early is not None and late is not None
    assert early.mu == DEFAULT.mu and late.mu == pytest.approx(DEFAULT.mu + 100 / ELO_A_POINT)


@pytest.mark.parametrize("text", ["", "[1]", '{"BOS": "good"}', '{"BOS": 99999}', "team;rating\nA;1\n", "{}", "\x00"])
def test_a_file_that_is_none_is_refused_by_name(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"elo\.json"):
        read_ratings(written(tmp_path, text))


def test_the_favourites_lead_is_safer_and_the_underdogs_surprise_greater(data: Path) -> None:
    official = feed(data, "v3_0022400001.json")
    game = moments(official)
    ratings = read_ratings_of(official.home.tricode, official.away.tricode)
    model = model_of(ratings, [official.home.tricode], [official.away.tricode], None)
    assert model is not None
    assert win_probability(5, 600, 0, model) > win_probability(5, 600)
    even, favoured = rank(game, official), rank(game, official, model)
    open_play = next(at for at, m in enumerate(even) if m.period == 1 and m.wp_before is not None)
    assert (favoured[open_play].wp_before or 0) > (even[open_play].wp_before or 0) + 0.1
    assert [m.flags for m in even if "deciding" in m.flags] == [m.flags for m in favoured if "deciding" in m.flags]
    last = max(range(len(even)), key=lambda at: (even[at].period or 0, -(even[at].clock_s or 0), at))
    assert favoured[last].wp_after == even[last].wp_after, "who won has won"


def read_ratings_of(home: str, away: str):  # type: ignore[no-untyped-def]
    from edc.importance.ratings import Rating

    return [Rating(team=home, rating=1700.0), Rating(team=away, rating=1420.0)]


def test_a_game_folder_remembers_what_was_given(data: Path, tmp_path: Path) -> None:
    official, game = feed(data, "v3_0022400001.json"), GameFolder(tmp_path)
    assert rated(game, official) is None
    write_json(game.ratings, ratings_json(read_ratings_of(official.home.tricode, official.away.name)))
    model = rated(game, official)
    assert model is not None and model.mu == pytest.approx(DEFAULT.mu + 10)
    write_json(game.alignment, {"home": {"tricode": official.home.tricode}, "away": {"name": official.away.name}})
    assert rated(game, None) == model, "without a feed the score bug's own names count"
    assert json.loads(game.ratings.read_text())["schema"] == "edc.ratings/1"
