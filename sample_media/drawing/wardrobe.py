"""What everybody wears and looks like, kept for a whole game.

In: the teams and the seed. Out: an `Outfit` in BGR for a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sample_media.drawing.pixels import Colour, bgr, luminance, mixed
from sample_media.drawing.style import Rgb
from sample_media.scene import Figure, TeamLook

HairStyle = Literal["short", "high", "long", "bald"]

SKIN_RAMP: tuple[Rgb, ...] = ((242, 206, 176), (222, 172, 136), (178, 124, 88), (128, 82, 56), (84, 54, 38))
HAIR_RGB: tuple[Rgb, ...] = ((22, 18, 18), (30, 24, 22), (62, 42, 28), (128, 92, 50))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outfit:
    skin: Colour
    hair: Colour
    hair_style: HairStyle
    beard: bool
    shirt: Colour
    shorts: Colour
    trim: Colour
    stripe: Colour | None
    socks: Colour
    shoes: Colour
    tights: Colour | None
    armband: Colour | None
    headband: Colour | None
    sleeves: bool
    number: str
    number_rgb: Rgb


class Wardrobe:
    """Dresses figures; the same person looks the same all through the game."""

    def __init__(self, home: TeamLook, away: TeamLook, seed: int) -> None:
        self._teams = {"home": home, "away": away}
        self._seed = seed
        self._worn: dict[tuple[str, int, float], Outfit] = {}

    def outfit(self, figure: Figure) -> Outfit:
        key = (figure.side, figure.number, figure.skin)
        if key not in self._worn:
            self._worn[key] = self._dress(figure)
        return self._worn[key]

    def _dress(self, figure: Figure) -> Outfit:
        side = {"home": 1, "away": 2}.get(figure.side, 3)
        rng = np.random.default_rng([self._seed, side, figure.number])
        if figure.side == "referee":
            return _referee(figure, rng)
        team = self._teams[figure.side]
        white: Rgb = (236, 236, 236)
        extras = (white, (24, 24, 28), team.accent_rgb)
        style: HairStyle = ("short", "short", "high", "long", "bald")[int(rng.integers(5))]
        return Outfit(
            skin=skin_colour(figure.skin),
            hair=bgr(HAIR_RGB[int(rng.integers(2 if figure.skin > 0.55 else 4))]),
            hair_style=style,
            beard=bool(rng.random() < 0.45),
            shirt=bgr(team.shirt_rgb),
            shorts=bgr(team.shirt_rgb, 0.96),
            trim=bgr(team.accent_rgb),
            stripe=bgr(team.accent_rgb),
            socks=bgr(white if rng.random() < 0.6 else extras[int(rng.integers(3))]),
            shoes=bgr(extras[int(rng.integers(3))] if rng.random() < 0.75 else _bright(rng)),
            tights=bgr(extras[int(rng.integers(2))]) if rng.random() < 0.22 else None,
            armband=bgr(extras[int(rng.integers(3))]) if rng.random() < 0.25 else None,
            headband=bgr(extras[int(rng.integers(3))]) if rng.random() < 0.18 and style != "bald" else None,
            sleeves=False,
            number=str(figure.number),
            number_rgb=_visible(team.number_rgb, team),
        )


def skin_colour(tone: float) -> Colour:
    """From light (0) to dark (1)."""
    place = min(1.0, max(0.0, tone)) * (len(SKIN_RAMP) - 1)
    low = min(int(place), len(SKIN_RAMP) - 2)
    return bgr(mixed(SKIN_RAMP[low], SKIN_RAMP[low + 1], place - low))


def _bright(rng: np.random.Generator) -> Rgb:
    vivid: tuple[Rgb, ...] = ((250, 90, 40), (60, 220, 120), (240, 220, 40), (40, 150, 240), (230, 60, 160))
    return vivid[int(rng.integers(len(vivid)))]


def _visible(number: Rgb, team: TeamLook) -> Rgb:
    """The number's colour, or black or white where it would vanish on the shirt."""
    if abs(luminance(number) - luminance(team.shirt_rgb)) > 45:
        return number
    return (20, 20, 24) if luminance(team.shirt_rgb) > 128 else (245, 245, 245)


def _referee(figure: Figure, rng: np.random.Generator) -> Outfit:
    black = (26, 24, 24)
    return Outfit(
        skin=skin_colour(figure.skin),
        hair=bgr(HAIR_RGB[int(rng.integers(3))]),
        hair_style="short" if rng.random() < 0.7 else "bald",
        beard=False,
        shirt=(140, 136, 134),
        shorts=black,
        trim=black,
        stripe=None,
        socks=black,
        shoes=(18, 18, 18),
        tights=black,
        armband=None,
        headband=None,
        sleeves=True,
        number=str(figure.number),
        number_rgb=(30, 30, 32),
    )
