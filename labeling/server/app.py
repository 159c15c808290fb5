"""The application: routes, errors as JSON with one message, the page.

Comes in: `Settings`. Goes out: an ASGI application that follows corrections while it runs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from edc.errors import EdcError, TransientError
from labeling.record.changes import Conflict
from labeling.record.people import SESSION_S, open_session
from labeling.server import routes_files, routes_games, routes_review, routes_team
from labeling.server.access import COOKIE, signed_in
from labeling.server.conflicts import conflict_body
from labeling.server.desk import Desk, Settings, open_desk

PAGE = Path(__file__).parents[1] / "page"
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
                               "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
}  # fmt: skip


def create_app(settings: Settings) -> FastAPI:
    """Raises: what `open_desk` raises."""
    desk = open_desk(settings)

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        if settings.follow:
            desk.follower.start()
        yield
        if settings.follow:
            desk.follower.stop()
        desk.engine.dispose()

    app = FastAPI(title="EDC review", lifespan=living, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = desk
    _answer_errors(app)
    app.middleware("http")(_with_headers)
    for routes in (routes_games, routes_review, routes_team, routes_files):
        app.include_router(routes.router)
    app.get("/", response_model=None)(_front)
    app.get("/{path:path}", response_model=None)(_page_file)
    return app


async def _with_headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await answer(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store" if request.url.path.startswith("/api") else "no-cache")
    return response


def _front(request: Request, token: str | None = None) -> Response:
    """The page; with a token first a session."""
    desk: Desk = request.app.state.desk
    if token is None:
        signed_in(request, desk)
        return FileResponse(PAGE / "index.html")
    with desk.engine.begin() as connection:
        secret = open_session(connection, token)
    if secret is None:
        raise HTTPException(401, "This address is not valid any more: open the one that `edc review` printed last.")
    response = RedirectResponse(request.url.path, 303)
    response.set_cookie(COOKIE, secret, max_age=int(SESSION_S), httponly=True, samesite="strict",
                        secure=request.url.scheme == "https", path=request.scope.get("root_path") or "/")  # fmt: skip
    return response


def _page_file(path: str, request: Request) -> Response:
    """A file of the page, and nothing outside its folder."""
    signed_in(request, request.app.state.desk)
    wanted = (PAGE / path).resolve()
    if path.startswith("api/") or not wanted.is_relative_to(PAGE.resolve()) or not wanted.is_file():
        raise HTTPException(404, f"There is nothing at /{path[:80]}.")
    return FileResponse(wanted)


def _answer_errors(app: FastAPI) -> None:
    app.exception_handler(Conflict)(_conflict)
    app.exception_handler(EdcError)(_edc_error)
    app.exception_handler(HTTPException)(_http_error)
    app.exception_handler(RequestValidationError)(_not_understood)
    app.exception_handler(OperationalError)(_database_away)


def _conflict(request: Request, error: Any) -> JSONResponse:
    return JSONResponse(conflict_body(request.app.state.desk.engine, error, _sent(request)), 412)


def _sent(request: Request) -> dict[str, Any]:
    sent: dict[str, Any] = getattr(request.state, "sent", {})
    return sent


def _edc_error(_request: Request, error: Any) -> JSONResponse:
    status = 503 if isinstance(error, TransientError) else 422
    return JSONResponse({"detail": str(error)}, status, headers={"Retry-After": "2"} if status == 503 else None)


def _http_error(_request: Request, error: Any) -> JSONResponse:
    return JSONResponse({"detail": str(error.detail)}, error.status_code, headers=error.headers)


def _not_understood(_request: Request, error: Any) -> JSONResponse:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part != "body")
    return JSONResponse({"detail": f"{where or 'The request'}: {first['msg']}."}, 422)


def _database_away(_request: Request, _error: Any) -> JSONResponse:
    return JSONResponse({"detail": "The record is busy or away: nothing was saved, try again."}, 503,
                        headers={"Retry-After": "1"})  # fmt: skip

