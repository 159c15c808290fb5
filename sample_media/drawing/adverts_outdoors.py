"""Films in the open: a car on a road, an aeroplane over the sea, a house in the rain.

In: the picture, the time and the shot's own chance. Out: the picture, changed in place.
"""

from __future__ import annotations

import math

import numpy as np

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
    stroke,
)


def _hills(picture: Picture, t: float, level: float, rough: float, speed: float, colour: Colour, salt: float) -> None:
    height, width = picture.shape[:2]
    xs = np.linspace(0, 1, 40)
    ys = level - rough * (np.sin(5 * (xs + speed * t) + salt) + 0.5 * np.sin(11 * (xs + speed * t) + 2 * salt))
    ridge = np.column_stack([xs * width, ys * height])
    polygon(picture, np.vstack([ridge, [width, height], [0, height]]), colour)


def car(picture: Picture, t: float, rng: np.random.Generator) -> None:
    """A car before hills that pass by, at one of three times of day."""
    height, width = picture.shape[:2]
    skies = (((70, 140, 220), (220, 236, 250)), ((250, 130, 60), (255, 214, 150)), ((14, 18, 50), (90, 70, 130)))
    top, bottom = skies[int(rng.integers(3))]
    picture[:] = gradient(height, width, bgr(top), bgr(bottom))
    ellipse(picture, 0.76 * width, 0.34 * height, 0.06 * height, 0.06 * height, bgr((255, 244, 210)))
    _hills(picture, t, 0.52, 0.05, 0.05, bgr((84, 110, 120)), 1.0)
    _hills(picture, t, 0.6, 0.04, 0.12, bgr((70, 100, 70)), 2.3)
    rectangle(picture, 0, 0.66 * height, width, height, (70, 68, 66))
    for i in range(8):
        x = ((i / 8 - 0.7 * t) % 1.0) * 1.3 * width - 0.15 * width
        rectangle(picture, x, 0.79 * height, x + 0.09 * width, 0.805 * height, (230, 230, 230))
    paint = ((190, 24, 30), (236, 236, 240), (20, 70, 150), (240, 170, 20))[int(rng.integers(4))]
    _car_body(picture, width * (0.5 + 0.04 * math.sin(0.9 * t)), 0.745 * height, 0.3 * width, bgr(paint), t)


def _car_body(picture: Picture, x: float, y: float, u: float, paint: Colour, t: float) -> None:
    y += 0.004 * u * math.sin(17 * t)
    ellipse(picture, x, y + 0.06 * u, 0.95 * u, 0.05 * u, (34, 32, 32))
    body = [
        (-0.92, 0.0),
        (-0.9, -0.17),
        (-0.62, -0.22),
        (-0.36, -0.42),
        (0.22, -0.43),
        (0.5, -0.23),
        (0.86, -0.17),
        (0.94, 0.0),
    ]
    polygon(picture, [(x + a * u, y + b * u) for a, b in body], paint)
    lower = [(-0.92, 0.0), (-0.91, -0.08), (0.92, -0.08), (0.94, 0.0)]
    polygon(picture, [(x + a * u, y + b * u) for a, b in lower], scaled(paint, 0.65))
    glass = [(-0.54, -0.22), (-0.33, -0.38), (0.18, -0.39), (0.4, -0.23)]
    polygon(picture, [(x + a * u, y + b * u) for a, b in glass], (70, 56, 46))
    rectangle(picture, x - 0.08 * u, y - 0.39 * u, x - 0.05 * u, y - 0.22 * u, paint)
    ellipse(picture, x + 0.88 * u, y - 0.12 * u, 0.04 * u, 0.03 * u, (210, 245, 255))
    for side in (-0.56, 0.56):
        cx, cy = x + side * u, y + 0.005 * u
        ellipse(picture, cx, cy, 0.16 * u, 0.16 * u, (24, 24, 24))
        ellipse(picture, cx, cy, 0.1 * u, 0.1 * u, (190, 188, 186))
        for k in range(5):
            angle = 14 * t + k * 2 * math.pi / 5
            stroke(
                picture,
                [(cx, cy), (cx + 0.09 * u * math.cos(angle), cy + 0.09 * u * math.sin(angle))],
                (80, 78, 78),
                u / 40,
            )


def travel(picture: Picture, t: float, rng: np.random.Generator) -> None:
    """An aeroplane over an island in the sun."""
    height, width = picture.shape[:2]
    picture[:] = gradient(height, width, bgr((40, 150, 230)), bgr((190, 232, 250)))
    ellipse(picture, 0.22 * width, 0.3 * height, 0.1 * height, 0.1 * height, bgr((255, 226, 110)))
    for i in range(6):
        x, y = (rng.random() + 0.05 * t * (1 + i % 2)) % 1.4 - 0.2, rng.uniform(0.1, 0.5)
        for k in range(4):
            ellipse(
                picture,
                (x + 0.03 * k) * width,
                (y - 0.012 * (k % 2)) * height,
                0.035 * width,
                0.03 * height,
                (252, 250, 248),
            )
    rectangle(picture, 0, 0.62 * height, width, height, bgr((20, 120, 170)))
    ellipse(picture, 0.7 * width, 0.66 * height, 0.2 * width, 0.05 * height, bgr((236, 210, 150)))
    for lean in (-0.03, 0.02):
        stroke(
            picture,
            [(0.7 * width, 0.64 * height), ((0.7 + lean) * width, 0.46 * height)],
            bgr((110, 76, 44)),
            width / 110,
        )
        for k in range(7):
            a = math.pi * (0.95 + k * 0.185) + 0.08 * math.sin(2 * t + k)
            tip = ((0.7 + lean) * width + 0.07 * width * math.cos(a), 0.48 * height + 0.09 * height * math.sin(a))
            stroke(picture, [((0.7 + lean) * width, 0.46 * height), tip], bgr((40, 130, 60)), width / 130)
    for _ in range(14):
        x, y = (rng.random() + 0.03 * t) % 1.0, rng.uniform(0.7, 0.98)
        stroke(
            picture,
            [(x * width, y * height), ((x + 0.05) * width, y * height)],
            bgr((120, 200, 226)),
            max(1, height / 240),
        )
    _plane(picture, ((0.12 * t) % 1.5 - 0.25) * width, (0.36 - 0.03 * math.sin(0.6 * t)) * height, 0.12 * width)


def _plane(picture: Picture, x: float, y: float, u: float) -> None:
    ellipse(picture, x, y, u, 0.13 * u, (250, 250, 250), -4)
    convex(
        picture,
        [(x - 0.9 * u, y), (x - 1.1 * u, y - 0.36 * u), (x - 0.85 * u, y - 0.34 * u), (x - 0.6 * u, y)],
        bgr((20, 80, 160)),
    )
    convex(
        picture,
        [(x + 0.1 * u, y), (x - 0.35 * u, y + 0.42 * u), (x - 0.2 * u, y + 0.42 * u), (x + 0.4 * u, y)],
        (206, 206, 210),
    )
    for k in range(7):
        ellipse(picture, x + (0.6 - 0.18 * k) * u, y - 0.03 * u, 0.03 * u, 0.03 * u, (120, 80, 50))


def house(picture: Picture, t: float, rng: np.random.Generator) -> None:
    """A small house under a large umbrella in the rain."""
    height, width = picture.shape[:2]
    picture[:] = gradient(height, width, bgr((92, 108, 128)), bgr((160, 172, 180)))
    rectangle(picture, 0, 0.7 * height, width, height, bgr((86, 120, 80)))
    x, u = width / 2, 0.2 * height
    rectangle(picture, x - u, 0.48 * height, x + u, 0.72 * height, bgr((236, 214, 180)))
    polygon(
        picture, [(x - 1.25 * u, 0.49 * height), (x, 0.32 * height), (x + 1.25 * u, 0.49 * height)], bgr((160, 60, 44))
    )
    rectangle(picture, x - 0.18 * u, 0.58 * height, x + 0.18 * u, 0.72 * height, bgr((96, 62, 40)))
    warm = bgr((255, 220, 120), 0.9 + 0.1 * math.sin(5 * t))
    for side in (-0.6, 0.6):
        rectangle(picture, x + (side - 0.2) * u, 0.53 * height, x + (side + 0.2) * u, 0.61 * height, warm)
    sway = 0.03 * math.sin(1.2 * t) * width
    tip = (x + sway, 0.1 * height + 0.12 * height)
    stroke(picture, [(x + 0.3 * u, 0.7 * height), tip], (60, 60, 64), max(1, width / 220))
    panels = 6
    for k in range(panels):
        a, b = math.pi * (1 + k / panels), math.pi * (1 + (k + 1) / panels)
        shape = [tip, *((tip[0] + 2.3 * u * math.cos(v), tip[1] + 0.62 * u + 0.6 * u * math.sin(v)) for v in (a, b))]
        convex(picture, shape, bgr((200, 30, 46), 1.0 if k % 2 else 0.8))
    for _ in range(90):
        px, py = rng.random(), (rng.random() + 1.6 * t) % 1.0
        if abs(px * width - x) > 2.3 * u or py < 0.24:
            stroke(
                picture,
                [(px * width, py * height), ((px - 0.006) * width, (py + 0.035) * height)],
                (226, 220, 214),
                max(1, height / 500),
            )
