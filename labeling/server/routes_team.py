"""What adjudicators and admins do: bulk acts, restoring, agreement, adjudication, gold items, people."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field

from labeling.agreement.adjudication import disputes, make_gold
from labeling.agreement.report import agreement
from labeling.queue.progress import progress
from labeling.record.batches import batches
from labeling.record.bulk import Bulk, do_bulk, restore_to, undo_bulk, would_restore
from labeling.record.correct import Wish, correct
from labeling.record.database import reading
from labeling.record.history import broken_histories
from labeling.record.people import add_person, people
from labeling.server.access import Adjudicating, Administering, AtDesk, IsAdmin, IsSigned
from labeling.server.routes_review import revision_of

router = APIRouter(prefix="/api")


class BulkBody(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    client_id: str = Field(min_length=8, max_length=64)
    action: str
    game_id: str
    chosen: dict[str, Any] = Field(default_factory=dict, alias="select")
    change: dict[str, Any] = Field(default_factory=dict)
    why: str | None = None


class RestoreBody(BaseModel):
    game_id: str
    at: float = Field(allow_inf_nan=False)
    why: str | None = None


class AdjudicationBody(BaseModel):
    client_id: str
    game_id: str
    moment_id: str
    change: dict[str, Any]
    why: str | None = None
    gold: bool = False


class GoldBody(BaseModel):
    game_id: str
    moment_id: str


class PersonBody(BaseModel):
    name: str
    role: str


@router.post("/bulk")
def bulk(body: BulkBody, person: Adjudicating, desk: AtDesk) -> dict[str, Any]:
    done = do_bulk(desk.engine, Bulk(client_id=body.client_id, action=body.action, game_id=body.game_id,
                                     select=body.chosen, change=body.change, why=body.why), person)  # fmt: skip
    desk.touch(body.game_id)
    return done


@router.post("/bulk/{batch_id}/undo")
def bulk_undo(batch_id: str, person: Adjudicating, desk: AtDesk) -> dict[str, Any]:
    done = undo_bulk(desk.engine, batch_id, person)
    for game_id in desk.games:
        desk.touch(game_id)
    return done


@router.get("/games/{game_id}/batches")
def get_batches(game_id: str, _person: Adjudicating, desk: AtDesk) -> list[dict[str, Any]]:
    """Bulk acts, imports and restores, the newest first; each can be taken back."""
    desk.game(game_id)
    with reading(desk.engine) as connection:
        return batches(connection, game_id)


@router.get("/games/{game_id}/would-restore", dependencies=[IsAdmin])
def get_would_restore(game_id: str, at: float, desk: AtDesk) -> dict[str, Any]:
    """How many moments restoring to a time would change."""
    desk.game(game_id)
    with reading(desk.engine) as connection:
        return {"at": at, "would_change": would_restore(connection, game_id, at)}


@router.post("/restore")
def restore(body: RestoreBody, person: Administering, desk: AtDesk) -> dict[str, Any]:
    """Everything that people decided in a game back to what stood at a time."""
    done = restore_to(desk.engine, body.game_id, body.at, person, body.why)
    desk.touch(body.game_id)
    return done


@router.get("/progress", dependencies=[IsSigned])
def get_progress(desk: AtDesk) -> dict[str, Any]:
    with reading(desk.engine) as connection:
        return progress(connection)


@router.get("/agreement", dependencies=[IsSigned])
def get_agreement(desk: AtDesk, game: str | None = None) -> dict[str, Any]:
    with reading(desk.engine) as connection:
        return agreement(connection, game)


@router.get("/adjudication")
def get_adjudication(_person: Adjudicating, desk: AtDesk, game: str | None = None) -> list[dict[str, Any]]:
    with reading(desk.engine) as connection:
        return [found for found in disputes(connection, game) if found["game_id"] in desk.games]


@router.post("/adjudication")
def adjudicate(
    body: AdjudicationBody, request: Request, person: Adjudicating, desk: AtDesk,
    if_match: Annotated[str | None, Header()] = None,
) -> dict[str, Any]:  # fmt: skip
    """`change`: {label, team?, anchor_s?, start_s?, end_s?}, or {deleted: true}."""
    request.state.sent = body.model_dump()
    wish = Wish(client_id=body.client_id, game_id=body.game_id, moment_id=body.moment_id, action="adjudicate",
                change=body.change, why=body.why, base_revision=revision_of(if_match))  # fmt: skip
    answer = correct(desk.engine, wish, person)
    if body.gold:
        with desk.engine.begin() as connection:
            make_gold(connection, body.game_id, body.moment_id, person)
    desk.touch(body.game_id)
    return answer


@router.post("/gold")
def gold(body: GoldBody, person: Adjudicating, desk: AtDesk) -> dict[str, Any]:
    with desk.engine.begin() as connection:
        make_gold(connection, body.game_id, body.moment_id, person)
    desk.touch(body.game_id)
    return {"gold": body.moment_id}


@router.get("/people", dependencies=[IsAdmin])
def get_people(desk: AtDesk) -> list[dict[str, Any]]:
    with reading(desk.engine) as connection:
        return [{"name": p.name, "role": p.role} for p in people(connection)]


@router.post("/people", dependencies=[IsAdmin])
def post_people(body: PersonBody, request: Request, desk: AtDesk) -> dict[str, Any]:
    """Makes a person, or a fresh address for one that is there; the address is shown once."""
    with desk.engine.begin() as connection:
        _, token = add_person(connection, body.name, body.role)
    return {"name": body.name, "role": body.role, "url": f"{str(request.base_url).rstrip('/')}/?token={token}"}


@router.get("/check", dependencies=[IsAdmin])
def check(desk: AtDesk) -> dict[str, Any]:
    """Whether every history adds up to the present state."""
    with reading(desk.engine) as connection:
        wrong = [line for game_id in desk.games for line in broken_histories(connection, game_id)]
    return {"wrong": wrong}
