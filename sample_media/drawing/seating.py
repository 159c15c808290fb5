"""Where the stands stand, and how a whole stand is laid into the picture.

In: a view, the crowds that fill the tiles. Out: the picture, changed in place. A stand is an array of tiles,
(tiles, 4, 3): the upper left, upper right, lower right and lower left corner as seen from the court, in feet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sample_media.drawing.pixels import Floats, Picture
from sample_media.drawing.stands import (
    BEHIND_FT,
    BEHIND_HEIGHT_FT,
    SIDE_FT,
    SIDE_HEIGHT_FT,
    TILE_FT,
    TILE_UP_FT,
    Crowd,
)
from sample_media.drawing.texture import Panel
from sample_media.drawing.view import View

SLOPE_DEG = 38.0
LOW_CAMERA_FT, LOW_SLOPE_DEG = 14.0, 50.0
LOWER_BASE_FT, UPPER_BASE_FT = 1.2, 32.0
UPPER_SCALE = 1.4
NEAR_ROWS = 8
NEAR_FIRST_Y, NEAR_ROW_FT, NEAR_RISE_FT = -11.0, 3.0, 0.4
HALL_HALF_FT = 66.0
END_STRETCH = 1.45
"""Tiles behind the baselines are laid longer: they are mostly seen from the side."""


class Stand:
    """Tiles that stand in one plane or row and share their crowds.

    With `lean_within_ft` its tiles lean (see `_lean`), and those whose middle then is farther along the
    court from the halfway line are left out.
    """

    def __init__(
        self, corners: Floats, crowds: Sequence[Crowd], *, lean_within_ft: float | None = None, salt: int = 0
    ) -> None:
        self.corners, self._crowds, self._within, self._salt = corners, crowds, lean_within_ft, salt
        self._plain_middle = corners[:, 2:].mean(axis=(0, 1))

    def lay(self, picture: Picture, view: View, media_s: float, energy: float) -> None:
        corners = self.corners
        if self._within is not None:
            corners = _steepened(corners) if view.place[2] < LOW_CAMERA_FT else corners.copy()
            corners[:, :2] += _lean(corners, self._plain_middle, view)
        for i in view.in_sight(corners):
            if self._within is not None and abs(float(corners[i, :, 0].mean()) - 47.0) > self._within:
                continue
            left, right, _, below = corners[i]
            panel = Panel(left, right - left, below - left)
            if panel.facing(view):
                place = i + self._salt
                panel.lay(picture, view, self._crowds[place % len(self._crowds)].at(media_s, energy, place))


def _steepened(corners: Floats) -> Floats:
    """The stand as a camera near the floor sees it: steeper, or the people painted on it would look flattened."""
    steep, slope = math.radians(LOW_SLOPE_DEG), math.radians(SLOPE_DEG)
    run, rise = math.cos(steep) / math.cos(slope), math.sin(steep) / math.sin(slope)
    raised = corners.copy()
    raised[:, :2] = corners[:, [3, 2]] + (corners[:, :2] - corners[:, [3, 2]]) * np.array([run, run, rise])
    return raised


def _lean(corners: Floats, middle: Floats, view: View) -> Floats:
    """How far to slide the upper edge of a stand's tiles so that people in it stand upright for this camera.

    They are painted flat on the slope; seen from the side they would lean. Sliding the upper rows along
    turns their vertical into the plane through the camera and the true vertical.
    """
    upper, lower = corners[0, 0], corners[0, 3]
    along = corners[0, 1] - upper
    along = along / np.linalg.norm(along)
    outward = upper - lower
    away = middle - view.place
    depth = float(np.dot(away[:2], outward[:2]) / np.dot(outward[:2], outward[:2]))
    if depth < 0.1:
        return np.zeros(3)
    slide = float(np.dot(away[:2], along[:2])) / depth
    return np.asarray(along * min(1.6 * TILE_UP_FT, max(-1.6 * TILE_UP_FT, slide)))


def _slope(
    base: tuple[float, float, float],
    along: tuple[float, float],
    outward: tuple[float, float],
    up_ft: float = TILE_UP_FT,
) -> Floats:
    """A tile that leans away from the court: `base` is its lower left corner as seen from the court."""
    run, rise = up_ft * math.cos(math.radians(SLOPE_DEG)), up_ft * math.sin(math.radians(SLOPE_DEG))
    low, side = np.array(base), np.array([*along, 0.0])
    up = np.array([outward[0] * run, outward[1] * run, rise])
    return np.array([low + up, low + up + side, low + side, low])


def end_tiles() -> list[Floats]:
    """Behind the baselines; longer than the hall, since leaning moves them sideways."""
    length = END_STRETCH * TILE_FT
    starts = [-110 + i * length for i in range(6)]
    left = [_slope((-17.0, y, LOWER_BASE_FT), (0, length), (-1, 0)) for y in starts]
    right = [_slope((111.0, y + length, LOWER_BASE_FT), (0, -length), (1, 0)) for y in starts]
    return [np.array(left), np.array(right)]


def side_tiles() -> list[Floats]:
    """Along the sidelines; longer than shown, for when they lean. They hide the ends of the other stands."""
    starts = [47 + (i - 4) * TILE_FT for i in range(8)]
    far = [_slope((x, 59.5, LOWER_BASE_FT), (TILE_FT, 0), (0, 1)) for x in starts]
    near = [_slope((x + TILE_FT, -9.5, LOWER_BASE_FT), (-TILE_FT, 0), (0, -1)) for x in starts]
    return [np.array(far), np.array(near)]


def upper_tiles() -> list[Floats]:
    """The upper tier all around, higher and in less light."""
    length, up, base = UPPER_SCALE * TILE_FT, UPPER_SCALE * TILE_UP_FT, UPPER_BASE_FT
    ends = [-50 + i * length for i in range(5)]
    sides = [47 + (i - 3) * length for i in range(6)]
    return [
        np.array([_slope((-56.0, y, base), (0, length), (-1, 0), up) for y in ends]),
        np.array([_slope((150.0, y + length, base), (0, -length), (1, 0), up) for y in ends]),
        np.array([_slope((x, 98.0, base), (length, 0), (0, 1), up) for x in sides]),
        np.array([_slope((x + length, -48.0, base), (-length, 0), (0, -1), up) for x in sides]),
    ]


def _upright(x: float, y: float, top: float, length: float, height: float) -> Floats:
    upper, along, below = np.array([x, y, top]), np.array([length, 0.0, 0.0]), np.array([0.0, 0.0, -height])
    return np.array([upper, upper + along, upper + along + below, upper + below])


def courtside_tiles() -> Floats:
    """The far sideline's seats, one upright strip."""
    return np.array([_upright(47 - SIDE_FT / 2, 57.0, SIDE_HEIGHT_FT - 0.2, SIDE_FT, SIDE_HEIGHT_FT)])


def near_row_tiles(row: int) -> Floats:
    """One row of the camera's own side, as upright strips."""
    y = NEAR_FIRST_Y - NEAR_ROW_FT * row
    top = NEAR_RISE_FT * row + BEHIND_HEIGHT_FT - 1.6
    starts = [tile * BEHIND_FT - 13.0 * (row % 3) for tile in range(-1, 4)]
    return np.array([_upright(x, y, top, BEHIND_FT, BEHIND_HEIGHT_FT) for x in starts])
