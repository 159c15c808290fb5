"""Ids that stay: over reprocessing, corrections of the feed, and a feed that comes later.

Comes in: moments without ids, and the ledger `ids.jsonl`. Goes out: moments with ids and revisions, and
the new ledger. A new moment inherits by `play_number`, else by family, period, score and three
seconds. What was once published and is gone stays as a retracted moment.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from edc.errors import InputError
from edc.files import write_text
from edc.moments import Moment

SCHEMA = "edc.ids/1"
_NEAR_S = 3.0
_REMEMBERED = (
    "label", "start_s", "anchor_s", "end_s", "period", "clock_s", "team", "home_score", "away_score", "play_number",
    "points",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger."""

    moment_id: str
    revision: int
    content: str
    """Hash of what the revision counts changes of."""
    status: str
    label: str
    start_s: float | None
    anchor_s: float | None
    end_s: float | None
    period: int | None
    clock_s: float | None
    team: str | None
    home_score: int | None
    away_score: int | None
    play_number: int | None
    points: int | None
    own: Mapping[str, Any] | None = None
    """What the machine says, where a person's correction says otherwise: matching goes by it."""

    @property
    def key(self) -> Mapping[str, Any]:
        return {name: getattr(self, name) for name in _REMEMBERED} | dict(self.own or {})


def read_ledger(path: Path) -> list[Entry]:
    """The ledger; empty where there is none yet.

    Raises:
        InputError: a line is no entry.
    """
    if not path.exists():
        return []
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [Entry(**{k: v for k, v in line.items() if k != "schema"}) for line in lines]
    except (json.JSONDecodeError, TypeError) as error:
        remedy = "restore it, or delete it to start anew"
        raise InputError(f"{path} is no ledger of moment ids ({error}): {remedy}.") from error


def write_ledger(path: Path, entries: Sequence[Entry]) -> None:
    lines = (json.dumps({"schema": SCHEMA, **asdict(entry)}, ensure_ascii=False) for entry in entries)
    write_text(path, "".join(line + "\n" for line in lines))


def family(label: str) -> str:
    """What two descriptions of one play share: shot.made, shot.missed, else the first word."""
    parts = label.split(".")
    return ".".join(parts[:2]) if parts[0] in ("shot", "period", "rebound") else parts[0]


def give_ids(moments: Sequence[Moment], ledger: Sequence[Entry]) -> list[Moment]:
    """The moments with inherited or fresh ids, in the given order."""
    free = {entry.moment_id: entry for entry in ledger}
    found: dict[int, str] = {}
    numbers = {entry.key["play_number"]: entry.moment_id for entry in ledger if entry.key["play_number"] is not None}
    for index, moment in enumerate(moments):
        if moment.play_number is not None and (known := numbers.get(moment.play_number)) in free:
            found[index] = str(known)
            del free[str(known)]
    for index, moment in enumerate(moments):
        if index not in found and (twin := _twin(moment, list(free.values()))) is not None:
            found[index] = twin
            del free[twin]
    numbered = [entry.moment_id.removeprefix("m-") for entry in ledger if entry.moment_id.startswith("m-")]
    fresh = 1 + max(map(int, numbered), default=0)
    out = []
    for index, moment in enumerate(moments):
        if index not in found:
            found[index], fresh = f"m-{fresh:04d}", fresh + 1
        out.append(replace(moment, moment_id=found[index]))
    return out


def _twin(moment: Moment, free: Sequence[Entry]) -> str | None:
    """The nearest free entry of the same family, period and score within three seconds."""
    best: tuple[float, str] | None = None
    for entry in free:
        key = entry.key
        if moment.play_number is not None and key["play_number"] is not None:
            continue  # two rows of a feed are two plays, however alike
        same = family(key["label"]) == family(moment.label) and _same_place_in_game(entry, moment)
        apart = _apart(moment, key)
        if same and apart <= _NEAR_S and (best is None or apart < best[0]):
            best = (apart, entry.moment_id)
    return None if best is None else best[1]


def _same_place_in_game(entry: Entry, moment: Moment) -> bool:
    """Period and score; whoever added a moment by hand often said neither."""
    key = entry.key
    if not entry.moment_id.startswith("m-") and key["period"] is None:
        return True
    return (key["period"], key["home_score"], key["away_score"]) == (
        moment.period, moment.home_score, moment.away_score
    )  # fmt: skip


def _apart(moment: Moment, key: Mapping[str, Any]) -> float:
    if moment.anchor_s is not None and key["anchor_s"] is not None:
        return abs(moment.anchor_s - float(key["anchor_s"]))
    if moment.clock_s is not None and key["clock_s"] is not None:
        return abs(moment.clock_s - float(key["clock_s"]))
    return float("inf")


def content_of(moment: Moment) -> str:
    """A hash of everything that a consumer would act on."""
    def tenth(value: float | None) -> float | None:
        return None if value is None else round(value, 1)

    told = (
        moment.label, moment.status, tenth(moment.start_s), tenth(moment.anchor_s), tenth(moment.end_s), moment.period,
        tenth(moment.clock_s), moment.team, [asdict(p) for p in moment.players], moment.home_score, moment.away_score,
        moment.points, [(tenth(r.start_s), tenth(r.end_s)) for r in moment.replays],
    )  # fmt: skip
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def revise(
    machine: Sequence[Moment], corrected: Sequence[Moment], ledger: Sequence[Entry]
) -> tuple[list[Moment], list[Entry]]:
    """Moments with their revisions, those that vanished as retracted, and the new ledger.

    `machine` are the moments before human corrections: later runs match against them.
    """
    old = {entry.moment_id: entry for entry in ledger}
    own = {moment.moment_id: moment for moment in machine}
    out = [_revised(moment, old.get(moment.moment_id)) for moment in corrected]
    alive = {moment.moment_id for moment in out}
    gone = [_vanished(entry, out[0].game_id if out else "") for entry in ledger if entry.moment_id not in alive]
    out += [_revised(moment, old[moment.moment_id]) for moment in gone]
    entries = [_entry(moment, own.get(moment.moment_id), old.get(moment.moment_id)) for moment in out]
    return out, sorted(entries, key=lambda entry: entry.moment_id)


def _revised(moment: Moment, entry: Entry | None) -> Moment:
    if entry is None:
        return replace(moment, revision=1)
    return replace(moment, revision=entry.revision + (content_of(moment) != entry.content))


def _vanished(entry: Entry, game_id: str) -> Moment:
    return Moment(
        moment_id=entry.moment_id, game_id=game_id, status="retracted", label=entry.label, start_s=entry.start_s,
        anchor_s=entry.anchor_s, end_s=entry.end_s, period=entry.period, clock_s=entry.clock_s, team=entry.team,
        home_score=entry.home_score, away_score=entry.away_score, play_number=entry.play_number, points=entry.points,
    )  # fmt: skip


def _entry(moment: Moment, machine: Moment | None, before: Entry | None) -> Entry:
    values, own = _told(moment), _told(machine) if machine is not None else None
    if machine is None and before is not None:
        own = dict(before.key)
    remembered = {name: values[name] for name in _REMEMBERED}
    return Entry(moment_id=moment.moment_id, revision=moment.revision, content=content_of(moment), status=moment.status,
                 own=own if own not in (values, remembered) else None, **remembered)  # fmt: skip


def _told(moment: Moment) -> dict[str, Any]:
    """What is kept of a moment, and what a correction may change of it besides."""
    return {name: getattr(moment, name) for name in _REMEMBERED} | {
        "status": moment.status, "confidence": moment.confidence, "anchor_sd_s": moment.anchor_sd_s,
        "distance_ft": moment.distance_ft, "players": [asdict(p) for p in moment.players],
        "replays": [asdict(r) for r in moment.replays],
    }
