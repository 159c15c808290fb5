"""What people disagree about, for an adjudicator to settle, and gold items.

Comes in: the answers that stand. Goes out: the disputed moments with each answer; gold rows.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from edc.errors import InputError
from labeling.agreement.answers import by_person, label_of, standing_answers
from labeling.agreement.measures import spread_s
from labeling.record.changes import present
from labeling.record.correct import shown
from labeling.record.people import Person
from labeling.record.state import value_of
from labeling.record.tables import GOLD, PERSON

CANNOT_TELL = "(cannot tell)"
FAR_S = 1.0
"""Anchors further apart than this are a dispute."""


def disputes(connection: Connection, game_id: str | None = None) -> list[dict[str, Any]]:
    """Moments whose answers differ and that nobody has adjudicated since."""
    names: dict[str, str] = {row.person_id: row.name for row in connection.execute(select(PERSON))}
    found = []
    for (game, moment_id), answers in standing_answers(connection, game_id).items():
        about = disputed(by_person(answers))
        settled = answers.get("adjudicated")
        if not about or (settled is not None and settled["at"] >= max(a["at"] for a in answers.values())):
            continue
        found.append({
            "game_id": game, "moment": shown(present(connection, game, moment_id)), "about": about,
            "answers": [{"name": names.get(who, who), "label": label_of(a) or CANNOT_TELL,
                         **{name: a[name] for name in ("kind", "at", "team", "start_s", "anchor_s", "end_s")}}
                        for who, a in sorted(answers.items()) if who != "adjudicated"],
        })  # fmt: skip
    return found


def disputed(answers: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What the answers differ in."""
    if len(answers) < 2:
        return []
    about = ["label"] if len({label_of(a) for a in answers.values()}) > 1 else []
    if len({a["team"] for a in answers.values() if a["team"] is not None}) > 1:
        about.append("team")
    if spread_s([a["anchor_s"] for a in answers.values() if a["anchor_s"] is not None]) > FAR_S:
        about.append("anchor_s")
    return about


def make_gold(connection: Connection, game_id: str, moment_id: str, person: Person) -> None:
    """The moment as it stands is what others are measured against.

    Raises:
        InputError: there is no such moment, or no person has decided it.
    """
    now = present(connection, game_id, moment_id)
    if now.revision == 0:
        raise InputError(f"There is no moment {moment_id[:80]!r} in this game.")
    if not now.state.get("verdict") and not now.state.get("deleted"):
        raise InputError("A gold item must have been decided by a person: review it first.")
    connection.execute(delete(GOLD).where(GOLD.c.game_id == game_id, GOLD.c.moment_id == moment_id))
    label = None if now.state.get("deleted") else value_of(now.state, "label")
    connection.execute(insert(GOLD).values(
        game_id=game_id, moment_id=moment_id, label=label, team=value_of(now.state, "team"),
        anchor_s=value_of(now.state, "anchor_s"), by=person.person_id, at=time.time(),
    ))  # fmt: skip
