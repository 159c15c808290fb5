"""A drawn bug that comes and goes: found, read, and known to be away."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from edc.scorebug.locate import locate
from edc.scorebug.ocr import Picture
from edc.scorebug.reader import Reader
from edc.scorebug.words import Status
from sample_media.scorebugs import LOOKS, draw_bug
from sample_media.scorebugs.stills import first_team, random_background, random_bug, random_teams

WIDTH, HEIGHT = 1280, 720


@pytest.mark.parametrize("name", ["corner", "towers"])
def test_drawn_bug(name: str) -> None:
    rng = np.random.default_rng(7)
    look, (home, away) = LOOKS[name], random_teams(rng)
    grounds = [random_background(rng, WIDTH, HEIGHT) for _ in range(3)]
    start = replace(random_bug(rng, flashing=0.0, status=0.0), period=2, shot_clock_s=20.0, possession="home")

    def picture(clock_s: float, scores: tuple[int, int], visible: bool = True, status: str | None = None) -> Picture:
        drawn = grounds[int(clock_s) % 3].copy()
        bug = replace(start, clock_s=clock_s, home_score=scores[0], away_score=scores[1], status=status,
                      shot_clock_s=clock_s % 24)  # fmt: skip
        if visible:
            draw_bug(drawn, look, bug, home, away)
        jpeg = cv2.imencode(".jpg", drawn, [cv2.IMWRITE_JPEG_QUALITY, 80])[1]
        return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)

    clocks = [700.0, 698.0, 512.0, 300.0, 298.0]
    probes = [(1000.0 - clock, picture(clock, (30 + i, 28 + i), visible=i != 2))
              for i, clock in enumerate(clocks)]  # fmt: skip
    layouts = locate(probes)
    assert len(layouts) == 1 and layouts[0].support == 4
    reader = Reader(layouts[0], WIDTH, HEIGHT)
    x, y, w, h = reader.rect

    def read(whole: Picture):  # type: ignore[no-untyped-def]
        return reader.read(whole[y : y + h, x : x + w])

    for clock_s, scores in ((642.0, (9, 7)), (641.0, (9, 7)), (59.4, (99, 100)), (4.2, (102, 100))):
        reading = read(picture(clock_s, scores))
        first, second = scores if first_team(look) == "home" else scores[::-1]
        assert (reading.visible, reading.period, reading.status) == (True, 2, Status.PLAYING)
        assert (reading.first_score, reading.second_score) == (first, second)
        assert reading.clock_s is not None and abs(reading.clock_s - clock_s) < 1.0
    away_look = read(picture(200.0, (50, 50), visible=False))
    assert not away_look.visible and away_look.clock_s is None and away_look.first_score is None
    ended = read(picture(0.0, (55, 50), status="END 2ND"))
    assert (ended.period, ended.status) == (2, Status.END)
    spent, grain = reader.recognised, rng.normal(0, 4, (HEIGHT, WIDTH, 1))
    grainy = np.clip(picture(0.0, (55, 50), status="END 2ND") + grain, 0, 255).astype(np.uint8)
    assert read(grainy).status is Status.END and reader.recognised == spent, "what did not change was read again"
