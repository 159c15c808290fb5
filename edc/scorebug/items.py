"""From a picture to its pieces of text, cut at the gaps between fields.

Comes in: a BGR picture, and where in it to look. Goes out: `Item`s, each one field's worth of
text with its box, because the detector merges neighbouring cells (`1ST 11:10 15`, `CLE 73`) and
only the recogniser's time steps tell where one ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from edc.scorebug.crops import ink_height
from edc.scorebug.ocr import Box, Line, Picture, TextReader
from edc.scorebug.words import CLOCK, parse_period


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A piece of text."""

    text: str
    box: Box
    """In pixels of the whole picture."""
    confidence: float
    """Probability of its least sure character."""
    ink: float = 0.0
    """Height of its characters in pixels, measured; the box's own where that fails."""


def read_items(reader: TextReader, picture: Picture, region: Box | None = None, scale: float = 1.0) -> list[Item]:
    """All text in a region (pixels; the whole picture when None), looked at `scale` times as large."""
    part = region.crop(picture) if region is not None else picture
    dx, dy = (max(region.x, 0.0), max(region.y, 0.0)) if region is not None else (0.0, 0.0)
    dx, dy = float(np.floor(dx)), float(np.floor(dy))
    boxes = [box.scaled(1, 1, dx, dy) for box in reader.find(part, scale) if box.w > 0.45 * box.h]
    return read_boxes(reader, picture, boxes)


def read_boxes(reader: TextReader, picture: Picture, boxes: Sequence[Box]) -> list[Item]:
    """The text in given boxes (a row of a bug may be one box)."""
    lines = reader.recognise([box.crop(picture) for box in boxes])
    items = [item for box, line in zip(boxes, lines, strict=True) for item in split_line(line, box)]
    return [replace(item, ink=ink_height(picture, item.box)) for item in items]


def split_line(line: Line, box: Box) -> list[Item]:
    """Fields of one line: cut at spaces and wide gaps, and round a clock or a period glued to its neighbours."""
    text, middles, sure = line.greedy()
    left = max(box.x, 0.0)
    items = []
    for start, end in _joined(text, _words(text, middles, box.h)):
        for a, b in _fields(text[start:end]):
            a, b = _trimmed(text, a + start, b + start)
            if a == b:
                continue
            half = 0.5 * _pitch(middles[a:b], box.h)
            x0, x1 = left + middles[a] - half, left + middles[b - 1] + half
            x0, x1 = max(float(x0), left), min(float(x1), box.right)
            # a character alone has no pitch: the detector knows how wide it is
            if len(text) == 1 and box.w < 1.6 * box.h:
                x0, x1 = left, box.right
            place = Box(x=x0, y=box.y, w=x1 - x0, h=box.h)
            items.append(Item(text=text[a:b], box=place, confidence=float(sure[a:b].min())))
    return items


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the dots and bars that a bug prints round its words; the colon of `:35.0` stays."""
    while start < end and text[start] in ".-/'&#|":
        start += 1
    while start < end and text[end - 1] in ".-/'&#|:":
        end -= 1
    return start, end


def _pitch(middles: NDArray[np.float64], height: float) -> float:
    """Distance between neighbouring characters."""
    return float(np.clip(np.median(np.diff(middles)), 0.3 * height, height)) if len(middles) > 1 else 0.6 * height


def _words(text: str, middles: NDArray[np.float64], height: float) -> list[tuple[int, int]]:
    """Index ranges of the words: cut at spaces, and where the gap is far wider than the line's pitch."""
    gaps = np.diff(middles) if len(middles) > 1 else np.zeros(0)
    usual = float(np.median(gaps)) if len(gaps) else height
    limit = max(1.9 * usual, 0.8 * height)
    ranges, start = [], 0
    for i in range(len(text) + 1):
        if i == len(text) or text[i] in " ?|":
            ranges.append((start, i))
            start = i + 1
        elif i > start and gaps[i - 1] > limit:
            ranges.append((start, i))
            start = i
    return [(a, b) for a, b in ranges if b > a]


def _joined(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Words that belong together: `END 2ND`, `3RD QUARTER`, `REAL MADRID`."""
    joined: list[tuple[int, int]] = []
    for start, end in words:
        if joined and start - joined[-1][1] <= 1:
            both = text[joined[-1][0] : end]
            names = text[slice(*joined[-1])].isalpha() and text[start:end].isalpha()
            if parse_period(both) is not None or (names and parse_period(text[start:end]) is None):
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


_PERIOD_THERE = re.compile(
    r"(?:END|FINAL/)?(?:[1I]ST|2ND|3RD|4TH)(?:QTR|QUARTER)?|[1-4]?OT[1-4]?|Q[1-4]|第[1-4一二三四][节節Q]", re.IGNORECASE
)
_TWO_SCORES = re.compile(r"(\d{1,3})[-:](\d{1,3})")
_TWO_CLOCKS = re.compile(r"(\d{1,2}:[0-5]\d)(:\d{2})")
_LETTERS_THEN_NUMBER = re.compile(r"([A-Z]+?|[^\W\d_A-Za-z]{2,}?)(\d{1,3})")


def _fields(word: str) -> list[tuple[int, int]]:
    """Index ranges of the fields within one word."""
    if parse_period(word) is not None or word.isalpha() or word.isdigit():
        return [(0, len(word))]
    clocks = _TWO_CLOCKS.fullmatch(word)
    if clocks:
        return [clocks.span(1), clocks.span(2)]
    for pattern in (CLOCK, _PERIOD_THERE):
        found = pattern.search(word)
        if found and found.end() - found.start() > 1:
            parts = [(0, found.start()), found.span(), (found.end(), len(word))]
            return [(a, b) for a, b in parts if b > a]
    glued = _LETTERS_THEN_NUMBER.fullmatch(word) or _TWO_SCORES.fullmatch(word)
    if glued:
        return [glued.span(1), glued.span(2)]
    return [(0, len(word))]
