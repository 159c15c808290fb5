"""What the spotter saw around an instant: for the bench to show, and for the queue where it contradicts a label.

Comes in: `spots.parquet` of a game. Goes out: its strongest classes near a media second, with where each peaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.errors import InvariantError
from edc.spotter.classes import EVENTS, class_of

NEAR_S = 1.0
_SHOWN = 5
_LEAST = 0.05
_SURE, _UNLIKELY = 0.6, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    label: str
    """A class of the spotter."""
    score: float
    """The highest within `NEAR_S`, 0..1."""
    media_s: float
    """Where that is."""

    @property
    def title(self) -> str:
        return self.label.replace("_", " ")

    def to_json(self) -> dict[str, Any]:
        return {"label": self.label, "title": self.title, "score": round(self.score, 4),
                "media_s": round(self.media_s, 3)}  # fmt: skip


class Seen:
    """The scores of one game, read once and again only when the file has changed; without the file nothing was seen."""

    def __init__(self, spots: Path) -> None:
        self._times, self._scores = _read(str(spots), _stamp(spots))

    def near(self, at_s: float | None) -> list[Score]:
        """The strongest first; none where nobody looked."""
        if at_s is None:
            return []
        first, end = np.searchsorted(self._times, (at_s - NEAR_S, at_s + NEAR_S))
        part = self._scores[first:end]
        if not len(part):
            return []
        best = part.argmax(0)
        found = [Score(label=label, score=float(part[best[c], c]), media_s=float(self._times[first + best[c]]))
                 for c, label in enumerate(EVENTS)]  # fmt: skip
        return sorted((s for s in found if s.score >= _LEAST), key=lambda s: -s.score)[:_SHOWN]


def contradicted(label: str, near: Sequence[Score]) -> Score | None:
    """What the spotter is sure of where it does not believe the label; None where it has no say."""
    try:
        own = class_of(label)
    except InvariantError:
        return None
    if own is None or not near or near[0].score < _SURE or near[0].label == own:
        return None
    believed = next((s.score for s in near if s.label == own), 0.0)
    return near[0] if believed < _UNLIKELY else None


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


@lru_cache(maxsize=16)
def _read(path: str, stamp: int) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Times (n,) and scores (n, E); a game has some hundred thousand rows, so no rows are made of them."""
    if not stamp:
        return np.zeros(0), np.zeros((0, len(EVENTS)), np.float32)
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=["media_s", *EVENTS])
    scores = [table.column(label).to_numpy() for label in EVENTS]
    return table.column("media_s").to_numpy(), np.stack(scores, 1).astype(np.float32)
