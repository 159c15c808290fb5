"""What players have done so far, and the milestones they reach.

Comes in: beats. Goes out: for each beat its scorer's points and the milestone reached by it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from edc.importance.beats import Beat

POINT_MILESTONES = (20, 30, 40, 50, 60)

_COUNTED = {"assist": "assists", "rebounder": "rebounds", "blocker": "blocks", "stealer": "steals"}
_OWN_ROW = {"rebounder": "rebound", "blocker": "block", "stealer": "steal"}
"""Roles that also stand in the other side's row are counted in their own row alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    kind: str
    """points, double_double, triple_double"""
    value: int
    """Points reached; of doubles, in how many columns."""
    player_id: str
    player: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    scorer_points: int | None
    """Of the shooter, after the beat."""
    milestone: Milestone | None


def _credits(beat: Beat) -> list[tuple[str, str, str, int]]:
    """Player id, name, column, amount."""
    family = beat.label.partition(".")[0]
    found = []
    for p in beat.players:
        if not p.id:
            continue
        if p.role == "shooter" and beat.points and family in ("shot", "free_throw"):
            found.append((p.id, p.name, "points", beat.points))
        elif p.role in _COUNTED and _OWN_ROW.get(p.role, family) == family:
            found.append((p.id, p.name, _COUNTED[p.role], 1))
    return found


def _reached(columns: Counter[str], column: str, before: int) -> tuple[str, int] | None:
    now = columns[column]
    if column == "points":
        passed = [m for m in POINT_MILESTONES if before < m <= now]
        if passed:
            return "points", passed[-1]
    if before < 10 <= now:
        doubles = sum(value >= 10 for value in columns.values())
        if doubles in (2, 3):
            return ("double_double" if doubles == 2 else "triple_double"), doubles
    return None


def tallies(beats: Sequence[Beat]) -> list[Tally]:
    players: defaultdict[str, Counter[str]] = defaultdict(Counter)
    result: list[Tally] = []
    for beat in beats:
        milestone: Milestone | None = None
        scorer_points: int | None = None
        for who, name, column, amount in _credits(beat):
            before = players[who][column]
            players[who][column] += amount
            reached = _reached(players[who], column, before)
            if reached and (milestone is None or reached[0] != "double_double"):
                milestone = Milestone(kind=reached[0], value=reached[1], player_id=who, player=name)
            if column == "points":
                scorer_points = players[who]["points"]
        result.append(Tally(scorer_points=scorer_points, milestone=milestone))
    return result
