"""What a client whose correction met another's gets: mine, theirs, and what both began from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from labeling.record.changes import Conflict, present
from labeling.record.correct import shown
from labeling.record.database import reading
from labeling.record.history import shown_at


def conflict_body(engine: Engine, error: Conflict, sent: Mapping[str, Any]) -> dict[str, Any]:
    with reading(engine) as connection:
        theirs = present(connection, error.game_id, error.moment_id)
        base = shown_at(connection, error.game_id, error.moment_id, error.base_revision or 0)
    now = shown(theirs) if theirs.revision else None
    return {"detail": str(error), "mine": dict(sent), "theirs": now, "base": base, "by": theirs.by, "at": theirs.at,
            "changed": changed(base, now)}  # fmt: skip


def changed(base: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> list[str]:
    """The fields that the other changed."""
    if base is None or now is None:
        return []
    looked_at = ("label", "start_s", "anchor_s", "end_s", "team", "players", "replays", "deleted", "verdict", "flag")
    return [name for name in looked_at if base[name] != now[name]]
