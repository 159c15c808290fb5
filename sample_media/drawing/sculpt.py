"""Large rounded shapes with soft light, for people seen from near.

In: a canvas with transparency and outlines in its own units. Out: the canvas, with each shape laid on it as if
it were a pillow lit from the upper left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_media.drawing.pixels import SHIFT, Colour, Layer, Picture

Points = Sequence[tuple[float, float]]
Box = tuple[slice, slice]
Light = NDArray[np.float32]


class Clay:
    """A transparent canvas of `width` × `height` units, `unit` pixels each; y grows downwards from `top`."""

    def __init__(self, width: float, height: float, top: float, unit: float) -> None:
        self.unit, self.top, self.width = unit, top, width
        self._shape = (max(2, round(height * unit)), max(2, round(width * unit)))
        self.colour = np.zeros((*self._shape, 3), np.float32)
        self.alpha = np.zeros(self._shape, np.float32)

    def _at(self, points: Points) -> NDArray[np.int32]:
        origin = np.array([self.width / 2, -self.top])
        moved = (np.asarray(points, np.float64) + origin) * self.unit
        return np.asarray(np.rint(moved * (1 << SHIFT)), np.int32)

    def blank(self) -> Picture:
        return np.zeros(self._shape, np.uint8)

    def outline(self, *shapes: Points, soft: float = 0.0) -> Picture:
        """The union of polygons as a mask, its corners rounded off by `soft` units."""
        mask = self.blank()
        for shape in shapes:
            cv2.fillPoly(mask, [self._at(shape).reshape(-1, 1, 2)], 255, cv2.LINE_AA, SHIFT)
        if soft * self.unit > 0.6:
            blurred = cv2.GaussianBlur(mask, (0, 0), soft * self.unit).astype(np.float32)
            sharp = max(1.0, soft * self.unit * 0.9)
            mask = np.clip((blurred - 127.5) * sharp + 127.5, 0, 255).astype(np.uint8)
        return mask

    def oval(self, x: float, y: float, rx: float, ry: float, angle_deg: float = 0.0) -> Picture:
        mask = self.blank()
        (cx, cy) = self._at([(x, y)])[0]
        one = self.unit * (1 << SHIFT)
        axes = (max(1, round(rx * one)), max(1, round(ry * one)))
        cv2.ellipse(mask, (int(cx), int(cy)), axes, angle_deg, 0, 360, 255, -1, cv2.LINE_AA, SHIFT)
        return mask

    def limb(self, points: Points, radii: Sequence[float]) -> Picture:
        """A chain of tapering pieces, as an arm is."""
        mask = self.blank()
        for (a, b), (ra, rb) in zip(pairwise(points), pairwise(radii), strict=True):
            way = math.atan2(b[1] - a[1], b[0] - a[0])
            bow = np.linspace(math.pi / 2, 3 * math.pi / 2, 9) + way
            shape = [(a[0] + ra * math.cos(t), a[1] + ra * math.sin(t)) for t in bow]
            shape += [(b[0] - rb * math.cos(t), b[1] - rb * math.sin(t)) for t in bow]
            cv2.fillPoly(mask, [self._at(shape).reshape(-1, 1, 2)], 255, cv2.LINE_AA, SHIFT)
        return mask

    def press(self, mask: Picture, colour: Colour, rim: float = 0.3, depth: float = 1.0) -> None:
        """Lays a shape on as a pillow whose rim is `rim` units wide."""
        if (box := _box_of(mask)) is not None:
            light = pillow_light(mask[box], rim * self.unit, depth)
            self._lay(box, mask[box], np.asarray(colour, np.float32) * light[:, :, None])

    def inlay(self, mask: Picture, relief: Picture, colour: Colour, rim: float, depth: float) -> None:
        """Colours a shape as a part of the larger pillow `relief`."""
        if (box := _box_of(relief)) is not None:
            light = pillow_light(relief[box], rim * self.unit, depth)
            self._lay(box, mask[box], np.asarray(colour, np.float32) * light[:, :, None])

    def flat(self, mask: Picture, colour: Colour, opacity: float = 1.0) -> None:
        if (box := _box_of(mask)) is not None:
            thinned = mask[box] if opacity >= 1 else cv2.convertScaleAbs(mask[box], alpha=opacity)
            self._lay(box, thinned, np.asarray(colour, np.float32))

    def shade(self, mask: Picture, soft: float, strength: float) -> None:
        """A soft shadow of a shape on what is already there."""
        reach = max(0.5, soft * self.unit)
        if (box := _box_of(mask, round(3 * reach))) is not None:
            blurred = cv2.GaussianBlur(mask[box], (0, 0), reach).astype(np.float32) / 255
            self.colour[box] *= 1 - blurred[:, :, None] * strength

    def _lay(self, box: Box, mask: Picture, colour: Light) -> None:
        share = (mask.astype(np.float32) / 255)[:, :, None]
        self.colour[box] += (colour - self.colour[box]) * share
        self.alpha[box] = np.maximum(self.alpha[box], share[:, :, 0])

    def layer(self) -> Layer:
        rgba = np.empty((*self._shape, 4), np.uint8)
        rgba[:, :, :3] = np.clip(self.colour[:, :, ::-1], 0, 255)
        rgba[:, :, 3] = np.clip(self.alpha * 255, 0, 255)
        return Layer.from_rgba(rgba)


def _box_of(mask: Picture, margin: int = 2) -> Box | None:
    """The part of the canvas that a mask touches."""
    x, y, w, h = cv2.boundingRect(mask)
    if w == 0 or h == 0:
        return None
    top, left = max(0, y - margin), max(0, x - margin)
    return slice(top, y + h + margin), slice(left, x + w + margin)


def pillow_light(mask: Picture, rim_px: float, depth: float) -> Light:
    """How bright each point of a pillow of this outline is, about 1 on its top."""
    reach = max(1.5, rim_px)
    inside = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 3)
    share = np.clip(inside / reach, 0, 1)
    height = np.sqrt(np.maximum(0, 1 - (1 - share) ** 2)) * reach
    height = cv2.GaussianBlur(height, (0, 0), max(0.6, reach * 0.18))
    slope_x = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) / 8
    slope_y = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3) / 8
    steep = depth * 0.8
    upright = 1 / np.sqrt(1 + (slope_x**2 + slope_y**2) * steep**2)
    lit = (slope_x * 0.42 + slope_y * 0.55) * steep * upright + 0.76 * upright
    return np.asarray(np.clip(0.3 + 0.92 * lit, 0.3, 1.3), np.float32)
