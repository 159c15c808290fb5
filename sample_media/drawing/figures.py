"""Players and referees drawn as shaded jointed bodies.

In: figures, a view, the teams. Out: for each figure a function that draws it, with its depth, so that the
caller can sort people, baskets and ball. All geometry of all figures is computed in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_media.drawing.fonts import text_layer
from sample_media.drawing.pixels import SHIFT, Colour, Floats, Layer, Picture, ellipse, mixed, scaled, stroke
from sample_media.drawing.skeleton import Joint, body_scale, joints_of
from sample_media.drawing.view import View
from sample_media.drawing.wardrobe import Outfit, Wardrobe
from sample_media.scene import Ball, Figure

J = Joint
CAPSULES: tuple[tuple[Joint, Joint, float, float, float, float], ...] = (
    # from, to, share of the way at both ends, radii in feet at both ends
    (J.LEFT_HIP, J.LEFT_KNEE, 0.0, 1.0, 0.31, 0.22),
    (J.RIGHT_HIP, J.RIGHT_KNEE, 0.0, 1.0, 0.31, 0.22),
    (J.LEFT_KNEE, J.LEFT_ANKLE, 0.0, 1.0, 0.22, 0.12),
    (J.RIGHT_KNEE, J.RIGHT_ANKLE, 0.0, 1.0, 0.22, 0.12),
    (J.LEFT_KNEE, J.LEFT_ANKLE, 0.55, 1.0, 0.165, 0.13),
    (J.RIGHT_KNEE, J.RIGHT_ANKLE, 0.55, 1.0, 0.165, 0.13),
    (J.LEFT_ANKLE, J.LEFT_TOE, 0.0, 1.0, 0.19, 0.14),
    (J.RIGHT_ANKLE, J.RIGHT_TOE, 0.0, 1.0, 0.19, 0.14),
    (J.LEFT_HIP, J.LEFT_KNEE, 0.0, 0.8, 0.37, 0.39),
    (J.RIGHT_HIP, J.RIGHT_KNEE, 0.0, 0.8, 0.37, 0.39),
    (J.LEFT_SHOULDER, J.LEFT_ELBOW, 0.0, 1.0, 0.21, 0.15),
    (J.RIGHT_SHOULDER, J.RIGHT_ELBOW, 0.0, 1.0, 0.21, 0.15),
    (J.LEFT_ELBOW, J.LEFT_HAND, 0.0, 0.86, 0.15, 0.1),
    (J.RIGHT_ELBOW, J.RIGHT_HAND, 0.0, 0.86, 0.15, 0.1),
    (J.LEFT_ELBOW, J.LEFT_HAND, 0.88, 1.0, 0.13, 0.12),
    (J.RIGHT_ELBOW, J.RIGHT_HAND, 0.88, 1.0, 0.13, 0.12),
    (J.LEFT_SHOULDER, J.LEFT_ELBOW, 0.0, 0.55, 0.25, 0.23),
    (J.RIGHT_SHOULDER, J.RIGHT_ELBOW, 0.0, 0.55, 0.25, 0.23),
    (J.CHEST, J.HEAD, 0.0, 0.8, 0.24, 0.17),
    (J.LEFT_HIP, J.RIGHT_HIP, 0.0, 1.0, 0.38, 0.38),
)
THIGH, SHIN, SOCK, SHOE, SHORTS, UPPER, FORE, HAND, SLEEVE = range(0, 18, 2)
NECK, SEAT = 18, 19
MINOR = frozenset({SOCK, SOCK + 1, SHOE, SHOE + 1, HAND, HAND + 1, NECK})
NEAREST_FT = 10.0
"""Whoever stands nearer to the camera would hide the play and is left out."""
SMALL = 9.0
"""Pixels per foot up to which a figure is drawn with fewer coats and details."""

LIGHT = np.array([-0.45, -0.75])
"""Where the light comes from in the picture."""
SHADES = ((1.0, 0.0), (0.74, 0.24), (0.34, 0.5))
"""Of each limb's three coats: its width and how far it is moved to the light."""
GAINS = (0.66, 0.96, 1.16)
SHIRT_WIDTHS = np.array([[[1.0, 1.0]], [[0.84, 0.92]], [[0.5, 0.75]]])
SHIRT_OFFSETS = LIGHT * np.array([[[0.0]], [[0.05]], [[0.13]]])
SHIRT_GAINS = (0.7, 0.96, 1.06)
ROUND = 5


@dataclass(frozen=True, slots=True)
class Sketch:
    """One figure's geometry in the picture, ready to be drawn."""

    figure: Figure
    outfit: Outfit
    depth: float
    scale: float  # pixels per foot
    points: Floats  # (joints, 2)
    depths: Floats  # (joints,)
    limbs: NDArray[np.int32]  # (coats, capsules, corners, 2), fixed point
    rings: NDArray[np.float32]  # (rings·corners, 2)
    chest: Floats  # (2, 3, 2): front and back, middle, right and up of the number
    faces: tuple[float, float]  # how much front and back look at the camera
    gaze: Floats  # (2,) the head's forward foot in pixels

    def draw(self, picture: Picture) -> None:
        _draw(picture, self)


def sketch(figures: Sequence[Figure], ball: Ball | None, view: View, wardrobe: Wardrobe) -> list[Sketch]:
    """The figures that are in front of the camera."""
    if not figures:
        return []
    world = joints_of(figures, ball)
    pixels, depths = view.project(world)
    scale = view.focal / np.maximum(depths[:, J.CHEST], 0.5)
    size = scale * np.array([body_scale(f) for f in figures])
    limbs = _limbs(pixels, size)
    rings, chest, faces, gaze = _trunks(world, view, figures)
    sketches = []
    for i, figure in enumerate(figures):
        if depths[i].min() < NEAREST_FT:
            continue
        sketches.append(
            Sketch(
                figure, wardrobe.outfit(figure), float(depths[i, J.PELVIS]), float(size[i]), pixels[i], depths[i],
                limbs[:, i], rings[i], chest[i], (float(faces[i, 0]), float(faces[i, 1])), gaze[i],
            )
        )  # fmt: skip
    return sketches


def _limbs(pixels: Floats, size: Floats) -> NDArray[np.int32]:
    """Outlines of all capsules of all figures in three coats of shading."""
    first, last = (np.array([c[k] for c in CAPSULES]) for k in (0, 1))
    begin, end, r0, r1 = (np.array([c[k] for c in CAPSULES]) for k in (2, 3, 4, 5))
    a, b = pixels[:, first], pixels[:, last]
    a, b = a + (b - a) * begin[:, None], a + (b - a) * end[:, None]
    way = np.arctan2(b[..., 1] - a[..., 1], b[..., 0] - a[..., 0])
    bow = np.linspace(np.pi / 2, 3 * np.pi / 2, ROUND)
    coats = []
    for width, offset in SHADES:
        parts = []
        for centre, radius, turn in ((a, r0, 0.0), (b, r1, np.pi)):
            r = radius * size[:, None]
            angle = way[..., None] + bow + turn
            middle = centre + LIGHT * (r * offset)[..., None]
            ring = np.stack([np.cos(angle), np.sin(angle)], axis=-1) * (r * width)[..., None, None]
            parts.append(middle[..., None, :] + ring)
        coats.append(np.concatenate(parts, axis=2))
    fixed: NDArray[np.int32] = np.rint(np.clip(np.stack(coats), -4000, 4000) * (1 << SHIFT)).astype(np.int32)
    return fixed


def _trunks(world: Floats, view: View, figures: Sequence[Figure]) -> tuple[NDArray[np.float32], Floats, Floats, Floats]:
    """The shirts' outlines, the places of the numbers and which side is seen, for all figures."""
    scale = np.array([body_scale(f) for f in figures])[:, None]
    chest, pelvis, head = world[:, J.CHEST], world[:, J.PELVIS], world[:, J.HEAD]
    left = world[:, J.LEFT_SHOULDER] - world[:, J.RIGHT_SHOULDER]
    left /= np.maximum(np.linalg.norm(left, axis=1, keepdims=True), 1e-6)
    up = chest - pelvis
    up /= np.maximum(np.linalg.norm(up, axis=1, keepdims=True), 1e-6)
    front = np.cross(left, up)
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    rings = []
    for along, half, deep in (
        (1.06, 0.5, 0.2),
        (0.93, 0.66, 0.34),
        (0.62, 0.66, 0.4),
        (0.3, 0.54, 0.34),
        (0.0, 0.56, 0.37),
    ):
        middle = pelvis + (chest - pelvis) * along
        ring = left[:, None] * (half * np.cos(around))[:, None] + front[:, None] * (deep * np.sin(around))[:, None]
        rings.append(middle[:, None] + ring * scale[:, None])
    outline, _ = view.project(np.concatenate(rings, axis=1))
    marks = []
    for sign in (1.0, -1.0):
        middle = pelvis + (chest - pelvis) * 0.6 + front * 0.39 * scale * sign
        marks.append(np.stack([middle, middle + left * 0.5 * sign * scale, middle + up * 0.5 * scale], axis=1))
    numbers, _ = view.project(np.stack(marks, axis=1))
    to_camera = view.place - chest
    to_camera /= np.maximum(np.linalg.norm(to_camera, axis=1, keepdims=True), 1e-6)
    toward = (front * to_camera).sum(axis=1)
    nose, _ = view.project(np.stack([head, head + front * scale], axis=1))
    return outline.astype(np.float32), numbers, np.stack([toward, -toward], axis=1), nose[:, 1] - nose[:, 0]


def _coat(picture: Picture, s: Sketch, capsule: int, colour: Colour) -> None:
    if s.scale <= SMALL and capsule in MINOR:
        cv2.fillConvexPoly(picture, s.limbs[0, capsule], scaled(colour, 0.88), cv2.LINE_AA, SHIFT)
        return
    for i in range(3 if s.scale > SMALL else 2):
        cv2.fillConvexPoly(picture, s.limbs[i, capsule], scaled(colour, GAINS[i]), cv2.LINE_AA, SHIFT)


def _draw(picture: Picture, s: Sketch) -> None:
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
    shapes = middle + (hull - middle) * SHIRT_WIDTHS + SHIRT_OFFSETS * s.scale
    fixed = np.rint(shapes * (1 << SHIFT)).astype(np.int32)
    for shape, gain in zip(fixed, SHIRT_GAINS, strict=True):
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
