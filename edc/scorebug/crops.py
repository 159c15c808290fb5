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
    """Dark text on light, contrast stretched, with some empty ground at both ends."""
    gray = dark_on_light(crop)
    low, high = np.percentile(gray, (2, 98))
    stretched = np.clip((gray.astype(np.float32) - low) * (255.0 / max(high - low, 24.0)), 0, 255).astype(np.uint8)
    room = max(1, round(0.12 * len(gray)))
    padded = np.pad(stretched, ((0, 0), (room, room)), constant_values=255)
    return np.repeat(padded[:, :, None], 3, axis=2)


def dark_on_light(crop: Picture) -> NDArray[np.uint8]:
    """One channel, the one in which the text stands out most, turned round where the ground is dark."""
    gray, turned = _best_channel(crop)
    return np.asarray(255 - gray, np.uint8) if turned else gray


def _best_channel(crop: Picture) -> tuple[NDArray[np.uint8], bool]:
    """White on orange shows in the least channel, black on yellow in the greatest, most in plain gray."""
    best, most, turned = np.asarray(crop[:, :, 1]), -1.0, False
    mean = (crop.astype(np.uint16) @ np.array([1, 2, 1], np.uint16) // 4).astype(np.uint8)
    for channel, weight in ((mean, 1.25), (crop.min(2), 1.0), (crop.max(2), 1.0)):
        low, high = np.percentile(channel, (2, 98))
        if (high - low) * weight > most:
            # the ground is the greater part of the middle; the rim may be a neighbour's
            side = channel.shape[1] // 6
            middle = channel[:, side : channel.shape[1] - side]
            best, most, turned = channel, (high - low) * weight, bool(np.mean(middle < (low + high) / 2) > 0.5)
    return np.asarray(best, np.uint8), turned


_GAP = 0.3
"""Widest empty space between two characters of one field, in text heights."""


def snug(window: Picture, left: int, right: int) -> Picture | None:
    """The part of a wide window that holds the core (columns `left` to `right`) and the characters that go on from it.

    None where no whole character does.

    So a score of one digit when the bug was found may have three later, and a cell's edge or the
    crowd beside it stays out.
    """
    gray = dark_on_light(window[:, left:right]).astype(np.float32)
    ground, low = float(np.median(gray)), float(np.percentile(gray, 2))
    if ground - low < 24:
        return None
    wide = _like(window, window[:, left:right])
    ink = (wide.astype(np.float32) < (ground + low) / 2).mean(0)
    gap = max(2, round(_GAP * window.shape[0]))
    start, end = _reach(ink[:left][::-1], gap, left, -1), _reach(ink[right:], gap, right, 1)
    longest = max(left - start, end - right)
    return window[:, start:end] if longest > _CHARACTER * window.shape[0] else None


_CHARACTER = 0.35
"""Width from which ink beside the core may be a character, in text heights."""


def _like(window: Picture, core: Picture) -> NDArray[np.uint8]:
    """The window in the channel and polarity that suit its core."""
    gray, turned = _best_channel(core)
    channels = (window.min(2), window.max(2))
    mean = (window.astype(np.uint16) @ np.array([1, 2, 1], np.uint16) // 4).astype(np.uint8)
    of_core = (core.min(2), core.max(2))
    wide = next((w for w, c in zip(channels, of_core, strict=True) if np.array_equal(c, gray)), mean)
    return np.asarray(255 - wide if turned else wide, np.uint8)


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


def ink_height(picture: Picture, box: Box) -> float:
    """How tall the characters in a box are: the detector's boxes have room of their own, more or less of it."""
    gray = dark_on_light(box.crop(picture)).astype(np.float32)
    low, high = np.percentile(gray, (3, 90))
    if high - low < 24:
        return _TYPICAL * box.h
    ink = (gray < (low + high) / 2).mean(1)
    inked = (ink > 0.04) & (ink < 0.97)
    # every character passes the middle rows; an empty row or two may cross it
    rows = np.flatnonzero(inked[len(inked) // 3 : -(len(inked) // 3) or None]) + len(inked) // 3
    if not len(rows):
        return _TYPICAL * box.h
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    while top > 0 and inked[top - 1]:
        top -= 1
    while bottom < len(inked) and inked[bottom]:
        bottom += 1
    return float(np.clip(bottom - top, 0.5 * box.h, 0.9 * box.h))


_TYPICAL = 0.72
"""The characters' usual share of a detector's box."""
