"""Which shots are taken from where, how often they go in, how long they fly, and what they are called.

The shares and percentages are those of 6,422 real games (dunks .888, layups .563, floaters .446,
hooks .485, jumpers .433, threes .361, by distance where it matters).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Literal, cast

from sample_media.scene import RIMS
from sample_media.simulation.model import Player, Point, ShotStyle

Family = Literal["dunk", "layup", "floater", "hook", "mid", "three"]

THREE_RADIUS_FT = 23.75
CORNER_OFFSET_FT = 22.0
DEEP_FT = 30.0
HEAVE_FT = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotType:
    family: Family
    descriptor: str | None
    weight: float
    assisted: float
    """how often a make of it has an assist"""


# weights are attempts a game, both teams; families sum to the measured ones
SET_SHOTS: tuple[ShotType, ...] = (
    ShotType(family="dunk", descriptor=None, weight=0.9, assisted=0.75),
    ShotType(family="dunk", descriptor="alley-oop", weight=1.8, assisted=0.97),
    ShotType(family="dunk", descriptor="cutting", weight=2.6, assisted=0.92),
    ShotType(family="dunk", descriptor="driving", weight=1.9, assisted=0.35),
    ShotType(family="dunk", descriptor="reverse", weight=0.3, assisted=0.5),
    ShotType(family="layup", descriptor=None, weight=8.0, assisted=0.6),
    ShotType(family="layup", descriptor="alley-oop", weight=0.8, assisted=0.97),
    ShotType(family="layup", descriptor="cutting", weight=6.0, assisted=0.9),
    ShotType(family="layup", descriptor="driving", weight=14.5, assisted=0.3),
    ShotType(family="layup", descriptor="driving finger roll", weight=4.0, assisted=0.25),
    ShotType(family="layup", descriptor="finger roll", weight=0.6, assisted=0.4),
    ShotType(family="layup", descriptor="driving reverse", weight=1.2, assisted=0.25),
    ShotType(family="layup", descriptor="reverse", weight=1.6, assisted=0.45),
    ShotType(family="floater", descriptor="driving floating", weight=8.5, assisted=0.25),
    ShotType(family="floater", descriptor="floating", weight=5.0, assisted=0.35),
    ShotType(family="floater", descriptor="driving floating bank", weight=1.2, assisted=0.25),
    ShotType(family="hook", descriptor=None, weight=2.4, assisted=0.5),
    ShotType(family="hook", descriptor="turnaround", weight=1.7, assisted=0.45),
    ShotType(family="hook", descriptor="driving", weight=1.0, assisted=0.3),
    ShotType(family="mid", descriptor="pullup", weight=13.0, assisted=0.2),
    ShotType(family="mid", descriptor="step back", weight=3.0, assisted=0.1),
    ShotType(family="mid", descriptor="fadeaway", weight=2.0, assisted=0.35),
    ShotType(family="mid", descriptor="turnaround fadeaway", weight=3.2, assisted=0.3),
    ShotType(family="mid", descriptor="turnaround", weight=1.8, assisted=0.35),
    ShotType(family="mid", descriptor="bank", weight=0.7, assisted=0.3),
    ShotType(family="mid", descriptor=None, weight=5.0, assisted=0.85),
    ShotType(family="three", descriptor=None, weight=49.5, assisted=0.97),
    ShotType(family="three", descriptor="pullup", weight=11.5, assisted=0.3),
    ShotType(family="three", descriptor="step back", weight=5.8, assisted=0.15),
    ShotType(family="three", descriptor="bank", weight=0.2, assisted=0.4),
)
BREAK_SHOTS: tuple[ShotType, ...] = (
    ShotType(family="dunk", descriptor="running", weight=2.2, assisted=0.7),
    ShotType(family="dunk", descriptor="alley-oop", weight=0.6, assisted=0.97),
    ShotType(family="dunk", descriptor="driving", weight=0.7, assisted=0.3),
    ShotType(family="layup", descriptor="running", weight=5.5, assisted=0.6),
    ShotType(family="layup", descriptor="running finger roll", weight=1.5, assisted=0.5),
    ShotType(family="layup", descriptor="driving", weight=3.5, assisted=0.3),
    ShotType(family="three", descriptor=None, weight=4.0, assisted=0.97),
    ShotType(family="three", descriptor="running", weight=0.9, assisted=0.7),
    ShotType(family="three", descriptor="pullup", weight=1.2, assisted=0.3),
)
PUTBACKS: tuple[ShotType, ...] = (
    ShotType(family="dunk", descriptor="putback", weight=0.5, assisted=0.0),
    ShotType(family="dunk", descriptor="tip", weight=0.2, assisted=0.0),
    ShotType(family="layup", descriptor="putback", weight=3.5, assisted=0.0),
    ShotType(family="layup", descriptor="tip", weight=4.5, assisted=0.0),
)
LATE_SHOTS = tuple(t for t in SET_SHOTS if t.family in ("mid", "three", "floater") or t.descriptor == "driving")
THREES = tuple(t for t in SET_SHOTS if t.family == "three")

_MAKE = {"dunk": 0.895, "layup": 0.575, "floater": 0.446, "hook": 0.485, "mid": 0.428}
_THREE_MAKE = {None: 0.366, "pullup": 0.344, "step back": 0.352, "running": 0.35, "bank": 0.8}


def pick(types: tuple[ShotType, ...], rng: Random) -> ShotType:
    return rng.choices(types, [t.weight for t in types])[0]


def suits(kind: ShotType, player: Player) -> float:
    """How likely this player is the one who takes such a shot."""
    if kind.family == "three":
        return player.usage * player.outside**2
    if kind.family == "dunk" or kind.family == "hook" or kind.descriptor in ("tip", "putback"):
        return player.usage * player.inside**3
    if kind.descriptor and ("driving" in kind.descriptor or kind.descriptor in ("pullup", "step back")):
        return player.usage * player.passing
    return player.usage


def court_point(basket: int, distance_ft: float, angle_rad: float) -> Point:
    """A point by its distance from a rim; angle 0 points to the middle of the court."""
    rim_x, rim_y, _ = RIMS[basket]
    sign = 1.0 if basket == 0 else -1.0
    x = rim_x + sign * distance_ft * math.cos(angle_rad)
    y = rim_y + distance_ft * math.sin(angle_rad)
    return min(93.0, max(1.0, x)), min(49.0, max(1.0, y))


def distance_ft(basket: int, spot: Point) -> float:
    rim_x, rim_y, _ = RIMS[basket]
    return math.hypot(spot[0] - rim_x, spot[1] - rim_y)


def spot_for(kind: ShotType, basket: int, rng: Random) -> Point:
    side = rng.choice((-1.0, 1.0))
    match kind.family:
        case "dunk":
            return court_point(basket, rng.uniform(0.6, 2.2), side * rng.uniform(0.0, 1.3))
        case "layup":
            return court_point(basket, rng.triangular(1.2, 6.5, 2.6), side * rng.uniform(0.1, 1.35))
        case "floater":
            return court_point(basket, rng.uniform(5.0, 12.5), side * rng.uniform(0.0, 0.9))
        case "hook":
            return court_point(basket, rng.uniform(3.5, 9.5), side * rng.uniform(0.1, 1.2))
        case "mid":
            return court_point(basket, rng.triangular(8.5, 21.0, 15.0), side * rng.uniform(0.0, 1.2))
        case _:
            return _three_spot(kind, basket, side, rng)


def _three_spot(kind: ShotType, basket: int, side: float, rng: Random) -> Point:
    if kind.descriptor is None and rng.random() < 0.3:
        rim_x = RIMS[basket][0]
        depth = rng.uniform(-2.5, 7.5)
        return (rim_x + depth if basket == 0 else rim_x - depth, 25.0 + side * rng.uniform(22.4, 23.4))
    far = 24.6 + min(7.0, rng.expovariate(0.72))
    return court_point(basket, far, side * rng.uniform(0.0, 1.05))


def make_probability(kind: ShotType, spot: Point, basket: int, shooter: Player) -> float:
    far = distance_ft(basket, spot)
    if kind.family != "three":
        skill = shooter.inside if kind.family in ("dunk", "layup", "hook") else shooter.outside
        return float(min(0.97, _MAKE[kind.family] * skill**0.12))
    if far >= HEAVE_FT:
        return 0.025
    base = _THREE_MAKE.get(kind.descriptor, 0.36)
    by_distance = 1.06 if far < 24 else 1.0 if far < 26.5 else 0.93 if far < 28.5 else 0.86 if far < 31 else 0.7
    return float(base * by_distance * shooter.outside**0.12 * 1.04)


def style_of(kind: ShotType) -> ShotStyle:
    if kind.family in ("mid", "three"):
        return "jump"
    if kind.descriptor == "tip":
        return "tip"
    return cast(ShotStyle, kind.family)


def flight_s(style: ShotStyle, far_ft: float) -> float:
    """From the hand to the rim."""
    match style:
        case "dunk":
            return 0.12
        case "tip":
            return 0.3
        case "layup":
            return 0.42 + 0.03 * far_ft
        case "hook" | "floater":
            return 0.62 + 0.025 * far_ft
        case _:
            return 0.58 + 0.0245 * far_ft


def feed_names(kind: ShotType) -> tuple[str, str]:
    """actionType and subType of the feed."""
    if kind.family == "three":
        return "3pt", "Jump Shot"
    return "2pt", {"dunk": "DUNK", "layup": "Layup", "hook": "Hook"}.get(kind.family, "Jump Shot")


def label_of(kind: ShotType, made: bool, far_ft: float, along_ft: float) -> str:
    """The leaf of the taxonomy; `along_ft` is the spot's distance from the rim along the court."""
    if not made:
        if kind.family == "three":
            return "shot.missed.heave" if far_ft >= HEAVE_FT else "shot.missed.three"
        return "shot.missed.dunk" if kind.family == "dunk" else "shot.missed.two"
    descriptor = kind.descriptor or ""
    match kind.family:
        case "dunk":
            leaves: tuple[str, ...] = ("alley-oop", "putback", "tip", "driving", "cutting", "running", "reverse")
            return "shot.made.dunk." + _leaf(descriptor, leaves, "other")
        case "layup":
            leaves = (
                "alley-oop", "finger roll", "reverse", "putback", "tip", "driving", "cutting", "running",
            )  # fmt: skip
            return "shot.made.layup." + _leaf(descriptor, leaves, "other")
        case "mid":
            leaves = ("pullup", "step back", "fadeaway", "turnaround", "bank")
            return "shot.made.mid." + _leaf(descriptor, leaves, "other")
        case "three":
            return "shot.made.three." + _three_leaf(descriptor, far_ft, along_ft)
        case _:
            return f"shot.made.{kind.family}"


def _three_leaf(descriptor: str, far_ft: float, along_ft: float) -> str:
    if far_ft >= HEAVE_FT:
        return "heave"
    if far_ft >= DEEP_FT:
        return "deep"
    if along_ft <= 8.7:
        return "corner"
    return _leaf(descriptor, ("pullup", "step back", "running", "bank"), "catch")


def _leaf(descriptor: str, leaves: tuple[str, ...], fallback: str) -> str:
    for leaf in leaves:
        if leaf in descriptor:
            return {"alley-oop": "alley_oop", "finger roll": "finger_roll", "step back": "stepback"}.get(leaf, leaf)
    return fallback
