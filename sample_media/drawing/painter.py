"""Draws any scene of a broadcast as a picture.

In: a `Scene`. Out: uint8 BGR (h, w, 3), the same for the same arguments and scene, whatever was drawn before.
The score bug is not drawn here: it is laid over afterwards.
"""

from __future__ import annotations

import cv2
import numpy as np

from sample_media.drawing.arena import Arena
from sample_media.drawing.court_shot import CourtShot
from sample_media.drawing.finish import Finish
from sample_media.drawing.pixels import Picture
from sample_media.drawing.style import Style, default_style
from sample_media.drawing.wardrobe import Wardrobe
from sample_media.scene import Scene, TeamLook


class Painter:
    """One broadcast's painter; keeps what need be drawn only once."""

    def __init__(
        self,
        size: tuple[int, int],
        home: TeamLook,
        away: TeamLook,
        seed: int,
        grain: float = 0.0,
        style: Style | None = None,
    ) -> None:
        cv2.setNumThreads(1)
        self.size, self.home, self.away, self.seed = size, home, away, seed
        self.style = style or default_style(seed)
        wardrobe = Wardrobe(home, away, seed)
        self._court = CourtShot(Arena(self.style, home, away, size[0]), self.style, home, wardrobe)
        self._finish = Finish(self.style, size, grain, seed)

    def paint(self, scene: Scene) -> Picture:
        width, height = self.size
        picture = np.empty((height, width, 3), np.uint8)
        self._court.paint(picture, scene)
        self._finish.apply(picture, scene.media_s)
        return picture
