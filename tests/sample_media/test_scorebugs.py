"""Score bugs of the sample broadcasts: what a viewer reads, and where it stands."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_media.scorebugs import DEVELOPMENT, HELD_OUT, LOOKS, bug_box, draw_bug
from sample_media.scorebugs.look import Mark, What
from sample_media.scorebugs.stills import random_bug, random_still, random_teams
from sample_media.scorebugs.wording import clock_text, period_text, shot_clock_text

HOME, AWAY = random_teams(np.random.default_rng(7))
BUG = replace(
    random_bug(np.random.default_rng(3), flashing=0, status=0),
    period=2, clock_s=312.4, shot_clock_s=14.2, home_score=48, away_score=51,
)


def drawn(look: str, bug=BUG, size=(1280, 720)):
    picture = np.full((size[1], size[0], 3), 90, np.uint8)
    return picture, draw_bug(picture, LOOKS[look], bug, HOME, AWAY, "GAME 2 · SERIES 1-0")


def test_there_are_at_least_twelve_looks_of_which_four_are_held_out() -> None:
    assert len(LOOKS) >= 12
    assert len(HELD_OUT) == 4
    assert len(DEVELOPMENT) >= 8
    assert not set(DEVELOPMENT) & set(HELD_OUT)


def test_the_looks_differ_in_what_a_viewer_sees() -> None:
    looks = LOOKS.values()
    assert len({(look.across, look.down) for look in looks}) >= 5
    assert len({cell.face for look in looks for cell in look.texts if cell.what is What.SCORE}) >= 6
    assert {look.names for look in looks} == {"tricode", "nickname", "city"}
    assert len({look.period_style for look in looks}) == 5
    assert len({look.flash for look in looks}) >= 5
    assert {mark.what for look in looks for mark in look.marks} >= {Mark.TIMEOUTS, Mark.FOULS, Mark.POSSESSION}
    with_shot_clock = [any(cell.what is What.SHOT_CLOCK for cell in look.texts) for look in looks]
    assert any(with_shot_clock)
    assert not all(with_shot_clock)


@pytest.mark.parametrize("look", list(LOOKS))
@pytest.mark.parametrize("size", [(1280, 720), (398, 224), (1920, 1080), (640, 480)])
def test_a_bug_fits_into_any_picture_and_touches_nothing_outside_its_box(look: str, size: tuple[int, int]) -> None:
    picture, box = drawn(look, size=size)
    assert box.x >= 0 and box.y >= 0
    assert box.x + box.width <= size[0] and box.y + box.height <= size[1]
    outside = picture.copy()
    outside[box.y:box.y + box.height, box.x:box.x + box.width] = 90
    assert (outside == 90).all()
    assert (picture != 90).any()


@pytest.mark.parametrize("look", list(LOOKS))
@pytest.mark.parametrize("change", [{"home_score": 49}, {"away_score": 53}, {"clock_s": 311.0}, {"period": 3}])
def test_every_fact_of_the_score_is_visible(look: str, change: dict[str, float]) -> None:
    before, _ = drawn(look)
    after, _ = drawn(look, replace(BUG, **change))
    assert cv2.absdiff(before, after).max() > 60


@pytest.mark.parametrize("look", list(LOOKS))
def test_a_status_takes_the_place_of_the_clock(look: str) -> None:
    status = replace(BUG, status="END 2ND")
    first, _ = drawn(look, status)
    second, _ = drawn(look, replace(status, clock_s=100.0, shot_clock_s=3.0))
    tickers = any(cell.what is What.TICKER for cell in LOOKS[look].texts)
    assert tickers or (first == second).all()


@pytest.mark.parametrize("look", list(LOOKS))
def test_a_bug_slides_in(look: str) -> None:
    out, box = drawn(look, replace(BUG, slide=0.0))
    assert (out == 90).all() and box.height == 0
    half, _ = drawn(look, replace(BUG, slide=0.5))
    whole, _ = drawn(look)
    assert int((half != 90).sum()) > 0
    assert not (half == whole).all()


@pytest.mark.parametrize("look", [name for name in LOOKS if LOOKS[name].flash != "none"])
def test_a_changed_score_is_animated_and_settles(look: str) -> None:
    frames = [drawn(look, replace(BUG, flash="home", flash_phase=phase))[0] for phase in (0.05, 0.3, 0.5, 0.8, 1.0)]
    still, _ = drawn(look)
    assert any((frame != still).any() for frame in frames[:-1])
    assert (frames[-1] == still).all()


@given(st.floats(0, 720), st.sampled_from(["0:59", ":59", "59.9", ":59.9", "0:59.9", "00:59"]))
def test_a_clock_reads_back_as_the_time_it_shows(clock_s: float, style: str) -> None:
    text = clock_text(clock_s, style)  # type: ignore[arg-type]
    minutes, _, seconds = text.rpartition(":")
    assert -0.001 <= clock_s - (int(minutes or 0) * 60 + float(seconds)) < 1


def test_periods_are_named_in_each_manner() -> None:
    assert [period_text(p, "1ST") for p in (1, 2, 3, 4, 5, 6)] == ["1ST", "2ND", "3RD", "4TH", "OT", "2OT"]
    assert period_text(4, "Q1") == "Q4"
    assert period_text(1, "1st QTR") == "1st QTR"
    assert period_text(2, "1ST QUARTER") == "2ND QUARTER"


def test_a_shot_clock_counts_whole_seconds_upwards() -> None:
    assert shot_clock_text(23.2, "24") == "24"
    assert shot_clock_text(4.1, "05") == "05"
    assert shot_clock_text(4.19, "4.9") == "4.1"
    assert shot_clock_text(None, "24") == ""


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_a_still_is_the_same_for_the_same_seed(seed: int) -> None:
    first, facts = random_still(np.random.default_rng(seed), size=(640, 360), vary=True)
    second, _ = random_still(np.random.default_rng(seed), size=(640, 360), vary=True)
    assert (first == second).all()
    assert facts.box.width > 0
    assert facts.look in DEVELOPMENT


def test_the_box_is_the_same_fraction_of_any_widescreen_picture() -> None:
    for look in LOOKS.values():
        large, small = bug_box(look, 1280, 720), bug_box(look, 640, 360)
        assert abs(large.x / 1280 - small.x / 640) < 0.004
        assert abs(large.height / 720 - small.height / 360) < 0.004
