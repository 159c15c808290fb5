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
from sample_media.drawing.seating import (
    HALL_HALF_FT,
    NEAR_ROWS,
    Stand,
    courtside_tiles,
    end_tiles,
    near_row_tiles,
    side_tiles,
    upper_tiles,
)
from sample_media.drawing.stands import courtside, crowd_from_behind, sloping_crowd
from sample_media.drawing.style import Style
from sample_media.drawing.texture import Panel
from sample_media.drawing.view import View
from sample_media.scene import TeamLook

HAZE = (30, 24, 22)
"""The dark of the hall, BGR."""


class Arena:
    """Everything around the players, for one style and one size of picture."""

    def __init__(self, style: Style, home: TeamLook, away: TeamLook, width: int) -> None:
        share = width / 1280
        self.style = style
        self.floor = Floor(style, home, max(6.0, 24 * share))
        scale, light = max(4.0, 18 * share), style.stand_light
        lower = [sloping_crowd(style, home, scale, salt, light) for salt in (0, 1)]
        upper = [sloping_crowd(style, home, scale * 0.7, 2, light * 0.55)]
        side = courtside(style, home, away, max(5.0, 24 * share))
        behind = [crowd_from_behind(style, home, max(5.0, 30 * share), row) for row in range(3)]
        self._stands = [
            *(Stand(tiles, upper) for tiles in upper_tiles()),
            *(Stand(tiles, lower, lean_within_ft=math.inf) for tiles in end_tiles()),
            *(Stand(tiles, lower, lean_within_ft=HALL_HALF_FT) for tiles in side_tiles()),
        ]
        self._courtside = Stand(courtside_tiles(), [side])
        self._near_rows = [Stand(near_row_tiles(row), behind, salt=3 * row) for row in range(NEAR_ROWS)]
        self._boards = _boards(style, share)
        self._table = _table_board(style, share)
        self._dark: dict[tuple[int, int], Picture] = {}

    def behind(self, picture: Picture, view: View, media_s: float, energy: float) -> None:
        """Hall, stands, boards and floor; fills the whole picture."""
        picture[:] = self._darkness(picture.shape[0], picture.shape[1])
        for stand in self._stands:
            stand.lay(picture, view, media_s, energy)
        self.floor.panel.lay(picture, view, self.floor.texture)
        for board in self._boards:
            board.lay(picture, view, media_s)
        self._courtside.lay(picture, view, media_s, energy)
        self._table.lay(picture, view, media_s)

    def before(self, picture: Picture, view: View, media_s: float, energy: float) -> None:
        """The rows of the near stand, seen from behind, when the camera stands above or behind them."""
        if not self.style.near_crowd:
            return
        for stand in self._near_rows:
            if stand.corners[0, 0, 1] > view.place[1] + 4:
                stand.lay(picture, view, media_s, energy)

    def _darkness(self, height: int, width: int) -> Picture:
        if (height, width) not in self._dark:
            self._dark[height, width] = gradient(height, width, (16, 13, 12), HAZE)
        return self._dark[height, width]


def _boards(style: Style, share: float) -> list[Board]:
    """The ribbon under the upper stand and the boards behind the baselines."""
    ribbon = LedStrip(style.seed, 3.0, max(3.0, 9 * share), 0.8)
    low = LedStrip(style.seed + 1, 2.6, max(4.0, 18 * share), 0.95)
    boards = [
        Board(ribbon, Panel((-13 + i * 40, 92, 29.5), np.array([40, 0, 0]), np.array([0, 0, -3.0])), i)
        for i in range(3)
    ]
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
