"""How well spots agree with what happened: average precision at tolerances.

Comes in: spots and events of several games. Goes out: AP per class at each tolerance, their means, SoccerNet's own
average-mAP, and intervals by resampling games. A spot is right within ± δ of an event that no stronger spot has taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from edc.spotter.classes import EVENTS, FAMILIES
from edc.spotter.peaks import Spot

Floats = NDArray[np.float64]

DELTAS_S = (0.25, 0.5, 1.0, 2.0, 5.0)
CHOSEN_BY = (0.25, 0.5, 1.0)
"""The mean over these chooses a model."""
TIGHT_S = tuple(float(d) for d in range(1, 6))
LOOSE_S = tuple(float(d) for d in range(5, 61, 5))
_THRESHOLDS = np.linspace(0, 1, 200)
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """One game: what was found and what was there, by class."""

    found: Mapping[str, tuple[tuple[float, float], ...]]
    """(seconds, score)"""
    there: Mapping[str, tuple[float, ...]]


def marks(spots: Sequence[Spot], events: Sequence[tuple[str, float]]) -> Marks:
    return Marks(
        found={c: tuple((s.at_s, s.score) for s in spots if s.label == c) for c in EVENTS},
        there={c: tuple(sorted(at for label, at in events if label == c)) for c in EVENTS},
    )


def in_families(game: Marks, merge_s: float = 0.5) -> Marks:
    """The coarser classes; of spots of several kinds for one shot the strongest stays."""
    found: dict[str, tuple[tuple[float, float], ...]] = {}
    for family, kinds in FAMILIES.items():
        every = sorted((spot for kind in kinds for spot in game.found[kind]), key=lambda spot: -spot[1])
        kept: list[tuple[float, float]] = []
        for at_s, score in every:
            if len(kinds) == 1 or all(abs(at_s - other) > merge_s for other, _ in kept):
                kept.append((at_s, score))
        found[family] = tuple(kept)
    there = {family: tuple(sorted(at for kind in kinds for at in game.there[kind]))
             for family, kinds in FAMILIES.items()}  # fmt: skip
    return Marks(found=found, there=there)


def judged(games: Sequence[Marks], label: str, delta_s: float) -> tuple[Floats, NDArray[np.bool_], int]:
    """All spots of a class, strongest first: scores, whether each is right; and how many events there were."""
    scores: list[float] = []
    right: list[bool] = []
    total = 0
    for game in games:
        there = np.array(game.there[label])
        free = np.ones(len(there), bool)
        total += len(there)
        for at_s, score in sorted(game.found[label], key=lambda spot: -spot[1]):
            away = np.where(free, np.abs(there - at_s), np.inf)
            nearest = int(away.argmin()) if len(away) else -1
            hit = nearest >= 0 and away[nearest] <= delta_s
            if hit:
                free[nearest] = False
            scores.append(score)
            right.append(bool(hit))
    order = np.argsort(-np.array(scores), kind="stable")
    return np.array(scores)[order], np.array(right, bool)[order], total


def average_precision(right: NDArray[np.bool_], total: int) -> float:
    """Area under the precision envelope; NaN where there was nothing to find."""
    if total == 0:
        return float("nan")
    if len(right) == 0:
        return 0.0
    hits = np.cumsum(right)
    precision = np.maximum.accumulate((hits / np.arange(1, len(hits) + 1))[::-1])[::-1]
    return float((precision * right).sum() / total)


def per_class(games: Sequence[Marks], delta_s: float) -> dict[str, float]:
    labels = list(games[0].there) if games else []
    made = {}
    for label in labels:
        _, right, total = judged(games, label, delta_s)
        made[label] = average_precision(right, total)
    return made


def mean_ap(games: Sequence[Marks], deltas_s: Sequence[float] = CHOSEN_BY) -> float:
    """Over the classes that occur and the tolerances."""
    values = [v for d in deltas_s for v in per_class(games, d).values() if not np.isnan(v)]
    return float(np.mean(values)) if values else float("nan")


def interval(
    games: Sequence[Marks], figure: Callable[[Sequence[Marks]], float], *, seed: int = 0, resamples: int = _RESAMPLES
) -> tuple[float, float]:
    """95 % of `figure` over games drawn with replacement: what another set of such games would give."""
    rng = np.random.default_rng(seed)
    drawn = [figure([games[i] for i in rng.integers(len(games), size=len(games))]) for _ in range(resamples)]
    low, high = np.nanquantile(drawn, (0.025, 0.975))
    return float(low), float(high)


# --- as SoccerNet measures -----------------------------------------------------------------------------------


def soccernet(games: Sequence[Marks], deltas_s: Sequence[float], *, per_s: float = 2.0) -> float:
    """SoccerNet's average-mAP (arXiv 1804.04527) over tolerances, as its package `SoccerNet` computes it: times in
    steps of 1/`per_s`, right within half of δ, 200 thresholds, eleven recalls, the trapezoidal mean over δ. Unlike
    there, classes of which there is no event are left out."""
    means = []
    for delta_s in deltas_s:
        values = [
            _eleven_points(*_soccernet_hits(games, label, delta_s * per_s, per_s))
            for label in games[0].there if any(game.there[label] for game in games)
        ]  # fmt: skip
        means.append(float(np.mean(values)))
    if len(means) == 1:
        return means[0]
    return float(np.mean([(a + b) / 2 for a, b in pairwise(means)]))


def strongest_a_step(game: Marks, *, per_s: float = 2.0) -> Marks:
    """What is handed in to SoccerNet's evaluation: of several spots of a class within one of its steps the strongest.
    The package would keep the last of them, which after soft-NMS is often a remnant."""
    found: dict[str, tuple[tuple[float, float], ...]] = {}
    for label, spots in game.found.items():
        kept: dict[int, tuple[float, float]] = {}
        for spot in sorted(spots, key=lambda spot: spot[1]):
            kept[_step(spot[0], per_s)] = spot
        found[label] = tuple(kept.values())
    return Marks(found=found, there=game.there)


def _step(at_s: float, per_s: float) -> int:
    """As the package counts them, by way of whole milliseconds."""
    return int(per_s * (int(at_s * 1000) / 1000))


def _soccernet_hits(
    games: Sequence[Marks], label: str, delta: float, per_s: float
) -> tuple[Floats, NDArray[np.bool_], int]:
    scores: list[float] = []
    right: list[bool] = []
    total = 0
    for game in games:
        # the last prediction within a step stands for it, as in the package's vectors
        steps = {_step(at_s, per_s): score for at_s, score in game.found[label]}
        there = sorted({_step(at_s, per_s) for at_s in game.there[label]})
        total += len(there)
        taken: set[int] = set()
        for at in there:
            free = ((score, -step) for step, score in steps.items() if step not in taken)
            near = [spot for spot in free if abs(-spot[1] - at) <= delta / 2]
            if near:
                taken.add(-max(near)[1])
        scores += steps.values()
        right += [step in taken for step in steps]
    return np.array(scores), np.array(right, bool), total


def _eleven_points(scores: Floats, right: NDArray[np.bool_], total: int) -> float:
    above = scores[None, :] >= _THRESHOLDS[:, None]
    chosen, hits = above.sum(1), (above & right[None, :]).sum(1)
    precision = np.divide(hits, chosen, out=np.zeros(len(chosen)), where=chosen > 0)
    recall = hits / max(1, total)
    return float(np.mean([precision[recall >= r].max(initial=0.0) for r in np.arange(11) / 10]))
