"""Blind answers: second reviews and gold items, given without seeing earlier answers or the model's.

They change no moment; they are kept as answers, from which agreement is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from edc.errors import InputError
from labeling.record.acts import checked_label, checked_team, checked_time
from labeling.record.changes import Act
from labeling.record.queue_rows import settle_item
from labeling.record.tables import ANSWER, QUEUE

BLIND_KINDS = ("second", "gold")
_ALLOWED = ("relabel", "cannot_tell", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    queue_id: str
    moment_id: str
    kind: str


def blind_item(connection: Connection, queue_id: str | None, person_id: str) -> Blind | None:
    """The blind question that is answered, where it is one.

    Raises:
        InputError: the question is somebody else's by now, or answered.
    """
    if queue_id is None:
        return None
    row = connection.execute(select(QUEUE).where(QUEUE.c.queue_id == queue_id)).mappings().first()
    if row is None or row["kind"] not in BLIND_KINDS:
        return None
    if row["state"] != "open" or row["lease_by"] != person_id:
        raise InputError("This question is not yours any more: it was answered, or kept too long. Take the next one.")
    return Blind(queue_id=queue_id, moment_id=row["moment_id"], kind=row["kind"])


def answer_blindly(connection: Connection, act: Act, item: Blind, duration_s: float) -> None:
    """Raises:
    InputError: the action tells the answer of another, or the answer is none.
    """
    if act.action not in _ALLOWED:
        raise InputError(f"A blind question is answered by {', '.join(_ALLOWED)}, not by {act.action!r}.")
    values: dict[str, Any] = {"verdict": {"relabel": "said", "delete": "deleted"}.get(act.action, act.action)}
    if act.action == "relabel":
        change = act.change
        values |= {"label": checked_label(change.get("label")), "team": checked_team(change.get("team"))}
        values |= {name: checked_time(change[name], name, duration_s) for name in ("start_s", "anchor_s", "end_s")
                   if change.get(name) is not None}  # fmt: skip
    connection.execute(insert(ANSWER).values(
        act_id=act.act_id, game_id=act.game_id, moment_id=item.moment_id, person_id=act.person_id, kind=item.kind,
        at=act.at, **values,
    ))  # fmt: skip
    settle_item(connection, item.queue_id, act.act_id)
