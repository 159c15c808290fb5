"""How far the spotter can be trusted in one game.

Comes in: its made-shot spots and the times at which the displayed score changed, which it did not see. Goes out: a
weight in 0..1 and the figures behind it.

Where the weights know the pictures, made shots precede score changes. The spots are shifted in a circle over the game:
if they fit no better where they are than elsewhere, they say nothing here and their weight is nothing. So weights that
were learnt elsewhere do no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from edc.spotter.classes import EVENTS, MADE
from edc.spotter.peaks import Spot

Floats = NDArray[np.float64]

ENOUGH = 10
"""With fewer score changes nothing can be checked: the card's prior weight holds."""
SIGNIFICANT = 0.01
_LAG_S = (-0.3, 5.0)
"""How long after a basket the display follows."""
_SHIFTS = 999
_LEAST_SHIFT_S = 12.0
_SAME_S = 0.5
"""Kinds of made shots seen no further apart are one shot."""
_NONE: Floats = np.zeros(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    weight: float
    """0..1, of checked classes."""
    told_by: Literal["score changes", "prior", "nothing"]
    changes: int
    """Baskets (2 and 3 points) that the display told."""
    followed: float | None
    """Mean of the best made-shot score before each of them."""
    by_chance: float | None
    """The same with the spots shifted, on average."""
    p: float | None
    """How often a shift fitted as well."""

    def to_json(self) -> dict[str, Any]:
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}

    def of(self, label: str) -> float:
        """Of a class. The score checks made shots and, since a shot is one or the other, misses; what nothing checks
        gets no more."""
        return self.weight if label in EVENTS else 0.0


NOTHING = Trust(weight=0.0, told_by="nothing", changes=0, followed=None, by_chance=None, p=None)


def trust(
    spots: Sequence[Spot], changes_s: Sequence[float], live: Sequence[tuple[float, float]], prior: float,
    *, seed: int = 0,
) -> Trust:  # fmt: skip
    """`live`: the stretches in which the game is on, laid end to end for the shifting."""
    made = sorted((p, s.score) for s in spots if s.label in MADE and (p := _on_axis(s.at_s, live)) is not None)
    places, scores = (np.array(column, np.float64) for column in zip(*made, strict=True)) if made else (_NONE, _NONE)
    scores = _of_any_kind(places, scores)
    wanted = np.array([p for at in changes_s if (p := _on_axis(at, live)) is not None], np.float64)
    if len(wanted) < ENOUGH:
        return Trust(weight=prior, told_by="prior", changes=len(wanted), followed=None, by_chance=None, p=None)
    length = sum(end - start for start, end in live)
    followed = _followed(places, scores, wanted)
    rng = np.random.default_rng(seed)
    span = max(length - 2 * _LEAST_SHIFT_S, 1.0)
    shifted = np.array([
        _followed(*_turned(places, scores, _LEAST_SHIFT_S + span * share, length), wanted)
        for share in rng.random(_SHIFTS)
    ])  # fmt: skip
    p = float((1 + (shifted >= followed).sum()) / (1 + _SHIFTS))
    chance = float(shifted.mean())
    excess = (followed - chance) / max(1e-6, 1 - chance)
    weight = float(np.clip(excess, 0.0, 1.0)) if p < SIGNIFICANT else 0.0
    return Trust(weight=weight, told_by="score changes", changes=len(wanted), followed=followed, by_chance=chance, p=p)


def _on_axis(at_s: float, live: Sequence[tuple[float, float]]) -> float | None:
    """Seconds of live game before an instant; None where the game was not on."""
    passed = 0.0
    for start, end in live:
        if at_s < start:
            return None
        if at_s < end:
            return passed + at_s - start
        passed += end - start
    return None


def _of_any_kind(places: Floats, scores: Floats) -> Floats:
    """Whether a dunk or a layup, a basket it was: probabilities of the kinds at one instant add up."""
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    first, end = np.searchsorted(places, places - _SAME_S), np.searchsorted(places, places + _SAME_S, side="right")
    together: Floats = np.minimum(1.0, sums[end] - sums[first])
    return together


def _turned(places: Floats, scores: Floats, by_s: float, length_s: float) -> tuple[Floats, Floats]:
    moved = (places + by_s) % length_s
    order = np.argsort(moved)
    return moved[order], scores[order]


def _followed(places: Floats, scores: Floats, wanted: Floats) -> float:
    """Mean over the changes of the best spot that can have caused each."""
    first = np.searchsorted(places, wanted - _LAG_S[1])
    end = np.searchsorted(places, wanted - _LAG_S[0], side="right")
    return float(np.mean([scores[a:b].max(initial=0.0) for a, b in zip(first, end, strict=True)]))
