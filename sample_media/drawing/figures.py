"""Players and referees drawn as shaded jointed bodies.

In: a figure's outlines in the picture. Out: the picture, changed in place.
"""

from __future__ import annotations

import cv2
import numpy as np

from sample_media.drawing.fonts import text_layer
from sample_media.drawing.pixels import SHIFT, Colour, Floats, Layer, Picture, ellipse, mixed, scaled, stroke
from sample_media.drawing.skeleton import Joint
from sample_media.drawing.sketches import (
    FORE,
    HAND,
    LARGE,
    LIGHT,
    MINOR,
    NECK,
    SEAT,
    SHIN,
    SHOE,
    SHORTS,
    SLEEVE,
    SMALL,
    SOCK,
    THIGH,
    UPPER,
    Sketch,
)

J = Joint


def _shirt_coats(*coats: tuple[float, float, float, float]) -> tuple[Floats, Floats, tuple[float, ...]]:
    """Of each coat: its width and height, its shift to the light in feet, its brightness."""
    widths = np.array([[[w, h]] for w, h, _, _ in coats])
    return widths, LIGHT * np.array([[[shift]] for _, _, shift, _ in coats]), tuple(c[3] for c in coats)


SHIRT = _shirt_coats((1.0, 1.0, 0.0, 0.7), (0.84, 0.92, 0.05, 0.96), (0.5, 0.75, 0.13, 1.06))
FINE_SHIRT = _shirt_coats(
    (1.0, 1.0, 0.0, 0.64), (0.93, 0.97, 0.02, 0.78), (0.84, 0.93, 0.05, 0.89), (0.7, 0.86, 0.08, 0.97),
    (0.5, 0.75, 0.13, 1.04), (0.28, 0.6, 0.18, 1.09),
)  # fmt: skip


def _coat(picture: Picture, s: Sketch, capsule: int, colour: Colour) -> None:
    if s.scale <= SMALL and capsule in MINOR:
        cv2.fillConvexPoly(picture, s.limbs[0, capsule], scaled(colour, 0.88), cv2.LINE_AA, SHIFT)
        return
    for outline, (_, _, gain) in zip(s.limbs[:, capsule], s.brush.coats, strict=True):
        cv2.fillConvexPoly(picture, outline, scaled(colour, gain), cv2.LINE_AA, SHIFT)


def draw_figure(picture: Picture, s: Sketch) -> None:
    """Far arm, legs, trunk, head, near arm: each over the one before."""
    order = sorted((0, 1), key=lambda side: -float(s.depths[J.LEFT_KNEE + side] + s.depths[J.LEFT_ANKLE + side]))
    arms = [(side, float(s.depths[J.LEFT_ELBOW + side] + s.depths[J.LEFT_HAND + side]) / 2) for side in (0, 1)]
    trunk = float(s.depths[J.CHEST])
    for side, depth in arms:
        if depth > trunk:
            _arm(picture, s, side)
    for side in order:
        _leg(picture, s, side)
    _coat(picture, s, SEAT, s.outfit.shorts)
    _coat(picture, s, NECK, scaled(s.outfit.skin, 0.9))
    _shirt(picture, s)
    _head(picture, s)
    for side, depth in arms:
        if depth <= trunk:
            _arm(picture, s, side)


def _arm(picture: Picture, s: Sketch, side: int) -> None:
    skin = s.outfit.skin
    _coat(picture, s, UPPER + side, skin)
    if s.outfit.sleeves:
        _coat(picture, s, SLEEVE + side, s.outfit.shirt)
    _coat(picture, s, FORE + side, s.outfit.armband or skin if side == 0 else skin)
    _coat(picture, s, HAND + side, skin)


def _leg(picture: Picture, s: Sketch, side: int) -> None:
    outfit = s.outfit
    _coat(picture, s, THIGH + side, outfit.tights or outfit.skin)
    _coat(picture, s, SHIN + side, outfit.tights or outfit.skin)
    _coat(picture, s, SOCK + side, outfit.socks)
    _coat(picture, s, SHOE + side, outfit.shoes)
    _coat(picture, s, SHORTS + side, outfit.shorts)
    if s.scale > SMALL and outfit.stripe is not None:
        hip, knee = s.points[J.LEFT_HIP + side], s.points[J.LEFT_KNEE + side]
        shift = np.array([0.2 * s.scale * (1 if hip[0] > s.points[J.PELVIS][0] else -1), 0])
        stroke(picture, [hip + shift, hip + (knee - hip) * 0.85 + shift], outfit.stripe, 0.1 * s.scale)


def _shirt(picture: Picture, s: Sketch) -> None:
    colour = s.outfit.shirt
    hull = cv2.convexHull(s.rings)[:, 0]
    middle = hull.sum(axis=0) / len(hull)
    widths, offsets, gains = FINE_SHIRT if s.scale > LARGE else SHIRT
    shapes = middle + (hull - middle) * widths + offsets * s.scale
    fixed = np.rint(shapes * (1 << SHIFT)).astype(np.int32)
    for shape, gain in zip(fixed, gains, strict=True):
        cv2.fillConvexPoly(picture, shape, scaled(colour, gain), cv2.LINE_AA, SHIFT)
    if s.scale > SMALL:
        if s.outfit.stripe is not None:
            hip = s.rings[-8:].mean(axis=0)
            half = np.array([0.5 * s.scale, 0])
            stroke(picture, [hip - half, hip + half], s.outfit.stripe, 0.09 * s.scale)
        _collar(picture, s)
    _number(picture, s)


def _collar(picture: Picture, s: Sketch) -> None:
    neck = s.points[J.CHEST]
    front = s.faces[0] > 0
    drop = 0.16 if front else 0.05
    ellipse(picture, neck[0], neck[1] - 0.05 * s.scale, 0.3 * s.scale, drop * s.scale + 1, s.outfit.trim)
    if front:
        ellipse(picture, neck[0], neck[1] - 0.1 * s.scale, 0.22 * s.scale, 0.13 * s.scale + 1, s.outfit.skin)


def _number(picture: Picture, s: Sketch) -> None:
    """The shirt number on whichever side looks at the camera."""
    side = 0 if s.faces[0] > s.faces[1] else 1
    if s.scale < 7 or s.faces[side] < 0.12 or not s.outfit.number:
        return
    high = 0.92 if side == 1 else 0.8
    if s.figure.side == "referee":
        high = 0.5
        if side == 0:
            return
    layer: Layer = text_layer(s.outfit.number, "block", 48 if s.scale > 40 else 24, s.outfit.number_rgb)
    width, height = layer.size
    middle, right, up = s.chest[side]
    x_axis = (right - middle) / 0.5
    y_axis = (middle - up) / 0.5
    step = high / height
    wide = min(1.0, 0.95 / (width * step))
    matrix = np.column_stack([x_axis * step * wide, y_axis * step, middle])
    matrix[:, 2] -= matrix[:, 0] * width / 2 + matrix[:, 1] * height / 2
    layer.warped_over(picture, matrix)


def _head(picture: Picture, s: Sketch) -> None:
    outfit, u = s.outfit, s.scale
    x, y = (float(v) for v in s.points[J.HEAD])
    gx, gy = (float(v) for v in s.gaze)
    skin, hair = outfit.skin, outfit.hair
    seen = s.faces[0]
    back = (x - 0.1 * gx, y - 0.07 * u - 0.1 * gy)
    if outfit.hair_style == "long":
        ellipse(picture, x - 0.14 * gx, y + 0.2 * u, 0.34 * u, 0.45 * u, scaled(hair, 0.8))
    if outfit.hair_style != "bald" and seen > -0.3:
        ellipse(picture, *back, 0.35 * u, 0.42 * u, hair)
    if u > 14 and abs(seen) < 0.85:  # the nose in profile
        ellipse(picture, x + 0.33 * gx, y + 0.06 * u + 0.2 * gy, 0.075 * u, 0.08 * u, scaled(skin, 0.85))
    ellipse(picture, x, y, 0.325 * u, 0.43 * u, scaled(skin, 0.72))
    ellipse(picture, x - 0.05 * u, y - 0.04 * u, 0.26 * u, 0.36 * u, skin)
    face = (x + 0.12 * gx, y + 0.1 * gy + 0.04 * u)
    if outfit.hair_style != "bald":
        crown = 0.2 if outfit.hair_style == "short" else 0.26
        ellipse(picture, x - 0.06 * gx, y - 0.25 * u, 0.31 * u, crown * u, hair)
        ellipse(picture, x - 0.05 * u, y - 0.32 * u, 0.18 * u, 0.1 * u, mixed(hair, (150, 150, 150), 0.18))
        if seen <= -0.3:
            ellipse(picture, *back, 0.33 * u, 0.4 * u, hair)
    if outfit.headband is not None:
        half = np.array([0.31 * u, 0])
        middle = np.array([x, y - 0.14 * u])
        stroke(picture, [middle - half, middle + half], outfit.headband, 0.12 * u)
    if u > 14 and abs(seen) < 0.8:
        ellipse(picture, x - 0.04 * gx, y + 0.05 * u, 0.06 * u, 0.1 * u, scaled(skin, 0.78))
    if seen > 0.05 and u > 11:
        _face(picture, s, face)


def _face(picture: Picture, s: Sketch, face: tuple[float, float]) -> None:
    u, dark = s.scale, scaled(s.outfit.skin, 0.45)
    x, y = face
    wide = 0.13 * u * max(0.25, min(1.0, s.faces[0]))
    for side in (-1, 1):
        ellipse(picture, x + side * wide, y - 0.06 * u, 0.055 * u, 0.04 * u, dark)
    stroke(picture, [(x - wide * 0.7, y + 0.2 * u), (x + wide * 0.7, y + 0.2 * u)], dark, 0.045 * u)
    if s.outfit.beard:
        ellipse(picture, x, y + 0.29 * u, wide * 1.3, 0.1 * u, mixed(s.outfit.hair, s.outfit.skin, 0.35))
