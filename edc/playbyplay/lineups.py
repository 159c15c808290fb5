"""A CSV of liveData plays with the players on the floor, as public data sets share it.

Comes in: CSV rows. Goes out: a `Source`. Sub types and descriptors stand only in the descriptions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

from edc.moments import Player
from edc.playbyplay.rows import (
    Format,
    Row,
    Source,
    clock_seconds,
    corner_hint,
    free_throw_words,
    identity,
    number,
    player,
    shot_words,
    text,
    whole,
)

Cells = Mapping[str, Any]

_ROLES = {
    "2pt": "shooter", "3pt": "shooter", "freethrow": "shooter", "rebound": "rebounder", "turnover": "turnover",
    "foul": "fouler", "violation": "violator", "steal": "stealer", "block": "blocker", "ejection": "ejected",
}
_OTHERS = (
    ("assister_id", "assist"), ("blockPersonId", "blocker"), ("stealPersonId", "stealer"),
    ("foulDrawnPersonId", "fouled"),
)
_FULL_NAME = re.compile(r"^(?:MISS |SUB (?:in|out): )?((?:[A-Z][\w.'-]*\. )+)")
_DISTANCE = re.compile(r"(\d+)'")
_PARENTHESES = re.compile(r"\([^)]*\)")


def recognises(rows: Sequence[Cells]) -> bool:
    return bool(rows) and {"actionNumber", "actionType", "players_on", "scoreHome"} <= set(rows[0])


def _short_name(cells: Cells) -> str:
    """"K. Towns" where the description begins so, else the column's surname."""
    surname, description = text(cells.get("playerName")), text(cells.get("description"))
    initial = _FULL_NAME.match(description)
    return f"{initial.group(1)}{surname}" if initial and f"{initial.group(1)}{surname}" in description else surname


def _names(table: Sequence[Cells]) -> dict[str, str]:
    names: dict[str, str] = {}
    for cells in table:
        who, name = identity(cells.get("person_id")), _short_name(cells)
        if who and name and len(name) > len(names.get(who, "")):
            names[who] = name
    return names


def _rest(cells: Cells) -> str:
    """The description without the player, the distance and the running totals."""
    description = _PARENTHESES.sub("", text(cells.get("description"))).removeprefix("MISS ")
    return _DISTANCE.sub("", description.replace(_short_name(cells), "", 1)).strip()


def _words(cells: Cells, kind: str) -> tuple[str, str]:
    rest = _rest(cells)
    if kind in ("2pt", "3pt"):
        return shot_words(rest)
    if kind == "freethrow":
        return free_throw_words(rest)
    words = rest.lower().replace("violation", "").strip()
    if kind == "foul":
        return _foul_words(words)
    if kind == "turnover":
        return _turnover_word(words), ""
    if kind == "jumpball":
        return "recovered", ""
    if kind == "substitution":
        return ("in" if "SUB in" in text(cells.get("description")) else "out"), ""
    return ("full" if kind == "timeout" else "" if kind in ("rebound", "block", "steal") else words), ""


def _foul_words(words: str) -> tuple[str, str]:
    phrase = words.replace("foul", "").replace(":", "").strip()
    sub = next((s for s in ("technical", "offensive", "personal") if s in phrase), "personal")
    return sub, phrase.replace(sub, "").strip()


def _turnover_word(words: str) -> str:
    word = words.replace("turnover", "").replace(":", "").strip()
    return "out-of-bounds" if "out-of-bounds" in word else word


def _players(cells: Cells, kind: str, names: Mapping[str, str]) -> tuple[Player, ...]:
    who = identity(cells.get("person_id"))
    role = _words(cells, kind)[0] if kind == "substitution" else _ROLES.get(kind, "player")
    main = player(who, names.get(who, _short_name(cells)), role) if who else ()
    others = [
        p for key, other in _OTHERS if identity(cells.get(key))
        for p in player(cells.get(key), names.get(identity(cells.get(key)), ""), other)
    ]
    return (*main, *others)


def _qualifiers(cells: Cells) -> tuple[str, ...]:
    try:
        told = ast.literal_eval(text(cells.get("qualifier")) or "[]")
    except (ValueError, SyntaxError):
        return ()
    return tuple(text(q).lower() for q in told) if isinstance(told, list) else ()


def _row(cells: Cells, place: int, names: Mapping[str, str]) -> Row:
    kind = text(cells.get("actionType")).lower()
    sub, descriptor = _words(cells, kind)
    found = _DISTANCE.search(text(cells.get("description")))
    distance_ft = number(found.group(1)) if found and kind in ("2pt", "3pt") else None
    return Row(
        number=whole(cells.get("actionNumber")),
        order=float(place),
        period=whole(cells.get("period")),
        clock_s=clock_seconds(cells.get("clock")),
        type=kind,
        sub=sub,
        descriptor=descriptor,
        qualifiers=_qualifiers(cells),
        team_id=identity(cells.get("teamId")),
        players=_players(cells, kind, names),
        made={"made": True, "missed": False}.get(text(cells.get("shotResult")).lower()),
        home_score=whole(cells.get("scoreHome")),
        away_score=whole(cells.get("scoreAway")),
        distance_ft=distance_ft,
        y_legacy=corner_hint(kind, distance_ft),
        description=text(cells.get("description")),
    )


def _ended(rows: Sequence[Row]) -> bool:
    """Such files are made after the game: it is whole when its last seconds are told and somebody leads."""
    last = rows[-1] if rows else None
    return bool(last and (last.period or 0) >= 4 and (last.clock_s or 0.0) < 24.0
                and last.home_score != last.away_score)


def _date(table: Sequence[Cells]) -> str | None:
    day = text(table[0].get("date"))
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 and day.isdigit() else day or None


def parse(table: Sequence[Cells]) -> Source:
    names = _names(table)
    rows = [_row(cells, place, names) for place, cells in enumerate(table)]
    return Source(
        provider="lineups",
        game_id=(identity(table[0].get("game_id")) or "").zfill(10),
        rows=rows,
        tricodes={identity(c.get("teamId")): text(c.get("team")) for c in table if identity(c.get("teamId"))},
        date=_date(table),
        complete=_ended(rows),
        ordered=False,
    )


FORMATS = (Format(name="lineups CSV", recognises=recognises, parse=parse, table=True),)
