"""The feed's score over game time.

Comes in: a `Feed`. Goes out: home and away at a game time, and the scores that a bug may show then,
as it follows the baskets by some seconds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from edc.gameclock import elapsed_s
from edc.playbyplay.play import Feed

DISPLAY_LATE_S, STAMP_LATE_S = 10.0, 3.0
"""How much the bug's score and the feed's clock may each lag behind the basket, in game seconds."""


@dataclass(frozen=True, slots=True)
class FeedScore:
    elapsed: tuple[float, ...]
    scores: tuple[tuple[int, int], ...]
    periods: int

    def __call__(self, period: int, clock_s: float) -> tuple[int, int] | None:
        if period > self.periods:
            return None
        index = bisect_right(self.elapsed, elapsed_s(period, clock_s) + 1e-6) - 1
        return self.scores[index] if index >= 0 else (0, 0)

    def may_show(self, period: int, clock_s: float) -> set[tuple[int, int]]:
        """All scores that a bug may show at this clock."""
        now = elapsed_s(period, clock_s)
        first = max(0, bisect_left(self.elapsed, now - DISPLAY_LATE_S) - 1)
        last = bisect_right(self.elapsed, now + STAMP_LATE_S)
        around = set(self.scores[first:last])
        return around | ({(0, 0)} if first == 0 else set())


def feed_score(feed: Feed) -> FeedScore:
    times = accumulate((elapsed_s(play.period, play.clock_s) for play in feed.plays), max)
    return FeedScore(
        elapsed=tuple(times),
        scores=tuple((play.home_score, play.away_score) for play in feed.plays),
        periods=feed.periods,
    )
