"""Filling the queue of a game: first reviews, the random share, blind second reviews, gold items, sweeps.

Comes in: the record and the game's segments. Goes out: rows of the queue; what is asked already keeps
its row and gets its new gain, what needs no answer any more is settled.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, and_, insert, select, update

from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.tables import SEGMENTS, read_rows
from labeling.queue.ranking import SKIPPED, Asked, drawn, expected_gain, spread
from labeling.queue.seen import Seen
from labeling.record.changes import Present, all_present
from labeling.record.history import gone_acts
from labeling.record.queue_rows import ask_again
from labeling.record.state import is_gone, view
from labeling.record.sweeps import swept, unswept
from labeling.record.tables import ACT, ANSWER, GAME, GOLD, PERSON, QUEUE
from labeling.record.through import nearest_known

SWEEP_S = 120.0
"""Longest stretch that is swept at a time."""
_SHORT_S = 3.0
_SWEEP_GAIN = 0.001
_FIRST = ("gain", "random")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    random: float = 0.1
    """Of the moments are asked in random order: what an honest measurement needs."""
    second: float = 0.1
    """Of the reviewed moments are reviewed a second time, blind."""


def fill(engine: Engine, game: GameFolder, game_id: str, shares: Shares) -> int:
    """Brings the queue of a game up to date; gives the number of open questions."""
    shown = _in_recaps(game)
    live = [(s["start_s"], s["end_s"]) for s in read_rows(game.segments, SEGMENTS) if s["kind"] == "live"]
    with engine.begin() as connection:
        moments = all_present(connection, game_id)
        asked = _asked(connection, game_id)
        _first_reviews(connection, game_id, moments, asked, shown, Seen(game), shares)
        _unknown_labels(connection, game_id, moments)
        _second_reviews(connection, game_id, moments, shares)
        _gold(connection, game_id)
        _sweeps(connection, game_id, live, asked)
        count = select(QUEUE.c.queue_id).where(and_(QUEUE.c.game_id == game_id, QUEUE.c.state == "open"))
        return len(connection.execute(count).all())


def _in_recaps(game: GameFolder) -> frozenset[str]:
    plans = [read_json(path) for path in (game.root / "recaps").glob("*/recap.json")]
    return frozenset(id_ for plan in plans for clip in plan["clips"] for id_ in clip["moment_ids"])


def _asked(connection: Connection, game_id: str) -> list[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(select(QUEUE).where(QUEUE.c.game_id == game_id)).mappings()]


def _first_reviews(
    connection: Connection, game_id: str, moments: Mapping[str, Present], asked: Sequence[Mapping[str, Any]],
    shown: frozenset[str], seen: Seen, shares: Shares,
) -> None:  # fmt: skip
    rows = {row["moment_id"]: row for row in asked if row["kind"] in _FIRST}

    def gained_by(moment: Present) -> Asked:
        told = view(moment.moment_id, moment.revision, moment.state, moment.aside)
        return expected_gain(told, shown, seen.against(str(told["label"]), told["anchor_s"]))

    wanted = {id_: gained_by(moment) for id_, moment in moments.items() if needs_review(moment)}
    order = sorted(wanted, key=lambda id_: (-wanted[id_].gain, id_))
    fresh: list[dict[str, Any]] = []
    for place, id_ in enumerate(order):
        skips = rows[id_]["for_whom"].get("skips", 0) if id_ in rows else 0
        gain = spread(wanted[id_].gain * SKIPPED**skips, place)
        if id_ not in rows:
            fresh.append(_row(game_id, id_, gain, wanted[id_].reason, shares))
        elif rows[id_]["state"] == "open" and rows[id_]["kind"] == "gain" and rows[id_]["gain"] != gain:
            here = QUEUE.c.queue_id == rows[id_]["queue_id"]
            connection.execute(update(QUEUE).where(here).values(gain=gain, reason=wanted[id_].reason))
    if fresh:
        connection.execute(insert(QUEUE), fresh)
    # what was answered and is not decided any more (a game put back, a bulk act taken back) is asked again
    again = [row["queue_id"] for id_, row in rows.items() if row["state"] == "done" and id_ in wanted]
    if again:
        connection.execute(update(QUEUE).where(QUEUE.c.queue_id.in_(again)).values(state="open", act_id=None))
    over = [row["queue_id"] for id_, row in rows.items() if row["state"] == "open" and id_ not in wanted]
    if over:
        connection.execute(update(QUEUE).where(QUEUE.c.queue_id.in_(over)).values(state="done"))


def _unknown_labels(connection: Connection, game_id: str, moments: Mapping[str, Present]) -> None:
    """What people called by a name that a later taxonomy does not have is asked again; the name stays in the record."""
    for id_, moment in moments.items():
        said = moment.state.get("said.label")
        if said is not None and nearest_known(said[0]) != said[0] and not moment.state.get("deleted"):
            ask_again(connection, game_id, id_, "conflict", f"the taxonomy has no label {said[0]} any more", gain=5.0)


def needs_review(moment: Present) -> bool:
    """Whether no person has answered yet, and there is something to look at."""
    state = moment.state
    placed = (state.get("machine") or {}).get("anchor_s") is not None
    return placed and not is_gone(state) and not state.get("verdict") and not state.get("deleted")


def _row(game_id: str, moment_id: str, gain: float, reason: str, shares: Shares) -> dict[str, Any]:
    at_random = drawn(shares.random, game_id, moment_id, "random")
    return {
        "queue_id": uuid.uuid4().hex, "game_id": game_id, "moment_id": moment_id,
        "kind": "random" if at_random else "gain", "gain": gain, "state": "open", "made_at": time.time(),
        "reason": "drawn at random, for an honest measurement" if at_random else reason,
        "for_whom": {"not": [], "only": None}, "start_s": None, "end_s": None,
    }  # fmt: skip


def _second_reviews(
    connection: Connection, game_id: str, moments: Mapping[str, Present], shares: Shares
) -> None:
    """Of what one person answered a share is asked again, of somebody else."""
    people = len(connection.execute(select(PERSON.c.person_id)).all())
    if people < 2 or shares.second <= 0.0:
        return
    answers: dict[str, set[str]] = {}
    query = select(ANSWER.c.moment_id, ANSWER.c.person_id, ANSWER.c.kind).where(ANSWER.c.game_id == game_id)
    seconds = set()
    for row in connection.execute(query):
        answers.setdefault(row.moment_id, set()).add(row.person_id)
        if row.kind == "second":
            seconds.add(row.moment_id)
    for id_, who in answers.items():
        if id_ in moments and id_ not in seconds and drawn(shares.second, game_id, id_, "second"):
            ask_again(connection, game_id, id_, "second", "a second, blind review", gain=0.5, not_for=sorted(who))


def _gold(connection: Connection, game_id: str) -> None:
    """Each labeler is asked each gold item once, blind."""
    people = connection.execute(select(PERSON.c.person_id).where(PERSON.c.role == "labeler")).scalars().all()
    query = select(ANSWER.c.moment_id, ANSWER.c.person_id).where(
        and_(ANSWER.c.game_id == game_id, ANSWER.c.kind == "gold")
    )
    done = {(row.moment_id, row.person_id) for row in connection.execute(query)}
    for gold in connection.execute(select(GOLD).where(GOLD.c.game_id == game_id)).mappings():
        for person in people:
            if person != gold["by"] and (gold["moment_id"], person) not in done:
                ask_again(connection, game_id, gold["moment_id"], "gold", "a blind review", gain=0.4, only_for=person)


def _sweeps(
    connection: Connection, game_id: str, live: Sequence[tuple[float, float]], asked: Sequence[Mapping[str, Any]]
) -> None:
    """Live stretches that nobody has watched from end to end."""
    known = {(row["start_s"], row["end_s"]) for row in asked if row["kind"] == "sweep"}
    duration_s = float(connection.execute(select(GAME.c.duration_s).where(GAME.c.game_id == game_id)).scalar_one())
    left = unswept(pieces(live), swept(connection, game_id, duration_s))
    done = _settled_sweeps(connection, game_id, asked)
    fresh: list[dict[str, Any]] = [
        {"queue_id": uuid.uuid4().hex, "game_id": game_id, "moment_id": None, "kind": "sweep", "gain": _SWEEP_GAIN,
         "state": "open", "made_at": time.time(), "reason": "look for what the model missed",
         "for_whom": {"not": [], "only": None}, "start_s": start_s, "end_s": end_s}
        for start_s, end_s in left if (start_s, end_s) not in known - done and end_s - start_s >= _SHORT_S
    ]  # fmt: skip
    if fresh:
        connection.execute(insert(QUEUE), fresh)
    whole = {(start_s, end_s) for start_s, end_s in left}
    over = [row["queue_id"] for row in asked if row["kind"] == "sweep" and row["state"] == "open"
            and (row["start_s"], row["end_s"]) not in whole]  # fmt: skip
    if over:
        connection.execute(update(QUEUE).where(QUEUE.c.queue_id.in_(over)).values(state="done"))


def _settled_sweeps(
    connection: Connection, game_id: str, asked: Sequence[Mapping[str, Any]]
) -> set[tuple[float, float]]:
    """Stretches whose sweep was taken back: they are asked again."""
    query = select(ACT.c.act_id, ACT.c.undoes).where(ACT.c.game_id == game_id).order_by(ACT.c.seq)
    gone = gone_acts((row.act_id, row.undoes) for row in connection.execute(query))
    return {(row["start_s"], row["end_s"]) for row in asked
            if row["kind"] == "sweep" and row["state"] == "done" and row["act_id"] in gone}  # fmt: skip


def pieces(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Long spans in equal parts of at most `SWEEP_S`."""
    parts = []
    for start_s, end_s in spans:
        count = max(1, -(-int(end_s - start_s) // int(SWEEP_S)))
        step = (end_s - start_s) / count
        parts += [(round(start_s + i * step, 3), round(start_s + (i + 1) * step, 3)) for i in range(count)]
    return parts
