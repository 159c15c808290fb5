"""A field's characters, learned and recognised again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import font_roboto
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from edc.scorebug.crops import prepare
from edc.scorebug.glyphs import Glyphs
from edc.scorebug.ocr import Picture

Drawn = Callable[[str], Picture]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(font_roboto.__file__).parent / "files" / "Roboto-Bold.ttf"), size)


def _clock(text: str, size: int, rng: np.random.Generator) -> Picture:
    """White on dark with grain, as cut out of a picture."""
    image = Image.new("L", (size * 4, round(size * 1.3)), 30)
    ImageDraw.Draw(image).text((size * 2, round(size * 0.65)), text, fill=235, font=_font(size), anchor="mm")
    noisy = np.asarray(image, np.float32) + rng.normal(0, 6, (image.height, image.width))
    grey = np.clip(noisy, 0, 255).astype(np.uint8)
    return prepare(np.repeat(grey[:, :, None], 3, axis=2))


@pytest.fixture(params=[16, 24, 40])
def drawn(request: pytest.FixtureRequest) -> Drawn:
    rng = np.random.default_rng(1)
    return lambda text: _clock(text, request.param, rng)


def _text(clock_s: int) -> str:
    return f"{clock_s // 60}:{clock_s % 60:02d}"


def test_a_running_clock_is_read_from_what_was_learned_and_never_wrongly(drawn: Drawn) -> None:
    glyphs, asked, known = Glyphs(), 0, 0
    for clock_s in range(719, 480, -1):
        picture, text = drawn(_text(clock_s)), _text(clock_s)
        read = glyphs.read(picture)
        assert read is None or read[0] == text
        known += read is not None
        if read is None:
            asked += 1
            glyphs.learn(picture, text, 0.99)
    assert known > 0.6 * (known + asked)


def test_an_unknown_character_is_not_guessed(drawn: Drawn) -> None:
    glyphs = Glyphs()
    glyphs.learn(drawn("11:19"), "11:19", 0.99)
    assert glyphs.read(drawn("11:18")) is None
    assert glyphs.read(drawn("END 1ST")) is None


def test_a_text_of_another_length_teaches_nothing(drawn: Drawn) -> None:
    glyphs = Glyphs()
    glyphs.learn(drawn("11:19"), "1:19", 0.99)
    assert glyphs.read(drawn("11:19")) is None
