"""Cutting a field out of the picture so that the recogniser reads it best.

Comes in: the bug's crop and a field's box. Goes out: a tight crop, dark text on light, contrast
stretched.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from edc.scorebug.ocr import Box, Picture


def roomy(box: Box, others: Sequence[Box], room: float) -> Box:
    """The box with `room` text heights more at each end, without touching its neighbours."""
    grow_x, grow_y = room * box.h, 0.04 * box.h
    left, right = box.x - grow_x, box.right + grow_x
    for other in others:
        if min(box.bottom, other.bottom) - max(box.y, other.y) > 0.3 * min(box.h, other.h):
            if other.cx < box.cx:
                left = max(left, min(other.right, box.x))
            else:
                right = min(right, max(other.x, box.right))
    return Box(x=left, y=box.y - grow_y, w=right - left, h=box.h + 2 * grow_y)


def prepare(crop: Picture) -> Picture:
    """Dark text on light, contrast stretched."""
    gray = dark_on_light(crop)
    low, high = np.percentile(gray, (2, 98))
    stretched = np.clip((gray.astype(np.float32) - low) * (255.0 / max(high - low, 24.0)), 0, 255).astype(np.uint8)
    return np.repeat(stretched[:, :, None], 3, axis=2)


def dark_on_light(crop: Picture) -> NDArray[np.uint8]:
    """Gray, turned round where the rim (the cell's ground) is darker than the middle of the range."""
    bright = np.asarray(crop.max(2), np.uint8)
    rim = np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])
    low, high = np.percentile(bright, (2, 98))
    if float(np.median(rim)) >= (low + high) / 2:
        return bright
    return np.asarray(255 - crop.min(2), np.uint8)


_GAP = 0.3
"""Widest empty space between two characters of one field, in text heights."""


def snug(window: Picture, left: int, right: int) -> Picture:
    """The part of a wide window that holds the core (columns `left` to `right`) and what is printed on to it.

    So a score of one digit when the bug was found may have three later, and a cell's edge or the
    crowd beside it stays out.
    """
    gray = dark_on_light(window[:, left:right]).astype(np.float32)
    ground, low = float(np.median(gray)), float(np.percentile(gray, 2))
    if ground - low < 24:
        return window[:, left:right]
    wide = window.max(2) if _upright(window[:, left:right]) else np.asarray(255 - window.min(2), np.uint8)
    ink = (wide.astype(np.float32) < (ground + low) / 2).mean(0)
    gap = max(2, round(_GAP * window.shape[0]))
    return window[:, _reach(ink[:left][::-1], gap, left, -1) : _reach(ink[right:], gap, right, 1)]


def _upright(core: Picture) -> bool:
    return bool(np.array_equal(dark_on_light(core), core.max(2)))


def _reach(ink: NDArray[np.floating], gap: int, start: int, direction: int) -> int:
    """The column up to which characters go on from `start`: through columns with some ink, over small gaps."""
    end, empty = 0, 0
    for i, share in enumerate(ink, 1):
        if share > 0.9:  # a cell's edge, not a character
            break
        empty = 0 if share > 0.06 else empty + 1
        if empty > gap:
            break
        if share > 0.06:
            end = i
    margin = 2 if end else 0
    return start + direction * min(end + margin, len(ink))
