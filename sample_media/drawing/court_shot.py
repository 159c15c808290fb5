"""The game itself: hall, floor, players, baskets and ball in the order of their depth.

In: a scene with a camera. Out: the picture, changed in place.
"""

from __future__ import annotations

from functools import partial

from sample_media.drawing.arena import Arena
from sample_media.drawing.ball import draw_ball
from sample_media.drawing.basket import Basket, Piece
from sample_media.drawing.figures import draw_figure
from sample_media.drawing.pixels import Picture
from sample_media.drawing.shadows import Shadows
from sample_media.drawing.sketches import sketch
from sample_media.drawing.style import Style, house_colour
from sample_media.drawing.view import View
from sample_media.drawing.wardrobe import Wardrobe
from sample_media.scene import Camera, Scene, TeamLook

MAIN_CAMERA = Camera(x=47, y=-74, z=34, look_x=27, look_y=20, look_z=3, fov_deg=32)
"""Where a picture without a camera of its own is taken from."""


class CourtShot:
    def __init__(self, arena: Arena, style: Style, home: TeamLook, wardrobe: Wardrobe) -> None:
        self.arena, self.wardrobe = arena, wardrobe
        pad = style.paint_rgb or house_colour(home)
        self.baskets = [Basket(side, pad) for side in (0, 1)]
        self.shadows = Shadows(gloss=style.gloss)

    def paint(self, picture: Picture, scene: Scene) -> None:
        height, width = picture.shape[:2]
        view = View.of(scene.camera or MAIN_CAMERA, (width, height))
        self.arena.behind(picture, view, scene.media_s, scene.crowd_energy)
        pieces = self._people(picture, scene, view)
        clock = _shot_clock(scene)
        for basket, swish in zip(self.baskets, scene.net_swish, strict=True):
            pieces += basket.pieces(view, swish, clock)
        if scene.ball is not None:
            ball = scene.ball
            self.shadows.under(picture, view, ball.x, ball.y, ball.z, 0.5)
            _, _, depth = view.pixel(ball.x, ball.y, ball.z)
            pieces.append(Piece(depth - 0.35, partial(draw_ball, ball=ball, view=view)))
        for piece in sorted(pieces, key=lambda p: -p.depth):
            piece.draw(picture)
        self.arena.before(picture, view, scene.media_s, scene.crowd_energy)

    def _people(self, picture: Picture, scene: Scene, view: View) -> list[Piece]:
        """The figures, their shadows already on the floor."""
        sketches = sorted(sketch(scene.figures, scene.ball, view, self.wardrobe), key=lambda s: -s.depth)
        for s in sketches:
            f = s.figure
            self.shadows.mirror(picture, view, f.x, f.y, f.z, s.outfit.shirt)
        for s in sketches:
            f = s.figure
            self.shadows.under(picture, view, f.x, f.y, f.z, 1.25)
        return [Piece(s.depth, partial(draw_figure, s=s)) for s in sketches]


def _shot_clock(scene: Scene) -> str | None:
    if scene.bug is None or scene.bug.shot_clock_s is None or scene.replay:
        return None
    return str(int(scene.bug.shot_clock_s + 0.999))
