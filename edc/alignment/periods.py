"""Which period each look belongs to.

Comes in: looks, and the feed's score over the game where there is one. Goes out: a period for each
look (0 where neither clock nor period was read), never falling. Where the bug prints no period, or
the reader missed it, a clock that rises by much starts the next one, and the scores tell which.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from edc.alignment.looks import Floats, Ints, Looks
from edc.gameclock import OVERTIME_S, REGULAR_PERIODS, elapsed_s

MOST_PERIODS = 10
RISE_S = 15.0
"""A clock that rises by more than this has started a new period; officials give back a few seconds."""
_WINDOW = 6
_SKIP, _STAY_AFTER_RISE, _MISREAD = 8.0, 8.0, 2.5
_POINTS_A_MINUTE = 4.7
"""Both teams together, over 6,422 real games."""


class ScoreAt(Protocol):
    def __call__(self, period: int, clock_s: float) -> tuple[int, int] | None:
        """Home and away score of the feed at a game time; None where the feed has no such period."""


def assign_periods(looks: Looks, feed_score: ScoreAt | None = None) -> Ints:
    """The most likely non-decreasing sequence of periods."""
    assigned = np.zeros(len(looks), np.int64)
    told = np.flatnonzero(looks.has_clock | (looks.period > 0))
    if len(told) == 0:
        return assigned
    costs = _emissions(looks, told, feed_score)
    assigned[told] = _viterbi(costs, _rises(looks.clock_s[told])) + 1
    return assigned


def _rises(clock: Floats) -> Floats:
    """For each look by how much the clock has risen for good since the one before; 0 where it has not."""
    rises = np.zeros(len(clock))
    known = np.flatnonzero(np.isfinite(clock))
    if len(known) < 2:
        return rises
    values = clock[known]
    steps = np.array([
        np.median(values[i : i + _WINDOW]) - np.median(values[max(0, i - _WINDOW) : i]) for i in range(1, len(values))
    ])  # fmt: skip
    at = 0
    while at < len(steps):
        if steps[at] > RISE_S:
            group = steps[at : at + 2 * _WINDOW]
            raw = np.diff(values)[at : at + 2 * _WINDOW]
            best = at + int(np.argmax(np.where(group > RISE_S, raw, -np.inf)))
            rises[known[best + 1]] = steps[best]
            at += 2 * _WINDOW
        at += 1
    return rises


def _emissions(looks: Looks, told: Ints, feed_score: ScoreAt | None) -> Floats:
    costs = np.zeros((len(told), MOST_PERIODS))
    periods = np.arange(1, MOST_PERIODS + 1)
    read, sure = looks.period[told], looks.period_confidence[told]
    costs += np.where((read[:, None] > 0) & (periods != read[:, None]), _MISREAD * sure[:, None], 0.0)
    clock = looks.clock_s[told]
    costs += np.where((periods > REGULAR_PERIODS) & (clock[:, None] > OVERTIME_S + 1), 5.0, 0.0)
    total = (looks.first_score + looks.second_score)[told]
    for row in np.flatnonzero(np.isfinite(total) & np.isfinite(clock)):
        costs[row] += _score_costs(float(total[row]), float(clock[row]), feed_score)
    return costs


def _score_costs(total: float, clock_s: float, feed_score: ScoreAt | None) -> Floats:
    costs = np.zeros(MOST_PERIODS)
    for period in range(1, MOST_PERIODS + 1):
        if feed_score is None:
            usual = _POINTS_A_MINUTE * elapsed_s(period, clock_s) / 60.0
            costs[period - 1] = 0.02 * float(np.clip((abs(total - usual) - 20.0) / 10.0, 0.0, 3.0))
            continue
        score = feed_score(period, clock_s)
        costs[period - 1] = 2.0 if score is None else 1.5 * min(1.0, max(0.0, abs(total - sum(score)) - 5.0) / 4.0)
    return costs


def _viterbi(costs: Floats, rises: Floats) -> Ints:
    steps = np.subtract.outer(np.arange(MOST_PERIODS), np.arange(MOST_PERIODS)).T.astype(float)
    forward = np.where(steps < 0, np.inf, np.where(steps == 0, 0.0, _SKIP + 2.0 * steps))
    after_rise = np.where(steps < 0, np.inf, np.where(steps == 0, _STAY_AFTER_RISE, steps))
    best = costs[0] + 0.3 * np.arange(MOST_PERIODS)
    back = np.zeros(costs.shape, np.int64)
    for row in range(1, len(costs)):
        reached = best[:, None] + (after_rise if rises[row] else forward)
        back[row] = reached.argmin(0)
        best = reached[back[row], np.arange(MOST_PERIODS)] + costs[row]
    path = np.zeros(len(costs), np.int64)
    path[-1] = int(best.argmin())
    for row in range(len(costs) - 1, 0, -1):
        path[row - 1] = back[row, path[row]]
    return path
