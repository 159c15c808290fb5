"""Where the sound changes from one clip to the next: not always where the picture does.

Comes in: a plan and the footage. Goes out: for each join by how much the sound of the clip before goes
on (or, negative, that of the clip after begins early), so that a call is not cut off in a word; and whether
one is, where no pause was within reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from edc.recap.footage import Footage
from edc.recap.plan import PlannedClip

MOST_S = 1.0
"""Sound leads or trails its picture by no more."""
_STEP_S = Fraction(1, 20)
_LEAST_HEARD = Fraction(1, 2)
"""Of the clip over which a neighbour is heard, so much at least is heard itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Where the sound goes over from one clip to the next."""

    shift_s: Fraction
    """Positive, the clip before is heard on; negative, the clip after is heard already."""
    breaks_off: bool
    """Whether the call of the clip before is cut off in speech."""
    enters: bool
    """Whether that of the clip after is entered in speech."""


def sound_joins(clips: Sequence[PlannedClip], footage: Footage) -> list[Join]:
    return [_join(a, b, footage) for a, b in pairwise(clips)]


def _join(before: PlannedClip, after: PlannedClip, footage: Footage) -> Join:
    """The nearest place at which neither call is cut in a word; where there is none, the fewer.

    A call that is broken off disturbs more than one that is entered.
    """
    seconds = footage.source.seconds
    end, start = seconds(before.span.stop), seconds(after.span.first)
    shifts = reachable(before, after, footage)
    places = np.array([float(shift) for shift in shifts])
    broken, entered = footage.speaking(float(end) + places), footage.speaking(float(start) + places)
    cost = 2.0 * broken + entered
    best = min(range(len(shifts)), key=lambda at: (cost[at], abs(shifts[at])))
    return Join(shift_s=shifts[best], breaks_off=bool(broken[best]), enters=bool(entered[best]))


def reachable(before: PlannedClip, after: PlannedClip, footage: Footage) -> list[Fraction]:
    """How far the sound's join may lie from the picture's: both clips' sound stays inside the game's pictures."""
    seconds = footage.source.seconds
    longest = min(Fraction(MOST_S), seconds(after.span.length) * _LEAST_HEARD, room_after(before, footage))
    earliest = min(Fraction(MOST_S), seconds(before.span.length) * _LEAST_HEARD, room_before(after, footage))
    return [number * _STEP_S for number in range(-int(earliest / _STEP_S), int(longest / _STEP_S) + 1)]


def room_after(clip: PlannedClip, footage: Footage) -> Fraction:
    """How long the broadcast stays on the game after a clip."""
    end = footage.source.seconds(clip.span.stop)
    run = footage.run_at(float(end), 0.0)
    return max(Fraction(0), Fraction(run.end_s) - end) if run is not None else Fraction(0)


def room_before(clip: PlannedClip, footage: Footage) -> Fraction:
    start = footage.source.seconds(clip.span.first)
    run = footage.run_at(float(start), 0.0)
    return max(Fraction(0), start - Fraction(run.start_s)) if run is not None else Fraction(0)
