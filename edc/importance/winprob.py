"""Win probability in closed form, and what follows from it: leverage and surprise.

Comes in: lead, time left, ball. Goes out: probabilities of the home team. The lead at the end is
normal around the lead now, with a spread that shrinks as the square root of the time left; fitted
on 5,108 games, tested on 1,314 of another season: Brier .1685, as good as boosted trees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

REGULATION_S = 2880.0
"""The unit of time in the fit: an NBA game without overtime."""

POSSESSION_S = 14.2
"""Mean length of a possession."""

POSSESSION_POINTS = 1.1
"""Mean points of a possession."""

MEAN_SWING = 0.026
"""Mean swing of win probability in a possession: leverage 1."""

RELEASE_S = 0.5
"""Before a play there was at least this much time left, or it could not have happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Points over a whole game: home advantage, spread, worth of the ball, spread that never goes away."""

    mu: float = 2.6
    sigma: float = 18.6
    beta: float = 0.45
    s0: float = 1.2


DEFAULT = Model()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How long this league plays."""

    periods: int = 4
    period_s: float = 720.0
    overtime_s: float = 300.0

    def is_last(self, period: int) -> bool:
        """Whether the game can end with this period."""
        return period >= self.periods

    def seconds_left(self, period: int, clock_s: float) -> float:
        """To the end of regulation, or of the overtime that is on."""
        return clock_s + max(0, self.periods - period) * self.period_s

    def seconds_played(self, period: int, clock_s: float) -> float:
        if period <= self.periods:
            return period * self.period_s - clock_s
        return self.periods * self.period_s + (period - self.periods) * self.overtime_s - clock_s


def rules_of(first_period_clock_s: float, league: str = "") -> Rules:
    """The rules that a league or the highest clock ever shown in a first period tells."""
    if league == "WNBA" or 300.0 < first_period_clock_s <= 600.0:
        return Rules(period_s=600.0)
    if first_period_clock_s > 720.0:
        return Rules(periods=2, period_s=1200.0)
    return Rules()


def win_probability(lead: float, seconds_left: float, ball: int = 0, model: Model = DEFAULT) -> float:
    """Of the home team, which leads by `lead`; `ball` is 1 with its ball, -1 with the other's, 0 unknown."""
    tau = max(0.0, seconds_left) / REGULATION_S
    mean = lead + model.mu * tau + model.beta * ball
    spread = math.sqrt(model.sigma**2 * tau + model.s0**2)
    return 0.5 * (1.0 + math.erf(mean / (spread * math.sqrt(2.0))))


def final_probability(lead: float) -> float:
    """When no time is left: won, lost, or overtime."""
    return 0.5 if lead == 0 else float(lead > 0)


def leverage(lead: float, seconds_left: float, model: Model = DEFAULT) -> float:
    """How much the next possession matters; 1 is the mean of a game."""
    later = max(0.0, seconds_left - POSSESSION_S)
    up = win_probability(lead + POSSESSION_POINTS, later, 0, model)
    down = win_probability(lead - POSSESSION_POINTS, later, 0, model)
    return (up - down) / (2.0 * MEAN_SWING)


def surprise(before: float, after: float) -> float:
    """Kullback-Leibler divergence in nats: from 1 % to 10 % surprises more than from 41 % to 50 %."""
    p, q = (min(0.999, max(0.001, x)) for x in (after, before))
    return p * math.log(p / q) + (1.0 - p) * math.log((1.0 - p) / (1.0 - q))
