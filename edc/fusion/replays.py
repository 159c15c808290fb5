"""Which moment a replay shows again.

Comes in: moments and the replays' spans. Goes out: the moments with their `replays`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from edc.moments import Moment, Span
from edc.taxonomy import node

_LOOK_BACK_S = 40.0
_FADES_PER_S, _SHOT_SINCE, _SHOWN_ALREADY, _PLAIN = 0.03, 0.15, 0.4, 0.25
"""What makes a moment less likely to be the one: each second and each shot since, an earlier replay of it, and that it
is of a kind that only stops the game, so that there is time to show what was before."""
_SAME_PLAY_S = 1.0
"""A shot this soon after something belongs to the same play: the one that was blocked, or was fouled."""
_STOPS = ("foul.personal", "foul.loose_ball", "foul.offensive", "foul.def3sec", "foul.take", "foul.away_from_play",
          "violation", "turnover", "free_throw", "rebound")  # fmt: skip
_SHOWN = ("shot", "block", "steal", "foul", "turnover", "rebound", "violation", "free_throw")


def attach_replays(moments: Sequence[Moment], replays: Sequence[tuple[float, float]]) -> list[Moment]:
    """Gives each replay to the most interesting recent moment before it."""
    shown: dict[int, list[Span]] = {}
    for start, end in replays:
        owner = _owner(moments, start, shown)
        if owner is not None:
            shown.setdefault(owner, []).append(Span(start_s=start, end_s=end))
    return [replace(m, replays=tuple(shown[i])) if i in shown else m for i, m in enumerate(moments)]


def _owner(moments: Sequence[Moment], start_s: float, shown: Container[int]) -> int | None:
    best: tuple[float, int] | None = None
    shots_s = [m.anchor_s for m in moments if m.anchor_s is not None and m.label.startswith("shot")]
    for index, moment in enumerate(moments):
        if moment.anchor_s is None or not moment.label.startswith(_SHOWN):
            continue
        ago = start_s - moment.anchor_s
        if not 0.0 <= ago <= _LOOK_BACK_S:
            continue
        worth = node(moment.label).interest - _FADES_PER_S * ago
        worth -= _SHOT_SINCE * sum(moment.anchor_s + _SAME_PLAY_S < shot_s <= start_s for shot_s in shots_s)
        worth -= _SHOWN_ALREADY * (index in shown) + _PLAIN * moment.label.startswith(_STOPS)
        if best is None or worth > best[0]:
            best = (worth, index)
    return None if best is None else best[1]
