"""From scores over time to instants.

Comes in: a score and a displacement for each picture and class. Goes out: `Spot`s. Soft-NMS in time (arXiv 1704.04503):
a weaker score near a stronger one of its class is lowered by how near it is, not thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edc.spotter.classes import EVENTS

Array = NDArray[np.float32]

FLOOR = 0.02
"""Scores below say nothing."""
NMS_S = 0.6
"""Standard deviation of the lowering, chosen on the validation games."""
_REACH = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    label: str
    at_s: float
    score: float


def spots(
    scores: Array, displacements: Array, times_s: NDArray[np.float64], *, nms_s: float = NMS_S, floor: float = FLOOR
) -> list[Spot]:
    """`scores` (n, C) in 0..1 and `displacements` (n, E) in pictures → spots in order of time."""
    found: list[Spot] = []
    if len(times_s) < 2:
        return found
    step_s = float(np.median(np.diff(times_s)))
    for c, label in enumerate(EVENTS):
        at = np.flatnonzero(scores[:, c] > floor)
        places_s = times_s[at] + displacements[at, c].clip(-2, 2) * step_s
        found += [Spot(label=label, at_s=float(t), score=float(s))
                  for t, s in zip(*_kept(places_s, scores[at, c], nms_s, floor), strict=True)]  # fmt: skip
    return sorted(found, key=lambda spot: spot.at_s)


def _kept(
    places_s: NDArray[np.float64], scores: Array, nms_s: float, floor: float
) -> tuple[list[float], list[float]]:  # fmt: skip
    """Strongest first, each lowering its neighbours."""
    order = np.argsort(places_s, kind="stable")
    places_s, left = places_s[order], scores[order].astype(np.float64)
    times, values = [], []
    while len(left) and left.max() > floor:
        best = int(left.argmax())
        times.append(float(places_s[best]))
        values.append(float(left[best]))
        first, end = np.searchsorted(places_s, (places_s[best] - _REACH * nms_s, places_s[best] + _REACH * nms_s))
        away = (places_s[first:end] - places_s[best]) / nms_s
        left[first:end] *= 1 - np.exp(-0.5 * away**2)
        left[best] = 0.0
    return times, values


def near(found: Sequence[Spot], label: str, at_s: float, within_s: float) -> Spot | None:
    """The strongest spot of a class around an instant."""
    mine = [spot for spot in found if spot.label == label and abs(spot.at_s - at_s) <= within_s]
    return max(mine, key=lambda spot: spot.score, default=None)
