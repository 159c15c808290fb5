"""Acts on many moments at once, each of them undoable as a whole.

Comes in: what to do and to which moments. Goes out: a batch id; the batch is one act for each moment,
so that histories read as if each had been done alone.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, and_, select, update

from edc.errors import InputError
from labeling.record.acts import checked_label, checked_number, checked_text, moved_span
from labeling.record.batches import touched
from labeling.record.changes import Act, Present, all_present, present, write_act
from labeling.record.correct import answered
from labeling.record.history import gone_acts, reversal, state_at
from labeling.record.people import Person
from labeling.record.queue_rows import ask_again
from labeling.record.state import Patch, State, patched, value_of
from labeling.record.tables import ACT, ANSWER, EFFECT, GAME, PERSON, QUEUE

ACTIONS = ("shift", "relabel", "requeue")
_FARTHEST_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What a client asks for: the moments by ids, or by period, label and span of the video."""

    client_id: str
    action: str
    game_id: str
    select: Mapping[str, Any]
    change: Mapping[str, Any]
    why: str | None = None


@dataclass(slots=True, kw_only=True)
class _Batch:
    connection: Connection
    person: Person
    game: Mapping[str, Any]
    action: str
    why: str | None
    client_id: str | None
    batch_id: str

    def write(self, moment_id: str | None, patch: Patch, known: Present | None, change: Mapping[str, Any],
              undoes: str | None = None) -> None:  # fmt: skip
        act = Act(
            game_id=self.game["game_id"], action=self.action, person_id=self.person.person_id, name=self.person.name,
            at=time.time(), moment_id=moment_id, change=change, client_id=self.client_id, why=self.why,
            batch_id=self.batch_id, undoes=undoes, model_version=self.game["model_version"],
            feed_revision=self.game["feed_revision"], base_revision=known.revision if known else None,
        )  # fmt: skip
        # The client's id stands on the first act of the batch, and that answers for all.
        self.client_id = None
        patches = {moment_id: patch} if moment_id is not None else {}
        locked = {moment_id: known} if moment_id is not None and known is not None else {}
        write_act(self.connection, act, patches, locked, lambda _after: {"batch_id": self.batch_id})


def do_bulk(engine: Engine, bulk: Bulk, person: Person) -> dict[str, Any]:
    """Raises:
    InputError: the action, the selection or the change is none.
    """
    if bulk.action not in ACTIONS:
        raise InputError(f"{bulk.action!r} is no bulk action: there are {', '.join(ACTIONS)}.")
    with engine.begin() as connection:
        known = answered(connection, bulk.client_id, person)
        if known is not None:
            acts = connection.execute(select(ACT).where(ACT.c.batch_id == known["batch_id"])).mappings()
            return {**known, "changed": sum(touched(dict(act)) for act in acts)}
        batch = _begin(connection, bulk.game_id, person, bulk.action, bulk.why, bulk.client_id)
        changed = _requeue(batch, bulk) if bulk.action == "requeue" else _patch_all(batch, bulk)
        return {"batch_id": batch.batch_id, "changed": changed}


def _begin(
    connection: Connection, game_id: str, person: Person, action: str, why: str | None, client_id: str | None
) -> _Batch:
    game = connection.execute(select(GAME).where(GAME.c.game_id == game_id)).mappings().first()
    if game is None:
        raise InputError(f"There is no game {game_id[:80]!r} here.")
    note = None if why is None else checked_text(why, "why")
    return _Batch(connection=connection, person=person, game=dict(game), action=action, why=note,
                  client_id=client_id, batch_id=uuid.uuid4().hex)  # fmt: skip


def _patch_all(batch: _Batch, bulk: Bulk) -> int:
    make = _shift(bulk, batch.game["duration_s"]) if bulk.action == "shift" else _relabel(bulk)
    moments = all_present(batch.connection, bulk.game_id, lock=True)
    chosen = _chosen(moments, bulk.select)
    for one in chosen:
        batch.write(one.moment_id, make(one.state), one, bulk.change)
    return len(chosen)


def _shift(bulk: Bulk, duration_s: float) -> Callable[[State], Patch]:
    by_s = float(checked_number(bulk.change.get("by_s"), "by_s"))
    if not 0.0 < abs(by_s) <= _FARTHEST_S:
        raise InputError(f"by_s must be between -{_FARTHEST_S:g} and {_FARTHEST_S:g} s, and not 0.")

    def shifted(state: State) -> Patch:
        anchor_s = min(max(float(value_of(state, "anchor_s")) + by_s, 0.0), duration_s)
        span = moved_span(state, {"anchor_s": anchor_s}, duration_s)
        return {f"said.{name}": [value] for name, value in span.items()}

    return shifted


def _relabel(bulk: Bulk) -> Callable[[State], Patch]:
    label = checked_label(bulk.change.get("label"))
    return lambda _state: {"said.label": [label]}


def _chosen(moments: Mapping[str, Present], wanted: Mapping[str, Any]) -> list[Present]:
    """The placed moments that the selection names.

    Raises:
        InputError: it names none, or one that is not there.
    """
    ids = wanted.get("moment_ids")
    if ids is not None and (missing := sorted(set(map(str, ids)) - set(moments))):
        raise InputError(f"There is no moment {missing[0][:80]!r} in this game.")
    if ids is None and not set(wanted) & {"period", "from_s", "to_s", "label", "all"}:
        raise InputError("`select` must say moment_ids, period, label, or from_s and to_s.")
    chosen = [m for m in moments.values() if _is_chosen(m, wanted, ids)]
    if not chosen:
        raise InputError("No placed moment fits this selection.")
    return chosen


def _is_chosen(moment: Present, wanted: Mapping[str, Any], ids: Sequence[str] | None) -> bool:
    state = moment.state
    anchor_s = value_of(state, "anchor_s")
    if anchor_s is None or state.get("deleted"):
        return False
    label = str(value_of(state, "label"))
    return (
        (ids is None or moment.moment_id in ids)
        and ("period" not in wanted or value_of(state, "period") == wanted["period"])
        and ("label" not in wanted or label == wanted["label"] or label.startswith(f"{wanted['label']}."))
        and float(wanted.get("from_s", 0.0)) <= anchor_s <= float(wanted.get("to_s", float("inf")))
    )


def _requeue(batch: _Batch, bulk: Bulk) -> int:
    """What one person decided is asked again, of everybody else."""
    name = str(bulk.change.get("person", ""))
    who = batch.connection.execute(select(PERSON.c.person_id).where(PERSON.c.name == name)).scalar()
    if who is None:
        raise InputError(f"There is no person {name[:80]!r} here.")
    query = select(ANSWER.c.moment_id).distinct().where(
        and_(ANSWER.c.game_id == bulk.game_id, ANSWER.c.person_id == who, ANSWER.c.kind == "open")
    )
    ids = sorted(batch.connection.execute(query).scalars())
    if not ids:
        raise InputError(f"{name} has reviewed nothing in this game.")
    but = [str(who)] if who != batch.person.person_id else []
    because = f"the work of {name} is looked at again"
    asked = [ask_again(batch.connection, bulk.game_id, id_, "requeue", because, gain=2.0, not_for=but) for id_ in ids]
    batch.write(None, {}, None, {**bulk.change, "queue_ids": asked})
    return len(asked)


def undo_bulk(engine: Engine, batch_id: str, person: Person) -> dict[str, Any]:
    """Takes a batch back where nobody has changed the values since; says where somebody has.

    Raises:
        InputError: there is no such batch, or it was taken back already.
    """
    with engine.begin() as connection:
        acts = list(connection.execute(select(ACT).where(ACT.c.batch_id == batch_id).order_by(ACT.c.seq)).mappings())
        if not acts:
            raise InputError("There is no such bulk act.")
        everything = connection.execute(
            select(ACT.c.act_id, ACT.c.undoes).where(ACT.c.game_id == acts[0]["game_id"]).order_by(ACT.c.seq)
        )
        gone = gone_acts((row.act_id, row.undoes) for row in everything)
        standing = [act for act in acts if act["act_id"] not in gone]
        if not standing:
            raise InputError("This bulk act has been taken back already.")
        batch = _begin(connection, acts[0]["game_id"], person, "undo", None, None)
        kept = [id_ for act in standing if (id_ := _undo_one(batch, dict(act))) is not None]
        changed = sum(touched(dict(act)) for act in standing) - len(kept)
        return {"batch_id": batch.batch_id, "changed": changed, "kept": kept}


def _undo_one(batch: _Batch, act: Mapping[str, Any]) -> str | None:
    """Takes one act of a batch back; gives the moment's id where it has been changed since."""
    if act["moment_id"] is None:
        ids = act["change"].get("queue_ids", [])
        open_ones = and_(QUEUE.c.queue_id.in_(ids), QUEUE.c.state == "open")
        batch.connection.execute(update(QUEUE).where(open_ones).values(state="done"))
        batch.write(None, {}, None, {}, undoes=act["act_id"])
        return None
    effects = list(batch.connection.execute(select(EFFECT).where(EFFECT.c.act_id == act["act_id"])).mappings())
    known = present(batch.connection, act["game_id"], act["moment_id"], lock=True)
    patch = reversal(known.state, dict(effects[0])) if effects else {}
    if patch is None:
        return str(act["moment_id"])
    batch.write(act["moment_id"], patch, known, {}, undoes=act["act_id"])
    return None


def restore_to(engine: Engine, game_id: str, at: float, person: Person, why: str | None = None) -> dict[str, Any]:
    """Sets what people decided in a game back to what stood at a time; itself a batch that can be undone.

    What processing says stays: a restore takes back what people did, not what the machine learned since.
    """
    with engine.begin() as connection:
        batch = _begin(connection, game_id, person, "restore_to", why, None)
        patches = _patches_back(connection, game_id, at, lock=True)
        for now, patch in patches:
            batch.write(now.moment_id, patch, now, {"at": at})
        return {"batch_id": batch.batch_id, "changed": len(patches)}


def would_restore(connection: Connection, game_id: str, at: float) -> int:
    """How many moments `restore_to` would change."""
    return len(_patches_back(connection, game_id, at, lock=False))


def _patches_back(connection: Connection, game_id: str, at: float, *, lock: bool) -> list[tuple[Present, Patch]]:
    then = state_at(connection, game_id, float(checked_number(at, "at")))
    everything = all_present(connection, game_id, lock=lock)
    patches = [(now, _back_to(now.state, then.get(id_))) for id_, now in everything.items()]
    return [(now, patch) for now, patch in patches if patched(now.state, patch) != now.state]


def _back_to(now: State, then: State | None) -> Patch:
    """The patch that gives a state the human values of another; a moment that was not there yet is deleted."""
    if then is None:
        return {"deleted": True} if now.get("machine") is None else {key: None for key in now if key != "machine"}
    keys = (set(now) | set(then)) - {"machine", "conflict"}
    return {key: then.get(key) for key in sorted(keys)}
