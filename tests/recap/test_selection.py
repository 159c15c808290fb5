"""The programme finds what trying everything finds: small games, every choice."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edc.recap.facts import Fact
from edc.recap.leadcurve import START, LeadCurve, lead_curve
from edc.recap.programme import Programme
from edc.recap.selection import Option, Rules, select
from tests.recap.simulated_game import moment

COURSE, BEING, FACT = 9.0, 0.02, 1.2


def game(scores: list[int]) -> LeadCurve:
    """A basket every two minutes; each moves the lead by so much."""
    moments, home, away = [], 0, 0
    for number, step in enumerate(scores):
        home, away = home + max(0, step), away + max(0, -step)
        moments.append(moment(number, "shot.made.two", 30.0 * number + 20.0, period=1 + number // 6,
                              clock_s=700.0 - 110.0 * (number % 6), home_score=home, away_score=away, points=abs(step)))
    curve = lead_curve(moments)
    assert curve is not None
    return curve


def lost(curve: LeadCurve, ids: list[str]) -> float:
    """One minus R² of the lead rebuilt from these baskets."""
    knots = [START, *curve.of(ids)]
    return sum(curve.missed(a, b) for a, b in pairwise(knots)) + curve.missed(knots[-1], None)


def options(values: list[float]) -> list[Option]:
    return [Option(frames=100, value=value, moment_ids=(f"m{n:04d}",), first=1000 * n, stop=1000 * n + 100, kind=str(n))
            for n, value in enumerate(values)]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    scores=st.lists(st.sampled_from((-3, -2, 2, 3)), min_size=5, max_size=9),
    values=st.lists(st.floats(0.0, 1.0), min_size=9, max_size=9), most=st.integers(2, 4),
    length=st.sampled_from((0.5, 1.0)),
)  # fmt: skip
def test_the_course_of_the_lead_is_weighed_exactly(
    scores: list[int], values: list[float], most: int, length: float
) -> None:
    curve, shown = game(scores), options(values[: len(scores)])
    rules = Rules(frames=100 * most, apart=30, curve=curve, length=length, balance_teams=False, cover_periods=False,
                  limit_defence=False, limit_players=False, present_players=False)  # fmt: skip
    choice = select(shown, rules)
    assert choice is not None

    def worth(places: tuple[int, ...]) -> float:
        ids = [shown[at].moment_ids[0] for at in places]
        return sum(shown[at].value + BEING for at in places) - COURSE * lost(curve, ids)

    best = max(worth(places) for count in range(most + 1) for places in combinations(range(len(shown)), count))
    assert worth(choice.chosen) == pytest.approx(choice.objective, abs=1e-4)
    assert best - 0.003 * abs(best) - 1e-4 <= choice.objective <= best + 1e-4
    assert choice.bound >= best - 1e-4


def test_a_basket_that_says_the_contrary_is_followed_by_one_that_sets_it_right() -> None:
    shown = options([0.1, 0.9, 0.2, 0.3])
    told = Fact(name="who led", ids=frozenset({"m0000", "m0002"}),
                unsaid_by={"m0001": frozenset({"m0002"}), "m0003": frozenset()})  # fmt: skip
    plain = {"apart": 30, "balance_teams": False, "cover_periods": False, "limit_defence": False,
             "limit_players": False, "present_players": False, "facts": (told,)}  # fmt: skip
    assert select(shown, Rules(frames=200, **plain)).chosen == (1, 2)  # type: ignore[union-attr, arg-type]
    assert select(shown, Rules(frames=100, **plain)).chosen == (2,), "0.2 and what it tells, not 0.9"  # type: ignore[union-attr, arg-type]


def test_a_step_that_there_is_not_is_never_taken() -> None:
    """Of three stops only the first may be followed by the last: the middle one is left out or the way ends there."""
    programme = Programme([1.0, 1.0, 1.0])
    allowed = {(None, 0), (None, 1), (0, 2), (1, None), (2, None)}
    programme.path([0, 1, 2], lambda a, b: 0.0 if (a, b) in allowed else None)
    solution = programme.solve()
    assert solution is not None and solution.chosen == (0, 2) and solution.objective == pytest.approx(2.0)
