"""Films for things one buys: a drink, a telephone, an account, a pizza, shoes.

In: the picture, the time and the shot's own chance. Out: the picture, changed in place.
"""

from __future__ import annotations

import math

import numpy as np

from sample_media.drawing.fonts import put_text
from sample_media.drawing.pixels import (
    Colour,
    Picture,
    bgr,
    convex,
    ellipse,
    gradient,
    polygon,
    rectangle,
    scaled,
    solid,
    stroke,
)


def _sunburst(picture: Picture, t: float, light: Colour, dark: Colour) -> None:
    height, width = picture.shape[:2]
    picture[:] = solid(light)
    far = math.hypot(width, height)
    for i in range(12):
        a = t * 0.25 + i * math.pi / 6
        b = a + math.pi / 12
        tips = [(width / 2 + far * math.cos(v), height / 2 + far * math.sin(v)) for v in (a, b)]
        convex(picture, [(width / 2, height / 2), *tips], dark)


def soda(picture: Picture, t: float, rng: np.random.Generator) -> None:
    """A can that rocks among rising bubbles."""
    height, width = picture.shape[:2]
    hue = ((255, 196, 60), (120, 220, 120), (255, 130, 150))[int(rng.integers(3))]
    _sunburst(picture, t, bgr(hue), bgr(hue, 0.86))
    for _ in range(40):
        x, speed, size = rng.random(), rng.uniform(0.15, 0.5), rng.uniform(0.006, 0.024)
        y = (rng.random() - t * speed) % 1.1
        ellipse(picture, x * width, y * height, size * height, size * height, bgr((255, 250, 235)))
    tilt = 0.12 * math.sin(1.7 * t)
    cos, sin, unit = math.cos(tilt), math.sin(tilt), height

    def at(x: float, y: float) -> tuple[float, float]:
        return width / 2 + (x * cos - y * sin) * unit, height * 0.52 + (x * sin + y * cos) * unit

    for left, right, tone in ((-0.15, 0.15, 0.75), (-0.13, 0.09, 1.0), (-0.1, -0.06, 1.5)):
        convex(picture, [at(left, -0.27), at(right, -0.27), at(right, 0.27), at(left, 0.27)], bgr((228, 60, 40), tone))
    for y in (-0.27, 0.27):
        ellipse(picture, *at(0, y), 0.15 * unit, 0.035 * unit, (190, 190, 194), math.degrees(tilt))
    ellipse(picture, *at(0, 0), 0.12 * unit, 0.12 * unit, bgr((255, 240, 210)), 0)
    ellipse(picture, *at(0.01, 0.01), 0.09 * unit, 0.09 * unit, bgr((250, 150, 30)), 0)


def phone(picture: Picture, t: float, rng: np.random.Generator) -> None:
    """A telephone that floats in the dark, its tiles lighting up in turn."""
    height, width = picture.shape[:2]
    picture[:] = gradient(height, width, bgr((60, 20, 110)), bgr((8, 6, 24)))
    for i in range(24):
        x, y = (rng.random() + 0.02 * t * (i % 3 + 1)) % 1.0, rng.random()
        ellipse(picture, x * width, y * height, 0.003 * width, 0.003 * width, bgr((150, 120, 250)))
    turn, drift = 0.25 * math.sin(0.8 * t), 0.03 * math.sin(1.3 * t)
    narrow = 0.16 + 0.02 * math.cos(0.8 * t)

    def at(x: float, y: float) -> tuple[float, float]:
        return width / 2 + (x * narrow * 2 + y * turn * 0.3) * height, (
            0.48 + drift + y * (0.36 + 0.05 * x * turn)
        ) * height

    convex(picture, [at(-1.08, -1.05), at(1.08, -1.05), at(1.08, 1.05), at(-1.08, 1.05)], (48, 44, 44))
    convex(picture, [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)], bgr((250, 250, 255)))
    for row in range(6):
        for column in range(4):
            glow = 0.65 + 0.45 * math.sin(2.4 * t + row * 1.1 + column * 1.9)
            colour = bgr(tuple(rng.uniform(60, 255, 3)), glow)
            x, y = -0.86 + column * 0.46, -0.86 + row * 0.3
            convex(picture, [at(x, y), at(x + 0.36, y), at(x + 0.36, y + 0.22), at(x, y + 0.22)], colour)


def bank(picture: Picture, t: float, rng: np.random.Generator) -> None:
    """Columns that grow, a line that climbs over them, coins that turn."""
    height, width = picture.shape[:2]
    picture[:] = gradient(height, width, (250, 250, 246), (226, 232, 214))
    points = []
    for i in range(9):
        grown = 0.5 + 0.5 * math.sin(0.9 * t - 0.5 * i)
        tall = (0.08 + 0.055 * i) * (0.55 + 0.45 * grown)
        x = (0.12 + 0.085 * i) * width
        rectangle(picture, x, (0.76 - tall) * height, x + 0.055 * width, 0.76 * height, bgr((0, 140 + 8 * i, 110)))
        points.append((x + 0.028 * width, (0.68 - tall) * height))
    stroke(picture, points, bgr((240, 150, 30)), max(1, width / 200))
    for i in range(5):
        x, y = rng.uniform(0.08, 0.6), rng.uniform(0.26, 0.5)
        flat = abs(math.cos(1.8 * t + i))
        ellipse(picture, x * width, y * height, (0.004 + 0.03 * flat) * width, 0.03 * width, bgr((214, 168, 40)))
        ellipse(picture, x * width, y * height, (0.002 + 0.024 * flat) * width, 0.024 * width, bgr((250, 212, 90)))


def pizza(picture: Picture, t: float, rng: np.random.Generator) -> None:
    """A pizza from above, turning, one slice being drawn away."""
    height, width = picture.shape[:2]
    picture[:] = gradient(height, width, bgr((92, 58, 38)), bgr((52, 32, 22)))
    for i in range(10):
        rectangle(picture, 0, i * height / 10, width, i * height / 10 + max(1, height / 240), bgr((40, 24, 16)))
    x, y, r = width / 2, 0.5 * height, 0.3 * height
    ellipse(picture, x + 0.02 * r, y + 0.06 * r, 1.1 * r, 1.1 * r, bgr((28, 18, 12)))
    for radius, rgb in ((1.05, (206, 150, 84)), (0.93, (190, 52, 30)), (0.9, (240, 200, 104))):
        ellipse(picture, x, y, radius * r, radius * r, bgr(rgb))
    for i in range(34):
        angle, far = rng.uniform(0, 2 * math.pi) + 0.4 * t, 0.84 * math.sqrt(rng.random())
        rgb = ((176, 34, 28), (70, 130, 50), (250, 236, 200))[i % 3]
        size = (0.1, 0.05, 0.07)[i % 3] * r
        ellipse(picture, x + far * r * math.cos(angle), y + far * r * math.sin(angle), size, size * 0.9, bgr(rgb))
    pull = 0.12 + 0.1 * math.sin(0.9 * t)
    for i in range(6):
        a = 0.4 * t + i * math.pi / 3
        end = (x + 1.06 * r * math.cos(a), y + 1.06 * r * math.sin(a))
        stroke(picture, [(x, y), end], bgr((120, 70, 40)), max(1, r * (0.012 + (pull * 0.2 if i == 0 else 0))))


def shoe(picture: Picture, t: float, rng: np.random.Generator) -> None:
    """A running shoe that leaps over stripes of colour."""
    height, width = picture.shape[:2]
    tones = rng.uniform(60, 255, (3, 3))
    for i in range(14):
        x = ((i / 14 + 0.16 * t) % 1.2 - 0.1) * width
        slope = 0.3 * height
        shape = [(x, 0), (x + width * 0.09, 0), (x + width * 0.09 - slope, height), (x - slope, height)]
        if i == 0:
            picture[:] = solid(bgr(tones[0], 0.35))
        convex(picture, shape, bgr(tones[i % 3], 0.5 + 0.1 * (i % 4)))
    leap = abs(math.sin(2.1 * t))
    ellipse(picture, width / 2, 0.73 * height, (0.3 - 0.1 * leap) * width, 0.02 * height, (24, 24, 24))
    x0, y0, u = width / 2, (0.66 - 0.16 * leap) * height, 0.3 * width
    tilt = -0.25 * leap

    def at(x: float, y: float) -> tuple[float, float]:
        return x0 + u * (x * math.cos(tilt) - y * math.sin(tilt)), y0 + u * (x * math.sin(tilt) + y * math.cos(tilt))

    upper = [(-0.72, -0.02), (-0.7, -0.34), (-0.5, -0.4), (-0.3, -0.3), (0.2, -0.24), (0.62, -0.16), (0.8, 0.0)]
    polygon(picture, [at(*p) for p in upper], (246, 246, 246))
    polygon(picture, [at(*p) for p in ((-0.3, -0.05), (0.35, -0.18), (0.2, -0.03))], bgr(tones[1]))
    sole = [(-0.76, -0.03), (0.84, 0.0), (0.8, 0.1), (-0.74, 0.1)]
    polygon(picture, [at(*p) for p in sole], bgr(tones[2]))
    for k in range(4):
        stroke(
            picture,
            [at(-0.22 + 0.12 * k, -0.28), at(-0.16 + 0.12 * k, -0.14)],
            scaled(bgr(tones[2]), 0.7),
            max(1, u / 60),
        )
    put_text(picture, "NEW", 0.08 * width, 0.34 * height, round(0.05 * height), (255, 255, 255), "block")
