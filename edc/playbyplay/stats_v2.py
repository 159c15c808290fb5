"""stats playbyplayv2, as JSON (result sets) or as the same columns in a CSV.

Comes in: decoded JSON or CSV rows. Goes out: a `Source`. A steal or block is told inside the row of
the turnover or miss; here it becomes a row of its own, numbered `COMPANION` higher.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from edc.moments import Player
from edc.playbyplay.coded import action_words, made_of, unknown_code
from edc.playbyplay.codes import JUMP_BALL, MAIN_ROLES, MISSED, REBOUND, SECOND_ROLES, TURNOVER
from edc.playbyplay.play import Team
from edc.playbyplay.rows import (
    Format,
    Row,
    Source,
    clock_seconds,
    companion,
    corner_hint,
    identity,
    number,
    player,
    text,
    unknown_values,
    whole,
)

Cells = Mapping[str, Any]

_HOME_KINDS, _AWAY_KINDS = (2, 4, 6), (3, 5, 7)
_TEAM_KINDS = (2, 3)


def recognises(raw: Any) -> bool:
    return _result_set(raw) is not None


def recognises_table(rows: Sequence[Cells]) -> bool:
    return bool(rows) and {"EVENTNUM", "EVENTMSGTYPE", "PCTIMESTRING"} <= set(rows[0])


def _result_set(raw: Any) -> Mapping[str, Any] | None:
    sets = raw.get("resultSets") if isinstance(raw, Mapping) else None
    for entry in sets if isinstance(sets, list) else ():
        if isinstance(entry, Mapping) and "EVENTMSGTYPE" in (entry.get("headers") or ()):
            return entry
    return None


def parse(raw: Any) -> Source:
    found = _result_set(raw) or {}
    headers = found["headers"]
    return parse_table([dict(zip(headers, cells, strict=True)) for cells in found["rowSet"]])


def _description(cells: Cells) -> str:
    told = (text(cells.get(key)) for key in ("HOMEDESCRIPTION", "NEUTRALDESCRIPTION", "VISITORDESCRIPTION"))
    return " ".join(filter(None, told))


def _own_description(cells: Cells) -> str:
    """The text of the team that acts: a block or steal stands in the other team's column."""
    kind = whole(cells.get("PERSON1TYPE")) or 0
    key = "HOMEDESCRIPTION" if kind in _HOME_KINDS else "VISITORDESCRIPTION"
    return text(cells.get(key)) or _description(cells)


def _person(cells: Cells, at: int, role: str) -> tuple[Player, ...]:
    kind = whole(cells.get(f"PERSON{at}TYPE"))
    if kind in _TEAM_KINDS or not text(cells.get(f"PLAYER{at}_NAME")):
        return ()
    return player(cells.get(f"PLAYER{at}_ID"), cells.get(f"PLAYER{at}_NAME"), role)


def _team_id(cells: Cells, at: int = 1) -> str:
    if whole(cells.get(f"PERSON{at}TYPE")) in _TEAM_KINDS:
        return identity(cells.get(f"PLAYER{at}_ID"))
    return identity(cells.get(f"PLAYER{at}_TEAM_ID"))


def _players(cells: Cells, kind: int) -> tuple[Player, ...]:
    second = _person(cells, 2, SECOND_ROLES[kind]) if kind in SECOND_ROLES else ()
    third = {MISSED: "blocker", JUMP_BALL: "recoverer"}.get(kind)
    return (*_person(cells, 1, MAIN_ROLES.get(kind, "player")), *second, *(_person(cells, 3, third) if third else ()))


def _score(cells: Cells) -> tuple[int | None, int | None]:
    """Home and away; the column prints the visitors first."""
    away, dash, home = text(cells.get("SCORE")).partition("-")
    return (whole(home), whole(away)) if dash else (None, None)


def _distance_ft(description: str) -> float | None:
    return next((number(word[:-1]) for word in description.split() if word.endswith("'")), None)


def _qualifiers(cells: Cells, kind: int, code: int) -> tuple[str, ...]:
    if kind != REBOUND or whole(cells.get("PERSON1TYPE")) not in _TEAM_KINDS:
        return ()
    return ("team", "deadball") if code == 1 else ("team",)


def _row(cells: Cells, place: int) -> Row:
    kind, code = whole(cells.get("EVENTMSGTYPE")) or 0, whole(cells.get("EVENTMSGACTIONTYPE")) or 0
    own = _own_description(cells)
    action, sub, descriptor = action_words(kind, code, own, three="3PT" in own)
    home_score, away_score = _score(cells)
    distance_ft = _distance_ft(own) if action in ("2pt", "3pt") else None
    return Row(
        number=whole(cells.get("EVENTNUM")),
        order=float(place),
        period=whole(cells.get("PERIOD")),
        clock_s=clock_seconds(cells.get("PCTIMESTRING")),
        type=action,
        sub=sub,
        descriptor=descriptor,
        qualifiers=_qualifiers(cells, kind, code),
        team_id=_team_id(cells),
        players=_players(cells, kind),
        made=made_of(kind, missed="MISS " in own),
        home_score=home_score,
        away_score=away_score,
        distance_ft=distance_ft,
        y_legacy=corner_hint(action, distance_ft),
        description=own,
    )


def _with_companion(cells: Cells, row: Row) -> Iterable[Row]:
    yield row
    kind = whole(cells.get("EVENTMSGTYPE"))
    told = {MISSED: (3, "block", "blocker"), TURNOVER: (2, "steal", "stealer")}.get(kind or 0)
    if told:
        at, action, role = told
        doer = _person(cells, at, role)
        if doer:
            description = " ".join(filter(None, (_description(cells).replace(row.description, "").strip(),)))
            yield companion(row, action, _team_id(cells, at), doer, description)


def _teams(table: Sequence[Cells]) -> dict[str, Team]:
    """Side ("home" or "away") → team, from the first player of each that a row names."""
    found: dict[str, Team] = {}
    for cells in table:
        kind = whole(cells.get("PERSON1TYPE"))
        side = "home" if kind == 4 else "away" if kind == 5 else None
        if side and side not in found and text(cells.get("PLAYER1_TEAM_ABBREVIATION")):
            city, nickname = text(cells.get("PLAYER1_TEAM_CITY")), text(cells.get("PLAYER1_TEAM_NICKNAME"))
            found[side] = Team(
                team_id=identity(cells.get("PLAYER1_TEAM_ID")),
                tricode=text(cells.get("PLAYER1_TEAM_ABBREVIATION")),
                name=f"{city} {nickname}".strip(),
            )
    return found


def ended(rows: Sequence[Row]) -> bool:
    """No row says that the game is over: it is when its last period has ended with a winner."""
    scores = [(r.home_score, r.away_score) for r in rows if r.home_score is not None]
    last = max((r.period or 0 for r in rows), default=0)
    closed = any(r.type == "period" and r.sub == "end" and r.period == last for r in rows)
    return closed and last >= 4 and bool(scores) and scores[-1][0] != scores[-1][1]


def parse_table(table: Sequence[Cells]) -> Source:
    rows = [row for place, cells in enumerate(table) for row in _with_companion(cells, _row(cells, place))]
    teams = _teams(table)
    strange = [
        (whole(cells.get("EVENTNUM")), note) for cells in table
        if (note := unknown_code(whole(cells.get("EVENTMSGTYPE")) or 0, whole(cells.get("EVENTMSGACTIONTYPE")) or 0))
    ]
    return Source(
        provider="stats_v2",
        game_id=text(table[0].get("GAME_ID")).zfill(10) if table else "",
        rows=rows,
        home=teams.get("home"),
        away=teams.get("away"),
        tricodes={team.team_id: team.tricode for team in teams.values()},
        complete=ended(rows),
        ordered=False,
        repairs=unknown_values(strange),
    )


FORMATS = (
    Format(name="stats playbyplayv2", recognises=recognises, parse=parse),
    Format(name="stats playbyplayv2 CSV", recognises=recognises_table, parse=parse_table, table=True),
)
