"""What must hold of a win probability whatever the game."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edc.importance.winprob import (
    Model,
    Rules,
    final_probability,
    leverage,
    rules_of,
    surprise,
    win_probability,
)

leads = st.integers(-60, 60)
seconds = st.floats(0.0, 2880.0)
balls = st.sampled_from([-1, 0, 1])


@given(leads, seconds, balls)
def test_it_is_a_probability(lead: int, left: float, ball: int) -> None:
    assert 0.0 <= win_probability(lead, left, ball) <= 1.0


@given(leads, seconds, balls)
def test_a_point_more_never_hurts(lead: int, left: float, ball: int) -> None:
    assert win_probability(lead + 1, left, ball) >= win_probability(lead, left, ball)


@given(leads, seconds)
def test_having_the_ball_never_hurts(lead: int, left: float) -> None:
    assert win_probability(lead, left, -1) <= win_probability(lead, left, 0) <= win_probability(lead, left, 1)


@given(leads, seconds, balls)
def test_without_home_advantage_the_sides_mirror(lead: int, left: float, ball: int) -> None:
    fair = Model(mu=0.0)
    assert win_probability(lead, left, ball, fair) == pytest.approx(1.0 - win_probability(-lead, left, -ball, fair))


@given(st.integers(1, 40), st.floats(1.0, 2870.0))
def test_a_lead_is_worth_more_with_less_time(lead: int, left: float) -> None:
    fair = Model(mu=0.0)
    assert win_probability(lead, left, 0, fair) >= win_probability(lead, left + 10.0, 0, fair)


def test_the_end_is_certain() -> None:
    assert [final_probability(lead) for lead in (-1, 0, 1)] == [0.0, 0.5, 1.0]


def test_it_starts_at_the_measured_home_advantage() -> None:
    assert win_probability(0, 2880.0) == pytest.approx(0.553, abs=0.01)


@pytest.mark.parametrize(("left", "lead", "measured"), [
    (60.0, 0, 0.57), (60.0, 2, 0.80), (60.0, -2, 0.30), (24.0, 0, 0.63), (24.0, -1, 0.40), (10.0, 1, 0.85),
    (5.0, -1, 0.24),
])  # fmt: skip
def test_it_agrees_with_the_measured_end_games(left: float, lead: int, measured: float) -> None:
    """The offence's share of wins over four seasons."""
    assert win_probability(lead, left, 1, Model(mu=0.0)) == pytest.approx(measured, abs=0.12)


@given(leads, seconds)
def test_leverage_is_never_negative(lead: int, left: float) -> None:
    assert leverage(lead, left) >= 0.0


def test_leverage_grows_towards_a_close_end_and_dies_in_a_blowout() -> None:
    assert leverage(0, 30.0) > 3 * leverage(0, 2880.0)
    assert leverage(25, 300.0) < 0.05
    assert leverage(0, 2880.0) == pytest.approx(0.9, abs=0.1)


def test_surprise_counts_the_unlikely() -> None:
    assert surprise(0.01, 0.10) > surprise(0.41, 0.50) > surprise(0.5, 0.5) == 0.0


def test_leagues_play_their_own_length() -> None:
    assert rules_of(720.0).seconds_left(1, 720.0) == 2880.0
    assert rules_of(600.0, "WNBA").seconds_left(4, 30.0) == 30.0
    assert rules_of(1200.0).periods == 2
    assert Rules().seconds_left(5, 120.0) == 120.0
    assert Rules().seconds_played(5, 300.0) == 2880.0
