"""Does a recap tell the game? Twelve questions, the lead's curve rebuilt from clips, shares of the top players.

Comes in: a game's moments and those that a recap shows. Goes out: figures; the same for any choice of plays,
so that ours can be held against random ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from edc.gameclock import elapsed_s
from edc.moments import Moment
from edc.recap.story import decisive, last_that_mattered, points_by_player, scoring

TOP_PLAYERS = 8


def answered(moments: Sequence[Moment], shown: Sequence[Moment], *, card: bool) -> int:
    """How many of the twelve questions of a viewer who saw only this are answered, and rightly."""
    told, seen = scoring(moments), {m.moment_id for m in shown}
    baskets = scoring(shown)
    if not told or not baskets:
        return 0
    final, last = told[-1], baskets[-1]
    leads, ours = [_lead(m) for m in told], [_lead(m) for m in baskets]
    points = points_by_player(moments)
    by_points = sorted(points, key=lambda key: -points[key])
    clips = Counter(p.id or p.name for m in baskets for p in m.players if p.role == "shooter")
    decider, mattered = decisive(moments), last_that_mattered(moments)
    runs = [m for m in moments if "run" in m.flags]
    best = sorted(moments, key=lambda m: -(m.importance or 0.0))[:3]
    late = [m for m in told if (m.period or 0) >= 4]
    return sum((
        card or _sign(_lead(last)) == _sign(_lead(final)),  # who won
        card or _lead(last) == _lead(final),  # by how much
        bool(by_points) and clips[by_points[0]] >= 2,  # who scored most
        any(clips[key] >= 1 for key in _best_of_the_other(moments, by_points)),  # who carried the other team
        decider is not None and decider.moment_id in seen,  # the decisive play
        mattered is not None and mattered.moment_id in seen,  # when it was over
        not runs or bool({m.moment_id for m in runs} & seen),  # a run
        max(map(abs, ours)) >= max(map(abs, leads)) - 3,  # the biggest lead
        all(_sign(_after(told, p)) == _sign(_after(baskets, p)) for p in (1, 2, 3)),  # who led after each quarter
        not _turns(told) or any({"lead_change", "tie"} & set(m.flags) for m in shown),  # whether the lead changed hands
        not late or min(abs(_lead(m)) for m in baskets if (m.period or 0) >= 4) <= min(map(abs, map(_lead, late))) + 2
        if any((m.period or 0) >= 4 for m in baskets) else not late,  # how close it was at the end
        sum(m.moment_id in seen for m in best) >= 2,  # the plays one talks about
    ))  # fmt: skip


def _lead(moment: Moment) -> int:
    return (moment.home_score or 0) - (moment.away_score or 0)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def _after(baskets: Sequence[Moment], period: int) -> int:
    return next((_lead(m) for m in reversed(baskets) if (m.period or 0) <= period), 0)


def _turns(told: Sequence[Moment]) -> bool:
    return any({"lead_change", "tie"} & set(m.flags) for m in told)


def _best_of_the_other(moments: Sequence[Moment], by_points: Sequence[str]) -> list[str]:
    teams = {p.id or p.name: m.team for m in scoring(moments) for p in m.players if p.role == "shooter"}
    first = teams.get(by_points[0]) if by_points else None
    return [key for key in by_points if teams.get(key) != first][:1]


def lead_r2(moments: Sequence[Moment], shown: Sequence[Moment]) -> float:
    """R² of the lead rebuilt as a line through the baskets shown, against the true one, every three seconds."""
    told, baskets = scoring(moments), scoring(shown)
    if not told or not baskets:
        return 0.0
    at = np.arange(0.0, max(_at(m) for m in told), 3.0)
    times, leads = np.array([0.0, *(_at(m) for m in told)]), np.array([0, *(_lead(m) for m in told)])
    true = leads[np.searchsorted(times, at, side="right") - 1].astype(float)
    rebuilt = np.interp(at, [0.0, *(_at(m) for m in baskets)], [0, *(_lead(m) for m in baskets)])
    spread = float(((true - true.mean()) ** 2).sum())
    return 1.0 - float(((true - rebuilt) ** 2).sum()) / spread if spread else 1.0


def _at(moment: Moment) -> float:
    return elapsed_s(moment.period or 1, moment.clock_s or 0.0)


def divergence(moments: Sequence[Moment], shown: Sequence[Moment]) -> float:
    """Jensen-Shannon divergence (bits) of the top players' shares of the points and of the clips."""
    points = points_by_player(moments)
    top = sorted(points, key=lambda key: -points[key])[:TOP_PLAYERS]
    clips = Counter(p.id or p.name for m in scoring(shown) for p in m.players if p.role == "shooter")
    a, b = [float(points[key]) for key in top], [float(clips[key]) for key in top]
    if not sum(a) or not sum(b):
        return 1.0
    a, b = [value / sum(a) for value in a], [value / sum(b) for value in b]
    middle = [(x + y) / 2 for x, y in zip(a, b, strict=True)]
    return (_relative(a, middle) + _relative(b, middle)) / 2


def _relative(p: Sequence[float], q: Sequence[float]) -> float:
    return sum(x * math.log2(x / y) for x, y in zip(p, q, strict=True) if x > 0 and y > 0)
