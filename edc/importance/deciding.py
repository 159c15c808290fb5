"""The play that decided the game, and the plays that no recap may leave out.

Comes in: a `Game` whose final score is known, or ranked moments. Goes out: places and ids.
"""

from __future__ import annotations

from collections.abc import Sequence

from edc.importance.beats import Game
from edc.moments import Moment

OPEN_PROBABILITY = 0.9
"""Below this the winner had not won yet."""

SEALED_PROBABILITY = 0.95


def deciding_beat(game: Game) -> int | None:
    """The winner's basket or free throw that gave it the lead for good; None while nobody has won.

    That is the last time the winner went from behind or level to ahead.
    """
    winner = game.winner
    if not winner:
        return None
    for at in range(len(game.beats) - 1, -1, -1):
        before = game.beats[at - 1].lead * winner if at else 0
        if game.beats[at].lead * winner > 0 and before <= 0:
            return at
    return None


def must_haves(ranked: Sequence[Moment], last_period: int = 4) -> list[str]:
    """Ids of the moments that a recap must hold, in the order of play; empty while nobody has won.

    The deciding play, if it fell in the last period or overtime or while the winner's probability
    was below 0.9; else the basket after which the winner stayed above 0.95.
    """
    deciding = next((m for m in ranked if "deciding" in m.flags and m.status != "retracted"), None)
    if deciding is None:
        return []
    home_won = (deciding.home_score or 0) > (deciding.away_score or 0)
    before = _winner_probability(deciding.wp_before, home_won)
    if (deciding.period or 0) >= last_period or before < OPEN_PROBABILITY:
        return [deciding.moment_id]
    sealing = _sealing(ranked, home_won)
    return [m.moment_id for m in (deciding, sealing) if m is not None][-1:]


def _winner_probability(home: float | None, home_won: bool) -> float:
    probability = 0.5 if home is None else home
    return probability if home_won else 1.0 - probability


def _sealing(ranked: Sequence[Moment], home_won: bool) -> Moment | None:
    """The winner's basket after which it stayed above 0.95."""
    ordered = sorted(ranked, key=lambda m: (m.period or 0, -(m.clock_s or 0.0), m.play_number or 0))
    sealing: Moment | None = None
    for moment in ordered:
        if moment.wp_after is None:
            continue
        if _winner_probability(moment.wp_after, home_won) <= SEALED_PROBABILITY:
            sealing = None
        elif sealing is None and moment.points:
            sealing = moment
    return sealing
