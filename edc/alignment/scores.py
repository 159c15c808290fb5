"""The score as the bug displayed it over media time.

Comes in: looks (scores in printed order). Goes out: for each side the believed steps of its
displayed score, with the last look that showed the old value and the first that showed the new one.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edc.alignment.looks import Bools, Floats, Looks, repeated

_BASKET_COST, _OVERTURN_COST, _LEAP_COST, _FALL_COST = 0.8, 7.0, 9.0, 14.0
_HIDDEN_S, _HIDDEN_LEAP_COST = 8.0, 4.0
"""After a hidden stretch of this length a side may have scored more than once."""
_MOST_POINTS = 3
_REPEATED_WEIGHT = 0.1
_RETURNING_S = 0.5
"""A frozen bug may stay that long after the replay."""
_ANIMATION_S, _LONGEST_ANIMATION_S = 1.5, 2.6


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreStep:
    """The display of one side changes; side 0 is printed first."""

    side: int
    before_s: float
    """The last look that showed the old value."""
    at_s: float
    """The first look that showed the new one."""
    old: int
    new: int
    confidence: float

    @property
    def points(self) -> int:
        return self.new - self.old


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTrack:
    """What is believed to stand on the bug at each look; NaN before the first reading."""

    media_s: Floats
    sides: tuple[Floats, Floats]
    read: Bools
    """Looks in which both scores were read."""
    steps: tuple[ScoreStep, ...]
    """Of both sides, in order of time."""

    def at(self, media_s: float) -> tuple[int, int] | None:
        """Both scores on display at the last look not after `media_s`."""
        index = int(np.searchsorted(self.media_s, media_s + 1e-9)) - 1
        if index < 0 or not (np.isfinite(self.sides[0][index]) and np.isfinite(self.sides[1][index])):
            return None
        return int(self.sides[0][index]), int(self.sides[1][index])


def track_scores(looks: Looks, replays: Sequence[tuple[float, float]] = ()) -> ScoreTrack:
    """What stands on a bug during a replay may be frozen, and is left out."""
    shown = np.ones(len(looks), bool)
    for start, end in replays:
        shown &= (looks.media_s < start) | (looks.media_s >= end + _RETURNING_S)
    reads = [np.where(shown, looks.first_score, np.nan), np.where(shown, looks.second_score, np.nan)]
    sures = [looks.first_confidence, looks.second_confidence]
    believed = [_believe(looks.media_s, read, sure) for read, sure in zip(reads, sures, strict=True)]
    steps = [step for side in (0, 1) for step in _steps(side, looks, reads[side], sures[side], believed[side])]
    return ScoreTrack(
        media_s=looks.media_s, sides=(believed[0], believed[1]),
        read=np.isfinite(reads[0]) & np.isfinite(reads[1]), steps=tuple(sorted(steps, key=lambda s: s.at_s))
    )


def _believe(media_s: Floats, read: Floats, confidence: Floats) -> Floats:
    """Viterbi over the values that were read at all; unread looks carry the last value on."""
    out = np.full(len(read), np.nan)
    weight = confidence * np.where(repeated(read, confidence), _REPEATED_WEIGHT, 1.0)
    known = np.flatnonzero(np.isfinite(read))
    if len(known) == 0:
        return out
    values = np.unique(read[known])
    costs = np.zeros(len(values))
    back = np.zeros((len(known), len(values)), np.int64)
    change = _change_costs(values)
    hidden_change = np.minimum(change, np.where(change == _LEAP_COST, _HIDDEN_LEAP_COST, change))
    for row, at in enumerate(known):
        if row:
            gap = media_s[at] - media_s[known[row - 1]]
            reached = costs[:, None] + (hidden_change if gap > _HIDDEN_S else change)
            back[row] = reached.argmin(0)
            costs = reached[back[row], np.arange(len(values))]
        costs = costs + np.where(values == read[at], 0.0, weight[at])
    state = int(costs.argmin())
    for row in range(len(known) - 1, -1, -1):
        out[known[row]] = values[state]
        state = int(back[row, state])
    return _carry(out)


def _change_costs(values: Floats) -> Floats:
    points = values[None, :] - values[:, None]
    costs = np.full(points.shape, _LEAP_COST)
    costs[points < -_MOST_POINTS] = _FALL_COST
    costs[(points < 0) & (points >= -_MOST_POINTS)] = _OVERTURN_COST
    costs[(points > 0) & (points <= _MOST_POINTS)] = _BASKET_COST
    costs[points == 0] = 0.0
    return costs


def _carry(values: Floats) -> Floats:
    known = np.isfinite(values)
    last = np.maximum.accumulate(np.where(known, np.arange(len(values)), -1))
    return np.where(last >= 0, values[np.maximum(last, 0)], np.nan)


def _steps(side: int, looks: Looks, read: Floats, sure: Floats, believed: Floats) -> list[ScoreStep]:
    agreeing = np.flatnonzero(np.isfinite(read) & (read == believed))
    steps = []
    for a, b in itertools.pairwise(agreeing):
        if believed[a] == believed[b]:
            continue
        after = [float(sure[i]) for i in agreeing[np.searchsorted(agreeing, b) :][:6] if believed[i] == believed[b]]
        last, first = _change_between(looks, int(a), int(b))
        steps.append(ScoreStep(side=side, before_s=last, at_s=first, old=int(believed[a]), new=int(believed[b]),
                               confidence=min(0.99, 0.4 * len(after) / 6 + 0.6 * float(np.mean(after)))))  # fmt: skip
    return steps


def _change_between(looks: Looks, a: int, b: int) -> tuple[float, float]:
    """The last look with the old value and the first with the new one, seen or not.

    A field is read again as soon as its pixels change. So where the bug was seen all the time, looks that could
    not be read right after the old value show the animation of the new one; a long unread stretch was the
    old value's, but for that animation.
    """
    last, first = float(looks.media_s[a]), float(looks.media_s[b])
    unread = b - a - 1
    if unread == 0 or looks.visible[a + 1 : b].mean() < 0.9:
        return last, first
    if first - last <= _LONGEST_ANIMATION_S:
        return last, float(looks.media_s[a + 1])
    return max(last, first - _ANIMATION_S), first
