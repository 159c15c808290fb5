"""A flat painted surface in the hall and how it is laid into the picture in perspective.

In: a texture (opaque picture or transparent layer) with its place in feet. Out: the picture, changed
in place. Textures are shrunk in steps of two along each axis beforehand, so that they do not flicker.
"""

from __future__ import annotations

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

    def __init__(self, origin: tuple[float, float, float], along: Floats, down: Floats) -> None:
        self.origin = np.array(origin, np.float64)
        self.along = np.asarray(along, np.float64)
        self.down = np.asarray(down, np.float64)
        o, a, d = self.origin, self.along, self.down
        self.corners = np.array([o, o + a, o + a + d, o + d])
        self.normal = np.cross(self.down, self.along)

    def facing(self, view: View) -> bool:
        """Whether the camera stands on the side that the texture is painted on."""
        return bool(np.dot(view.place - self.origin, self.normal) > 0)

    def lay(self, picture: Picture, view: View, texture: Texture) -> None:
        """Lays the texture into the picture, cut to what the camera sees."""
        pixels = view.visible_part(self.corners)
        if pixels is None:
            return
        width, height = view.size
        x0, y0 = np.maximum(np.floor(pixels.min(0)), 0).astype(int).tolist()
        x1, y1 = np.minimum(np.ceil(pixels.max(0)) + 1, (width, height)).astype(int).tolist()
        if x1 - x0 < 1 or y1 - y0 < 1 or abs(np.dot(view.place - self.origin, self.normal)) < 1e-6:
            return  # beside the picture, or seen edge-on
        image = texture.level(*self._steps(view, texture, pixels))
        th, tw = (image.ink if isinstance(image, Layer) else image).shape[:2]
        matrix = view.homography(self.origin, self.along / tw, self.down / th)
        shift = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1.0]])
        _warp(picture[y0:y1, x0:x1], image, shift @ matrix)

    def _steps(self, view: View, texture: Texture, pixels: Floats) -> tuple[int, int]:
        """How often to halve the texture, from its scale in the middle of what is seen."""
        middle = np.clip(pixels.mean(0), 0, view.size)
        h = view.homography(self.origin, self.along / texture.width, self.down / texture.height)
        if abs(np.linalg.det(h)) < 1e-9:
            return 0, 0
        u, v, w = np.linalg.solve(h, np.array([*middle, 1.0]))
        u = np.clip(u / w, 0, texture.width)
        v = np.clip(v / w, 0, texture.height)
        probe = h @ np.array([[u, u + 1, u], [v, v, v + 1], [1, 1, 1.0]])
        points = probe[:2] / probe[2]
        across = float(np.hypot(*(points[:, 1] - points[:, 0])))
        down = float(np.hypot(*(points[:, 2] - points[:, 0])))
        return _halvings(across), _halvings(down)


def _halvings(scale: float) -> int:
    return int(np.clip(np.floor(np.log2(1.25 / max(scale, 1e-3))), 0, 5))


def _warp(here: Picture, image: Picture | Layer, matrix: Floats) -> None:
    size = (here.shape[1], here.shape[0])
    if not isinstance(image, Layer):
        cv2.warpPerspective(
            image, matrix, size, dst=here, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
        )
        return
    ink = cv2.warpPerspective(
        image.ink, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=NOTHING
    )
    lay_ink(here, ink)
