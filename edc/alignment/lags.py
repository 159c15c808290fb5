"""How late the feed's clock and the bug's score are.

Comes in: nothing but figures. Goes out: `FeedLag` and `DisplayLag`, distributions that placing uses and
fits to the game.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edc.alignment.looks import Floats


def normal_cdf(values: Floats) -> Floats:
    from scipy.special import ndtr

    result: Floats = ndtr(values)
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLag:
    """From the play to the scorer's stamp, in seconds."""

    mean_s: float = 1.0
    sd_s: float = 0.55

    def log_chance(self, at_s: Floats, first_s: float, last_s: float) -> Floats:
        """Log of the chance that a play at each second is stamped between two seconds."""
        chance = normal_cdf((last_s - at_s - self.mean_s) / self.sd_s) - normal_cdf(
            (first_s - at_s - self.mean_s) / self.sd_s
        )
        return np.log(np.maximum(chance, 1e-6))


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayLag:
    """From the basket to the new score on the bug: log-normal, as broadcasts are never early."""

    median_s: float = 1.6
    spread: float = 0.5
    """Standard deviation of the logarithm."""

    def cdf(self, lag_s: Floats) -> Floats:
        safe = np.maximum(lag_s, 1e-3)
        return np.where(lag_s <= 0.05, 0.0, normal_cdf(np.log(safe / self.median_s) / self.spread))

    def log_chance(self, at_s: Floats, before_s: float, shown_s: float) -> Floats:
        """Log of the chance that a basket at each second changes the display between two looks."""
        width = max(0.25, shown_s - before_s)
        chance = (self.cdf(shown_s - at_s) - self.cdf(shown_s - width - at_s)) / min(width, 1.0)
        return np.log(0.97 * chance + 0.004)


_LEAST_SAMPLES = 8
_PRIOR_WEIGHT = 10.0


def fit_display_lag(lags_s: Sequence[float], prior: DisplayLag) -> DisplayLag:
    """The game's own lag: robust, and close to the prior where few baskets tell it."""
    usable = [lag for lag in lags_s if 0.2 <= lag <= 6.0]
    if len(usable) < _LEAST_SAMPLES:
        return prior
    logs = np.log(usable)
    weight = len(usable) / (len(usable) + _PRIOR_WEIGHT)
    median = weight * float(np.median(logs)) + (1 - weight) * math.log(prior.median_s)
    spread = weight * 1.48 * float(np.median(np.abs(logs - np.median(logs)))) + (1 - weight) * prior.spread
    return DisplayLag(median_s=math.exp(median), spread=float(np.clip(spread, 0.15, 0.7)))
