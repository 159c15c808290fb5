"""Moments that only the spotter tells: misses, blocks, steals, rebounds, fouls, missed free throws.

Comes in: the context, and the baskets that the score told. Goes out: provisional moments without ids. Whose they are
nobody says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from edc.fusion.context import Context
from edc.fusion.provisional import provisional
from edc.moments import Evidence, Moment
from edc.spotter.classes import PLAIN

_LABELS = {
    "missed": "shot.missed", "block": "block", "steal": "steal", "rebound": "rebound", "foul": "foul",
    "free_throw": "free_throw.missed",
}  # fmt: skip
_SURE = 0.4
"""Probability, trust counted, from which a moment is told of: half of the F1 that is hoped for makes F1 largest
(Lipton, Elkan and Narayanaswamy 2014, arXiv 1402.1892)."""
_SD_S = 0.15
"""Of an instant that was seen."""
_TAKEN_S = {"missed": 1.6, "free_throw": 3.5}
"""So near to a basket that the score told, it is that basket."""


def seen_moments(context: Context, baskets: Sequence[Moment]) -> Iterator[Moment]:
    replays = context.replays()

    def on(at_s: float) -> bool:
        """While the game is on, and not in a replay of what was."""
        replayed = any(start <= at_s < end for start, end in replays)
        return not replayed and context.clock.span_at(at_s) is not None

    for name, label in _LABELS.items():
        weight = context.seen.trust.of(name)
        times_s, scores = context.seen.by_class.get(name, ((), ()))
        for at, score in zip(times_s, scores, strict=True):
            if weight * score >= _SURE and not _taken(name, float(at), baskets) and on(float(at)):
                yield _moment(name, label, float(at), float(weight * score), context)


def _taken(name: str, at_s: float, baskets: Sequence[Moment]) -> bool:
    kind = "free_throw" if name == "free_throw" else "shot"
    within_s = _TAKEN_S.get(name, -1.0)
    return any(m.anchor_s is not None and m.label.startswith(kind) and abs(m.anchor_s - at_s) < within_s
               for m in baskets)  # fmt: skip


def _moment(name: str, label: str, at_s: float, sure: float, context: Context) -> Moment:
    told = Evidence(source="spotter", media_s=round(at_s, 3), score=round(sure, 3), note=f"looks like a {PLAIN[name]}")
    return provisional(
        label, at_s, context, (told, *context.heard(label, at_s)), confidence=round(sure, 4), sd_s=_SD_S,
        points=0 if name in ("missed", "free_throw") else None,
    )  # fmt: skip
