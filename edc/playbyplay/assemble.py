"""From a provider's rows to a `Feed`: ordered, linked, scored, labelled.

This is the one place where a `Play` is made, so every provider's game obeys the same rules.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from edc.moments import Player
from edc.playbyplay.companions import linked
from edc.playbyplay.order import in_order
from edc.playbyplay.play import Feed, Play, Repair, Team
from edc.playbyplay.rows import Row, Source
from edc.playbyplay.score import Score, points_of, running_score
from edc.playbyplay.teams import full_names, home_and_away
from edc.taxonomy import known_action, label_of

_LEAGUES = {"00": "NBA", "10": "WNBA", "20": "NBA G League"}


def league_and_season(game_id: str) -> tuple[str, str]:
    """From a ten-digit game id (LL S YY NNNNN); empty where the id is another kind."""
    if len(game_id) != 10 or not game_id.isdigit() or game_id[:2] not in _LEAGUES:
        return "", ""
    league, year = _LEAGUES[game_id[:2]], int(game_id[3:5])
    start = 1900 + year if year > 60 else 2000 + year
    return league, str(start) if league == "WNBA" else f"{start}-{(start + 1) % 100:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Labels:
    """What a row needs to know of the game to become a play."""

    tricodes: Mapping[str, str]
    names: Mapping[str, str]

    def players(self, row: Row) -> tuple[Player, ...]:
        return tuple(Player(id=p.id, name=self.names.get(p.id, p.name), role=p.role) for p in row.players)

    def play(self, index: int, row: Row, score: Score, against: str) -> Play:
        return Play(
            index=index,
            action_number=row.number if row.number is not None else -index - 1,
            period=row.period or 1,
            clock_s=row.clock_s or 0.0,
            wall_s=row.wall_s,
            action_type=row.type,
            sub_type=row.sub,
            descriptor=row.descriptor,
            qualifiers=row.qualifiers,
            label=label_of(row.type, row.sub, row.descriptor, row.qualifiers, row.made,
                           row.distance_ft, row.y_legacy, against),
            team=self.tricodes.get(row.team_id),
            players=self.players(row),
            made=row.made,
            points=points_of(row),
            distance_ft=row.distance_ft,
            home_score=score[0],
            away_score=score[1],
            description=row.description,
            edited=row.edited,
        )


def _unknown(rows: Sequence[Row], tricodes: Mapping[str, str]) -> list[Repair]:
    types = [
        Repair(kind="unknown", action_number=row.number, note=f"unknown action type {row.type!r} kept as a stoppage")
        for row in rows if not known_action(row.type)
    ]
    teams = [
        Repair(kind="unknown", action_number=row.number, note=f"team {row.team_id} plays in neither team")
        for row in rows if row.team_id and row.team_id not in tricodes
    ]
    return types + teams


def _at_start(rows: Sequence[Row]) -> list[Row]:
    """A jump ball at a period's first instant is the tip-off, whatever the provider calls it."""
    longest: dict[int, float] = {}
    for row in rows:
        period = row.period or 1
        longest[period] = max(longest.get(period, 0.0), row.clock_s or 0.0)
    return [
        replace(row, descriptor="startperiod" if row.clock_s == longest[row.period or 1] else "held")
        if row.type == "jumpball" and not row.descriptor else row
        for row in rows
    ]


def _revision(home: Team, away: Team, plays: Sequence[Play], complete: bool) -> str:
    content = [asdict(home), asdict(away), [asdict(p) for p in plays], complete]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def assemble(source: Source) -> Feed:
    ordered, moved = in_order(source.rows, ordered=source.ordered)
    home, away, missing = home_and_away(replace(source, rows=ordered))
    tricodes = {home.team_id: home.tricode, away.team_id: away.tricode}
    tricodes.pop("", None)
    links = linked(_at_start(ordered))
    score = running_score(links.rows, home.team_id)
    labels = _Labels(tricodes=tricodes, names=full_names(home, away))
    plays = tuple(
        labels.play(index, row, score.scores[index], links.against[index]) for index, row in enumerate(links.rows)
    )
    league, season = league_and_season(source.game_id)
    return Feed(
        provider=source.provider,
        game_id=source.game_id,
        revision=_revision(home, away, plays, source.complete),
        league=league,
        season=season,
        date=source.date,
        home=home,
        away=away,
        plays=plays,
        repairs=(*source.repairs, *missing, *moved, *score.repairs, *_unknown(links.rows, tricodes)),
        complete=source.complete,
    )
