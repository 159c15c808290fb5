"""Which moments a viewer would jump to: at least so many stars, placed, one entry a play.

Comes in: all moments of a game. Goes out: those of the index, in the order of the media.
"""

from __future__ import annotations

from collections.abc import Iterable

from edc.moments import Moment

Play = tuple[int | None, float | None, str]


def play_of(moment: Moment) -> Play:
    """Moments of one play share this: a miss and its block, a basket, its foul and its free throw.

    A stopped clock keeps them together; two baskets at one displayed second are two plays.
    """
    if moment.period is None or moment.clock_s is None:
        return None, None, moment.moment_id
    own = moment.moment_id if moment.made else ""
    return moment.period, round(moment.clock_s, 1), own


def one_a_play(moments: Iterable[Moment]) -> list[Moment]:
    """The weightiest moment of each play; a basket stands for everything at its clock."""
    best: dict[Play, Moment] = {}
    for moment in moments:
        play = play_of(moment)
        held = best.get(play)
        if held is None or (moment.importance or 0.0) > (held.importance or 0.0):
            best[play] = moment
    with_basket = {play[:2] for play in best if play[0] is not None and play[2]}
    return [m for play, m in best.items() if play[2] or play[0] is None or play[:2] not in with_basket]


def _media_order(moment: Moment) -> tuple[float, float]:
    return moment.anchor_s or 0.0, moment.clock_s or 0.0


def key_moments(moments: Iterable[Moment], minimum_stars: int = 2) -> list[Moment]:
    """Placed moments of at least so many stars, one a play, by anchor; retracted ones stay, as retracted."""
    spanned = (m for m in moments if m.placed and m.start_s is not None and m.end_s is not None)
    placed = [m for m in spanned if (m.stars or 0) >= minimum_stars]
    retracted = [m for m in placed if m.status == "retracted"]
    standing = one_a_play(m for m in placed if m.status != "retracted")
    return sorted([*standing, *retracted], key=_media_order)
