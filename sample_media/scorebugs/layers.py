"""Sprites: a picture with coverage, laid over one another.

In: fills, masks and colours. Out: premultiplied BGR with 8-bit coverage, composed in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from sample_media.scorebugs.look import Rgb

Pixels = NDArray[np.uint8]
_OVERSAMPLING = 4


@dataclass(frozen=True, slots=True)
class Layer:
    """Premultiplied BGR and coverage of the same height and width."""

    bgr: Pixels
    alpha: Pixels

    @staticmethod
    def empty(width: int, height: int) -> Layer:
        return Layer(np.zeros((height, width, 3), np.uint8), np.zeros((height, width), np.uint8))

    def copy(self) -> Layer:
        return Layer(self.bgr.copy(), self.alpha.copy())


@lru_cache(maxsize=512)
def box_layer(
    width: int, height: int, top: Rgb, bottom: Rgb, alpha: float, radius: float, lean: float,
    border: Rgb | None, border_px: float,
) -> Layer:
    """A filled box with round corners or leaning sides, antialiased."""
    coverage = _box_mask(width, height, radius, lean, 0.0)
    ramp = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None, None]
    colour = _bgr(top) * (1 - ramp) + _bgr(bottom) * ramp
    colour = np.broadcast_to(colour, (height, width, 3))
    if border and border_px > 0:
        inside = _box_mask(width, height, radius, lean, border_px)[:, :, None]
        colour = colour * inside + _bgr(border) * (1 - inside)
    coverage = coverage * alpha
    return Layer(
        np.rint(colour * coverage[:, :, None]).astype(np.uint8), np.rint(coverage * 255).astype(np.uint8)
    )


def _box_mask(width: int, height: int, radius: float, lean: float, inset: float) -> NDArray[np.float32]:
    k = _OVERSAMPLING
    image = Image.new("L", (width * k, height * k), 0)
    pen = ImageDraw.Draw(image)
    i, right, low = inset * k, width * k - 1 - inset * k, height * k - 1 - inset * k
    if right <= i or low <= i:
        return np.zeros((height, width), np.float32)
    if lean:
        shift = lean * k
        left_top, left_low = (i + max(0.0, shift), i + max(0.0, -shift))
        right_top, right_low = (right - max(0.0, -shift), right - max(0.0, shift))
        pen.polygon([(left_top, i), (right_top, i), (right_low, low), (left_low, low)], fill=255)
    else:
        pen.rounded_rectangle((i, i, right, low), radius=max(0.0, (radius - inset) * k), fill=255)
    small = cv2.resize(np.asarray(image), (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)


def _bgr(colour: Rgb) -> NDArray[np.float32]:
    return np.array(colour[::-1], np.float32)


@lru_cache(maxsize=2048)
def _inked(mask_bytes: bytes, shape: tuple[int, int], ink: Rgb) -> Layer:
    mask = np.frombuffer(mask_bytes, np.uint8).reshape(shape)
    coverage = mask.astype(np.uint16)[:, :, None]
    return Layer(((coverage * np.array(ink[::-1], np.uint16) + 127) // 255).astype(np.uint8), mask)


def ink_layer(mask: Pixels, ink: Rgb) -> Layer:
    """A mask in one colour."""
    return _inked(mask.tobytes(), (mask.shape[0], mask.shape[1]), ink)


def lay(canvas: Layer, layer: Layer, x: int, y: int, clip: tuple[int, int, int, int] | None = None) -> None:
    """Puts a layer over the canvas at (x, y); what falls outside the clip (x0, y0, x1, y1) is cut off."""
    height, width = canvas.alpha.shape
    low_x, low_y, high_x, high_y = clip or (0, 0, width, height)
    x0, y0 = max(x, low_x, 0), max(y, low_y, 0)
    x1, y1 = min(x + layer.alpha.shape[1], high_x, width), min(y + layer.alpha.shape[0], high_y, height)
    if x1 <= x0 or y1 <= y0:
        return
    part_bgr, part_alpha = layer.bgr[y0 - y:y1 - y, x0 - x:x1 - x], layer.alpha[y0 - y:y1 - y, x0 - x:x1 - x]
    over(canvas.bgr[y0:y1, x0:x1], part_bgr, part_alpha)
    under = canvas.alpha[y0:y1, x0:x1]
    kept = cv2.multiply(under, cv2.bitwise_not(part_alpha), scale=1 / 255)
    canvas.alpha[y0:y1, x0:x1] = cv2.add(kept, part_alpha)


def over(picture: Pixels, bgr: Pixels, alpha: Pixels) -> None:
    """Premultiplied `bgr` over an opaque or premultiplied picture, in place."""
    rest = cv2.cvtColor(cv2.bitwise_not(alpha), cv2.COLOR_GRAY2BGR)
    picture[:] = cv2.add(cv2.multiply(picture, rest, scale=1 / 255), bgr)
