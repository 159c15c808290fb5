"""A moment of the game: the value that flows from fusion to the index, and its table.

Comes in: rows of a moments table. Goes out: frozen `Moment`s, and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from edc.tables import MOMENTS, read_rows, write_table

Status = Literal["provisional", "confirmed", "retracted"]
Source = Literal["playbyplay", "scorebug", "spotter", "crowd", "whistle", "horn", "human"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    id: str
    name: str
    role: str
    """shooter, assist, blocker, stealer, fouler, fouled, rebounder, …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    source: Source
    media_s: float | None
    score: float | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    title: str
    safe_title: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One row of `moments.parquet`; later stages fill the later fields. Units as in DESIGN section 2."""

    moment_id: str
    game_id: str
    revision: int = 1
    status: Status = "confirmed"
    label: str
    start_s: float | None
    anchor_s: float | None
    end_s: float | None
    anchor_sd_s: float | None = None
    period: int | None = None
    clock_s: float | None = None
    team: str | None = None
    players: tuple[Player, ...] = ()
    home_score: int | None = None
    away_score: int | None = None
    play_number: int | None = None
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    importance: float | None = None
    stars: int | None = None
    wp_before: float | None = None
    wp_after: float | None = None
    leverage: float | None = None
    points: int | None = None
    distance_ft: float | None = None
    flags: tuple[str, ...] = ()
    replays: tuple[Span, ...] = ()
    why: str | None = None
    title: str | None = None
    safe_title: str | None = None
    caption: str | None = None
    texts: Mapping[str, Texts] = field(default_factory=dict)
    label_version: str | None = None
    model_version: str | None = None

    @property
    def placed(self) -> bool:
        return self.anchor_s is not None

    @property
    def made(self) -> bool:
        """A field goal that counted."""
        return self.label.startswith("shot.made")


_NAMES = tuple(f.name for f in fields(Moment))


def from_row(row: Mapping[str, Any]) -> Moment:
    values = {name: row[name] for name in _NAMES}
    values["players"] = tuple(Player(**p) for p in row["players"] or ())
    values["evidence"] = tuple(Evidence(**e) for e in row["evidence"] or ())
    values["replays"] = tuple(Span(**s) for s in row["replays"] or ())
    values["flags"] = tuple(row["flags"] or ())
    values["texts"] = {k: Texts(**v) for k, v in dict(row["texts"] or {}).items()}
    return Moment(**values)


def to_row(moment: Moment) -> dict[str, Any]:
    # `asdict` copies every value deeply, which is most of the time that a table of moments takes.
    row = {name: getattr(moment, name) for name in _NAMES}
    row["players"] = [{"id": p.id, "name": p.name, "role": p.role} for p in moment.players]
    row["evidence"] = [
        {"source": e.source, "media_s": e.media_s, "score": e.score, "note": e.note} for e in moment.evidence
    ]
    row["replays"] = [{"start_s": r.start_s, "end_s": r.end_s} for r in moment.replays]
    row["texts"] = [(language, asdict(texts)) for language, texts in moment.texts.items()]
    return row


def read_moments(path: Path) -> list[Moment]:
    return [from_row(row) for row in read_rows(path, MOMENTS)]


def write_moments(path: Path, moments: Iterable[Moment]) -> None:
    """Sorted by anchor; moments that could not be placed come last, in play order."""
    ordered = sorted(moments, key=lambda m: (m.anchor_s is None, m.anchor_s or 0.0, m.play_number or 0))
    write_table(path, (to_row(m) for m in ordered), MOMENTS)
