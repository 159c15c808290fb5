"""Which clips exclude each other: the solver's groups say the same as looking at every pair."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from edc.recap.selection import Option, crowds


@st.composite
def options(draw: st.DrawFn) -> list[Option]:
    spans = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from("abcdef")), max_size=12))
    return [Option(frames=n, value=1.0, moment_ids=(id_,), first=first, stop=first + n) for first, n, id_ in spans]


@given(some=options(), apart=st.integers(0, 5))
def test_one_of_a_crowd_and_one_of_a_pair_are_the_same_rule(some: list[Option], apart: int) -> None:
    def clash(a: int, b: int) -> bool:
        first, second = sorted((some[a], some[b]), key=lambda option: option.first)
        return second.first < first.stop + apart or bool(set(first.moment_ids) & set(second.moment_ids))

    grouped = {pair for crowd in crowds(some, apart) for pair in combinations(sorted(crowd), 2)}
    assert grouped == {pair for pair in combinations(range(len(some)), 2) if clash(*pair)}
    assert len(crowds(some, apart)) <= len(some) + len({option.moment_ids for option in some})
