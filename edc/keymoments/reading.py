"""Reading the index of a finished game folder at a spoiler level.

Comes in: a game folder. Goes out: the index as one dictionary, with nothing in it that the level forbids.
"""

from __future__ import annotations

from typing import Any

from edc.captions.forms import read_forms
from edc.errors import InputError
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.keymoments.spoilers import Level, Wording, visible
from edc.moments import read_moments

_SAFE_GAME = ("game_id", "league", "season", "date", "home", "away", "home_known", "media_url")


def read_index(game: GameFolder, level: Level = "full", watched_s: float = 0.0) -> dict[str, Any]:
    """The index as the level allows.

    Raises:
        InputError: the folder holds no finished index.
    """
    if not game.key_moments.exists():
        raise InputError(f"{game.root} has no key_moments.json: run `edc process` on this game first.")
    document: dict[str, Any] = read_json(game.key_moments)
    if level == "full":
        return document
    moments = read_moments(game.moments)
    indexed = {entry["id"] for entry in document["moments"]}
    key = [m for m in moments if m.moment_id in indexed]
    wording = Wording(words=read_forms(game.captions), language=document["language"])
    safe = {name: document["game"][name] for name in _SAFE_GAME}
    return {
        "schema": document["schema"],
        "spoiler": level,
        "game": safe,
        "language": document["language"],
        "moments": visible(moments, level, watched_s, key, wording),
    }
