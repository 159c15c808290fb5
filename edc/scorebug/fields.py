"""Text at one place of the picture over several looks.

Comes in: the items of each look with their media times. Goes out: `Field`s, and what speaks for a
field being the clock, a score, the period, a shot clock or a team's name.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from edc.scorebug.items import Item
from edc.scorebug.ocr import Box
from edc.scorebug.words import Status, parse_clock, parse_period, parse_score, parse_shot_clock, parse_team


@dataclass(frozen=True, kw_only=True)
class Field:
    """Everything read at one place; `seen` is in order of time."""

    seen: tuple[tuple[float, Item], ...]

    @functools.cached_property
    def box(self) -> Box:
        """The middling box: outer edges as wide as most looks need."""
        left, top, right, bottom = (
            np.array([edge(item.box) for _, item in self.seen])
            for edge in (lambda b: b.x, lambda b: b.y, lambda b: b.right, lambda b: b.bottom)
        )
        x, right_edge = float(np.quantile(left, 0.1)), float(np.quantile(right, 0.9))
        y, bottom_edge = float(np.median(top)), float(np.median(bottom))
        return Box(x=x, y=y, w=right_edge - x, h=bottom_edge - y)

    @property
    def height(self) -> float:
        return self.box.h

    @property
    def times(self) -> frozenset[float]:
        return frozenset(time for time, _ in self.seen)

    @functools.cached_property
    def clocks(self) -> list[tuple[float, float]]:
        return [(t, value) for t, item in self.seen if (value := parse_clock(item.text)) is not None]

    @functools.cached_property
    def scores(self) -> list[tuple[float, int]]:
        return [(t, value) for t, item in self.seen if (value := parse_score(item.text)) is not None]

    @functools.cached_property
    def shot_clocks(self) -> list[tuple[float, float]]:
        return [(t, value) for t, item in self.seen if (value := parse_shot_clock(item.text)) is not None]

    @functools.cached_property
    def periods(self) -> list[tuple[float, tuple[int, Status]]]:
        return [(t, value) for t, item in self.seen if (value := parse_period(item.text)) is not None]

    @functools.cached_property
    def team(self) -> tuple[str, float]:
        """The commonest team word and the share of looks that show it."""
        words = Counter(word for _, item in self.seen if (word := parse_team(item.text)) is not None)
        word, count = words.most_common(1)[0] if words else ("", 0)
        return word, count / len(self.seen)

    @property
    def confidence(self) -> float:
        return float(np.mean([item.confidence for _, item in self.seen]))

    def share(self, values: list[tuple[float, object]] | list[tuple[float, float]]) -> float:
        return len(values) / len(self.seen)

    def falling(self) -> tuple[int, int]:
        """Pairs of looks within ten seconds whose clocks fit a running or standing clock, and those that do not."""
        good = bad = 0
        for (t0, c0), (t1, c1) in zip(self.clocks, self.clocks[1:], strict=False):
            if t1 - t0 <= 10:
                fits = -0.15 <= c0 - c1 <= (t1 - t0) + 1.5
                good, bad = good + fits, bad + (not fits)
        return good, bad

    def rising(self) -> float:
        """Share of neighbouring looks between which the score did not fall."""
        values = [value for _, value in self.scores]
        steps = list(zip(values, values[1:], strict=False))
        return sum(a <= b for a, b in steps) / len(steps) if steps else 1.0


def gather(looks: Iterable[tuple[float, list[Item]]]) -> list[Field]:
    """Items of all looks, grouped by place."""
    places: list[tuple[Box, list[tuple[float, Item]]]] = []
    for time, items in looks:
        for item in items:
            home = max(places, key=lambda place: _same_place(place[0], item.box), default=None)
            if home is not None and _same_place(home[0], item.box) > 0.5:
                home[1].append((time, item))
            else:
                places.append((item.box, [(time, item)]))
    return [Field(seen=tuple(sorted(seen, key=lambda entry: entry[0]))) for _, seen in places]


def _same_place(a: Box, b: Box) -> float:
    """Overlap where two boxes are of like height and on one line, else 0."""
    if abs(a.cy - b.cy) > 0.35 * min(a.h, b.h) or not 0.6 < a.h / b.h < 1.67:
        return 0.0
    wide = max(a.w, b.w) / max(min(a.w, b.w), 1e-6)
    return a.overlap(b) if wide < 3.5 else 0.0
