"""The hall around the court: where the stands and boards stand, and in which order they are laid down.

In: a view, a time, the crowd's energy. Out: the picture with everything behind the players, and afterwards
the rows of spectators that sit between the camera and the court.
"""

from __future__ import annotations

import math

import numpy as np

from sample_media.drawing.boards import Board, LedStrip
from sample_media.drawing.floor import Floor
from sample_media.drawing.pixels import Picture, gradient
from sample_media.drawing.stands import (
    BEHIND_FT,
    BEHIND_HEIGHT_FT,
    SIDE_FT,
    SIDE_HEIGHT_FT,
    TILE_FT,
    TILE_UP_FT,
    Crowd,
    courtside,
    crowd_from_behind,
    sloping_crowd,
)
from sample_media.drawing.style import Style
from sample_media.drawing.texture import Panel
from sample_media.drawing.view import View
from sample_media.scene import TeamLook

SLOPE_DEG = 38.0
LOWER_BASE_FT = 1.2
NEAR_ROWS = 8
NEAR_FIRST_Y = -11.0
END_STRETCH = 1.45
"""Tiles behind the baselines are laid longer: they are mostly seen from the side."""
HAZE = (30, 24, 22)
"""The dark of the hall, BGR."""


class Arena:
    """Everything around the players, for one style and one size of picture."""

    def __init__(self, style: Style, home: TeamLook, away: TeamLook, width: int) -> None:
        share = width / 1280
        self.style = style
        self.floor = Floor(style, home, max(6.0, 24 * share))
        light = style.stand_light
        scale = max(4.0, 18 * share)
        self._crowds = [sloping_crowd(style, home, scale, salt, light) for salt in (0, 1)]
        self._upper = sloping_crowd(style, home, scale * 0.7, 2, light * 0.55)
        self._side = courtside(style, home, away, max(5.0, 24 * share))
        self._behind = [crowd_from_behind(style, home, max(5.0, 30 * share), row) for row in range(3)]
        self._ends, self._sides = _end_stands(), _side_stands()
        self._uppers = _upper_stands()
        self._boards = _boards(style, share)
        self._table = _table_board(style, share)
        self._side_panel = Panel(
            (47 - SIDE_FT / 2, 57.0, SIDE_HEIGHT_FT - 0.2), np.array([SIDE_FT, 0, 0]), np.array([0, 0, -SIDE_HEIGHT_FT])
        )
        self._sky: dict[tuple[int, int], Picture] = {}

    def behind(self, picture: Picture, view: View, media_s: float, energy: float) -> None:
        """Hall, stands, boards and floor; fills the whole picture."""
        picture[:] = self._darkness(picture.shape[0], picture.shape[1])
        for i, panel in enumerate(self._uppers):
            _lay_crowd(picture, view, panel, self._upper, media_s, energy * 0.8, i)
        for i, panel in enumerate(self._ends):
            _lay_crowd(picture, view, _upright(panel, view), self._crowds[i % 2], media_s, energy, i)
        for i, panel in enumerate(self._sides):
            _lay_crowd(picture, view, panel, self._crowds[i % 2], media_s, energy, i)
        self.floor.panel.lay(picture, view, self.floor.texture)
        for board in self._boards:
            board.lay(picture, view, media_s)
        if view.place[1] < 52:
            _lay_crowd(picture, view, self._side_panel, self._side, media_s, energy, 5)
            self._table.lay(picture, view, media_s)

    def before(self, picture: Picture, view: View, media_s: float, energy: float) -> None:
        """The rows of the near stand, seen from behind, when the camera stands above or behind them."""
        if not self.style.near_crowd or view.place[1] > NEAR_FIRST_Y - 2:
            return
        for row in range(NEAR_ROWS):
            y = NEAR_FIRST_Y - 3.0 * row
            if y < view.place[1] + 4:
                return
            seat = 0.4 * row
            for tile in range(-1, 4):
                x = tile * BEHIND_FT - 13.0 * (row % 3)
                panel = Panel(
                    (x, y, seat + BEHIND_HEIGHT_FT - 1.6),
                    np.array([BEHIND_FT, 0, 0]),
                    np.array([0, 0, -BEHIND_HEIGHT_FT]),
                )
                crowd = self._behind[(row + tile) % len(self._behind)]
                _lay_crowd(picture, view, panel, crowd, media_s, energy, 3 * row + tile)

    def _darkness(self, height: int, width: int) -> Picture:
        if (height, width) not in self._sky:
            self._sky[height, width] = gradient(height, width, (16, 13, 12), HAZE)
        return self._sky[height, width]


def _lay_crowd(
    picture: Picture, view: View, panel: Panel, crowd: Crowd, media_s: float, energy: float, place: int
) -> None:
    if panel.facing(view) and view.visible_part(panel.corners) is not None:
        panel.lay(picture, view, crowd.at(media_s, energy, place))


def _slope(
    base: tuple[float, float, float], along: tuple[float, float], outward: tuple[float, float], up_ft: float
) -> Panel:
    """A tile that leans away from the court: `base` is its lower left corner as seen from the court."""
    run, rise = up_ft * math.cos(math.radians(SLOPE_DEG)), up_ft * math.sin(math.radians(SLOPE_DEG))
    up = np.array([outward[0] * run, outward[1] * run, rise])
    corner = np.array(base) + up
    x, y, z = (float(v) for v in corner)
    return Panel((x, y, z), np.array([*along, 0.0]), -up)


def _end_stands() -> list[Panel]:
    """Behind the baselines; longer than the hall, since leaning them (see `_upright`) moves them sideways."""
    panels = []
    length = END_STRETCH * TILE_FT
    for i in range(6):
        y = -110 + i * length
        panels.append(_slope((-17.0, y, LOWER_BASE_FT), (0, length), (-1, 0), TILE_UP_FT))
        panels.append(_slope((111.0, y + length, LOWER_BASE_FT), (0, -length), (1, 0), TILE_UP_FT))
    return panels


def _upright(panel: Panel, view: View) -> Panel:
    """The same tile slid along its own slope, so that people in it stand upright for this camera.

    They are painted flat on the slope; seen from the side they would lean. Sliding the upper rows along
    turns their vertical into the plane through the camera and the true vertical. One angle serves a whole
    stand, so that its tiles still meet.
    """
    along = panel.along / np.linalg.norm(panel.along)
    outward = panel.down * np.array([-1.0, -1.0, 0.0])
    middle = np.array([panel.origin[0] - outward[0], 25.0, 0.0])
    away = middle - view.place
    depth = float(np.dot(away[:2], outward[:2]) / np.dot(outward[:2], outward[:2]))
    if depth < 0.1:
        return panel
    slide = float(np.dot(away[:2], along[:2])) / depth
    shift = along * float(np.clip(slide, -1.6 * TILE_UP_FT, 1.6 * TILE_UP_FT))
    x, y, z = (float(v) for v in panel.origin + shift)
    return Panel((x, y, z), panel.along, panel.down - shift)


def _side_stands() -> list[Panel]:
    panels = []
    for i in range(4):
        x = 47 + (i - 2) * TILE_FT
        panels.append(_slope((x, 59.5, LOWER_BASE_FT), (TILE_FT, 0), (0, 1), TILE_UP_FT))
        panels.append(_slope((x + TILE_FT, -9.5, LOWER_BASE_FT), (-TILE_FT, 0), (0, -1), TILE_UP_FT))
    return panels


def _upper_stands() -> list[Panel]:
    base, panels = 32.0, []
    up = TILE_UP_FT * 1.4
    for i in range(5):
        y = -50 + i * 1.4 * TILE_FT
        panels.append(_slope((-56.0, y, base), (0, 1.4 * TILE_FT), (-1, 0), up))
        panels.append(_slope((150.0, y + 1.4 * TILE_FT, base), (0, -1.4 * TILE_FT), (1, 0), up))
    for i in range(6):
        x = 47 + (i - 3) * 1.4 * TILE_FT
        panels.append(_slope((x, 98.0, base), (1.4 * TILE_FT, 0), (0, 1), up))
        panels.append(_slope((x + 1.4 * TILE_FT, -48.0, base), (-1.4 * TILE_FT, 0), (0, -1), up))
    return panels


def _boards(style: Style, share: float) -> list[Board]:
    """The ribbon under the upper stand and the boards behind the baselines."""
    ribbon = LedStrip(style.seed, 3.0, max(3.0, 9 * share), 0.8)
    low = LedStrip(style.seed + 1, 2.6, max(4.0, 18 * share), 0.95)
    boards = []
    for i in range(3):
        boards.append(Board(ribbon, Panel((-13 + i * 40, 92, 29.5), np.array([40, 0, 0]), np.array([0, 0, -3.0])), i))
    for x, toward in ((-47.0, 1), (141.0, -1)):
        corner = (x, 25 - 60.0 * toward, 29.5)
        boards.append(Board(ribbon, Panel(corner, np.array([0, 120.0 * toward, 0]), np.array([0, 0, -3.0]))))
    for x, toward in ((-12.5, 1), (106.5, -1)):
        for middle in (6.0, 44.0):
            corner = (x, middle - 10.0 * toward, 2.6)
            panel = Panel(corner, np.array([0, 20.0 * toward, 0]), np.array([0, 0, -2.6]))
            boards.append(Board(low, panel, middle))
    return boards


def _table_board(style: Style, share: float) -> Board:
    strip = LedStrip(style.seed + 2, 2.7, max(5.0, 24 * share))
    return Board(strip, Panel((34.0, 55.6, 2.7), np.array([26.0, 0, 0]), np.array([0, 0, -2.7])))
