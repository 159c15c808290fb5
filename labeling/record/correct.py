"""One correction by one person: checked, written, answered; the same client id twice is one correction.

Comes in: a `Wish` as a client sent it, and who sent it. Goes out: the answer, which is kept, so that a
repeated client id gets the first one again whatever has happened since.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError

from edc.errors import InputError
from labeling.record.acts import DECIDING, TEXT_LIMIT, Patches, Target, checked_text, new_moment_id, patches_of
from labeling.record.blind import Blind, answer_blindly, blind_item
from labeling.record.changes import Act, Conflict, Present, present, write_act
from labeling.record.people import Person
from labeling.record.queue_rows import reopen, settle, settle_again, settle_item
from labeling.record.state import value_of, view
from labeling.record.sweeps import checked_sweep
from labeling.record.tables import ACT, ANSWER, GAME
from labeling.record.undoing import undo_patches

_CLOCK_IS_OFF_S = 120.0
_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)
_SHORTEST_CLIENT_ID = 8
_NEW = frozenset({"add", "sweep"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a client asks for."""

    client_id: str
    game_id: str
    action: str
    moment_id: str | None = None
    change: Mapping[str, Any] = field(default_factory=dict)
    why: str | None = None
    seen_anchor: bool | None = None
    client_at: float | None = None
    base_revision: int | None = None
    """The revision that the client saw; an undo needs none, as it looks at the values themselves."""
    queue_id: str | None = None


def correct(engine: Engine, wish: Wish, person: Person) -> dict[str, Any]:
    """Writes a correction and gives its answer.

    Raises:
        InputError: it cannot be done; says why.
        Conflict: the moment has changed since the revision that the client saw.
    """
    _check(wish)
    try:
        with engine.begin() as connection:
            return _corrected(connection, wish, person)
    except IntegrityError as error:
        # Two requests at once: with the same client id, or on the same revision of a moment.
        with engine.begin() as connection:
            known = answered(connection, wish.client_id, person)
            if known is not None:
                return known
        raise Conflict(wish.game_id, wish.moment_id or "", wish.base_revision) from error


def _check(wish: Wish) -> None:
    for name, value in (("client_id", wish.client_id), ("game_id", wish.game_id), ("moment_id", wish.moment_id),
                        ("queue_id", wish.queue_id)):  # fmt: skip
        if value is not None and not _ID.fullmatch(value):
            raise InputError(f"{name} {value[:80]!r} is no id: 1 to 64 letters, digits, dots and dashes are allowed.")
    if len(wish.client_id) < _SHORTEST_CLIENT_ID:
        raise InputError("client_id must be a UUID that the client makes for each correction.")
    try:
        if len(json.dumps(wish.change, allow_nan=False)) > 4 * TEXT_LIMIT:
            raise InputError("`change` is too long.")
    except ValueError as error:
        raise InputError(f"`change` is no plain JSON ({error}).") from error


def answered(connection: Connection, client_id: str, person: Person) -> dict[str, Any] | None:
    """The answer that this client id got before.

    Raises:
        InputError: somebody else used it.
    """
    row = connection.execute(select(ACT.c.answer, ACT.c.person_id).where(ACT.c.client_id == client_id)).first()
    if row is None:
        return None
    if row.person_id != person.person_id:
        raise InputError("This client_id was used by somebody else: make a fresh UUID for each correction.")
    answer: dict[str, Any] = row.answer
    return answer


def _corrected(connection: Connection, wish: Wish, person: Person) -> dict[str, Any]:
    known = answered(connection, wish.client_id, person)
    if known is not None:
        return known
    if wish.action == "adjudicate" and not person.may("adjudicator"):
        raise InputError("Only an adjudicator can settle what people disagree about.")
    row = connection.execute(select(GAME).where(GAME.c.game_id == wish.game_id)).mappings().first()
    if row is None:
        raise InputError(f"There is no game {wish.game_id[:80]!r} here.")
    game = dict(row)
    item = blind_item(connection, wish.queue_id, person.person_id)
    if item is not None and wish.action not in ("flag", "undo", "redo"):
        return _blind(connection, wish, person, item, game)
    if wish.action in ("undo", "redo"):
        return _undone(connection, wish, person, game)
    if wish.action == "sweep":
        return _swept(connection, wish, person, game)
    return _changed(connection, wish, person, game)


def _changed(connection: Connection, wish: Wish, person: Person, game: Mapping[str, Any]) -> dict[str, Any]:
    locked = _locked(connection, wish)
    target = locked.get(wish.moment_id or "")
    if target is not None and (wish.base_revision is None or target.revision != wish.base_revision):
        _refuse(wish, target)
    patches = _patches(wish, locked, game["duration_s"])
    for id_ in patches:
        locked.setdefault(id_, Present(moment_id=id_, revision=0, state={}))
    main = wish.moment_id or next(iter(patches))
    act = _act(wish, person, game, main)
    return write_act(connection, act, patches, locked, lambda after: _answered(connection, act, after, main))


def _refuse(wish: Wish, target: Present) -> None:
    if target.revision == 0:
        raise InputError(f"There is no moment {str(wish.moment_id)[:80]!r} in this game.")
    if wish.base_revision is None:
        raise InputError('The header If-Match: "<revision>" is missing: it says which revision was looked at.')
    raise Conflict(wish.game_id, target.moment_id, wish.base_revision)


def _locked(connection: Connection, wish: Wish) -> dict[str, Present]:
    """The moments that the wish is about, in an order in which two requests cannot wait for each other."""
    if wish.action in _NEW:
        return {}
    if not wish.moment_id:
        raise InputError(f"The action {wish.action!r} needs a moment_id.")
    ids = {wish.moment_id} | ({str(wish.change["with"])} if wish.change.get("with") else set())
    return {id_: present(connection, wish.game_id, id_, lock=True) for id_ in sorted(ids)}


def _patches(wish: Wish, locked: Mapping[str, Present], duration_s: float) -> Patches:
    other_id = str(wish.change["with"]) if wish.action == "merge" and wish.change.get("with") else None
    other = locked.get(other_id) if other_id else None
    if other is not None and other.revision == 0:
        raise InputError(f"There is no moment {str(other_id)[:80]!r} in this game to merge with.")
    seen = wish.change.get("with_revision")
    if other is not None and seen is not None and seen != other.revision:
        raise Conflict(wish.game_id, other.moment_id, int(seen))
    moment_id = wish.moment_id or new_moment_id()
    state = locked[moment_id].state if moment_id in locked else {}
    target = Target(moment_id=moment_id, state=state, duration_s=duration_s, other_id=other_id,
                    other=other.state if other else None)  # fmt: skip
    return patches_of(wish.action, wish.change, target)


def _act(wish: Wish, person: Person, game: Mapping[str, Any], moment_id: str | None, **more: Any) -> Act:
    why = None if wish.why is None else checked_text(wish.why, "why")
    return Act(
        game_id=wish.game_id, action=wish.action, person_id=person.person_id, name=person.name, at=time.time(),
        moment_id=moment_id, change=wish.change, client_id=wish.client_id, why=why, client_at=wish.client_at,
        seen_anchor=wish.seen_anchor, base_revision=wish.base_revision, model_version=game["model_version"],
        feed_revision=game["feed_revision"], **more,
    )  # fmt: skip


def _answered(connection: Connection, act: Act, after: Mapping[str, Present], main: str) -> dict[str, Any]:
    """Keeps what the person holds to be true, and settles the queue."""
    if act.action in DECIDING:
        for new in after.values():
            write_answer(connection, act, new)
        settle(connection, act.game_id, tuple(after), act.act_id)
    return told(act, after, main)


def told(act: Act, after: Mapping[str, Present], main: str | None, **more: Any) -> dict[str, Any]:
    return {
        "correction_id": act.act_id,
        "moment": shown(after[main]) if main is not None and main in after else None,
        "others": [shown(new) for id_, new in after.items() if id_ != main],
        "warnings": _warnings(act), **more,
    }  # fmt: skip


def shown(present: Present) -> dict[str, Any]:
    return view(present.moment_id, present.revision, present.state, present.aside) | {"by": present.by}


def _warnings(act: Act) -> list[str]:
    found = []
    if act.client_at is not None and abs(act.client_at - act.at) > _CLOCK_IS_OFF_S:
        off_s = act.client_at - act.at
        found.append(f"The clock of this computer is {abs(off_s) / 60:.0f} minutes {'fast' if off_s > 0 else 'slow'}; "
                     "the server's time was kept.")  # fmt: skip
    if act.action == "confirm" and act.seen_anchor is False:
        found.append("Confirmed before the anchor was seen.")
    return found


def write_answer(connection: Connection, act: Act, new: Present) -> None:
    verdict = "cannot_tell" if act.action == "cannot_tell" else "deleted" if new.state.get("deleted") else "said"
    values = {name: value_of(new.state, name) for name in ("label", "team", "start_s", "anchor_s", "end_s")}
    connection.execute(insert(ANSWER).values(
        act_id=act.act_id, game_id=act.game_id, moment_id=new.moment_id, person_id=act.person_id,
        kind="adjudicated" if act.action == "adjudicate" else "open",
        verdict=verdict, at=act.at, **values,
    ))  # fmt: skip


def _undone(connection: Connection, wish: Wish, person: Person, game: Mapping[str, Any]) -> dict[str, Any]:
    undo = undo_patches(connection, wish.game_id, wish.action, wish.change, person)
    main = undo.act["moment_id"]
    act = _act(wish, person, game, main, undoes=undo.act["act_id"])
    reopened = reopen(connection, undo.act["act_id"], person.person_id) if wish.action == "undo" else None
    if wish.action == "redo":
        settle_again(connection, undo.act["undoes"])
    more = {"undone": undo.act["act_id"], "queue_id": reopened}
    return write_act(connection, act, undo.patches, undo.known, lambda after: told(act, after, main, **more))


def _swept(connection: Connection, wish: Wish, person: Person, game: Mapping[str, Any]) -> dict[str, Any]:
    act = _act(wish, person, game, None)
    swept = checked_sweep(wish.change, game["duration_s"])
    if wish.queue_id is not None:
        settle_item(connection, wish.queue_id, act.act_id)
    return write_act(connection, act, {}, {}, lambda after: told(act, after, None, swept=swept))


def _blind(
    connection: Connection, wish: Wish, person: Person, item: Blind, game: Mapping[str, Any]
) -> dict[str, Any]:
    act = _act(wish, person, game, item.moment_id)
    answer_blindly(connection, act, item, game["duration_s"])
    return write_act(connection, act, {}, {}, lambda after: told(act, after, None, blind=True))
