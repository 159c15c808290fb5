"""Where the parts of all figures lie in the picture.

In: figures, a view, the teams. Out: for each figure its outlines in pixels with its depth, so that the caller
can sort people, baskets and ball. The geometry of all figures is computed in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sample_media.drawing.pixels import SHIFT, Floats
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
LARGE = 32.0
"""Pixels per foot from which it is drawn with more."""

LIGHT = np.array([-0.45, -0.75])
"""Where the light comes from in the picture."""


@dataclass(frozen=True, slots=True)
class Brush:
    """How round and how finely shaded limbs are: of each coat its width, its shift to the light, its brightness."""

    coats: tuple[tuple[float, float, float], ...]
    corners: int  # of each half round end


SMALL_BRUSH = Brush(((1.0, 0.0, 0.66), (0.74, 0.24, 0.96)), 5)
BRUSH = Brush(((1.0, 0.0, 0.66), (0.74, 0.24, 0.96), (0.34, 0.5, 1.16)), 5)
FINE_BRUSH = Brush(
    ((1.0, 0.0, 0.6), (0.88, 0.1, 0.76), (0.72, 0.22, 0.9), (0.54, 0.34, 1.0), (0.36, 0.46, 1.1), (0.18, 0.56, 1.18)), 9
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """One figure's geometry in the picture, ready to be drawn."""

    figure: Figure
    outfit: Outfit
    depth: float
    scale: float  # pixels per foot
    points: Floats  # (joints, 2)
    depths: Floats  # (joints,)
    brush: Brush
    limbs: NDArray[np.int32]  # (coats, capsules, corners, 2), fixed point
    rings: NDArray[np.float32]  # (rings·corners, 2)
    chest: Floats  # (2, 3, 2): front and back, middle, right and up of the number
    faces: tuple[float, float]  # how much front and back look at the camera
    gaze: Floats  # (2,) the head's forward foot in pixels


def sketch(figures: Sequence[Figure], ball: Ball | None, view: View, wardrobe: Wardrobe) -> list[Sketch]:
    """The figures that are in front of the camera."""
    if not figures:
        return []
    world = joints_of(figures, ball)
    pixels, depths = view.project(world)
    scale = view.focal / np.maximum(depths[:, J.CHEST], 0.5)
    size = scale * np.array([body_scale(f) for f in figures])
    largest = float(size.max())
    brush = SMALL_BRUSH if largest <= SMALL else FINE_BRUSH if largest > LARGE else BRUSH
    limbs = _limbs(pixels, size, brush)
    rings, chest, faces, gaze = _trunks(world, view, figures)
    sketches = []
    for i, figure in enumerate(figures):
        if depths[i].min() < NEAREST_FT:
            continue
        sketches.append(
            Sketch(
                figure, wardrobe.outfit(figure), float(depths[i, J.PELVIS]), float(size[i]), pixels[i], depths[i],
                brush, limbs[:, i], rings[i], chest[i], (float(faces[i, 0]), float(faces[i, 1])), gaze[i],
            )
        )  # fmt: skip
    return sketches


def _limbs(pixels: Floats, size: Floats, brush: Brush) -> NDArray[np.int32]:
    """Outlines of all capsules of all figures in their coats of shading."""
    first, last = (np.array([c[k] for c in CAPSULES]) for k in (0, 1))
    begin, end, r0, r1 = (np.array([c[k] for c in CAPSULES]) for k in (2, 3, 4, 5))
    a, b = pixels[:, first], pixels[:, last]
    a, b = a + (b - a) * begin[:, None], a + (b - a) * end[:, None]
    way = np.arctan2(b[..., 1] - a[..., 1], b[..., 0] - a[..., 0])
    bow = np.linspace(np.pi / 2, 3 * np.pi / 2, brush.corners)
    coats = []
    for width, offset, _ in brush.coats:
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
