"""What the spotter saw, as evidence for where a play lies.

Comes in: its spots and how far it can be trusted in this game. Goes out: for a label and candidate instants the log of
how much likelier they are than without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from edc.alignment.looks import Floats
from edc.spotter.classes import FAMILIES, class_of
from edc.spotter.peaks import Spot
from edc.spotter.trust import NOTHING, Trust

_SD_S = 0.13
"""Of a spot's instant."""
_MISSED_PER_S = 0.04
"""Density of a play that was not seen, against which a spot must stand."""
_OTHER_KIND = 0.35
"""A shot taken for one of another kind still says that a shot was there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    by_class: Mapping[str, tuple[Floats, Floats]] = field(default_factory=dict)
    """Seconds and probabilities, in order of time."""
    trust: Trust = NOTHING

    def log_chance(self, label: str, at_s: Floats) -> Floats:
        """Zero where nothing is known of such a play."""
        name = class_of(label)
        weight = self.trust.of(name) if name is not None else 0.0
        if name is None or weight <= 0:
            return np.zeros(len(at_s))
        density = self._density(name, at_s)
        for kind in FAMILIES["shot"] if name in FAMILIES["shot"] else ():
            if kind != name:
                density = density + _OTHER_KIND * self._density(kind, at_s)
        result: Floats = np.log1p(weight * density / _MISSED_PER_S)
        return result

    def _density(self, name: str, at_s: Floats) -> Floats:
        times_s, scores = self.by_class.get(name, (np.zeros(0), np.zeros(0)))
        if len(at_s) == 0:
            return np.zeros(0)
        first, end = np.searchsorted(times_s, (float(at_s.min()) - 1.0, float(at_s.max()) + 1.0))
        away = (at_s[:, None] - times_s[None, first:end]) / _SD_S
        bells: Floats = np.exp(-0.5 * away**2) / (_SD_S * np.sqrt(2 * np.pi))
        result: Floats = bells @ scores[first:end]
        return result

    def best(self, names: Sequence[str], start_s: float, end_s: float) -> Spot | None:
        """The strongest spot of some classes in a stretch."""
        found = [Spot(label=name, at_s=float(at), score=float(score))
                 for name in names for at, score in zip(*self.by_class.get(name, ((), ())), strict=True)
                 if start_s <= at < end_s]  # fmt: skip
        return max(found, key=lambda spot: spot.score, default=None)


def seen_of(rows: Sequence[Mapping[str, Any]], trust: Trust) -> Seen:
    """Rows of the `SPOTTED` table."""
    by_class = {}
    for name in {row["label"] for row in rows}:
        mine = sorted((float(row["at_s"]), float(row["score"])) for row in rows if row["label"] == name)
        by_class[name] = (np.array([at for at, _ in mine]), np.array([score for _, score in mine]))
    return Seen(by_class=by_class, trust=trust)


def spots_of(rows: Sequence[Mapping[str, Any]]) -> list[Spot]:
    return [Spot(label=row["label"], at_s=float(row["at_s"]), score=float(row["score"])) for row in rows]
