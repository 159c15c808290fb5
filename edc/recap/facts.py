"""What a viewer should know after a recap, and which plays tell it.

Comes in: moments as known. Goes out: `Fact`s, each with the moments that tell it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from edc.gameclock import REGULAR_PERIODS
from edc.moments import Moment
from edc.recap.story import points_by_player, scoring

_NEARLY = 2
"""A lead of two points less tells the biggest lead nearly as well."""
_BEST = 3
_CLIPS_OF_TOP_SCORER = 2
"""Who is seen once has only scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    name: str
    ids: frozenset[str]
    """Moments that tell it."""
    least: int = 1
    """So many of them are needed."""
    unsaid_by: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """A moment that tells the contrary → those of `ids` that come after it and set it right."""


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
        _fact("biggest lead", [m for m in told if abs(_lead(m)) >= largest - _NEARLY]),
        _fact("how close it was at the end", [m for m in late if abs(_lead(m)) <= closest + 1]),
        _fact("that the lead changed hands", [m for m in moments if {"lead_change", "tie"} & set(m.flags)]),
        _fact("a run", [m for m in moments if "run" in m.flags]),
        *(_fact(f"the play of the game ({number})", [m]) for number, m in enumerate(best, start=1)),
        *_scorers(moments),
    ]
    showables = [_only(fact, showable) for fact in found]
    return [*(fact for fact in showables if len(fact.ids) >= fact.least), *_leaders(told, showable)]


def _fact(name: str, those: Sequence[Moment], least: int = 1) -> Fact:
    return Fact(name=name, ids=frozenset(m.moment_id for m in those), least=least)


def _only(fact: Fact, showable: Container[str]) -> Fact:
    return Fact(name=fact.name, ids=frozenset(id_ for id_ in fact.ids if id_ in showable), least=fact.least)


def _lead(moment: Moment) -> int:
    return (moment.home_score or 0) - (moment.away_score or 0)


def _ahead(moment: Moment) -> int:
    """Who leads after it: 1 home, -1 away, 0 nobody."""
    return (_lead(moment) > 0) - (_lead(moment) < 0)


def _scorers(moments: Sequence[Moment]) -> list[Fact]:
    """Who scored most, and who did on the other side."""
    points = points_by_player(moments)
    ranked = sorted(points, key=lambda actor: -points[actor])
    by: dict[str, list[Moment]] = {}
    for moment in scoring(moments):
        for actor in (p.id or p.name for p in moment.players if p.role == "shooter"):
            by.setdefault(actor, []).append(moment)
    if not ranked:
        return []
    team = by[ranked[0]][0].team
    other = next((actor for actor in ranked if by[actor][0].team != team), None)
    return [_fact("who scored most", by[ranked[0]], _CLIPS_OF_TOP_SCORER),
            *([_fact("who scored most on the other side", by[other])] if other is not None else [])]  # fmt: skip


def _leaders(told: Sequence[Moment], showable: Container[str]) -> list[Fact]:
    """Who led after each period: a basket of it that says so, after any shown one that says otherwise."""
    found = []
    for period in sorted({m.period or 0 for m in told} - {0}):
        inside = [m for m in told if m.period == period]
        shown = [m for m in inside if m.moment_id in showable]
        right = [m.moment_id for m in shown if _ahead(m) == _ahead(inside[-1])]
        order = {m.moment_id: at for at, m in enumerate(shown)}
        unsaid = {m.moment_id: frozenset(id_ for id_ in right if order[id_] > order[m.moment_id])
                  for m in shown if m.moment_id not in right}  # fmt: skip
        if right:
            found.append(Fact(name=f"who led after period {period}", ids=frozenset(right), unsaid_by=unsaid))
    return found
