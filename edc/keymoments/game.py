"""`game.json`: which game this is, of what media, with what result.

Comes in: media, feed, alignment. Goes out: the contract's dictionary (schema `edc.game/1`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from edc.keymoments.media_name import media_url
from edc.playbyplay.play import Feed, Team

SCHEMA = "edc.game/1"
HASH_DIGITS = 12

_MEDIA_KEYS = ("duration_s", "fps", "width", "height", "sha256", "start_timecode", "start_utc")


def game_id_of(option: str | None, feed: Feed | None, media: Mapping[str, Any]) -> str:
    """The option, else the feed's, else 12 hex digits of the media's hash."""
    return option or (feed.game_id if feed else "") or str(media["sha256"])[:HASH_DIGITS]


def _team(team: Team) -> dict[str, Any]:
    return {
        "team_id": team.team_id or None, "tricode": team.tricode, "name": team.name,
        "roster": [asdict(p) for p in team.roster if p.number] or [],
    }  # fmt: skip


def _seen_team(alignment: Mapping[str, Any], side: str) -> dict[str, Any]:
    seen = alignment.get(side) or {}
    return {"team_id": None, "tricode": seen.get("tricode"), "name": seen.get("name"), "roster": []}


def _final(feed: Feed | None, alignment: Mapping[str, Any]) -> dict[str, int] | None:
    if feed is None:
        return alignment.get("final")
    if feed.final is None:
        return None
    return {"home": feed.final[0], "away": feed.final[1], "periods": feed.periods}


def game_json(
    *,
    game_id: str,
    media: Mapping[str, Any],
    feed: Feed | None,
    alignment: Mapping[str, Any],
    public_url: str | None,
) -> dict[str, Any]:
    """Without its revision, which depends on what was there before."""
    return {
        "schema": SCHEMA,
        "game_id": game_id,
        "league": feed.league or None if feed else None,
        "season": feed.season or None if feed else None,
        "date": feed.date if feed else None,
        "home": _team(feed.home) if feed else _seen_team(alignment, "home"),
        "away": _team(feed.away) if feed else _seen_team(alignment, "away"),
        "home_known": True if feed else bool(alignment.get("home_known", False)),
        "media": {"uri": media_url(str(media["uri"]), public_url), **{key: media.get(key) for key in _MEDIA_KEYS}},
        "playbyplay": {"provider": feed.provider, "revision": feed.revision} if feed else None,
        "final": _final(feed, alignment),
        "status": "final" if feed is None or feed.complete else "live",
    }
