"""The same drawn bug on pictures of other shapes, and two bugs on one picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from edc.scorebug.locate import locate
from edc.scorebug.ocr import Picture
from edc.scorebug.reader import Reader
from edc.scorebug.reading import Reading
from sample_media.scorebugs import LOOKS, draw_bug
from sample_media.scorebugs.stills import first_team, random_background, random_bug, random_teams

LOOK = "harbour"
Shape = Callable[[Picture], Picture]
CLOCKS = (700.0, 698.0, 300.0, 298.0)


def _scaled(width: int, height: int) -> Shape:
    def shape(picture: Picture) -> Picture:
        return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)

    return shape


def _letterboxed(picture: Picture) -> Picture:
    inner = cv2.resize(picture, (1280, 600), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.copyMakeBorder(inner, 60, 60, 0, 0, cv2.BORDER_CONSTANT), np.uint8)


def _cropped(picture: Picture) -> Picture:
    """Zoomed in: the outer parts of the picture are lost."""
    return np.asarray(cv2.resize(picture[24:, 40:-40], (1280, 720), interpolation=cv2.INTER_AREA), np.uint8)


class Scene:
    """A bug on a background, at any clock and score."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.home, self.away = random_teams(rng)
        self._ground = random_background(rng, 1280, 720)
        self._start = replace(random_bug(rng, flashing=0.0, status=0.0), period=3, possession=None)

    def picture(self, clock_s: float, home: int, away: int) -> Picture:
        drawn = self._ground.copy()
        bug = replace(self._start, clock_s=clock_s, home_score=home, away_score=away, shot_clock_s=clock_s % 24)
        draw_bug(drawn, LOOKS[LOOK], bug, self.home, self.away)
        return drawn


def _read(shape: Shape, scene: Scene) -> Reading:
    probes = [(1000.0 - clock, shape(scene.picture(clock, 30 + i, 28 + i))) for i, clock in enumerate(CLOCKS)]
    layouts = locate(probes)
    assert len(layouts) == 1
    picture = shape(scene.picture(233.0, 61, 58))
    reader = Reader(layouts[0], picture.shape[1], picture.shape[0])
    x, y, w, h = reader.rect
    return reader.read(picture[y : y + h, x : x + w])


@pytest.mark.parametrize(
    "shape",
    [_scaled(854, 480), _scaled(1920, 1080), _scaled(960, 720), _letterboxed, _cropped],
    ids=["480p", "1080p", "squeezed to 4:3", "letterboxed", "cropped"],
)
def test_a_bug_is_read_on_pictures_of_any_shape(shape: Shape) -> None:
    reading = _read(shape, Scene(5))
    assert (reading.period, reading.clock_s) == (3, 233.0)
    expected = (61, 58) if first_team(LOOKS[LOOK]) == "home" else (58, 61)
    assert (reading.first_score, reading.second_score) == expected


def test_of_two_bugs_on_a_split_screen_one_is_read_whole() -> None:
    """Two games side by side: never the clock of one with the scores of the other."""
    left, right = Scene(5), Scene(6)

    def both(clock_s: float, first: tuple[int, int], second: tuple[int, int]) -> Picture:
        halves = [left.picture(clock_s, *first), right.picture(clock_s - 100.0, *second)]
        row = np.concatenate([cv2.resize(half, (960, 540), interpolation=cv2.INTER_AREA) for half in halves], axis=1)
        return np.asarray(cv2.copyMakeBorder(row, 270, 270, 0, 0, cv2.BORDER_CONSTANT), np.uint8)

    probes = [(1000.0 - clock, both(clock, (30 + i, 28 + i), (70 + i, 90 + i))) for i, clock in enumerate(CLOCKS)]
    layouts = locate(probes)
    assert layouts
    picture = both(233.0, (61, 58), (88, 99))
    home_first = first_team(LOOKS[LOOK]) == "home"
    for layout in layouts:
        reader = Reader(layout, picture.shape[1], picture.shape[0])
        x, y, w, h = reader.rect
        reading = reader.read(picture[y : y + h, x : x + w])
        shown = {233.0: (61, 58), 133.0: (88, 99)}[reading.clock_s or 0.0]
        assert (reading.first_score, reading.second_score) == (shown if home_first else shown[::-1])


def test_a_broadcast_that_shrinks_beside_an_advertisement_has_two_looks() -> None:
    scene = Scene(5)

    def shrunk(picture: Picture) -> Picture:
        """The game in a corner, advertisements along two edges."""
        screen = np.full_like(picture, (40, 120, 30))
        screen[20:524, 20:916] = cv2.resize(picture, (896, 504), interpolation=cv2.INTER_AREA)
        return screen

    shapes: list[Shape] = [lambda picture: picture, shrunk]
    probes = [(1000.0 - clock, shapes[clock in (300.0, 298.0)](scene.picture(clock, 30 + i, 28 + i)))
              for i, clock in enumerate(CLOCKS)]  # fmt: skip
    layouts = locate(probes)
    assert len(layouts) == 2
    for shape in shapes:
        picture = shape(scene.picture(233.0, 61, 58))
        readings = []
        for layout in layouts:
            reader = Reader(layout, picture.shape[1], picture.shape[0])
            x, y, w, h = reader.rect
            readings.append(reader.read(picture[y : y + h, x : x + w]))
        best = max(readings, key=lambda reading: reading.clock_confidence)
        assert (best.period, best.clock_s) == (3, 233.0)
        assert {best.first_score, best.second_score} == {58, 61}
