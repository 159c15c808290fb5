"""Text as transparent layers, in the open fonts that come as packages."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sample_media.drawing.pixels import Layer, Picture

FontName = Literal["block", "bold", "plain", "round", "serif", "modern"]


@lru_cache(maxsize=16)
def font_file(name: FontName) -> str:
    """The path of a font's file inside its package."""
    import font_caladea
    import font_fredoka_one
    import font_manrope
    import font_roboto

    files: dict[str, str] = {
        "block": font_roboto.RobotoBlack,
        "bold": font_roboto.RobotoBold,
        "plain": font_roboto.Roboto,
        "round": font_fredoka_one.FredokaOne,
        "serif": font_caladea.CaladeaBold,
        "modern": font_manrope.ManropeExtraBold,
    }
    return files[name]


@lru_cache(maxsize=256)
def _font(name: FontName, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(name), max(4, size))


@lru_cache(maxsize=512)
def text_mask(text: str, name: FontName, height: int) -> Picture:
    """The text's coverage, uint8 (h, w), cut to its ink, capitals about `height` pixels high."""
    font = _font(name, round(height * 1.38))
    left, top, right, bottom = font.getbbox(text or " ")
    image = Image.new("L", (max(1, round(right - left) + 2), max(1, round(bottom - top) + 2)))
    ImageDraw.Draw(image).text((1 - left, 1 - top), text, fill=255, font=font)
    return np.asarray(image, np.uint8)


@lru_cache(maxsize=256)
def text_layer(text: str, name: FontName, height: int, rgb: tuple[int, int, int]) -> Layer:
    """The text in one colour as a layer."""
    mask = text_mask(text, name, height)
    rgba = np.empty((*mask.shape, 4), np.uint8)
    rgba[:, :, :3] = rgb
    rgba[:, :, 3] = mask
    return Layer.from_rgba(rgba)


def put_text(
    picture: Picture,
    text: str,
    x: float,
    y: float,
    height: int,
    rgb: tuple[int, int, int],
    name: FontName = "bold",
    anchor: float = 0.0,
    opacity: float = 1.0,
    max_width: float | None = None,
) -> int:
    """Writes `text` with its ink's top at y; `anchor` 0 starts at x, 0.5 centres, 1 ends. Returns its width."""
    layer = text_layer(text, name, height, rgb)
    while max_width is not None and layer.size[0] > max_width and height > 4:
        height = min(height - 1, int(height * max_width / layer.size[0]))
        layer = text_layer(text, name, height, rgb)
    layer.over(picture, round(x - anchor * layer.size[0]), round(y), opacity)
    return layer.size[0]
