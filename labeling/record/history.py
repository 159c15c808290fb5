"""The history of moments: what stood at a time, which acts still stand, and that all of it adds up.

Comes in: the effects and acts of the record. Goes out: states, lists of what was done, and differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, select

from labeling.record.changes import all_present
from labeling.record.state import Patch, State, patched, view
from labeling.record.tables import ACT, EFFECT, PERSON


def history_of(connection: Connection, game_id: str, moment_id: str) -> list[dict[str, Any]]:
    """Everything that was done to a moment, oldest first: who, when, what before, what after, why."""
    query = (
        select(EFFECT.c.revision, EFFECT.c.patch, EFFECT.c.before, ACT, PERSON.c.name)
        .join(ACT, ACT.c.act_id == EFFECT.c.act_id)
        .outerjoin(PERSON, PERSON.c.person_id == ACT.c.person_id)
        .where(and_(EFFECT.c.game_id == game_id, EFFECT.c.moment_id == moment_id))
        .order_by(EFFECT.c.revision)
    )
    rows = list(connection.execute(query).mappings())
    undone = gone_acts((row["act_id"], row["undoes"]) for row in _acts(connection, game_id))
    return [_told(dict(row), undone) for row in rows]


def _told(row: Mapping[str, Any], undone: set[str]) -> dict[str, Any]:
    kept = ("revision", "action", "change", "why", "at", "client_at", "seen_anchor", "batch_id", "undoes",
            "model_version", "feed_revision", "before")  # fmt: skip
    return {"correction_id": row["act_id"], "by": row["name"] or row["person_id"], "after": row["patch"],
            "undone": row["act_id"] in undone, **{name: row[name] for name in kept}}  # fmt: skip


def _acts(connection: Connection, game_id: str) -> Sequence[Mapping[str, Any]]:
    query = select(ACT.c.act_id, ACT.c.undoes).where(ACT.c.game_id == game_id).order_by(ACT.c.seq)
    return [dict(row) for row in connection.execute(query).mappings()]


def gone_acts(acts: Iterable[tuple[str, str | None]]) -> set[str]:
    """The acts that do not stand any more; `acts` are (id, what it undoes) in the order in which they happened.

    An act is gone when a later one that stands undoes it: an undo that was undone itself undoes nothing.
    """
    gone: set[str] = set()
    for act_id, undoes in reversed(list(acts)):
        if undoes is not None and act_id not in gone:
            gone.add(undoes)
    return gone


def state_at(connection: Connection, game_id: str, at: float) -> dict[str, State]:
    """Every moment of a game as it stood at a time (seconds since 1970, the server's clock)."""
    return _added_up(connection, and_(EFFECT.c.game_id == game_id, ACT.c.at <= at))


def state_of_revision(connection: Connection, game_id: str, moment_id: str, revision: int) -> State:
    here = and_(EFFECT.c.game_id == game_id, EFFECT.c.moment_id == moment_id, EFFECT.c.revision <= revision)
    return _added_up(connection, here).get(moment_id, {})


def _added_up(connection: Connection, condition: Any) -> dict[str, State]:
    query = (
        select(EFFECT.c.moment_id, EFFECT.c.patch).join(ACT, ACT.c.act_id == EFFECT.c.act_id)
        .where(condition).order_by(EFFECT.c.revision)
    )  # fmt: skip
    states: dict[str, State] = {}
    for moment_id, patch in connection.execute(query):
        states[moment_id] = patched(states.get(moment_id, {}), patch)
    return states


def broken_histories(connection: Connection, game_id: str) -> list[str]:
    """What does not add up: a gap, a "before" that did not stand, or an end that is not the present state."""
    query = select(EFFECT).where(EFFECT.c.game_id == game_id).order_by(EFFECT.c.moment_id, EFFECT.c.revision)
    states: dict[str, tuple[int, State]] = {}
    wrong = []
    for row in connection.execute(query).mappings():
        revision, state = states.get(row["moment_id"], (0, {}))
        if row["revision"] != revision + 1:
            wrong.append(f"{row['moment_id']}: revision {row['revision']} follows {revision}")
        if any(state.get(key) != value for key, value in row["before"].items()):
            wrong.append(f"{row['moment_id']}, revision {row['revision']}: what it says was there was not")
        states[row["moment_id"]] = (row["revision"], patched(state, row["patch"]))
    now = {id_: (p.revision, p.state) for id_, p in all_present(connection, game_id).items()}
    wrong += [f"{id_}: the history gives another state than the present one"
              for id_ in sorted(set(now) | set(states)) if now.get(id_) != states.get(id_)]  # fmt: skip
    return wrong


def reversal(state: Mapping[str, Any], effect: Mapping[str, Any]) -> Patch | None:
    """The patch that takes an effect back; None where somebody has changed one of its values since."""
    patch = effect["patch"]
    if effect["revision"] == 1 and "machine" not in patch:
        # A moment that this effect made has no state before it: taken back, it is a deleted one.
        return {"deleted": True} if state == patched({}, patch) else None
    if any(state.get(key) != value for key, value in patch.items()):
        return None
    return {key: effect["before"].get(key) for key in patch}


def shown_at(connection: Connection, game_id: str, moment_id: str, revision: int) -> dict[str, Any] | None:
    """A moment as a client saw it at a revision."""
    state = state_of_revision(connection, game_id, moment_id, revision)
    return view(moment_id, revision, state, {}) if state else None
