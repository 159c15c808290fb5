"""Whole rows of a score bug read as strips, which finds the single digits that the detector misses.

Comes in: a picture and the items found in a region of it. Goes out: the items of its rows, and several looks at one
place made one.
"""

from __future__ import annotations

from collections.abc import Sequence

from edc.scorebug.items import Item, read_boxes
from edc.scorebug.ocr import Box, Picture, TextReader
from edc.scorebug.words import parse_clock, parse_period, parse_score, parse_team


def read_rows(models: TextReader, picture: Picture, items: Sequence[Item], region: Box, height: float) -> list[Item]:
    """The region's rows of characters about `height` pixels tall, read from edge to edge."""
    rows: list[Box] = []
    for item in sorted(items, key=lambda item: -item.confidence):
        box = item.box
        inside = region.overlap(box) > 0.5 and 0.5 < box.h / height < 2.5 and item.confidence > 0.5
        if inside and all(abs(row.cy - box.cy) > 0.35 * min(row.h, box.h) for row in rows):
            rows.append(box)
    strips = []
    for row in rows[:5]:
        length = min(region.w, 30 * row.h)
        middle = min(max(row.cx, region.x + length / 2), region.right - length / 2)
        strips.append(Box(x=middle - length / 2, y=row.y, w=length, h=row.h))
    return read_boxes(models, picture, strips)


def merged(sources: Sequence[Sequence[Item]]) -> list[Item]:
    """Items of several looks, at each place the one that says most; earlier sources first among equals."""
    ranked = sorted((item for source in sources for item in source), key=_worth, reverse=True)
    kept: list[Item] = []
    for item in ranked:
        if all(item.box.overlap(other.box) < 0.4 for other in kept):
            kept.append(item)
    return kept


def filled(items: Sequence[Item], strips: Sequence[Item]) -> list[Item]:
    """The items, and from the strips what lies where no number or word was read: strips do not know heights."""
    known = [item for item in items if _worth(item) > 0.6]
    fresh = [item for item in strips if _worth(item) > 0.7
             and all(item.box.overlap(other.box) < 0.25 for other in known)]  # fmt: skip
    return [item for item in items if all(item.box.overlap(other.box) < 0.25 for other in fresh)] + fresh


def _worth(item: Item) -> float:
    """A clock says more than the numbers it may fall into."""
    text = item.text
    if parse_clock(text) is not None or parse_period(text) is not None:
        return item.confidence
    return item.confidence * (0.97 if parse_score(text) is not None else 0.9 if parse_team(text) else 0.5)
