"""How the ball is lost without a shot."""

from __future__ import annotations

from sample_media.scene import RIMS, Side
from sample_media.simulation.arena import Arena, actors, weighted_slot
from sample_media.simulation.model import Passage, Play, Player, Point, Shot, other
from sample_media.simulation.shots import (
    SET_SHOTS,
    court_point,
    distance_ft,
    feed_names,
    flight_s,
    label_of,
    pick,
    spot_for,
    style_of,
)
from sample_media.simulation.stoppage import Control, charge_foul, dead_ball, stop_clock

# kind, descriptor, weight (a game), label
_KINDS: tuple[tuple[str, str | None, float, str], ...] = (
    ("bad pass", None, 8.8, "turnover.bad_pass"),
    ("lost ball", None, 6.4, "turnover.lost_ball"),
    ("out-of-bounds", "bad pass", 2.6, "turnover.out_of_bounds"),
    ("out-of-bounds", "lost ball", 1.3, "turnover.out_of_bounds"),
    ("out-of-bounds", "step", 0.7, "turnover.out_of_bounds"),
    ("offensive foul", None, 3.3, "turnover.offensive_foul"),
    ("traveling", None, 1.6, "turnover.travel"),
    ("3-second-violation", None, 0.5, "turnover.three_sec"),
    ("5-second-violation", None, 0.15, "turnover.five_sec"),
    ("8-second-violation", None, 0.1, "turnover.eight_sec"),
    ("double dribble", None, 0.15, "turnover.double_dribble"),
    ("palming", None, 0.15, "turnover.palming"),
    ("backcourt", None, 0.2, "turnover.backcourt"),
    ("offensive goaltending", None, 0.15, "turnover.off_goaltending"),
)


def turn_over(arena: Arena, passage: Passage, after: float, *, kind: str | None = None) -> Control | None:
    rng = arena.rng
    if kind == "shot clock":
        name, descriptor, label = kind, None, "turnover.shot_clock"
    else:
        name, descriptor, _, label = rng.choices(_KINDS, [k[2] for k in _KINDS])[0]
    if name == "offensive foul":
        return offensive_foul(arena, passage, after)
    at = arena.wall + min(after, max(0.1, arena.clock - 0.05))
    slot = weighted_slot(rng, arena.five[passage.offense], [p.usage for p in arena.five[passage.offense]])
    player = None if name == "shot clock" else arena.five[passage.offense][slot]
    if name in ("bad pass", "lost ball"):
        return _stolen(arena, passage, at, slot, name, label)
    return _ruled(arena, passage, at, slot, player, name, descriptor, label)


def _spot(arena: Arena, side: Side) -> Point:
    basket = arena.basket(side)
    return court_point(basket, arena.rng.uniform(10, 27), arena.rng.uniform(-1.1, 1.1))


def _stolen(arena: Arena, passage: Passage, at: float, slot: int, name: str, label: str) -> Control | None:
    rng, side = arena.rng, other(passage.offense)
    arena.run_to(at)
    thief = weighted_slot(rng, arena.five[side], [p.defence**3 for p in arena.five[side]])
    passage.finish, passage.finish_s, passage.finish_slot = "steal", at, slot
    passage.finish_spot, passage.defender_slot = _spot(arena, passage.offense), thief
    passage.next_side, passage.next_slot = side, thief
    loser, stealer = arena.five[passage.offense][slot], arena.five[side][thief]
    turnover = arena.play(
        label, "turnover", sub_type=name, side=passage.offense,
        actors=actors(("player", loser), ("stealer", stealer)), spot=passage.finish_spot,
        basket=arena.basket(passage.offense), possession=passage.offense,
    )  # fmt: skip
    arena.play(
        "steal", "steal", side=side, actors=actors(("stealer", stealer)), with_index=turnover.index, possession=side
    )
    arena.run_to(at + rng.uniform(0.25, 0.6))
    passage.wall_1 = arena.wall
    if arena.expired:
        return None
    gain(arena, side)
    return Control(side=side, slot=thief, start="steal")


def gain(arena: Arena, side: Side) -> None:
    arena.reset_shot_clock(24.0)
    arena.off_turnover, arena.second_chance = True, False
    arena.set_possession(side)


def _ruled(
    arena: Arena,
    passage: Passage,
    at: float,
    slot: int,
    player: Player | None,
    name: str,
    descriptor: str | None,
    label: str,
) -> Control | None:
    rng, side = arena.rng, other(passage.offense)
    passage.finish = "out" if name == "out-of-bounds" else "whistle"
    spot = _spot(arena, passage.offense)
    passage.finish_s, passage.finish_slot, passage.finish_spot = at, slot, spot
    stop_clock(arena, at)
    if name == "shot clock":
        arena.log.buzzers.append(at)
    arena.play(
        label, "turnover", wall=at, clock=arena.clock, sub_type=name, descriptor=descriptor, side=passage.offense,
        qualifiers=("team",) if player is None else (), actors=actors(("player", player)),
        possession=passage.offense, officiated=True,
    )  # fmt: skip
    return change_hands(arena, passage, side, rng.uniform(7.0, 12.0), spot)


def change_hands(arena: Arena, passage: Passage, side: Side, dead_s: float, spot: Point) -> Control | None:
    """The ball goes over at a dead ball: sideline or baseline inbound near `spot`."""
    rng = arena.rng
    passage.wall_1 = arena.wall
    if arena.expired:
        return None
    inbound = (min(90.0, max(4.0, spot[0])), -0.8 if rng.random() < 0.5 else 50.8)
    dead_ball(arena, side, dead_s, setup="inbound", spot=inbound)
    gain(arena, side)
    slot = weighted_slot(rng, arena.five[side], [1, 2, 3, 2, 1])
    return Control(side=side, slot=slot, start="sideline", spot=inbound, clock_stopped=True)


def offensive_foul(arena: Arena, passage: Passage, after: float) -> Control | None:
    """A charge or an illegal screen; sometimes the ball goes in all the same and is waved off."""
    rng, side = arena.rng, passage.offense
    slot = weighted_slot(rng, arena.five[side], [p.usage for p in arena.five[side]])
    victim = rng.randrange(5)
    fouler, drawn = arena.five[side][slot], arena.five[other(side)][victim]
    at = arena.wall + min(after, max(0.1, arena.clock - 0.05))
    waved = rng.random() < 0.15 or arena.special("waved_off")
    charge = waved or rng.random() < 0.5
    spot = court_point(arena.basket(side), rng.uniform(3, 7) if charge else rng.uniform(12, 24), rng.uniform(-1, 1))
    passage.finish, passage.finish_s, passage.finish_slot = "whistle", at, slot
    passage.finish_spot, passage.defender_slot = spot, victim
    stop_clock(arena, at, ran_on_to=at)
    if waved:
        waved_basket(arena, passage, slot, spot, at, "offensive_foul")
    charge_foul(arena, fouler, side, team_foul=False)
    arena.play(
        "foul.offensive.charge" if charge else "foul.offensive.other", "foul", wall=at, clock=arena.clock,
        sub_type="offensive", descriptor="charge" if charge else None, side=side,
        actors=actors(("fouler", fouler), ("fouled", drawn)), possession=side, officiated=True,
    )  # fmt: skip
    arena.play(
        "turnover.offensive_foul", "turnover", wall=at, clock=arena.clock, sub_type="offensive foul", side=side,
        actors=actors(("player", fouler)), possession=side, officiated=True, with_index=len(arena.log.plays) - 1,
    )  # fmt: skip
    return change_hands(arena, passage, other(side), rng.uniform(11.0, 17.0), spot)


def waved_basket(arena: Arena, passage: Passage, slot: int, spot: Point, whistle: float, reason: str) -> Play:
    """The ball goes in after the whistle; the viewer sees it, the feed never does."""
    rng, side = arena.rng, passage.offense
    basket = arena.basket(side)
    layups = tuple(t for t in SET_SHOTS if t.family in ("layup", "floater") and t.descriptor)
    kind = pick(layups, rng) if reason == "offensive_foul" else pick(SET_SHOTS, rng)
    if reason == "offensive_foul":
        spot = spot_for(kind, basket, rng)
        release = whistle + 0.12
    else:
        release = whistle + rng.uniform(0.5, 1.0)
    far = distance_ft(basket, spot)
    rim = release + flight_s(style_of(kind), far)
    passage.late_shot = Shot(
        style=style_of(kind), slot=slot, spot=spot, basket=basket, release_s=release, rim_s=rim, result="made"
    )
    arena.hold_to(rim + 0.8)
    passage.wall_1 = arena.wall
    shooter = arena.five[side][slot]
    _, sub_type = feed_names(kind)
    return arena.play(
        label_of(kind, True, far, abs(spot[0] - RIMS[basket][0])), None, wall=rim, clock=arena.clock,
        sub_type=sub_type, descriptor=kind.descriptor, side=side, actors=actors(("shooter", shooter)),
        spot=spot, distance_ft=far, basket=basket, counted=False, reason=reason, start=release - 2.0,
    )  # fmt: skip
