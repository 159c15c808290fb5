"""What a viewer should know after a recap, and which plays tell it.

Comes in: moments as known. Goes out: facts, each the set of moments any of which shows it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from edc.gameclock import REGULAR_PERIODS
from edc.moments import Moment
from edc.recap.story import scoring

_NEARLY = 2
"""A lead of two points less tells the biggest lead nearly as well."""
_LAST_OF_PERIOD = 2
_BEST = 3
Fact = tuple[str, frozenset[str]]


def facts(moments: Sequence[Moment], showable: Container[str]) -> list[Fact]:
    """Only such as something that can be shown would tell."""
    told = [m for m in scoring(moments) if m.home_score is not None and m.away_score is not None]
    if not told:
        return []
    largest = max(abs(_lead(m)) for m in told)
    late = [m for m in told if (m.period or 0) >= REGULAR_PERIODS]
    closest = min((abs(_lead(m)) for m in late), default=0)
    best = sorted(moments, key=lambda m: -(m.importance or 0.0))[:_BEST]
    found = [
        ("biggest lead", [m for m in told if abs(_lead(m)) >= largest - _NEARLY]),
        ("how close it was at the end", [m for m in late if abs(_lead(m)) <= closest + 1]),
        ("that the lead changed hands", [m for m in moments if {"lead_change", "tie"} & set(m.flags)]),
        ("a run", [m for m in moments if "run" in m.flags]),
        *((f"the play of the game ({number})", [m]) for number, m in enumerate(best, start=1)),
        *_leaders(told, showable),
    ]
    named = [(name, frozenset(m.moment_id for m in those if m.moment_id in showable)) for name, those in found]
    return [(name, ids) for name, ids in named if ids]


def _lead(moment: Moment) -> int:
    return (moment.home_score or 0) - (moment.away_score or 0)


def _leaders(told: Sequence[Moment], showable: Container[str]) -> list[tuple[str, list[Moment]]]:
    """Who led after each period: the last baskets of it that can be shown and say so."""
    found = []
    for period in sorted({m.period or 0 for m in told} - {0}):
        inside = [m for m in told if m.period == period]
        leader = (_lead(inside[-1]) > 0) - (_lead(inside[-1]) < 0)
        shown = [m for m in inside if m.moment_id in showable and (_lead(m) > 0) - (_lead(m) < 0) == leader]
        found.append((f"who led after period {period}", shown[-_LAST_OF_PERIOD:]))
    return found
