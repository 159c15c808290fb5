"""The answers that stand: for each moment what each person holds to be true, newest first seen.

Comes in: the record. Goes out: answers by moment and person, without those that were taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from labeling.record.blind import BLIND_KINDS
from labeling.record.history import gone_acts
from labeling.record.tables import ACT, ANSWER

Key = tuple[str, str]
"""Game and moment."""
NOTHING = "(nothing)"
"""The label of what a person deleted: that nothing happened there."""


def standing_answers(connection: Connection, game_id: str | None = None) -> dict[Key, dict[str, dict[str, Any]]]:
    """Each person's last answer to each moment, by moment and person; adjudications under "adjudicated"."""
    columns = (ACT.c.act_id, ACT.c.undoes, ACT.c.seq, ACT.c.action, ACT.c.game_id, ACT.c.moment_id, ACT.c.change)
    acts, answers = select(*columns).order_by(ACT.c.seq), select(ANSWER).order_by(ANSWER.c.seq)
    if game_id is not None:
        acts, answers = acts.where(ACT.c.game_id == game_id), answers.where(ANSWER.c.game_id == game_id)
    done = [dict(row) for row in connection.execute(acts).mappings()]
    gone = gone_acts((act["act_id"], act["undoes"]) for act in done)
    order: dict[str, int] = {act["act_id"]: act["seq"] for act in done}
    restored = [act for act in done if act["action"] == "restore_to" and act["act_id"] not in gone]
    found: dict[Key, dict[str, dict[str, Any]]] = {}
    for answer in map(dict, connection.execute(answers).mappings()):
        if answer["act_id"] in gone or _put_back(answer, order[answer["act_id"]], restored):
            continue
        who = "adjudicated" if answer["kind"] == "adjudicated" else answer["person_id"]
        found.setdefault((answer["game_id"], answer["moment_id"]), {})[who] = answer
    return found


def _put_back(answer: Mapping[str, Any], seq: int, restored: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the moment was put back to a time before this answer. Blind ones measure people, and stand."""
    return answer["kind"] not in BLIND_KINDS and any(
        act["seq"] > seq and act["change"]["at"] < answer["at"]
        and (act["game_id"], act["moment_id"]) == (answer["game_id"], answer["moment_id"]) for act in restored
    )  # fmt: skip


def label_of(answer: Mapping[str, Any]) -> str | None:
    """What was said; None for "cannot tell"."""
    if answer["verdict"] == "cannot_tell":
        return None
    return NOTHING if answer["verdict"] == "deleted" else str(answer["label"])


def by_person(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Without the adjudication and without those who could not tell."""
    return {who: a for who, a in answers.items() if who != "adjudicated" and label_of(a) is not None}
