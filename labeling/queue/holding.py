"""Keeping the questions that a page holds while somebody is at it, and giving them back when the page is left.

Comes in: a person, a tab, the questions it holds. Goes out: those that are still theirs; a lease that
nobody renews runs out by itself.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import Engine, and_, or_, select, update

from labeling.record.people import Person
from labeling.record.tables import QUEUE


def renew(engine: Engine, person: Person, tab: str | None, holding: Sequence[str], lease_s: float) -> list[str]:
    """The questions that are this tab's for `lease_s` seconds more; what is missing was answered, or is another's."""
    now = time.time()
    free = or_(QUEUE.c.lease_until.is_(None), QUEUE.c.lease_until < now, QUEUE.c.lease_by == person.person_id)
    here = and_(QUEUE.c.queue_id.in_(holding), QUEUE.c.state == "open", free)
    with engine.begin() as connection:
        connection.execute(update(QUEUE).where(here).values(
            lease_by=person.person_id, lease_tab=tab, lease_until=now + lease_s
        ))  # fmt: skip
        mine = and_(QUEUE.c.queue_id.in_(holding), QUEUE.c.state == "open", QUEUE.c.lease_by == person.person_id)
        held = set(connection.execute(select(QUEUE.c.queue_id).where(mine)).scalars())
    return [queue_id for queue_id in holding if queue_id in held]


def leave(engine: Engine, person: Person, tab: str) -> None:
    """The tab was closed: others may be asked at once."""
    here = and_(QUEUE.c.lease_by == person.person_id, QUEUE.c.lease_tab == tab, QUEUE.c.state == "open")
    with engine.begin() as connection:
        connection.execute(update(QUEUE).where(here).values(lease_by=None, lease_tab=None, lease_until=None))
