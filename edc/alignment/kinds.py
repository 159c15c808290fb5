"""How plays relate to the clock: which happen while it runs, which stop it, which wait while it stands.

Comes in: a play of the feed. Goes out: its kind, and what the time between two neighbours tells.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from edc.alignment.looks import Floats
from edc.playbyplay.play import Play

Kind = Literal["live", "whistle", "free_throw", "standing", "start", "end", "none"]
"""standing: at any time while the clock stands; none: not placed"""

_LIVE = ("2pt", "3pt", "rebound", "steal", "block", "jumpball")
_WHISTLE = ("foul", "violation", "turnover", "timeout", "stoppage")
_STANDING = ("instantreplay", "ejection", "memo")


def kind_of(play: Play) -> Kind:
    action = play.action_type
    if action == "period":
        return "start" if play.label == "period.start" else "end"
    if action == "game":
        return "end"
    if action == "rebound" and play.label == "rebound.team":
        return "none"
    if action in _LIVE:
        return "live"
    if action == "turnover" and any(player.role == "stealer" for player in play.players):
        return "live"
    if action == "freethrow":
        return "free_throw"
    if action in _WHISTLE:
        return "whistle"
    return "standing" if action in _STANDING else "none"


def _bell(values: Floats, mean_s: float, sd_s: float) -> Floats:
    shape: Floats = -0.5 * ((values - mean_s) / sd_s) ** 2
    return np.maximum(shape, -12.0)


def spacing(before: Play, after: Play, apart_s: Floats) -> Floats:
    """Log of how likely two neighbouring plays lie `apart_s` apart, up to a constant."""
    order: Floats = np.where(apart_s < -0.05, -6.0 + 8.0 * np.minimum(apart_s, 0.0), 0.0)
    a, b = before.action_type, after.action_type
    shot = a in ("2pt", "3pt", "freethrow")
    if after.label == "period.end" and before.clock_s < 0.1:
        return np.zeros_like(apart_s)  # what was in the air at the horn comes down after it
    if {a, b} in ({"2pt", "block"}, {"3pt", "block"}, {"turnover", "steal"}):
        return _bell(apart_s, 0.0, 0.15)
    if shot and before.made is False and b == "rebound":
        return order + _bell(apart_s, 1.2, 0.5)
    if a in ("2pt", "3pt") and before.made and b == "foul" and abs(before.clock_s - after.clock_s) <= 2.0:
        return order + _bell(apart_s, 0.4, 1.5) * 0.3
    if b == "freethrow":
        least = 3.0 if a == "freethrow" else 2.0
        return order + np.where(apart_s < least, -5.0, 0.0)
    if a in ("rebound", "steal") and b in ("2pt", "3pt"):
        return order + np.where(apart_s < 0.4, -1.5, 0.0)
    return order


_WALL_SD_S, _WALL_WORST = 1.2, 3.0


def wall_spacing(before: Play, after: Play, apart_s: Floats) -> Floats:
    """What the provider's own time stamps say about the same; stamps made in one go say little."""
    if before.wall_s is None or after.wall_s is None:
        return np.zeros_like(apart_s)
    difference = (apart_s - (after.wall_s - before.wall_s)) / _WALL_SD_S
    return -np.minimum(0.5 * difference**2, _WALL_WORST)
