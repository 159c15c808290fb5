"""What rows tell about one another: whose miss was blocked, whose ball stolen, who took which rebound.

Comes in: rows in order. Goes out: rows with the players of the other row added, and with the side of
a rebound that the provider left open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from edc.moments import Player
from edc.playbyplay.rows import Row

REACH = 6
"""Rows apart that a pair may stand; late edits put other rows between them."""

_PAIRS = {"block": (("2pt", "3pt"), "blocker", "shooter"), "steal": (("turnover",), "stealer", "turnover")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    rows: tuple[Row, ...]
    against: tuple[str, ...]
    """For each row the sub type of the shot that it blocked, else empty."""


def _near(rows: Sequence[Row], at: int) -> Iterator[int]:
    """Places around one, nearest first, those before it preferred."""
    for step in range(1, REACH + 1):
        for place in (at - step, at + step):
            if 0 <= place < len(rows):
                yield place


def _partner(rows: Sequence[Row], at: int, taken: set[int]) -> int | None:
    row = rows[at]
    types = _PAIRS[row.type][0]
    for place in _near(rows, at):
        other = rows[place]
        if (
            other.type in types
            and place not in taken
            and not other.made
            and (other.period, other.clock_s) == (row.period, row.clock_s)
            and other.team_id != row.team_id
        ):
            return place
    return None


def _with(row: Row, added: Sequence[Player], role: str) -> Row:
    if any(p.role == role for p in row.players):
        return row
    return replace(row, players=(*row.players, *(Player(id=p.id, name=p.name, role=role) for p in added[:1])))


def _played_by(row: Row, role: str) -> list[Player]:
    return [p for p in row.players if p.role == role]


def _rebound_side(row: Row, shooting_team: str) -> Row:
    if row.type != "rebound" or row.sub in ("offensive", "defensive") or not row.team_id or not shooting_team:
        return row
    return replace(row, sub="offensive" if row.team_id == shooting_team else "defensive")


def linked(rows: Sequence[Row]) -> Linked:
    result = list(rows)
    against = [""] * len(rows)
    taken: set[int] = set()
    shooting_team = ""
    for at, row in enumerate(rows):
        if row.type in ("2pt", "3pt", "freethrow") and row.made is False:
            shooting_team = row.team_id
        result[at] = _rebound_side(result[at], shooting_team)
        if row.type not in _PAIRS:
            continue
        partner = _partner(rows, at, taken)
        if partner is None:
            continue
        taken.add(partner)
        _, doer, sufferer = _PAIRS[row.type]
        result[at] = _with(result[at], _played_by(rows[partner], sufferer), sufferer)
        result[partner] = _with(result[partner], _played_by(row, doer), doer)
        against[at] = rows[partner].sub if row.type == "block" else ""
    return Linked(rows=tuple(result), against=tuple(against))
