"""The running score, counted from the made rows and checked against the one that is printed.

A printed score that is off for a row or two is a slip of the feed; one that stays off means that a
scoring row is missing or was taken back, and then the printed score holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edc.playbyplay.play import Repair
from edc.playbyplay.rows import Row

STAYS = 3
"""Printed scores in a row with the same difference that make it a fact."""

_POINTS = {"2pt": 2, "3pt": 3, "freethrow": 1}

Score = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    scores: tuple[Score, ...]
    """Home and away after each row."""
    repairs: tuple[Repair, ...]


def points_of(row: Row) -> int:
    return _POINTS.get(row.type, 0) if row.made else 0


def _counted(rows: Sequence[Row], home_id: str) -> list[Score]:
    home = away = 0
    result: list[Score] = []
    for row in rows:
        if row.team_id == home_id:
            home += points_of(row)
        else:
            away += points_of(row)
        result.append((home, away))
    return result


def _differences(rows: Sequence[Row], counted: Sequence[Score]) -> list[tuple[int, Score]]:
    """For each row that prints a score: its place, and printed minus counted.

    Substitutions are left out: they are stamped in batches and print whatever stood there at the time.
    """
    return [
        (at, (row.home_score - counted[at][0], row.away_score - counted[at][1]))
        for at, row in enumerate(rows)
        if row.home_score is not None and row.away_score is not None and row.type != "substitution"
    ]


def _stays(differences: Sequence[tuple[int, Score]], at: int) -> bool:
    """Whether the difference told here holds from there on; at the feed's end the printed score is believed."""
    ahead = [d for _, d in differences[at:at + STAYS]]
    same = all(d == ahead[0] for d in ahead)
    return same and (len(ahead) == STAYS or min(ahead[0]) >= 0)


def _slip(row: Row, counted: Score) -> Repair:
    note = f"prints {row.home_score}-{row.away_score} where {counted[0]}-{counted[1]} was scored: slip ignored"
    return Repair(kind="score", action_number=row.number, note=note)


def _taken(row: Row, counted: Score) -> Repair:
    return Repair(kind="score", action_number=row.number,
                  note=f"made rows add up to {counted[0]}-{counted[1]}; from here the printed "
                       f"{row.home_score}-{row.away_score} holds")


def running_score(rows: Sequence[Row], home_id: str) -> Scored:
    counted = _counted(rows, home_id)
    differences = _differences(rows, counted)
    offset: Score = (0, 0)
    changes: dict[int, Score] = {}
    repairs: list[Repair] = []
    for place, (at, difference) in enumerate(differences):
        if difference == offset:
            continue
        so_far = (counted[at][0] + offset[0], counted[at][1] + offset[1])
        if _stays(differences, place):
            offset = changes[at] = difference
            repairs.append(_taken(rows[at], so_far))
        else:
            repairs.append(_slip(rows[at], so_far))
    return Scored(scores=tuple(_shifted(counted, changes)), repairs=tuple(repairs))


def _shifted(counted: Sequence[Score], changes: dict[int, Score]) -> list[Score]:
    offset: Score = (0, 0)
    result: list[Score] = []
    for at, (home, away) in enumerate(counted):
        offset = changes.get(at, offset)
        result.append((home + offset[0], away + offset[1]))
    return result
