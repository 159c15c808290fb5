"""Where the lead turned: the few baskets from which its whole course can be told.

Comes in: moments, which of them can be shown, how many a recap has room for. Goes out: by moment id what
it is worth to see it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

import numpy as np
import numpy.typing as npt

from edc.gameclock import elapsed_s
from edc.moments import Moment
from edc.recap.story import scoring

_STEP_S = 12.0
"""The curve is compared every so often."""
_WORTH = 0.9
Floats = npt.NDArray[np.float64]


def turning_points(moments: Sequence[Moment], showable: Container[str], most: int) -> dict[str, float]:
    """The at most `most` showable baskets through which straight lines come nearest to the true lead.

    Found exactly, by dynamic programming over the baskets (Bellman 1961): the squared error of a line between
    two of them depends on nothing else. Each is worth the same, so that they are wanted together.
    """
    told = [m for m in scoring(moments) if m.home_score is not None and m.away_score is not None]
    shown = [at for at, m in enumerate(told) if m.moment_id in showable]
    if len(shown) < 2:
        return {}
    times = np.array([elapsed_s(m.period or 1, m.clock_s or 0.0) for m in told])
    leads = np.array([float((m.home_score or 0) - (m.away_score or 0)) for m in told])
    at = np.arange(0.0, times.max() + _STEP_S, _STEP_S)
    true = np.concatenate([[0.0], leads])[np.searchsorted(times, at, side="right")]
    knots = np.concatenate([[0.0], times[shown]]), np.concatenate([[0.0], leads[shown]])
    best = _best_knots(*knots, at, true, most)
    return {told[shown[knot - 1]].moment_id: _WORTH for knot in best if knot}


def _best_knots(times: Floats, leads: Floats, at: Floats, true: Floats, most: int) -> list[int]:
    """Places of the knots, the first among them; after the last knot the lead is taken as it was there."""
    count = len(times)
    error = np.full((count, count), np.inf)
    for a in range(count):
        for b in range(a + 1, count):
            error[a, b] = _error(times[[a, b]], leads[[a, b]], at, true)
    cost, come = np.full(count, np.inf), np.zeros((most + 1, count), int)
    cost[0] = 0.0
    levels = [cost]
    for number in range(1, most + 1):
        through = levels[-1][:, None] + error
        come[number] = through.argmin(axis=0)
        levels.append(through.min(axis=0))
    tail = np.array([float(((true[at > times[k]] - leads[k]) ** 2).sum()) for k in range(count)])
    ends = [(float((level + tail).min()), number, int((level + tail).argmin())) for number, level in enumerate(levels)]
    _, number, knot = min(ends)
    found = [knot]
    while number:
        knot = int(come[number, knot])
        found.append(knot)
        number -= 1
    return found[::-1]


def _error(times: Floats, leads: Floats, at: Floats, true: Floats) -> float:
    first, stop = np.searchsorted(at, times, side="right")
    return float(((true[first:stop] - np.interp(at[first:stop], times, leads)) ** 2).sum())
