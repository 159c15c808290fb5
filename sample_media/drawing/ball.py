"""The basketball: leather, seams that turn with its spin, a light spot.

In: the ball and a view. Out: the picture, changed in place.
"""

from __future__ import annotations

import math

import numpy as np

from sample_media.drawing.pixels import Picture, bgr, ellipse, scaled, stroke
from sample_media.drawing.skeleton import BALL_RADIUS_FT
from sample_media.drawing.view import View
from sample_media.scene import Ball

LEATHER = bgr((206, 104, 46))
SEAM = bgr((60, 30, 22))


def draw_ball(picture: Picture, ball: Ball, view: View) -> None:
    x, y, depth = view.pixel(ball.x, ball.y, ball.z)
    if depth < 1.0:
        return
    radius = max(1.6, BALL_RADIUS_FT * view.focal / depth)
    paint_ball(picture, x, y, radius, ball.spin)


def paint_ball(picture: Picture, x: float, y: float, radius: float, spin: float) -> None:
    """A ball of `radius` pixels."""
    ellipse(picture, x, y, radius, radius, scaled(LEATHER, 0.58))
    ellipse(picture, x - 0.1 * radius, y - 0.14 * radius, radius * 0.86, radius * 0.84, scaled(LEATHER, 0.9))
    ellipse(picture, x - 0.22 * radius, y - 0.3 * radius, radius * 0.55, radius * 0.5, scaled(LEATHER, 1.12))
    if radius > 4:
        _seams(picture, x, y, radius, spin)


def _seams(picture: Picture, x: float, y: float, radius: float, spin: float) -> None:
    width = max(1.0, radius * 0.07)
    along = np.linspace(-1, 1, 9)
    cos, sin = math.cos(spin), math.sin(spin)
    turn = np.array([[cos, -sin], [sin, cos]])
    bulge = np.sqrt(np.maximum(0, 1 - along**2))
    for bend in (0.0, 0.55, -0.55):
        curve = np.column_stack([along, bend * bulge if bend else 0 * along]) * 0.97
        if bend:  # the two side seams curve away from the middle one
            curve = np.column_stack([along * 0.8, bend * (1.25 - bulge * 0.6)])
        stroke(picture, (curve @ turn.T) * radius + (x, y), SEAM, width)
    across = np.column_stack([0.25 * bulge * math.sin(spin * 0.7), along * 0.97])
    stroke(picture, (across @ turn.T) * radius + (x, y), SEAM, width)
