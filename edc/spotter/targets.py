"""Labels as what the network should say at each picture.

Comes in: events and states of a game, and the pictures' times. Goes out: a soft score per picture and class, how much
it counts, and how many pictures away each event is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edc.spotter.classes import CLASSES, EVENTS, STATES
from edc.spotter.dataset import UNKNOWN, Event, Game, State
from edc.spotter.pictures import PER_S
from edc.spotter.shown import Shown, unknown

Array = NDArray[np.float32]

DILATION_S = 0.13
"""Spread of an event whose place is known to the picture: its neighbours are half right."""
_NEAR = 0.1
"""From this score on a picture says where the event is."""
_REACH_SD = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    scores: Array
    """(n, C), 0..1."""
    weights: Array
    """(n, C): what a wrong score costs."""
    displacements: Array
    """(n, E), pictures from this one to the event."""
    placed: NDArray[np.bool_]
    """(n, E): whether that displacement is asked for."""
    shown: Shown

    def __getitem__(self, part: slice) -> Targets:
        return Targets(scores=self.scores[part], weights=self.weights[part], displacements=self.displacements[part],
                       placed=self.placed[part], shown=self.shown[part])  # fmt: skip


def targets_of(game: Game) -> Targets:
    return targets(game.events, game.states, game.times_s, float(PER_S), game.shown)


def targets(
    events: Sequence[Event], states: Sequence[State], times_s: NDArray[np.float64], per_s: float,
    shown: Shown | None = None,
) -> Targets:  # fmt: skip
    n = len(times_s)
    made = Targets(
        scores=np.zeros((n, len(CLASSES)), np.float32), weights=np.ones((n, len(CLASSES)), np.float32),
        displacements=np.zeros((n, len(EVENTS)), np.float32), placed=np.zeros((n, len(EVENTS)), np.bool_),
        shown=shown or unknown(n),
    )  # fmt: skip
    for state in states:
        inside = slice(*np.searchsorted(times_s, (state.start_s, state.end_s)))
        if state.label == UNKNOWN:
            made.weights[inside] = 0.0
        elif state.label in STATES:
            made.scores[inside, CLASSES.index(state.label)] = 1.0
    for event in events:
        if event.label in EVENTS:
            _lay(event, times_s, per_s, made)
    return made


def _lay(event: Event, times_s: NDArray[np.float64], per_s: float, made: Targets) -> None:
    spread = float(np.hypot(DILATION_S, event.sd_s))
    first, end = np.searchsorted(times_s, (event.at_s - _REACH_SD * spread, event.at_s + _REACH_SD * spread))
    c, near = EVENTS.index(event.label), slice(int(first), int(end))
    away_s = event.at_s - times_s[near]
    score = np.exp(-0.5 * (away_s / spread) ** 2).astype(np.float32)
    if event.wrong:
        made.weights[near, c] = np.maximum(made.weights[near, c], event.weight)
        return
    stronger = score > made.scores[near, c]
    made.weights[near, c] = np.where(score > _NEAR, event.weight, made.weights[near, c])
    made.scores[near, c] = np.maximum(made.scores[near, c], score)
    asked = stronger & (score > _NEAR) & (event.sd_s < DILATION_S)
    made.displacements[near, c] = np.where(asked, away_s * per_s, made.displacements[near, c])
    made.placed[near, c] |= asked
