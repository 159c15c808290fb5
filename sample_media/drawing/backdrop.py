"""The hall out of focus, behind people who are seen from near.

In: a shot's number and a time. Out: a picture that drifts slowly, made once for each of a few directions.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from sample_media.drawing.arena import Arena
from sample_media.drawing.pixels import CHANNELS, Picture
from sample_media.drawing.view import View
from sample_media.scene import Camera

PLACES = (
    Camera(x=47, y=4, z=5, look_x=40, look_y=60, look_z=9, fov_deg=34),
    Camera(x=70, y=25, z=5, look_x=-10, look_y=30, look_z=12, fov_deg=40),
    Camera(x=24, y=20, z=5, look_x=110, look_y=34, look_z=13, fov_deg=36),
    Camera(x=60, y=20, z=6, look_x=20, look_y=70, look_z=16, fov_deg=44),
)
MARGIN = 1.12


class Backdrop:
    def __init__(self, arena: Arena, size: tuple[int, int]) -> None:
        self._arena, self._size = arena, size
        self._made: dict[tuple[int, int], Picture] = {}

    def onto(self, picture: Picture, shot_number: int, media_s: float, blur: float = 1.0, light: float = 0.8) -> None:
        """Fills the picture; `blur` 0 is sharp, 1 far out of focus."""
        width, height = self._size
        wide = self._picture(shot_number % len(PLACES), blur, light)
        room_x, room_y = wide.shape[1] - width, wide.shape[0] - height
        x = round(room_x * (0.5 + 0.5 * math.sin(media_s * 0.35 + shot_number)))
        y = round(room_y * (0.5 + 0.5 * math.cos(media_s * 0.27 + shot_number)))
        picture[:] = wide[y : y + height, x : x + width]

    def _picture(self, place: int, blur: float, light: float) -> Picture:
        key = (place, round(blur * 10))
        if key not in self._made:
            width, height = (round(v * MARGIN) for v in self._size)
            small = (max(16, width // 2), max(16, height // 2))
            picture = np.zeros((small[1], small[0], CHANNELS), np.uint8)
            self._arena.behind(picture, View.of(PLACES[place], small), 7.0, 0.3)
            if blur > 0:
                picture = cv2.GaussianBlur(picture, (0, 0), max(0.6, blur * width / 170))
            picture = cv2.convertScaleAbs(picture, alpha=light)
            self._made[key] = cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)
        return self._made[key]
