"""What stood on the scoreboard at any second, and whether the broadcast's own bug tells it.

Comes in: readings of the score bug, the clock map, the moments. Goes out: a `Scoreboard`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from edc.gameclock import clock_text, period_name
from edc.moments import Moment
from edc.recap.graphics import Standing
from edc.recap.story import scoring

READ_WITHIN_S = 1.0
"""Period, clock and score must be readable within so much of a clip's beginning."""
_SURE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoreboard:
    read_s: npt.NDArray[np.float64]
    """Looks at which period, clock and both scores were read off the bug."""
    clock: tuple[tuple[float, float, int, float, float], ...]
    """Start, end, period, clock at the start, clock at the end."""
    scores: tuple[tuple[float, int, int], ...]
    """From which media second which score stood, home and away."""
    home: str
    away: str
    judged: bool
    """Whether anybody looked for a bug: without looks nothing can be said, and nothing is drawn."""

    def readable(self, start_s: float, end_s: float) -> bool:
        at = np.searchsorted(self.read_s, start_s)
        return bool(at < len(self.read_s) and self.read_s[at] < end_s)

    def standing(self, media_s: float) -> Standing | None:
        """None where neither period nor clock is known there."""
        span = next((row for row in self.clock if row[0] <= media_s < row[1]), None)
        if span is None:
            span = next((row for row in reversed(self.clock) if row[1] <= media_s), None)
            if span is None:
                return None
        start, end, period, first, last = span
        share = min(1.0, max(0.0, (media_s - start) / (end - start))) if end > start else 0.0
        at = bisect_right([row[0] for row in self.scores], media_s)
        home, away = self.scores[at - 1][1:] if at else (0, 0)
        return Standing(first=self.away, first_score=away, second=self.home, second_score=home,
                        period=period_name(period), clock=clock_text(first + (last - first) * share))  # fmt: skip


def scoreboard(
    readings: Sequence[Mapping[str, Any]], clock: Sequence[Mapping[str, Any]], moments: Sequence[Moment],
    game: Mapping[str, Any],
) -> Scoreboard:  # fmt: skip
    """Scores are the moments' where those are placed, else as last read off the bug."""
    told = [(m.anchor_s, m.home_score, m.away_score) for m in scoring(moments)]
    scores = [(at, home, away) for at, home, away in told if at is not None and home is not None and away is not None]
    scores += [(row["media_s"], row["home_score"], row["away_score"]) for row in readings
               if row["home_score"] is not None and row["away_score"] is not None
               and min(row["home_score_confidence"] or 0, row["away_score_confidence"] or 0) >= _SURE]  # fmt: skip
    read = [row["media_s"] for row in readings if _is_read(row)]
    spans = [(row["start_s"], row["end_s"], row["period"], row["clock_start_s"], row["clock_end_s"]) for row in clock
             if row["period"] is not None and row["clock_start_s"] is not None]  # fmt: skip
    return Scoreboard(
        read_s=np.array(sorted(read)), clock=tuple(spans), scores=tuple(sorted(scores)),
        home=str(game["home"].get("tricode") or "HOME"), away=str(game["away"].get("tricode") or "AWAY"),
        judged=bool(readings),
    )  # fmt: skip


def _is_read(row: Mapping[str, Any]) -> bool:
    return bool(row["visible"]) and all(row[name] is not None for name in ("period", "clock_s", "home_score",
                                                                           "away_score"))  # fmt: skip
