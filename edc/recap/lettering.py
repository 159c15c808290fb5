"""Text in pictures, in the fonts that EDC ships: for every language of the captions.

Comes in: text and its language. Goes out: a Pillow font, lines that fit, and what a font cannot draw.
The fonts are subsets of Noto Sans (SIL Open Font License, see `fonts/OFL.txt`).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

_FILES = {"ja": "NotoSansJP-Bold.otf", "zh": "NotoSansSC-Bold.otf"}
_LATIN = "NotoSans-Bold.ttf"
_NO_SPACES = frozenset({"ja", "zh"})
"""Languages whose lines may break after any character but before closing punctuation."""
_NEVER_FIRST = "、。，．！？）」』】〉》…ー・：；%,.!?)"


@cache
def _data(language: str) -> bytes:
    return (files("edc.recap") / "fonts" / _FILES.get(language, _LATIN)).read_bytes()


@cache
def font(language: str, size: int) -> Any:
    """The shipped face of a language (ISO 639-1) at a size in pixels."""
    import io

    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO(_data(language)), max(6, size))


def face_for(text: str, language: str) -> str:
    """The language whose shipped font draws a text: its own where it can, else the one that lacks least of it."""
    if not missing(text, language):
        return language
    return min((language, "en", *_FILES), key=lambda code: len(missing(text, code)))


def undrawable(text: str, language: str) -> set[str]:
    """Characters that no shipped font draws, for an editor to know before he burns them in."""
    return missing(text, face_for(text, language))


def missing(text: str, language: str) -> set[str]:
    """Characters that the shipped font of the language cannot draw."""
    face = font(language, 32)
    empty = bytes(face.getmask("\U0010fffd"))
    return {c for c in set(unicodedata.normalize("NFC", text)) if not c.isspace() and bytes(face.getmask(c)) == empty}


def lines(text: str, language: str, size: int, width: float) -> list[str]:
    """The text in lines no wider than `width` pixels; a word that is wider stands alone."""
    face = font(language, size)
    found: list[str] = []
    for part in _parts(unicodedata.normalize("NFC", " ".join(text.split())), language):
        if found and face.getlength((found[-1] + part).rstrip()) <= width:
            found[-1] += part
        else:
            found.append(part)
    return [line.strip() for line in found if line.strip()]


def _parts(text: str, language: str) -> list[str]:
    """Pieces between which a line may break."""
    words = [word + " " for word in text.split(" ")]
    if language not in _NO_SPACES:
        return words
    parts: list[str] = []
    for character in text:
        latin = character.isascii() and character != " "
        joins = parts and ((latin and parts[-1][-1].isascii() and parts[-1][-1] != " ") or character in _NEVER_FIRST)
        if joins:
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def fitted(text: str, language: str, size: float, width: float, most: int) -> tuple[list[str], int]:
    """Lines and the size at which at most so many of them fit."""
    now = round(size)
    while True:
        told = lines(text, language, now, width)
        wide = max((font(language, now).getlength(line) for line in told), default=0.0)
        if (len(told) <= most and wide <= width) or now <= 8:
            return told[:most], now
        now = max(8, min(now - 1, round(now * 0.93)))
