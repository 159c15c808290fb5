"""How a broadcast looks: the hall, its floor and the cameras' treatment of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_media.drawing.pixels import luminance
from sample_media.scene import TeamLook

Rgb = tuple[int, int, int]

STREET_CLOTHES: tuple[Rgb, ...] = (
    (28, 30, 38), (44, 46, 54), (70, 72, 80), (120, 122, 128), (190, 190, 192), (232, 232, 230),
    (36, 52, 96), (60, 92, 150), (110, 150, 196), (128, 32, 40), (184, 62, 52), (196, 120, 60),
    (94, 72, 52), (150, 128, 98), (62, 84, 62), (96, 62, 108), (208, 170, 160), (214, 196, 120),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Everything of the look that may differ between two halls or two broadcasters."""

    wood_rgb: Rgb = (222, 184, 138)
    plank_contrast: float = 0.05
    """Relative deviation of the planks' brightness."""
    inner_wood_gain: float = 1.0
    """Brightness of the floor inside the three-point line against the rest."""
    paint_rgb: Rgb | None = None
    """The key and the apron; None: the home team's colour."""
    key_painted: bool = True
    line_rgb: Rgb = (250, 250, 248)
    arc_rgb: Rgb | None = None
    """The three-point line; None: as the other lines."""
    logo_scale: float = 1.0
    stand_light: float = 0.62
    """Brightness of the crowd, 1 as bright as the floor."""
    crowd_rgb: tuple[Rgb, ...] = STREET_CLOTHES
    crowd_fans: float = 0.25
    """The share of spectators in the home team's colours."""
    near_crowd: bool = True
    """Whether the first rows of the camera's side stand into the picture."""
    gloss: float = 0.12
    """How strongly the floor mirrors the players."""
    blur: float = 0.0
    """Camera blur, pixels of a 1280-wide picture."""
    softness: float = 0.0
    """0..1: fine detail lost as if the picture had been shrunk and enlarged."""
    noise: float = 0.0
    """Sensor noise, deviation in 8-bit steps."""
    vignette: float = 0.16
    gamma: float = 1.0
    contrast: float = 1.0
    cast: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Gains of red, green and blue."""
    seed: int = 0


def default_style(seed: int) -> Style:
    """An ordinary game's hall: the home team's paint on maple, details drawn from the seed."""
    rng = np.random.default_rng([seed, 0x57])
    woods: tuple[Rgb, ...] = ((226, 188, 142), (218, 178, 130), (231, 199, 156), (209, 168, 122))
    return Style(
        wood_rgb=woods[int(rng.integers(len(woods)))],
        plank_contrast=float(rng.uniform(0.03, 0.06)),
        inner_wood_gain=float(rng.choice([1.0, 1.0, 0.93])),
        stand_light=float(rng.uniform(0.55, 0.72)),
        logo_scale=float(rng.uniform(0.9, 1.15)),
        crowd_fans=float(rng.uniform(0.15, 0.35)),
        seed=seed,
    )


def random_style(rng: np.random.Generator) -> Style:
    """Anything that a hall and a camera may look like: domain randomisation for training."""
    warm = rng.uniform(0, 1)
    wood = np.array([235, 205, 168]) * rng.uniform(0.62, 1.05) * (1 - 0.12 * warm * np.array([0, 0.6, 1.4]))
    return Style(
        wood_rgb=_rgb(wood),
        plank_contrast=float(rng.uniform(0.0, 0.12)),
        inner_wood_gain=float(rng.uniform(0.8, 1.12)),
        paint_rgb=None if rng.random() < 0.4 else _rgb(rng.uniform(10, 235, 3)),
        key_painted=bool(rng.random() < 0.75),
        line_rgb=(250, 250, 248) if rng.random() < 0.6 else _rgb(rng.uniform(0, 255, 3)),
        arc_rgb=None if rng.random() < 0.6 else _rgb(rng.uniform(0, 255, 3)),
        logo_scale=float(rng.uniform(0.6, 1.5)),
        stand_light=float(rng.uniform(0.18, 0.95)),
        crowd_rgb=_random_palette(rng),
        crowd_fans=float(rng.uniform(0.0, 0.8)),
        near_crowd=bool(rng.random() < 0.7),
        gloss=float(rng.uniform(0.0, 0.3)),
        blur=float(rng.choice([0.0, 0.0, 0.6, 1.2, 2.2])),
        softness=float(rng.choice([0.0, 0.2, 0.5, 0.8])),
        noise=float(rng.choice([0.0, 1.5, 3.0, 6.0])),
        vignette=float(rng.uniform(0.0, 0.4)),
        gamma=float(rng.uniform(0.75, 1.3)),
        contrast=float(rng.uniform(0.8, 1.2)),
        cast=_cast(rng),
        seed=int(rng.integers(1 << 31)),
    )


def _rgb(values: np.ndarray) -> Rgb:
    r, g, b = (int(v) for v in np.clip(values, 0, 255))
    return r, g, b


def _cast(rng: np.random.Generator) -> tuple[float, float, float]:
    r, g, b = (float(v) for v in rng.uniform(0.9, 1.1, 3))
    return r, g, b


def _random_palette(rng: np.random.Generator) -> tuple[Rgb, ...]:
    if rng.random() < 0.4:
        return STREET_CLOTHES
    theme = rng.uniform(0, 255, 3)
    pull = rng.uniform(0.0, 0.8)
    return tuple(_rgb(theme * pull + np.array(c) * (1 - pull)) for c in STREET_CLOTHES)


def house_colour(team: TeamLook) -> Rgb:
    """The team's colour that a floor is painted in: the strongest of its three."""

    def strength(rgb: Rgb) -> float:
        spread = max(rgb) - min(rgb)
        return spread + 40.0 - abs(luminance(rgb) - 90) * 0.6

    return max((team.shirt_rgb, team.accent_rgb, team.number_rgb), key=strength)


def readable_on(rgb: Rgb) -> Rgb:
    return (20, 20, 24) if luminance(rgb) > 150 else (248, 248, 246)
