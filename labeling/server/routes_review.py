"""Reviewing: the queue, corrections, and who one is."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field

from labeling.queue.holding import leave, renew
from labeling.queue.leasing import Ask, next_questions, release
from labeling.record.correct import Wish, correct
from labeling.record.people import set_keys
from labeling.server.access import AtDesk, Signed
from labeling.server.beside import Beside
from labeling.server.desk import Desk

router = APIRouter(prefix="/api")
_KEYS_LIMIT = 20_000


class NextBody(BaseModel):
    game: str | None = None
    filters: dict[str, Any] = Field(default_factory=dict)
    tab: str | None = Field(None, max_length=64)
    holding: list[str] = Field(default_factory=list, max_length=50)


class HeldBody(BaseModel):
    tab: str = Field(min_length=1, max_length=64)
    holding: list[str] = Field(default_factory=list, max_length=50)


class CorrectionBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    client_id: str
    game_id: str
    moment_id: str | None = None
    action: str
    change: dict[str, Any] = Field(default_factory=dict)
    why: str | None = None
    seen_anchor: bool | None = None
    at: float | None = Field(None, allow_inf_nan=False)
    queue_id: str | None = None


@router.get("/me")
def me(request: Request, person: Signed, desk: AtDesk) -> dict[str, Any]:
    return {"name": person.name, "role": person.role, "csrf": request.state.csrf, "keys": person.keys,
            "person_id": person.person_id, "project": desk.settings.project.name}  # fmt: skip


@router.put("/me/keys")
def put_keys(keys: dict[str, Any], person: Signed, desk: AtDesk) -> dict[str, Any]:
    if len(str(keys)) > _KEYS_LIMIT:
        raise HTTPException(422, "These are too many keys to keep.")
    with desk.engine.begin() as connection:
        set_keys(connection, person.person_id, keys)
    return keys


@router.post("/queue/next")
def queue_next(body: NextBody, person: Signed, desk: AtDesk) -> dict[str, Any]:
    filters = body.filters | ({"game": body.game} if body.game else {})
    shares, lease_s = desk.settings.shares, desk.settings.lease_s
    ask = Ask(person=person, tab=body.tab, filters=filters, holding=body.holding, lease_s=lease_s,
              random_share=shares.random, games=frozenset(desk.games))  # fmt: skip
    found = next_questions(desk.engine, ask)
    for name in ("item", "next"):
        _with_beside(found[name], desk)
    return {**found, "lease_s": lease_s}


def _with_beside(item: dict[str, Any] | None, desk: Desk) -> None:
    if item is not None and item["moment"] is not None and not item["blind"] and item["game_id"] in desk.games:
        item["moment"] |= Beside(desk.games[item["game_id"]]).of(item["moment"])


@router.post("/queue/renew")
def queue_renew(body: HeldBody, person: Signed, desk: AtDesk) -> dict[str, Any]:
    """`held`: what the tab may go on with; the rest was answered meanwhile, or is somebody else's."""
    return {"held": renew(desk.engine, person, body.tab, body.holding, desk.settings.lease_s)}


@router.post("/queue/leave")
def queue_leave(body: HeldBody, person: Signed, desk: AtDesk) -> dict[str, Any]:
    leave(desk.engine, person, body.tab)
    return {}


@router.post("/queue/{queue_id}/skip")
def skip(queue_id: str, person: Signed, desk: AtDesk) -> dict[str, Any]:
    release(desk.engine, queue_id, person)
    return {"skipped": queue_id}


@router.post("/corrections")
def corrections(
    body: CorrectionBody, request: Request, person: Signed, desk: AtDesk,
    if_match: Annotated[str | None, Header()] = None,
) -> dict[str, Any]:  # fmt: skip
    request.state.sent = body.model_dump()
    wish = Wish(
        client_id=body.client_id, game_id=body.game_id, action=body.action, moment_id=body.moment_id,
        change=body.change, why=body.why, seen_anchor=body.seen_anchor, client_at=_seconds(body.at),
        base_revision=revision_of(if_match), queue_id=body.queue_id,
    )  # fmt: skip
    answer = correct(desk.engine, wish, person)
    desk.touch(body.game_id)
    for moment in (answer["moment"], *answer["others"]):
        if moment is not None:
            moment |= Beside(desk.game(body.game_id)).of(moment)
    return answer


def revision_of(if_match: str | None) -> int | None:
    """`"7"` or `7`; None without the header.

    Raises:
        HTTPException: 422 where it is something else.
    """
    if if_match is None:
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise HTTPException(422, f'If-Match must be a revision in quotes, such as "3", not {if_match[:40]!r}.')
    return int(text)


def _seconds(at: float | None) -> float | None:
    """Clients count in seconds or, as browsers do, in thousandths."""
    return at / 1000.0 if at is not None and at > 1e11 else at
