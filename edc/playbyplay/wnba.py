"""The data of a WNBA game page: v3-shaped actions by period, with a box score beside them.

Comes in: the decoded JSON (`postGameData.postPlayByPlayData`). Goes out: a `Source`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from edc.playbyplay.rows import Format, Source, text
from edc.playbyplay.stats_v3 import source_of
from edc.playbyplay.teams import team_of


def _periods(raw: Any) -> Any:
    after = raw.get("postGameData") if isinstance(raw, Mapping) else None
    return after.get("postPlayByPlayData") if isinstance(after, Mapping) else None


def recognises(raw: Any) -> bool:
    return isinstance(_periods(raw), list)


def parse(raw: Any) -> Source:
    box = raw.get("boxscore") or {}
    return source_of(
        [action for period in _periods(raw) for action in period["actions"]],
        provider="wnba",
        game_id=text(raw.get("gameID") or box.get("gameId")),
        home=team_of(box["homeTeam"]) if "homeTeam" in box else None,
        away=team_of(box["awayTeam"]) if "awayTeam" in box else None,
        date=text(box.get("gameEt"))[:10] or None,
    )


FORMATS = (Format(name="WNBA page", recognises=recognises, parse=parse),)
