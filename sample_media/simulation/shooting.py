"""A shot and what comes of it: basket, miss, block, rebound, and-one, review."""

from __future__ import annotations

from sample_media.scene import RIMS, Side
from sample_media.simulation.arena import Arena, actors, weighted_slot
from sample_media.simulation.model import Passage, Play, Point, Shot, other
from sample_media.simulation.reviews import take_back
from sample_media.simulation.shots import (
    HEAVE_FT,
    ShotType,
    distance_ft,
    feed_names,
    flight_s,
    label_of,
    make_probability,
    spot_for,
    style_of,
    suits,
)
from sample_media.simulation.stoppage import (
    Control,
    charge_foul,
    dead_ball,
    free_throws,
    rebound,
    stop_clock,
    timeout_wanted,
)
from sample_media.simulation.turnovers import change_hands, gain

_BLOCK = {"dunk": 0.03, "layup": 0.115, "floater": 0.07, "hook": 0.07, "mid": 0.035, "three": 0.009}
GOALTENDING_SHARE = 0.012
_AND_ONE = {"dunk": 0.075, "layup": 0.105, "floater": 0.05, "hook": 0.07, "mid": 0.03, "three": 0.012}


def shoot(arena: Arena, passage: Passage, kind: ShotType, *, after: float, putback: bool = False) -> Control | None:
    rng, side = arena.rng, passage.offense
    basket = arena.basket(side)
    slot = passage.slot if putback else _shooter(arena, passage, kind)
    spot = _spot(arena, passage, kind, basket)
    far = distance_ft(basket, spot)
    style = "heave" if far >= HEAVE_FT else style_of(kind)
    release = arena.wall + min(max(0.05, after), max(0.02, arena.clock - 0.03))
    shot = Shot(
        style=style, slot=slot, spot=spot, basket=basket, release_s=release,
        rim_s=release + flight_s(style, far), result="missed",
    )  # fmt: skip
    if not putback and slot != passage.slot and rng.random() < kind.assisted:
        passage.assist_slot = weighted_slot(
            rng, arena.five[side], [p.passing**1.5 for p in arena.five[side]], without=slot
        )
    passage.finish, passage.shot, passage.finish_s = "shot", shot, release
    passage.finish_slot, passage.finish_spot = slot, spot
    arena.run_to(release)
    if rng.random() < _BLOCK[kind.family] and far < HEAVE_FT:
        return _blocked(arena, passage, kind, shot)
    close = (arena.wish.close_finish or arena.wish.overtime) and arena.period >= 3
    lift = 0.15 if arena.brisk else 0.0
    bias = lift - 0.002 * max(-12, min(12, arena.lead(side))) - (0.012 * arena.lead(side) if close else 0.0)
    if rng.random() < make_probability(kind, spot, basket, arena.five[side][slot]) + bias:
        return _made(arena, passage, kind, shot)
    return _missed(arena, passage, kind, shot)


def _shooter(arena: Arena, passage: Passage, kind: ShotType) -> int:
    five = arena.five[passage.offense]
    if kind.family == "three" and kind.weight == 0:
        return passage.receiver if passage.receiver is not None else passage.slot
    return weighted_slot(arena.rng, five, [suits(kind, p) for p in five])


def _spot(arena: Arena, passage: Passage, kind: ShotType, basket: int) -> Point:
    if kind.weight > 0:
        return spot_for(kind, basket, arena.rng)
    far = arena.rng.uniform(58, 76) if passage.start == "baseline" else arena.rng.uniform(42, 72)
    rim_x = RIMS[basket][0]
    return (rim_x + far if basket == 0 else rim_x - far), arena.rng.uniform(12, 38)


def _record(arena: Arena, passage: Passage, kind: ShotType, shot: Shot, *, made: bool, wall: float) -> Play:
    side = passage.offense
    far = distance_ft(shot.basket, shot.spot)
    action, sub_type = feed_names(kind)
    qualifiers = []
    if abs(shot.spot[1] - 25.0) <= 8.0 and abs(shot.spot[0] - RIMS[shot.basket][0]) <= 13.75:
        qualifiers.append("pointsinthepaint")
    if passage.fast_break:
        qualifiers.append("fastbreak")
    if arena.second_chance:
        qualifiers.append("2ndchance")
    if arena.off_turnover:
        qualifiers.append("fromturnover")
    shooter = arena.five[side][shot.slot]
    assist = passage.assist_slot if made and passage.assist_slot != shot.slot else None
    points = 3 if action == "3pt" else 2
    return arena.play(
        label_of(kind, made, far, abs(shot.spot[0] - RIMS[shot.basket][0])), action, wall=wall, sub_type=sub_type,
        descriptor=kind.descriptor, qualifiers=tuple(qualifiers), side=side, points=points if made else 0,
        actors=actors(("shooter", shooter), ("assist", arena.five[side][assist] if assist is not None else None)),
        spot=shot.spot, distance_ft=far, basket=shot.basket, possession=side,
        start=max(passage.wall_0, shot.release_s - 4.0), end=wall + 1.5,
    )  # fmt: skip


def _made(arena: Arena, passage: Passage, kind: ShotType, shot: Shot) -> Control | None:
    rng, side = arena.rng, passage.offense
    shot.result = "made"
    arena.run_to(shot.rim_s)
    inside = kind.family in ("dunk", "layup", "floater", "hook")
    if inside and not arena.expired and arena.special("overturned"):
        before = (arena.score["home"], arena.score["away"])
        arena.add_points(side, 2, shot.rim_s)
        basket = _record(arena, passage, kind, shot, made=True, wall=shot.rim_s)
        control = take_back(arena, passage, basket, before, shot)
        gain(arena, control.side)
        return control
    arena.add_points(side, 3 if kind.family == "three" else 2, shot.rim_s)
    play = _record(arena, passage, kind, shot, made=True, wall=shot.rim_s)
    notable = kind.family == "dunk" or (abs(arena.lead(side)) <= 3 and arena.period >= 4)
    passage.celebrate = side if notable else None
    if arena.expired:
        _finish(arena, passage, 1.6)
        return None
    if inside and kind.family != "dunk" and rng.random() < GOALTENDING_SHARE:
        return _goaltending(arena, passage, play, shot)
    if not passage.fast_break and rng.random() < _AND_ONE[kind.family]:
        return _and_one(arena, passage, play, shot)
    return _after_basket(arena, passage, shot.rim_s)


def _goaltending(arena: Arena, passage: Passage, play: Play, shot: Shot) -> Control | None:
    """A defender touches the ball on its way down; the basket counts."""
    rng, side = arena.rng, passage.offense
    whistle = shot.rim_s + rng.uniform(0.1, 0.3)
    stop_clock(arena, whistle, ran_on_to=whistle)
    arena.hold_to(whistle + 1.0)
    passage.wall_1 = arena.wall
    play.qualifiers = (*play.qualifiers, "defensivegoaltending")
    culprit = weighted_slot(rng, arena.five[other(side)], [p.inside for p in arena.five[other(side)]])
    arena.play(
        "violation.goaltending", "violation", wall=whistle, clock=arena.clock, sub_type="defensive goaltending",
        side=other(side), actors=actors(("player", arena.five[other(side)][culprit])), possession=side,
        officiated=True,
    )  # fmt: skip
    arena.off_turnover = arena.second_chance = False
    dead_ball(arena, other(side), rng.uniform(4.0, 6.0), setup="idle", may_stop=False)
    slot = weighted_slot(rng, arena.five[other(side)], [0.6, 1, 2, 3, 3])
    return Control(side=other(side), slot=slot, start="baseline", clock_stopped=True)


def _finish(arena: Arena, passage: Passage, seconds: float) -> None:
    arena.hold_to(arena.wall + seconds)
    passage.wall_1 = arena.wall


def _after_basket(arena: Arena, passage: Passage, rim: float) -> Control | None:
    """The other side takes the ball out, perhaps after a timeout."""
    rng, taker = arena.rng, other(passage.offense)
    stopped = arena.stops_on_baskets
    pick_up = rim + rng.uniform(1.2, 2.1)
    arena.off_turnover = arena.second_chance = False
    if stopped:
        arena.run_to(rim + 0.2)
        arena.hold_to(pick_up)
    else:
        arena.run_to(pick_up)
    passage.wall_1 = arena.wall
    if arena.expired:
        return None
    slot = weighted_slot(rng, arena.five[taker], [0.6, 1, 2, 3, 3])
    caller = timeout_wanted(arena, taker) if rng.random() < (0.75 if stopped else 0.4) else None
    if caller == taker:
        arena.reset_shot_clock(24.0)
        rim_x = RIMS[passage.shot.basket][0] if passage.shot else 5.0
        spot = (-0.8 if rim_x < 47 else 94.8, 30.0)
        advanced = arena.period >= 4 and arena.clock < 120
        if advanced:
            spot = (66.0 if arena.basket(taker) == 1 else 28.0, -0.8)
        dead_ball(arena, taker, 8.0, setup="inbound", spot=spot, timeout=taker)
        return Control(
            side=taker, slot=slot, start="sideline" if advanced else "baseline", spot=spot, clock_stopped=True
        )
    return Control(side=taker, slot=slot, start="baseline", clock_stopped=stopped)


def _and_one(arena: Arena, passage: Passage, play: Play, shot: Shot) -> Control | None:
    rng, side = arena.rng, passage.offense
    whistle = shot.rim_s + rng.uniform(0.05, 0.25)
    victim = rng.randrange(5)
    passage.defender_slot = victim
    fouler = arena.five[other(side)][victim]
    stop_clock(arena, whistle, ran_on_to=whistle)
    passage.celebrate = side
    arena.hold_to(whistle + rng.uniform(1.8, 2.6))
    passage.wall_1 = arena.wall
    charge_foul(arena, fouler, other(side))
    shooter = arena.five[side][shot.slot]
    arena.play(
        "foul.shooting", "foul", wall=whistle, clock=arena.clock, sub_type="personal", descriptor="shooting",
        qualifiers=("1freethrow",), side=other(side), actors=actors(("fouler", fouler), ("fouled", shooter)),
        possession=side, officiated=True,
    )  # fmt: skip
    assert play.counted
    dead_ball(arena, side, rng.uniform(9.0, 14.0), setup="free_throw", keep=shooter)
    return free_throws(arena, side, shot.slot, 1)


def _blocked(arena: Arena, passage: Passage, kind: ShotType, shot: Shot) -> Control | None:
    rng, side = arena.rng, other(passage.offense)
    touch = shot.release_s + min(0.22, 0.6 * (shot.rim_s - shot.release_s))
    blocker = weighted_slot(rng, arena.five[side], [p.defence * p.inside**2 for p in arena.five[side]])
    shot.result, shot.blocker_slot, shot.rim_s = "blocked", blocker, touch
    passage.defender_slot = blocker
    arena.run_to(touch)
    miss = _record(arena, passage, kind, shot, made=False, wall=touch)
    miss.actors = (*miss.actors, *actors(("blocker", arena.five[side][blocker])))
    label = "block.dunk_denied" if kind.family == "dunk" else "block"
    arena.play(
        label, "block", wall=touch, side=side, actors=actors(("blocker", arena.five[side][blocker])),
        with_index=miss.index, possession=passage.offense, start=touch - 2.0,
    )  # fmt: skip
    return _loose_after(arena, passage, miss, touch + rng.uniform(0.6, 1.5), offensive_share=0.42)


def _missed(arena: Arena, passage: Passage, kind: ShotType, shot: Shot) -> Control | None:
    rng = arena.rng
    if shot.style == "heave" and rng.random() < 0.3:
        shot.result = "airball"
    arena.run_to(shot.rim_s)
    miss = _record(arena, passage, kind, shot, made=False, wall=shot.rim_s)
    long = 0.25 if kind.family == "three" else 0.0
    return _loose_after(arena, passage, miss, shot.rim_s + rng.uniform(0.7, 1.35) + long, offensive_share=0.225)


def _loose_after(arena: Arena, passage: Passage, miss: Play, catch: float, *, offensive_share: float) -> Control | None:
    """Someone catches the ball, it goes out, or the horn comes first."""
    rng, side = arena.rng, passage.offense
    arena.run_to(catch)
    if arena.expired:
        _unclaimed(arena, passage, miss)
        return None
    taker: Side = side if rng.random() < offensive_share else other(side)
    passage.wall_1 = catch
    if rng.random() < 0.055:
        return _out_of_bounds(arena, passage, miss, taker)
    slot = weighted_slot(rng, arena.five[taker], [p.rebounding**1.3 for p in arena.five[taker]])
    passage.next_side, passage.next_slot = taker, slot
    rebound(arena, taker, slot, miss.index, offensive=taker == side)
    if taker == side:
        return Control(side=taker, slot=slot, start="continue")
    return Control(side=taker, slot=slot, start="rebound")


def _unclaimed(arena: Arena, passage: Passage, miss: Play) -> None:
    passage.wall_1 = arena.wall
    defence = other(passage.offense)
    arena.play(
        "rebound.team", "rebound", sub_type="defensive", qualifiers=("team",), side=defence,
        shot_index=miss.index, possession=defence, clock=0.0,
    )  # fmt: skip
    arena.hold_to(arena.wall + 0.8)
    passage.wall_1 = arena.wall
    return None


def _out_of_bounds(arena: Arena, passage: Passage, miss: Play, taker: Side) -> Control | None:
    rng = arena.rng
    at = arena.wall + 0.4
    stop_clock(arena, at, ran_on_to=at)
    passage.wall_1 = arena.wall
    if arena.expired:
        _unclaimed(arena, passage, miss)
        return None
    offensive = taker == passage.offense
    passage.next_slot = None
    arena.play(
        "rebound.team", "rebound", sub_type="offensive" if offensive else "defensive", qualifiers=("team",),
        side=taker, shot_index=miss.index, possession=taker,
    )  # fmt: skip
    if rng.random() < 0.5:
        arena.play("stoppage", "stoppage", sub_type="out-of-bounds", possession=taker)
    control = change_hands(arena, passage, taker, rng.uniform(7.0, 11.0), shot_side(arena, passage))
    arena.off_turnover = False
    arena.reset_shot_clock(14.0 if offensive else 24.0)
    return control


def shot_side(arena: Arena, passage: Passage) -> Point:
    rim_x = RIMS[arena.basket(passage.offense)][0]
    return (10.0 if rim_x < 47 else 84.0), 25.0
