"""An integer programme over yes-or-no questions, handed to HiGHS.

Comes in: what each yes is worth, and rules between them. Goes out: the best answer with the
solver's bound, or None where no answer keeps the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from edc.recap.silenced import silenced

_TIME_LIMIT_S = 10.0
_GAP = 3e-3
"""A choice that is proven to be within so much of the best is good enough: the last of it takes most of the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    chosen: tuple[int, ...]
    objective: float
    bound: float
    gap: float


class Programme:
    """Questions 0 … n−1 are yes or no; rewards and rising costs add helpers between 0 and 1 behind them."""

    def __init__(self, worth: Sequence[float]) -> None:
        self._worth = list(worth)
        self._questions = len(worth)
        self._rows: list[tuple[list[tuple[int, float]], float, float]] = []

    def at_most(self, terms: Iterable[tuple[int, float]], limit: float) -> None:
        self._rows.append((list(terms), -float("inf"), limit))

    def at_least(self, terms: Iterable[tuple[int, float]], limit: float) -> None:
        self._rows.append((list(terms), limit, float("inf")))

    def reward(self, members: Sequence[int], worth: float, *, least: int = 1) -> int:
        """Paid once when `least` members are chosen; gives back the question whether it is paid."""
        helper = self._helper(worth)
        self.at_most([(helper, float(least)), *((member, -1.0) for member in members)], 0.0)
        return helper

    def rising_cost(self, members: Sequence[int], *, free: int, step: float) -> None:
        """`free` members cost nothing, the next `step`, the one after twice that, and so on."""
        extra = len(members) - free
        if extra <= 0:
            return
        helpers = [self._helper(-step * (number + 1)) for number in range(extra)]
        self.at_most([*((member, 1.0) for member in members), *((helper, -1.0) for helper in helpers)], float(free))

    def falling_reward(self, members: Sequence[int], *, worth: float, times: float) -> None:
        """The first `times` members chosen are worth so much each, the rest nothing; a fraction counts as one."""
        helpers: list[int] = []
        while times > 0 and len(helpers) < len(members):
            helpers.append(self._helper(worth * min(1.0, times)))
            times -= 1.0
        if helpers:
            self.at_most([*((helper, 1.0) for helper in helpers), *((member, -1.0) for member in members)], 0.0)

    def cost_of(self, costs: Iterable[tuple[int, float]]) -> None:
        """Makes questions dearer."""
        for question, cost in costs:
            self._worth[question] -= cost

    def path(self, order: Sequence[int], cost: Callable[[int | None, int | None], float | None]) -> None:
        """A way from the beginning (None) to the end (None) through exactly those of `order` that are chosen.

        `cost` of the step from one to another, None where there is no such step. Steps go forward only, so that
        with whole answers the way is whole as well: a flow of one through all chosen ones.
        """
        stops: list[int | None] = [None, *order, None]
        leave: dict[int, list[int]] = {at: [] for at in range(len(stops))}
        enter: dict[int, list[int]] = {at: [] for at in range(len(stops))}
        for a, b in combinations(range(len(stops)), 2):
            price = cost(stops[a], stops[b])
            if price is not None:
                step = self._helper(-price)
                leave[a].append(step)
                enter[b].append(step)
        self._equal([(step, 1.0) for step in leave[0]], 1.0)
        for at, member in enumerate(order, start=1):
            for steps in (enter[at], leave[at]):
                self._equal([*((step, 1.0) for step in steps), (member, -1.0)], 0.0)

    def _equal(self, terms: Iterable[tuple[int, float]], value: float) -> None:
        self._rows.append((list(terms), value, value))

    def _helper(self, worth: float) -> int:
        self._worth.append(worth)
        return len(self._worth) - 1

    def solve(self) -> Solution | None:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        if not self._questions:
            return None
        size = len(self._worth)
        entries = [(row, column, value) for row, (terms, _, _) in enumerate(self._rows) for column, value in terms]
        rows, columns, values = zip(*entries, strict=True)
        matrix = csr_array((values, (rows, columns)), shape=(len(self._rows), size))
        low, high = np.array([row[1] for row in self._rows]), np.array([row[2] for row in self._rows])
        with silenced():
            result = milp(
                -np.array(self._worth), integrality=(np.arange(size) < self._questions).astype(int),
                bounds=Bounds(0, 1), constraints=LinearConstraint(matrix, low, high),
                options={"time_limit": _TIME_LIMIT_S, "mip_rel_gap": _GAP},
            )  # fmt: skip
        if result.x is None:
            return None
        objective, bound = -float(result.fun), -float(result.mip_dual_bound)
        chosen = tuple(index for index in range(self._questions) if result.x[index] > 0.5)
        gap = max(0.0, bound - objective) / max(abs(objective), 1e-9)
        return Solution(chosen=chosen, objective=objective, bound=bound, gap=gap)
