"""How good the network is while it is trained.

Comes in: the moving average of the weights, and the validation games. Goes out: mean average precision and its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from edc.progress import Reporter
from edc.spotter.classes import CLASSES, STATES
from edc.spotter.dataset import Dataset, Game
from edc.spotter.featured import cached_features, with_sound
from edc.spotter.peaks import spots
from edc.spotter.precision import CHOSEN_BY, Marks, in_families, marks, mean_ap
from edc.spotter.recipe import Part
from edc.spotter.running import features_of, outputs_of
from edc.spotter.targets import targets_of

if TYPE_CHECKING:
    from edc.spotter.model import Spotter


def validate(
    model: Spotter, dataset: Dataset, games: Sequence[Game], part: Part, reporter: Reporter
) -> dict[str, float]:  # fmt: skip
    """`map` chooses the weights; beside it the tolerances one by one, the families and the states."""
    model.eval()
    known = cached_features(model.backbone, dataset, games, reporter) if part == "head" else {}
    judged: list[Marks] = []
    states = []
    for game in games:
        features = known[game.name] if known else features_of(model.backbone, game)
        logits, displacements = outputs_of(model.head, with_sound(features, game, model.shape.heard))
        scores = 1 / (1 + np.exp(-logits))
        judged.append(marks(spots(scores, displacements, game.times_s), events_of(game)))
        states.append(state_overlap(scores, game))
    figures = {"map": mean_ap(judged)}
    figures |= {f"map_{delta_s:g}": mean_ap(judged, (delta_s,)) for delta_s in CHOSEN_BY}
    figures["families"] = mean_ap([in_families(game) for game in judged], (1.0,))
    return figures | {name: mean_of([s[name] for s in states]) for name in STATES}


def events_of(game: Game) -> list[tuple[str, float]]:
    return [(event.label, event.at_s) for event in game.events if not event.wrong]


def state_overlap(scores: np.ndarray, game: Game) -> dict[str, float]:
    """IoU of the pictures given more than a half and those that are; NaN where there are none of either."""
    aims = targets_of(game).scores
    made = {}
    for name in STATES:
        c = CLASSES.index(name)
        found, there = scores[:, c] > 0.5, aims[:, c] > 0.5
        either = (found | there).sum()
        made[name] = float((found & there).sum() / either) if either else float("nan")
    return made


def mean_of(values: list[float]) -> float:
    """Of those that are numbers; NaN where none is."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")
