"""Illuminated advertising boards: strips of fictional slogans that roll past.

In: a seed and a time. Out: a slice of the strip as a texture.
"""

from __future__ import annotations

import numpy as np

from sample_media.drawing.fonts import FontName, put_text
from sample_media.drawing.pixels import CHANNELS, Picture, bgr, ellipse, polygon, solid
from sample_media.drawing.style import Rgb, readable_on
from sample_media.drawing.texture import Panel, Texture
from sample_media.drawing.view import View

BRANDS: tuple[tuple[str, Rgb], ...] = (
    ("NORTHWIND AIR", (14, 64, 140)),
    ("Pampelo Soda", (236, 92, 26)),
    ("KESTREL MOTORS", (24, 24, 28)),
    ("Lumo Bank", (0, 120, 96)),
    ("Oakfield Oats", (206, 156, 44)),
    ("QUANTA MOBILE", (120, 24, 140)),
    ("Bistro Verde", (44, 116, 52)),
    ("TORRENT WATER", (20, 140, 190)),
    ("Halden Insurance", (178, 24, 40)),
    ("Marlow & Finch", (58, 44, 88)),
)
FONTS: tuple[FontName, ...] = ("block", "modern", "round", "serif", "bold")


class LedStrip:
    """An endless strip, `height_ft` high, that rolls at a steady speed."""

    def __init__(self, seed: int, height_ft: float, pixels_per_foot: float, dim: float = 1.0) -> None:
        self.scale = pixels_per_foot
        self.height = max(6, round(height_ft * pixels_per_foot))
        self.ring = self._paint(np.random.default_rng([seed, 31]), dim)

    def _paint(self, rng: np.random.Generator, dim: float) -> Picture:
        pieces = []
        for i in rng.permutation(len(BRANDS))[:6]:
            name, rgb = BRANDS[int(i)]
            width = round(20 * self.scale)
            piece = np.empty((self.height, width, CHANNELS), np.uint8)
            piece[:] = solid(bgr(rgb, dim))
            self._ornament(piece, rgb, int(i))
            size = max(4, round(self.height * 0.5))
            ink = readable_on(rgb)
            put_text(piece, name, width / 2, self.height * 0.25, size, ink, FONTS[int(i) % 5], 0.5, 1.0, width * 0.7)
            pieces.append(piece)
        ring = np.concatenate(pieces, axis=1)
        if self.height > 30:  # the lamps' grid
            ring[::4] = (ring[::4] * 0.9).astype(np.uint8)
        return ring

    def _ornament(self, piece: Picture, rgb: Rgb, kind: int) -> None:
        h, w = piece.shape[:2]
        tone = bgr(rgb, 1.5 if sum(rgb) < 330 else 0.75)
        if kind % 3 == 0:
            for x in (0.02, 0.06, 0.9, 0.94):
                polygon(piece, [(w * x, h), (w * x + h * 0.5, 0), (w * x + h * 0.8, 0), (w * x + h * 0.3, h)], tone)
        elif kind % 3 == 1:
            ellipse(piece, w * 0.07, h / 2, h * 0.36, h * 0.36, tone)
            ellipse(piece, w * 0.93, h / 2, h * 0.36, h * 0.36, tone)
        else:
            piece[: max(1, h // 8)] = solid(tone)
            piece[-max(1, h // 8) :] = solid(tone)

    def slice_at(self, media_s: float, length_ft: float) -> Texture:
        """What a board of this length shows at a time."""
        width = max(2, round(length_ft * self.scale))
        ring = self.ring.shape[1]
        start = int(media_s * 2.6 * self.scale) % ring
        if width > ring:
            width = ring
        if start + width <= ring:
            return Texture(self.ring[:, start : start + width])
        return Texture(np.concatenate([self.ring[:, start:], self.ring[:, : start + width - ring]], axis=1))


class Board:
    """One board of the hall: a panel that shows a strip."""

    def __init__(self, strip: LedStrip, panel: Panel, offset_s: float = 0.0) -> None:
        self.strip, self.panel, self.offset_s = strip, panel, offset_s
        self.length_ft = float(np.linalg.norm(panel.along))

    def lay(self, picture: Picture, view: View, media_s: float) -> None:
        if self.panel.facing(view) and view.visible_part(self.panel.corners) is not None:
            self.panel.lay(picture, view, self.strip.slice_at(media_s + self.offset_s, self.length_ft))
