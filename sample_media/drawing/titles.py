"""Before and after the game: title card, line-ups, final card.

In: a scene of these kinds. Out: the picture, changed in place.
"""

from __future__ import annotations

import math
import re

import numpy as np

from sample_media.drawing.arena import Arena
from sample_media.drawing.bust import Person
from sample_media.drawing.fonts import put_text
from sample_media.drawing.near_shots import HAIR_STYLES, People
from sample_media.drawing.pixels import Picture, bgr, convex, gradient, polygon, rectangle, scaled
from sample_media.drawing.style import Rgb, house_colour, readable_on
from sample_media.drawing.view import View
from sample_media.drawing.wardrobe import skin_colour
from sample_media.scene import Camera, Scene, ShotKind, TeamLook


class Titles:
    """Intro and outro; shots alternate between the hall and the match-up, a line-up is shown when announced."""

    def __init__(self, people: People, arena: Arena, home: TeamLook, away: TeamLook, accent: Rgb, seed: int) -> None:
        self._people, self._arena, self._accent, self._seed = people, arena, accent, seed
        self._home, self._away = home, away

    def paint(self, picture: Picture, scene: Scene) -> None:
        team = self._presented(scene)
        if team is not None:
            self._line_up(picture, scene, team)
        elif scene.shot_number % 2 == 0:
            self._hall(picture, scene)
        else:
            self._match_up(picture, scene)

    def _presented(self, scene: Scene) -> TeamLook | None:
        """The team whose line-up the headline announces."""
        headline = (scene.title or "").lower()
        if scene.shot is ShotKind.INTRO and "five" in headline:
            for team in (self._away, self._home):
                if team.nickname.lower() in headline or team.city.lower() in headline:
                    return team
        return None

    def _hall(self, picture: Picture, scene: Scene) -> None:
        """A slow flight over the court with the headline."""
        height, width = picture.shape[:2]
        t = scene.media_s
        x = 47 + 30 * math.sin(t * 0.12)
        camera = Camera(x=x, y=-46, z=36, look_x=47, look_y=30, look_z=6, fov_deg=62, roll_deg=2 * math.sin(t * 0.3))
        self._arena.behind(picture, View.of(camera, (width, height)), t, 0.6)
        band = picture[round(0.36 * height) : round(0.64 * height)]
        band[:] = (band * 0.25).astype(np.uint8)
        rectangle(picture, 0, 0.355 * height, width, 0.365 * height, bgr(self._accent))
        rectangle(picture, 0, 0.635 * height, width, 0.645 * height, bgr(self._accent))
        self._headline(picture, scene, 0.42, 0.54)

    def _headline(self, picture: Picture, scene: Scene, title_y: float, subtitle_y: float) -> None:
        height, width = picture.shape[:2]
        title = scene.title or f"{self._away.city} at {self._home.city}"
        high, white = round(0.085 * height), (250, 250, 250)
        put_text(picture, title.upper(), width / 2, title_y * height, high, white, "block", 0.5, 1, 0.9 * width)
        if scene.subtitle:
            put_text(
                picture, scene.subtitle, width / 2, subtitle_y * height, round(0.042 * height), (250, 214, 110), "bold",
                0.5, 1, 0.85 * width,
            )  # fmt: skip

    def _match_up(self, picture: Picture, scene: Scene) -> None:
        """Two slanted halves in the teams' colours, streaks of light, both names."""
        height, width = picture.shape[:2]
        t = scene.media_s
        away, home = house_colour(self._away), house_colour(self._home)
        picture[:] = gradient(height, width, bgr(away), bgr(away, 0.45))
        edge = width / 2 + 0.02 * width * math.sin(t * 0.7)
        half = [(edge + 0.1 * width, 0), (width, 0), (width, height), (edge - 0.1 * width, height)]
        polygon(picture, half, bgr(home, 0.85))
        for i in range(9):
            x = ((i * 0.137 + t * (0.05 + 0.02 * (i % 3))) % 1.3 - 0.15) * width
            tone = scaled(bgr(away if x < edge else home), 1.25)
            thin = (0.006 + 0.004 * (i % 3)) * width
            convex(picture, [(x, 0), (x + thin, 0), (x + thin - 0.2 * width, height), (x - 0.2 * width, height)], tone)
        for team, x in ((self._away, 0.24), (self._home, 0.76)):
            ink = readable_on(house_colour(team))
            put_text(picture, team.tricode, x * width, 0.24 * height, round(0.17 * height), ink, "block", 0.5)
            put_text(
                picture,
                team.city.upper(),
                x * width,
                0.48 * height,
                round(0.045 * height),
                ink,
                "bold",
                0.5,
                1,
                0.4 * width,
            )
            put_text(
                picture,
                team.nickname.upper(),
                x * width,
                0.55 * height,
                round(0.07 * height),
                ink,
                "block",
                0.5,
                1,
                0.4 * width,
            )
        rectangle(picture, 0, 0.72 * height, width, 0.94 * height, (26, 20, 16))
        rectangle(picture, 0, 0.715 * height, width, 0.725 * height, bgr(self._accent))
        self._headline(picture, scene, 0.755, 0.865)

    def _line_up(self, picture: Picture, scene: Scene, team: TeamLook) -> None:
        """Five starters side by side on the team's colours, with the numbers that the subtitle names."""
        height, width = picture.shape[:2]
        rgb = house_colour(team)
        picture[:] = gradient(height, width, bgr(rgb, 0.8), bgr(rgb, 0.25))
        rng = np.random.default_rng([self._seed, 83, team.team_id])
        slide = math.sin(scene.media_s * 0.5)
        numbers = re.findall(r"\b\d{1,2}\b", scene.subtitle or "")
        for i in range(5):
            person = _starter(rng, team, numbers[i] if i < len(numbers) else None)
            lean = 0.004 * width * slide * (1 if i % 2 else -1)
            self._people.put(picture, person, 0.17 * height, width * (0.13 + 0.185 * i) + lean, height * 0.27)
        rectangle(picture, 0, 0.8 * height, width, height, (26, 20, 16))
        rectangle(picture, 0, 0.795 * height, width, 0.805 * height, bgr(self._accent))
        put_text(
            picture, f"{team.city} {team.nickname}".upper(), width / 2, 0.06 * height, round(0.07 * height),
            readable_on(rgb), "block", 0.5, 1, 0.9 * width,
        )  # fmt: skip
        self._headline(picture, scene, 0.835, 0.935)


def _starter(rng: np.random.Generator, team: TeamLook, number: str | None) -> Person:
    tone = float(rng.random())
    return Person(
        skin=skin_colour(tone),
        hair=((22, 20, 22), (30, 40, 60))[int(tone < 0.4)],
        hair_style=HAIR_STYLES[int(rng.integers(5))],
        beard=bool(rng.random() < 0.4),
        cloth=bgr(team.shirt_rgb),
        trim=bgr(team.accent_rgb),
        ink=bgr(team.number_rgb),
        number=number or str(int(rng.integers(0, 56))),
        name=team.nickname.upper(),
        arms=("hips", "down")[int(rng.integers(2))],
        turn=float(rng.choice([-0.3, 0.0, 0.3])),
    )
