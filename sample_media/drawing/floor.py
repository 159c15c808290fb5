"""The painted floor: planks, lines, key, arcs, the centre logo and the lettering around.

In: the style and the home team. Out: one texture of the floor with its apron, to be laid in perspective.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from sample_media.drawing.fonts import FontName, text_mask
from sample_media.drawing.pixels import Colour, Floats, Picture, bgr, ellipse, mixed, polygon, solid
from sample_media.drawing.style import Rgb, Style, house_colour, readable_on
from sample_media.drawing.texture import Panel, Texture
from sample_media.scene import COURT_LENGTH_FT, COURT_WIDTH_FT, TeamLook

APRON_END_FT = 12.0
APRON_SIDE_FT = 9.0
LINE_FT = 1 / 6
"""Lines are two inches wide."""

KEY_LENGTH_FT, KEY_HALF_FT = 19.0, 8.0
ARC_RADIUS_FT, ARC_CORNER_FT = 23.75, 22.0
RIM_X_FT = 5.25
MIDDLE_Y = COURT_WIDTH_FT / 2


class Floor:
    """The floor's texture and its place."""

    def __init__(self, style: Style, home: TeamLook, pixels_per_foot: float) -> None:
        self.texture = Texture(_FloorPainting(style, home, pixels_per_foot).picture)
        length = COURT_LENGTH_FT + 2 * APRON_END_FT
        width = COURT_WIDTH_FT + 2 * APRON_SIDE_FT
        origin = (-APRON_END_FT, COURT_WIDTH_FT + APRON_SIDE_FT, 0.0)
        self.panel = Panel(origin, np.array([length, 0, 0]), np.array([0, -width, 0]))


class _FloorPainting:
    def __init__(self, style: Style, home: TeamLook, scale: float) -> None:
        self.style, self.home, self.scale = style, home, scale
        self.house: Rgb = style.paint_rgb or house_colour(home)
        self.line = bgr(style.line_rgb)
        self.arc = bgr(style.arc_rgb or style.line_rgb)
        self.picture = self._wood()
        self._painted_areas()
        self._lines()
        self._logo()
        self._lettering()
        self._lights()

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Pixel of a court point in the texture."""
        return (x + APRON_END_FT) * self.scale, (COURT_WIDTH_FT + APRON_SIDE_FT - y) * self.scale

    def _wood(self) -> Picture:
        """Maple planks along the court, each with its own shade and grain."""
        rng = np.random.default_rng([self.style.seed, 11])
        width = round((COURT_LENGTH_FT + 2 * APRON_END_FT) * self.scale)
        height = round((COURT_WIDTH_FT + 2 * APRON_SIDE_FT) * self.scale)
        plank = 0.38 * self.scale
        rows = int(height / plank) + 2
        shade = rng.normal(0, 1, (rows, 40)).astype(np.float32)
        starts = rng.uniform(0, 40, rows)
        column = (np.arange(width)[None, :] / width * 22 + starts[:, None]).astype(int) % 40
        planks = np.take_along_axis(shade, column, axis=1)
        row = np.minimum((np.arange(height) / plank).astype(int), rows - 1)
        relief = planks[row] * self.style.plank_contrast
        grain = cv2.resize(rng.normal(0, 1, (height, max(2, width // 24))).astype(np.float32), (width, height))
        gain = 1 + relief + grain * self.style.plank_contrast * 0.35
        seam = (np.arange(height) % plank) < max(1.0, 0.03 * self.scale)
        gain[seam & (plank > 4)] *= 0.955
        wood = solid(bgr(self.style.wood_rgb)).astype(np.float32)
        return np.asarray(np.clip(gain[:, :, None] * wood, 0, 255), np.uint8)

    def _painted_areas(self) -> None:
        self._tint_inside()
        colour = bgr(self.house)
        outer = np.array([self.at(-20, -20), self.at(114, -20), self.at(114, 70), self.at(-20, 70)])
        inner = np.array([self.at(0, 0), self.at(94, 0), self.at(94, 50), self.at(0, 50)])
        mask = np.zeros(self.picture.shape[:2], np.uint8)
        cv2.fillPoly(mask, [outer.astype(np.int32), inner.astype(np.int32)], 255)
        self._stain(mask, colour)
        if self.style.key_painted:
            for mirror in (False, True):
                mask[:] = 0
                key = self._mirrored(_box(0, MIDDLE_Y - KEY_HALF_FT, KEY_LENGTH_FT, MIDDLE_Y + KEY_HALF_FT), mirror)
                cv2.fillPoly(mask, [key.astype(np.int32)], 255)
                self._stain(mask, colour)

    def _stain(self, mask: Picture, colour: Colour) -> None:
        """Paints where the mask is, letting a little of the wood's grain through."""
        base = np.maximum(solid(bgr(self.style.wood_rgb)), 1).astype(np.float32)
        relief = self.picture[mask > 0].astype(np.float32) / base
        self.picture[mask > 0] = np.clip(relief**0.5 * solid(colour), 0, 255).astype(np.uint8)

    def _tint_inside(self) -> None:
        if self.style.inner_wood_gain == 1.0:
            return
        mask = np.zeros(self.picture.shape[:2], np.uint8)
        for mirror in (False, True):
            cv2.fillPoly(mask, [self._mirrored(_arc_outline(), mirror).astype(np.int32)], 255)
        inside = self.picture[mask > 0].astype(np.float32) * self.style.inner_wood_gain
        self.picture[mask > 0] = np.clip(inside, 0, 255).astype(np.uint8)

    def _mirrored(self, points: Floats, mirror: bool) -> Floats:
        """Texture pixels of points of the left half, or of their mirror image on the right."""
        x = COURT_LENGTH_FT - points[:, 0] if mirror else points[:, 0]
        return np.column_stack(self.at(x, points[:, 1]))  # type: ignore[arg-type]

    def _band(self, points: Floats, colour: Colour, mirror: bool = False, width_ft: float = LINE_FT) -> None:
        """A line of constant width through court points."""
        for a, b in pairwise(points):
            ahead = (b - a) / max(1e-9, float(np.hypot(*(b - a))))
            side = np.array([-ahead[1], ahead[0]]) * width_ft / 2
            more = ahead * width_ft / 4
            shape = np.array([a - more + side, b + more + side, b + more - side, a - more - side])
            polygon(self.picture, self._mirrored(shape, mirror), colour)

    def _lines(self) -> None:
        self._band(_closed(_box(0, 0, COURT_LENGTH_FT, COURT_WIDTH_FT)), self.line)
        self._band(np.array([[47.0, 0], [47.0, 50]]), self.line)
        self._band(_circle(47, 25, 6, 0, 360), self.line)
        for mirror in (False, True):
            key = _box(0, MIDDLE_Y - KEY_HALF_FT, KEY_LENGTH_FT, MIDDLE_Y + KEY_HALF_FT)
            self._band(_closed(key), self.line, mirror)
            self._band(np.array([[0, 19.0], [19, 19]]), self.line, mirror, LINE_FT * 0.7)
            self._band(np.array([[0, 31.0], [19, 31]]), self.line, mirror, LINE_FT * 0.7)
            self._band(_circle(KEY_LENGTH_FT, MIDDLE_Y, 6, -90, 90), self.line, mirror)
            for start in range(-90, 90, 26):
                dash = _circle(KEY_LENGTH_FT, MIDDLE_Y, 6, 180 + start, 180 + start + 13)
                self._band(dash, self.line, mirror)
            self._band(_circle(RIM_X_FT, MIDDLE_Y, 4, -90, 90), self.line, mirror)
            self._band(_arc_outline(), self.arc, mirror)
            self._marks(mirror)

    def _marks(self, mirror: bool) -> None:
        """Lane-space marks and the hash marks of the coaching box."""
        for x in (7.0, 8.0, 11.0, 14.0, 17.0):
            for y, step in ((16.6, 0.5), (33.4, -0.5)):
                self._band(np.array([[x, y], [x, y - step]]), self.line, mirror)
        for y, step in ((0.0, 3.0), (50.0, -3.0)):
            self._band(np.array([[28.0, y], [28.0, y + step]]), self.line, mirror)

    def _logo(self) -> None:
        """A roundel with the team's name on the centre circle."""
        radius = 6.6 * self.style.logo_scale
        x, y = self.at(47, 25)
        house, second = bgr(self.house), bgr(self.home.accent_rgb)
        if self.house == self.home.accent_rgb:
            second = bgr(self.home.number_rgb)
        s = self.scale
        ellipse(self.picture, x, y, radius * s, radius * s, house)
        ellipse(self.picture, x, y, radius * 0.9 * s, radius * 0.9 * s, second)
        ellipse(self.picture, x, y, radius * 0.84 * s, radius * 0.84 * s, house)
        spikes = 5 + self.home.team_id % 5
        points = []
        for i in range(2 * spikes):
            angle, far = np.pi * i / spikes - np.pi / 2, radius * (0.8 if i % 2 == 0 else 0.55)
            points.append((x + far * s * np.cos(angle), y + far * s * np.sin(angle)))
        polygon(self.picture, points, mixed(second, house, 0.35))
        self._write(self.home.tricode, 47, 25, 3.6 * self.style.logo_scale, readable_on(self.house), "block")

    def _lettering(self) -> None:
        ink = readable_on(self.house)
        for x, turns in ((-4.6, 1), (98.6, 3)):
            self._write(self.home.nickname.upper(), x, 25, 4.2, ink, "block", turns)
        self._write(self.home.city.upper(), 23.5, -2.5, 2.1, ink, "modern")
        self._write(self.home.nickname.upper(), 70.5, -2.5, 2.1, ink, "modern")
        self._write(f"{self.home.city} {self.home.nickname}", 47, 52.4, 2.0, ink, "modern")
        dark = self.house if sum(self.house) < 540 else (40, 42, 48)
        for x in (36.5, 57.5):
            self._write(self.home.city.upper(), x, 44.5, 1.7, dark, "modern")

    def _write(
        self, text: str, x: float, y: float, feet: float, rgb: Rgb, font: FontName, quarter_turns: int = 0
    ) -> None:
        mask = np.rot90(text_mask(text, font, max(4, round(feet * self.scale))), quarter_turns)
        px, py = self.at(x, y)
        h, w = mask.shape
        left, top = round(px - w / 2), round(py - h / 2)
        here = self.picture[max(0, top) : top + h, max(0, left) : left + w]
        cut = mask[max(0, -top) :, max(0, -left) :][: here.shape[0], : here.shape[1], None] / 255.0
        here[:] = (here * (1 - cut) + solid(bgr(rgb)) * cut).astype(np.uint8)

    def _lights(self) -> None:
        """The hall's lamps: brighter in the middle of the court, and their soft mirror images."""
        h, w = self.picture.shape[:2]
        small = np.full((60, 114), 0.93, np.float32)
        for x in range(8, 114, 14):
            for y in (16, 44):
                cv2.circle(small, (x, y), 4, 1.1, -1)
        small = cv2.GaussianBlur(small, (0, 0), 5)
        gain = cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)
        self.picture = np.clip(self.picture * gain[:, :, None], 0, 255).astype(np.uint8)


def _box(x0: float, y0: float, x1: float, y1: float) -> Floats:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float64)


def _closed(points: Floats) -> Floats:
    return np.vstack([points, points[:1]])


def _circle(x: float, y: float, radius: float, from_deg: float, to_deg: float) -> Floats:
    steps = max(6, int(abs(to_deg - from_deg) / 4))
    angle = np.radians(np.linspace(from_deg, to_deg, steps + 1))
    return np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)])


def _arc_outline() -> Floats:
    """The left three-point line, from baseline to baseline."""
    corner = np.degrees(np.arcsin(ARC_CORNER_FT / ARC_RADIUS_FT))
    arc = _circle(RIM_X_FT, MIDDLE_Y, ARC_RADIUS_FT, -corner, corner)
    return np.vstack([[0, MIDDLE_Y - ARC_CORNER_FT], arc, [0, MIDDLE_Y + ARC_CORNER_FT]])
