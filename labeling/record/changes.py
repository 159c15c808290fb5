"""Writing to the record: an act, its effects and the present state, in one transaction.

This is the only place that changes a moment. A change says on which revision it was made; where the
moment has moved on since, nothing is written and the caller gets `Conflict`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from edc.errors import EdcError
from labeling.record.state import Patch, State, before_of, changes_only, patched
from labeling.record.tables import ACT, EFFECT, MOMENT


class Conflict(EdcError):
    """Somebody else changed the moment since: nothing was written."""

    def __init__(self, game_id: str, moment_id: str, base_revision: int | None) -> None:
        super().__init__(f"The moment {moment_id} was changed by somebody else in the meantime.")
        self.game_id, self.moment_id, self.base_revision = game_id, moment_id, base_revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A moment as it is now; revision 0 where there is none yet."""

    moment_id: str
    revision: int
    state: State
    aside: Mapping[str, Any] = field(default_factory=dict)
    """What processing says besides; not a part of the history."""
    by: str | None = None
    at: float = 0.0
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who does what, and what is kept about it."""

    game_id: str
    action: str
    person_id: str
    name: str
    """As other reviewers read it."""
    at: float
    moment_id: str | None = None
    change: Mapping[str, Any] = field(default_factory=dict)
    client_id: str | None = None
    why: str | None = None
    client_at: float | None = None
    seen_anchor: bool | None = None
    base_revision: int | None = None
    batch_id: str | None = None
    undoes: str | None = None
    model_version: str | None = None
    feed_revision: str | None = None
    act_id: str = field(default_factory=lambda: uuid.uuid4().hex)


def present(connection: Connection, game_id: str, moment_id: str, *, lock: bool = False) -> Present:
    """`lock`: nobody else may change it until the transaction ends."""
    query = select(MOMENT).where(and_(MOMENT.c.game_id == game_id, MOMENT.c.moment_id == moment_id))
    row = connection.execute(query.with_for_update() if lock else query).mappings().first()
    if row is None:
        return Present(moment_id=moment_id, revision=0, state={})
    return _present(dict(row))


def all_present(connection: Connection, game_id: str, *, lock: bool = False) -> dict[str, Present]:
    """Every moment of a game, by id."""
    query = select(MOMENT).where(MOMENT.c.game_id == game_id).order_by(MOMENT.c.moment_id)
    rows = connection.execute(query.with_for_update() if lock else query).mappings()
    return {row["moment_id"]: _present(dict(row)) for row in rows}


def _present(row: Mapping[str, Any]) -> Present:
    return Present(moment_id=row["moment_id"], revision=row["revision"], state=row["state"], aside=row["aside"],
                   by=row["by"], at=row["at"], why=row["why"])  # fmt: skip


def write_act(
    connection: Connection, act: Act, patches: Mapping[str, Patch], known: Mapping[str, Present],
    answer: Callable[[dict[str, Present]], dict[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    """Writes an act with its effects, and what `answer` makes of the new states; gives that answer.

    `known` are the moments as locked by this transaction. The unique revision makes the database
    refuse a second effect on the same one, whatever went wrong before.
    """
    kept = {id_: changes_only(known[id_].state, patch) for id_, patch in patches.items()}
    after = {id_: _after(act, known[id_], patch) for id_, patch in kept.items() if patch}
    told = answer({**{id_: known[id_] for id_ in patches}, **after})
    connection.execute(insert(ACT).values(_act_row(act, told)))
    if after:
        connection.execute(insert(EFFECT), [
            {"act_id": act.act_id, "game_id": act.game_id, "moment_id": id_, "revision": new.revision,
             "patch": kept[id_], "before": before_of(known[id_].state, kept[id_])}
            for id_, new in after.items()
        ])  # fmt: skip
    for id_, new in after.items():
        _write_moment(connection, act.game_id, known[id_], new)
    return told


def _after(act: Act, old: Present, patch: Patch) -> Present:
    # Reprocessing does not take a person's name off what the person said.
    machine = act.action == "process" and old.by is not None
    return Present(
        moment_id=old.moment_id, revision=old.revision + 1, state=patched(old.state, patch), aside=old.aside,
        by=old.by if machine else act.name, at=old.at if machine else act.at, why=old.why if machine else act.why,
    )  # fmt: skip


def _act_row(act: Act, answer: Mapping[str, Any]) -> dict[str, Any]:
    names = ("act_id", "client_id", "game_id", "moment_id", "action", "why", "person_id", "at", "client_at",
             "seen_anchor", "base_revision", "batch_id", "undoes", "model_version", "feed_revision")  # fmt: skip
    return {name: getattr(act, name) for name in names} | {"change": dict(act.change), "answer": dict(answer)}


def _write_moment(connection: Connection, game_id: str, old: Present, new: Present) -> None:
    values = {"revision": new.revision, "state": new.state, "aside": dict(new.aside), "by": new.by, "at": new.at,
              "why": new.why}  # fmt: skip
    if old.revision == 0:
        connection.execute(insert(MOMENT).values(game_id=game_id, moment_id=new.moment_id, **values))
        return
    here = and_(MOMENT.c.game_id == game_id, MOMENT.c.moment_id == new.moment_id, MOMENT.c.revision == old.revision)
    if connection.execute(update(MOMENT).where(here).values(**values)).rowcount != 1:
        raise Conflict(game_id, new.moment_id, old.revision)
