"""Bugs in other scripts: what can be read is, what cannot is left out, and nothing is read that is not there."""

from __future__ import annotations

from pathlib import Path

import font_roboto
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from edc.scorebug.locate import locate
from edc.scorebug.ocr import Picture
from edc.scorebug.reader import Reader
from edc.scorebug.still import read_image
from sample_media.scorebugs.stills import random_background
from tests.conftest import ROOT

ROBOTO = Path(font_roboto.__file__).parent / "files" / "Roboto-Bold.ttf"
CHINESE = ROOT / "edc" / "recap" / "fonts" / "NotoSansSC-Bold.otf"
ARABIC = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf")
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
GROUND = random_background(np.random.default_rng(3), 1280, 720)


def _bug(font: Path, first: str, second: str, period: str, *, clock: str, scores: tuple[str, str]) -> Picture:
    """A bar: name, score, name, score, period, clock."""
    image = Image.fromarray(GROUND[:, :, ::-1])
    draw, face = ImageDraw.Draw(image), ImageFont.truetype(str(font), 30)
    draw.rectangle((420, 630, 880, 678), fill=(20, 24, 40))
    draw.rectangle((500, 630, 570, 678), fill=(60, 60, 60))
    draw.rectangle((650, 630, 720, 678), fill=(60, 60, 60))
    for x, text in ((460, first), (535, scores[0]), (610, second), (685, scores[1]), (760, period), (840, clock)):
        draw.text((x, 654), text, font=face, fill="white", anchor="mm")
    return np.asarray(image, np.uint8)[:, :, ::-1].copy()


def test_a_chinese_bug_is_read_whole_where_it_is_found_by_itself() -> None:
    def picture(clock: str, scores: tuple[str, str]) -> Picture:
        return _bug(CHINESE, "客队", "队客", "第三节", clock=clock, scores=scores)

    probes = [(float(i), picture(f"8:{40 - i:02d}", (f"{30 + i}", "28"))) for i in range(4)]
    (layout,) = locate(probes)
    reader = Reader(layout, 1280, 720)
    x, y, w, h = reader.rect
    reading = reader.read(picture("5:13", ("41", "39"))[y : y + h, x : x + w])
    assert (reading.period, reading.clock_s) == (3, 313.0)
    assert (reading.first_score, reading.second_score) == (41, 39)
    assert layout.teams == ("客队", "队客")


def test_of_a_greek_bug_the_digits_are_read_and_its_period_is_not_guessed() -> None:
    reading = read_image(_bug(ROBOTO, "ΟΛΥ", "ΠΑΟ", "3η", clock="8:32", scores=("32", "30")))
    assert reading.clock_s == 512.0
    assert tuple(team.score for team in reading.teams) == (32, 30)
    assert reading.period in (None, 3)


def test_in_a_cyrillic_bug_nothing_wrong_is_sure() -> None:
    reading = read_image(_bug(ROBOTO, "ЦСКА", "ЗЕН", "3-я", clock="8:32", scores=("32", "30")))
    first, second = reading.teams
    for value, confidence, true in ((reading.clock_s, reading.clock_confidence, 512.0),
                                    (first.score, first.score_confidence, 32),
                                    (second.score, second.score_confidence, 30),
                                    (reading.shot_clock_s, reading.shot_clock_confidence, None)):  # fmt: skip
        assert value is None or value == true or confidence < 0.9


@pytest.mark.skipif(not ARABIC.exists(), reason="no font with Arabic letters on this machine")
def test_digits_that_the_recogniser_does_not_know_are_not_read() -> None:
    scores = ("32".translate(EASTERN), "30".translate(EASTERN))
    reading = read_image(_bug(ARABIC, "الأهلي", "الهلال", "٣", clock="8:32".translate(EASTERN), scores=scores))
    assert reading.clock_s is None and reading.period is None
    assert all(team.score is None for team in reading.teams)
