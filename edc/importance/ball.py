"""Who has the ball before and after each beat, by the rules of the game.

Comes in: beats. Goes out: 1 home, -1 away, 0 unknown, for each beat after it.
"""

from __future__ import annotations

from collections.abc import Sequence

from edc.importance.beats import Beat

_KEEPS_BALL = ("technical", "flagrant", "clear path", "clear-path", "transition take", "away from play")


def ball_after(beats: Sequence[Beat], and_ones: frozenset[str]) -> list[int]:
    """`and_ones` are the keys of made baskets with a free throw to come."""
    ball = 0
    result: list[int] = []
    for beat in beats:
        ball = _after(beat, ball, beat.key in and_ones)
        result.append(ball)
    return result


def _after(beat: Beat, ball: int, and_one: bool) -> int:
    family = beat.label.partition(".")[0]
    if beat.gap or family in ("period", "game"):
        return 0
    if beat.side == 0:
        return ball
    if family == "shot":
        if not beat.field_goal:
            return 0
        return beat.side if and_one else -beat.side
    if family == "free_throw":
        return _after_free_throw(beat, ball)
    if family in ("rebound", "steal", "jump_ball"):
        return beat.side
    return -beat.side if family == "turnover" else ball


def _after_free_throw(beat: Beat, ball: int) -> int:
    if any(kind in beat.official_kind for kind in _KEEPS_BALL):
        return ball or beat.side
    if not beat.last_of_trip:
        return beat.side
    return -beat.side if beat.points else 0
