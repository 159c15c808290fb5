"""Spectators: rows of varied people, seen from the front or from behind, in several moments.

In: a style, a team, a scale. Out: tiles (transparent or opaque) that the stands are laid with; for each
of three moods a short loop of pictures in which everybody moves a little by himself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_media.drawing.pixels import Colour, Picture, bgr, convex, ellipse, scaled, stroke
from sample_media.drawing.style import Rgb, Style, house_colour
from sample_media.scene import TeamLook

MOODS = 3
"""Quiet, lively, wild."""
FRAMES = 4
"""Pictures of each mood's loop."""

SKINS: tuple[Rgb, ...] = ((236, 196, 168), (214, 164, 130), (178, 126, 92), (132, 88, 62), (92, 60, 44))
HAIRS: tuple[Rgb, ...] = ((24, 20, 20), (46, 32, 24), (84, 56, 36), (140, 102, 58), (190, 160, 104), (150, 150, 152))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spectator:
    """One person of a tile; lengths in feet, the place from the tile's left and top."""

    x: float
    y: float
    shirt: Rgb
    trousers: Rgb
    skin: Rgb
    hair: Rgb
    long_hair: bool
    cap: Rgb | None
    build: float
    zeal: float  # 0..1, the lower the sooner the arms go up
    beat: float  # own rhythm
    light: float


def seat_people(
    style: Style, team: TeamLook, rows: int, row_ft: float, width_ft: float, top_ft: float, salt: int
) -> list[Spectator]:
    """Fills the rows of a tile, farthest (top) row first."""
    rng = np.random.default_rng([style.seed, 23, salt])
    people = []
    for row in range(rows):
        seats = int(width_ft / 1.75)
        for seat in range(seats):
            if rng.random() < 0.05:
                continue
            x = (seat + 0.5 + 0.5 * (row % 2)) * width_ft / seats + rng.normal(0, 0.12)
            people.append(_spectator(rng, style, team, x % width_ft, top_ft + row * row_ft + rng.normal(0, 0.1)))
    return people


def _spectator(rng: np.random.Generator, style: Style, team: TeamLook, x: float, y: float) -> Spectator:
    fan = rng.random() < style.crowd_fans
    palette = style.crowd_rgb
    street = palette[int(rng.integers(len(palette)))]
    house = (house_colour(team), team.shirt_rgb, team.accent_rgb)[int(rng.integers(3))]
    caps: tuple[Rgb, ...] = ((235, 235, 235), (30, 32, 40), house_colour(team))
    return Spectator(
        x=x,
        y=y,
        shirt=house if fan else street,
        trousers=STREET_TROUSERS[int(rng.integers(len(STREET_TROUSERS)))],
        skin=SKINS[int(rng.integers(len(SKINS)))],
        hair=HAIRS[int(rng.choice(len(HAIRS), p=(0.3, 0.25, 0.18, 0.12, 0.08, 0.07)))],
        long_hair=bool(rng.random() < 0.35),
        cap=caps[int(rng.integers(3))] if rng.random() < 0.14 else None,
        build=float(rng.uniform(0.88, 1.14)),
        zeal=float(rng.random()),
        beat=float(rng.random()),
        light=float(rng.uniform(0.82, 1.12)),
    )


STREET_TROUSERS: tuple[Rgb, ...] = ((34, 40, 58), (26, 26, 30), (60, 62, 68), (96, 88, 76), (52, 66, 96))


def draw_people(
    picture: Picture,
    people: list[Spectator],
    scale: float,
    mood: int,
    frame: int,
    *,
    from_behind: bool,
    stretch: float = 1.0,
) -> None:
    """Draws them all at `scale` pixels per foot; `stretch` heightens them against the stand's slope."""
    for person in people:
        _draw_person(picture, person, scale, mood, frame, from_behind, stretch)


def _draw_person(
    picture: Picture, who: Spectator, scale: float, mood: int, frame: int, from_behind: bool, stretch: float
) -> None:
    """One seated or standing person; (x, y) is the crown of his head when he sits still."""
    cheers, claps = who.zeal < (0.0, 0.05, 0.5)[mood], who.zeal < (0.03, 0.22, 0.95)[mood]
    swing = np.sin(2 * np.pi * (who.beat + frame / FRAMES))
    lift = (0.03, 0.1, 0.35)[mood] * swing * (1.0 if claps else 0.3) + (1.1 if cheers else 0.0)
    sway = 0.08 * np.sin(2 * np.pi * (2 * who.beat + frame / FRAMES)) * (1 + mood)
    sx, sy, b = scale, scale * stretch, who.build
    x, y = (who.x + sway) * scale, (who.y - lift) * sy
    shirt, skin = bgr(who.shirt, who.light), bgr(who.skin, who.light)
    if not from_behind:
        _legs(picture, who, x, y, sx, sy)
    half, top, low = 0.72 * b * sx, y + 0.92 * sy, y + 2.7 * sy
    body = [(x - half * 0.62, top), (x + half * 0.62, top), (x + half, top + 0.4 * sy), (x + half * 0.9, low)]
    convex(picture, [*body, (x - half * 0.9, low), (x - half, top + 0.4 * sy)], scaled(shirt, 0.72))
    inner = [(x - half * 0.5, top + 0.05 * sy), (x + half * 0.45, top + 0.05 * sy), (x + half * 0.6, low)]
    convex(picture, [*inner, (x - half * 0.68, low)], shirt)
    convex(
        picture, [(x - 0.14 * sx, y + 0.7 * sy), (x + 0.14 * sx, y + 0.7 * sy), (x, y + 1.15 * sy)], scaled(skin, 0.8)
    )
    _arms(picture, who, x, y, sx, sy, cheers, claps, swing, shirt, skin)
    _head(picture, who, x, y, sx, sy, from_behind, skin)


def _legs(picture: Picture, who: Spectator, x: float, y: float, sx: float, sy: float) -> None:
    cloth = bgr(who.trousers, who.light * 0.85)
    for side in (-1, 1):
        knee = (x + side * 0.42 * sx, y + 3.0 * sy)
        convex(picture, _bar(x + side * 0.3 * sx, y + 2.5 * sy, *knee, 0.3 * sx), cloth)
        convex(picture, _bar(*knee, knee[0], y + 4.3 * sy, 0.24 * sx), scaled(cloth, 0.75))


def _arms(
    picture: Picture,
    who: Spectator,
    x: float,
    y: float,
    sx: float,
    sy: float,
    cheers: bool,
    claps: bool,
    swing: float,
    shirt: Colour,
    skin: Colour,
) -> None:
    for side in (-1, 1):
        shoulder = (x + side * 0.6 * who.build * sx, y + 1.15 * sy)
        if cheers:
            elbow = (shoulder[0] + side * 0.3 * sx, y + 0.55 * sy)
            hand = (shoulder[0] + side * (0.2 + 0.25 * swing) * sx, y - 0.75 * sy)
        elif claps:
            elbow = (shoulder[0] + side * 0.2 * sx, y + 2.0 * sy)
            hand = (x + side * (0.12 + 0.2 * abs(swing)) * sx, y + 1.35 * sy)
        else:
            elbow = (shoulder[0] + side * 0.16 * sx, y + 2.1 * sy)
            hand = (x + side * (0.12 + 0.45 * who.beat) * sx, y + (2.4 + 0.6 * who.zeal) * sy)
        convex(picture, _bar(*shoulder, *elbow, 0.2 * sx), scaled(shirt, 0.85))
        convex(picture, _bar(*elbow, *hand, 0.13 * sx), skin)
        ellipse(picture, *hand, 0.15 * sx, 0.18 * sy, skin)


def _head(
    picture: Picture, who: Spectator, x: float, y: float, sx: float, sy: float, from_behind: bool, skin: Colour
) -> None:
    hair = bgr(who.hair, who.light)
    cy = y + 0.45 * sy
    if who.long_hair:
        ellipse(picture, x, y + 0.62 * sy, 0.42 * sx, 0.6 * sy, scaled(hair, 0.8))
    if from_behind:
        ellipse(picture, x, cy, 0.36 * sx, 0.46 * sy, hair)
        ellipse(picture, x - 0.08 * sx, cy - 0.14 * sy, 0.2 * sx, 0.22 * sy, scaled(hair, 1.3))
    else:
        ellipse(picture, x, cy - 0.08 * sy, 0.36 * sx, 0.44 * sy, hair)
        ellipse(picture, x, cy + 0.08 * sy, 0.3 * sx, 0.38 * sy, scaled(skin, 0.85))
        ellipse(picture, x - 0.05 * sx, cy + 0.06 * sy, 0.23 * sx, 0.31 * sy, skin)
        if sx > 14:
            stroke(picture, [(x - 0.16 * sx, cy + 0.02 * sy), (x + 0.16 * sx, cy + 0.02 * sy)], scaled(skin, 0.55))
            stroke(picture, [(x - 0.08 * sx, cy + 0.27 * sy), (x + 0.08 * sx, cy + 0.27 * sy)], scaled(skin, 0.6))
    if who.cap is not None:
        cap = bgr(who.cap, who.light)
        ellipse(picture, x, cy - 0.2 * sy, 0.37 * sx, 0.28 * sy, cap)
        brim = 0.1 if from_behind else 0.02
        ellipse(picture, x, cy - brim * sy, 0.4 * sx, 0.09 * sy, scaled(cap, 0.75))


def _bar(x0: float, y0: float, x1: float, y1: float, half: float) -> list[tuple[float, float]]:
    """A thick line as a convex shape."""
    dx, dy = x1 - x0, y1 - y0
    length = max(1e-6, float(np.hypot(dx, dy)))
    nx, ny = -dy / length * half, dx / length * half
    ex, ey = dx / length * half * 0.6, dy / length * half * 0.6
    return [
        (x0 + nx, y0 + ny), (x0 - ex, y0 - ey), (x0 - nx, y0 - ny),
        (x1 - nx, y1 - ny), (x1 + ex, y1 + ey), (x1 + nx, y1 + ny),
    ]  # fmt: skip
