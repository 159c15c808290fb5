"""Swept stretches: a person watched them and added everything that was missing, so the rest is a known negative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from edc.errors import InputError
from labeling.record.acts import SHORTEST_S, checked_label, checked_number, checked_time
from labeling.record.history import gone_acts
from labeling.record.tables import ACT

_FASTEST = 4.0


def checked_sweep(change: Mapping[str, Any], duration_s: float) -> dict[str, Any]:
    """Raises:
    InputError: no stretch of the video, or watched faster than anybody can see.
    """
    start_s = checked_time(change.get("start_s", change.get("from_s")), "start_s", duration_s)
    end_s = checked_time(change.get("end_s", change.get("to_s")), "end_s", duration_s)
    if end_s - start_s < SHORTEST_S:
        raise InputError(f"The swept stretch would end ({end_s:.3f} s) before it starts ({start_s:.3f} s).")
    speed = float(checked_number(change.get("speed", 1.0), "speed"))
    if not 0.0 < speed <= _FASTEST:
        raise InputError(f"A stretch is swept at {_FASTEST:g} times speed at most, not {speed:g}.")
    labels = change.get("labels")
    if labels is not None and not isinstance(labels, list):
        raise InputError("labels must be a list: what was looked for; without it, everything.")
    return {"start_s": start_s, "end_s": end_s, "speed": speed,
            "labels": None if labels is None else [checked_label(label) for label in labels]}  # fmt: skip


def swept(connection: Connection, game_id: str, duration_s: float) -> list[dict[str, Any]]:
    """The stretches that stand, by start."""
    rows = list(connection.execute(
        select(ACT.c.act_id, ACT.c.undoes, ACT.c.action, ACT.c.change, ACT.c.person_id)
        .where(ACT.c.game_id == game_id).order_by(ACT.c.seq)
    ).mappings())  # fmt: skip
    gone = gone_acts((row["act_id"], row["undoes"]) for row in rows)
    found = [checked_sweep(row["change"], duration_s) | {"person_id": row["person_id"]} for row in rows
             if row["action"] == "sweep" and row["act_id"] not in gone]  # fmt: skip
    return sorted(found, key=lambda s: (s["start_s"], s["end_s"]))


def unswept(spans: Sequence[tuple[float, float]], done: Sequence[Mapping[str, Any]]) -> list[tuple[float, float]]:
    """What is left of spans once the swept stretches are taken out."""
    left = []
    for start_s, end_s in spans:
        at_s = start_s
        for sweep in sorted(done, key=lambda s: s["start_s"]):
            if sweep["end_s"] <= at_s or sweep["start_s"] >= end_s:
                continue
            if sweep["start_s"] > at_s:
                left.append((at_s, sweep["start_s"]))
            at_s = max(at_s, sweep["end_s"])
        if at_s < end_s:
            left.append((at_s, end_s))
    return left
