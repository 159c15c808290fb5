"""Between the record and label files: all labels of a game out, and labels in as one batch.

What comes in twice changes nothing the second time: a label keeps the id that it had, or gets one that
follows from what it says. Words without a counterpart in the taxonomy are kept with the batch and come out again.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, select

from edc.errors import InputError
from labeling.formats.label import Label, LabelSet, ascii_json, from_payload, payload_of
from labeling.formats.registry import format_named
from labeling.record.acts import check_span, checked_time, default_span
from labeling.record.changes import Act, Present, all_present, write_act
from labeling.record.correct import shown
from labeling.record.database import reading
from labeling.record.history import gone_acts
from labeling.record.people import Person
from labeling.record.state import FIELDS, Patch, differ
from labeling.record.tables import ACT, GAME

_NEAR_S = 0.002
"""Files count in thousandths: times that differ by less are the same."""
_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    batch_id: str | None
    added: int
    changed: int
    same: int
    unmatched: tuple[str, ...]
    """Words without a counterpart: kept, and not made moments."""
    left_out: tuple[str, ...]
    """What could not be taken in, and why."""


def video_of(connection: Connection, game_id: str, uri: str) -> LabelSet:
    """The game without labels: what a format needs to know of it.

    Raises:
        InputError: there is no such game.
    """
    row = connection.execute(select(GAME).where(GAME.c.game_id == game_id)).mappings().first()
    if row is None:
        raise InputError(f"There is no game {game_id[:80]!r} here.")
    over, _, under = str(row["fps"]).partition("/")
    return LabelSet(video=uri, fps=float(over) / float(under or 1), duration_s=row["duration_s"], labels=(),
                    title=row["title"])  # fmt: skip


def labels_of(connection: Connection, game_id: str, uri: str, *, humans_alone: bool = False) -> LabelSet:
    """Every placed moment that stands, by anchor, and what imports kept besides."""
    empty = video_of(connection, game_id, uri)
    moments = [shown(p) for p in all_present(connection, game_id).values()]
    standing = [m for m in moments if m["status"] != "retracted" and m["anchor_s"] is not None]
    if humans_alone:
        standing = [m for m in standing if m["human"]]
    standing.sort(key=lambda m: (m["anchor_s"], m["moment_id"]))
    acts = _imports(connection, game_id)
    attributes = {id_: a for act in acts for id_, a in act["change"].get("attributes", {}).items()}
    kept = [from_payload(p) for act in acts for p in act["change"].get("unmatched", [])]
    document = {key: value for act in acts for key, value in act["change"].get("document", {}).items()}
    labels = [_label(m, attributes.get(m["moment_id"], {})) for m in standing]
    return LabelSet(video=empty.video, fps=empty.fps, duration_s=empty.duration_s, title=empty.title,
                    labels=(*labels, *kept), document=document)  # fmt: skip


def _label(moment: Mapping[str, Any], attributes: Mapping[str, Any]) -> Label:
    return Label(
        name=moment["label"], label=moment["label"], label_id=moment["moment_id"], start_s=moment["start_s"],
        anchor_s=moment["anchor_s"], end_s=moment["end_s"], team=moment["team"], players=tuple(moment["players"]),
        period=moment["period"], clock_s=moment["clock_s"], confidence=moment["confidence"], note=moment["flag"],
        attributes=attributes,
    )  # fmt: skip


def _imports(connection: Connection, game_id: str) -> list[Mapping[str, Any]]:
    """The imports that stand."""
    query = select(ACT.c.act_id, ACT.c.undoes, ACT.c.action, ACT.c.change).where(ACT.c.game_id == game_id)
    rows = [dict(row) for row in connection.execute(query.order_by(ACT.c.seq)).mappings()]
    gone = gone_acts((row["act_id"], row["undoes"]) for row in rows)
    return [r for r in rows if r["action"] == "import" and "kept" in r["change"] and r["act_id"] not in gone]


def export_labels(engine: Engine, game_id: str, uri: str, name: str, *, humans_alone: bool = False) -> bytes:
    form = format_named(name)
    with reading(engine) as connection:
        return form.write(labels_of(connection, game_id, uri, humans_alone=humans_alone))


def import_labels(engine: Engine, game_id: str, labels: LabelSet, source: str, person: Person) -> Imported:
    """Takes labels in: known ones are changed where the file says otherwise, others are added."""
    with engine.begin() as connection:
        row = connection.execute(select(GAME).where(GAME.c.game_id == game_id)).mappings().first()
        if row is None:
            raise InputError(f"There is no game {game_id[:80]!r} here.")
        known = all_present(connection, game_id, lock=True)
        there = frozenset(known)
        wanted, left_out = _wanted([la for la in labels.labels if la.label is not None and not la.predicted],
                                   known, source, row["duration_s"])  # fmt: skip
        guesses = sum(label.predicted for label in labels.labels)
        left_out += [f"{guesses} predictions of a model: only people's labels are taken in"] if guesses else []
        fresh = [la for la in labels.labels if la.label is None]
        fresh = [la for la in fresh if payload_of(la) not in _kept(connection, game_id)]
        batch_id = None
        if any(patch for patch, _ in wanted.values()) or fresh:
            batch_id = uuid.uuid4().hex
            _write(connection, _Writing(dict(row), person, batch_id, source), known, wanted, fresh, labels)
    changed = [id_ for id_, (patch, _) in wanted.items() if patch]
    return Imported(
        batch_id=batch_id, added=sum(id_ not in there for id_ in changed),
        changed=sum(id_ in there for id_ in changed),
        same=len(wanted) - len(changed), unmatched=tuple(labels.unmatched), left_out=tuple(left_out[:_LISTED]),
    )  # fmt: skip


def _kept(connection: Connection, game_id: str) -> list[Any]:
    return [payload for act in _imports(connection, game_id) for payload in act["change"].get("unmatched", [])]


Wanted = dict[str, tuple[Patch, Label]]


def _wanted(
    labels: Sequence[Label], known: Mapping[str, Present], source: str, duration_s: float
) -> tuple[Wanted, list[str]]:
    wanted: Wanted = {}
    left_out = []
    for label in labels:
        id_ = label.label_id if label.label_id and label.label_id in known else _id_of(label, source)
        try:
            values = _values(label, duration_s)
        except InputError as error:
            left_out.append(f"{label.name} at {label.anchor_s}: {error}")
            continue
        now = shown(known[id_]) if id_ in known else {}
        said = {f"said.{name}": [v] for name, v in values.items() if not now or _differ(name, now.get(name), v)}
        patch = {**said, "verdict": "corrected", "conflict": None} if said else {}
        wanted[id_] = ({**patch, "deleted": None} if patch and now.get("deleted") else patch, label)
    return wanted, left_out


def _id_of(label: Label, source: str) -> str:
    """The same for the same label of the same kind of file."""
    told = ascii_json([source, label.label_id, label.name, label.start_s, label.anchor_s, label.end_s])
    return f"r-{hashlib.sha256(told.encode()).hexdigest()[:10]}"


def _values(label: Label, duration_s: float) -> dict[str, Any]:
    """Raises:
    InputError: the label's times are none of this video.
    """
    times = {name: checked_time(v, name, duration_s) for name in ("start_s", "anchor_s", "end_s")
             if (v := getattr(label, name)) is not None}  # fmt: skip
    if "anchor_s" not in times:
        raise InputError("it says no time")
    span = default_span(str(label.label), times["anchor_s"], duration_s) | times
    check_span(span)
    values: dict[str, Any] = {"label": label.label, **span}
    values |= {name: v for name in ("team", "period", "clock_s") if (v := getattr(label, name)) is not None}
    return values | ({"players": [dict(p) for p in label.players]} if label.players else {})


def _differ(name: str, one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) > _NEAR_S
    if name == "players" and isinstance(one, list):
        # Most formats carry names alone.
        bare = all(not p.get("id") for p in other)
        return [p["name"] for p in one] != [p["name"] for p in other] if bare else one != other
    return differ(name, one, other)


@dataclass(frozen=True, slots=True)
class _Writing:
    game: Mapping[str, Any]
    person: Person
    batch_id: str
    source: str

    def act(self, moment_id: str | None, change: Mapping[str, Any]) -> Act:
        return Act(
            game_id=self.game["game_id"], action="import", person_id=self.person.person_id, name=self.person.name,
            at=time.time(), moment_id=moment_id, change=change, why=f"from a {self.source} file",
            batch_id=self.batch_id, model_version=self.game["model_version"], feed_revision=self.game["feed_revision"],
        )  # fmt: skip


def _write(
    connection: Connection, writing: _Writing, known: dict[str, Present], wanted: Wanted, fresh: Sequence[Label],
    labels: LabelSet,
) -> None:  # fmt: skip
    kept = {
        "kept": True, "source": writing.source, "document": dict(labels.document),
        "unmatched": [payload_of(label) for label in fresh],
        "attributes": {id_: dict(label.attributes) for id_, (_, label) in wanted.items() if label.attributes},
    }  # fmt: skip
    write_act(connection, writing.act(None, kept), {}, {}, lambda _after: {"batch_id": writing.batch_id})
    for id_, (patch, _label) in wanted.items():
        if patch:
            known.setdefault(id_, Present(moment_id=id_, revision=0, state={}))
            told = {key.removeprefix("said."): v[0] for key, v in patch.items() if key.removeprefix("said.") in FIELDS}
            write_act(connection, writing.act(id_, told), {id_: patch}, known,
                      lambda _after: {"batch_id": writing.batch_id})  # fmt: skip
