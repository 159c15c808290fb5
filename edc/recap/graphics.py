"""Our own graphics as transparent pictures: period, clock and score; captions; titles.

Comes in: what to write and how large the picture is. Goes out: `Graphic`s, ready to be laid over frames when a
clip is encoded.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from edc.recap.lettering import face_for, fitted, font

if TYPE_CHECKING:
    from PIL.Image import Image

_PLATE = (12, 16, 24, 205)
_WHITE, _SOFT, _ACCENT = (255, 255, 255, 255), (196, 203, 214, 255), (255, 176, 58, 255)
_MARGIN = 0.04
"""Of the picture's shorter side: nothing of ours comes nearer to its edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a score bug tells: the team printed first, its score, the other, the period and the clock."""

    first: str
    first_score: int | None
    second: str
    second_score: int | None
    period: str
    clock: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphic:
    """A transparent picture and its place."""

    png: bytes
    at: tuple[int, int]
    """Of its left upper corner."""
    of: tuple[int, int]
    """Width and height of the picture that it is laid over."""


def _canvas(width: int, height: int) -> tuple[Image, Any]:
    from PIL import Image as Pictures
    from PIL import ImageDraw

    picture = Pictures.new("RGBA", (width, height), (0, 0, 0, 0))
    return picture, ImageDraw.Draw(picture)


def _graphic(picture: Image) -> Graphic:
    """What is drawn and no more: a picture that is mostly empty takes long to write and long to lay over frames."""
    left, top, right, bottom = picture.getbbox() or (0, 0, 1, 1)
    data = io.BytesIO()
    picture.crop((left, top, right, bottom)).save(data, "PNG", compress_level=6)
    return Graphic(png=data.getvalue(), at=(left, top), of=picture.size)


Band = tuple[float, float]
"""Top and bottom of a stripe across the picture, in shares of its height."""
_FLOOR = 0.96
"""Captions and titles end above this share of the height, where no score bug stands there."""


def strip(standing: Standing, width: int, height: int, band: Band | None = None) -> Graphic:
    """Period, clock and score in one row: at the top left inside the safe area, or in a band across the picture."""
    picture, pen = _canvas(width, height)
    short = min(width, height)
    size = round(short * 0.045) if band is None else round((band[1] - band[0]) * height * 0.58)
    parts = _parts(standing)
    while _wide(parts, size) > width - 2 * short * _MARGIN and size > 8:
        size -= 1
    face, pad, total = font("en", size), round(size * 0.36), _wide(parts, size)
    if band is None:
        at, middle = round(short * _MARGIN), round(short * _MARGIN) + size * 0.75
        box = [at, middle - size * 0.75, at + total, middle + size * 0.75]
        pen.rounded_rectangle(box, radius=size * 0.22, fill=_PLATE)
    else:
        at, middle = round((width - total) / 2), (band[0] + band[1]) / 2 * height
        pen.rectangle([0, round(band[0] * height), width, round(band[1] * height)], fill=(*_PLATE[:3], 255))
    at += pad
    for text, colour in parts:
        pen.text((at, middle), text, font=face, fill=colour, anchor="lm")
        at += round(face.getlength(text) + pad)
    return _graphic(picture)


def _parts(standing: Standing) -> list[tuple[str, tuple[int, int, int, int]]]:
    parts = [(standing.first, _SOFT), (_number(standing.first_score), _WHITE), (standing.second, _SOFT),
             (_number(standing.second_score), _WHITE), (standing.period, _ACCENT),
             (standing.clock or "", _WHITE)]  # fmt: skip
    return [(text, colour) for text, colour in parts if text]


def _wide(parts: Sequence[tuple[str, Any]], size: int) -> float:
    face = font("en", size)
    return float(sum(face.getlength(text) for text, _ in parts) + round(size * 0.36) * (len(parts) + 1))


def _number(score: int | None) -> str:
    return "" if score is None else str(score)


def caption(text: str, language: str, width: int, height: int, floor: float = _FLOOR) -> Graphic:
    """A caption at the bottom, above `floor`, at most two lines (three in a tall picture)."""
    picture, pen = _canvas(width, height)
    language = face_for(text, language)
    short = min(width, height)
    most = 3 if height > width else 2
    told, size = fitted(text, language, short * 0.052, width * (1 - 3 * _MARGIN), most)
    face, step = font(language, size), size * 1.32
    bottom = floor * height - short * 0.012
    top = bottom - step * len(told) - size * 0.4
    wide = max((face.getlength(line) for line in told), default=0.0) / 2 + size * 0.7
    middle = width / 2
    if told:
        pen.rounded_rectangle([middle - wide, top, middle + wide, bottom], radius=size * 0.25, fill=_PLATE)
    for number, line in enumerate(told):
        pen.text((middle, top + size * 0.2 + step * (number + 0.5)), line, font=face, fill=_WHITE, anchor="mm")
    return _graphic(picture)


def title(
    text: str, language: str, width: int, height: int, *, above: bool, floor: float = _FLOOR
) -> Graphic:
    """A lower third: the title of a play at the lower left, `above` the place of a caption."""
    picture, pen = _canvas(width, height)
    language = face_for(text, language)
    short = min(width, height)
    told, size = fitted(text, language, short * 0.05, width * 0.62, 2)
    face, step = font(language, size), size * 1.3
    left = short * _MARGIN
    bottom = floor * height - short * (0.0 if not above else 0.26 if height > width else 0.19) - short * 0.03
    top = bottom - step * len(told) - size * 0.4
    wide = max((face.getlength(line) for line in told), default=0.0)
    if told:
        pen.rectangle([left, top, left + size * 0.22, bottom], fill=_ACCENT)
        pen.rectangle([left + size * 0.22, top, left + wide + size * 1.1, bottom], fill=_PLATE)
    for number, line in enumerate(told):
        place = (left + size * 0.65, top + size * 0.2 + step * (number + 0.5))
        pen.text(place, line, font=face, fill=_WHITE, anchor="lm")
    return _graphic(picture)
