"""The clock map: what a viewer's score bug said, repaired."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from edc.alignment.clockmap import build_clock
from edc.alignment.clockspan import ClockMap, clock_of, clock_rows
from edc.alignment.horn import expired_s
from edc.alignment.looks import looks_of
from edc.alignment.periods import assign_periods
from tests.alignment.clocks import Stretch, blank, is_hidden, looks_at, played, true_at

QUICK = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def mapped(rows: list[dict[str, Any]], cuts: list[float] | None = None) -> ClockMap:
    looks = looks_of(rows)
    return build_clock(looks, assign_periods(looks), cuts or [])


def errors(clock: ClockMap, stretches: list[Stretch], start: float, last: float) -> list[float]:
    found = []
    for at in np.arange(0.3, last, 0.25):
        if is_hidden(stretches, float(at)):
            continue
        known = clock.at(float(at))
        found.append(abs(known[1] - true_at(stretches, start, float(at))) if known else float("inf"))
    return found


@QUICK
@given(played())
def test_the_true_clock_is_found_under_misreads_and_hidden_stretches(case: tuple[list[Stretch], float]) -> None:
    stretches, start = case
    clock = mapped(looks_at(stretches, start))
    visible_end = sum(s.seconds for s in stretches) - 0.5
    wrong = errors(clock, stretches, start, visible_end)
    assert np.mean(np.array(wrong) <= 1.0) >= 0.97


@QUICK
@given(played())
def test_spans_are_in_order_and_the_clock_never_rises(case: tuple[list[Stretch], float]) -> None:
    spans = mapped(looks_at(*case)).spans
    assert all(span.end_s > span.start_s for span in spans)
    assert all(span.clock_end_s <= span.clock_start_s + 1e-6 for span in spans)
    for before, after in itertools.pairwise(spans):
        assert after.start_s >= before.end_s - 1e-6
        assert after.clock_start_s <= before.clock_end_s + 0.3
    for span in spans:
        if span.running:
            fallen = span.clock_start_s - span.clock_end_s
            assert fallen == pytest.approx(span.end_s - span.start_s, abs=0.3) or span.clock_end_s < 1e-6


@QUICK
@given(played())
def test_the_map_survives_its_table(case: tuple[list[Stretch], float]) -> None:
    clock = mapped(looks_at(*case))
    assert clock_of(clock_rows(clock)) == clock


def test_seconds_put_back_by_officials_are_followed() -> None:
    stretches = [Stretch(20.0, True), Stretch(12.0, False), Stretch(20.0, True)]
    clock = mapped(looks_at(stretches, 300.0, correction=(26.0, 3.0), misread=0.0))
    assert clock.at(24.0) == pytest.approx((2, 280.0), abs=0.6)
    assert clock.at(30.0) == pytest.approx((2, 283.0), abs=0.6)
    assert clock.at(50.0) == pytest.approx((2, 265.0), abs=0.6)


def test_a_standing_clock_misread_for_seconds_is_no_correction() -> None:
    stretches = [Stretch(20.0, True), Stretch(8.0, False), Stretch(20.0, True)]
    rows = looks_at(stretches, 300.0, misread=0.0)
    for row in rows:
        if 21.0 < row["media_s"] < 28.0:
            row |= {"clock_s": 285.0, "clock_confidence": 0.8}
    clock = mapped(rows)
    assert clock.at(24.0) == pytest.approx((2, 280.0), abs=0.8)
    assert clock.at(40.0) == pytest.approx((2, 268.0), abs=0.3)


def test_game_time_left_out_of_the_recording_is_a_cut_at_the_camera_cut() -> None:
    first = looks_at([Stretch(20.0, True)], 600.0, misread=0.0)
    second = looks_at([Stretch(20.0, True)], 400.0, misread=0.0)
    clock = mapped(first + [row | {"media_s": row["media_s"] + 20.0} for row in second], cuts=[20.0])
    assert clock.at(19.95) == pytest.approx((2, 580.05), abs=0.3)
    assert clock.at(20.05) == pytest.approx((2, 399.95), abs=0.3)


def test_a_frozen_bug_over_a_replay_does_not_stop_the_clock() -> None:
    rows = looks_at([Stretch(60.0, True)], 500.0, misread=0.0)
    for row in rows:
        if 20.0 <= row["media_s"] < 26.0:
            row |= {"clock_s": 480.0, "clock_confidence": 0.97}
    clock = mapped(rows, cuts=[20.0, 26.0])
    assert clock.at(24.0) == pytest.approx((2, 476.0), abs=0.5)


def test_a_new_period_is_inferred_where_the_bug_names_none() -> None:
    first = looks_at([Stretch(15.0, True), Stretch(5.0, False)], 15.0, misread=0.0, period=None)
    second = looks_at([Stretch(5.0, False), Stretch(30.0, True)], 720.0, misread=0.0, period=None)
    pause = [blank(20.0 + i / 4) for i in range(160)]
    clock = mapped(first + pause + [row | {"media_s": row["media_s"] + 60.0} for row in second])
    early, late = clock.at(10.0), clock.at(80.0)
    assert early is not None and late is not None
    assert late[0] == early[0] + 1
    assert late[1] == pytest.approx(705.0, abs=0.6)


def test_a_recording_that_starts_in_the_second_quarter_and_one_in_overtime() -> None:
    for period, start in ((2, 700.0), (5, 280.0)):
        clock = mapped(looks_at([Stretch(30.0, True)], start, misread=0.0, period=period))
        assert clock.periods() == [period]


@pytest.mark.parametrize("named", [True, False], ids=["named", "unnamed"])
def test_three_overtimes_are_three_overtimes(named: bool) -> None:
    """The last half minute of the fourth quarter and the same of each overtime, with a pause before each."""
    rows, at = [], 0.0
    for period in (4, 5, 6, 7):
        for start in (300.0, 30.0) if period > 4 else (30.0,):
            stretch = looks_at([Stretch(26.0, True), Stretch(3.0, False)], start, misread=0.0,
                               period=period if named or period == 4 else None)  # fmt: skip
            rows += [row | {"media_s": row["media_s"] + at} for row in stretch]
            at += 29.0
        rows += [blank(at + i / 4) for i in range(120)]
        at += 30.0
    assert mapped(rows).periods() == [4, 5, 6, 7]


def test_no_bug_gives_no_clock() -> None:
    assert mapped([blank(i / 4) for i in range(40)]).spans == ()
    assert mapped([]).spans == ()


def test_the_instants_of_a_clock_are_found_again() -> None:
    clock = mapped(looks_at([Stretch(20.0, True), Stretch(10.0, False), Stretch(20.0, True)], 300.0, misread=0.0))
    (start, end), = clock.when(2, 290.0, 291.0)
    assert start == pytest.approx(9.0, abs=0.2) and end == pytest.approx(10.0, abs=0.2)


@pytest.mark.parametrize(("onset_s", "lasts_s", "ended_s"), [(62.0, 1.2, 61.8), (62.0, 0.3, 60.0), (60.1, 1.2, 60.0)])
def test_a_horn_says_when_a_coarse_clock_ran_out_but_a_shout_does_not(
    onset_s: float, lasts_s: float, ended_s: float
) -> None:
    at = np.arange(0.0, 80.0, 0.1)
    horn = np.where((at >= onset_s - 1e-6) & (at < onset_s + lasts_s), 0.5, 0.0)
    assert expired_s(60.0, at, horn) == pytest.approx(ended_s, abs=0.05)
