"""A whole game from a seed, and the search for one that ends as wished."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from sample_media.scene import Side
from sample_media.simulation.arena import SIDES, Arena, Wish, actors
from sample_media.simulation.model import GameLog, Play, other
from sample_media.simulation.possession import chance
from sample_media.simulation.rotation import starting_five
from sample_media.simulation.stoppage import Control, dead_ball, period_end, take_break
from sample_media.simulation.teams import pairing

WARM_UP_S = 12.0
MAX_TRIES = 40


def simulate(seed: int, wish: Wish | None = None) -> GameLog:
    """The game of a seed. A wished finish is found by playing last quarters again with other dice."""
    wish = wish or Wish()
    for attempt in range(MAX_TRIES):
        arena = _fresh(seed, attempt + MAX_TRIES * wish.variant, wish)
        while arena.period <= 3:
            _play_period(arena)
        if not (wish.close_finish or wish.overtime):
            return _to_the_end(arena)
        if abs(arena.score["home"] - arena.score["away"]) > 6:
            continue
        for again in range(25):
            dice = Random((seed * 1_000_003 + attempt + MAX_TRIES * wish.variant) * 1009 + again)
            log = _to_the_end(arena.fork(dice))
            if _as_wished(log, wish):
                return log
    return _to_the_end(arena)


def _fresh(seed: int, attempt: int, wish: Wish) -> Arena:
    home, away = pairing(seed)
    log = GameLog(
        seed=seed, game_id=f"00126{1 + (seed * 7 + 13) % 9999:05d}", home=home, away=away
    )  # fmt: skip
    arena = Arena(Random(seed * 1_000_003 + attempt), log, wish)
    for side in SIDES:
        players = log.team(side).players
        arena.five[side] = starting_five(players)
        arena.bench[side] = list(players[5:])
        log.starters[side] = arena.five[side]
    return arena


def _to_the_end(arena: Arena) -> GameLog:
    while arena.period <= 4 or arena.score["home"] == arena.score["away"]:
        _play_period(arena)
    log = arena.log
    log.periods = arena.period - 1
    # the break booked after the last horn is the end of the game
    last_break = next(p for p in reversed(log.passages) if p.kind == "break")
    last_break.break_kind = "end"
    log.clock = [s for s in log.clock if s.period <= log.periods]
    log.fouls = [f for f in log.fouls if f[0] < last_break.wall_0]
    log.plays.append(_game_end(log))
    log.board = list(arena.board)
    return log


def _game_end(log: GameLog) -> Play:
    last = log.plays[-1]
    return replace(
        last, index=last.index + 1, label="game.end", action_type="game", sub_type="end",
        wall_s=last.wall_s + 1.0, end_wall_s=last.wall_s + 3.0, side=None, actors=(),
    )  # fmt: skip


def _play_period(arena: Arena) -> None:
    arena.play("period.start", "period", sub_type="start", start=arena.wall - 1, end=arena.wall + 2)
    control: Control | None = _tip_off(arena) if arena.period in (1, 5, 6, 7, 8) else _throw_in(arena)
    while control is not None:
        control = chance(arena, control)
    period_end(arena)
    kind = "half" if arena.period == 2 else "quarter"
    seconds = arena.wish.half_s if kind == "half" else arena.wish.quarter_break_s
    take_break(arena, kind, seconds)


def _tip_off(arena: Arena) -> Control:
    """Walk up, toss, tap, catch; the clock starts at the tap."""
    rng = arena.rng
    start = arena.wall
    arena.passage(kind="dead", wall_0=start, wall_1=start + WARM_UP_S, offense="home", setup="tip",
                  setup_spot=(47.0, 25.0))  # fmt: skip
    arena.hold_to(start + WARM_UP_S)
    winner: Side = "home" if rng.random() < 0.5 else "away"
    taker = rng.randrange(4)
    tossed = arena.wall
    passage = arena.passage(kind="live", wall_0=tossed, wall_1=tossed + 1.9, offense="home", start="tip", slot=4,
                            start_spot=(47.0, 25.0))  # fmt: skip
    passage.finish, passage.finish_s, passage.defender_slot = "steal", tossed + 1.0, 4
    passage.next_side, passage.next_slot = winner, taker
    arena.hold_to(tossed + 1.0)
    won, lost = arena.five[winner][4], arena.five[other(winner)][4]
    arena.play(
        "jump_ball.tipoff", "jumpball", sub_type="recovered", descriptor="startperiod", side=winner,
        actors=actors(("won", won), ("lost", lost), ("recovered", arena.five[winner][taker])), possession=winner,
    )  # fmt: skip
    if arena.period == 1:
        arena.done.add(f"tip:{winner}")
    arena.run_to(tossed + 1.9)
    arena.reset_shot_clock(24.0)
    return Control(side=winner, slot=taker, start="tip")


def _throw_in(arena: Arena) -> Control:
    """Quarters two and three start with the side that lost the tip, the fourth with the winner."""
    winner: Side = "home" if "tip:home" in arena.done else "away"
    side = winner if arena.period == 4 else other(winner)
    spot = (47.0, -0.8)
    dead_ball(arena, side, WARM_UP_S, setup="inbound", spot=spot, may_stop=False)
    arena.reset_shot_clock(24.0)
    return Control(side=side, slot=2, start="sideline", spot=spot, clock_stopped=True)


def _as_wished(log: GameLog, wish: Wish) -> bool:
    if wish.overtime:
        return log.periods == 5
    decider = deciding_play(log)
    return log.periods == 4 and decider is not None and decider.period == 4 and decider.clock_s <= 15.0


def deciding_play(log: GameLog) -> Play | None:
    """The winner's basket or free throw that gave it the lead for good."""
    home, away = log.final
    winner: Side = "home" if home > away else "away"
    found: Play | None = None
    ahead = False
    for play in log.plays:
        if not play.points or not play.counted:
            continue
        lead = (play.home_score - play.away_score) * (1 if winner == "home" else -1)
        if lead > 0 and not ahead:
            found = play
        ahead = lead > 0
    return found
