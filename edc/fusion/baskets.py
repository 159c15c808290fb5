"""Baskets that the score bug alone tells: a change of 2 or 3 is a made shot, of 1 a free throw.

Comes in: the displayed scores, the clock map, what was heard. Goes out: `Basket`s with the instant at
which the ball most likely went through, before the display followed. A change that is taken back is an
overturned basket; one that happened out of sight is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from edc.alignment.lags import DisplayLag
from edc.alignment.looks import Floats
from edc.alignment.scores import ScoreStep
from edc.fusion.context import Context

_SEEN_AS = {1: "free_throw.made", 2: "shot.made.layup", 3: "shot.made.three.catch"}
"""The spotter's class that stands for such a basket; other kinds of shots count a little less."""
LABELS = {1: "free_throw.made", 2: "shot.made.two", 3: "shot.made.three"}
_REACH_S, _STEP_S = 6.0, 0.1
_OVERTURNED_WITHIN_S = 240.0
_WRONG_STATE = 3.0
_IN_REPLAY = 4.0
"""Broadcasts show replays when nothing else happens."""
_CROWD_WEIGHT = 0.35
_AT_STOP, _STOP_SD_S = 1.5, 0.25
_LONG_HIDDEN_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    label: str
    points: int
    home_scored: bool
    anchor_s: float
    sd_s: float
    home_score: int
    away_score: int
    """After the basket."""
    confidence: float
    step: ScoreStep
    overturned_s: float | None = None
    """When the display took it back."""


def baskets(context: Context) -> list[Basket]:
    """In order of time; `context.track` has home as side 0."""
    steps = [step for step in context.track.steps if _plausible(step, context)]
    taken_back = _overturned(steps)
    found = []
    for index, step in enumerate(steps):
        if step.points not in LABELS:
            continue
        placed = _place(step, context)
        if placed is None:
            continue
        anchor, spread, inside = placed
        home, away = _scores_after(step, context)
        found.append(Basket(
            label=_label(step.points, anchor, context), points=step.points, home_scored=step.side == 0,
            anchor_s=anchor, sd_s=spread, home_score=home, away_score=away, step=step,
            confidence=_confidence(step, inside, index in taken_back), overturned_s=taken_back.get(index),
        ))  # fmt: skip
    return found


_KINDS = {"layup": "shot.made.layup", "jumper": "shot.made.mid", "dunk": "shot.made.dunk"}
_USUAL = {"layup": 0.46, "jumper": 0.37, "dunk": 0.17}
"""Shares of the twos that are made, about as in the NBA: what to expect where nobody saw it."""
_KIND_S, _KIND_SEEN, _KIND_SURE = 0.7, 0.1, 0.5
_FAINT = 0.05
"""Spots that are weaker together say little of the kind."""


def _label(points: int, anchor_s: float, context: Context) -> str:
    """What it was worth, and for a two the kind of shot where one was seen and is likelier than all others together."""
    if points != 2:
        return LABELS[points]
    best = {kind: context.seen.best((kind,), anchor_s - _KIND_S, anchor_s + _KIND_S) for kind in (*_KINDS, "three")}
    seen = {kind: spot.score if spot is not None else 0.0 for kind, spot in best.items()}
    # what looks like a three and was worth two is a jump shot
    seen["jumper"] = min(1.0, seen["jumper"] + seen.pop("three"))
    chances = {kind: chance_of_kind(kind, seen, context.seen.trust.of(kind)) for kind in _KINDS}
    kind = max(chances, key=lambda name: chances[name])
    return _KINDS[kind] if chances[kind] > _KIND_SURE and seen[kind] >= _KIND_SEEN else LABELS[points]


def chance_of_kind(kind: str, seen: Mapping[str, float], trust: float) -> float:
    """That a basket for two was of this kind. The score told that there was one, so what the spotter holds possible
    counts by its shares; as far as it is not to be trusted, all is as usual."""
    by_sight = (seen.get(kind, 0.0) + _FAINT * _USUAL[kind]) / (sum(seen.values()) + _FAINT)
    return trust * by_sight + (1.0 - trust) * _USUAL[kind]


def _scores_after(step: ScoreStep, context: Context) -> tuple[int, int]:
    shown = context.track.at(step.at_s)
    other = shown[1 - step.side] if shown else 0
    return (step.new, other) if step.side == 0 else (other, step.new)


def _plausible(step: ScoreStep, context: Context) -> bool:
    """Whether the game was on between the two looks, so that the change tells of a play on screen."""
    before, after = context.clock.at(step.before_s), context.clock.at(step.at_s)
    if before is None or after is None or before[0] != after[0]:
        return False
    passed = step.at_s - step.before_s
    return -8.0 < before[1] - after[1] <= passed + 1.5 and not _break_between(step, context)


def _break_between(step: ScoreStep, context: Context) -> bool:
    """A break hid the change, or the recording went on elsewhere."""
    middle = [s for s in context.clock.spans if s.end_s > step.before_s and s.start_s < step.at_s]
    covered = sum(min(s.end_s, step.at_s) - max(s.start_s, step.before_s) for s in middle)
    return step.at_s - step.before_s - covered > 1.0


def _overturned(steps: Sequence[ScoreStep]) -> dict[int, float]:
    """Place of a step → when a later step of its side took it back."""
    taken: dict[int, float] = {}
    for later in steps:
        if later.points >= 0:
            continue
        for index in range(len(steps) - 1, -1, -1):
            step = steps[index]
            recent = 0.0 < later.at_s - step.at_s <= _OVERTURNED_WITHIN_S
            if recent and step.side == later.side and step.points == -later.points and index not in taken:
                taken[index] = later.at_s
                break
    return taken


def _place(step: ScoreStep, context: Context) -> tuple[float, float, float] | None:
    """Median, standard deviation and how well the clock's state fits; None where the instant is off the record."""
    lag = DisplayLag(median_s=context.display_lag_s, spread=context.display_lag_spread)
    earliest = max(0.0, step.before_s - _REACH_S)
    at = np.arange(earliest, step.at_s, _STEP_S)
    if len(at) == 0:
        return None
    chance = lag.log_chance(at, step.before_s, step.at_s) + _state(step, at, context) + _crowd(at, context)
    chance = chance + context.seen.log_chance(_SEEN_AS[step.points], at)
    for start, end in context.replays():
        chance = np.where((at >= start - 0.3) & (at < end), chance - _IN_REPLAY, chance)
    mass = np.exp(chance)
    recorded = np.array([context.clock.span_at(float(t)) is not None for t in at])
    if mass[recorded].sum() < 0.5 * mass.sum():
        return None
    mass = np.where(recorded, mass, 0.0) / mass[recorded].sum()
    anchor = float(at[int(np.searchsorted(np.cumsum(mass), 0.5))])
    spread = float(np.sqrt((mass * (at - anchor) ** 2).sum()))
    return anchor, max(0.1, spread), float(mass[np.abs(at - anchor) <= 2.0].sum())


def _state(step: ScoreStep, at: Floats, context: Context) -> Floats:
    """Shots fall while the clock runs, or stop it; free throws while it stands."""
    spans = [context.clock.span_at(float(t)) for t in at]
    running = np.array([span is not None and span.running for span in spans])
    if step.points == 1:
        return np.where(running, -_WRONG_STATE, 0.0)
    chance = np.where(running, 0.0, -_WRONG_STATE)
    for span in context.clock.spans:
        if not span.running and step.before_s - _REACH_S < span.start_s <= step.at_s and _stops_on_baskets(span.period):
            near = np.exp(-0.5 * ((at - span.start_s + 0.2) / _STOP_SD_S) ** 2)
            chance = np.maximum(chance, np.where(near > 0.1, _AT_STOP * near, chance))
    return chance


def _stops_on_baskets(period: int) -> bool:
    return period >= 1


def _crowd(at: Floats, context: Context) -> Floats:
    """A rise of the crowd's noise in the second after."""
    sound = context.sound
    if len(sound.media_s) == 0:
        return np.zeros_like(at)
    after = np.interp(at + 0.8, sound.media_s, sound.crowd)
    before = np.interp(at - 0.5, sound.media_s, sound.crowd)
    return _CROWD_WEIGHT * np.clip(after - before, -2.0, 2.0)


def _confidence(step: ScoreStep, inside: float, overturned: bool) -> float:
    sure = min(0.95, 0.55 + 0.4 * step.confidence) * inside
    if step.at_s - step.before_s > _LONG_HIDDEN_S:
        sure *= 0.7
    return round(sure * (0.8 if overturned else 1.0), 4)
