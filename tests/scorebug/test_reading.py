"""Which looks are doubted, and that a layout survives its file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edc.errors import InputError
from edc.scorebug.layout import Layout
from edc.scorebug.ocr import Box
from edc.scorebug.reading import Reading, without_loners


def look(clock_s: float, first: int = 50) -> Reading:
    return Reading(visible=True, clock_s=clock_s, clock_confidence=0.99, first_score=first,
                   first_score_confidence=0.99, second_score=48, second_score_confidence=0.99)  # fmt: skip


def test_a_blended_frame_and_a_spinning_score_are_dropped() -> None:
    times = [i / 4 for i in range(12)]
    readings = [look(190.0 if i == 0 else 180.0 - i // 4, 61 if i == 5 else 50) for i in range(12)]
    cleaned = without_loners(times, readings)
    assert cleaned[0].clock_s is None
    assert cleaned[5].first_score is None
    assert [r.clock_s for r in cleaned[1:]] == [r.clock_s for r in readings[1:]]
    assert all(r.second_score == 48 for r in cleaned)


def test_both_sides_of_a_cut_stay() -> None:
    times = [i / 4 for i in range(12)]
    readings = [look(180.0 - i // 4 if i < 6 else 420.0 - i // 4) for i in range(12)]
    assert without_loners(times, readings) == readings


@given(st.floats(1, 720), st.lists(st.booleans(), min_size=4, max_size=40))
def test_a_clock_that_runs_or_stands_is_never_doubted(clock_s: float, runs: list[bool]) -> None:
    readings, left = [], clock_s
    for running in runs:
        readings.append(look(float(int(max(left, 0.0)))))
        left -= 0.25 * running
    times = [i / 4 for i in range(len(runs))]
    assert without_loners(times, readings) == readings


LAYOUT = Layout(
    bug=Box(x=0.5, y=0.8, w=0.41, h=0.1), clock=Box(x=0.8, y=0.82, w=0.05, h=0.04), period=None, shot_clock=None,
    scores=(Box(x=0.6, y=0.82, w=0.03, h=0.04), Box(x=0.7, y=0.82, w=0.03, h=0.04)), teams=("IND", "NYK"),
    team_boxes=(Box(x=0.55, y=0.82, w=0.04, h=0.04), Box(x=0.65, y=0.82, w=0.04, h=0.04)), confidence=0.9, support=12,
)  # fmt: skip


def test_layout_survives_json() -> None:
    assert Layout.from_json(json.loads(json.dumps(LAYOUT.to_json()))) == LAYOUT


def test_layout_of_another_schema_is_refused() -> None:
    with pytest.raises(InputError, match="scan again"):
        Layout.from_json({**LAYOUT.to_json(), "schema": "edc.layout/9"})


@given(st.integers(64, 4096), st.integers(64, 2160))
def test_the_crop_is_even_and_inside(width: int, height: int) -> None:
    x, y, w, h = LAYOUT.crop_pixels(width, height)
    assert x % 2 == y % 2 == w % 2 == h % 2 == 0
    assert 0 <= x < x + w <= width and 0 <= y < y + h <= height
