"""What the action spotter adds to a game: plays that no score tells, kinds of shots, sharper instants.

Comes in: moments of a processed game and the truth of its broadcast. Goes out: `SeenFigures`, which can be added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from edc.evaluation.compare import NEAR_S, Truth, asked_plays, hits
from edc.evaluation.matching import Hits
from edc.gamefolder import GameFolder
from edc.moments import Moment, read_moments

_KINDS = (("shot.made.dunk", "dunk"), ("shot.made.layup", "layup"), ("shot.made.two", ""), ("shot.made", "jump"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFigures:
    made_at_1_s: Hits
    missed: Hits
    blocks: Hits
    steals: Hits
    rebounds: Hits
    fouls: Hits
    kinds: tuple[float, ...]
    """Of made shots that were found: 1 where dunk, layup or jump shot is right."""

    def __add__(self, other: SeenFigures) -> SeenFigures:
        return SeenFigures(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    @property
    def kinds_right(self) -> float:
        return float(np.mean(self.kinds)) if self.kinds else float("nan")


def evaluate_seen(folder: Path, truth: Truth) -> SeenFigures:
    moments = [m for m in read_moments(GameFolder(folder).moments)
               if m.status != "retracted" and m.anchor_s is not None]  # fmt: skip

    def of(prefix: str) -> Hits:
        return hits(truth, moments, lambda label, points: label.startswith(prefix))

    made = hits(truth, moments, lambda label, points: label.startswith("shot.made"), 1.0)
    return SeenFigures(
        made_at_1_s=made, missed=of("shot.missed"), blocks=of("block"), steals=of("steal"), rebounds=of("rebound"),
        fouls=of("foul"), kinds=tuple(_kinds(truth, moments)),
    )  # fmt: skip


def kind_of(label: str) -> str:
    """dunk, layup or jump; empty where the label does not say."""
    return next((kind for prefix, kind in _KINDS if label.startswith(prefix)), "")


def _kinds(truth: Truth, moments: Sequence[Moment]) -> list[float]:
    made = [m for m in moments if m.made]
    right = []
    for play in asked_plays(truth):
        if not play["label"].startswith("shot.made"):
            continue
        near = [m for m in made if m.anchor_s is not None and abs(m.anchor_s - play["anchor_s"]) <= NEAR_S]
        if near:
            nearest = min(near, key=lambda m: abs((m.anchor_s or 0.0) - play["anchor_s"]))
            right.append(float(kind_of(nearest.label) == kind_of(play["label"])))
    return right
