"""Handing out questions: each to one person at a time, for a while.

Comes in: who asks, from which tab, with which filters. Goes out: the question to show and the one
after it, both leased. A lease that runs out goes back to everybody; skipping ends it at once.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, and_, or_, select, update

from edc.errors import InputError
from edc.taxonomy import load_taxonomy
from labeling.queue.ranking import SKIPPED
from labeling.record.blind import BLIND_KINDS
from labeling.record.changes import Present, all_present
from labeling.record.people import Person
from labeling.record.state import view
from labeling.record.tables import QUEUE

LEASE_S = 300.0
_FILTERS = ("game", "labels", "kinds", "team", "period", "max_confidence", "from_s", "to_s", "flagged", "queue_ids")
_BLIND_MARGIN_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    person: Person
    tab: str | None = None
    """Two tabs of one person get different questions."""
    filters: Mapping[str, Any] = field(default_factory=dict)
    holding: Sequence[str] = ()
    """Questions that the tab has already."""
    games: frozenset[str] | None = None
    """The games that are served now; a record may know others too. None: all."""
    lease_s: float = LEASE_S
    random_share: float = 0.1


def next_questions(engine: Engine, ask: Ask) -> dict[str, Any]:
    """`item` and `next` (None where nothing is left), and how many are `left` for this person.

    Raises:
        InputError: a filter that we do not know.
    """
    unknown = set(ask.filters) - set(_FILTERS)
    if unknown:
        raise InputError(f"{sorted(unknown)[0]!r} is no filter: there are {', '.join(_FILTERS)}.")
    now = time.time()
    with engine.begin() as connection:
        rows, moments = _open_rows(connection, ask, now)
        rows = [row for row in rows if _fits(row, _moment(moments, row), ask)]
        order = _in_order(rows, ask, now)
        first = _lease(connection, order, ask, now, without=())
        second = _lease(connection, order, ask, now, without=(*ask.holding, first["queue_id"])) if first else None
        return {"item": _question(first, moments, ask), "next": _question(second, moments, ask), "left": len(rows)}


Moments = Mapping[str, Mapping[str, Present]]


def _open_rows(connection: Connection, ask: Ask, now: float) -> tuple[list[dict[str, Any]], Moments]:
    free = or_(QUEUE.c.lease_until.is_(None), QUEUE.c.lease_until < now, QUEUE.c.lease_by == ask.person.person_id)
    query = select(QUEUE).where(and_(QUEUE.c.state == "open", free)).order_by(QUEUE.c.gain.desc(), QUEUE.c.queue_id)
    if ask.filters.get("game"):
        query = query.where(QUEUE.c.game_id == str(ask.filters["game"]))
    if ask.games is not None:
        query = query.where(QUEUE.c.game_id.in_(ask.games))
    rows = [dict(row) for row in connection.execute(query).mappings()]
    rows = [row for row in rows if is_for(row["for_whom"], ask.person.person_id)]
    games = {row["game_id"] for row in rows}
    return rows, {game_id: all_present(connection, game_id) for game_id in games}


def is_for(whom: Mapping[str, Any], person_id: str) -> bool:
    return person_id not in whom["not"] and whom["only"] in (None, person_id)


def _moment(moments: Moments, row: Mapping[str, Any]) -> dict[str, Any] | None:
    present = moments.get(row["game_id"], {}).get(row["moment_id"] or "")
    return None if present is None else view(present.moment_id, present.revision, present.state, present.aside)


def _fits(row: Mapping[str, Any], moment: Mapping[str, Any] | None, ask: Ask) -> bool:
    filters = ask.filters
    if "queue_ids" in filters and row["queue_id"] not in filters["queue_ids"]:
        return False
    if filters.get("kinds") and row["kind"] not in filters["kinds"]:
        return False
    if moment is None:
        return row["kind"] == "sweep" and not (set(filters) - {"game", "kinds", "from_s", "to_s"})
    if row["kind"] in BLIND_KINDS and (filters.get("labels") or "team" in filters):
        return False  # the filter would tell the answer
    return _moment_fits(moment, filters)


def _moment_fits(moment: Mapping[str, Any], filters: Mapping[str, Any]) -> bool:
    taxonomy = load_taxonomy()
    labels = filters.get("labels")
    anchor_s = moment["anchor_s"] or 0.0
    known = moment["label"] in taxonomy.nodes
    return (
        (not labels or any(moment["label"] == la or (known and taxonomy.is_a(moment["label"], la)) for la in labels))
        and (filters.get("team") is None or moment["team"] == filters["team"])
        and (filters.get("period") is None or moment["period"] == filters["period"])
        and moment["confidence"] <= float(filters.get("max_confidence", 1.0))
        and float(filters.get("from_s", 0.0)) <= anchor_s <= float(filters.get("to_s", float("inf")))
        and (not filters.get("flagged") or bool(moment["flag"]))
    )


def _in_order(rows: list[dict[str, Any]], ask: Ask, now: float) -> list[dict[str, Any]]:
    """What this tab has comes first, then by gain; now and then a question from the random share."""
    def mine(row: Mapping[str, Any]) -> bool:
        held = row["lease_by"] == ask.person.person_id and (row["lease_until"] or 0.0) >= now
        return held and (row["lease_tab"] == ask.tab or row["lease_tab"] is None)

    place = {id_: n for n, id_ in enumerate(ask.holding)}
    own = sorted((r for r in rows if mine(r)), key=lambda r: place.get(r["queue_id"], len(place)))
    others = [r for r in rows if not mine(r)]
    free = [r for r in others if r["lease_by"] != ask.person.person_id or (r["lease_until"] or 0.0) < now]
    chance = [r for r in free if r["kind"] == "random"]
    if chance and random.random() < ask.random_share:
        drawn = random.choice(chance)
        free = [drawn, *(r for r in free if r is not drawn)]
    else:
        free = sorted(free, key=lambda r: (r["kind"] == "random", r["kind"] == "sweep"))
    return [*own, *free]


def _lease(
    connection: Connection, order: Sequence[dict[str, Any]], ask: Ask, now: float, *, without: Sequence[str]
) -> dict[str, Any] | None:
    """The first that nobody took in the meantime."""
    until = now + ask.lease_s
    for row in order:
        if row["queue_id"] in without:
            continue
        free = or_(QUEUE.c.lease_until.is_(None), QUEUE.c.lease_until < now, QUEUE.c.lease_by == ask.person.person_id)
        here = and_(QUEUE.c.queue_id == row["queue_id"], QUEUE.c.state == "open", free)
        taken = update(QUEUE).where(here).values(lease_by=ask.person.person_id, lease_tab=ask.tab, lease_until=until)
        if connection.execute(taken).rowcount == 1:
            return {**row, "lease_until": until}
    return None


def _question(row: Mapping[str, Any] | None, moments: Moments, ask: Ask) -> dict[str, Any] | None:
    if row is None:
        return None
    moment, blind = _moment(moments, row), row["kind"] in BLIND_KINDS
    return {
        "queue_id": row["queue_id"], "game_id": row["game_id"], "kind": row["kind"], "reason": row["reason"],
        "lease_until": row["lease_until"], "blind": blind, "start_s": row["start_s"], "end_s": row["end_s"],
        "moment": blinded(moment) if blind and moment is not None else moment,
    }  # fmt: skip


def blinded(moment: Mapping[str, Any]) -> dict[str, Any]:
    """Only where to look: neither an earlier answer nor the model's."""
    start_s, end_s = moment["start_s"], moment["end_s"]
    if start_s is None or end_s is None:
        start_s, end_s = (moment["anchor_s"] or 0.0) - _BLIND_MARGIN_S, (moment["anchor_s"] or 0.0) + _BLIND_MARGIN_S
    # Whole seconds, wider than the moment: the edges would tell the anchor.
    return {
        "moment_id": moment["moment_id"], "revision": moment["revision"], "blind": True, "label": None, "team": None,
        "start_s": float(max(0.0, start_s - _BLIND_MARGIN_S) // 1), "end_s": float((end_s + _BLIND_MARGIN_S) // 1 + 1),
        "anchor_s": None, "players": [], "evidence": [], "confidence": None, "scores": [], "feed_row": None,
        "period": moment["period"], "deleted": False, "human": False,
    }  # fmt: skip


def release(engine: Engine, queue_id: str, person: Person) -> None:
    """Skips a question: it comes back, to anybody, after the others.

    Raises:
        InputError: there is no such question, or it is somebody else's.
    """
    with engine.begin() as connection:
        row = connection.execute(select(QUEUE).where(QUEUE.c.queue_id == queue_id)).mappings().first()
        if row is None or row["state"] != "open":
            raise InputError("There is no such open question: it may have been answered by now.")
        if row["lease_by"] != person.person_id and (row["lease_until"] or 0.0) >= time.time():
            raise InputError("This question is somebody else's at the moment.")
        # What nobody can answer sinks, and comes back at the end.
        values = {"lease_by": None, "lease_tab": None, "lease_until": None, "gain": row["gain"] * SKIPPED,
                  "for_whom": {**row["for_whom"], "skips": row["for_whom"].get("skips", 0) + 1}}  # fmt: skip
        connection.execute(update(QUEUE).where(QUEUE.c.queue_id == queue_id).values(**values))
