"""The lettering: faces out of font packages, as masks of any height and width.

In: a face's name, words, a digit's height in pixels. Out: an 8-bit coverage mask, 1.7 digit
heights high with the digits' middle in its middle, so that words of any letters sit alike.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from edc.errors import UsageError

Mask = NDArray[np.uint8]

FACES: dict[str, tuple[str, str]] = {
    "roboto-light": ("font_roboto", "Roboto-Light.ttf"),
    "roboto-medium": ("font_roboto", "Roboto-Medium.ttf"),
    "roboto-bold": ("font_roboto", "Roboto-Bold.ttf"),
    "roboto-black": ("font_roboto", "Roboto-Black.ttf"),
    "roboto-black-italic": ("font_roboto", "Roboto-BlackItalic.ttf"),
    "source-regular": ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    "source-semibold": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    "source-bold": ("font_source_sans_pro", "SourceSansPro-Bold.ttf"),
    "source-black": ("font_source_sans_pro", "SourceSansPro-Black.ttf"),
    "source-black-italic": ("font_source_sans_pro", "SourceSansPro-BlackIt.ttf"),
    "hanken-medium": ("font_hanken_grotesk", "HankenGrotesk-Medium.otf"),
    "hanken-bold": ("font_hanken_grotesk", "HankenGrotesk-Bold.otf"),
    "hanken-bold-italic": ("font_hanken_grotesk", "HankenGrotesk-BoldItalic.otf"),
    "manrope-light": ("font_manrope", "Manrope-Light.ttf"),
    "manrope-bold": ("font_manrope", "Manrope-Bold.ttf"),
    "manrope-extrabold": ("font_manrope", "Manrope-ExtraBold.ttf"),
    "fredoka": ("font_fredoka_one", "FredokaOne-Regular.ttf"),
    "caladea-bold": ("font_caladea", "Caladea-Bold.ttf"),
}
"""Roboto and Caladea are Apache-2.0, the others SIL OFL 1.1."""

MASK_HEIGHT = 1.7
"""Height of a mask in digit heights: room for accents above and descenders below."""
_OVERSAMPLING = 3
_RAISED_SUFFIXES = ("st", "nd", "rd", "th")


@lru_cache(maxsize=64)
def face_path(face: str) -> Path:
    package, file_name = FACES[face]
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(
            f"The font package {package.replace('_', '-')!r} is not installed. "
            "Drawing broadcasts needs the extra: pip install 'edc-moments[sample]'"
        )
    return Path(spec.submodule_search_locations[0]) / "files" / file_name


@lru_cache(maxsize=256)
def _font(face: str, digit_px: float) -> ImageFont.FreeTypeFont:
    probe = ImageFont.truetype(str(face_path(face)), 200)
    _, top, _, bottom = probe.getbbox("0", anchor="ls")
    return ImageFont.truetype(str(face_path(face)), digit_px * 200 / (bottom - top))


@lru_cache(maxsize=4096)
def text_mask(text: str, face: str, digit_px: float, stretch: float, max_px: int, raised: bool = False) -> Mask:
    """Coverage of the words; squeezed to `max_px` where they are wider. `raised` lifts an ordinal's suffix."""
    big = digit_px * _OVERSAMPLING
    head, tail = _split_ordinal(text) if raised else (text, "")
    font, small = _font(face, round(big, 2)), _font(face, round(big * 0.58, 2))
    head_px, tail_px = font.getlength(head), small.getlength(tail) if tail else 0.0
    width, height = int(head_px + tail_px) + 2 * _OVERSAMPLING, max(1, round(big * MASK_HEIGHT))
    image = Image.new("L", (max(1, width), height), 0)
    pen = ImageDraw.Draw(image)
    baseline = height / 2 + big / 2
    pen.text((_OVERSAMPLING, baseline), head, fill=255, font=font, anchor="ls")
    if tail:
        pen.text((_OVERSAMPLING + head_px, baseline - big * 0.42), tail, fill=255, font=small, anchor="ls")
    target = max(1, min(max_px, round(width * stretch / _OVERSAMPLING)))
    out_height = max(1, round(digit_px * MASK_HEIGHT))
    return np.asarray(cv2.resize(np.asarray(image), (target, out_height), interpolation=cv2.INTER_AREA))


def _split_ordinal(text: str) -> tuple[str, str]:
    lower = text.lower()
    if len(text) > 2 and lower.endswith(_RAISED_SUFFIXES):
        return text[:-2], text[-2:]
    return text, ""
