"""What the game was about, as far as its moments tell: what a recap must and should show of it.

Comes in: moments in order. Goes out: the deciding play, the last basket that mattered, each
player's points, and for each moment the elements of the story that it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edc.gameclock import REGULAR_PERIODS
from edc.importance.deciding import must_haves
from edc.moments import Moment

_STILL_OPEN = 0.02
"""A basket that moved the win probability by this much changed who could win."""
_STILL_OPEN_POINTS = 6
"""Where no win probability is known: so small a lead was not safe."""
_LATE = frozenset({"lead_change", "tie", "go_ahead_late", "game_tying"})
_ELEMENTS = frozenset({"comeback", "buzzer_beater", "game_winner", "deciding", "go_ahead_late", "game_tying"})
HINDSIGHT = frozenset({"deciding", "game_winner", "comeback", "go_ahead_late", "run", "milestone"})
"""Flags that can only be given by somebody who knows what came later."""
_NOT_SHOWN = frozenset({"waved_off", "overturned", "no_basket", "after_whistle"})


def waved_off(moment: Moment) -> bool:
    """A basket that did not count, or not any more."""
    return moment.status == "retracted" or bool(_NOT_SHOWN & set(moment.flags)) or "waved" in moment.label


def scoring(moments: Iterable[Moment]) -> list[Moment]:
    """Baskets and free throws that counted, in the order of the game where it is known."""
    counted = [m for m in moments if not waved_off(m) and (m.points or m.made)]
    return sorted(counted, key=lambda m: (m.period or 0, -(m.clock_s or 0.0), m.play_number or 0, m.anchor_s or 0.0))


def decisive(moments: Sequence[Moment]) -> Moment | None:
    """The moment that no recap may leave out: the deciding play, or the basket that sealed a game decided early."""
    counted = [m for m in moments if not waved_off(m)]
    ids = must_haves(counted)
    return next((m for m in counted if ids and m.moment_id == ids[-1]), None)


def last_that_mattered(moments: Iterable[Moment]) -> Moment | None:
    """The last basket or free throw that changed who could win: with it the final score can be understood."""
    scores = [m for m in scoring(moments) if (m.period or 0) >= REGULAR_PERIODS]
    for moment in reversed(scores):
        if moment.wp_before is not None and moment.wp_after is not None:
            if abs(moment.wp_after - moment.wp_before) >= _STILL_OPEN:
                return moment
        elif moment.home_score is not None and moment.away_score is not None:
            before = abs(moment.home_score - moment.away_score) - (moment.points or 2)
            if abs(before) <= _STILL_OPEN_POINTS:
                return moment
    return None


def points_by_player(moments: Iterable[Moment]) -> dict[str, int]:
    points: dict[str, int] = {}
    for moment in scoring(moments):
        for player in moment.players:
            if player.role == "shooter":
                key = player.id or player.name
                points[key] = points.get(key, 0) + (moment.points or 0)
    return points


def elements(moments: Sequence[Moment]) -> frozenset[str]:
    """Elements of the story that these moments show; the same element always has the same name."""
    found: set[str] = set()
    for moment in moments:
        late = (moment.period or 0) >= REGULAR_PERIODS
        for flag in moment.flags:
            if flag in _ELEMENTS:
                found.add(flag)
            elif flag in _LATE and late:
                found.add(f"{flag}:{moment.home_score}-{moment.away_score}")
            elif flag == "run":
                found.add(f"run:{moment.period}:{moment.team}")
            elif flag == "milestone":
                found.add("milestone:" + ",".join(sorted(p.id or p.name for p in moment.players[:1])))
    return frozenset(found)
