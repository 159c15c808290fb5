"""How well the course of the lead can be told from the baskets that are shown.

Comes in: moments. Goes out: a `LeadCurve`, which says for any two baskets how far the straight line between
them is from the true lead. Summed over a recap's baskets that is one minus the R² of the lead rebuilt from it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from edc.gameclock import elapsed_s
from edc.moments import Moment
from edc.recap.story import scoring

_STEP_S = 12.0
"""The curve is compared every so often."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Knot:
    """A basket on the curve."""

    played_s: float
    lead: float


START = Knot(played_s=0.0, lead=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCurve:
    knots: dict[str, Knot]
    """By moment id: every basket and free throw of known score."""
    at_s: Floats
    true: Floats
    spread: float
    """Sum of the squared distances of the true lead from its mean."""

    def of(self, ids: Collection[str]) -> list[Knot]:
        return sorted(self.knots[id_] for id_ in ids if id_ in self.knots)

    def missed(self, first: Knot, then: Knot | None) -> float:
        """Squared error between two baskets shown one after the other, as a share of the spread.

        Without a second one the lead is taken to stay as it was.
        """
        start = np.searchsorted(self.at_s, first.played_s, side="right")
        stop = len(self.at_s) if then is None else np.searchsorted(self.at_s, then.played_s, side="right")
        if then is None or then.played_s <= first.played_s:
            told: Floats = np.full(stop - start, first.lead)
        else:
            share = (self.at_s[start:stop] - first.played_s) / (then.played_s - first.played_s)
            told = first.lead + share * (then.lead - first.lead)
        return float(((self.true[start:stop] - told) ** 2).sum()) / self.spread


def lead_curve(moments: Sequence[Moment]) -> LeadCurve | None:
    """None where the lead never moved, or nobody knows it."""
    told = [m for m in scoring(moments) if m.home_score is not None and m.away_score is not None]
    if not told:
        return None
    knots = {m.moment_id: Knot(played_s=elapsed_s(m.period or 1, m.clock_s or 0.0),
                               lead=float((m.home_score or 0) - (m.away_score or 0))) for m in told}  # fmt: skip
    times = np.array([knots[m.moment_id].played_s for m in told])
    leads = np.array([0.0, *(knots[m.moment_id].lead for m in told)])
    at = np.arange(0.0, times.max() + _STEP_S, _STEP_S)
    true = leads[np.searchsorted(times, at, side="right")]
    spread = float(((true - true.mean()) ** 2).sum())
    return LeadCurve(knots=knots, at_s=at, true=true, spread=spread) if spread > 0.0 else None
