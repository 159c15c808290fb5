"""What small pictures tell of a broadcast: how much moves, and whether a court is seen.

Comes in: small BGR pictures, a few a second. Goes out: one row of the `MOTION` table each (wipes are found on every
frame, in `edc.signals.shots`).
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

_BINS = 24
_SIZE = (160, 90)
"""The size at which its thresholds hold."""
_GREEN_RED, _BLUE_YELLOW = (96.0, 176.0), (96.0, 196.0)
"""Extents of colour that floors can have, in OpenCV's 8-bit Lab."""


class Motion:
    """Measures pictures in order; keeps only the one before."""

    def __init__(self) -> None:
        self._before: NDArray[np.float32] | None = None

    def row(self, media_s: float, picture: Picture) -> dict[str, Any]:
        picture = np.asarray(cv2.resize(picture, _SIZE, interpolation=cv2.INTER_AREA), np.uint8)
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
        moved = 0.0 if self._before is None else float(np.abs(grey - self._before).mean())
        self._before = grey
        return {"media_s": media_s, "motion": moved, "court": court(picture)}


def court(picture: Picture) -> float:
    """Share of the lower two thirds that has the colour most of it has: a floor is one large plain surface.

    Colour is taken without brightness, so shadows and shine of the wood do not split it.
    """
    lower = cv2.cvtColor(picture[picture.shape[0] // 3 :], cv2.COLOR_BGR2LAB)
    bright = cv2.compare(np.ascontiguousarray(lower[..., 0]), 60, cv2.CMP_GT)
    pixels = bright.size
    if cv2.countNonZero(bright) < 0.2 * pixels:
        return 0.0
    counts = cv2.calcHist([lower], [1, 2], bright, [_BINS, _BINS], [*_GREEN_RED, *_BLUE_YELLOW])
    i, j = np.unravel_index(int(counts.argmax()), counts.shape)
    near: float = float(counts[max(0, i - 1) : i + 2, max(0, j - 1) : j + 2].sum()) / pixels
    warm = _value(_BLUE_YELLOW, int(j) + 0.5) > 132 and _value(_GREEN_RED, int(i)) > 118
    return near if warm else 0.3 * near


def _value(extent: tuple[float, float], position: float) -> float:
    return extent[0] + (extent[1] - extent[0]) * position / _BINS
