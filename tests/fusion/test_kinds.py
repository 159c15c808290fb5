"""Which kind of shot a basket was that the score told and the spotter saw, as far as it is trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edc.fusion.baskets import chance_of_kind

KINDS = ("layup", "jumper", "dunk")
_SHARE = st.floats(0.0, 1.0)


@given(st.dictionaries(st.sampled_from(KINDS), _SHARE), _SHARE)
def test_the_kinds_share_what_is_certain(seen: dict[str, float], trust: float) -> None:
    chances = [chance_of_kind(kind, seen, trust) for kind in KINDS]
    assert min(chances) >= 0 and sum(chances) == pytest.approx(1.0)


@given(st.dictionaries(st.sampled_from(KINDS), _SHARE))
def test_a_spotter_without_trust_names_no_kind(seen: dict[str, float]) -> None:
    assert max(chance_of_kind(kind, seen, 0.0) for kind in KINDS) < 0.5


@pytest.mark.parametrize("kind", KINDS)
def test_half_trusted_it_is_believed_as_far_as_it_is_sure(kind: str) -> None:
    assert chance_of_kind(kind, {kind: 0.97}, 0.5) > 0.5
    assert chance_of_kind(kind, {kind: 0.3}, 0.5) < chance_of_kind(kind, {kind: 0.97}, 0.5)
    unseen = [chance_of_kind(name, {}, 0.5) for name in KINDS]
    assert max(unseen) < 0.5 and unseen == sorted(unseen, reverse=True)
