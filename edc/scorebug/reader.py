"""Reading the score bug, look after look.

Comes in: a `Layout` and the bug's crops at full resolution, in order of time. Goes out: a `Reading`
for each crop. A field is recognised again only when its pixels changed; where neither clock nor
period can be read the rest is not tried, so ads and close-ups cost little.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from edc.scorebug.decode import CLOCK_ALPHABET, DIGITS, SHOT_ALPHABET, read_lexicon, read_text
from edc.scorebug.layout import Layout
from edc.scorebug.ocr import Box, Line, Picture, TextReader, text_reader
from edc.scorebug.words import (
    CLOCK,
    Status,
    parse_clock,
    parse_score,
    parse_shot_clock,
    period_lexicon,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one look at the score bug shows; None where a field could not be read."""

    visible: bool = False
    period: int | None = None
    """Overtime is 5, the second 6."""
    period_confidence: float = 0.0
    status: Status | None = None
    clock_s: float | None = None
    """The displayed value."""
    clock_confidence: float = 0.0
    shot_clock_s: float | None = None
    shot_clock_confidence: float = 0.0
    first_score: int | None = None
    """The score printed first: left or above."""
    first_score_confidence: float = 0.0
    second_score: int | None = None
    second_score_confidence: float = 0.0


Value = tuple[float | int | tuple[int, Status] | None, float]
_NOTHING: Value = (None, 0.0)

LEAST = 0.5
"""Below this confidence a value is not given at all."""


def prepare(crop: Picture) -> Picture:
    """Dark text on light, contrast stretched: what the recogniser reads best."""
    gray = crop.max(2) if crop.ndim == 3 else crop
    rim = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    low, high = np.percentile(gray, (2, 98))
    if float(np.median(rim)) < (low + high) / 2:
        plain = crop.min(2) if crop.ndim == 3 else crop
        gray = 255 - plain
        low, high = np.percentile(gray, (2, 98))
    stretched = np.clip((gray.astype(np.float32) - low) * (255.0 / max(high - low, 24.0)), 0, 255).astype(np.uint8)
    return cv2.cvtColor(stretched, cv2.COLOR_GRAY2BGR).astype(np.uint8)


def clock_value(line: Line) -> Value:
    text, confidence = read_text(line, CLOCK_ALPHABET)
    value = parse_clock(text)
    if value is None and (found := CLOCK.search(text)):
        return parse_clock(found.group()), confidence * 0.5
    return value, confidence


def score_value(line: Line) -> Value:
    text, confidence = read_text(line, DIGITS)
    return parse_score(text), confidence


def shot_clock_value(line: Line) -> Value:
    text, confidence = read_text(line, SHOT_ALPHABET)
    return parse_shot_clock(text), confidence


def period_value(line: Line) -> Value:
    word, confidence = read_lexicon(line, period_lexicon())
    return period_lexicon().get(word), confidence


_VALUES = {"clock": clock_value, "period": period_value, "shot_clock": shot_clock_value,
           "first": score_value, "second": score_value}  # fmt: skip


@dataclass(slots=True)
class _Cell:
    """One field's place in the crop, and what was read there last."""

    box: Box
    seen: NDArray[np.int16] | None = None
    value: Value = field(default=_NOTHING)

    def changed(self, window: Picture) -> bool:
        """Whether the pixels differ from those last read, beyond noise."""
        small = cv2.resize(window, (max(8, round(24 * window.shape[1] / window.shape[0])), 24),
                           interpolation=cv2.INTER_AREA).astype(np.int16)  # fmt: skip
        if self.seen is not None and self.seen.shape == small.shape:
            moved = (np.abs(small - self.seen).max(2) > 36).sum()
            if moved < 4:
                return False
        self.seen = small
        return True


class Reader:
    """Reads one layout's bug; keeps the last look at every field, so give it crops in order of time."""

    def __init__(self, layout: Layout, width: int, height: int, *, threads: int = 1,
                 models: TextReader | None = None) -> None:  # fmt: skip
        """`width` and `height` are the whole picture's; crops are `layout.crop_pixels(width, height)`."""
        self.layout = layout
        self.rect = layout.crop_pixels(width, height)
        self.recognised = 0
        """Crops given to the recogniser so far."""
        self._models = models or text_reader(threads)
        x, y, _, _ = self.rect
        places = {"clock": layout.clock, "period": layout.period, "shot_clock": layout.shot_clock,
                  "first": layout.scores[0], "second": layout.scores[1]}  # fmt: skip
        boxes = {name: box.scaled(width, height, -x, -y) for name, box in places.items() if box is not None}
        others = [box.scaled(width, height, -x, -y) for box in layout.team_boxes or ()]
        self._cells = {name: _Cell(roomy(box, [*(b for n, b in boxes.items() if n != name), *others]))
                       for name, box in boxes.items()}  # fmt: skip

    def read(self, crop: Picture) -> Reading:
        """One look."""
        guides = self._values(crop, [name for name in ("clock", "period") if name in self._cells])
        if not any(confidence >= LEAST for _, confidence in guides.values()):
            return Reading()
        rest = self._values(crop, [name for name in ("first", "second", "shot_clock") if name in self._cells])
        return _reading({**guides, **rest}, len(self._cells) - ("shot_clock" in self._cells))

    def read_many(self, crops: Iterable[Picture]) -> list[Reading]:
        """Looks in order of time."""
        return [self.read(crop) for crop in crops]

    def _values(self, crop: Picture, names: list[str]) -> dict[str, Value]:
        fresh = []
        for name in names:
            cell = self._cells[name]
            window = cell.box.crop(crop)
            if cell.changed(window):
                fresh.append((name, prepare(window)))
        self.recognised += len(fresh)
        for (name, _), line in zip(fresh, self._models.recognise([window for _, window in fresh]), strict=True):
            self._cells[name].value = _VALUES[name](line)
        return {name: self._cells[name].value for name in names}


def roomy(box: Box, others: list[Box]) -> Box:
    """The box with a little room, without touching its neighbours."""
    grow_x, grow_y = 0.22 * box.h, 0.04 * box.h
    left, right = box.x - grow_x, box.right + grow_x
    for other in others:
        if min(box.bottom, other.bottom) - max(box.y, other.y) > 0.3 * min(box.h, other.h):
            if other.cx < box.cx:
                left = max(left, min(other.right, box.x))
            else:
                right = min(right, max(other.x, box.right))
    return Box(x=left, y=box.y - grow_y, w=right - left, h=box.h + 2 * grow_y)


def _reading(values: dict[str, Value], expected: int) -> Reading:
    sure = {name: value for name, value in values.items() if value[0] is not None and value[1] >= LEAST}
    if len([name for name in sure if name != "shot_clock"]) < min(2, expected):
        return Reading()

    def value(name: str) -> tuple[float | None, float]:
        found, confidence = values.get(name, _NOTHING)
        return (float(found) if isinstance(found, (int, float)) and name in sure else None), confidence

    def score(name: str) -> tuple[int | None, float]:
        found, confidence = value(name)
        return (None if found is None else int(found)), confidence

    period = sure.get("period", _NOTHING)[0]
    number, status = period if isinstance(period, tuple) else (None, None)
    (clock, clock_c), (shot, shot_c) = value("clock"), value("shot_clock")
    (first, first_c), (second, second_c) = score("first"), score("second")
    return Reading(visible=True, period=number, status=status, period_confidence=values.get("period", _NOTHING)[1],
                   clock_s=clock, clock_confidence=clock_c, shot_clock_s=shot, shot_clock_confidence=shot_c,
                   first_score=first, first_score_confidence=first_c,
                   second_score=second, second_score_confidence=second_c)  # fmt: skip
