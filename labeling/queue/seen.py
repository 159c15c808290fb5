"""What the spotter saw around an instant: for the bench to show, and for the queue where it speaks against a label.

Comes in: `spots.parquet` of a game, and how far the spotter is trusted in it. Goes out: its strongest classes near a
media second, with where each peaks; what of that speaks against a label.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.errors import InvariantError
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.spotter.classes import EVENTS, class_of

NEAR_S = 1.0
_SHOWN = 5
_LEAST = 0.05
_SURE, _UNLIKELY, _NOTHING = 0.5, 0.2, 0.08
_ABSENCE = 0.5
"""That nothing of the kind is seen says less than that something else is."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What speaks against a label."""

    weight: float
    """0..1"""
    because: str


class Seen:
    """The scores of one game, read once and again only when the file has changed; without the file nothing was seen."""

    def __init__(self, game: GameFolder) -> None:
        self._times, self._scores = _read(str(game.spots), _stamp(game.spots))
        self._trust = _trust(game) if len(self._times) else 0.0

    def near(self, at_s: float | None) -> list[Score]:
        """The strongest first; none where nobody looked."""
        return [score for score in self._best(at_s) if score.score >= _LEAST][:_SHOWN]

    def against(self, label: str, at_s: float | None) -> Against | None:
        """None where the spotter has no say, or sees what the label says."""
        own, best = _class(label), self._best(at_s)
        if own is None or not best or self._trust <= 0.0:
            return None
        believed = next(score.score for score in best if score.label == own)
        if best[0].label != own and best[0].score >= _SURE and believed < _UNLIKELY:
            return Against(weight=self._trust * best[0].score, because=f"the model sees: {best[0].title}")
        if believed < _NOTHING:
            return Against(weight=self._trust * _ABSENCE, because="the model sees nothing of it")
        return None

    def _best(self, at_s: float | None) -> list[Score]:
        """Each class at its best within `NEAR_S`, the strongest first."""
        if at_s is None:
            return []
        first, end = np.searchsorted(self._times, (at_s - NEAR_S, at_s + NEAR_S))
        part = self._scores[first:end]
        if not part.any():
            return []
        best = part.argmax(0)
        found = [Score(label=label, score=float(part[best[c], c]), media_s=float(self._times[first + best[c]]))
                 for c, label in enumerate(EVENTS)]  # fmt: skip
        return sorted(found, key=lambda score: -score.score)


def _class(label: str) -> str | None:
    try:
        return class_of(label)
    except InvariantError:
        return None


def _trust(game: GameFolder) -> float:
    """How far the spotter is to be believed in this game, as its fit to the score's changes told."""
    if not game.alignment.exists():
        return 1.0
    return float((read_json(game.alignment).get("spotter") or {}).get("weight", 1.0))


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
