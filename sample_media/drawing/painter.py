"""Draws any scene of a broadcast as a picture.

In: a `Scene`. Out: uint8 BGR (h, w, 3), the same for the same arguments and scene, whatever was drawn before.
The score bug is not drawn here: it is laid over afterwards.
"""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np

from sample_media.drawing.adverts import Adverts
from sample_media.drawing.arena import Arena
from sample_media.drawing.backdrop import Backdrop
from sample_media.drawing.court_shot import CourtShot
from sample_media.drawing.finish import Finish
from sample_media.drawing.graphics import Overlay
from sample_media.drawing.near_shots import BenchShot, CloseUp, CrowdShot, People
from sample_media.drawing.pixels import CHANNELS, Picture
from sample_media.drawing.studio import Studio
from sample_media.drawing.style import Style, default_style
from sample_media.drawing.titles import Titles
from sample_media.drawing.wardrobe import Wardrobe
from sample_media.scene import Scene, ShotKind, TeamLook


class Shot(Protocol):
    """Paints one kind of scene over the whole picture."""

    def paint(self, picture: Picture, scene: Scene) -> None: ...


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
        self._overlay = Overlay(home, away, seed)
        self._shots = self._directors()
        self._finish = Finish(self.style, size, grain, seed)

    def _directors(self) -> dict[ShotKind, Shot]:
        home, away, seed, accent = self.home, self.away, self.seed, self._overlay.accent
        wardrobe, people = Wardrobe(home, away, seed), People()
        arena = Arena(self.style, home, away, self.size[0])
        backdrop = Backdrop(arena, self.size)
        studio = Studio(people, arena, home, away, accent, seed)
        titles = Titles(people, arena, home, away, accent, seed)
        return {
            ShotKind.COURT: CourtShot(arena, self.style, home, wardrobe),
            ShotKind.CLOSE_UP: CloseUp(backdrop, people, wardrobe, home, away),
            ShotKind.BENCH: BenchShot(backdrop, people, home, away, seed),
            ShotKind.CROWD: CrowdShot(backdrop, people, home, self.style),
            ShotKind.ADVERT: Adverts(seed),
            ShotKind.STUDIO: studio,
            ShotKind.HALFTIME: studio,
            ShotKind.INTRO: titles,
            ShotKind.OUTRO: titles,
        }

    def paint(self, scene: Scene) -> Picture:
        width, height = self.size
        picture = np.empty((height, width, CHANNELS), np.uint8)
        self._shots[scene.shot].paint(picture, scene)
        if scene.lower_third:
            self._overlay.lower_third(picture, scene.lower_third)
        if scene.wipe is not None:
            self._overlay.wipe(picture, scene.wipe)
        finished = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR), np.uint8)
        self._finish.apply(finished, scene.media_s)
        return finished
