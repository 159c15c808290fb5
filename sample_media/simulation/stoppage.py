"""Dead balls: whistles, fouls, free throws, timeouts, substitutions, reviews, breaks."""

from __future__ import annotations

from dataclasses import dataclass

from sample_media.scene import RIMS, Side
from sample_media.simulation.arena import SIDES, Arena, actors, weighted_slot
from sample_media.simulation.model import Player, Point, Shot, other, period_length_s
from sample_media.simulation.rotation import substitutions

FREE_THROW_FT = 13.75


@dataclass(slots=True, kw_only=True)
class Control:
    """Who has the ball at the arena's present instant, and how he came by it."""

    side: Side
    slot: int
    start: str
    spot: Point | None = None
    clock_stopped: bool = False


def stop_clock(arena: Arena, whistle: float, ran_on_to: float | None = None) -> None:
    """The whistle stops the clock; once a game it runs on and is put back some seconds later."""
    arena.run_to(whistle)
    arena.whistle(whistle)
    if ran_on_to is None and arena.clock > 8.0 and not arena.expired and arena.special("correction"):
        late = round(arena.rng.uniform(1.6, 3.8), 1)
        arena.run_to(whistle + late)
        arena.hold_to(whistle + late + arena.rng.uniform(5.0, 7.0))
        arena.put_back(late)
    if ran_on_to is not None:
        arena.hold_to(max(arena.wall, ran_on_to))


def charge_foul(arena: Arena, fouler: Player, side: Side, *, team_foul: bool = True) -> bool:
    """Book a personal foul; True when the other side is in the bonus."""
    arena.personal[fouler.player_id] = arena.personal.get(fouler.player_id, 0) + 1
    if not team_foul:
        return False
    arena.team_fouls[side] += 1
    if arena.clock < 120.0:
        arena.late_fouls[side] += 1
    arena.log.fouls.append((arena.wall, side, arena.team_fouls[side]))
    limit = 5 if arena.period <= 4 else 4
    return arena.team_fouls[side] >= limit or arena.late_fouls[side] >= 2


def dead_ball(
    arena: Arena,
    ball: Side,
    seconds: float,
    *,
    setup: str,
    spot: Point | None = None,
    timeout: Side | None = None,
    may_stop: bool = True,
    keep: Player | None = None,
) -> None:
    """Let `seconds` pass with the ball dead; substitutions happen, perhaps a timeout before play resumes."""
    rng = arena.rng
    start = arena.wall
    if arena.brisk and setup == "inbound":
        seconds = max(5.0, seconds * 0.6)
    if arena.brisk and setup == "free_throw":
        seconds = max(4.6, seconds * 0.65)
    caller = timeout or (timeout_wanted(arena, ball) if may_stop else None)
    if caller is not None:
        called = start + rng.uniform(1.5, 4.0)
        mandatory = timeout is None and mandatory_due(arena)
        passage = arena.passage(kind="dead", wall_0=start, wall_1=called + 6.0, offense=ball, setup="bench")
        arena.hold_to(called)
        take_timeout(arena, caller, mandatory=mandatory)
        arena.hold_to(passage.wall_1)
        length = arena.wish.timeout_s * rng.uniform(0.95, 1.05)
        arena.passage(kind="break", wall_0=arena.wall, wall_1=arena.wall + length, offense=ball, break_kind="timeout")
        arena.hold_to(arena.wall + length)
        start, seconds = arena.wall, rng.uniform(7.0, 10.0)
    fives = arena.fives()
    at = start + min(seconds * 0.5, 5.0)
    swaps = () if setup == "idle" else substitutions(arena, at, after_timeout=caller is not None, keep=keep)
    passage = arena.passage(
        kind="dead", wall_0=start, wall_1=start + seconds, offense=ball, setup=setup, setup_spot=spot, swaps=swaps
    )
    passage.fives = fives
    arena.hold_to(start + seconds)


def mandatory_due(arena: Arena) -> bool:
    marks = (419.0, 179.0) if arena.period <= 4 else ()
    due = sum(1 for mark in marks if arena.clock < mark)
    return arena.period_timeouts < due


def timeout_wanted(arena: Arena, ball: Side) -> Side | None:
    """Who takes a timeout at this dead ball: the mandatory ones, to stop a run, to plan the end."""
    rng = arena.rng
    if arena.clock < 1.5:
        return None
    if mandatory_due(arena):
        first, second = (ball, other(ball)) if rng.random() < 0.5 else (other(ball), ball)
        return first if arena.timeouts[first] > 0 else second if arena.timeouts[second] > 0 else None
    run = 0
    for side, points in reversed(arena.last_scores):
        if side == ball:
            break
        run += points
    if run >= 7 and arena.timeouts[ball] > 2 and rng.random() < 0.4:
        return ball
    late = arena.period >= 4 and arena.clock < 100
    if late and -9 <= arena.lead(ball) <= 3 and arena.timeouts[ball] > 0 and rng.random() < 0.2:
        return ball
    return None


def take_timeout(arena: Arena, side: Side, *, mandatory: bool) -> None:
    arena.timeouts[side] -= 1
    arena.period_timeouts += 1
    arena.log.timeouts_left.append((arena.wall, side, arena.timeouts[side]))
    arena.whistle(arena.wall)
    arena.play(
        "timeout.mandatory" if mandatory else "timeout.team",
        "timeout",
        sub_type="full",
        qualifiers=("team", "mandatory") if mandatory else ("team",),
        side=side,
        possession=side,
        start=arena.wall - 1.0,
        end=arena.wall + 4.0,
    )


def free_throw_points(basket: int) -> Point:
    rim_x = RIMS[basket][0]
    return (rim_x + FREE_THROW_FT if basket == 0 else rim_x - FREE_THROW_FT), 25.0


def free_throws(arena: Arena, side: Side, shooter_slot: int, count: int, *, variant: str | None = None) -> Control:
    """Shoot them all; returns who has the ball when play goes on (a technical gives it back to nobody here)."""
    rng = arena.rng
    basket = arena.basket(side)
    made = True
    for number in range(1, count + 1):
        last = number == count and variant is None
        if number > 1:
            dead_ball(
                arena,
                side,
                rng.uniform(4.5, 7.0),
                setup="free_throw",
                spot=None,
                may_stop=False,
                keep=arena.five[side][shooter_slot],
            )
        made = _free_throw(arena, side, shooter_slot, number, count, basket, variant, last)
    if variant is not None:
        return Control(side=side, slot=0, start="sideline", clock_stopped=True)
    if made:
        inbounder = weighted_slot(rng, arena.five[other(side)], [1, 1, 2, 3, 4])
        return Control(side=other(side), slot=inbounder, start="baseline", clock_stopped=True)
    return _free_throw_rebound(arena, side)


def _free_throw(
    arena: Arena, side: Side, slot: int, number: int, count: int, basket: int, variant: str | None, last: bool
) -> bool:
    rng = arena.rng
    shooter = arena.five[side][slot]
    start = arena.wall
    release = start + (rng.uniform(2.4, 3.4) if arena.brisk else rng.uniform(3.5, 6.0))
    rim = release + 0.95
    made = bool(rng.random() < 0.78 * shooter.outside**0.06)
    spot = free_throw_points(basket)
    shot = Shot(
        style="jump", slot=slot, spot=spot, basket=basket, release_s=release, rim_s=rim,
        result="made" if made else "missed",
    )  # fmt: skip
    end = rim + (rng.uniform(1.2, 1.8) if made or not last else rng.uniform(0.7, 1.3))
    arena.passage(
        kind="free_throw", wall_0=start, wall_1=end, offense=side, slot=slot, shot=shot, finish="shot",
        finish_s=release, finish_slot=slot, finish_spot=spot, made_last=made or not last,
        next_side=None if made or not last else side,
    )  # fmt: skip
    arena.hold_to(rim)
    if made:
        arena.add_points(side, 1, rim)
    family = {"technical": "technical", "flagrant": "flagrant"}.get(variant or "")
    arena.play(
        f"free_throw.{family or ('made' if made else 'missed')}",
        "freethrow",
        sub_type=f"{number} of {count}",
        descriptor=variant,
        side=side,
        actors=actors(("shooter", shooter)),
        points=1 if made else 0,
        basket=basket,
        distance_ft=FREE_THROW_FT,
        spot=spot,
        possession=side,
        start=release - 1.5,
        end=rim + 1.0,
    )
    arena.hold_to(end)
    if not made and not last:
        arena.play(
            "rebound.team", "rebound", sub_type="offensive", qualifiers=("deadball", "team"), side=side,
            shot_index=len(arena.log.plays) - 1, possession=side,
        )  # fmt: skip
    return made


def _free_throw_rebound(arena: Arena, side: Side) -> Control:
    """A missed last free throw: the ball is live and caught now."""
    rng = arena.rng
    miss = len(arena.log.plays) - 1
    offensive = rng.random() < 0.12
    taker = side if offensive else other(side)
    slot = weighted_slot(rng, arena.five[taker], [p.rebounding for p in arena.five[taker]])
    arena.log.passages[-1].next_side = taker
    arena.log.passages[-1].next_slot = slot
    rebound(arena, taker, slot, miss, offensive)
    return Control(side=taker, slot=slot, start="rebound")


def rebound(arena: Arena, side: Side, slot: int, shot_index: int, offensive: bool) -> None:
    arena.play(
        "rebound.offensive" if offensive else "rebound.defensive",
        "rebound",
        sub_type="offensive" if offensive else "defensive",
        side=side,
        actors=actors(("rebounder", arena.five[side][slot])),
        shot_index=shot_index,
        possession=side,
        start=arena.wall - 0.8,
        end=arena.wall + 0.8,
    )
    arena.reset_shot_clock(14.0 if offensive else 24.0)
    arena.second_chance = offensive
    arena.off_turnover = False
    arena.set_possession(side)


def period_end(arena: Arena) -> None:
    """The horn, and the break that follows."""
    horn = arena.horn_wall if arena.horn_wall is not None else arena.wall
    arena.log.horns.append(horn)
    arena.play("period.end", "period", wall=horn, sub_type="end", clock=0.0, start=horn - 1.0, end=horn + 2.0)


def take_break(arena: Arena, kind: str, seconds: float) -> None:
    """Players leave; half-way through the break the board shows the next period."""
    start = arena.wall
    arena.passage(kind="dead", wall_0=start, wall_1=start + 7.0, offense="home", setup="bench")
    arena.hold_to(start + 7.0)
    arena.passage(kind="break", wall_0=arena.wall, wall_1=arena.wall + seconds, offense="home", break_kind=kind)
    resume = arena.wall + seconds
    arena.hold_to(arena.wall + seconds / 2)
    arena.period += 1
    arena.clock = period_length_s(arena.period)
    arena.horn_wall = None
    arena.period_timeouts = 0
    for side in SIDES:
        arena.team_fouls[side] = 0
        arena.late_fouls[side] = 0
        arena.log.fouls.append((arena.wall, side, 0))
    arena.hold_to(resume)
