"""What a reviewer sees beside a moment: the feed's row, and the spotter's scores where there are any."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from edc.files import read_json
from edc.gameclock import period_name
from edc.gamefolder import GameFolder
from labeling.queue.seen import Seen


class Beside:
    """Reads the game's files once, and again only when they have changed."""

    def __init__(self, folder: GameFolder) -> None:
        self._plays = _plays(str(folder.feed), _stamp(folder.feed))
        self._seen = Seen(folder)

    def of(self, moment: Mapping[str, Any]) -> dict[str, Any]:
        return {"feed_row": self._feed_row(moment["play_number"]),
                "scores": [score.to_json() for score in self._seen.near(moment["anchor_s"])]}  # fmt: skip

    def _feed_row(self, number: int | None) -> dict[str, Any] | None:
        play = self._plays.get(number) if number is not None else None
        if play is None:
            return None
        seconds = int(play["clock_s"])
        return {"clock": f"{seconds // 60}:{seconds % 60:02d}", "period": play["period"],
                "period_name": period_name(play["period"]), "text": play["description"], "team": play["team"],
                "label": play["label"], "number": number, "edited": play.get("edited"),
                "score": {"home": play["home_score"], "away": play["away_score"]}}  # fmt: skip


def _stamp(path: Any) -> int:
    return int(path.stat().st_mtime_ns) if path.exists() else 0


@lru_cache(maxsize=16)
def _plays(path: str, stamp: int) -> dict[int, dict[str, Any]]:
    from pathlib import Path

    return {play["action_number"]: play for play in read_json(Path(path))["plays"]} if stamp else {}
