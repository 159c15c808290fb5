"""A person from the waist up: player, coach, presenter or fan.

In: how he looks and what his arms and face do. Out: a layer, drawn once and moved by whoever shows it.
Lengths are in head heights; the crown of the head is at y 0, the waist at about 3.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from sample_media.drawing.fonts import text_mask
from sample_media.drawing.pixels import Colour, Layer, Picture, mixed, scaled
from sample_media.drawing.sculpt import Clay, Points
from sample_media.drawing.wardrobe import HairStyle

Arms = Literal["down", "hips", "up", "clap", "desk"]
Clothes = Literal["jersey", "shirt", "suit"]

WIDTH, TOP, BOTTOM = 4.6, -1.7, 3.6
"""The canvas around a person: its width, the room above the crown for raised arms, its lower edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    skin: Colour
    hair: Colour
    hair_style: HairStyle
    beard: bool = False
    clothes: Clothes = "jersey"
    cloth: Colour
    trim: Colour
    number: str = ""
    name: str = ""
    ink: Colour = (255, 255, 255)
    headband: Colour | None = None
    arms: Arms = "down"
    mouth: float = 0.0  # 0 shut .. 1 shouting
    blink: bool = False
    turn: float = 0.0  # -1 looks to the left of the picture .. 1 to the right
    from_behind: bool = False
    build: float = 1.0


_ARM_BONES: dict[Arms, tuple[Points, tuple[float, ...]]] = {
    "down": (((0.93, 1.62), (1.12, 2.6), (1.06, 3.6)), (0.27, 0.21, 0.17)),
    "hips": (((0.93, 1.62), (1.5, 2.5), (0.9, 3.15)), (0.27, 0.2, 0.15)),
    "up": (((0.92, 1.6), (1.42, 0.75), (1.22, -0.55)), (0.26, 0.2, 0.14)),
    "clap": (((0.93, 1.62), (1.12, 2.45), (0.2, 1.95)), (0.27, 0.2, 0.14)),
    "desk": (((0.93, 1.62), (1.2, 2.7), (0.35, 3.0)), (0.27, 0.22, 0.15)),
}


def bust(person: Person, unit: float) -> Layer:
    """The person at `unit` pixels per head height."""
    clay = Clay(WIDTH, BOTTOM - TOP, TOP, unit)
    if person.hair_style == "long":
        clay.press(clay.limb([(-0.3, 0.35), (-0.42, 1.35)], [0.22, 0.16]), scaled(person.hair, 0.8))
        clay.press(clay.limb([(0.3, 0.35), (0.42, 1.35)], [0.22, 0.16]), scaled(person.hair, 0.8))
    behind = person.arms in ("down", "hips", "up")
    if behind:
        _arms(clay, person)
    _trunk(clay, person)
    if not behind:
        _arms(clay, person)
    _head(clay, person)
    return clay.layer()


def _mirrored(points: Points, side: float) -> list[tuple[float, float]]:
    return [(side * x, y) for x, y in points]


def _arms(clay: Clay, who: Person) -> None:
    bones, radii = _ARM_BONES[who.arms]
    for side in (-1.0, 1.0):
        points = [(x * (who.build if i < 2 else 1.0), y) for i, (x, y) in enumerate(_mirrored(bones, side))]
        bare = who.clothes == "jersey"
        colour = who.skin if bare else scaled(who.cloth, 0.92)
        clay.press(clay.limb(points, radii), colour, 0.24)
        hand = points[-1]
        clay.press(clay.oval(*hand, 0.19, 0.22), who.skin, 0.16)
        if who.arms == "up":
            for k in range(4):
                tip = (hand[0] + side * (k - 1.5) * 0.09, hand[1] - 0.36 + 0.04 * abs(k - 1.5))
                clay.press(clay.limb([hand, tip], [0.06, 0.045]), who.skin, 0.05)
        if who.clothes == "shirt":
            (x0, y0), (x1, y1) = points[:2]
            half = [(x0, y0), (x0 + (x1 - x0) * 0.55, y0 + (y1 - y0) * 0.55)]
            clay.press(clay.limb([half[1], *points[1:]], [radii[1], radii[1], radii[2]]), who.skin, 0.2)
            clay.press(clay.limb(half, [radii[0] * 1.12, radii[1] * 1.25]), who.cloth, 0.24)


def _trunk(clay: Clay, who: Person) -> None:
    b = who.build
    right: Points = ((0.0, 1.2), (0.3, 1.2), (0.72 * b, 1.34), (1.08 * b, 1.62), (0.94 * b, 2.2), (0.82 * b, 3.7))
    shape = [*_mirrored(right, 1), *reversed(_mirrored(right, -1))]
    body = clay.outline(shape, soft=0.07)
    neck = clay.limb([(0, 0.85), (0, 1.4)], [0.24, 0.3])
    if who.clothes == "jersey":
        clay.press(body, who.skin, 0.4, 0.8)
        clay.press(neck, who.skin, 0.24)
        _jersey(clay, who, body)
    elif who.clothes == "suit":
        clay.press(neck, who.skin, 0.24)
        _suit(clay, who, body)
    else:
        clay.press(body, who.cloth, 0.45, 0.8)
        clay.press(clay.limb([(0, 0.85), (0, 1.25)], [0.24, 0.3]), who.skin, 0.24)
        clay.flat(_cut(clay.oval(0, 1.26, 0.36, 0.16), clay.oval(0, 1.18, 0.31, 0.14)), who.trim, 0.7)
    if who.number:
        _text(clay, who.number, 2.42, 0.78, who.ink, 1.3)
    if who.name:
        _text(clay, who.name, 1.86 if who.clothes == "jersey" else 2.2, 0.2, who.ink, 1.15)


def _jersey(clay: Clay, who: Person, body: Picture) -> None:
    b = who.build
    deep = 1.36 if who.from_behind else 1.66
    right: Points = ((0.34, 1.16), (0.62 * b, 1.24), (0.66 * b, 1.7), (0.9 * b, 2.15), (0.86 * b, 3.8))
    collar: Points = ((-0.26, deep - 0.14), (0.0, deep), (0.26, deep - 0.14))
    shape = [*collar, *_mirrored(right, 1), *reversed(_mirrored(right, -1))]
    cloth = clay.outline(shape, soft=0.04)
    cloth = _both(cloth, clay.outline([(-2, 0), (2, 0), (2, 4), (-2, 4)]))
    clay.press(cloth, who.trim, 0.3, 0.7)
    inner = _shrunk(cloth, 0.07 * clay.unit)
    clay.inlay(inner, cloth, who.cloth, 0.42, 0.75)
    for side in (-1.0, 1.0):  # folds
        fold = clay.outline([(side * 0.5, 2.9), (side * 0.56, 2.9), (side * 0.3, 3.7), (side * 0.22, 3.7)], soft=0.02)
        clay.shade(fold, 0.05, 0.16)


def _suit(clay: Clay, who: Person, body: Picture) -> None:
    clay.press(body, who.cloth, 0.42, 0.85)
    clay.press(clay.outline([(-0.3, 1.16), (0.3, 1.16), (0.05, 2.5), (-0.05, 2.5)]), (232, 230, 228), 0.2, 0.5)
    clay.press(clay.limb([(0, 0.85), (0, 1.18)], [0.24, 0.25]), who.skin, 0.24)
    clay.press(clay.outline([(-0.07, 1.32), (0.07, 1.32), (0.1, 2.3), (0, 2.5), (-0.1, 2.3)]), who.trim, 0.08)
    for side in (-1.0, 1.0):
        lapel = [(0.24, 1.12), (0.5, 1.26), (0.46, 1.75), (0.06, 2.6), (0.2, 1.8)]
        clay.press(clay.outline(_mirrored(lapel, side)), scaled(who.cloth, 0.82), 0.06, 0.6)


def _text(clay: Clay, text: str, y: float, height: float, ink: Colour, widest: float) -> None:
    glyphs = text_mask(text, "block", max(6, round(height * clay.unit)))
    if glyphs.shape[1] > widest * clay.unit:
        share = widest * clay.unit / glyphs.shape[1]
        glyphs = cv2.resize(glyphs, None, fx=share, fy=share if share < 0.8 else 1.0, interpolation=cv2.INTER_AREA)
    h, w = glyphs.shape
    mask = clay.blank()
    left, top = round(clay.width / 2 * clay.unit - w / 2), round((y - clay.top) * clay.unit - h / 2)
    if left < 0 or top < 0 or top + h > mask.shape[0]:
        return
    mask[top : top + h, left : left + w] = glyphs
    clay.flat(mask, ink, 0.95)


def _head(clay: Clay, who: Person) -> None:
    t = who.turn
    clay.shade(clay.oval(0.03, 1.14, 0.34, 0.2), 0.08, 0.38)
    for side in (-1.0, 1.0):
        if side * t < 0.7:
            clay.press(clay.oval(side * 0.37 - 0.1 * t, 0.56, 0.075, 0.13), scaled(who.skin, 0.86), 0.06)
    skull = _either(clay.oval(0, 0.42, 0.385, 0.42), clay.oval(0.05 * t, 0.64, 0.3, 0.37))
    clay.press(skull, who.skin, 0.36, 0.8)
    if who.from_behind:
        clay.press(clay.oval(0, 0.42, 0.4, 0.44), who.hair if who.hair_style != "bald" else who.skin, 0.3)
        return
    _hair(clay, who, skull)
    _face(clay, who, 0.1 * t)
    if who.headband is not None:
        band = _both(clay.outline([(-0.6, 0.2), (0.6, 0.2), (0.6, 0.32), (-0.6, 0.32)]), clay.oval(0, 0.42, 0.4, 0.44))
        clay.press(band, who.headband, 0.06)


def _hair(clay: Clay, who: Person, skull: Picture) -> None:
    if who.hair_style == "bald":
        clay.flat(clay.oval(-0.12, 0.1, 0.12, 0.05), mixed(who.skin, (255, 255, 255), 0.5), 0.4)
        return
    grown = {"short": 0.02, "high": 0.12, "long": 0.07, "bald": 0.0}[who.hair_style]
    cap = clay.oval(0, 0.4 - grown, 0.395 + grown * 0.35, 0.43 + grown * 0.6)
    line = 0.26 if who.hair_style != "long" else 0.3
    temple: Points = ((0.24, line - 0.06), (0.33, line + 0.06), (0.36, 1.3))
    face = clay.outline([*temple, *reversed(_mirrored(temple, -1))], soft=0.03)
    clay.press(_cut(_both(cap, clay.outline([(-1, -1), (1, -1), (1, 0.58), (-1, 0.58)])), face), who.hair, 0.16, 0.9)


def _face(clay: Clay, who: Person, shift: float) -> None:
    dark = scaled(who.skin, 0.42)
    for side in (-1.0, 1.0):
        x = side * 0.155 + shift
        clay.shade(clay.oval(x, 0.47, 0.11, 0.07), 0.04, 0.22)
        if who.blink:
            clay.flat(clay.limb([(x - 0.06, 0.51), (x + 0.06, 0.51)], [0.012, 0.012]), dark)
        else:
            clay.flat(clay.oval(x, 0.5, 0.065, 0.034), (225, 228, 230))
            clay.flat(clay.oval(x + 0.25 * shift, 0.5, 0.032, 0.034), (30, 26, 24))
            clay.flat(
                clay.limb([(x - 0.065, 0.475), (x, 0.46), (x + 0.065, 0.478)], [0.012] * 3), scaled(who.skin, 0.3)
            )
        brow = [(x - 0.085, 0.41 + 0.012 * side), (x + 0.085, 0.41 - 0.012 * side)]
        clay.flat(clay.limb(brow, [0.022, 0.02]), mixed(who.hair, who.skin, 0.25))
    clay.shade(clay.limb([(shift * 1.25 + 0.045, 0.52), (shift * 1.3 + 0.06, 0.66)], [0.025, 0.05]), 0.02, 0.3)
    clay.flat(clay.limb([(shift * 1.3 - 0.06, 0.69), (shift * 1.3 + 0.06, 0.69)], [0.016, 0.016]), dark, 0.7)
    if who.beard:
        chin = _both(clay.oval(shift * 0.5, 0.8, 0.3, 0.24), clay.outline([(-1, 0.7), (1, 0.7), (1, 1.2), (-1, 1.2)]))
        chin = _cut(chin, clay.oval(shift, 0.72, 0.17, 0.1))
        clay.flat(chin, who.hair, 0.72)
    lip = mixed(scaled(who.skin, 0.7), (70, 60, 150), 0.25)
    open_by = 0.012 + 0.075 * who.mouth
    clay.flat(clay.oval(shift, 0.81, 0.115, 0.03 + open_by), lip)
    clay.flat(clay.oval(shift, 0.81, 0.095, open_by), (32, 24, 40))
    if who.mouth > 0.4:
        clay.flat(clay.oval(shift, 0.81 - open_by * 0.55, 0.075, 0.02), (232, 234, 236))


def _both(a: Picture, b: Picture) -> Picture:
    return np.asarray(cv2.min(a, b))


def _either(a: Picture, b: Picture) -> Picture:
    return np.asarray(cv2.max(a, b))


def _cut(a: Picture, b: Picture) -> Picture:
    return np.asarray(cv2.subtract(a, b))


def _shrunk(mask: Picture, by: float) -> Picture:
    size = 2 * max(1, round(by)) + 1
    return np.asarray(cv2.erode(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))))
