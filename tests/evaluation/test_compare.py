"""The figures themselves: what they count, and what not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edc.alignment.clockspan import ClockMap, ClockSpan
from edc.errors import InputError
from edc.evaluation.compare import compare, pooled, read_truth
from edc.evaluation.matching import Hits, overlap, pair
from edc.moments import Moment

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
instants = st.lists(st.floats(0, 200).map(lambda v: round(v, 2)), max_size=20)


@QUICK
@given(instants, instants)
def test_each_is_paired_once_at_most(truth: list[float], found: list[float]) -> None:
    hits = pair([(t, 0) for t in truth], [(f, 0) for f in found], [], 2.0)
    assert hits.found + hits.missed == len(truth)
    assert hits.found + hits.false == len(found)
    assert 0.0 <= hits.f1 <= 1.0


@QUICK
@given(instants)
def test_what_agrees_with_itself_is_perfect(truth: list[float]) -> None:
    marks = [(t, 0) for t in truth]
    assert pair(marks, marks, [], 2.0).f1 == 1.0


def test_a_play_off_screen_counts_neither_way() -> None:
    assert pair([], [(50.0, 2)], [(51.0, 2)], 2.0) == Hits()
    assert pair([], [(50.0, 2)], [(51.0, 3)], 2.0) == Hits(false=1)


def test_overlap_of_spans() -> None:
    assert overlap([(0, 10)], [(5, 15)]).iou == pytest.approx(1 / 3)
    assert overlap([], []).iou == 1.0


def truth_of(**changes: Any) -> dict[str, Any]:
    play = {"action_number": 7, "label": "shot.made.layup.driving", "points": 2, "on_screen": True, "counted": True,
            "anchor_s": 20.0}  # fmt: skip
    span = {"start_s": 0.0, "end_s": 60.0, "period": 1, "clock_start_s": 600.0, "clock_end_s": 540.0, "running": True,
            "bug_visible": True}  # fmt: skip
    return {"clock": [span], "plays": [play | changes], "segments": [{"start_s": 0.0, "end_s": 60.0, "kind": "live"}]}


def clock(late_s: float = 0.0) -> ClockMap:
    span = ClockSpan(start_s=0.0, end_s=60.0, period=1, clock_start_s=600.0 + late_s, clock_end_s=540.0 + late_s,
                     running=True, visible=True, confidence=1.0)  # fmt: skip
    return ClockMap(spans=(span,))


def moment(anchor_s: float | None, number: int | None = 7) -> Moment:
    return Moment(moment_id="m-0001", game_id="g", label="shot.made.two", start_s=None, anchor_s=anchor_s, end_s=None,
                  play_number=number, points=2)  # fmt: skip


def test_errors_are_measured_at_every_tenth_with_a_bug() -> None:
    assert compare(clock(), [], [], truth_of()).clock_within_half_s == 1.0
    figures = compare(clock(0.7), [], [], truth_of())
    assert (figures.clock_within_half_s, figures.clock_within_1_s) == (0.0, 1.0)
    assert compare(ClockMap(spans=()), [], [], truth_of()).clock_within_1_s == 0.0


def test_a_play_that_was_not_placed_is_no_hit() -> None:
    assert compare(clock(), [], [moment(20.4)], truth_of()).shot_error_median_s == pytest.approx(0.4)
    lost = compare(clock(), [], [moment(None)], truth_of())
    assert lost.plays_placed == 0.0 and compare(clock(), [], [moment(50.0)], truth_of()).plays_placed == 1.0
    assert lost.shots_within_1_5_s == 0.0 and lost.to_json()["shot_error_median_s"] is None


def test_plays_off_screen_and_waved_off_are_not_asked_for() -> None:
    for changes in ({"on_screen": False}, {"counted": False}):
        figures = compare(clock(), [], [], truth_of(**changes))
        assert figures.to_json()["made_shots"] == 0


def test_figures_pool_over_plays_not_over_games() -> None:
    good, bad = (compare(clock(), [], [moment(at, None)], truth_of()) for at in (20.0, 40.0))
    assert pooled([good, good, bad]).made_shot_f1 == pytest.approx(4 / 6)


def test_a_file_that_is_no_truth_is_named(tmp_path: Path) -> None:
    path = tmp_path / "truth.json"
    with pytest.raises(InputError, match="Cannot read"):
        read_truth(path)
    path.write_text(json.dumps({"schema": "something"}))
    with pytest.raises(InputError, match=r"edc\.truth/1"):
        read_truth(path)
