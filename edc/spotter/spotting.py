"""From features to calibrated scores: the second half of the network on a whole game.

Comes in: `Features`, rows of the sound, the head, the card's calibration. Goes out: a probability for each picture and
class, and `Spot`s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.spotter.calibration import Calibration
from edc.spotter.classes import CLASSES, EVENTS
from edc.spotter.features import Features
from edc.spotter.heard import heard
from edc.spotter.peaks import Spot, spots
from edc.spotter.windows import Run, windowed

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotted:
    media_s: NDArray[np.float64]
    scores: Array
    """(n, C): after calibration, zero where nobody looked."""
    spots: tuple[Spot, ...]
    """Scores are probabilities that such an event is within a second."""


def spot(
    features: Features, sound: Sequence[Mapping[str, Any]], head: Run, reach: int, card: Mapping[str, Any]
) -> Spotted:  # fmt: skip
    n = len(features.media_s)
    if not features.on.any():
        return Spotted(media_s=features.media_s, scores=np.zeros((n, len(CLASSES)), np.float32), spots=())
    calibration = Calibration.from_json(card["calibration"])
    taken = features.dense()
    if card.get("heard"):  # cards of earlier releases do not say
        taken = np.concatenate([taken, heard(sound, features.media_s)], 1)
    logits, displacements = windowed(head, taken, reach)
    raw = np.where(features.on[:, None], 1 / (1 + np.exp(-logits)), 0.0).astype(np.float32)
    found = spots(raw, displacements, features.media_s, nms_s=card["nms_s"])
    sure = [Spot(label=s.label, at_s=s.at_s, score=calibration.of(s.label, s.score)) for s in found]
    scores = raw.copy()
    for c, label in enumerate(EVENTS):
        scores[:, c] = np.where(raw[:, c] > 0, calibration.curve(label, raw[:, c]), 0.0)
    return Spotted(media_s=features.media_s, scores=scores, spots=tuple(sure))
