"""The studio: two presenters at a desk before a screen; the half-time show.

In: a scene of these kinds. Out: the picture, changed in place.
"""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from sample_media.drawing.arena import Arena
from sample_media.drawing.bust import Person
from sample_media.drawing.fonts import put_text
from sample_media.drawing.near_shots import People
from sample_media.drawing.pixels import Picture, bgr, convex, gradient, mixed, rectangle, scaled
from sample_media.drawing.style import Rgb, house_colour, readable_on
from sample_media.drawing.view import View
from sample_media.drawing.wardrobe import skin_colour
from sample_media.scene import Camera, Scene, ShotKind, TeamLook

SCREEN = (0.325, 0.12, 0.675, 0.56)
"""The screen behind the presenters: left, top, right and bottom in shares of the picture."""


class Studio:
    def __init__(self, people: People, arena: Arena, home: TeamLook, away: TeamLook, accent: Rgb, seed: int) -> None:
        self._people, self._arena, self._accent = people, arena, accent
        self._home, self._away = home, away
        rng = np.random.default_rng([seed, 73])
        self._presenters = [_presenter(rng, accent, i) for i in range(2)]
        self._set: Picture | None = None

    def paint(self, picture: Picture, scene: Scene) -> None:
        if self._set is None:
            self._set = self._build(picture.shape[1], picture.shape[0])
        picture[:] = self._set
        self._screen(picture, scene)
        self._talk(picture, scene)
        self._desk(picture, scene)
        self._push_in(picture, scene)

    def _build(self, width: int, height: int) -> Picture:
        """Walls with lit columns and a city behind glass."""
        tone = mixed(bgr(self._accent), (60, 36, 20), 0.72)
        wall = gradient(height, width, scaled(tone, 0.5), scaled(tone, 1.2))
        rng = np.random.default_rng(79)
        for i in range(90):
            x, y = rng.uniform(0, 1) * width, rng.uniform(0.2, 0.62) * height
            if not 0.24 < x / width < 0.76:
                rectangle(
                    wall, x, y, x + 0.006 * width, y + 0.01 * height, scaled((120, 200, 240), 0.4 + 0.6 * (i % 3) / 2)
                )
        for x in (0.02, 0.215, 0.765, 0.96):
            rectangle(wall, x * width, 0, (x + 0.022) * width, height, bgr(self._accent, 0.9))
            rectangle(wall, (x + 0.008) * width, 0, (x + 0.014) * width, height, (250, 250, 250))
        glow = cv2.GaussianBlur(wall, (0, 0), max(1.0, width / 60))
        floor = round(height * 0.86)
        wall = cv2.addWeighted(wall, 0.7, glow, 0.5, 0)
        wall[floor:] = (cv2.flip(wall[2 * floor - height : floor], 0) * 0.45).astype(np.uint8)
        return np.asarray(wall, np.uint8)

    def _screen(self, picture: Picture, scene: Scene) -> None:
        height, width = picture.shape[:2]
        x0, y0, x1, y1 = (round(v * s) for v, s in zip(SCREEN, (width, height, width, height), strict=True))
        rectangle(picture, x0 - 3, y0 - 3, x1 + 3, y1 + 3, (210, 210, 214))
        here = picture[y0:y1, x0:x1]
        if scene.shot is ShotKind.HALFTIME or scene.shot_number % 2:
            self._score_board(here, scene)
        else:
            swing = 47 + 14 * math.sin(scene.media_s * 0.3)
            camera = Camera(x=47, y=-60, z=40, look_x=swing, look_y=26, look_z=4, fov_deg=46)
            self._arena.behind(here, View.of(camera, (x1 - x0, y1 - y0)), scene.media_s, 0.3)
            self._caption(here, scene)

    def _caption(self, here: Picture, scene: Scene) -> None:
        height, width = here.shape[:2]
        rectangle(here, 0, 0.78 * height, width, height, (24, 18, 14))
        title, below = scene.title or "", scene.subtitle or ""
        put_text(
            here, title, width / 2, 0.81 * height, round(0.07 * height), (250, 250, 250), "bold", 0.5, 1, 0.9 * width
        )
        put_text(
            here, below, width / 2, 0.9 * height, round(0.055 * height), (250, 220, 120), "plain", 0.5, 1, 0.9 * width
        )

    def _score_board(self, here: Picture, scene: Scene) -> None:
        """A full-screen graphic with both teams' colours and the headline."""
        height, width = here.shape[:2]
        for i, team in enumerate((self._away, self._home)):
            rgb = house_colour(team)
            part = here[:, : width // 2] if i == 0 else here[:, width // 2 :]
            part[:] = gradient(height, part.shape[1], bgr(rgb), bgr(rgb, 0.5))
            middle = (0.25 + 0.5 * i) * width
            put_text(
                here,
                team.tricode,
                middle,
                0.36 * height,
                round(0.26 * height),
                readable_on(rgb),
                "block",
                0.5,
                1,
                0.42 * width,
            )
        rectangle(here, 0, 0, width, 0.2 * height, (24, 18, 14))
        title, below = scene.title or "", scene.subtitle or ""
        put_text(
            here, title, width / 2, 0.06 * height, round(0.09 * height), (250, 250, 250), "bold", 0.5, 1, 0.9 * width
        )
        rectangle(here, 0, 0.82 * height, width, height, (24, 18, 14))
        put_text(
            here, below, width / 2, 0.87 * height, round(0.07 * height), (250, 220, 120), "bold", 0.5, 1, 0.9 * width
        )

    def _talk(self, picture: Picture, scene: Scene) -> None:
        height, width = picture.shape[:2]
        t = scene.media_s
        speaker = int(t / 4.3) % 2
        for i, who in enumerate(self._presenters):
            talking = i == speaker
            mouth = (0.0, 0.25, 0.55, 0.15)[int(t * 8 + 3 * i) * 7 % 4] if talking else 0.0
            blink = mouth == 0.0 and (t * 0.29 + 0.41 * i) % 1.0 < 0.04
            nod = math.sin(t * (3.1 if talking else 0.9) + i)
            x = width * (0.21 + 0.58 * i) + 0.003 * width * nod
            self._people.put(
                picture, replace(who, mouth=mouth, blink=blink), 0.19 * height, x, height * (0.3 + 0.004 * nod)
            )

    def _desk(self, picture: Picture, scene: Scene) -> None:
        height, width = picture.shape[:2]
        top = [(0.1, 0.82), (0.9, 0.82), (0.96, 0.88), (0.04, 0.88)]
        front = [(0.04, 0.88), (0.96, 0.88), (0.91, 1.02), (0.09, 1.02)]
        convex(picture, [(x * width, y * height) for x, y in top], (196, 190, 184))
        convex(picture, [(x * width, y * height) for x, y in front], (52, 38, 32))
        rectangle(picture, 0.05 * width, 0.885 * height, 0.95 * width, 0.9 * height, bgr(self._accent))
        name = "HALFTIME" if scene.shot is ShotKind.HALFTIME else "COURTSIDE"
        put_text(picture, name, width / 2, 0.925 * height, round(0.045 * height), (244, 244, 244), "block", 0.5)

    def _push_in(self, picture: Picture, scene: Scene) -> None:
        """The camera on its crane comes nearer and goes back."""
        height, width = picture.shape[:2]
        zoom = 1.04 + 0.04 * math.sin(scene.media_s * 0.21 + scene.shot_number)
        matrix = np.array([[zoom, 0, (1 - zoom) * width / 2], [0, zoom, (1 - zoom) * height / 2]])
        picture[:] = cv2.warpAffine(
            picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )


def _presenter(rng: np.random.Generator, accent: Rgb, place: int) -> Person:
    return Person(
        skin=skin_colour(float(rng.random())),
        hair=((26, 24, 30), (40, 62, 96), (150, 150, 154))[int(rng.integers(3))],
        hair_style="long" if place and rng.random() < 0.6 else "short",
        clothes="suit",
        cloth=((70, 46, 36), (58, 56, 60), (44, 30, 60))[int(rng.integers(3))],
        trim=bgr(accent),
        arms="desk",
        turn=0.45 - 0.9 * place,
    )
