"""Where a clip may end when the next basket follows at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edc.recap.candidates import single
from edc.recap.cuts import Neighbours, cut_play
from edc.recap.givenup import Rule
from tests.recap.simulated_game import NTSC, SimulatedGame, moment

_AT_S = 40.0


@given(gap_s=st.floats(0.1, 9.0), stays_s=st.floats(2.0, 30.0), spoken=st.lists(st.booleans(), min_size=9, max_size=9))
def test_no_clip_ends_in_the_last_seconds_before_a_basket_without_saying_so(
    gap_s: float, stays_s: float, spoken: list[bool]
) -> None:
    game = SimulatedGame(end_s=120.0)
    game.segments = [{"start_s": 0.0, "end_s": _AT_S + stays_s, "kind": "live"},
                     {"start_s": _AT_S + stays_s, "end_s": 120.0, "kind": "commercial"}]  # fmt: skip
    game.sound = [{"media_s": at / 10, "speech": 0.9 * spoken[at // 7 % len(spoken)]} for at in range(1200)]
    block = moment(1, "block", _AT_S, anchor_sd_s=0.35)
    cuts = cut_play(single(block), game.footage(), Neighbours(after_s=_AT_S + gap_s))
    assert not isinstance(cuts, str)
    end_s = float(cuts[-1].span.stop / NTSC)
    torn = _AT_S + gap_s - 3.0 < end_s < _AT_S + gap_s - 0.05
    said = {given_up.rule for given_up in cuts[-1].given_up} & {Rule.NEIGHBOUR, Rule.WHOLE}
    assert not torn or said
    assert end_s <= _AT_S + stays_s


def test_a_basket_that_falls_where_the_clip_would_end_is_seen_with_it() -> None:
    game = SimulatedGame(end_s=120.0, segments=[{"start_s": 0.0, "end_s": 120.0, "kind": "live"}])
    cuts = cut_play(single(moment(1, "block", _AT_S, anchor_sd_s=0.35)), game.footage(), Neighbours(after_s=42.3))
    assert not isinstance(cuts, str) and not cuts[0].given_up
    assert cuts[0].span.stop / NTSC >= 43.3
