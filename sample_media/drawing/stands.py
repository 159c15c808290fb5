"""The stands' pictures: sloping tiles of spectators, rows of people as seen from behind, courtside seats.

In: a style, the teams, a scale. Out: textures by mood and moment, made when first shown and then kept.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from sample_media.drawing.people import FRAMES, MOODS, Spectator, draw_people, seat_people
from sample_media.drawing.pixels import CHANNELS, Layer, Picture, bgr, solid
from sample_media.drawing.style import Rgb, Style, house_colour
from sample_media.drawing.texture import Texture
from sample_media.scene import TeamLook

TILE_FT = 29.5
ROWS, ROW_FT = 12, 3.3
TILE_UP_FT = ROWS * ROW_FT
BEHIND_FT, BEHIND_HEIGHT_FT = 40.0, 7.4
SIDE_FT, SIDE_HEIGHT_FT = 118.0, 7.4
OUT_OF_FOCUS_FT = 0.045
"""The far stands are a little unsharp."""
FRAME_RATES = (1.5, 3.5, 6.0)
"""Pictures a second of each mood's loop."""


class Crowd:
    """A set of textures for one kind of stand: [mood][moment]."""

    def __init__(self, paint: Callable[[int, int], Picture | Layer]) -> None:
        self._paint = paint
        self._made: dict[tuple[int, int], Texture] = {}

    def at(self, media_s: float, energy: float, place: int) -> Texture:
        """What the stand shows; `place` keeps neighbouring stands out of step."""
        jitter = (place * 0.37) % 1.0 - 0.5
        mood = int(np.clip(energy * (MOODS - 1) + 0.5 + jitter * 0.5, 0, MOODS - 1))
        frame = int(media_s * FRAME_RATES[mood] + place * 1.3) % FRAMES
        key = (mood, frame)
        if key not in self._made:
            self._made[key] = Texture(self._paint(mood, frame))
        return self._made[key]


def sloping_crowd(style: Style, home: TeamLook, scale: float, salt: int, light: float) -> Crowd:
    """Opaque tiles, `TILE_FT` wide and `TILE_UP_FT` up the slope."""
    people = seat_people(style, home, ROWS, ROW_FT, TILE_FT, 0.4, salt)
    width, height = round(TILE_FT * scale), round(TILE_UP_FT * scale)

    def paint(mood: int, frame: int) -> Picture:
        picture = _empty_seats(style, home, width, height, scale)
        draw_people(picture, people, scale, mood, frame, from_behind=False, stretch=1.0)
        cv2.GaussianBlur(picture, (0, 0), max(0.3, OUT_OF_FOCUS_FT * scale), dst=picture)
        fade = np.linspace(0.62, 1.0, height)[:, None, None] * light
        return (picture * fade).astype(np.uint8)

    return Crowd(paint)


def _empty_seats(style: Style, home: TeamLook, width: int, height: int, scale: float) -> Picture:
    rng = np.random.default_rng([style.seed, 29])
    picture = np.empty((height, width, CHANNELS), np.uint8)
    seat = solid(bgr(house_colour(home), 0.14)) + 12
    picture[:] = seat
    row = ROW_FT * scale
    for i in range(ROWS + 1):
        top = round(i * row)
        picture[top : top + max(1, round(0.5 * scale))] = (18, 18, 20, 0)
    aisle = round(1.6 * scale)
    for i in range(ROWS * 2):  # the stairs
        top, shade = round(i * row / 2), 46 + int(rng.integers(8))
        picture[top : top + max(1, round(row / 2) - 1), :aisle] = (shade, shade, shade + 3, 0)
    return picture


def crowd_from_behind(style: Style, home: TeamLook, scale: float, row: int) -> Crowd:
    """One row of the near stand as a transparent strip, `BEHIND_FT` wide and `BEHIND_HEIGHT_FT` high."""
    people = seat_people(style, home, 1, 3.0, BEHIND_FT, 2.9, 100 + row)
    width, height = round(BEHIND_FT * scale), round(BEHIND_HEIGHT_FT * scale)

    def paint(mood: int, frame: int) -> Layer:
        return _on_glass(
            width,
            height,
            round(4.7 * scale),
            style.stand_light,
            lambda picture: draw_people(picture, people, scale, mood, frame, from_behind=True),
        )

    return Crowd(paint)


def _on_glass(width: int, height: int, solid_from: int, light: float, draw: Callable[[Picture], None]) -> Layer:
    """What `draw` paints as a layer, clear elsewhere: drawn on black and on white, the difference tells.

    From `solid_from` pixels downwards the gaps are filled with dark seats.
    """
    black = np.zeros((height, width, CHANNELS), np.uint8)
    white = np.full((height, width, CHANNELS), 255, np.uint8)
    for ground in (black, white):
        ground[solid_from:] = (22, 22, 26, 0)
        draw(ground)
    clear = (white.astype(np.int16) - black)[:, :, :3].max(axis=2).clip(0, 255).astype(np.uint8)
    return Layer.of((black * light).astype(np.uint8), clear)


def courtside(style: Style, home: TeamLook, away: TeamLook, scale: float) -> Crowd:
    """The far sideline: both benches, the officials behind their table, the dearest seats between."""
    people = _courtside_people(style, home, away)
    width, height = round(SIDE_FT * scale), round(SIDE_HEIGHT_FT * scale)
    light = min(1.0, style.stand_light * 1.2)

    def paint(mood: int, frame: int) -> Layer:
        return _on_glass(
            width,
            height,
            round(6.2 * scale),
            light,
            lambda picture: draw_people(picture, people, scale, mood, frame, from_behind=False),
        )

    return Crowd(paint)


def _courtside_people(style: Style, home: TeamLook, away: TeamLook) -> list[Spectator]:
    rng = np.random.default_rng([style.seed, 37])
    people = []
    for who in seat_people(style, home, 1, 3.0, SIDE_FT, 2.9, 7):
        court_x = who.x - (SIDE_FT - 94) / 2
        team = home if 12 < court_x < 34 else away if 60 < court_x < 82 else None
        if 34 <= court_x <= 60:
            people.append(_dressed(who, (40, 42, 48), (30, 30, 34), 0.98))
        elif team is not None and rng.random() < 0.8:
            people.append(_dressed(who, house_colour(team), team.shirt_rgb, 0.9))
        else:
            people.append(_dressed(who, who.shirt, who.trousers, who.zeal))
    return people


def _dressed(who: Spectator, shirt: Rgb, trousers: Rgb, zeal: float) -> Spectator:
    """The same person in other clothes."""
    return Spectator(
        x=who.x,
        y=who.y,
        shirt=shirt,
        trousers=trousers,
        skin=who.skin,
        hair=who.hair,
        long_hair=False,
        cap=None,
        build=who.build,
        zeal=zeal,
        beat=who.beat,
        light=who.light,
    )
