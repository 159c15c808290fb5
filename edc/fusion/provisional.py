"""A moment that no feed tells.

Comes in: what and when, and what tells of it. Goes out: a provisional moment without an id, with clock, score and span.
"""

from __future__ import annotations

from collections.abc import Sequence

from edc.fusion.context import Context
from edc.moments import Evidence, Moment


def provisional(
    label: str, anchor_s: float, context: Context, evidence: Sequence[Evidence], *, confidence: float, sd_s: float,
    team: str | None = None, points: int | None = None, scores: tuple[int, int] | None = None, retracted: bool = False,
) -> Moment:  # fmt: skip
    """`scores`: home and away after it; without them what the display says then."""
    start, end = context.shown_span(label, anchor_s)
    when = context.clock.at(anchor_s) or context.clock.at(anchor_s - 0.3) or context.clock.at(anchor_s + 0.3)
    shown = scores or context.track.at(anchor_s)
    return Moment(
        moment_id="", game_id=context.game_id, status="retracted" if retracted else "provisional", label=label,
        start_s=start, anchor_s=round(anchor_s, 3), end_s=end, anchor_sd_s=round(sd_s, 3),
        period=when[0] if when else None, clock_s=round(when[1], 2) if when else None, team=team,
        home_score=shown[0] if shown else None, away_score=shown[1] if shown else None, confidence=confidence,
        evidence=tuple(evidence), points=points,
    )  # fmt: skip
