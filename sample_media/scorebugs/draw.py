"""Draws a score bug over a picture.

In: a BGR picture of any size, a look, what the bug says, the teams. Out: the picture changed in
place, and the box that the bug covers. Whole bugs are kept by what they say, so that most pictures
cost one blend of the bug's area.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np

from sample_media.scene import Bug, TeamLook
from sample_media.scorebugs.fonts import Mask, text_mask
from sample_media.scorebugs.layers import Layer, Pixels, box_layer, ink_layer, lay, over
from sample_media.scorebugs.look import DESIGN_SIZE, Box, Colour, Fill, Look, Marks, Rgb, Text, What
from sample_media.scorebugs.wording import cell_text, marks_lit

_FLASH_STEPS = 12
_SLIDE_STEPS = 16
_MARK_SHARE = 0.72
"""Share of its pitch that a dot or bar of a row covers."""
_LETTER_ROOM = 0.94
"""Share of a cell's width that words may fill."""


@dataclass(frozen=True, slots=True)
class Dress:
    """A look at one size with two teams: what stays the same through a game."""

    look: Look
    home: TeamLook
    away: TeamLook
    series_text: str
    scale: float

    def px(self, units: float) -> int:
        return round(units * self.scale)

    def team(self, side: str | None) -> TeamLook | None:
        return {"home": self.home, "away": self.away}.get(side or "")

    def rgb(self, colour: Colour, side: str | None) -> Rgb:
        if not isinstance(colour, str):
            return colour
        team = self.team(side) or self.home
        return {"shirt": team.shirt_rgb, "number": team.number_rgb, "accent": team.accent_rgb}[colour]


def bug_box(look: Look, width: int, height: int) -> Box:
    """Where the whole bug lies in a picture of this size."""
    scale = _scale(look, width, height)
    w, h = min(width, round(look.w * scale)), min(height, round(look.h * scale))
    margin_x, margin_y = round(look.margin_x * scale), round(look.margin_y * scale)
    x = {"left": margin_x, "centre": (width - w) // 2 + margin_x, "right": width - w - margin_x}[look.across]
    y = margin_y if look.down == "top" else height - h - margin_y
    return Box(max(0, min(width - w, x)), max(0, min(height - h, y)), w, h)


def draw_bug(
    picture: Pixels, look: Look, bug: Bug, home: TeamLook, away: TeamLook, series_text: str = ""
) -> Box:
    """Draws the bug in place; returns the part of the picture it covers now (empty while it is out)."""
    height, width = picture.shape[:2]
    box = bug_box(look, width, height)
    if bug.slide <= 0:
        return Box(box.x, box.y, 0, 0)
    dress = Dress(look, home, away, series_text, _scale(look, width, height))
    layer = _whole_bug(dress, _settled(look, bug), box.width, box.height)
    return _place(picture, look, layer, box, min(1.0, bug.slide))


def _scale(look: Look, width: int, height: int) -> float:
    return min(width / DESIGN_SIZE[0], height / DESIGN_SIZE[1]) * look.scale


def _settled(look: Look, bug: Bug) -> Bug:
    """The bug with its fractions coarsened to what can be seen, so that equal pictures share a layer."""
    phase = round(bug.flash_phase * _FLASH_STEPS) / _FLASH_STEPS if bug.flash else 0.0
    tenths = math.floor(bug.clock_s * 10 + 1e-6)
    shot = bug.shot_clock_s
    if shot is not None:
        fine = look.shot_clock_style == "4.9" and shot < 5
        shot = math.floor(shot * 10 + 1e-6) / 10 if fine else float(math.ceil(shot - 1e-6))
    clock_s = tenths / 10 if tenths < 600 and look.clock_style.endswith(".9") else float(tenths // 10)
    return replace(bug, slide=1.0, clock_s=clock_s, shot_clock_s=shot, flash_phase=phase)


def _place(picture: Pixels, look: Look, layer: Layer, box: Box, slide: float) -> Box:
    """Blends the layer into the picture, part of it while the bug is coming or going."""
    bgr, alpha, (x, y, w, h) = layer.bgr, layer.alpha, box
    if slide < 1 and look.slide == "fade":
        step = round(slide * _SLIDE_STEPS) / _SLIDE_STEPS
        bgr, alpha = cv2.convertScaleAbs(bgr, alpha=step), cv2.convertScaleAbs(alpha, alpha=step)
    elif slide < 1 and look.slide == "wipe":
        w = round(w * slide)
    elif slide < 1:
        y, h, bgr, alpha = _slid(picture.shape[0], look, layer, box, slide)
    if w < 1 or h < 1:
        return Box(x, y, 0, 0)
    over(picture[y:y + h, x:x + w], bgr[:h, :w], alpha[:h, :w])
    return Box(x, y, w, h)


def _slid(height: int, look: Look, layer: Layer, box: Box, slide: float) -> tuple[int, int, Pixels, Pixels]:
    """The rows still in the picture of a bug that is on its way out over the nearer edge."""
    if look.down == "bottom":
        y = box.y + round((1 - slide) * (height - box.y))
        return y, min(box.height, height - y), layer.bgr, layer.alpha
    y = box.y - round((1 - slide) * (box.y + box.height))
    hidden = max(0, -y)
    return max(0, y), box.height - hidden, layer.bgr[hidden:], layer.alpha[hidden:]


@lru_cache(maxsize=96)
def _whole_bug(dress: Dress, bug: Bug, width: int, height: int) -> Layer:
    canvas = _panels(dress, width, height).copy()
    for marks in dress.look.marks:
        _draw_marks(canvas, dress, marks, marks_lit(marks.what, marks.side, bug))
    for cell in dress.look.texts:
        _draw_text(canvas, dress, cell, bug)
    return canvas


@lru_cache(maxsize=16)
def _panels(dress: Dress, width: int, height: int) -> Layer:
    canvas = Layer.empty(width, height)
    for panel in dress.look.panels:
        _draw_fill(canvas, dress, panel.fill, panel.side, _rect(dress, panel.x, panel.y, panel.w, panel.h))
    return canvas


def _rect(dress: Dress, x: float, y: float, w: float, h: float) -> tuple[int, int, int, int]:
    """Pixel edges (left, top, right, bottom); neighbours share an edge whatever the rounding."""
    left, top = dress.px(x), dress.px(y)
    return left, top, max(left + 1, dress.px(x + w)), max(top + 1, dress.px(y + h))


def _draw_fill(
    canvas: Layer, dress: Dress, fill: Fill, side: str | None, rect: tuple[int, int, int, int]
) -> None:
    left, top, right, low = rect
    upper = dress.rgb(fill.top, side)
    layer = box_layer(
        right - left, low - top, upper,
        upper if fill.bottom is None else dress.rgb(fill.bottom, side), fill.alpha,
        fill.radius * dress.scale, fill.lean * dress.scale,
        None if fill.border is None else dress.rgb(fill.border, side), fill.border_width * dress.scale,
    )
    lay(canvas, layer, left, top)


def _draw_text(canvas: Layer, dress: Dress, cell: Text, bug: Bug) -> None:
    words = cell_text(dress.look, cell, bug, dress.team(cell.side), dress.series_text)
    if not words:
        return
    rect = _rect(dress, cell.x, cell.y, cell.w, cell.h)
    if cell.fill is not None:
        _draw_fill(canvas, dress, cell.fill, cell.side, rect)
    flashing = bug.flash is not None and cell.side == bug.flash and cell.what in (What.SCORE, What.NAME)
    if flashing and not _flash_under(canvas, dress, cell, rect, bug.flash_phase):
        return
    grow = 1.0
    if flashing and cell.what is What.SCORE and dress.look.flash == "grow":
        grow = 1 + 0.35 * math.sin(math.pi * bug.flash_phase)
    room = max(1, round((rect[2] - rect[0]) * _LETTER_ROOM))
    mask = text_mask(words, cell.face, max(2.0, cell.size * dress.scale * grow), cell.stretch, room, cell.raised)
    drop = 0
    if flashing and cell.what is What.SCORE:
        mask, drop = _flash_digits(dress.look, mask, rect, bug.flash_phase)
    _lay_mask(canvas, dress, cell, mask, rect, drop)


def _lay_mask(
    canvas: Layer, dress: Dress, cell: Text, mask: Mask, rect: tuple[int, int, int, int], drop: int
) -> None:
    left, top, right, low = rect
    free = (right - left) - mask.shape[1]
    x = left + {"left": dress.px(2), "right": free - dress.px(2), "centre": free // 2}[cell.align]
    y = round((top + low - mask.shape[0]) / 2) + drop
    if cell.shadow:
        dark = ink_layer((mask * 0.7).astype(np.uint8), (0, 0, 0))
        step = max(1, dress.px(1.6))
        lay(canvas, dark, x + step, y + step, rect)
    lay(canvas, ink_layer(mask, dress.rgb(cell.ink, cell.side)), x, y, rect)


def _flash_under(
    canvas: Layer, dress: Dress, cell: Text, rect: tuple[int, int, int, int], phase: float
) -> bool:
    """What an animated score does to the cell below the digits; False hides the words for now."""
    style = dress.look.flash
    if style == "takeover" and phase < 0.75:
        shut = min(1.0, phase / 0.15, (0.75 - phase) / 0.15)
        left, top, right, low = rect
        covered = (left, top, left + max(1, round((right - left) * shut)), low)
        _draw_fill(canvas, dress, Fill(top="accent", alpha=0.96), cell.side, covered)
        return shut < 0.5
    if style == "blink" and cell.what is What.SCORE:
        return int(phase * 6) % 2 == 1 or phase >= 1
    return True


def _flash_digits(look: Look, mask: Mask, rect: tuple[int, int, int, int], phase: float) -> tuple[Mask, int]:
    """The digits turned about their middle line, or rolling up into place."""
    if look.flash == "spin":
        rows = max(1, round(mask.shape[0] * abs(math.cos(math.pi * 3 * phase))))
        return np.asarray(cv2.resize(mask, (mask.shape[1], rows), interpolation=cv2.INTER_AREA)), 0
    if look.flash == "roll":
        return mask, round((rect[3] - rect[1]) * (1 - phase) ** 2)
    return mask, 0


def _draw_marks(canvas: Layer, dress: Dress, marks: Marks, lit: int) -> None:
    """A row of dots or bars of which `lit` are on, or one arrow."""
    count = 1 if marks.shape == "arrow" else marks.count
    for index in range(count):
        colour = dress.rgb(marks.ink, marks.side) if index < lit else marks.off
        if colour is None:
            continue
        share = 1.0 if count == 1 else _MARK_SHARE
        step_x, step_y = (0.0, marks.h / count * index) if marks.down else (marks.w / count * index, 0.0)
        w, h = (marks.w, marks.h / count * share) if marks.down else (marks.w / count * share, marks.h)
        if marks.shape == "dot":
            w = h = min(w, h)
        rect = _rect(dress, marks.x + step_x, marks.y + step_y, w, h)
        _draw_mark(canvas, dress, marks, colour, rect)


def _draw_mark(
    canvas: Layer, dress: Dress, marks: Marks, colour: Rgb, rect: tuple[int, int, int, int]
) -> None:
    left, top, right, low = rect
    width, height = right - left, low - top
    if marks.shape == "arrow":
        lay(canvas, ink_layer(_arrow(width, height, marks.side == "home"), colour), left, top)
        return
    radius = min(width, height) / 2 if marks.shape == "dot" else 0.0
    lay(canvas, box_layer(width, height, colour, colour, 1.0, radius, 0.0, None, 0.0), left, top)


@lru_cache(maxsize=64)
def _arrow(width: int, height: int, rightwards: bool) -> Mask:
    k = 4
    mask = np.zeros((height * k, width * k), np.uint8)
    tip, base = (width * k - 1, 0) if rightwards else (0, width * k - 1)
    cv2.fillPoly(mask, [np.array([(base, 0), (tip, height * k // 2), (base, height * k - 1)], np.int32)], 255)
    return np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA))
