"""Who plays: the two teams of a feed, which of them is at home, and their players.

Comes in: rows and, where there is one, a box score. Goes out: teams with rosters, and full names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from edc.playbyplay.play import Repair, RosterPlayer, Team
from edc.playbyplay.rows import Row, Source, identity, text
from edc.playbyplay.score import points_of


def team_of(raw: Mapping[str, Any]) -> Team:
    """A team of a box score in liveData's or the WNBA page's shape."""
    players = raw.get("players") or ()
    tricode = text(raw.get("teamTricode"))
    return Team(
        team_id=identity(raw.get("teamId")),
        tricode=tricode,
        name=" ".join(filter(None, (text(raw.get("teamCity")), text(raw.get("teamName"))))) or tricode,
        roster=tuple(_roster_player(p) for p in players if identity(p.get("personId"))),
    )


def _roster_player(raw: Mapping[str, Any]) -> RosterPlayer:
    full = " ".join(filter(None, (text(raw.get("firstName")), text(raw.get("familyName")))))
    return RosterPlayer(
        id=identity(raw.get("personId")),
        name=text(raw.get("name")) or full or text(raw.get("nameI")),
        number=text(raw.get("jerseyNum")),
    )


def _scored_side(rows: Sequence[Row]) -> dict[str, int]:
    """Team id → how much more its baskets raised the home score than the away score."""
    votes: dict[str, int] = {}
    printed = [row for row in rows if row.home_score is not None and row.away_score is not None]
    home = away = 0
    for row in printed:
        up_home, up_away = (row.home_score or 0) - home, (row.away_score or 0) - away
        home, away = row.home_score or 0, row.away_score or 0
        if points_of(row) and row.team_id and (up_home > 0) != (up_away > 0):
            votes[row.team_id] = votes.get(row.team_id, 0) + (1 if up_home > 0 else -1)
    return votes


def _ids(rows: Iterable[Row]) -> list[str]:
    """Team ids in order of appearance."""
    return list(dict.fromkeys(row.team_id for row in rows if row.team_id))


def _bare(team_id: str, tricodes: Mapping[str, str]) -> Team:
    tricode = tricodes.get(team_id) or team_id or "?"
    return Team(team_id=team_id, tricode=tricode, name=tricode)


def _seen(rows: Sequence[Row], team: Team) -> Team:
    """The team with a roster of the players its rows name, where no box score gave one."""
    if team.roster:
        return team
    own: dict[str, RosterPlayer] = {}
    for row in rows:
        if row.team_id != team.team_id:
            continue
        for p in row.players[:1]:
            if p.id and p.id != team.team_id and p.role not in ("fouled",):
                own.setdefault(p.id, RosterPlayer(id=p.id, name=p.name, number=""))
    return replace(team, roster=tuple(own.values()))


def home_and_away(source: Source) -> tuple[Team, Team, list[Repair]]:
    """Home and away team: as told, else as the scores tell, else in order of appearance with a note."""
    if source.home is not None and source.away is not None:
        return _seen(source.rows, source.home), _seen(source.rows, source.away), []
    ids = _ids(source.rows)[:2]
    ids += [""] * (2 - len(ids))
    votes = _scored_side(source.rows)
    repairs: list[Repair] = []
    if not votes:
        repairs.append(Repair(kind="missing", action_number=None,
                              note="nothing tells which team is at home: the first named is taken as away"))
    home_id = max(ids, key=lambda i: (votes.get(i, 0), ids.index(i)))
    away_id = next((i for i in ids if i != home_id), "")
    return (
        _seen(source.rows, _bare(home_id, source.tricodes)),
        _seen(source.rows, _bare(away_id, source.tricodes)),
        repairs,
    )


def full_names(*teams: Team) -> dict[str, str]:
    return {p.id: p.name for team in teams for p in team.roster if p.name}
