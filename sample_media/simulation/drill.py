"""Which moments of a game a drill shows: many plays back to back, the rare kinds first, to learn from.

In: a game. Out: stretches of arena time, in order, that do not overlap.
"""

from __future__ import annotations

from collections import defaultdict
from random import Random

from sample_media.simulation.model import GameLog, Play

QUOTAS: tuple[tuple[str, int], ...] = (
    ("shot.made.dunk", 14), ("block", 14), ("steal", 14), ("free_throw", 8), ("shot.made.three", 11), ("foul", 8),
    ("shot.made.layup", 10), ("shot.made", 10), ("shot.missed", 6),
)  # fmt: skip
"""At most so many plays of each kind; the first kind that fits a play counts. Rebounds come with the misses."""
_BEFORE_S, _AFTER_S = (3.5, 9.0), (3.0, 6.5)
_JOIN_S = 2.5
_FOLLOWED, _LONGEST_S = 0.45, 20.0
"""The share of plays that are followed on, and how far at most."""

Span = tuple[float, float]


def drill(log: GameLog) -> list[Span]:
    rng = Random(log.seed * 61 + 7)
    by_kind: dict[str, list[Play]] = defaultdict(list)
    for play in log.plays:
        kind = next((kind for kind, _ in QUOTAS if play.label.startswith(kind)), None)
        if kind is not None and play.counted:
            by_kind[kind].append(play)
    spans: list[Span] = []
    for kind, most in QUOTAS:
        plays = by_kind[kind]
        for play in rng.sample(plays, min(most, len(plays))):
            end = play.wall_s + rng.uniform(*_AFTER_S)
            if rng.random() < _FOLLOWED:
                end = max(end, _next_end(log, play.wall_s))
            spans.append((play.wall_s - rng.uniform(*_BEFORE_S), end))
    return _joined(sorted(spans))


def _next_end(log: GameLog, wall_s: float) -> float:
    """The end of the passage after the one of this instant, in which replays and faces are shown."""
    index = min(log.passage_at(wall_s) + 1, len(log.passages) - 1)
    return min(log.passages[index].wall_1, wall_s + _LONGEST_S)


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < _JOIN_S:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
