"""The two baskets: stanchion, glass board, ring and a net that swings when the ball has passed.

In: a view, how far each net swings. Out: pieces with their depth, to be sorted among the players.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from sample_media.drawing.fonts import put_text
from sample_media.drawing.pixels import SHIFT, Colour, Floats, Picture, bgr, convex, rectangle, scaled, stroke
from sample_media.drawing.style import Rgb
from sample_media.drawing.view import NEAR_FT, View
from sample_media.scene import RIMS

RING_RADIUS_FT = 0.75
BOARD_BEHIND_RIM_FT = 1.25
NET_RINGS = ((10.0, 0.75), (9.55, 0.6), (9.15, 0.47), (8.75, 0.4), (8.45, 0.43))
STRANDS = 12
ORANGE: Colour = bgr((232, 84, 30))


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that stands on the court, to be drawn in the order of depth."""

    depth: float
    draw: Callable[[Picture], None]


class Basket:
    """One basket; `sign` is the direction from the board to the court along x."""

    def __init__(self, side: int, pad_rgb: Rgb) -> None:
        x, y, z = RIMS[side]
        self.rim = np.array([x, y, z])
        self.sign = 1.0 if side == 0 else -1.0
        self.pad = bgr(pad_rgb)

    def pieces(self, view: View, swish: float, shot_clock: str | None) -> list[Piece]:
        rx, ry, rz = (float(v) for v in self.rim)
        board_x = rx - self.sign * BOARD_BEHIND_RIM_FT
        rim_x, rim_y, rim_depth = view.pixel(rx, ry, rz)
        _, _, board_depth = view.pixel(board_x, ry, 11.0)
        _, _, post_depth = view.pixel(board_x - self.sign * 7, ry, 5.0)
        if rim_depth < NEAR_FT + 1 or board_depth < NEAR_FT + 1 or post_depth < NEAR_FT + 1:
            return []
        reach = 16 * view.focal / rim_depth
        if not (-reach < rim_x < view.size[0] + reach and -reach < rim_y < view.size[1] + reach):
            return []
        return [
            Piece(post_depth, lambda picture: self._stanchion(picture, view, board_x)),
            Piece(board_depth, lambda picture: self._board(picture, view, board_x, shot_clock)),
            Piece(rim_depth + 0.75, lambda picture: self._ring(picture, view, swish, far=True)),
            Piece(rim_depth - 0.75, lambda picture: self._ring(picture, view, swish, far=False)),
        ]

    def _stanchion(self, picture: Picture, view: View, board_x: float) -> None:
        s, y = self.sign, 25.0
        foot, elbow = board_x - s * 8.2, board_x - s * 6.4
        self._beam(picture, view, [(foot, y, 1.0), (elbow, y, 7.6)], 0.85, scaled(self.pad, 0.9))
        self._box(picture, view, foot - s * 3.4, foot + s * 1.6, 2.0, 0.0, 3.6)
        self._beam(picture, view, [(elbow, y, 7.4), (board_x - s * 0.4, y, 10.4)], 0.32, (52, 50, 50))
        self._beam(picture, view, [(foot - s * 1.2, y, 3.5), (elbow + s * 1.5, y, 9.0)], 0.22, (60, 58, 58))

    def _beam(
        self, picture: Picture, view: View, ends: Sequence[tuple[float, float, float]], half: float, colour: Colour
    ) -> None:
        pixels, depth = view.project(np.array(ends))
        width = half * view.focal / depth
        way = pixels[1] - pixels[0]
        side = np.array([-way[1], way[0]]) / max(1e-6, float(np.hypot(*way)))
        for share, gain in ((1.0, 0.62), (0.55, 1.0)):
            a, b = side * width[0] * share, side * width[1] * share
            convex(picture, [pixels[0] + a, pixels[1] + b, pixels[1] - b, pixels[0] - a], scaled(colour, gain))

    def _box(self, picture: Picture, view: View, x0: float, x1: float, half: float, low: float, high: float) -> None:
        corners = np.array([[x, 25 + y, z] for x in (x0, x1) for y in (-half, half) for z in (low, high)])
        pixels, _ = view.project(corners)
        near = 1 if view.place[1] > 25 else 0
        faces = ((0, 1, 5, 4), (2, 3, 7, 6))[near], (4, 5, 7, 6), (1, 3, 7, 5)
        for face, gain in zip(faces, (0.75, 0.9, 1.15), strict=True):
            convex(picture, cv2.convexHull(pixels[list(face)].astype(np.float32))[:, 0], scaled(self.pad, gain))

    def _board(self, picture: Picture, view: View, board_x: float, shot_clock: str | None) -> None:
        """Glass with a white frame, the inner square, the pad below and the shot clock above."""

        def at(y: float, z: float) -> Floats:
            return np.array([board_x, 25.0 + y, z])

        glass, depth = view.project(np.array([at(-3, 9.1), at(3, 9.1), at(3, 12.6), at(-3, 12.6)]))
        scale = view.focal / float(depth.mean())
        _frost(picture, glass)
        stroke(picture, glass, (236, 236, 236), max(1.0, 0.16 * scale), closed=True)
        square, _ = view.project(np.array([at(-1, 10.05), at(1, 10.05), at(1, 11.5), at(-1, 11.5)]))
        stroke(picture, square, (240, 240, 240), max(1.0, 0.13 * scale), closed=True)
        pad, _ = view.project(np.array([at(-3, 9.0), at(3, 9.0), at(3, 9.25), at(-3, 9.25)]))
        convex(picture, pad, scaled(self.pad, 0.9))
        self._shot_clock(picture, view.pixel(board_x, 25.0, 14.0), scale, shot_clock)

    def _shot_clock(
        self, picture: Picture, place: tuple[float, float, float], scale: float, seconds: str | None
    ) -> None:
        """The box over the board; it has a face to every side, so it is drawn towards the viewer."""
        x, y, _ = place
        half, tall = 1.05 * scale, 0.95 * scale
        rectangle(picture, x - half, y - tall, x + half, y + tall, (18, 16, 16))
        rectangle(picture, x - half, y + tall * 0.86, x + half, y + tall, (40, 36, 200))
        if seconds and scale > 12:
            high = max(5, round(1.1 * scale))
            put_text(picture, seconds, x, y - high / 2, high, (255, 44, 30), "bold", 0.5, 1.0, half * 1.7)

    def _ring(self, picture: Picture, view: View, swish: float, *, far: bool) -> None:
        _, _, rim_depth = view.pixel(*(float(v) for v in self.rim))
        scale = view.focal / rim_depth
        angles = np.linspace(0, 2 * np.pi, 2 * STRANDS, endpoint=False)
        rings = self._net_points(angles, swish)
        pixels, depth = view.project(rings)
        is_far = depth[0] >= rim_depth
        net = (176, 174, 172) if far else (242, 242, 242)
        lines = []
        for i in range(0, 2 * STRANDS, 2):
            for turn in (1, -1):
                index = [(i + turn * k) % (2 * STRANDS) for k in range(len(rings))]
                if is_far[i] == far:
                    lines.append(pixels[np.arange(len(rings)), index])
        if lines:
            fixed = [np.round(line * (1 << SHIFT)).astype(np.int32) for line in lines]
            cv2.polylines(picture, fixed, False, net, max(1, round(0.035 * scale)), cv2.LINE_AA, SHIFT)
        self._hoop(picture, pixels[0], is_far == far, scale, far)

    def _hoop(self, picture: Picture, circle: Floats, chosen: np.ndarray, scale: float, far: bool) -> None:
        colour = scaled(ORANGE, 0.72) if far else ORANGE
        width = max(1.0, 0.11 * scale)
        around = np.stack([np.roll(circle, 1, axis=0), circle, np.roll(circle, -1, axis=0)], axis=1)
        arcs = list(np.round(around[chosen] * (1 << SHIFT)).astype(np.int32))
        cv2.polylines(picture, arcs, False, colour, max(1, round(width)), cv2.LINE_AA, SHIFT)

    def _net_points(self, angles: Floats, swish: float) -> Floats:
        """The net's knots, (rings, around, 3): at rest it hangs, after a basket it flies up and swings back."""
        kick = swish * np.sin(np.pi * min(1.0, 0.35 + 0.65 * swish))
        wave = swish * np.sin(9.0 * (1 - swish))
        rings = []
        for i, (z, radius) in enumerate(NET_RINGS):
            share = i / (len(NET_RINGS) - 1)
            r = radius + share * (0.22 * kick + 0.1 * wave)
            height = z + share**2 * (0.75 * kick + 0.2 * wave)
            x = self.rim[0] + r * np.cos(angles) + share * 0.15 * wave
            y = self.rim[1] + r * np.sin(angles)
            rings.append(np.column_stack([x, y, np.full_like(angles, height)]))
        return np.stack(rings)


def _frost(picture: Picture, corners: Floats) -> None:
    """Lightens what lies behind the glass a little."""
    h, w = picture.shape[:2]
    x0, y0 = np.maximum(np.floor(corners.min(0)), 0).astype(int)
    x1, y1 = np.minimum(np.ceil(corners.max(0)) + 1, (w, h)).astype(int)
    if x0 >= x1 or y0 >= y1:
        return
    here = picture[y0:y1, x0:x1]
    lit = cv2.convertScaleAbs(here, alpha=0.86, beta=34)
    mask = np.zeros(here.shape[:2], np.uint8)
    fixed = np.round((corners - (x0, y0)) * (1 << SHIFT)).astype(np.int32)
    cv2.fillConvexPoly(mask, fixed, 255, cv2.LINE_AA, SHIFT)
    cv2.copyTo(lit, mask, here)
