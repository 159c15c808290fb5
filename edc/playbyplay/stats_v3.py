"""stats playbyplayv3.

Comes in: the decoded JSON. Goes out: a `Source`. Steals and blocks are rows without an action type
that share the number of their turnover or miss; ids of assists stand in no column, so they are
found by name within the team.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from edc.moments import Player
from edc.playbyplay.play import Team
from edc.playbyplay.rows import (
    COMPANION,
    Format,
    Row,
    Source,
    clock_seconds,
    free_throw_words,
    identity,
    number,
    player,
    shot_words,
    text,
    whole,
)

Action = Mapping[str, Any]

_TYPES = {
    "period": "period", "jump ball": "jumpball", "free throw": "freethrow", "rebound": "rebound",
    "turnover": "turnover", "foul": "foul", "violation": "violation", "substitution": "substitution",
    "timeout": "timeout", "instant replay": "instantreplay", "ejection": "ejection",
}
_ROLES = {
    "2pt": "shooter", "3pt": "shooter", "freethrow": "shooter", "rebound": "rebounder", "turnover": "turnover",
    "foul": "fouler", "violation": "violator", "substitution": "out", "jumpball": "jumper", "steal": "stealer",
    "block": "blocker", "ejection": "ejected",
}
_ASSIST = re.compile(r"\(([^()]+?) \d+ AST\)")
_INCOMING = re.compile(r"^SUB: (.+?) FOR ")
_TAILS = (" turnover", " shot")
_PERSONAL_KINDS = ("shooting", "loose ball", "inbound", "away from play", "clear path", "double", "block", "take",
                   "transition take", "flagrant type 1", "flagrant type 2")


def recognises(raw: Any) -> bool:
    game = raw.get("game") if isinstance(raw, Mapping) else None
    actions = game.get("actions") if isinstance(game, Mapping) else None
    first = actions[:5] if isinstance(actions, list) else []
    return bool(first) and all(isinstance(a, Mapping) and "actionId" in a for a in first)


def parse(raw: Any) -> Source:
    game = raw["game"]
    return source_of(game["actions"], provider="stats_v3", game_id=text(game.get("gameId")))


def _action_type(action: Action) -> str:
    told = text(action.get("actionType")).lower()
    if told in ("made shot", "missed shot"):
        return "3pt" if whole(action.get("shotValue")) == 3 or "3PT" in text(action.get("description")) else "2pt"
    if not told:
        description = text(action.get("description"))
        return "steal" if "STEAL" in description else "block" if "BLOCK" in description else "unnamed"
    return _TYPES.get(told, told)


def _foul_words(told: str) -> tuple[str, str]:
    if "offensive" in told or "charge" in told:
        return "offensive", "charge" if "charge" in told else ""
    if "technical" in told or "defensive 3" in told or "delay" in told:
        return "technical", "defensive 3 second" if "3" in told else "double" if "double" in told else ""
    kind = next((k for k in reversed(_PERSONAL_KINDS) if k in told), "")
    return "personal", kind


def _turnover_word(told: str) -> str:
    word = re.sub(r"\s*turnover$", "", told)
    return "out-of-bounds" if "out of bounds" in word else word.removesuffix(" violation") or word


def _words(action: Action, kind: str) -> tuple[str, str]:
    """Sub type and descriptor in liveData's words."""
    told = text(action.get("subType")).lower().replace("-", " ").replace("  ", " ")
    if kind in ("2pt", "3pt"):
        return shot_words(text(action.get("subType")))
    if kind == "freethrow":
        return free_throw_words(f"{told} {text(action.get('description'))}")
    if kind == "foul":
        return _foul_words(told)
    if kind == "turnover":
        return _turnover_word(told), ""
    if kind == "timeout":
        return {"official": "official", "coach challenge": "challenge"}.get(told, "full"), ""
    if kind in ("rebound", "jumpball", "substitution"):
        return "out" if kind == "substitution" else "", ""
    return told.removesuffix(" violation"), ""


def _is_team_row(action: Action) -> bool:
    return identity(action.get("personId")).startswith("161") and not text(action.get("playerName"))


def _qualifiers(action: Action, kind: str) -> tuple[str, ...]:
    if kind != "rebound" or not _is_team_row(action):
        return ()
    return ("team", "deadball") if text(action.get("subType")).lower() == "normal rebound" else ("team",)


class _People:
    """Finds players of a team by the names that descriptions use."""

    def __init__(self, actions: Sequence[Action], roster: Mapping[tuple[str, str], Player]) -> None:
        self._known: dict[tuple[str, str], Player | None] = dict(roster)
        for action in actions:
            team, who = identity(action.get("teamId")), player(action.get("personId"), action.get("playerNameI"), "")
            if not who or not text(action.get("playerName")):
                continue
            for name in {text(action.get("playerName")), text(action.get("playerNameI"))}:
                before = self._known.setdefault((team, name), who[0])
                if before is not None and before.id != who[0].id:
                    self._known[team, name] = None  # two of that name: neither is certain

    def find(self, team_id: str, name: str, role: str) -> Player:
        who = self._known.get((team_id, name))
        return Player(id=who.id if who else "", name=who.name if who else name, role=role)


def _players(action: Action, kind: str, people: _People) -> tuple[Player, ...]:
    team_id, description = identity(action.get("teamId")), text(action.get("description"))
    main: tuple[Player, ...] = ()
    if text(action.get("playerName")) and not _is_team_row(action) and team_id:
        main = player(action.get("personId"), action.get("playerNameI"), _ROLES.get(kind, "player"))
    assist = _ASSIST.search(description)
    incoming = _INCOMING.match(description)
    if kind in ("2pt", "3pt") and assist:
        return (*main, people.find(team_id, assist.group(1), "assist"))
    if kind == "substitution" and incoming:
        return (*main, people.find(team_id, incoming.group(1), "in"))
    return main


def _row(action: Action, place: int, people: _People) -> Row:
    kind = _action_type(action)
    sub, descriptor = _words(action, kind)
    raw_number = whole(action.get("actionNumber"))
    shot = kind in ("2pt", "3pt")
    free_throw_made = None if kind != "freethrow" else "MISS" not in text(action.get("description"))
    return Row(
        number=raw_number + COMPANION if raw_number is not None and kind in ("steal", "block") else raw_number,
        order=float(place),
        period=whole(action.get("period")),
        clock_s=clock_seconds(action.get("clock")),
        type=kind,
        sub=sub,
        descriptor=descriptor,
        qualifiers=_qualifiers(action, kind),
        team_id=identity(action.get("personId")) if _is_team_row(action) else identity(action.get("teamId")),
        players=_players(action, kind, people),
        made=text(action.get("shotResult")).lower() == "made" if shot else free_throw_made,
        home_score=whole(action.get("scoreHome")),
        away_score=whole(action.get("scoreAway")),
        distance_ft=number(action.get("shotDistance")) if shot else None,
        y_legacy=number(action.get("yLegacy")) if shot else None,
        description=text(action.get("description")),
    )


def _team(actions: Sequence[Action], side: str) -> Team | None:
    for action in actions:
        tricode = text(action.get("teamTricode"))
        if text(action.get("location")) == side and tricode:
            return Team(team_id=identity(action.get("teamId")), tricode=tricode, name=tricode)
    return None


def _ended(rows: Sequence[Row]) -> bool:
    last = max((row.period or 0 for row in rows), default=0)
    ends = [row for row in rows if row.type == "period" and row.sub == "end" and row.period == last]
    return last >= 4 and any(row.home_score != row.away_score for row in ends)


def source_of(
    actions: Sequence[Action],
    *,
    provider: str,
    game_id: str,
    home: Team | None = None,
    away: Team | None = None,
    date: str | None = None,
) -> Source:
    """Actions of v3's shape, whichever page they came from."""
    roster = {
        (team.team_id, p.name): Player(id=p.id, name=p.name, role="")
        for team in (home, away) if team for p in team.roster
    }
    people = _People(actions, roster)
    rows = [_row(action, place, people) for place, action in enumerate(actions)]
    return Source(
        provider=provider,
        game_id=game_id,
        rows=rows,
        home=home or _team(actions, "h"),
        away=away or _team(actions, "v"),
        date=date,
        complete=_ended(rows),
        ordered=False,
    )


FORMATS = (Format(name="stats playbyplayv3", recognises=recognises, parse=parse),)
