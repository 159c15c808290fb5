"""`key_moments.json`: the index in our own words, from which every other format is made.

Comes in: the game, its key moments. Goes out: the contract's dictionary (schema `edc.key_moments/1`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from edc.captions.forms import Forms, FormsOf
from edc.gameclock import clock_text
from edc.moments import Moment, Texts

SCHEMA = "edc.key_moments/1"


def thumbnail_name(moment_id: str, *, safe: bool = False) -> str:
    """Relative to the game folder."""
    return f"thumbnails/{moment_id}.safe.jpg" if safe else f"thumbnails/{moment_id}.jpg"


def _score(moment: Moment) -> dict[str, int] | None:
    if moment.home_score is None or moment.away_score is None:
        return None
    return {"home": moment.home_score, "away": moment.away_score}


def entry(moment: Moment, pictured: frozenset[str], words: Mapping[str, Forms], language: str) -> dict[str, Any]:
    """One key moment; players seek to `start_s`, from where the set-up is seen. `words` by language."""
    has_picture = moment.moment_id in pictured
    own = words.get(language)
    return {
        "id": moment.moment_id,
        "revision": moment.revision,
        "status": moment.status,
        "label": moment.label,
        "title": moment.title,
        "caption": moment.caption,
        "safe_title": moment.safe_title,
        "texts": {code: _texts(texts, words.get(code)) for code, texts in moment.texts.items()},
        "start_s": _seconds(moment.start_s),
        "anchor_s": _seconds(moment.anchor_s),
        "end_s": _seconds(moment.end_s),
        "period": moment.period,
        "clock": None if moment.clock_s is None else clock_text(moment.clock_s),
        "team": moment.team,
        "players": [asdict(player) for player in moment.players],
        "score": _score(moment),
        "stars": moment.stars,
        "confidence": round(moment.confidence, 3),
        "flags": list(moment.flags),
        "why": moment.why,
        "thumbnail": thumbnail_name(moment.moment_id) if has_picture else None,
        "safe_thumbnail": thumbnail_name(moment.moment_id, safe=True) if has_picture else None,
        "alt": own.alt if own else moment.title,
        "safe_alt": own.safe_alt if own else moment.safe_title,
        "replays": [{"start_s": _seconds(r.start_s), "end_s": _seconds(r.end_s)} for r in moment.replays],
    }


def _texts(texts: Texts, words: Forms | None) -> dict[str, str]:
    """With what somebody may read who has watched up to here, and what the pictures show."""
    beside = {"watched_title": words.watched_title, "watched_caption": words.watched_caption, "alt": words.alt,
              "safe_alt": words.safe_alt} if words else {}  # fmt: skip
    return {**asdict(texts), **beside}


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _team(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: raw[key] for key in ("team_id", "tricode", "name")}


def key_moments_json(
    game: Mapping[str, Any],
    moments: Sequence[Moment],
    *,
    language: str,
    generated_at: str,
    pictured: frozenset[str] = frozenset(),
    words: FormsOf = MappingProxyType({}),
) -> dict[str, Any]:
    """Without its revision; `pictured` are the ids that have thumbnails, `words` what the caption stage wrote."""
    return {
        "schema": SCHEMA,
        "game": {
            "game_id": game["game_id"], "league": game["league"], "season": game["season"], "date": game["date"],
            "home": _team(game["home"]), "away": _team(game["away"]), "home_known": game["home_known"],
            "final": game["final"], "media_url": game["media"]["uri"], "duration_s": game["media"]["duration_s"],
        },
        "status": game["status"],
        "generated_at": generated_at,
        "language": language,
        "moments": [entry(moment, pictured, words.get(moment.moment_id, {}), language) for moment in moments],
    }  # fmt: skip
