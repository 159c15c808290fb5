"""What was done to many moments at once, for the page to list and take back: bulk acts, imports, restoring.

Comes in: the acts of a game. Goes out: one row a batch, the newest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from labeling.record.history import gone_acts
from labeling.record.tables import ACT, PERSON

_TAKEN_BACK = ("undo", "redo")


def batches(connection: Connection, game_id: str) -> list[dict[str, Any]]:
    """Each with who, when, why, how many moments it changed, and whether all of it has been taken back."""
    names: dict[str, str] = {row.person_id: row.name for row in connection.execute(select(PERSON))}
    acts = [dict(row) for row in connection.execute(
        select(ACT).where(ACT.c.game_id == game_id).order_by(ACT.c.seq)
    ).mappings()]  # fmt: skip
    gone = gone_acts((act["act_id"], act["undoes"]) for act in acts)
    found: dict[str, list[dict[str, Any]]] = {}
    for act in acts:
        if act["batch_id"] is not None and act["action"] not in _TAKEN_BACK:
            found.setdefault(act["batch_id"], []).append(act)
    return [_told(batch_id, done, gone, names) for batch_id, done in reversed(found.items())]


def _told(
    batch_id: str, acts: list[dict[str, Any]], gone: set[str], names: Mapping[str, str]
) -> dict[str, Any]:
    first = acts[0]
    return {
        "batch_id": batch_id, "action": first["action"], "at": first["at"], "why": first["why"],
        "by": names.get(first["person_id"], first["person_id"]), "change": _plain(first["change"]),
        "changed": sum(touched(act) for act in acts),
        "undone": all(act["act_id"] in gone for act in acts),
    }  # fmt: skip


def touched(act: Mapping[str, Any]) -> int:
    """How many moments an act of a batch changed, or asked about again."""
    return int(act["moment_id"] is not None) or len(act["change"].get("queue_ids", ()))


def _plain(change: Mapping[str, Any]) -> dict[str, Any]:
    """Without what an import keeps for later exports."""
    return {key: value for key, value in change.items() if isinstance(value, str | int | float | bool)}
