"""A provider's row in common words, before it becomes a `Play`, and the parsing that providers share.

Comes in: strings of provider files. Goes out: numbers or None, never an exception for a bad cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from edc.moments import Player
from edc.playbyplay.play import Repair, Team

COMPANION = 1_000_000
"""Added to a row's number for the steal or block that some providers tell in the same row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    number: int | None
    order: float
    """The provider's order, else the place in the file."""
    period: int | None
    clock_s: float | None
    wall_s: float | None = None
    type: str
    """liveData's action type."""
    sub: str = ""
    descriptor: str = ""
    qualifiers: tuple[str, ...] = ()
    team_id: str = ""
    players: tuple[Player, ...] = ()
    made: bool | None = None
    home_score: int | None = None
    """As printed in the row; None where the provider prints none."""
    away_score: int | None = None
    distance_ft: float | None = None
    y_legacy: float | None = None
    description: str = ""
    edited: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A parsed file: what `assemble` turns into a `Feed`."""

    provider: str
    game_id: str
    rows: Sequence[Row]
    home: Team | None = None
    """None where only the scores can tell who is at home."""
    away: Team | None = None
    tricodes: Mapping[str, str] = field(default_factory=dict)
    """Team id → tricode."""
    date: str | None = None
    complete: bool = False
    ordered: bool = True
    """Rows carry the provider's own order; else they are put in order by clock."""
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format of a provider. A module of this package that has `FORMATS` is found by itself."""

    name: str
    """As a person is told it."""
    recognises: Callable[[Any], bool]
    """Whether a document (JSON as parsed, a table as its rows) is of this format; of one format alone."""
    parse: Callable[..., Source]
    """The document, and the box score where it is asked for, to a source."""
    table: bool = False
    """CSV rather than JSON."""
    boxscore: bool = False
    """Whether the box score is handed to `parse`."""


def text(value: Any) -> str:
    """A cell as text: None and NaN are empty."""
    return "" if value is None or value != value else str(value).strip()


def number(value: Any) -> float | None:
    try:
        parsed = float(text(value))
    except ValueError:
        return None
    return parsed if parsed == parsed and abs(parsed) != float("inf") else None


def whole(value: Any) -> int | None:
    parsed = number(value)
    return None if parsed is None else int(parsed)


def identity(value: Any) -> str:
    """An id as text: 0 and nothing are "", 201566.0 is "201566"."""
    parsed = whole(value)
    if parsed is not None:
        return str(parsed) if parsed else ""
    return text(value)


_ISO_CLOCK = re.compile(r"^PT(?:(\d+)M)?(\d+(?:\.\d+)?)S$")


def clock_seconds(value: Any) -> float | None:
    """Seconds left, from "PT11M42.00S", "11:42" or "0:09.6"; None for anything else."""
    raw = text(value)
    iso = _ISO_CLOCK.match(raw)
    if iso:
        return 60.0 * float(iso.group(1) or 0) + float(iso.group(2))
    minutes, colon, seconds = raw.rpartition(":")
    parsed_minutes, parsed_seconds = number(minutes or "0"), number(seconds)
    if not colon or parsed_minutes is None or parsed_seconds is None:
        return None
    return 60.0 * parsed_minutes + parsed_seconds


def unix_seconds(value: Any) -> float | None:
    try:
        return datetime.fromisoformat(text(value).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None


def eastern_date(wall_s: float | None) -> str | None:
    """The date of an American evening that UTC already calls the next day."""
    if wall_s is None:
        return None
    return (datetime.fromtimestamp(wall_s, UTC) - timedelta(hours=5)).date().isoformat()


def player(value: Any, name: Any, role: str) -> tuple[Player, ...]:
    """One player in a role, or none where neither id nor name is told."""
    known = Player(id=identity(value), name=text(name), role=role)
    return (known,) if known.id or known.name else ()


_SHAPES = ("dunk", "layup", "hook")
_NOISE = re.compile(r"\b(jump|shots?|3pt|dunk|slam|layup|hook)\b|:")


def shot_words(phrase: str) -> tuple[str, str]:
    """liveData's sub type and descriptor from a phrase such as "Driving Floating Bank Jump Shot"."""
    low = " ".join(phrase.lower().replace("pull-up", "pullup").replace("slam", "dunk").split())
    shape = next((s for s in _SHAPES if s in low), "jump shot")
    if shape == "jump shot" and "finger roll" in low:
        shape = "layup"
    return shape, " ".join(_NOISE.sub(" ", low).split())


def corner_hint(action_type: str, distance_ft: float | None) -> float | None:
    """For providers without coordinates: a three whose feet they leave out was shot from the corner.

    Only there is the line nearer than 24 ft; of 299 threes in liveData this held for 294.
    """
    return 0.0 if action_type == "3pt" and distance_ft is None else None


_TRIP = re.compile(r"(\d) of (\d)")
_FREE_THROW_KINDS = ("technical", "flagrant", "clear path", "transition take", "away from play")


def free_throw_words(phrase: str) -> tuple[str, str]:
    """Sub type ("1 of 2") and descriptor ("technical") of a free throw, from its description."""
    trip = _TRIP.search(phrase)
    low = phrase.lower().replace("-", " ")
    return (trip.group(0) if trip else "1 of 1", next((kind for kind in _FREE_THROW_KINDS if kind in low), ""))


def companion(row: Row, action_type: str, team_id: str, players: tuple[Player, ...], description: str) -> Row:
    """The steal or block that a provider tells inside the row of the turnover or miss."""
    return Row(
        number=None if row.number is None else row.number + COMPANION,
        order=row.order + 0.5,
        period=row.period,
        clock_s=row.clock_s,
        wall_s=row.wall_s,
        type=action_type,
        team_id=team_id,
        players=players,
        description=description,
    )


def unknown_values(seen: Iterable[tuple[int | None, str]]) -> tuple[Repair, ...]:
    return tuple(Repair(kind="unknown", action_number=n, note=note) for n, note in seen)
