"""Which clock readings of a period to believe.

Comes in: the readings of one period in order of time. Goes out: the heaviest chain of readings
that one clock can have shown, and how each follows the one before: the clock ran or stood
("steady"), officials put back a few seconds ("correction"), or the recording leaves out game time
("cut"). Misreads stay outside the chain.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from edc.alignment.looks import Floats, Ints

Step = Literal["steady", "correction", "cut"]

LARGEST_CORRECTION_S = 6.0
"""Officials' corrections that the map follows upwards; more is a misread or another period."""
CORRECTION_COST, CUT_COST = 8.0, 10.0
"""In readings: this many must agree after a correction or a cut before it is believed."""
_NEAR, _BLOCK = 60, 20
_JITTER_S = 0.15
_MOST_RETRIES = 12
_FROZEN_SLACK_S, _LEFT_OUT = 0.5, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    kept: Ints
    """Places of the believed readings."""
    steps: tuple[Step, ...]
    """How each follows its predecessor; the first is "steady"."""


def believe(
    media_s: Floats, clock_s: Floats, quantum_s: Floats, weight: Floats, camera_cuts_s: Sequence[float] = ()
) -> Chain:
    """The chain of greatest weight, without corrections that are only a misread of a standing clock, and without
    what a frozen bug showed."""
    weight = weight.copy()
    chain = _heaviest(media_s, clock_s, quantum_s, weight)
    for _ in range(_MOST_RETRIES):
        false = _false_corrections(chain, media_s, clock_s)
        if len(false) == 0:
            false = _frozen(chain, media_s, clock_s, quantum_s, np.array(sorted(camera_cuts_s)))
        if len(false) == 0:
            break
        weight[false] = 0.0
        chain = _heaviest(media_s, clock_s, quantum_s, weight)
    return chain


def _false_corrections(chain: Chain, media_s: Floats, clock_s: Floats) -> Ints:
    """Readings of a single raised value that falls back at once, over readings that the chain had to leave out.

    A clock that officials lifted counts down again through the seconds it had lost.
    """
    kept = chain.kept
    for at, step in enumerate(chain.steps):
        if step != "correction":
            continue
        raised = at
        while raised < len(kept) and clock_s[kept[raised]] == clock_s[kept[at]]:
            raised += 1
        if raised == len(kept):
            continue
        left_out = kept[raised] - kept[raised - 1] - 1
        if left_out > 2 and clock_s[kept[at]] - clock_s[kept[raised]] > 1.5:
            return kept[at:raised]
    return np.zeros(0, np.int64)


def _frozen(chain: Chain, media_s: Floats, clock_s: Floats, quantum_s: Floats, cuts_s: Floats) -> Ints:
    """Readings of one value, from camera cut to camera cut, after which the clock is where it would be had it run on.

    Some broadcasts keep a frozen bug over a replay.
    """
    kept = chain.kept
    for at in range(1, len(kept)):
        value, after = clock_s[kept[at - 1]], int(kept[at])
        same = np.flatnonzero(clock_s[kept[at - 1] : after] == value) + kept[at - 1]
        if chain.steps[at] != "cut" and len(same) < _LEFT_OUT:
            continue  # nothing of the same value was left out before a steady step
        first = at - 1
        while first > 0 and clock_s[kept[first - 1]] == value:
            first -= 1
        run = np.union1d(kept[first:at], same)
        if _froze(media_s[run], float(media_s[after]), float(value - clock_s[after]), float(quantum_s[after]), cuts_s):
            begins = cuts_s[(cuts_s > media_s[run[0]] - 1.0) & (cuts_s <= media_s[run[-1]] - 1.0)]
            start = begins[-1] if len(begins) else media_s[run[0]] + 0.5
            frozen = run[media_s[run] >= start]
            return frozen if 0 < len(frozen) < len(run) else run[1:]  # it froze at a true value
    return np.zeros(0, np.int64)


def _froze(run_s: Floats, after_s: float, fallen_s: float, quantum_s: float, cuts_s: Floats) -> bool:
    """Whether a display of one value that then fell by more than it could was frozen, and no recording was cut."""
    passed = after_s - run_s[0]
    if fallen_s <= after_s - run_s[-1] + quantum_s + _JITTER_S:
        return False
    begins = ((cuts_s > run_s[0] - 1.0) & (cuts_s <= run_s[-1] - 1.0)).any()
    ends = ((cuts_s > run_s[-1] - 0.4) & (cuts_s <= after_s + 0.4)).any()
    ran_on = abs(fallen_s - passed) <= quantum_s + _FROZEN_SLACK_S
    return bool(ran_on or (begins and ends and fallen_s <= passed + quantum_s))


def _heaviest(media_s: Floats, clock_s: Floats, quantum_s: Floats, weight: Floats) -> Chain:
    """Linear in time but for one landmark in each block of readings."""
    count = len(media_s)
    best = weight.copy()
    back = np.full(count, -1, np.int64)
    landmarks: list[int] = []
    for i in range(1, count):
        if weight[i] <= 0.0:
            continue  # refused: it must not come in for nothing
        near = np.arange(i - 1, max(-1, i - 1 - _NEAR), -1)
        candidates = np.concatenate([near, np.array(landmarks[::-1], np.int64)])
        cost = _step_costs(media_s[i] - media_s[candidates], clock_s[candidates] - clock_s[i],
                           np.maximum(quantum_s[candidates], quantum_s[i]))  # fmt: skip
        gains = best[candidates] - cost
        choice = int(gains.argmax())
        if gains[choice] > 0:
            best[i] += gains[choice]
            back[i] = candidates[choice]
        if i % _BLOCK == 0:
            block = np.arange(i - _BLOCK, i)
            landmarks.append(int(block[best[block].argmax()]))
    return _walk_back(best, back, media_s, clock_s, quantum_s)


def _step_costs(passed_s: Floats, fallen_s: Floats, quantum_s: Floats) -> Floats:
    """What it costs that a clock which falls by `fallen_s` in `passed_s` is one clock."""
    steady = (fallen_s >= 0) & (fallen_s <= passed_s + quantum_s + _JITTER_S)
    correction = (fallen_s < 0) & (fallen_s >= -LARGEST_CORRECTION_S)
    return np.where(steady, 0.0, np.where(correction, CORRECTION_COST, np.where(fallen_s < 0, np.inf, CUT_COST)))


def _walk_back(best: Floats, back: Ints, media_s: Floats, clock_s: Floats, quantum_s: Floats) -> Chain:
    kept: list[int] = []
    at = int(best.argmax()) if len(best) else -1
    while at >= 0:
        kept.append(at)
        at = int(back[at])
    kept.reverse()
    steps: list[Step] = ["steady"] if kept else []
    for a, b in itertools.pairwise(kept):
        cost = float(_step_costs(media_s[[b]] - media_s[[a]], clock_s[[a]] - clock_s[[b]],
                                 np.maximum(quantum_s[[a]], quantum_s[[b]]))[0])  # fmt: skip
        steps.append("steady" if cost == 0.0 else "cut" if cost == CUT_COST else "correction")
    return Chain(kept=np.array(kept, np.int64), steps=tuple(steps))
