"""What cameras and transmission do to a finished picture: tone, vignette, softness, grain.

In: a picture and the time. Out: the picture, changed in place. The grain is a bank of noise laid at another
place in every picture, chosen by the time alone.
"""

from __future__ import annotations

import cv2
import numpy as np

from sample_media.drawing.pixels import Picture
from sample_media.drawing.style import Style


class Finish:
    def __init__(self, style: Style, size: tuple[int, int], grain: float, seed: int) -> None:
        self._style, self._size = style, size
        width, height = size
        self._lut = _tone(style)
        self._vignette = _vignette(style.vignette, width, height) if style.vignette > 0 else None
        self._blur = style.blur * width / 1280
        self._noise = _noise_bank(float(np.hypot(grain, style.noise)), width, height, seed)

    def apply(self, picture: Picture, media_s: float) -> None:
        if self._style.softness > 0:
            self._soften(picture)
        if self._blur > 0.2:
            cv2.GaussianBlur(picture, (0, 0), self._blur, dst=picture)
        if self._lut is not None:
            cv2.LUT(picture, self._lut, dst=picture)
        if self._vignette is not None:
            cv2.multiply(picture, self._vignette, dst=picture, scale=1 / 255)
        if self._noise is not None:
            self._add_noise(picture, media_s)

    def _soften(self, picture: Picture) -> None:
        width, height = self._size
        share = 1 - 0.6 * self._style.softness
        small = cv2.resize(
            picture, (max(8, int(width * share)), max(8, int(height * share))), interpolation=cv2.INTER_AREA
        )
        cv2.resize(small, (width, height), dst=picture, interpolation=cv2.INTER_LINEAR)

    def _add_noise(self, picture: Picture, media_s: float) -> None:
        assert self._noise is not None
        width, height = self._size
        lighter, darker = self._noise
        tick = round(media_s * 1000)
        x = (tick * 7919) % (lighter.shape[1] - width + 1)
        y = (tick * 104729) % (lighter.shape[0] - height + 1)
        cv2.add(picture, lighter[y : y + height, x : x + width], dst=picture)
        cv2.subtract(picture, darker[y : y + height, x : x + width], dst=picture)


def _tone(style: Style) -> np.ndarray | None:
    """A table per channel from gamma, contrast and colour cast; None where it would change nothing."""
    if style.gamma == 1.0 and style.contrast == 1.0 and style.cast == (1.0, 1.0, 1.0):
        return None
    ramp = np.linspace(0, 1, 256) ** style.gamma
    ramp = np.clip((ramp - 0.5) * style.contrast + 0.5, 0, 1)
    table = np.stack([ramp * gain for gain in reversed(style.cast)], axis=1)
    return np.clip(table * 255, 0, 255).astype(np.uint8)[None]


def _vignette(strength: float, width: int, height: int) -> Picture:
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    dark = strength * np.clip((x * x + y * y * 0.8) / 1.8, 0, 1) ** 1.3
    return np.repeat((255 * (1 - dark)).astype(np.uint8)[:, :, None], 3, axis=2)


def _noise_bank(deviation: float, width: int, height: int, seed: int) -> tuple[Picture, Picture] | None:
    """What to add and what to take away, a little larger than the picture."""
    if deviation <= 0:
        return None
    rng = np.random.default_rng([seed, 43])
    shape = (height + 64, width + 64)
    grey = rng.normal(0, deviation, shape)[:, :, None] + rng.normal(0, deviation * 0.35, (*shape, 3))
    whole = np.round(grey).astype(np.int16)
    return np.clip(whole, 0, 255).astype(np.uint8), np.clip(-whole, 0, 255).astype(np.uint8)
