"""How loud the crowd is: a murmur, and a surge that dies away after each play."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_media.simulation.model import Play

if TYPE_CHECKING:
    from sample_media.simulation.programme import Programme

_STEP_S = 0.1
_BASE = {"game": 0.3, "replay": 0.3, "commercial": 0.0, "studio": 0.05, "halftime": 0.2, "intro": 0.35, "outro": 0.4}


class CrowdNoise:
    """Levels 0..1 on a grid of tenths of a second."""

    def __init__(self, programme: Programme) -> None:
        count = int(programme.duration_s / _STEP_S) + 2
        base = np.zeros(count)
        for cut in programme.reel.cuts:
            base[int(cut.media_0 / _STEP_S) : int(cut.media_1 / _STEP_S) + 1] = _BASE[cut.filling]
        surge = np.zeros(count)
        for play in programme.log.plays:
            at = programme.walls.media(play.wall_s)
            size = reaction(play)
            if at is None or size == 0.0:
                continue
            first = int((at + 0.15) / _STEP_S)
            length = int((2.0 + 5.0 * size) / _STEP_S)
            t = np.arange(min(length, count - first)) * _STEP_S
            shape = np.minimum(1.0, t / 0.5) * np.exp(-np.maximum(0.0, t - 0.8) / (0.8 + 1.8 * size))
            surge[first : first + len(t)] = np.maximum(surge[first : first + len(t)], size * shape)
        level = np.where(base > 0.01, base + surge * (1.0 - base), 0.0)
        self._levels = np.clip(level, 0.0, 1.0)

    def at(self, media_s: float) -> float:
        place = min(len(self._levels) - 1.001, max(0.0, media_s / _STEP_S))
        index, u = int(place), place - int(place)
        return float(self._levels[index] * (1 - u) + self._levels[index + 1] * u)


def reaction(play: Play) -> float:
    """How strongly the (home) crowd reacts, 0..1."""
    home = play.side == "home"
    late = play.period >= 4 and play.clock_s < 120 and abs(play.home_score - play.away_score) <= 5
    boost = 1.35 if late else 1.0
    if play.label.startswith("shot.made.dunk"):
        size = 0.85 if home else 0.4
    elif play.label.startswith("shot.made.three"):
        size = 0.7 if home else 0.3
    elif play.label.startswith("shot.made"):
        size = 0.5 if home else 0.22
    elif play.label.startswith("block") or play.label == "steal":
        size = 0.6 if home else 0.2
    elif play.label.startswith("foul"):
        size = 0.15 if home else 0.3
    elif play.label.startswith("free_throw") and play.points:
        size = 0.25 if home else 0.08
    elif play.label == "period.end":
        size = 0.5
    else:
        size = 0.0
    return min(1.0, size * boost)
