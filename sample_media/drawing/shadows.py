"""Soft shadows and faint mirror images on the floor.

In: places on the court and a view. Out: the picture, changed in place.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_media.drawing.pixels import CHANNELS, Colour, Picture, solid
from sample_media.drawing.view import View


def _soft_disc(size: int) -> NDArray[np.float32]:
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    inside = np.clip(1.08 - np.hypot(x, y), 0, 1)
    return np.asarray(inside * inside * (3 - 2 * inside), np.float32)


class Shadows:
    """Keeps one soft disc and lays it where it is wanted."""

    def __init__(self, strength: float = 0.55, gloss: float = 0.1) -> None:
        disc = _soft_disc(48)
        self._disc = disc
        self._clear = np.repeat((255 * (1 - strength * disc)).astype(np.uint8)[:, :, None], CHANNELS, axis=2)
        self._gloss = gloss

    def under(self, picture: Picture, view: View, x: float, y: float, z: float, radius_ft: float) -> None:
        """A shadow on the floor below something at height z; wider and fainter the higher it is."""
        spread = radius_ft * (1 + 0.06 * max(0.0, z))
        sides = ((x - spread, y), (x + spread, y), (x, y - spread), (x, y + spread))
        pixels = [view.pixel(a, b, 0.0) for a, b in sides]
        if min(p[2] for p in pixels) < 1.0:
            return
        across, down = [p[0] for p in pixels], [p[1] for p in pixels]
        faint = 1 / (1 + 0.12 * max(0.0, z))
        self._multiply(
            picture, math.floor(min(across)), math.floor(min(down)), math.ceil(max(across)) + 1,
            math.ceil(max(down)) + 1, faint,
        )  # fmt: skip

    def mirror(self, picture: Picture, view: View, x: float, y: float, z: float, colour: Colour) -> None:
        """A vague reflection of somebody's colours in the varnish, below his feet."""
        px, py, depth = view.pixel(x, y, 0.0)
        if self._gloss <= 0 or depth < 2.0 or z > 2.5:
            return
        scale = view.focal / depth
        x0, x1 = round(px - 0.9 * scale), round(px + 0.9 * scale)
        y0, y1 = round(py - 0.6 * scale), round(py + 4.2 * scale)
        h, w = picture.shape[:2]
        left, top, right, bottom = max(0, x0), max(0, y0), min(w, x1), min(h, y1)
        if right - left < 2 or bottom - top < 2:
            return
        disc = cv2.resize(self._disc, (x1 - x0, y1 - y0))[top - y0 : bottom - y0, left - x0 : right - x0]
        share = (disc * self._gloss)[:, :, None]
        here = picture[top:bottom, left:right]
        here[:] = (here + (solid(colour) - here.astype(np.float32)) * share).astype(np.uint8)

    def _multiply(self, picture: Picture, x0: int, y0: int, x1: int, y1: int, faint: float) -> None:
        h, w = picture.shape[:2]
        left, top, right, bottom = max(0, x0), max(0, y0), min(w, x1), min(h, y1)
        if right - left < 1 or bottom - top < 1 or x1 - x0 > 4 * w or y1 - y0 > 4 * h:
            return
        clear = cv2.resize(self._clear, (x1 - x0, y1 - y0))[top - y0 : bottom - y0, left - x0 : right - x0]
        if faint < 0.95:
            clear = cv2.convertScaleAbs(clear, alpha=faint, beta=255 * (1 - faint))
        here = picture[top:bottom, left:right]
        here[:] = cv2.multiply(here, clear, scale=1 / 255)
