"""Advertisements for fictional products: which film is shown, and its closing words.

In: a scene of this kind. Out: the picture, changed in place; nothing in it looks like a court.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np

from sample_media.drawing import adverts_goods, adverts_outdoors
from sample_media.drawing.fonts import FontName, put_text
from sample_media.drawing.pixels import Picture, bgr, rectangle
from sample_media.drawing.style import Rgb, readable_on
from sample_media.scene import Scene

Film = Callable[[Picture, float, np.random.Generator], None]

FILMS: tuple[tuple[Film, str, str, Rgb], ...] = (
    (adverts_outdoors.car, "KESTREL", "The road is yours", (18, 22, 30)),
    (adverts_goods.soda, "Pampelo", "Open something bright", (240, 110, 30)),
    (adverts_goods.phone, "QUANTA", "See further", (36, 14, 64)),
    (adverts_goods.bank, "Lumo Bank", "Money that grows up", (0, 110, 90)),
    (adverts_goods.pizza, "Forno Nove", "Out of the oven, into the night", (150, 28, 24)),
    (adverts_outdoors.travel, "NORTHWIND AIR", "Farther for less", (20, 80, 160)),
    (adverts_goods.shoe, "STRYDE", "Leave the ground", (16, 16, 18)),
    (adverts_outdoors.house, "Halden Insurance", "Rain happens", (70, 90, 120)),
)
SUBJECTS: tuple[tuple[str, int], ...] = (
    ("TYRE", 0), ("TRUCK", 0), ("MOTOR", 0), ("CAR", 0), ("COLA", 1), ("COFFEE", 1), ("SODA", 1), ("PHONE", 2),
    ("MOBILE", 2), ("BANK", 3), ("PIZZA", 4), ("AIR", 5), ("TRAVEL", 5), ("SHOE", 6), ("INSURANCE", 7), ("HOME", 7),
)  # fmt: skip
"""Words of a headline and the film that suits them."""
FONTS: tuple[FontName, ...] = ("block", "round", "modern", "bold", "serif")


class Adverts:
    def __init__(self, seed: int) -> None:
        self._seed = seed

    def paint(self, picture: Picture, scene: Scene) -> None:
        """The film goes by the headline where there is one, its colours by the shot."""
        key = zlib.crc32(scene.title.encode()) if scene.title else scene.shot_number * 5 + self._seed
        suited = [number for word, number in SUBJECTS if word in (scene.title or "").upper()]
        film, brand, slogan, rgb = FILMS[suited[0] if suited else key % len(FILMS)]
        film(picture, scene.media_s, np.random.default_rng([self._seed, scene.shot_number, 89]))
        self._words(picture, scene.title or brand, scene.subtitle or slogan, rgb, FONTS[key % len(FONTS)], scene)

    def _words(self, picture: Picture, brand: str, slogan: str, rgb: Rgb, font: FontName, scene: Scene) -> None:
        height, width = picture.shape[:2]
        top = 0.77 if scene.shot_number % 2 else 0.05
        ink = readable_on(rgb)
        rectangle(picture, 0, top * height, width, (top + 0.18) * height, bgr(rgb))
        put_text(picture, brand, width / 2, (top + 0.03) * height, round(0.07 * height), ink, font, 0.5, 1, 0.9 * width)
        put_text(
            picture, slogan, width / 2, (top + 0.12) * height, round(0.033 * height), ink, "plain", 0.5, 1, 0.9 * width
        )
