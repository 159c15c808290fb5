"""Measures of agreement between people who label the same things.

Cohen's kappa: J. Cohen, A coefficient of agreement for nominal scales, 1960. Krippendorff's alpha for
nominal data with missing values: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from statistics import fmean, median

Unit = Mapping[str, Hashable]
"""What each person said of one thing; who did not look at it is not in it."""


def cohens_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Agreement of two people beyond chance, at most 1; None where there is nothing, or only one value."""
    if not pairs:
        return None
    count = len(pairs)
    observed = sum(one == other for one, other in pairs) / count
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(first[value] * second[value] for value in first) / count**2
    return None if expected == 1.0 else (observed - expected) / (1.0 - expected)


def krippendorffs_alpha(units: Iterable[Unit]) -> float | None:
    """Agreement of any number of people, each of whom may have missed any unit; None where nothing varies."""
    coincidences: Counter[tuple[Hashable, Hashable]] = Counter()
    for unit in units:
        values = list(unit.values())
        if len(values) < 2:
            continue
        for i, one in enumerate(values):
            for j, other in enumerate(values):
                if i != j:
                    coincidences[one, other] += 1.0 / (len(values) - 1)  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (one, _), weight in coincidences.items():
        totals[one] += weight
    count = sum(totals.values())
    if count <= 1:
        return None
    expected = sum(a * b for one, a in totals.items() for other, b in totals.items() if one != other)
    observed = sum(weight for (one, other), weight in coincidences.items() if one != other)
    return None if expected == 0 else 1.0 - (count - 1) * observed / expected


def overlap(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Intersection over union of two spans in seconds."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    union = max(one[1], other[1]) - min(one[0], other[0])
    return max(0.0, shared) / union if union > 0 else float(one == other)


def spread_s(anchors: Sequence[float]) -> float:
    """How far the instants of one thing lie apart at most."""
    return max(anchors) - min(anchors) if anchors else 0.0


def summary(values: Sequence[float]) -> dict[str, float | int] | None:
    if not values:
        return None
    return {"mean": round(fmean(values), 4), "median": round(median(values), 4), "count": len(values)}
