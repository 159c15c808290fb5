"""How good weights are on games they have not learnt from.

Comes in: weights and a split of a dataset. Goes out: an `Assessment`: average precision at each tolerance with
intervals over games, SoccerNet's figures, calibration before and after, which class is taken for which, and the states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from edc.progress import Reporter
from edc.spotter.calibration import Calibration, applied, calibrated, calibration_error, reliability
from edc.spotter.classes import EVENTS, STATES
from edc.spotter.dataset import Dataset, Game
from edc.spotter.featured import cached_features, with_sound
from edc.spotter.heard import silence
from edc.spotter.peaks import spots
from edc.spotter.precision import (
    CHOSEN_BY,
    DELTAS_S,
    LOOSE_S,
    TIGHT_S,
    Marks,
    in_families,
    interval,
    marks,
    mean_ap,
    per_class,
    soccernet,
    strongest_a_step,
)
from edc.spotter.running import outputs_of
from edc.spotter.validation import events_of, mean_of, state_overlap

if TYPE_CHECKING:
    from edc.spotter.model import Spotter

NMS_TRIED_S = (0.2, 0.3, 0.45, 0.6, 0.8, 1.0)
_CONFUSED_S, _TOLD = 1.0, 0.4
_RESAMPLES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    games: int
    events: Mapping[str, int]
    map: Mapping[str, float]
    """Mean over classes at each δ, and `mean` over 0.25, 0.5 and 1 s."""
    map_interval: tuple[float, float]
    """95 % over games, of the mean."""
    per_class: Mapping[str, Mapping[str, float]]
    """AP by class, then δ."""
    families: Mapping[str, float]
    """AP at 1 s of shot, block, steal and rebound, and their mean."""
    soccernet_tight: float
    soccernet_loose: float
    calibration_error: float
    """Of the calibrated probabilities."""
    calibration_error_raw: float
    reliability: Sequence[tuple[float, float, int]]
    confusion: Mapping[str, Mapping[str, int]]
    """What was said (or "nothing") where something was."""
    states: Mapping[str, float]
    """IoU."""

    def to_json(self) -> dict[str, Any]:
        return {name: _rounded(getattr(self, name)) for name in self.__slots__}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return None if np.isnan(value) else round(value, 4)
    if isinstance(value, Mapping):
        return {k: _rounded(v) for k, v in value.items()}
    return [_rounded(v) for v in value] if isinstance(value, (list, tuple)) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A network's raw outputs on a game."""

    game: Game
    scores: np.ndarray
    displacements: np.ndarray

    def marks(self, nms_s: float) -> Marks:
        return marks(spots(self.scores, self.displacements, self.game.times_s, nms_s=nms_s), events_of(self.game))


def run_on(
    model: Spotter, dataset: Dataset, games: Sequence[Game], reporter: Reporter, *, silent: bool = False
) -> list[Ran]:  # fmt: skip
    """`silent`: as if the games had no sound."""
    features = cached_features(model.backbone, dataset, games, reporter)
    model.eval()
    ran = []
    for game in games:
        there = replace(game, heard=silence(len(game))) if silent else game
        taken = with_sound(features[game.name], there, model.shape.heard)
        logits, displacements = outputs_of(model.head, taken)
        ran.append(Ran(game=game, scores=(1 / (1 + np.exp(-logits))).astype(np.float32), displacements=displacements))
    return ran


def chosen_nms(ran: Sequence[Ran]) -> float:
    """The soft-NMS width that is best on these (validation) games."""
    return max(NMS_TRIED_S, key=lambda nms_s: mean_ap([one.marks(nms_s) for one in ran]))


def assess(ran: Sequence[Ran], raw: Sequence[Marks], calibration: Calibration) -> Assessment:
    """`raw`: the marks of `ran`, one a game, at the width that was chosen."""
    sure, handed_in = applied(raw, calibration), [strongest_a_step(game) for game in raw]
    families = per_class([in_families(game) for game in raw], 1.0)
    by_delta = {f"{d:g}": per_class(raw, d) for d in DELTAS_S}
    overlaps = [state_overlap(one.scores, one.game) for one in ran]
    return Assessment(
        games=len(ran), events={label: sum(len(game.there[label]) for game in raw) for label in EVENTS},
        map={d: float(np.nanmean(list(v.values()))) for d, v in by_delta.items()} | {"mean": mean_ap(raw)},
        map_interval=interval(raw, partial(mean_ap, deltas_s=CHOSEN_BY), resamples=_RESAMPLES),
        per_class={label: {d: v[label] for d, v in by_delta.items()} for label in EVENTS},
        families=families | {"mean": float(np.nanmean(list(families.values())))},
        soccernet_tight=soccernet(handed_in, TIGHT_S), soccernet_loose=soccernet(handed_in, LOOSE_S),
        calibration_error=calibration_error(sure), calibration_error_raw=calibration_error(raw),
        reliability=reliability(sure), confusion=confusion(sure),
        states={name: mean_of([o[name] for o in overlaps]) for name in STATES},
    )  # fmt: skip


def confusion(games: Sequence[Marks]) -> dict[str, dict[str, int]]:
    """For each event the class of the strongest confident spot around it."""
    table = {label: dict.fromkeys((*EVENTS, "nothing"), 0) for label in EVENTS}
    for game in games:
        every = [(at, score, label) for label in EVENTS for at, score in game.found[label] if score >= _TOLD]
        for label in EVENTS:
            for at in game.there[label]:
                near = [spot for spot in every if abs(spot[0] - at) <= _CONFUSED_S]
                mine = [spot for spot in near if spot[2] == label]
                said = max(mine or near, key=lambda spot: spot[1])[2] if near else "nothing"
                table[label][said] += 1
    return table


def fitted(ran: Sequence[Ran]) -> tuple[float, Calibration]:
    """What is chosen on validation games: soft-NMS width and calibration."""
    nms_s = chosen_nms(ran)
    return nms_s, calibrated([one.marks(nms_s) for one in ran])
