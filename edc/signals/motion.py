"""What small pictures tell of a broadcast: how much moves, whether a court is seen, whether a graphic wipes across.

Comes in: small BGR pictures, a few a second. Goes out: one row of the `MOTION` table each.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

_BINS = 24
_FLAT = 0.55
"""Share of pixels in one narrow range of colour from which a picture is mostly a graphic."""


class Motion:
    """Measures pictures in order; keeps only the one before."""

    def __init__(self) -> None:
        self._before: NDArray[np.float32] | None = None

    def row(self, media_s: float, picture: Picture) -> dict[str, Any]:
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
        moved = 0.0 if self._before is None else float(np.abs(grey - self._before).mean())
        self._before = grey
        return {"media_s": media_s, "motion": moved, "court": court(picture), "wipe": flatness(picture)}


def court(picture: Picture) -> float:
    """Share of the lower two thirds that has the colour most of it has: a floor is one large plain surface.

    Colour is taken without brightness, so shadows and shine of the wood do not split it.
    """
    lower = picture[picture.shape[0] // 3 :]
    lab = cv2.cvtColor(lower, cv2.COLOR_BGR2LAB)
    plane = lab[..., 1:].reshape(-1, 2)
    bright = lab[..., 0].reshape(-1) > 60
    if bright.mean() < 0.2:
        return 0.0
    counts, a, b = np.histogram2d(plane[bright, 0], plane[bright, 1], bins=_BINS, range=[[96, 176], [96, 196]])
    i, j = np.unravel_index(int(counts.argmax()), counts.shape)
    near = counts[max(0, i - 1) : i + 2, max(0, j - 1) : j + 2].sum()
    warm = (b[j] + b[j + 1]) / 2 > 132 and a[i] > 118
    return float(near / len(plane)) if warm else float(0.3 * near / len(plane))


def flatness(picture: Picture) -> float:
    """How much of the picture one flat colour fills beyond what broadcasts usually show: a wipe or a title card."""
    small = (picture >> 4).reshape(-1, 3).astype(np.int32)
    codes = small[:, 0] * 256 + small[:, 1] * 16 + small[:, 2]
    share = np.bincount(codes, minlength=4096).max() / len(codes)
    return float(min(1.0, max(0.0, (share - 0.25) / (_FLAT - 0.25))))
