"""Text at one place of the picture over several looks.

Comes in: the items of each look with their media times. Goes out: `Field`s, and what speaks for a
field being the clock, a score, the period, a shot clock or a team's name.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from edc.scorebug.items import Item
from edc.scorebug.ocr import Box
from edc.scorebug.words import (
    Status,
    is_full_clock,
    parse_clock,
    parse_period,
    parse_score,
    parse_shot_clock,
    parse_team,
)  # fmt: skip

_ALIKE = 0.6
"""A word of three characters of which one was misread is a team's word still."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """Everything read at one place; `seen` is in order of time."""

    seen: tuple[tuple[float, Item], ...]

    @functools.cached_property
    def box(self) -> Box:
        """The middling box: outer edges as wide as most looks need."""
        return _common(tuple(item.box for _, item in self.seen))

    @functools.cached_property
    def number_box(self) -> Box:
        """As wide as the widest score or clock that was surely read: 105 may be on screen in few looks."""
        sure = [item.box for _, item in self.seen if item.confidence > 0.8
                and (parse_score(item.text) is not None or parse_clock(item.text) is not None)]  # fmt: skip
        x = min([box.x for box in sure], default=self.box.x)
        right = max([box.right for box in sure], default=self.box.right)
        return Box(x=x, y=self.box.y, w=right - x, h=self.box.h)

    @property
    def height(self) -> float:
        return self.box.h

    @functools.cached_property
    def ink(self) -> float:
        """Height of the characters."""
        return float(np.median([item.ink or 0.75 * item.box.h for _, item in self.seen]))

    @property
    def times(self) -> frozenset[float]:
        return frozenset(time for time, _ in self.seen)

    @functools.cached_property
    def clocks(self) -> list[tuple[float, float]]:
        return [(t, value) for t, item in self.seen if (value := parse_clock(item.text)) is not None]

    @functools.cached_property
    def full_clocks(self) -> float:
        """Share of its clocks that show minutes or tenths."""
        full = [is_full_clock(item.text) for _, item in self.seen if parse_clock(item.text) is not None]
        return sum(full) / max(len(full), 1)

    @functools.cached_property
    def scores(self) -> list[tuple[float, int]]:
        return [(t, value) for t, item in self.seen if (value := parse_score(item.text)) is not None]

    @property
    def digits(self) -> float:
        """Share of looks in which it was a number, not an o that may be a 0."""
        return sum(item.text.isdigit() for _, item in self.seen) / len(self.seen)

    @functools.cached_property
    def shot_clocks(self) -> list[tuple[float, float]]:
        return [(t, value) for t, item in self.seen if (value := parse_shot_clock(item.text)) is not None]

    @functools.cached_property
    def periods(self) -> list[tuple[float, tuple[int, Status]]]:
        return [(t, value) for t, item in self.seen if (value := parse_period(item.text)) is not None]

    @functools.cached_property
    def team(self) -> tuple[str, float]:
        """The commonest team word and the share of looks that show it or something much like it."""
        read = [word for _, item in self.seen if (word := parse_team(item.text)) is not None]
        words = Counter(word.upper() for word in read)
        if not words:
            return "", 0.0
        name = words.most_common(1)[0][0]
        count = sum(n for word, n in words.items() if SequenceMatcher(None, word, name).ratio() > _ALIKE)
        return Counter(word for word in read if word.upper() == name).most_common(1)[0][0], count / len(self.seen)

    @property
    def confidence(self) -> float:
        return float(np.mean([item.confidence for _, item in self.seen]))

    def share(self, values: Sequence[object]) -> float:
        return len(values) / len(self.seen)

    def falling(self) -> tuple[int, int]:
        """Pairs of looks within ten seconds whose clocks fit a running or standing clock, and those that do not."""
        good = bad = 0
        for (t0, c0), (t1, c1) in itertools.pairwise(self.clocks):
            if t1 - t0 <= 10:
                fits = -0.15 <= c0 - c1 <= (t1 - t0) + 1.5
                good, bad = good + fits, bad + (not fits)
        return good, bad

    def follows(self, clock: Field) -> float:
        """How well this field runs down with the clock, as a shot clock does: 0..1, 0.5 where too little was seen."""
        seconds, own = dict(clock.clocks), dict(self.shot_clocks)
        times = sorted(seconds.keys() & own.keys())
        fits = [
            own[a] - own[b] > -0.6 and abs((own[a] - own[b]) - (seconds[a] - seconds[b])) <= 1.3
            for a, b in itertools.pairwise(times)
            if b - a <= 6 and seconds[a] - seconds[b] >= 0.9 and own[b] <= own[a] + 0.5
        ]
        varied = len(set(own.values())) / max(len(own), 1)
        return (sum(fits) + 0.5 + (varied if len(own) > 4 else 0.5)) / (len(fits) + 1.5)

    def in_order(self) -> float:
        """Share of neighbouring looks between which the period did not fall."""
        numbers = [number for _, (number, _) in self.periods]
        steps = list(itertools.pairwise(numbers))
        return sum(a <= b for a, b in steps) / len(steps) if len(steps) > 2 else 1.0

    def rising(self) -> float:
        """Share of neighbouring looks between which the score did not fall."""
        values = [value for _, value in self.scores]
        steps = list(itertools.pairwise(values))
        return sum(a <= b for a, b in steps) / len(steps) if steps else 1.0


def _common(boxes: Sequence[Box]) -> Box:
    edges = np.array([(box.x, box.y, box.right, box.bottom) for box in boxes])
    x, right = float(np.quantile(edges[:, 0], 0.1)), float(np.quantile(edges[:, 2], 0.9))
    y, bottom = float(np.median(edges[:, 1])), float(np.median(edges[:, 3]))
    return Box(x=x, y=y, w=right - x, h=bottom - y)


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
