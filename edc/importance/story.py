"""What a beat means in the story of the game: flags, and the facts behind them.

Comes in: a `Game`. Goes out: a `Context` for each beat. Everything here is a fact that can be said
in a caption; nothing is an opinion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edc.importance.ball import ball_after
from edc.importance.beats import Beat, Game
from edc.importance.deciding import deciding_beat
from edc.importance.tallies import Milestone, tallies
from edc.importance.winprob import RELEASE_S, final_probability, leverage, win_probability

RUN_POINTS = 8
LATE_S = 24.0
CLUTCH_S, CLUTCH_LEAD = 300.0, 5
BUZZER_S = 0.5
COMEBACK_POINTS = 10
GARBAGE_S, GARBAGE_LEAD, GARBAGE_PROBABILITY = 360.0, 10, 0.985
PAIR_REACH = 6

PLAYED = frozenset(("shot", "free_throw", "block", "steal", "rebound", "turnover", "foul", "violation", "ejection"))
"""What players do; a timeout is not clutch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    flags: tuple[str, ...]
    lead_before: int
    """Of the home team."""
    lead: int
    side: int
    wp_before: float
    wp_after: float
    leverage: float
    seconds_left: float
    """To the end of regulation or of the overtime that is on."""
    run_points: int
    """Points of the run that this basket closes; 0 where it closes none."""
    comeback_points: int
    """The deficit that this basket overcame; 0 where it overcame none."""
    scorer_points: int | None
    milestone: Milestone | None
    winners_first_lead: bool = False
    largest_lead: int = 0
    """Where this basket reached it first: the largest lead of the game; else 0."""
    last_basket: bool = False


def contexts(game: Game) -> dict[str, Context]:
    """For each beat, by its key."""
    beats = game.beats
    and_ones = _and_ones(beats)
    ball = ball_after(beats, frozenset(and_ones))
    runs, comeback, counted = _runs(beats), _comeback(game), tallies(beats)
    deciding, peaks = deciding_beat(game), _peaks(game)
    swings = _swings(game, ball)
    result: dict[str, Context] = {}
    for at, beat in enumerate(beats):
        lead_before = beats[at - 1].lead if at else 0
        wp_before, wp_after = swings[at]
        flags = _flags(game, at, lead_before, wp_before, is_deciding=at == deciding)
        told = {
            "and_one": beat.key in and_ones, "run": at in runs, "comeback": at == (comeback or (-1, 0))[0],
            "milestone": counted[at].milestone is not None,
        }  # fmt: skip
        result[beat.key] = Context(
            flags=(*flags, *(name for name, holds in told.items() if holds)),
            lead_before=lead_before,
            lead=beat.lead,
            side=beat.side,
            wp_before=wp_before,
            wp_after=wp_after,
            leverage=leverage(lead_before, _left(game, beat), game.model),
            seconds_left=_left(game, beat),
            run_points=runs.get(at, 0),
            comeback_points=comeback[1] if comeback and at == comeback[0] else 0,
            scorer_points=counted[at].scorer_points,
            milestone=counted[at].milestone,
            winners_first_lead=at == peaks.first_lead,
            largest_lead=abs(beat.lead) if at == peaks.largest else 0,
            last_basket=at == peaks.last,
        )
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Peaks:
    """Places of beats that only a finished game has; None while it is on."""

    first_lead: int | None = None
    largest: int | None = None
    last: int | None = None


def _peaks(game: Game) -> _Peaks:
    scored = [at for at, beat in enumerate(game.beats) if beat.points]
    if not game.winner or not scored:
        return _Peaks()
    ahead = (at for at in scored if game.beats[at].lead * game.winner > 0)
    return _Peaks(first_lead=next(ahead, None), largest=max(scored, key=lambda at: (abs(game.beats[at].lead), -at)),
                  last=scored[-1])  # fmt: skip


def _left(game: Game, beat: Beat) -> float:
    return game.rules.seconds_left(beat.period, beat.clock_s)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _swings(game: Game, ball: Sequence[int]) -> list[tuple[float, float]]:
    """Home win probability before and after each beat; a steal or block has the swing of its turnover or miss."""
    beats = game.beats
    last_score = max((at for at, b in enumerate(beats) if b.points), default=-1)
    swings: list[tuple[float, float]] = []
    for at, beat in enumerate(beats):
        left = _left(game, beat)
        lead_before, ball_before = (beats[at - 1].lead, ball[at - 1]) if at else (0, 0)
        holder = beat.side if beat.label.startswith("shot") and beat.side else ball_before
        before = win_probability(lead_before, max(left, RELEASE_S), holder, game.model)
        over = game.rules.is_last(beat.period) and beat.clock_s <= 0 and at >= last_score
        after = final_probability(beat.lead) if over else win_probability(beat.lead, left, ball[at], game.model)
        swings.append((before, after))
    for at in range(len(beats)):
        partner = _pair(beats, at)
        if partner is not None:
            swings[at] = swings[partner]
    return swings


def _pair(beats: Sequence[Beat], at: int) -> int | None:
    """The turnover of a steal, the miss of a block."""
    beat = beats[at]
    wanted = {"steal": "turnover", "block": "shot.missed"}.get(beat.label.partition(".")[0])
    if wanted is None:
        return None
    around = sorted(range(max(0, at - PAIR_REACH), min(len(beats), at + PAIR_REACH + 1)), key=lambda i: abs(i - at))
    return next((i for i in around if beats[i].label.startswith(wanted) and beats[i].side == -beat.side
                 and (beats[i].period, beats[i].clock_s) == (beat.period, beat.clock_s)), None)


def _and_ones(beats: Sequence[Beat]) -> set[str]:
    """Made baskets whose shooter goes to the line for one more at the same clock."""
    found: set[str] = set()
    for at, beat in enumerate(beats):
        if not beat.field_goal:
            continue
        for later in beats[at + 1:]:
            if (later.period, later.clock_s) != (beat.period, beat.clock_s):
                break
            if later.label.startswith("free_throw") and _same_shooter(beat, later):
                if later.last_of_trip and not later.official_kind and _only_one(beats, later):
                    found.add(beat.key)
                break
    return found


def _only_one(beats: Sequence[Beat], free_throw: Beat) -> bool:
    """Whether the trip had a single free throw."""
    return not any(
        b.label.startswith("free_throw") and not b.last_of_trip and _same_shooter(b, free_throw)
        and (b.period, b.clock_s) == (free_throw.period, free_throw.clock_s)
        for b in beats
    )


def _same_shooter(one: Beat, other: Beat) -> bool:
    def shooter(beat: Beat) -> tuple[int, str]:
        return beat.side, next((p.id or p.name for p in beat.players if p.role == "shooter"), "")

    return shooter(one) == shooter(other)


def _runs(beats: Sequence[Beat]) -> dict[int, int]:
    """Place of the basket that closes a run of one team alone → the run's points."""
    found: dict[int, int] = {}
    side = points = last = 0
    for at, beat in enumerate(beats):
        if not beat.gap and (not beat.points or not beat.side):
            continue
        if beat.gap or beat.side != side:
            if points >= RUN_POINTS:
                found[last] = points
            side, points = beat.side, 0
        points += beat.points
        last = at
    if points >= RUN_POINTS:
        found[last] = points
    return found


def _comeback(game: Game) -> tuple[int, int] | None:
    """The basket with which the winner first led after its deepest deficit, and how deep that was."""
    winner = game.winner
    if not winner:
        return None
    leads = [beat.lead * winner for beat in game.beats]
    deepest = min(range(len(leads)), key=leads.__getitem__)
    if -leads[deepest] < COMEBACK_POINTS:
        return None
    ahead = next((at for at in range(deepest, len(leads)) if leads[at] > 0), None)
    return None if ahead is None else (ahead, -leads[deepest])


def _led_last(beats: Sequence[Beat], at: int) -> int:
    """Who led when last somebody led, before this beat."""
    return next((_sign(b.lead) for b in reversed(beats[:at]) if b.lead), 0)


def _flags(game: Game, at: int, lead_before: int, wp_before: float, *, is_deciding: bool) -> list[str]:
    beat = game.beats[at]
    late = game.rules.is_last(beat.period)
    scored = bool(beat.points)
    goes_ahead = scored and _sign(beat.lead) == beat.side != _sign(lead_before)
    ties = scored and beat.lead == 0 and lead_before != 0
    told = {
        "lead_change": goes_ahead and _led_last(game.beats, at) == -beat.side,
        "tie": ties,
        "go_ahead_late": goes_ahead and late and beat.clock_s <= LATE_S,
        "game_tying": ties and late and beat.clock_s <= LATE_S,
        "game_winner": is_deciding and late and beat.clock_s <= LATE_S,
        "buzzer_beater": beat.field_goal and beat.clock_s <= BUZZER_S,
        "clutch": late and _played(beat) and beat.clock_s <= CLUTCH_S and abs(lead_before) <= CLUTCH_LEAD,
        "garbage": _is_garbage(game, beat, lead_before, wp_before),
        "deciding": is_deciding,
    }
    return [name for name, holds in told.items() if holds]


def _played(beat: Beat) -> bool:
    return beat.label.partition(".")[0] in PLAYED


def _is_garbage(game: Game, beat: Beat, lead_before: int, wp_before: float) -> bool:
    return (
        game.rules.is_last(beat.period) and beat.clock_s < GARBAGE_S and abs(lead_before) >= GARBAGE_LEAD
        and abs(beat.lead) >= GARBAGE_LEAD and max(wp_before, 1.0 - wp_before) > GARBAGE_PROBABILITY
    )
