"""data.nba.com's full play-by-play (`g.pd[].pla[]`).

Comes in: the decoded JSON. Goes out: a `Source`. Players come as ids; their names are learned from
the descriptions. Steals and blocks are told inside the row, as in stats v2.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from edc.moments import Player
from edc.playbyplay.coded import action_words, made_of, unknown_code
from edc.playbyplay.codes import (
    FOUL,
    FREE_THROW,
    JUMP_BALL,
    MADE,
    MAIN_ROLES,
    MISSED,
    REBOUND,
    SUBSTITUTION,
    TURNOVER,
)
from edc.playbyplay.play import Team
from edc.playbyplay.rows import (
    Format,
    Row,
    Source,
    clock_seconds,
    companion,
    identity,
    number,
    player,
    text,
    unknown_values,
    whole,
)

Event = Mapping[str, Any]

_NAME_BEFORE = re.compile(
    r"^\[[^\]]*\]\s+(.+?)\s+(?:Rebound|Free Throw|Foul|Turnover|Violation|Substitution)\b"
)
_NAME_AFTER = {
    "epid": re.compile(r"(?:Assist: |replaced by )([^()]+?)(?: \(|$)"),
    "opid": re.compile(r"(?:Steal:|Block: ?)([^()]+?)(?: \(|$)"),
}
_TEAM = re.compile(r"^\[([A-Z]{2,4})\b")


def recognises(raw: Any) -> bool:
    game = raw.get("g") if isinstance(raw, Mapping) else None
    return isinstance(game, Mapping) and isinstance(game.get("pd"), list)


def _names(events: Sequence[Event]) -> dict[str, str]:
    """Player id → the name that descriptions use."""
    names: dict[str, str] = {}
    for event in events:
        description = text(event.get("de"))
        before = _NAME_BEFORE.match(description)
        if before and identity(event.get("pid")):
            names.setdefault(identity(event.get("pid")), before.group(1))
        for key, pattern in _NAME_AFTER.items():
            after = pattern.search(description)
            if after and identity(event.get(key)):
                names.setdefault(identity(event.get(key)), after.group(1).strip())
    return names


def _players(event: Event, kind: int, names: Mapping[str, str]) -> tuple[Player, ...]:
    def someone(key: str, role: str) -> tuple[Player, ...]:
        who = identity(event.get(key))
        return player(who, names.get(who, ""), role) if who else ()

    others = {
        MADE: (("epid", "assist"),), MISSED: (("opid", "blocker"),), TURNOVER: (("opid", "stealer"),),
        FOUL: (("opid", "fouled"),), SUBSTITUTION: (("epid", "in"),),
        JUMP_BALL: (("opid", "jumper"), ("epid", "recoverer")),
    }.get(kind, ())
    main = someone("pid", MAIN_ROLES.get(kind, "player"))
    return (*main, *(p for key, role in others for p in someone(key, role)))


def _distance_ft(event: Event) -> float | None:
    x, y = number(event.get("locX")), number(event.get("locY"))
    return None if x is None or y is None else round(math.hypot(x, y) / 10.0, 2)


def _row(event: Event, period: int | None, place: int, names: Mapping[str, str]) -> Row:
    kind, code = whole(event.get("etype")) or 0, whole(event.get("mtype")) or 0
    description = text(event.get("de"))
    three = "3pt" in description.lower()
    action, sub, descriptor = action_words(kind, code, description, three=three)
    team_row = kind == REBOUND and not identity(event.get("pid"))
    shot = kind in (MADE, MISSED)
    return Row(
        number=whole(event.get("evt")),
        order=float(place),
        period=period,
        clock_s=clock_seconds(event.get("cl")),
        type=action,
        sub=sub,
        descriptor=descriptor,
        qualifiers=(("team", "deadball") if code == 1 else ("team",)) if team_row else (),
        team_id=identity(event.get("tid")),
        players=_players(event, kind, names),
        made=made_of(kind, missed=kind == FREE_THROW and "missed" in description.lower()),
        home_score=whole(event.get("hs")),
        away_score=whole(event.get("vs")),
        distance_ft=_distance_ft(event) if shot else None,
        y_legacy=number(event.get("locY")) if shot else None,
        description=description,
    )


def _with_companion(event: Event, row: Row, opponents: Mapping[str, str]) -> Iterable[Row]:
    yield row
    for action, role in (("block", "blocker"), ("steal", "stealer")):
        doer = tuple(p for p in row.players if p.role == role)
        if doer:
            yield companion(row, action, opponents.get(row.team_id, ""), doer, f"{doer[0].name} {action.upper()}")


def _teams(events: Sequence[Event], game_code: str) -> dict[str, Team]:
    """Tricode → team; the game code's last six letters are away and home."""
    ids: dict[str, str] = {}
    for event in events:
        found = _TEAM.match(text(event.get("de")))
        if found and identity(event.get("tid")):
            ids.setdefault(found.group(1), identity(event.get("tid")))
    matchup = game_code.rpartition("/")[2]
    ordered = [t for t in (matchup[:3], matchup[3:]) if t in ids]
    return {t: Team(team_id=ids[t], tricode=t, name=t) for t in ordered}


def _date(game_code: str) -> str | None:
    day = game_code.partition("/")[0]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 and day.isdigit() else None


def parse(raw: Any) -> Source:
    game = raw["g"]
    events = [(whole(period.get("p")), event) for period in game["pd"] for event in period["pla"]]
    game_code = text(game.get("gcode"))
    teams = list(_teams([e for _, e in events], game_code).values())
    away, home = (teams[0], teams[1]) if len(teams) == 2 else (None, None)
    opponents = {home.team_id: away.team_id, away.team_id: home.team_id} if home and away else {}
    names = _names([e for _, e in events])
    rows = [
        row for place, (period, event) in enumerate(events)
        for row in _with_companion(event, _row(event, period, place, names), opponents)
    ]
    strange = [
        (whole(e.get("evt")), note) for _, e in events
        if (note := unknown_code(whole(e.get("etype")) or 0, whole(e.get("mtype")) or 0))
    ]
    return Source(
        provider="datanba",
        game_id=text(game.get("gid")),
        rows=rows,
        home=home,
        away=away,
        date=_date(game_code),
        complete=any("game end" in text(e.get("de")).lower() for _, e in events),
        ordered=False,
        repairs=unknown_values(strange),
    )


FORMATS = (Format(name="data.nba.com", recognises=recognises, parse=parse),)
