"""liveData play-by-play (cdn.nba.com), the format of record.

Comes in: the decoded JSON, and a box score of the same family where there is one. Goes out: a
`Source`. Blocks and steals are rows of their own here, and `orderNumber` is the order of play:
`actionNumber` is not chronological, late inserts take a fresh high number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from edc.moments import Player
from edc.playbyplay.play import Team
from edc.playbyplay.rows import (
    Format,
    Row,
    Source,
    clock_seconds,
    eastern_date,
    identity,
    number,
    player,
    text,
    unix_seconds,
    whole,
)
from edc.playbyplay.teams import team_of

_MAIN_ROLE = {
    "2pt": "shooter", "3pt": "shooter", "freethrow": "shooter", "rebound": "rebounder", "block": "blocker",
    "steal": "stealer", "turnover": "turnover", "foul": "fouler", "violation": "violator", "ejection": "ejected",
}
_OTHERS = (
    ("assistPersonId", "assistPlayerNameInitial", "assist"),
    ("blockPersonId", "blockPlayerName", "blocker"),
    ("stealPersonId", "stealPlayerName", "stealer"),
    ("foulDrawnPersonId", "foulDrawnPlayerName", "fouled"),
    ("jumpBallWonPersonId", "jumpBallWonPlayerName", "jumper"),
    ("jumpBallLostPersonId", "jumpBallLostPlayerName", "jumper"),
    ("jumpBallRecoverdPersonId", "jumpBallRecoveredName", "recoverer"),  # the provider's spelling
)


def recognises(raw: Any) -> bool:
    game = raw.get("game") if isinstance(raw, Mapping) else None
    actions = game.get("actions") if isinstance(game, Mapping) else None
    return isinstance(actions, list) and not any(
        isinstance(a, Mapping) and "actionId" in a for a in actions[:5]
    )


def _role(action: Mapping[str, Any]) -> str:
    kind = text(action.get("actionType")).lower()
    if kind == "substitution":
        return text(action.get("subType")).lower() or "in"
    return _MAIN_ROLE.get(kind, "player")


def _players(action: Mapping[str, Any]) -> tuple[Player, ...]:
    main: tuple[Player, ...] = ()
    if identity(action.get("personId")):
        main = player(action.get("personId"), action.get("playerNameI") or action.get("playerName"), _role(action))
    others = [
        p for id_key, name_key, role in _OTHERS if identity(action.get(id_key))
        for p in player(action.get(id_key), action.get(name_key), role)
    ]
    return (*main, *others)


def _made(action: Mapping[str, Any]) -> bool | None:
    return {"made": True, "missed": False}.get(text(action.get("shotResult")).lower())


def row_of(action: Mapping[str, Any], order: float) -> Row:
    return Row(
        number=whole(action.get("actionNumber")),
        order=order,
        period=whole(action.get("period")),
        clock_s=clock_seconds(action.get("clock")),
        wall_s=unix_seconds(action.get("timeActual")),
        type=text(action.get("actionType")).lower(),
        sub=text(action.get("subType")).lower(),
        descriptor=text(action.get("descriptor")).lower(),
        qualifiers=tuple(text(q).lower() for q in action.get("qualifiers") or ()),
        team_id=identity(action.get("teamId")),
        players=_players(action),
        made=_made(action),
        home_score=whole(action.get("scoreHome")),
        away_score=whole(action.get("scoreAway")),
        distance_ft=number(action.get("shotDistance")),
        y_legacy=number(action.get("yLegacy")),
        description=text(action.get("description")),
        edited=text(action.get("edited")) or None,
    )


def _orders(actions: list[Mapping[str, Any]]) -> tuple[list[float], bool]:
    """The provider's order numbers, and True; or places in the file, and False, where one has none."""
    told = [number(a.get("orderNumber")) for a in actions]
    orders = [order for order in told if order is not None]
    return (orders, True) if len(orders) == len(told) else ([float(place) for place in range(len(told))], False)


def _team(raw: Any) -> Team | None:
    return team_of(raw) if isinstance(raw, Mapping) and identity(raw.get("teamId")) else None


def _date(box: Mapping[str, Any], rows: list[Row]) -> str | None:
    told = text(box.get("gameEt") or box.get("gameTimeLocal"))[:10]
    return told or eastern_date(next((row.wall_s for row in rows if row.wall_s is not None), None))


def parse(raw: Mapping[str, Any], boxscore: Mapping[str, Any] | None = None) -> Source:
    game = raw["game"]
    box: Mapping[str, Any] = boxscore["game"] if boxscore else game
    actions = [a for a in game["actions"] if isinstance(a, Mapping)]
    orders, ordered = _orders(actions)
    rows = [row_of(action, order) for action, order in zip(actions, orders, strict=True)]
    home, away = _team(box.get("homeTeam")), _team(box.get("awayTeam"))
    return Source(
        provider="liveData",
        game_id=text(game.get("gameId") or box.get("gameId")),
        rows=rows,
        home=home,
        away=away,
        tricodes={identity(a.get("teamId")): text(a.get("teamTricode")) for a in actions if a.get("teamTricode")},
        date=_date(box, rows),
        complete=any(row.type == "game" and row.sub == "end" for row in rows),
        ordered=ordered,
    )


FORMATS = (Format(name="liveData", recognises=recognises, parse=parse, boxscore=True),)
