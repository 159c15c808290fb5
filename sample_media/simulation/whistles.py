"""Fouls, small stops and technicals during a chance, and the choice of the shot."""

from __future__ import annotations

from sample_media.scene import Side
from sample_media.simulation.arena import Arena, actors, weighted_slot
from sample_media.simulation.model import Passage, Shot, other
from sample_media.simulation.reviews import perhaps_challenge
from sample_media.simulation.shots import (
    BREAK_SHOTS,
    LATE_SHOTS,
    SET_SHOTS,
    THREES,
    ShotType,
    court_point,
    distance_ft,
    flight_s,
    pick,
    spot_for,
    style_of,
    suits,
)
from sample_media.simulation.stoppage import Control, charge_foul, dead_ball, free_throws, stop_clock
from sample_media.simulation.turnovers import waved_basket

HEAVE = ShotType(family="three", descriptor=None, weight=0.0, assisted=0.0)
"""Weight 0 marks the desperate shot from beyond half-court."""


def choose_shot(arena: Arena, passage: Passage, *, hurried: bool) -> ShotType:
    rng = arena.rng
    needs_three = arena.period >= 4 and arena.clock < 30 and -6 <= arena.lead(passage.offense) <= -3
    if needs_three and rng.random() < 0.8:
        return pick(THREES, rng)
    if passage.fast_break:
        return pick(BREAK_SHOTS, rng)
    return pick(LATE_SHOTS if hurried else SET_SHOTS, rng)


def plain_foul(arena: Arena, passage: Passage, after: float, *, take: bool = False) -> Control | None:
    """A foul away from a shot: the ball is taken out again, or two free throws in the bonus."""
    rng, side = arena.rng, passage.offense
    defence = other(side)
    at = arena.wall + after
    slot = weighted_slot(rng, arena.five[side], [p.usage for p in arena.five[side]])
    if take and passage.receiver is not None:
        slot = passage.receiver
    culprit = weighted_slot(rng, arena.five[defence], [1, 1, 1, 1, 1.3])
    fouler, drawn = arena.five[defence][culprit], arena.five[side][slot]
    spot = court_point(arena.basket(side), rng.uniform(14, 28), rng.uniform(-1.0, 1.0))
    passage.finish, passage.finish_s, passage.finish_slot = "whistle", at, slot
    passage.finish_spot, passage.defender_slot = spot, culprit
    waved = not take and distance_ft(arena.basket(side), spot) < 26 and (
        rng.random() < 0.12 or arena.special("waved_off")
    )  # fmt: skip
    stop_clock(arena, at, ran_on_to=at if waved else None)
    if waved:
        waved_basket(arena, passage, slot, spot, at, "after_whistle")
    passage.wall_1 = arena.wall
    bonus = charge_foul(arena, fouler, defence)
    kind = "take" if take else "loose ball" if rng.random() < 0.12 else None
    label = {"take": "foul.take", "loose ball": "foul.loose_ball"}.get(kind or "", "foul.personal")
    arena.play(
        label, "foul", wall=at, clock=arena.clock, sub_type="personal", descriptor=kind,
        qualifiers=("inpenalty", "2freethrow") if bonus else (), side=defence,
        actors=actors(("fouler", fouler), ("fouled", drawn)), possession=side, officiated=True,
    )  # fmt: skip
    perhaps_challenge(arena, defence)
    if bonus:
        dead_ball(arena, side, rng.uniform(9.0, 14.0), setup="free_throw", keep=drawn)
        return free_throws(arena, side, slot, 2)
    left = arena.shot_clock_left
    inbound = (spot[0], -0.8 if rng.random() < 0.5 else 50.8)
    dead_ball(arena, side, rng.uniform(8.0, 14.0), setup="inbound", spot=inbound)
    arena.reset_shot_clock(max(14.0, left))
    return _sideline(arena, side, inbound)


def _sideline(arena: Arena, side: Side, spot: tuple[float, float]) -> Control:
    slot = weighted_slot(arena.rng, arena.five[side], [1, 2, 3, 2, 1])
    return Control(side=side, slot=slot, start="sideline", spot=spot, clock_stopped=True)


def shooting_foul(arena: Arena, passage: Passage, after: float) -> Control | None:
    """Fouled in the act: the shot misses, two or three free throws."""
    rng, side = arena.rng, passage.offense
    defence = other(side)
    inside = tuple(t for t in SET_SHOTS if t.family in ("layup", "dunk", "hook", "floater"))
    kind = pick(THREES if rng.random() < 0.06 else inside, rng)
    slot = weighted_slot(rng, arena.five[side], [suits(kind, p) for p in arena.five[side]])
    basket = arena.basket(side)
    spot = spot_for(kind, basket, rng)
    release = arena.wall + min(after, arena.clock - 0.1)
    style = "layup" if kind.family == "dunk" else style_of(kind)
    whistle = release + rng.uniform(0.05, 0.25)
    passage.shot = Shot(
        style=style, slot=slot, spot=spot, basket=basket, release_s=release,
        rim_s=release + flight_s(style, distance_ft(basket, spot)), result="missed",
    )  # fmt: skip
    passage.finish, passage.finish_s, passage.finish_slot, passage.finish_spot = "shot", release, slot, spot
    culprit = weighted_slot(rng, arena.five[defence], [p.inside for p in arena.five[defence]])
    passage.defender_slot = culprit
    fouler, shooter = arena.five[defence][culprit], arena.five[side][slot]
    stop_clock(arena, whistle)
    arena.hold_to(max(arena.wall, passage.shot.rim_s + 1.6))
    passage.wall_1 = arena.wall
    count = 3 if kind.family == "three" else 2
    bonus = charge_foul(arena, fouler, defence)
    arena.play(
        "foul.shooting", "foul", wall=whistle, clock=arena.clock, sub_type="personal", descriptor="shooting",
        qualifiers=(*(("inpenalty",) if bonus else ()), f"{count}freethrow"), side=defence,
        actors=actors(("fouler", fouler), ("fouled", shooter)), possession=side, officiated=True,
        start=release - 2.5,
    )  # fmt: skip
    perhaps_challenge(arena, defence)
    dead_ball(arena, side, rng.uniform(10.0, 15.0), setup="free_throw", keep=arena.five[side][slot])
    return free_throws(arena, side, slot, count)


def small_stop(arena: Arena, passage: Passage, after: float) -> Control | None:
    """The ball is kicked, held by two, or put out by the defence."""
    rng, side = arena.rng, passage.offense
    defence = other(side)
    at = arena.wall + after
    spot = court_point(arena.basket(side), rng.uniform(8, 26), rng.uniform(-1.1, 1.1))
    slot, culprit = rng.randrange(5), rng.randrange(5)
    passage.finish_s, passage.finish_slot, passage.finish_spot = at, slot, spot
    passage.defender_slot = culprit
    draw = rng.random()
    passage.finish = "whistle" if draw < 0.3 else "out"
    stop_clock(arena, at)
    passage.wall_1 = arena.wall
    left = arena.shot_clock_left
    if draw < 0.14:
        return _held_ball(arena, passage, slot, culprit, at)
    if draw < 0.3:
        arena.play(
            "violation.kicked", "violation", wall=at, clock=arena.clock, sub_type="kicked ball", side=defence,
            actors=actors(("player", arena.five[defence][culprit])), possession=side, officiated=True,
        )  # fmt: skip
        left = max(14.0, left)
    elif draw < 0.6:
        arena.play("stoppage", "stoppage", wall=at, clock=arena.clock, sub_type="out-of-bounds", possession=side)
    inbound = (spot[0], -0.8 if rng.random() < 0.5 else 50.8)
    dead_ball(arena, side, rng.uniform(6.0, 11.0), setup="inbound", spot=inbound)
    arena.reset_shot_clock(max(left, 1.5))
    return _sideline(arena, side, inbound)


def _held_ball(arena: Arena, passage: Passage, slot: int, culprit: int, at: float) -> Control | None:
    rng, side = arena.rng, passage.offense
    defence = other(side)
    jumper, rival = arena.five[side][slot], arena.five[defence][culprit]
    dead_ball(arena, side, rng.uniform(12.0, 16.0), setup="tip", spot=passage.finish_spot, may_stop=False,
              keep=jumper)  # fmt: skip
    winner = side if rng.random() < 0.5 else defence
    taker = rng.randrange(5)
    tossed = arena.wall
    live = arena.passage(kind="live", wall_0=tossed, wall_1=tossed + 1.6, offense=side, start="tip",
                         slot=slot, start_spot=passage.finish_spot)  # fmt: skip
    live.finish, live.finish_s, live.defender_slot = "steal", tossed + 1.0, culprit
    live.next_side, live.next_slot = winner, taker
    arena.hold_to(tossed + 0.9)
    won, lost = (jumper, rival) if winner == side else (rival, jumper)
    arena.play(
        "jump_ball.held", "jumpball", sub_type="recovered", descriptor="heldball", side=winner,
        actors=actors(("won", won), ("lost", lost), ("recovered", arena.five[winner][taker])), possession=winner,
    )  # fmt: skip
    arena.run_to(tossed + 1.6)
    if winner != side:
        arena.reset_shot_clock(24.0)
    arena.set_possession(winner)
    return Control(side=winner, slot=taker, start="rebound") if not arena.expired else None


def technical(arena: Arena, passage: Passage, after: float) -> Control | None:
    """A player talks too much; one free throw, then the ball stays where it was."""
    rng, side = arena.rng, passage.offense
    at = arena.wall + after
    culprit_side = other(side)
    illegal = rng.random() < 0.27
    culprit = rng.randrange(5)
    player = arena.five[culprit_side][culprit]
    passage.finish, passage.finish_s, passage.finish_slot = "whistle", at, passage.slot
    passage.finish_spot = court_point(arena.basket(side), 26.0, 0.3)
    stop_clock(arena, at)
    passage.wall_1 = arena.wall
    if not illegal:
        arena.technicals[player.player_id] = arena.technicals.get(player.player_id, 0) + 1
    arena.play(
        "foul.def3sec" if illegal else "foul.technical", "foul", wall=at, clock=arena.clock,
        sub_type="technical", descriptor="defensive-3-second" if illegal else None,
        qualifiers=("1freethrow",), side=culprit_side, actors=actors(("fouler", player)),
        possession=side, officiated=True,
    )  # fmt: skip
    if arena.technicals.get(player.player_id, 0) >= 2:
        arena.play(
            "ejection", "ejection", clock=arena.clock, sub_type="second technical", side=culprit_side,
            actors=actors(("ejected", player)), possession=side,
        )  # fmt: skip
    shooter = max(range(5), key=lambda s: arena.five[side][s].outside)
    left = arena.shot_clock_left
    dead_ball(arena, side, rng.uniform(10.0, 14.0), setup="free_throw", keep=arena.five[side][shooter])
    free_throws(arena, side, shooter, 1, variant="technical")
    inbound = (47.0, -0.8)
    dead_ball(arena, side, 6.0, setup="inbound", spot=inbound)
    arena.reset_shot_clock(max(14.0, left))
    return _sideline(arena, side, inbound)
