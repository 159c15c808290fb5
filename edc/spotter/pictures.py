"""From pictures of a broadcast to what the network sees.

Comes in: small BGR pictures in order of time, and where the score bug is. Goes out: five planes a picture: its
colours, and how its brightness differs from the picture before and after it (the cheapest form of temporal mixing:
a ball in flight is 3 pixels, and only its motion tells it from a logo). The score bug is blanked out first: a network
that reads the score learns nothing about basketball.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Box = tuple[float, float, float, float]
"""x, y, width, height in fractions of the picture."""

SIZE = (224, 126)
"""Width and height. Twice the cost at 280 pixels; see docs/decisions/007-the-spotter.md."""
PER_S = Fraction(6000, 1001)
"""Pictures a second that it was trained at: every fifth of an NTSC broadcast."""
PLANES = 5
BLANK = 114
"""The grey that covers the score bug."""
_MARGIN = 0.01
_MEAN = np.array([0.485, 0.456, 0.406], np.float32) * 255
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32) * 255
_BRIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)
"""Of red, green and blue."""
_MOTION_DEVIATION = np.float32(24.0)


def shrunk(picture: Picture) -> Picture:
    """A picture of any size at the network's, shape (126, 224, 3)."""
    if picture.shape[:2] == (SIZE[1], SIZE[0]):
        return picture
    return np.asarray(cv2.resize(picture, SIZE, interpolation=cv2.INTER_AREA), np.uint8)


def blanked(picture: Picture, boxes: Sequence[Box]) -> Picture:
    """A copy in which these boxes, and a little around them, are grey."""
    covered = picture.copy()
    height, width = picture.shape[:2]
    for x, y, w, h in boxes:
        left, right = int((x - _MARGIN) * width), int(np.ceil((x + w + _MARGIN) * width))
        top, bottom = int((y - _MARGIN) * height), int(np.ceil((y + h + _MARGIN) * height))
        covered[max(0, top) : bottom, max(0, left) : right] = BLANK
    return covered


def planes(
    pictures: NDArray[np.uint8], *, inner: slice = slice(None), out: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """(n, 126, 224, 3) uint8 BGR in order of time → (m, 5, 126, 224) float32, of the `inner` ones.

    At both ends a picture is its own neighbour. They are written into the beginning of `out` where it is given.
    """
    numbers, last = range(len(pictures))[inner], len(pictures) - 1
    made = np.empty((len(numbers), PLANES, *pictures.shape[1:3]), np.float32) if out is None else out[: len(numbers)]
    grey = [_grey(picture) for picture in pictures]
    # plane by plane: arithmetic on interleaved channels of three is ten times as slow, and so is memory fresh each time
    for to, number in zip(made, numbers, strict=True):
        for channel in range(3):
            np.subtract(pictures[number, ..., 2 - channel], _MEAN[channel], out=to[channel])
            to[channel] /= _DEVIATION[channel]
        np.subtract(grey[number], grey[max(number - 1, 0)], out=to[3])
        np.subtract(grey[min(number + 1, last)], grey[number], out=to[4])
        to[3:] /= _MOTION_DEVIATION
    return made


def _grey(picture: Picture) -> NDArray[np.float32]:
    grey = picture[..., 2] * _BRIGHTNESS[0]
    grey += picture[..., 1] * _BRIGHTNESS[1]
    grey += picture[..., 0] * _BRIGHTNESS[2]
    return np.asarray(grey, np.float32)
