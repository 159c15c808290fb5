"""What a correction does to the queue, within its own transaction: settles what was asked, or asks it again."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence

from sqlalchemy import Connection, and_, insert, select, update

from labeling.record.tables import QUEUE

_OPEN_TO_ALL = ("gain", "random", "conflict", "requeue")
"""Kinds of which one answer is enough; second and gold items want an answer of their own."""
_KEPT_S = 300.0


def settle(connection: Connection, game_id: str, moment_ids: Sequence[str], act_id: str) -> None:
    """Nobody needs to be asked about these moments any more."""
    here = and_(QUEUE.c.game_id == game_id, QUEUE.c.moment_id.in_(moment_ids), QUEUE.c.state == "open",
                QUEUE.c.kind.in_(_OPEN_TO_ALL))  # fmt: skip
    connection.execute(update(QUEUE).where(here).values(state="done", act_id=act_id, lease_until=None, lease_by=None))


def settle_item(connection: Connection, queue_id: str, act_id: str) -> None:
    here = and_(QUEUE.c.queue_id == queue_id, QUEUE.c.state == "open")
    connection.execute(update(QUEUE).where(here).values(state="done", act_id=act_id, lease_until=None, lease_by=None))


def reopen(connection: Connection, act_id: str, person_id: str) -> str | None:
    """What the act settled is asked again, and kept for the person who took the act back for a while."""
    ids = list(connection.execute(select(QUEUE.c.queue_id).where(QUEUE.c.act_id == act_id)).scalars())
    connection.execute(update(QUEUE).where(QUEUE.c.queue_id.in_(ids)).values(
        state="open", lease_by=person_id, lease_tab=None, lease_until=time.time() + _KEPT_S
    ))  # fmt: skip
    return str(ids[0]) if ids else None


def settle_again(connection: Connection, act_id: str) -> None:
    """The act stands again: what it had settled is settled, unless somebody has answered it since."""
    here = and_(QUEUE.c.act_id == act_id, QUEUE.c.state == "open")
    connection.execute(update(QUEUE).where(here).values(state="done", lease_until=None, lease_by=None))


def ask_again(
    connection: Connection, game_id: str, moment_id: str, kind: str, reason: str, gain: float = 1.0, *,
    not_for: Sequence[str] = (), only_for: str | None = None,
) -> str:  # fmt: skip
    """Puts a moment into the queue, unless it is asked about in this way already."""
    here = and_(QUEUE.c.game_id == game_id, QUEUE.c.moment_id == moment_id, QUEUE.c.kind == kind,
                QUEUE.c.state == "open")  # fmt: skip
    for row in connection.execute(select(QUEUE.c.queue_id, QUEUE.c.for_whom).where(here)):
        if row.for_whom["only"] == only_for:
            return str(row.queue_id)
    queue_id = uuid.uuid4().hex
    connection.execute(insert(QUEUE).values(
        queue_id=queue_id, game_id=game_id, moment_id=moment_id, kind=kind, gain=gain, reason=reason, state="open",
        for_whom={"not": list(not_for), "only": only_for}, made_at=time.time(),
    ))  # fmt: skip
    return queue_id
