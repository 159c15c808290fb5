"""Where the sound changes from one clip to the next: not always where the picture does.

Comes in: a plan and the footage. Goes out: for each join by how much the sound of the clip before goes
on (or, negative, that of the clip after begins early), so that a call is not cut off in a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from edc.recap.footage import Footage
from edc.recap.plan import PlannedClip

MOST_S = 1.0
"""Sound leads or trails its picture by no more."""
_STEP_S = 0.05


def sound_shifts(clips: Sequence[PlannedClip], footage: Footage) -> list[Fraction]:
    """One a join, in seconds: positive, the clip before is heard on; negative, the clip after is heard already."""
    return [_shift(a, b, footage) for a, b in pairwise(clips)]


def _shift(before: PlannedClip, after: PlannedClip, footage: Footage) -> Fraction:
    """A call that the picture's cut would stop is finished; else one that it would enter is begun in time."""
    seconds = footage.source.seconds
    trail = pause_after(float(seconds(before.span.stop)), footage)
    if trail is not None:
        return _at_most(trail, after, footage)
    lead = pause_before(float(seconds(after.span.first)), footage)
    silent = lead is not None and not _speaks(float(seconds(before.span.stop)) - lead, lead, footage)
    return -_at_most(lead, before, footage) if lead is not None and silent else Fraction(0)


def _at_most(length: float, beside: PlannedClip, footage: Footage) -> Fraction:
    """No longer than half of the clip over which it is heard."""
    return min(Fraction(length).limit_denominator(1000), footage.source.seconds(beside.span.length) / 2)


def _speaks(start: float, length: float, footage: Footage) -> bool:
    times = np.arange(start, start + length, _STEP_S)
    return bool(len(times) and footage.speaking(times).any())


def pause_after(end_s: float, footage: Footage) -> float | None:
    """How long a call goes on after a clip's end, if it ends within a second and the game is shown so long."""
    run = footage.run_at(end_s, 0.0)
    return _to_pause(end_s, 1, run.end_s - end_s, footage) if run is not None else None


def pause_before(start_s: float, footage: Footage) -> float | None:
    run = footage.run_at(start_s, 0.0)
    return _to_pause(start_s, -1, start_s - run.start_s, footage) if run is not None else None


def _to_pause(edge: float, way: int, room: float, footage: Footage) -> float | None:
    """None where nobody speaks at the edge, or no pause is near."""
    if not footage.speaking(np.array([edge]))[0]:
        return None
    steps = np.arange(_STEP_S, min(MOST_S, room) + 1e-9, _STEP_S)
    quiet = np.flatnonzero(~footage.speaking(edge + way * steps)) if len(steps) else np.array([], int)
    return float(steps[quiet[0]]) if len(quiet) else None
