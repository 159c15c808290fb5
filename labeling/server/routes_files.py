"""Labels in and out as files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from labeling.formats.dataset import dataset
from labeling.formats.exchange import export_labels, import_labels, video_of
from labeling.formats.registry import format_named, with_halves
from labeling.record.database import reading
from labeling.server.access import Adjudicating, AtDesk, IsSigned
from labeling.server.desk import Desk, facts

router = APIRouter(prefix="/api")
_LARGEST = 64 << 20


def _uri(desk: Desk, game_id: str) -> str:
    """The video's name; no path of this machine goes out."""
    return PurePosixPath(str(facts(desk.game(game_id))["media"]["uri"])).name


@router.get("/games/{game_id}/export", dependencies=[IsSigned])
def export(game_id: str, desk: AtDesk, format: str, humans_alone: bool = False) -> Response:
    """`format`: labelstudio, soccernet, osl, sportscode-xml, csv or dataset."""
    uri = _uri(desk, game_id)
    if format == "dataset":
        import json

        with reading(desk.engine) as connection:
            content = dataset(connection, game_id, uri)
        return _file(json.dumps(content, indent=1).encode(), f"{game_id}-dataset-{content['version']}.json",
                     "application/json")  # fmt: skip
    form = format_named(format)
    raw = export_labels(desk.engine, game_id, uri, format, humans_alone=humans_alone)
    return _file(raw, f"{game_id}-{format}{form.suffix}", form.media_type)


def _file(raw: bytes, name: str, media_type: str) -> Response:
    safe = "".join(c if c.isalnum() or c in "-._" else "_" for c in name)
    return Response(raw, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{safe}"'})


@router.post("/games/{game_id}/import")
async def import_file(
    game_id: str, request: Request, person: Adjudicating, desk: AtDesk, format: str, half_starts_s: str | None = None
) -> dict[str, Any]:
    """The file is the body, whole or not at all; gives what was added, changed, kept and left out."""
    from starlette.concurrency import run_in_threadpool

    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > _LARGEST:
            raise HTTPException(413, f"The file is larger than {_LARGEST >> 20} MB: export one game at a time.")
    return await run_in_threadpool(_import, game_id, bytes(raw), person, desk, format, half_starts_s)


def _import(
    game_id: str, raw: bytes, person: Adjudicating, desk: Desk, name: str, half_starts_s: str | None
) -> dict[str, Any]:
    form, uri = format_named(name), _uri(desk, game_id)
    with reading(desk.engine) as connection:
        video = with_halves(video_of(connection, game_id, uri), half_starts_s)
    done = import_labels(desk.engine, game_id, form.read(raw, video), name, person)
    desk.touch(game_id)
    return asdict(done)
