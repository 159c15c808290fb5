"""How much a moment is worth to a viewer, from absolute measures, so that games can be compared.

Comes in: a label, its context and the crowd. Goes out: a weight between 0 and 1, and stars. The
weight is a logistic of what the moment did to the game, what kind of play it was and what story it
tells; the weights are an editor's proposal, the star thresholds are set on real games so that a
usual one has 25 to 60 moments of two stars and more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from edc.importance.story import Context
from edc.importance.winprob import surprise
from edc.taxonomy import node

BIAS = -2.2
SWING, SWING_UNIT, SWING_MOST = 1.2, 0.08, 2.0
LEVERAGE = 0.35
STYLE, STYLE_PLAIN = 5.0, 0.3
"""Of the taxonomy's base interest, counted from that of a plain basket."""
RARITY, RARITY_MOST = 0.5, 1.0
SURPRISE, SURPRISE_MOST = 2.0, 0.5
CROWD = 0.3

FLAG_WEIGHTS: Mapping[str, float] = MappingProxyType({
    "game_winner": 3.0, "buzzer_beater": 1.5, "game_tying": 1.0, "go_ahead_late": 1.0, "deciding": 0.8,
    "comeback": 0.8, "and_one": 0.4, "garbage": -1.0,
})  # fmt: skip

CLUTCH_LEAD_CHANGE = 0.6
LONG_RUN, LONG_RUN_WEIGHT, SHORT_RUN_WEIGHT = 10, 0.7, 0.2
FOUR_POINT_PLAY = 0.5
WINNERS_FIRST_LEAD, LARGEST_LEAD, LAST_BASKET = 0.3, 0.2, 0.2
MILESTONES: Mapping[tuple[str, int], float] = MappingProxyType({
    ("points", 20): 0.2, ("points", 30): 0.7, ("points", 40): 1.2, ("points", 50): 2.0, ("points", 60): 2.5,
    ("double_double", 2): 0.2, ("triple_double", 3): 1.2,
})  # fmt: skip

SHARED: Mapping[str, float] = MappingProxyType({"rebound": 0.5})
"""Half of what a rebound changes was the doing of the miss before it."""

FRAMES = frozenset(("period", "game", "timeout", "stoppage", "jump_ball", "review"))
"""What only frames the play: how much is at stake does not make it worth seeing."""

STAR_WEIGHTS = (0.26, 0.47, 0.70, 0.89)
"""Lowest weight of two, three, four and five stars."""


def weight_of(label: str, context: Context, crowd: float | None) -> float:
    """0..1, comparable between games; `crowd` is -1 for the quietest of the game's moments, 1 for the loudest."""
    kind = node(label)
    frame = label.partition(".")[0] in FRAMES
    swing = abs(context.wp_after - context.wp_before) * SHARED.get(label.partition(".")[0], 1.0)
    total = (
        BIAS
        + SWING * min(swing / SWING_UNIT, SWING_MOST)
        + (0.0 if frame else LEVERAGE * math.log1p(max(0.0, context.leverage)))
        + STYLE * (kind.interest - STYLE_PLAIN)
        + SURPRISE * min(surprise(context.wp_before, context.wp_after), SURPRISE_MOST)
        + _story(label, context)
        + CROWD * (crowd or 0.0)
    )
    if kind.per_game is not None and kind.per_game < 1.0:
        total += min(RARITY_MOST, -RARITY * math.log10(kind.per_game))
    return 1.0 / (1.0 + math.exp(-total))


def _story(label: str, context: Context) -> float:
    flags = set(context.flags)
    total = sum(FLAG_WEIGHTS.get(flag, 0.0) for flag in flags)
    if {"lead_change", "clutch"} <= flags:
        total += CLUTCH_LEAD_CHANGE
    if "and_one" in flags and label.startswith("shot.made.three"):
        total += FOUR_POINT_PLAY
    if context.run_points:
        total += LONG_RUN_WEIGHT if context.run_points >= LONG_RUN else SHORT_RUN_WEIGHT
    total += WINNERS_FIRST_LEAD * context.winners_first_lead + LAST_BASKET * context.last_basket
    if context.largest_lead:
        total += LARGEST_LEAD
    if context.milestone:
        total += MILESTONES.get((context.milestone.kind, context.milestone.value), 0.0)
    return total


def stars_of(weight: float) -> int:
    return 1 + sum(weight >= lowest for lowest in STAR_WEIGHTS)
