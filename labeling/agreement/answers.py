"""The answers that stand: for each moment what each person holds to be true, newest first seen.

Comes in: the record. Goes out: answers by moment and person, without those that were taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from labeling.record.history import gone_acts
from labeling.record.tables import ACT, ANSWER

Key = tuple[str, str]
"""Game and moment."""
NOTHING = "(nothing)"
"""The label of what a person deleted: that nothing happened there."""


def standing_answers(connection: Connection, game_id: str | None = None) -> dict[Key, dict[str, dict[str, Any]]]:
    """Each person's last answer to each moment, by moment and person; adjudications under "adjudicated"."""
    acts, answers = select(ACT.c.act_id, ACT.c.undoes).order_by(ACT.c.seq), select(ANSWER).order_by(ANSWER.c.seq)
    if game_id is not None:
        acts, answers = acts.where(ACT.c.game_id == game_id), answers.where(ANSWER.c.game_id == game_id)
    gone = gone_acts((row.act_id, row.undoes) for row in connection.execute(acts))
    found: dict[Key, dict[str, dict[str, Any]]] = {}
    for row in connection.execute(answers).mappings():
        if row["act_id"] in gone:
            continue
        who = "adjudicated" if row["kind"] == "adjudicated" else row["person_id"]
        found.setdefault((row["game_id"], row["moment_id"]), {})[who] = dict(row)
    return found


def label_of(answer: Mapping[str, Any]) -> str | None:
    """What was said; None for "cannot tell"."""
    if answer["verdict"] == "cannot_tell":
        return None
    return NOTHING if answer["verdict"] == "deleted" else str(answer["label"])


def by_person(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Without the adjudication and without those who could not tell."""
    return {who: a for who, a in answers.items() if who != "adjudicated" and label_of(a) is not None}
