"""The characters of one field as this broadcast draws them, learned from what the recogniser read.

Comes in: crops of the field with their text. Goes out: the text of further crops in which every character looks like
a learned one. A clock shows a new text each second, made of ten digits; the recogniser need not see each of them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from edc.media.runs import runs
from edc.scorebug.ocr import Picture

_HEIGHT = 24
_BAND = (0.25, 0.8)
"""Rows that every character but a full stop passes; a cell's rim lies outside."""
_DARK = 128
_LEAST_INK = 2
_PIXELS, _SHARE = 3, 0.22
"""Two glyphs differ where so many pixels differ by this share of full contrast: another digit does by twice as much."""
_MOST = 160

Glyph = NDArray[np.int16]


@dataclass(slots=True)
class Glyphs:
    """What is known of a field's characters; dark on light, as `prepare` gives them."""

    _known: deque[tuple[str, Glyph, float]] = field(default_factory=lambda: deque(maxlen=_MOST))

    def learn(self, picture: Picture, text: str, confidence: float) -> None:
        """Takes the characters of a text that was surely read."""
        glyphs = _glyphs(picture)
        if len(glyphs) != len(text):
            return
        for character, glyph in zip(text, glyphs, strict=True):
            if self._same(glyph) is None:
                self._known.append((character, glyph, confidence))

    def read(self, picture: Picture) -> tuple[str, float] | None:
        """The text and the least confidence with which its characters were learned; None where any is unknown."""
        if not self._known:
            return None
        found = [self._same(glyph) for glyph in _glyphs(picture)]
        if not found or any(entry is None for entry in found):
            return None
        pairs = [entry for entry in found if entry is not None]
        return "".join(character for character, _ in pairs), min(confidence for _, confidence in pairs)

    def _same(self, glyph: Glyph) -> tuple[str, float] | None:
        alike = {character: confidence for character, known, confidence in self._known
                 if known.shape == glyph.shape and _alike(known, glyph)}  # fmt: skip
        return next(iter(alike.items())) if len(alike) == 1 else None


def _alike(known: Glyph, glyph: Glyph) -> bool:
    moved = np.partition(np.abs(known - glyph), -_PIXELS, axis=None)[-_PIXELS]
    return bool(moved < _SHARE * 255)


def _glyphs(picture: Picture) -> list[Glyph]:
    """The characters from left to right, cut where columns without ink part them."""
    width = max(8, round(_HEIGHT * picture.shape[1] / picture.shape[0]))
    small = cv2.resize(picture[:, :, 0], (width, _HEIGHT), interpolation=cv2.INTER_AREA).astype(np.int16)
    top, bottom = (round(share * _HEIGHT) for share in _BAND)
    inked = (small[top:bottom] < _DARK).sum(0) >= _LEAST_INK
    return [small[top:bottom, a:b] for a, b in runs(inked) if a > 0 and b < width]
