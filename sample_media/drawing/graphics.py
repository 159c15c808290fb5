"""Graphics laid over any picture: the lower third and the wipe around replays.

In: a scene's texts and how far the wipe is. Out: the picture, changed in place.
"""

from __future__ import annotations

from sample_media.drawing.fonts import put_text
from sample_media.drawing.pixels import Picture, bgr, convex, ellipse, rectangle, scaled, solid
from sample_media.drawing.style import Rgb, house_colour, readable_on
from sample_media.scene import TeamLook

NAVY: Rgb = (18, 24, 44)


class Overlay:
    def __init__(self, home: TeamLook, away: TeamLook, seed: int) -> None:
        self._home, self._away = home, away
        accents: tuple[Rgb, ...] = ((226, 40, 52), (250, 176, 28), (0, 148, 214), (60, 184, 96), (150, 70, 220))
        self.accent = accents[seed % len(accents)]

    def lower_third(self, picture: Picture, text: str) -> None:
        """A caption in the lower left, clear of the score bug's usual places."""
        height, width = picture.shape[:2]
        size = max(5, round(height * 0.03))
        top, tall, left = round(height * 0.715), round(height * 0.066), round(width * 0.05)
        wide = round(min(width * 0.62, 0.55 * size * len(text) + width * 0.07))
        here = picture[top : top + tall, left : left + wide]
        here[:] = (here * 0.12 + 0.88 * solid(bgr(NAVY))).astype(picture.dtype)
        rectangle(picture, left, top, left + max(2, width * 0.008), top + tall, bgr(self.accent))
        rectangle(picture, left, top + tall - max(1, height * 0.005), left + wide, top + tall, bgr(self.accent))
        x = left + width * 0.022
        put_text(picture, text, x, top + tall * 0.27, size, (246, 246, 246), "bold", 0.0, 1.0, wide - width * 0.035)

    def wipe(self, picture: Picture, progress: float) -> None:
        """A slanted band with the emblem sweeps from left to right; half way through it covers everything."""
        height, width = picture.shape[:2]
        if not 0.0 < progress < 1.0:
            return
        slant, half = 0.32 * height, 0.62 * width + 0.32 * height
        middle = -half - slant + progress * (width + 2 * half + 2 * slant)
        house, other = bgr(house_colour(self._home)), bgr(self.accent)
        stripes = ((1.0, other), (0.93, (245, 245, 245)), (0.9, bgr(NAVY)), (0.8, scaled(house, 0.8)), (0.7, house))
        for share, colour in stripes:
            left, right = middle - half * share, middle + half * share
            shape = [(left + slant, 0), (right + slant, 0), (right - slant, height), (left - slant, height)]
            convex(picture, shape, colour)
        self._emblem(picture, middle, height / 2, 0.3 * height)

    def _emblem(self, picture: Picture, x: float, y: float, radius: float) -> None:
        width = picture.shape[1]
        if x < -radius or x > width + radius:
            return
        ellipse(picture, x, y, radius, radius, (245, 245, 245))
        ellipse(picture, x, y, radius * 0.93, radius * 0.93, bgr(NAVY))
        ellipse(picture, x, y, radius * 0.8, radius * 0.8, bgr(self.accent))
        ink = readable_on(self.accent)
        put_text(picture, "REPLAY", x, y - 0.16 * radius, max(5, round(0.3 * radius)), ink, "block", 0.5)
