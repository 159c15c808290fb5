"""Reading a play-by-play file of any known provider, and keeping a feed as JSON.

Comes in: a path. Goes out: a `Feed`, or an `InputError` that names the file and the remedy.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from edc.errors import InputError
from edc.moments import Player
from edc.playbyplay import datanba, lineups, livedata, stats_v2, stats_v3, wnba
from edc.playbyplay.assemble import assemble
from edc.playbyplay.play import Feed, Play, Repair, RosterPlayer, Team
from edc.playbyplay.rows import Source, text

_JSON_PROVIDERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Source]], ...] = (
    (livedata.recognises, livedata.parse),
    (stats_v3.recognises, stats_v3.parse),
    (stats_v2.recognises, stats_v2.parse),
    (datanba.recognises, datanba.parse),
    (wnba.recognises, wnba.parse),
)
_CSV_PROVIDERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Source]], ...] = (
    (stats_v2.recognises_table, stats_v2.parse_table),
    (lineups.recognises, lineups.parse),
)
_KNOWN = "liveData, stats playbyplayv2 (JSON or CSV), playbyplayv3, data.nba.com, WNBA page, lineups CSV"


def _read(path: Path, what: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read the {what} {path}: {error.strerror}. Check the path and its rights.") from error
    if not content.strip():
        raise InputError(f"The {what} {path} is empty: download it again.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"The {what} {path} is no text in UTF-8: give the provider's JSON or CSV file.") from error


def _json(path: Path, content: str, what: str) -> Any:
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        raise InputError(
            f"The {what} {path} is broken JSON (line {error.lineno}, column {error.colno}: {error.msg}): "
            "download it again."
        ) from error


def _table(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content)))


def _unknown(path: Path) -> InputError:
    return InputError(f"{path} is in no known play-by-play format. Known are: {_KNOWN}.")


def _source(path: Path, boxscore: Mapping[str, Any] | None) -> Source:
    content = _read(path, "play-by-play")
    looks_like_json = content.lstrip()[:1] in "{["
    raw: Any = _json(path, content, "play-by-play") if looks_like_json else _table(content)
    if looks_like_json and livedata.recognises(raw):
        return livedata.parse(raw, boxscore)
    for recognises, parse in _JSON_PROVIDERS if looks_like_json else _CSV_PROVIDERS:
        if recognises(raw):
            return parse(raw)
    raise _unknown(path)


def _boxscore(path: Path) -> Mapping[str, Any]:
    raw = _json(path, _read(path, "box score"), "box score")
    game = raw.get("game") if isinstance(raw, Mapping) else None
    if not isinstance(game, Mapping) or "homeTeam" not in game or "awayTeam" not in game:
        raise InputError(f"{path} is no liveData box score (no game.homeTeam): give the game's boxscore file.")
    box: Mapping[str, Any] = raw
    return box


def load_feed(path: Path, boxscore: Path | None = None) -> Feed:
    """Reads a play-by-play file of any known provider; the box score adds home, away and full names.

    Raises:
        InputError: missing, empty, broken, of an unknown format, without plays, or the box score of another game.
    """
    box = _boxscore(boxscore) if boxscore else None
    try:
        source = _source(path, box)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, csv.Error, RecursionError) as error:
        raise InputError(f"{path} looks like play-by-play but is damaged ({error!r}): download it again.") from error
    if not source.rows:
        raise InputError(f"{path} holds no plays: the game may not have begun; try again once it has.")
    if box is not None and text(box["game"].get("gameId")) not in ("", source.game_id):
        raise InputError(
            f"{boxscore} is the box score of game {box['game']['gameId']}, {path} is game {source.game_id}: "
            "give the files of one game."
        )
    return assemble(source)


def feed_to_json(feed: Feed) -> dict[str, Any]:
    return {"schema": "edc.feed/1", **asdict(feed)}


def _team(raw: Mapping[str, Any]) -> Team:
    return Team(**{**raw, "roster": tuple(RosterPlayer(**p) for p in raw["roster"])})


def _play(raw: Mapping[str, Any]) -> Play:
    players = tuple(Player(**p) for p in raw["players"])
    return Play(**{**raw, "players": players, "qualifiers": tuple(raw["qualifiers"])})


def feed_from_json(raw: Mapping[str, Any]) -> Feed:
    """The inverse of `feed_to_json`.

    Raises:
        InputError: the JSON is of another schema.
    """
    if raw.get("schema") != "edc.feed/1":
        raise InputError(f"Expected schema edc.feed/1, found {raw.get('schema')!r}: process the game again.")
    values = {key: value for key, value in raw.items() if key != "schema"}
    return Feed(**{
        **values,
        "home": _team(raw["home"]),
        "away": _team(raw["away"]),
        "plays": tuple(_play(p) for p in raw["plays"]),
        "repairs": tuple(Repair(**r) for r in raw["repairs"]),
    })
