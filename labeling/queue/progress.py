"""How far the work is: done, left, pace and agreement of each person."""

from __future__ import annotations

import time
from collections import defaultdict
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, func, select

from labeling.agreement.report import agreement
from labeling.record.tables import ACT, ANSWER, PERSON, QUEUE

_HOUR_S = 3600.0
_PAUSE_S = 120.0
"""Longer gaps between two answers are pauses, and no part of the pace."""


def progress(connection: Connection) -> dict[str, Any]:
    """Figures of the whole project and of each person; `per_hour` counts working time alone."""
    counts = connection.execute(select(QUEUE.c.kind, QUEUE.c.state, func.count()).group_by(QUEUE.c.kind, QUEUE.c.state))
    table: dict[str, dict[str, int]] = defaultdict(lambda: {"open": 0, "done": 0})
    for kind, state, count in counts:
        table[kind][state] = count
    reviews = {kind: row for kind, row in table.items() if kind != "sweep"}
    people = _people(connection)
    left = sum(row["open"] for row in reviews.values())
    pace = sum(person["per_hour"] or 0.0 for person in people if person["last_hour"])
    return {
        "done": sum(row["done"] for row in reviews.values()), "left": left, "kinds": dict(table), "people": people,
        "per_hour": round(pace, 1) or None, "hours_left": round(left / pace, 2) if pace else None,
    }  # fmt: skip


def _people(connection: Connection) -> list[dict[str, Any]]:
    agreed = {row["name"]: row for row in agreement(connection)["people"]}
    times: dict[str, list[float]] = defaultdict(list)
    for row in connection.execute(select(ANSWER.c.person_id, ANSWER.c.at).order_by(ANSWER.c.seq)):
        times[row.person_id].append(row.at)
    early = select(ACT.c.person_id, func.count()).where(ACT.c.seen_anchor.is_(False), ACT.c.action == "confirm")
    unseen: dict[str, int] = dict(map(tuple, connection.execute(early.group_by(ACT.c.person_id))))
    return [
        {"name": row.name, "role": row.role, "done": len(times[row.person_id]),
         "last_hour": sum(at > time.time() - _HOUR_S for at in times[row.person_id]),
         "per_hour": per_hour(times[row.person_id]), "confirmed_unseen": unseen.get(row.person_id, 0),
         **{key: agreed.get(row.name, {}).get(key) for key in ("agreed", "kappa", "gold_right", "gold_seen")}}
        for row in connection.execute(select(PERSON).order_by(PERSON.c.created_at))
    ]  # fmt: skip


def per_hour(times: list[float]) -> float | None:
    """Answers an hour of work; None with fewer than two."""
    gaps = [b - a for a, b in pairwise(times) if 0.0 <= b - a <= _PAUSE_S]
    worked_s = sum(gaps)
    return round(len(gaps) * _HOUR_S / worked_s, 1) if worked_s > 0 else None
