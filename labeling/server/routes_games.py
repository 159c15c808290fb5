"""Games: what they are, their moments, their pictures and sound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, JSONResponse
from sqlalchemy import func, select

from edc.files import read_json
from edc.tables import SEGMENTS, read_rows
from edc.taxonomy import load_taxonomy
from labeling.record.changes import all_present
from labeling.record.correct import shown
from labeling.record.database import reading
from labeling.record.history import history_of
from labeling.record.sweeps import swept
from labeling.record.tables import GAME, QUEUE
from labeling.server.access import AtDesk, IsSigned
from labeling.server.beside import Beside
from labeling.server.desk import facts

router = APIRouter(prefix="/api", dependencies=[IsSigned])
_KEYS = {
    "shot.made.two": "2", "shot.made.three": "3", "shot.made.dunk": "d", "shot.made.layup": "l", "shot.missed": "m",
    "free_throw": "f", "rebound": "r", "block": "b", "steal": "s", "turnover": "t", "foul": "o", "timeout": "i",
}  # fmt: skip
_PRIVATE = {"Cache-Control": "private, max-age=3600"}


@router.get("/taxonomy")
def taxonomy() -> list[dict[str, Any]]:
    """Every label, with a key for those that are frequent."""
    known = load_taxonomy()
    return [
        {"label": node.label, "title": node.name(), "key": _KEYS.get(node.label),
         "parents": list(known.ancestors(node.label))[1:], "lead_in_s": node.lead_in_s, "lead_out_s": node.lead_out_s}
        for node in known.nodes.values()
    ]  # fmt: skip


@router.get("/games")
def games(desk: AtDesk) -> list[dict[str, Any]]:
    query = select(QUEUE.c.game_id, QUEUE.c.state, func.count()).where(QUEUE.c.kind != "sweep")
    with reading(desk.engine) as connection:
        counts = {(g, s): n for g, s, n in connection.execute(query.group_by(QUEUE.c.game_id, QUEUE.c.state))}
        rows = list(connection.execute(select(GAME).order_by(GAME.c.title)).mappings())
    return [
        {"game_id": row["game_id"], "title": row["title"], "fps": row["fps"], "duration_s": row["duration_s"],
         "queued": counts.get((row["game_id"], "open"), 0), "done": counts.get((row["game_id"], "done"), 0),
         "trouble": followed.error if (followed := desk.follower.followed.get(row["game_id"])) else None}
        for row in rows if row["game_id"] in desk.games
    ]  # fmt: skip


@router.get("/games/{game_id}")
def game(game_id: str, desk: AtDesk) -> dict[str, Any]:
    from labeling.media.pictures import bug_box

    folder = desk.game(game_id)
    told = facts(folder)
    sides = {side: {key: told[side].get(key) for key in ("tricode", "name")} for side in ("home", "away")}
    followed = desk.follower.followed.get(game_id)
    with reading(desk.engine) as connection:
        watched = swept(connection, game_id, float(told["media"]["duration_s"]))
    return {
        "game_id": game_id, "video_url": f"api/games/{game_id}/video", "frames_url": f"api/games/{game_id}/frames",
        "fps": told["media"]["fps"], "duration_s": told["media"]["duration_s"], "roster": _roster(told),
        "segments": read_rows(folder.segments, SEGMENTS), **sides,
        "swept": [{"start_s": s["start_s"], "end_s": s["end_s"]} for s in watched], "bug": bug_box(folder.root),
        "title": f"{sides['away']['name'] or 'away'} at {sides['home']['name'] or 'home'}",
        "followed": None if followed is None else {"at": followed.at, "seconds": followed.seconds,
                                                   "error": followed.error, "stale": list(followed.stale)},
    }  # fmt: skip


def _roster(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"id": player["id"], "name": player["name"], "jersey": player.get("number", ""), "team": told[side]["tricode"]}
        for side in ("home", "away") for player in told[side].get("roster") or ()
    ]  # fmt: skip


@router.get("/games/{game_id}/recaps")
def recaps(game_id: str, desk: AtDesk) -> list[dict[str, Any]]:
    """The game's recaps: whether a person edited or published each, and what a plan made now would show otherwise."""
    from edc.recap.stale import is_kept

    folders = sorted(path.parent for path in (desk.game(game_id).root / "recaps").glob("*/recap.json"))
    return [{"name": folder.name, "kept": is_kept(folder), "stale": _stale(folder)} for folder in folders]


def _stale(folder: Path) -> dict[str, Any] | None:
    try:
        mark: dict[str, Any] = read_json(folder / "stale.json")
    except FileNotFoundError:
        return None
    return {key: mark.get(key) for key in ("comes_in", "goes_out", "message")}


@router.get("/games/{game_id}/moments")
def moments(game_id: str, desk: AtDesk, from_s: float = 0.0, to_s: float = 1e12) -> list[dict[str, Any]]:
    """The moments whose span touches the given one, by anchor; those that could not be placed come last."""
    folder = desk.game(game_id)
    with reading(desk.engine) as connection:
        found = [shown(p) for p in all_present(connection, game_id).values()]
    beside = Beside(folder)
    near = [m | beside.of(m) for m in found if _touches(m, from_s, to_s)]
    return sorted(near, key=lambda m: (m["anchor_s"] is None, m["anchor_s"] or 0.0, m["moment_id"]))


def _touches(moment: Mapping[str, Any], from_s: float, to_s: float) -> bool:
    if moment["anchor_s"] is None:
        return from_s <= 0.0 and to_s >= 1e12
    start_s = moment["start_s"] if moment["start_s"] is not None else moment["anchor_s"]
    end_s = moment["end_s"] if moment["end_s"] is not None else moment["anchor_s"]
    return bool(end_s >= from_s and start_s <= to_s)


@router.get("/games/{game_id}/moments/{moment_id}")
def moment(game_id: str, moment_id: str, desk: AtDesk) -> Any:
    folder = desk.game(game_id)
    with reading(desk.engine) as connection:
        found = all_present(connection, game_id).get(moment_id)
    if found is None:
        return JSONResponse({"detail": f"There is no moment {moment_id[:80]!r} in this game."}, 404)
    one = shown(found)
    return one | Beside(folder).of(one)


@router.get("/games/{game_id}/history/{moment_id}")
def history(game_id: str, moment_id: str, desk: AtDesk) -> list[dict[str, Any]]:
    desk.game(game_id)
    with reading(desk.engine) as connection:
        return history_of(connection, game_id, moment_id)


@router.get("/history/{moment_id}")
def history_anywhere(moment_id: str, desk: AtDesk, game: str | None = None) -> list[dict[str, Any]]:
    """With `game` of that game's moment; without, of the only game that is open."""
    return history(game or next(iter(desk.games)), moment_id, desk)


@router.get("/games/{game_id}/frames")
def frames(game_id: str, desk: AtDesk) -> Response:
    from labeling.media.source import frame_times

    times = frame_times(desk.game(game_id).root)
    return Response(times.astype("<f8").tobytes(), media_type="application/octet-stream", headers=_PRIVATE)


@router.get("/games/{game_id}/video")
def video(game_id: str, desk: AtDesk) -> Response:
    from labeling.media.proxy import video_for, video_ready

    root = desk.game(game_id).root
    if not video_ready(root):
        desk.prepare(game_id)
        return JSONResponse({"detail": "The video is being made playable for browsers; try again shortly."}, 503,
                            headers={"Retry-After": "2"})  # fmt: skip
    path = video_for(root)
    return FileResponse(path, media_type="video/webm" if path.suffix == ".webm" else "video/mp4", headers=_PRIVATE)


@router.get("/games/{game_id}/waveform")
def waveform(game_id: str, desk: AtDesk) -> Response:
    from labeling.media.waveform import waveform as peaks

    return Response(peaks(desk.game(game_id).root), media_type="application/octet-stream", headers=_PRIVATE)


@router.get("/games/{game_id}/bugcrop")
def bugcrop(game_id: str, desk: AtDesk, media_s: float) -> Response:
    from labeling.media.pictures import bug_crop

    return Response(bug_crop(desk.game(game_id).root, media_s), media_type="image/jpeg", headers=_PRIVATE)


@router.get("/games/{game_id}/picture")
def picture(game_id: str, desk: AtDesk, media_s: float, width: int = 320) -> Response:
    from labeling.media.pictures import picture as still

    return Response(still(desk.game(game_id).root, media_s, width), media_type="image/jpeg", headers=_PRIVATE)

