"""Reading a play-by-play file of any known provider, and keeping a feed as JSON.

Comes in: a path. Goes out: a `Feed`, or an `InputError` that names the file and the remedy.
"""

from __future__ import annotations

import csv
import functools
import importlib
import io
import json
import pkgutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from edc.errors import InputError
from edc.moments import Player
from edc.playbyplay import __path__
from edc.playbyplay.assemble import assemble
from edc.playbyplay.play import Feed, Play, Repair, RosterPlayer, Team
from edc.playbyplay.rows import Format, Source, text


@functools.cache
def formats() -> tuple[Format, ...]:
    """Of all modules of this package that have some: a new provider is one more file."""
    modules = [importlib.import_module(f"edc.playbyplay.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return tuple(entry for module in modules for entry in getattr(module, "FORMATS", ()))


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
    known = ", ".join(sorted((entry.name for entry in formats()), key=str.lower))
    return InputError(f"{path} is in no known play-by-play format. Known are: {known}.")


def _source(path: Path, boxscore: Mapping[str, Any] | None) -> Source:
    content = _read(path, "play-by-play")
    looks_like_json = content.lstrip()[:1] in "{["
    raw: Any = _json(path, content, "play-by-play") if looks_like_json else _table(content)
    for known in formats():
        if known.table != looks_like_json and known.recognises(raw):
            return known.parse(raw, boxscore) if known.boxscore else known.parse(raw)
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
