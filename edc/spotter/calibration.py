"""Scores as probabilities.

Comes in: spots of validation games with whether each was right. Goes out: for each class a temperature and a shift of
the logit (Platt scaling) after which of all spots given 0.8 about 80 % are right, and how far from that they are
(expected calibration error, ten bins).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.spotter.classes import EVENTS
from edc.spotter.precision import Marks, judged

Floats = NDArray[np.floating[Any]]

WITHIN_S = 1.0
"""A spot is right when such an event is within this."""
_BINS = 10
_EPS = 1e-4
_PRIOR = (0.5, 0.05)
"""Pull of gain and shift to 1 and 0, in spots: classes with few spots keep their scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """p = σ(gain · logit(score) + shift), by class."""

    gains: Mapping[str, float]
    shifts: Mapping[str, float]

    def curve(self, label: str, scores: Floats) -> Floats:
        logit = np.log(np.clip(scores, _EPS, 1 - _EPS) / (1 - np.clip(scores, _EPS, 1 - _EPS)))
        sure: Floats = 1 / (1 + np.exp(-(self.gains[label] * logit + self.shifts[label])))
        return sure

    def of(self, label: str, score: float) -> float:
        return float(self.curve(label, np.array([score]))[0])

    def to_json(self) -> dict[str, Any]:
        return {"gains": {k: round(v, 4) for k, v in self.gains.items()},
                "shifts": {k: round(v, 4) for k, v in self.shifts.items()}}  # fmt: skip

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Calibration:
        return Calibration(gains=dict(value["gains"]), shifts=dict(value["shifts"]))


def calibrated(games: Sequence[Marks]) -> Calibration:
    """Fitted on games that the network has not learnt from."""
    gains, shifts = {}, {}
    for label in EVENTS:
        scores, right, _ = judged(games, label, WITHIN_S)
        gains[label], shifts[label] = _platt(scores, right) if len(scores) else (1.0, 0.0)
    return Calibration(gains=gains, shifts=shifts)


def _platt(scores: Floats, right: NDArray[np.bool_]) -> tuple[float, float]:
    from scipy.optimize import minimize

    logit = np.log(np.clip(scores, _EPS, 1 - _EPS) / (1 - np.clip(scores, _EPS, 1 - _EPS)))

    def cost(theta: Floats) -> float:
        z = np.exp(theta[0]) * logit + theta[1]
        pull = _PRIOR[0] * theta[0] ** 2 + _PRIOR[1] * theta[1] ** 2
        return float(np.logaddexp(0, np.where(right, -z, z)).sum() + pull)

    theta = minimize(cost, np.zeros(2), method="L-BFGS-B").x
    return float(np.exp(theta[0])), float(theta[1])


def applied(games: Sequence[Marks], calibration: Calibration) -> list[Marks]:
    return [
        Marks(found={label: tuple((at, calibration.of(label, score)) for at, score in found)
                     for label, found in game.found.items()}, there=game.there)
        for game in games
    ]  # fmt: skip


def calibration_error(games: Sequence[Marks]) -> float:
    """Expected calibration error over all classes' spots."""
    bins = reliability(games)
    total = sum(count for _, _, count in bins)
    return sum(abs(said - was) * count for said, was, count in bins) / total if total else float("nan")


def reliability(games: Sequence[Marks]) -> list[tuple[float, float, int]]:
    """For each tenth of confidence: mean confidence, share that was right, how many."""
    scores, right = [], []
    for label in EVENTS:
        s, r, _ = judged(games, label, WITHIN_S)
        scores.append(s)
        right.append(r)
    said, was = np.concatenate(scores), np.concatenate(right)
    place = np.minimum((said * _BINS).astype(int), _BINS - 1)
    return [
        (float(said[place == b].mean()), float(was[place == b].mean()), int((place == b).sum()))
        for b in range(_BINS) if (place == b).any()
    ]  # fmt: skip
