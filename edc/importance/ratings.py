"""How strong two teams were before the game, from a ratings file.

Comes in: a JSON object of team → Elo rating, or a CSV file with the columns `team`, `rating` and, where there
are ratings of several days, `date`. Goes out: a `Model` of the win probability that knows which team was favoured.
Teams are named by tricode, id or name.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from edc.errors import InputError
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.importance.winprob import DEFAULT, Model
from edc.playbyplay.play import Feed

SCHEMA = "edc.ratings/1"
ELO_A_POINT = 28.0
"""Difference in Elo that is worth a point over a game (Silver & Fischer-Baum 2015, fivethirtyeight.com, "How we
calculate NBA Elo ratings"). The home advantage is in the model already."""
_LOWEST, _HIGHEST = 0.0, 4000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    team: str
    rating: float
    date: str | None = None
    """ISO date from which it holds; None for always."""


def read_ratings(path: Path) -> list[Rating]:
    """
    Raises:
        InputError: not such a file; says what was expected.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = _of_json(json.loads(text)) if text.lstrip().startswith("{") else _of_csv(text)
        found = [_checked(row) for row in rows]
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"The ratings {path} cannot be read ({error}): a JSON object of team and Elo rating such as "
                         '{"BOS": 1650, "NYK": 1590} is expected, or CSV with the columns team, rating and '
                         "perhaps date.") from error  # fmt: skip
    if not found:
        raise InputError(f"The ratings {path} hold no team.")
    return found


def _of_json(value: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return [{"team": team, "rating": rating} for team, rating in value.items()]


def _of_csv(text: str) -> Iterable[Mapping[str, Any]]:
    return [{key.strip().lower(): cell for key, cell in row.items()} for row in csv.DictReader(io.StringIO(text))]


def _checked(row: Mapping[str, Any]) -> Rating:
    rating = float(row["rating"])
    if not _LOWEST < rating < _HIGHEST:
        raise ValueError(f"{row['team']} has the rating {rating:g}")
    return Rating(team=str(row["team"]).strip(), rating=rating, date=(row.get("date") or "").strip() or None)


def ratings_json(ratings: Sequence[Rating]) -> dict[str, Any]:
    return {"schema": SCHEMA, "ratings": [asdict(rating) for rating in ratings]}


def ratings_from_json(value: Mapping[str, Any]) -> list[Rating]:
    return [Rating(**row) for row in value["ratings"]]


def model_of(
    ratings: Sequence[Rating], home: Iterable[str | None], away: Iterable[str | None], date: str | None
) -> Model | None:
    """The model for a game of two teams, each given by all its names; None where one of them has no rating."""
    of_home, of_away = (_latest(ratings, {name.casefold() for name in names if name}, date) for names in (home, away))
    if of_home is None or of_away is None:
        return None
    return replace(DEFAULT, mu=DEFAULT.mu + (of_home - of_away) / ELO_A_POINT)


def _latest(ratings: Sequence[Rating], names: set[str], date: str | None) -> float | None:
    """The last one that was known before the day of the game; ratings without a date always are."""
    own = [r for r in ratings if r.team.casefold() in names and (r.date is None or date is None or r.date <= date)]
    return max(own, key=lambda r: r.date or "").rating if own else None


def rated(game: GameFolder, feed: Feed | None) -> Model | None:
    """The model for a game folder; None without ratings of both teams."""
    if not game.ratings.exists():
        return None
    home, away = _names(game, feed, "home"), _names(game, feed, "away")
    return model_of(ratings_from_json(read_json(game.ratings)), home, away, feed.date if feed else None)


def _names(game: GameFolder, feed: Feed | None, side: str) -> list[str | None]:
    if feed is not None:
        team = feed.home if side == "home" else feed.away
        return [team.tricode, team.team_id, team.name]
    seen = (read_json(game.alignment) if game.alignment.exists() else {}).get(side) or {}
    return [seen.get("tricode"), seen.get("name")]
