"""Small drawing tools shared by every picture: colours, smooth polygons, layers with transparency.

In: uint8 pictures and coordinates in pixels as floats. Out: the picture, changed in place.
Pictures in the making have four channels, BGR and one without meaning, since OpenCV warps four at once much
faster than three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]
Colour = tuple[int, int, int]

CHANNELS = 4

SHIFT = 4
"""Fractional bits of the coordinates handed to OpenCV: a sixteenth of a pixel."""


def bgr(rgb: Sequence[float], gain: float = 1.0) -> Colour:
    """The colour as OpenCV wants it, made brighter or darker by `gain`."""
    r, g, b = (min(255, max(0, round(c * gain))) for c in rgb)
    return b, g, r


def solid(colour: Sequence[float]) -> Picture:
    """The colour as a pixel of a picture in the making."""
    return np.array([*colour, 0], np.uint8)


@lru_cache(maxsize=4096)
def scaled(colour: Colour, gain: float) -> Colour:
    a, b, c = colour
    return min(255, int(a * gain)), min(255, int(b * gain)), min(255, int(c * gain))


def mixed(a: Sequence[float], b: Sequence[float], share_b: float) -> Colour:
    x, y, z = (round(p + (q - p) * share_b) for p, q in zip(a, b, strict=True))
    return x, y, z


def luminance(rgb: Sequence[float]) -> float:
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]


def polygon(picture: Picture, points: object, colour: Colour) -> None:
    """A filled polygon of any shape, its edge smooth, corners at fractions of a pixel."""
    fixed = np.round(np.asarray(points, np.float64) * (1 << SHIFT)).astype(np.int32)
    cv2.fillPoly(picture, [fixed.reshape(-1, 1, 2)], colour, cv2.LINE_AA, SHIFT)


def convex(picture: Picture, points: object, colour: Colour) -> None:
    """As `polygon`, faster, for convex shapes."""
    fixed = np.round(np.asarray(points, np.float64) * (1 << SHIFT)).astype(np.int32)
    cv2.fillConvexPoly(picture, fixed.reshape(-1, 1, 2), colour, cv2.LINE_AA, SHIFT)


def ellipse(picture: Picture, x: float, y: float, rx: float, ry: float, colour: Colour, angle_deg: float = 0.0) -> None:
    one = 1 << SHIFT
    centre = (round(x * one), round(y * one))
    axes = (max(1, round(rx * one)), max(1, round(ry * one)))
    cv2.ellipse(picture, centre, axes, angle_deg, 0, 360, colour, -1, cv2.LINE_AA, SHIFT)


def stroke(picture: Picture, points: object, colour: Colour, width: float = 1.0, closed: bool = False) -> None:
    fixed = np.round(np.asarray(points, np.float64) * (1 << SHIFT)).astype(np.int32)
    thick = max(1, round(width))
    cv2.polylines(picture, [fixed.reshape(-1, 1, 2)], closed, colour, thick, cv2.LINE_AA, SHIFT)


def rectangle(picture: Picture, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:
    h, w = picture.shape[:2]
    left, right = max(0, round(x0)), min(w, round(x1))
    top, bottom = max(0, round(y0)), min(h, round(y1))
    if left < right and top < bottom:
        picture[top:bottom, left:right] = solid(colour)


def gradient(height: int, width: int, top: Colour, bottom: Colour) -> Picture:
    """A picture that runs from one colour to another, top to bottom."""
    ramp = np.linspace(0.0, 1.0, height)[:, None]
    column = solid(top) * (1 - ramp) + solid(bottom) * ramp
    return np.ascontiguousarray(np.broadcast_to(column[:, None, :], (height, width, CHANNELS))).astype(np.uint8)


NOTHING = (0, 0, 0, 255)
"""A pixel of a layer's ink where the layer is clear."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Something drawn once and laid over many pictures.

    `ink` is premultiplied BGR with what shines through in the fourth channel, 255 where all does; `clear` is
    that channel spread over four: laying it over is then one multiplication and one addition.
    """

    ink: Picture
    clear: Picture

    @classmethod
    def of(cls, premultiplied: Picture, clear: Picture) -> Layer:
        """From a picture on black and its clearness (one channel)."""
        ink = np.dstack([premultiplied[:, :, :3], clear])
        return cls(ink, cv2.cvtColor(clear, cv2.COLOR_GRAY2BGRA))

    @classmethod
    def from_rgba(cls, rgba: Picture) -> Layer:
        alpha = rgba[:, :, 3:].astype(np.uint16)
        ink = (rgba[:, :, 2::-1].astype(np.uint16) * alpha // 255).astype(np.uint8)
        return cls.of(ink, (255 - alpha[:, :, 0]).astype(np.uint8))

    @property
    def size(self) -> tuple[int, int]:
        return self.ink.shape[1], self.ink.shape[0]

    def resized(self, width: int, height: int) -> Layer:
        how = cv2.INTER_AREA if width < self.ink.shape[1] else cv2.INTER_LINEAR
        ink = cv2.resize(self.ink, (max(1, width), max(1, height)), interpolation=how)
        return Layer.of(ink, np.ascontiguousarray(ink[:, :, 3]))

    def over(self, picture: Picture, x: int, y: int, opacity: float = 1.0) -> None:
        """Lays the layer on `picture`, its upper left corner at (x, y); what sticks out is cut."""
        h, w = picture.shape[:2]
        lh, lw = self.ink.shape[:2]
        left, top, right, bottom = max(0, x), max(0, y), min(w, x + lw), min(h, y + lh)
        if left >= right or top >= bottom or opacity <= 0:
            return
        here = picture[top:bottom, left:right]
        ink = self.ink[top - y : bottom - y, left - x : right - x]
        clear = self.clear[top - y : bottom - y, left - x : right - x]
        if opacity < 1:
            ink = cv2.convertScaleAbs(ink, alpha=opacity)
            clear = cv2.convertScaleAbs(clear, alpha=opacity, beta=255 * (1 - opacity))
        here[:] = cv2.add(cv2.multiply(here, clear, scale=1 / 255), ink)

    def warped_over(self, picture: Picture, matrix: Floats) -> None:
        """Lays the layer over through an affine map (2, 3) from its pixels to the picture's."""
        lw, lh = self.size
        corners = np.array([[0, 0, 1], [lw, 0, 1], [lw, lh, 1], [0, lh, 1]], np.float64) @ matrix.T
        h, w = picture.shape[:2]
        x0, y0 = np.maximum(np.floor(corners.min(0)).astype(int), 0)
        x1, y1 = np.minimum(np.ceil(corners.max(0)).astype(int) + 1, (w, h))
        if x0 >= x1 or y0 >= y1:
            return
        moved = matrix.copy()
        moved[:, 2] -= (x0, y0)
        size = (int(x1 - x0), int(y1 - y0))
        ink = cv2.warpAffine(
            self.ink, moved, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=NOTHING
        )
        lay_ink(picture[y0:y1, x0:x1], ink)


def lay_ink(here: Picture, ink: Picture) -> None:
    """Lays a layer's ink of the same size over a part of a picture."""
    clear = cv2.cvtColor(cv2.extractChannel(ink, 3), cv2.COLOR_GRAY2BGRA)
    here[:] = cv2.add(cv2.multiply(here, clear, scale=1 / 255), ink)


def veil(picture: Picture, x0: int, y0: int, x1: int, y1: int, keep: float) -> None:
    """Darkens a rectangle to the share `keep` of its light."""
    here = picture[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)]
    if here.size:
        here[:] = cv2.convertScaleAbs(here, alpha=keep)
