"""A flat painted surface in the hall and how it is laid into the picture in perspective.

In: a texture (opaque picture or transparent layer) with its place in feet. Out: the picture, changed
in place. Textures are shrunk in steps of two along each axis beforehand, so that they do not flicker.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from sample_media.drawing.pixels import NOTHING, Floats, Layer, Picture, lay_ink
from sample_media.drawing.view import View


class Texture:
    """A picture or a layer with its smaller versions, made when first needed."""

    def __init__(self, image: Picture | Layer) -> None:
        self._levels: dict[tuple[int, int], Picture | Layer] = {(0, 0): image}
        first = image.ink if isinstance(image, Layer) else image
        self.height, self.width = first.shape[:2]

    def level(self, across: int, down: int) -> Picture | Layer:
        """The texture halved `across` times in width and `down` times in height."""
        found = self._levels.get((across, down))
        if found is None:
            size = (max(1, self.width >> across), max(1, self.height >> down))
            whole = self._levels[0, 0]
            if isinstance(whole, Layer):
                found = whole.resized(*size)
            else:
                found = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
            self._levels[across, down] = found
        return found


class Panel:
    """A rectangle in space: corner `origin`, sides `along` (texture's x) and `down` (texture's y), feet."""

    __slots__ = ("along", "corners", "down", "normal", "origin")

    def __init__(self, origin: object, along: object, down: object) -> None:
        self.origin = np.asarray(origin, np.float64)
        self.along = np.asarray(along, np.float64)
        self.down = np.asarray(down, np.float64)
        o, a, d = self.origin, self.along, self.down
        self.corners = np.array([o, o + a, o + a + d, o + d])
        (ax, ay, az), (dx, dy, dz) = a.tolist(), d.tolist()
        self.normal = (dy * az - dz * ay, dz * ax - dx * az, dx * ay - dy * ax)

    def facing(self, view: View) -> bool:
        """Whether the camera stands on the side that the texture is painted on."""
        return self._height_of(view) > 1e-6

    def _height_of(self, view: View) -> float:
        (x, y, z), (a, b, c), (p, q, r) = view.place.tolist(), self.origin.tolist(), self.normal
        return float((x - a) * p + (y - b) * q + (z - c) * r)

    def lay(self, picture: Picture, view: View, texture: Texture) -> None:
        """Lays the texture into the picture, cut to what the camera sees."""
        pixels = view.visible_part(self.corners)
        if pixels is None or abs(self._height_of(view)) < 1e-6:
            return  # beside the picture, or seen edge-on
        width, height = view.size
        left, top = pixels.min(0).tolist()
        right, bottom = pixels.max(0).tolist()
        x0, y0 = max(0, math.floor(left)), max(0, math.floor(top))
        x1, y1 = min(width, math.ceil(right) + 1), min(height, math.ceil(bottom) + 1)
        if x1 - x0 < 1 or y1 - y0 < 1:
            return
        whole = view.homography(self.origin, self.along, self.down)
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        image = texture.level(*_steps(whole, middle, texture))
        th, tw = (image.ink if isinstance(image, Layer) else image).shape[:2]
        matrix = whole / np.array([tw, th, 1.0])
        matrix[0] -= x0 * matrix[2]
        matrix[1] -= y0 * matrix[2]
        _warp(picture[y0:y1, x0:x1], image, matrix)


def _steps(whole: Floats, middle: tuple[float, float], texture: Texture) -> tuple[int, int]:
    """How often to halve the texture, from its scale in the middle of what is seen.

    `whole` maps the unit square to the picture; it is turned round by hand, being three by three.
    """
    (a, b, c), (d, e, f), (g, h, i) = whole.tolist()
    x, y = middle
    u = (e * i - f * h) * x + (c * h - b * i) * y + (b * f - c * e)
    v = (f * g - d * i) * x + (a * i - c * g) * y + (c * d - a * f)
    w = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d)
    if abs(w) < 1e-12:
        return 0, 0
    u, v = min(1.0, max(0.0, u / w)), min(1.0, max(0.0, v / w))
    depth = g * u + h * v + i
    if abs(depth) < 1e-9:
        return 0, 0
    px, py = (a * u + b * v + c) / depth, (d * u + e * v + f) / depth
    across = math.hypot(a - px * g, d - py * g) / abs(depth) / texture.width
    down = math.hypot(b - px * h, e - py * h) / abs(depth) / texture.height
    return _halvings(across), _halvings(down)


def _halvings(scale: float) -> int:
    return min(5, max(0, math.floor(math.log2(1.25 / max(scale, 1e-3)))))


def _warp(here: Picture, image: Picture | Layer, matrix: Floats) -> None:
    size = (here.shape[1], here.shape[0])
    if not isinstance(image, Layer):
        cv2.warpPerspective(image, matrix, size, dst=here, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)
        return
    ink = cv2.warpPerspective(
        image.ink, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=NOTHING
    )
    lay_ink(here, ink)
