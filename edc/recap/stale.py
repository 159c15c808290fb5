"""Recaps that the moments have moved on from.

Comes in: a game folder. Goes out: for each recap what a plan made now would show, without encoding anything;
where it differs from what was rendered, `stale.json` in the recap's folder says so. A recap itself is never
touched here: one that a person edited or published stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from edc.config import Config
from edc.files import read_json, write_json
from edc.gamefolder import GameFolder
from edc.recap.make import plan_for
from edc.recap.plan import NothingToShow, Plan
from edc.recap.ready import Ready, open_game
from edc.recap.request import FixedClip, RecapRequest

SCHEMA = "edc.stale/1"
PUBLISHED = "published.json"
"""Stands beside a recap that was published."""
_SEQUENCES = ("players", "labels", "periods", "exclude", "must_have")


def is_kept(folder: Path) -> bool:
    """Whether a person published or edited this recap: then it is not cut again by itself."""
    if (folder / PUBLISHED).exists():
        return True
    try:
        document = read_json(folder / "recap.json")
    except (OSError, ValueError):
        return False
    return bool(document.get("edited") or document.get("published"))


def mark_published(game: GameFolder, to: str) -> None:
    """Notes beside each recap that it has gone out."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    for path in (game.root / "recaps").glob("*/recap.json"):
        write_json(path.with_name(PUBLISHED), {"schema": "edc.published/1", "to": to, "at": at})


def mark_stale(game: GameFolder) -> dict[str, dict[str, Any] | None]:
    """Plans every recap of the game anew; gives the difference by name, None where there is none.

    Raises:
        InputError: the game's files cannot be read.
    """
    documents = sorted((game.root / "recaps").glob("*/recap.json"))
    if not documents:
        return {}
    ready = open_game(game, Config().recap)
    return {path.parent.name: _marked(path, ready) for path in documents}


def _marked(path: Path, ready: Ready) -> dict[str, Any] | None:
    document = read_json(path)
    mark = path.with_name("stale.json")
    difference = _difference(document, ready)
    if difference is None:
        mark.unlink(missing_ok=True)
    else:
        write_json(mark, {"schema": SCHEMA, "recap": path.parent.name, "revision": document["revision"],
                          "kept_because_edited_or_published": is_kept(path.parent), **difference})  # fmt: skip
    return difference


def _difference(document: Mapping[str, Any], ready: Ready) -> dict[str, Any] | None:
    request = request_of(document["request"])
    try:
        clips = _clips(plan_for(request, ready, []))
    except NothingToShow as error:
        return {"message": str(error), "comes_in": [], "goes_out": _ids(document["clips"]), "plan": []}
    before = [{key: clip[key] for key in ("in_frame", "out_frame", "moment_ids")} for clip in document["clips"]]
    if clips == before:
        return None
    was, now = _ids(before), _ids(clips)
    return {"comes_in": [i for i in now if i not in was], "goes_out": [i for i in was if i not in now], "plan": clips}


def _clips(plan: Plan) -> list[dict[str, Any]]:
    return [{"in_frame": clip.span.first, "out_frame": clip.span.stop,
             "moment_ids": [m.moment_id for m in clip.moments]} for clip in plan.clips]  # fmt: skip


def _ids(clips: Sequence[Mapping[str, Any]]) -> list[str]:
    return [id_ for clip in clips for id_ in clip["moment_ids"]]


def request_of(raw: Mapping[str, Any]) -> RecapRequest:
    """The request that a `recap.json` says it was made for."""
    values: dict[str, Any] = {key: tuple(value) if key in _SEQUENCES else value for key, value in raw.items()}
    values["fixed"] = tuple(FixedClip(**clip) for clip in raw.get("fixed", ()))
    return RecapRequest(**values)
