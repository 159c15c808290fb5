"""Taking acts back, and taking that back.

An undo is an act of its own: it sets the values to what stood before, and only where they are still
what the undone act set. Nothing that somebody else changed since is touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, select

from edc.errors import InputError
from labeling.record.changes import Conflict, Present, present
from labeling.record.history import gone_acts, reversal
from labeling.record.people import Person
from labeling.record.state import Patch
from labeling.record.tables import ACT, EFFECT

_BACK = ("undo", "redo")
_LOOKED_AT = 2000
"""A person's latest acts among which the one to undo is sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    act: Mapping[str, Any]
    patches: dict[str, Patch]
    known: dict[str, Present]


def undo_patches(
    connection: Connection, game_id: str, action: str, change: Mapping[str, Any], person: Person
) -> Undo:
    """What an undo or redo would change: of the named correction, else of the person's latest in this game.

    Raises:
        InputError: there is nothing to undo, or it is somebody else's.
        Conflict: somebody changed the same values since.
    """
    act = _named(connection, game_id, action, change, person) or _latest(connection, game_id, action, person)
    effects = effects_of(connection, act["act_id"])
    known = {e["moment_id"]: present(connection, game_id, e["moment_id"], lock=True) for e in effects}
    return Undo(act=act, patches=_reversed(game_id, effects, known), known=known)


def effects_of(connection: Connection, act_id: str) -> list[Mapping[str, Any]]:
    query = select(EFFECT).where(EFFECT.c.act_id == act_id).order_by(EFFECT.c.moment_id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _reversed(
    game_id: str, effects: Sequence[Mapping[str, Any]], known: Mapping[str, Present]
) -> dict[str, Patch]:
    patches = {}
    for effect in effects:
        id_ = effect["moment_id"]
        patch = reversal(known[id_].state, effect)
        if patch is None:
            raise Conflict(game_id, id_, effect["revision"])
        patches[id_] = patch
    return patches


def _named(
    connection: Connection, game_id: str, action: str, change: Mapping[str, Any], person: Person
) -> Mapping[str, Any] | None:
    """The correction that is named by its id or its client id; of a redo, the undo that took it back."""
    if not change.get("correction_id") and not change.get("client_id"):
        return None
    column = ACT.c.act_id if change.get("correction_id") else ACT.c.client_id
    name = str(change.get("correction_id") or change["client_id"])
    act = connection.execute(select(ACT).where(and_(ACT.c.game_id == game_id, column == name))).mappings().first()
    if act is None:
        raise InputError(f"There is no correction {name[:64]!r} in this game.")
    if act["person_id"] != person.person_id and not person.may("adjudicator"):
        raise InputError("This correction is somebody else's: an adjudicator can take it back.")
    query = select(ACT.c.act_id, ACT.c.undoes).where(ACT.c.game_id == game_id).order_by(ACT.c.seq)
    acts = [(row.act_id, row.undoes) for row in connection.execute(query)]
    gone = gone_acts(acts)
    if action == "redo" and act["action"] not in _BACK:
        back = next((id_ for id_, undoes in reversed(acts) if undoes == act["act_id"] and id_ not in gone), None)
        if back is None:
            raise InputError("This correction has not been taken back.")
        act = connection.execute(select(ACT).where(ACT.c.act_id == back)).mappings().one()
    elif act["act_id"] in gone:
        raise InputError("This correction has been taken back already.")
    return dict(act)


def _latest(connection: Connection, game_id: str, action: str, person: Person) -> Mapping[str, Any]:
    query = (
        select(ACT).where(and_(ACT.c.game_id == game_id, ACT.c.person_id == person.person_id, ACT.c.batch_id.is_(None)))
        .order_by(ACT.c.seq.desc()).limit(_LOOKED_AT)
    )  # fmt: skip
    acts = [dict(row) for row in connection.execute(query).mappings()]
    gone = gone_acts((act["act_id"], act["undoes"]) for act in reversed(acts))
    if action == "redo":
        # As everywhere: whoever does something new after an undo cannot redo any more.
        back = acts and acts[0]["action"] in _BACK
        found = next((a for a in acts if a["action"] == "undo" and a["act_id"] not in gone), None) if back else None
    else:
        found = next((a for a in acts if a["action"] not in _BACK and a["act_id"] not in gone), None)
    if found is None:
        raise InputError(f"There is nothing to {action} in this game.")
    return found
