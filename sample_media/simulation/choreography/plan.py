"""What every body aims for during one passage: targets on the grid, and the scripted ball.

In: a passage, the next one, where everyone stands. Out: targets (steps, 13, 2), top speeds, the
ball's holds and shots, poses and jumps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import numpy as np

from sample_media.scene import RIMS, Pose
from sample_media.simulation.choreography import formation
from sample_media.simulation.choreography.formation import first_actor, from_court, to_court
from sample_media.simulation.choreography.script import Hold, bring_up_s, pass_chain
from sample_media.simulation.choreography.tracks import ACTORS, Array
from sample_media.simulation.model import Passage, Point, Shot, other

SPRINT, RUN, JOG, WALK = 25.0, 19.0, 10.0, 6.0


@dataclass(slots=True, kw_only=True)
class BallCue:
    """One thing the ball does: held by an actor, or shot."""

    t0: float
    t1: float
    actor: int | None = None
    mode: str = "dribble"
    shot: Shot | None = None
    after: str = "pass"
    """how the way to the next cue looks: pass, net, miss, loose, out"""
    target: Point | None = None


@dataclass(slots=True, kw_only=True)
class Plan:
    targets: Array
    speeds: Array
    cues: list[BallCue] = field(default_factory=list)
    poses: list[tuple[int, float, float, Pose]] = field(default_factory=list)
    jumps: list[tuple[int, float, float, float]] = field(default_factory=list)
    """(actor, when at the top, feet, half the time in the air)"""


Knots = dict[int, list[tuple[float, float, float]]]


def plan_passage(
    passage: Passage, following: Passage | None, at: Array, times: Array, rng: Random, basket: int
) -> Plan:
    """`basket` is the rim the passage's offense attacks."""
    plan = Plan(targets=np.repeat(at[None], len(times), axis=0), speeds=np.full((len(times), ACTORS), WALK))
    if passage.kind == "live" and passage.start == "tip" and passage.finish == "steal":
        _tip(plan, passage, times, rng)
    elif passage.kind == "live":
        _live(plan, passage, following, at, times, rng, basket)
    elif passage.kind == "free_throw":
        _free_throw(plan, passage, following, at, times, rng, basket)
    else:
        _dead(plan, passage, following, at, times, rng, basket)
    return plan


def _fill(plan: Plan, knots: Knots, times: Array) -> None:
    for actor, points in knots.items():
        points.sort(key=lambda k: k[0])
        when = np.array([k[0] for k in points])
        plan.targets[:, actor, 0] = np.interp(times + 0.28, when, [k[1] for k in points])
        plan.targets[:, actor, 1] = np.interp(times + 0.28, when, [k[2] for k in points])


# --- live ------------------------------------------------------------------------------------------


def _live(plan: Plan, p: Passage, following: Passage | None, at: Array, times: Array, rng: Random, basket: int) -> None:
    mine, theirs = first_actor(p.offense), first_actor(other(p.offense))
    holds = pass_chain(p, rng)
    knots: Knots = {mine + s: [(p.wall_0, float(at[mine + s, 0]), float(at[mine + s, 1]))] for s in range(5)}
    begin = p.touch_s if p.touch_s is not None else p.wall_0
    ready = begin + max(0.6, bring_up_s(p, begin))
    spots = _assign_spots(holds, ready, rng)
    _wait_near_shot(spots, p, holds, ready, basket, rng)
    _start_knots(knots, p, mine, basket, rng)
    _set_knots(knots, p, holds, spots, ready, mine, basket, rng)
    _finish_knots(knots, p, holds, ready, mine, basket, at)
    _fill(plan, knots, times)
    plan.speeds[:, :10] = SPRINT if p.fast_break else RUN + 2.0
    plan.speeds[:, 10:] = RUN
    _guard(plan, p, holds, times, mine, theirs, basket, ready, at)
    _referees(plan, times, holds, mine, basket)
    _ball_cues(plan, p, holds, mine, theirs, rng)
    _aftermath(plan, p, following, times, mine, theirs, basket, rng)


def _assign_spots(holds: list[Hold], ready: float, rng: Random) -> dict[int, Point]:
    handler = next((h.slot for h in reversed(holds) if h.t0 <= ready), holds[0].slot)
    places = list(rng.choice(formation.SETS))
    mirror = rng.choice((-1.0, 1.0))
    spots = {handler: places.pop(0)}
    for slot in range(5):
        if slot != handler:
            spots[slot] = places.pop(0)
    return {s: (u + rng.uniform(-1.2, 1.2), v * mirror + rng.uniform(-1.2, 1.2)) for s, (u, v) in spots.items()}


def _wait_near_shot(
    spots: dict[int, Point], p: Passage, holds: list[Hold], ready: float, basket: int, rng: Random
) -> None:
    """Who will shoot from outside takes his place near that spot, and the man there takes his."""
    if p.shot is None or p.shot.style != "jump":
        return
    along, across = from_court(basket, p.shot.spot)
    place = (along + rng.uniform(-1.0, 4.0), max(-23.0, min(23.0, across + rng.uniform(-4.0, 4.0))))
    nearest = min(spots, key=lambda s: (spots[s][0] - place[0]) ** 2 + (spots[s][1] - place[1]) ** 2)
    spots[nearest] = spots[p.finish_slot]
    spots[p.finish_slot] = place


def _start_knots(knots: Knots, p: Passage, mine: int, basket: int, rng: Random) -> None:
    """The inbounder stands out of bounds, the receiver comes to the ball."""
    if p.release_s is None or p.touch_s is None or p.receiver is None:
        return
    if p.start == "baseline":
        side = rng.choice((-1.0, 1.0)) * rng.uniform(4.0, 7.0)
        spot = to_court(basket, (95.2, side))
        meet = to_court(basket, (rng.uniform(78.0, 86.0), side + rng.uniform(-7.0, 7.0)))
    else:
        spot = p.start_spot or (47.0, -0.8)
        along, across = from_court(basket, spot)
        inward = -np.sign(across) if abs(across) > 20 else 0.0
        meet = to_court(basket, (along + rng.uniform(-3.0, 6.0), across + inward * rng.uniform(11.0, 15.0)))
        if abs(across) < 20:
            meet = to_court(basket, (along - 12.0, across + rng.uniform(-6, 6)))
    passer, taker = mine + p.slot, mine + p.receiver
    knots[passer] += [(p.wall_0 + 0.25, *spot), (p.release_s + 0.1, *spot)]
    knots[taker] += [(p.touch_s - 0.2, *meet)]


def _set_knots(
    knots: Knots,
    p: Passage,
    holds: list[Hold],
    spots: dict[int, Point],
    ready: float,
    mine: int,
    basket: int,
    rng: Random,
) -> None:
    """Run to the set, then cut, relocate and dribble until the finish."""
    end = p.finish_s
    holding = {h.slot: h for h in holds}
    for slot, spot in spots.items():
        arrive = min(end - 0.1, ready + rng.uniform(-0.4, 0.9))
        last = knots[mine + slot][-1][0]
        here = spot
        t = max(last + 0.3, arrive)
        knots[mine + slot].append((t, *to_court(basket, here)))
        while t < end - 1.0:
            t += rng.uniform(1.2, 2.4)
            hold = holding.get(slot)
            busy = hold is not None and hold.t0 - 0.8 < t < hold.t1
            here = _move(here, spot, busy or slot == p.finish_slot, slot, rng)
            knots[mine + slot].append((t, *to_court(basket, here)))
            if not busy and rng.random() < 0.5:
                t += rng.uniform(0.6, 1.4)
                knots[mine + slot].append((t, *to_court(basket, here)))


def _move(here: Point, home: Point, busy: bool, slot: int, rng: Random) -> Point:
    if busy:
        return home[0] + rng.uniform(-4.0, 3.0), home[1] + rng.uniform(-5.0, 5.0)
    draw = rng.random()
    if draw < 0.15 and slot >= 3:
        return 28.0, rng.uniform(-6.0, 6.0)
    if draw < 0.35:
        return rng.uniform(5.0, 11.0), rng.uniform(-8.0, 8.0)
    if draw < 0.6:
        return home
    return min(33.0, max(3.0, home[0] + rng.uniform(-6.0, 5.0))), max(-22.5, min(22.5, home[1] + rng.uniform(-6, 6)))


def _finish_knots(knots: Knots, p: Passage, holds: list[Hold], ready: float, mine: int, basket: int, at: Array) -> None:
    """The one who finishes comes to the place of the finish."""
    if p.finish_spot is None:
        return
    actor, end = mine + p.finish_slot, p.finish_s
    got = holds[-1].t0
    inside = p.shot is not None and p.shot.style in ("dunk", "layup", "floater", "hook", "tip")
    lead = 1.35 if inside else 0.9
    leave = max(min(got, end - 0.4) if not inside else end - 2.4, end - lead)
    if not inside and p.shot is not None and p.assist_slot is not None:
        leave = got - 1.0
    path = [k for k in knots[actor] if k[0] <= leave] or knots[actor][:1]
    knots[actor] = path
    arrive = max(path[-1][0] + 0.25, end - 0.1)
    if not inside and p.shot is not None and p.assist_slot is not None:
        arrive = max(path[-1][0] + 0.25, got - 0.1)
    knots[actor].append((arrive, *p.finish_spot))
    knots[actor].append((end + 0.5, *p.finish_spot))


def _guard(
    plan: Plan,
    p: Passage,
    holds: list[Hold],
    times: Array,
    mine: int,
    theirs: int,
    basket: int,
    ready: float,
    at: Array,
) -> None:
    rim = np.array(RIMS[basket][:2])
    handler = np.zeros(len(times), dtype=int)
    for hold in holds:
        handler[times >= hold.t0] = hold.slot
    rows = np.arange(len(times))
    ball = plan.targets[rows, mine + handler]
    for slot in range(5):
        man = plan.targets[:, mine + slot]
        spot = formation.guard_spot(man, rim, ball, handler == slot)
        run_back = np.clip((ready - times) / max(0.5, ready - p.wall_0), 0.0, 1.0)[:, None]
        deep = rim + (spot - rim) * 0.62
        plan.targets[:, theirs + slot] = spot * (1 - run_back) + deep * run_back
    if p.defender_slot is not None and p.finish_spot is not None:
        near = (times > p.finish_s - 1.0) & (times <= p.finish_s + 0.2)
        edge = np.array(p.finish_spot) + (rim - np.array(p.finish_spot)) * 0.12 + np.array([0.6, 1.4])
        plan.targets[near, theirs + p.defender_slot] = edge
        plan.speeds[near, theirs + p.defender_slot] = SPRINT


def _referees(plan: Plan, times: Array, holds: list[Hold], mine: int, basket: int) -> None:
    handler = mine + holds[-1].slot
    spots = formation.referee_spots(basket, float(plan.targets[-1, handler, 1]))
    for index, spot in enumerate(spots):
        plan.targets[:, 10 + index] = spot


def _ball_cues(plan: Plan, p: Passage, holds: list[Hold], mine: int, theirs: int, rng: Random) -> None:
    for index, hold in enumerate(holds):
        actor = mine + hold.slot
        outside = index == 0 and p.release_s is not None
        last = index == len(holds) - 1
        if index > 0:
            plan.poses.append((actor, hold.t0 - 0.25, hold.t0 + 0.2, Pose.CATCH))
        if not last:
            plan.poses.append((actor, hold.t1 - 0.25, hold.t1 + 0.3, Pose.PASS))
        shot = p.shot if last and p.finish == "shot" else None
        gather = hold.t1 - (0.45 if shot else 0.2)
        lull = hold.t0 + (0.5 if index == 0 and p.start == "rebound" else 0.22)
        if outside or gather - lull < 0.5:
            plan.cues.append(BallCue(t0=hold.t0, t1=gather, actor=actor, mode="hold"))
        else:
            plan.cues.append(BallCue(t0=hold.t0, t1=lull, actor=actor, mode="hold"))
            plan.cues.append(BallCue(t0=lull, t1=gather, actor=actor, mode="dribble"))
            plan.poses.append((actor, lull, gather, Pose.DRIBBLE))
        plan.cues.append(BallCue(t0=gather, t1=hold.t1, actor=actor, mode="overhead" if shot else "hold"))
    if p.finish == "shot" and p.shot is not None:
        shot_cues(plan, p.shot, mine, theirs)
    elif p.finish == "steal":
        plan.cues[-1].after = "loose"
        if p.defender_slot is not None:
            plan.poses.append((theirs + p.defender_slot, p.finish_s - 0.35, p.finish_s + 0.4, Pose.STEAL))
    elif p.finish == "out":
        plan.cues[-1].after = "out"
    if p.late_shot is not None:
        plan.cues.append(
            BallCue(t0=p.finish_s, t1=p.late_shot.release_s, actor=mine + p.late_shot.slot, mode="overhead")
        )
        shot_cues(plan, p.late_shot, mine, theirs)
    if p.next_slot is not None and p.next_side is not None and p.finish == "shot":
        taker = first_actor(p.next_side) + p.next_slot
        plan.poses.append((taker, p.wall_1 - 0.5, p.wall_1 + 0.35, Pose.REBOUND))
        plan.jumps.append((taker, p.wall_1, rng.uniform(0.8, 2.0), 0.38))


_POSE_OF_STYLE = {"dunk": Pose.DUNK, "layup": Pose.LAYUP, "tip": Pose.LAYUP}
_JUMP = {"dunk": 3.0, "layup": 2.0, "tip": 2.0, "jump": 1.4, "hook": 1.3, "floater": 1.6, "heave": 0.8}


def shot_cues(plan: Plan, shot: Shot, mine: int, theirs: int) -> None:
    actor = mine + shot.slot
    rim = RIMS[shot.basket]
    after = {"made": "net", "missed": "miss", "airball": "loose", "blocked": "block"}[shot.result]
    plan.cues.append(
        BallCue(t0=shot.release_s, t1=shot.rim_s, shot=shot, after=after, target=(rim[0], rim[1]), actor=actor)
    )
    pose = _POSE_OF_STYLE.get(shot.style, Pose.SHOOT)
    plan.poses.append((actor, shot.release_s - 0.45, shot.release_s + 0.45, pose))
    plan.jumps.append((actor, shot.release_s + 0.04, _JUMP[shot.style], 0.36 if shot.style != "dunk" else 0.44))
    if shot.blocker_slot is not None:
        plan.poses.append((theirs + shot.blocker_slot, shot.rim_s - 0.4, shot.rim_s + 0.35, Pose.BLOCK))
        plan.jumps.append((theirs + shot.blocker_slot, shot.rim_s, 2.3, 0.4))


def _aftermath(
    plan: Plan,
    p: Passage,
    following: Passage | None,
    times: Array,
    mine: int,
    theirs: int,
    basket: int,
    rng: Random,
) -> None:
    """After the release: rebounders to the ball, after a basket everyone turns round."""
    shot = p.late_shot or p.shot
    if shot is None or (p.finish != "shot" and p.late_shot is None):
        return
    flying = times >= shot.release_s - 0.1
    if shot.result == "blocked" and shot.blocker_slot is not None:
        near = (times > shot.release_s - 1.0) & (times < shot.rim_s + 0.3)
        close = np.array(shot.spot) + (np.array(RIMS[basket][:2]) - np.array(shot.spot)) * 0.2
        plan.targets[near, theirs + shot.blocker_slot] = close
        plan.speeds[near, theirs + shot.blocker_slot] = SPRINT
    for slot in range(5):
        deep = to_court(basket, (rng.uniform(6.0, 11.0), rng.uniform(-8.0, 8.0)))
        back = to_court(basket, (rng.uniform(33.0, 44.0), rng.uniform(-12.0, 12.0)))
        if slot != shot.slot:
            plan.targets[flying, mine + slot] = deep if slot >= 3 else back
        plan.targets[flying, theirs + slot] = to_court(basket, (rng.uniform(4.0, 12.0), rng.uniform(-9.0, 9.0)))
    if shot.result == "made" and following is not None and following.start == "baseline":
        gone = times > shot.rim_s
        for slot in range(5):
            home = to_court(basket, (rng.uniform(50.0, 64.0), rng.uniform(-14.0, 14.0)))
            plan.targets[gone, mine + slot] = home
        plan.targets[gone, theirs + following.slot] = to_court(basket, (-0.8, rng.choice((-1.0, 1.0)) * 4.0))
    elif p.next_slot is not None and p.next_side is not None:
        plan.targets[flying, first_actor(p.next_side) + p.next_slot] = to_court(
            basket, (rng.uniform(6.0, 11.5), rng.uniform(-7.0, 7.0))
        )
        plan.speeds[flying, first_actor(p.next_side) + p.next_slot] = SPRINT


# --- jump balls, free throws, dead balls -------------------------------------------------------------


def _tip(plan: Plan, p: Passage, times: Array, rng: Random) -> None:
    spots = formation.tip_line_up(p.start_spot or (47.0, 25.0))
    for actor, spot in spots.items():
        plan.targets[:, actor] = spot
    x, y = p.start_spot or (47.0, 25.0)
    for index, spot in enumerate(((x, y - 2.5), (x + 15.0, 2.0), (x - 15.0, 48.0))):
        plan.targets[:, 10 + index] = spot
    plan.cues.append(BallCue(t0=p.wall_0, t1=p.wall_0 + 0.25, actor=10, mode="hold", after="toss"))
    for actor in (first_actor("home") + 4, first_actor("away") + 4):
        plan.jumps.append((actor, p.finish_s, 2.4 if (p.next_side == "home") == (actor < 5) else 2.0, 0.4))
        plan.poses.append((actor, p.finish_s - 0.4, p.finish_s + 0.35, Pose.REBOUND))
    if p.next_side is not None and p.next_slot is not None:
        taker = first_actor(p.next_side) + p.next_slot
        plan.poses.append((taker, p.wall_1 - 0.3, p.wall_1 + 0.2, Pose.CATCH))


def _free_throw(
    plan: Plan, p: Passage, following: Passage | None, at: Array, times: Array, rng: Random, basket: int
) -> None:
    mine, theirs = first_actor(p.offense), first_actor(other(p.offense))
    shooter = mine + p.slot
    for actor, spot in formation.free_throw_line_up(basket, shooter, mine, theirs).items():
        plan.targets[:, actor] = spot
    _free_throw_referees(plan, basket)
    assert p.shot is not None
    handed = p.wall_0 + 0.5
    plan.cues.append(BallCue(t0=p.wall_0, t1=p.wall_0 + 0.05, actor=10, mode="hold"))
    plan.cues.append(BallCue(t0=handed, t1=p.shot.release_s - 1.3, actor=shooter, mode="dribble"))
    plan.cues.append(BallCue(t0=p.shot.release_s - 1.3, t1=p.shot.release_s - 0.4, actor=shooter, mode="hold"))
    plan.cues.append(BallCue(t0=p.shot.release_s - 0.4, t1=p.shot.release_s, actor=shooter, mode="line"))
    shot_cues(plan, p.shot, mine, theirs)
    plan.jumps[-1] = (shooter, p.shot.release_s, 0.35, 0.3)
    plan.poses[-1] = (shooter, p.shot.release_s - 1.3, p.shot.release_s + 0.6, Pose.FREE_THROW)
    if p.next_slot is None or p.next_side is None:
        return
    flying = times >= p.shot.release_s + 0.3
    plan.speeds[flying, :10] = RUN
    for slot in (2, 3, 4):
        plan.targets[flying, mine + slot] = to_court(basket, (rng.uniform(7.0, 10.0), rng.uniform(-6.0, 6.0)))
        plan.targets[flying, theirs + slot] = to_court(basket, (rng.uniform(5.0, 8.0), rng.uniform(-6.0, 6.0)))
    taker = first_actor(p.next_side) + p.next_slot
    plan.targets[flying, taker] = to_court(basket, (rng.uniform(6.5, 9.0), rng.uniform(-4.0, 4.0)))
    plan.speeds[flying, taker] = SPRINT
    plan.poses.append((taker, p.wall_1 - 0.5, p.wall_1 + 0.35, Pose.REBOUND))
    plan.jumps.append((taker, p.wall_1, 1.4, 0.38))


def _free_throw_referees(plan: Plan, basket: int) -> None:
    for index, spot in enumerate(((-1.0, 6.5), (30.0, -16.0), (18.0, 24.0))):
        plan.targets[:, 10 + index] = to_court(basket, spot)


def _dead(plan: Plan, p: Passage, following: Passage | None, at: Array, times: Array, rng: Random, basket: int) -> None:
    """Walk to where play resumes; the first referee has the ball."""
    mine, theirs = first_actor(p.offense), first_actor(other(p.offense))
    plan.speeds[:] = WALK + 1.5
    spots: dict[int, Point] = {}
    moment = times > p.wall_0 + rng.uniform(0.8, 1.6)
    if p.setup == "free_throw" and following is not None and following.kind == "free_throw":
        spots = formation.free_throw_line_up(basket, mine + following.slot, mine, theirs)
        _free_throw_referees(plan, basket)
    elif p.setup == "tip":
        spots = formation.tip_line_up(p.setup_spot or (47.0, 25.0))
        x, y = p.setup_spot or (47.0, 25.0)
        plan.targets[:, 10:] = np.array([(x, y - 2.5), (x + 15.0, 2.0), (x - 15.0, 48.0)])
    elif p.setup == "bench":
        spots = formation.bench_spots(rng)
    elif p.setup == "inbound":
        spots = _inbound_spots(p, following, mine, theirs, basket, rng)
        x, y = p.setup_spot or (47.0, -0.8)
        plan.targets[:, 10] = (x + (3.0 if x < 47 else -3.0), min(49.0, max(1.0, y)))
        for index, spot in enumerate(((-1.0, -14.0), (34.0, 22.0))):
            plan.targets[:, 11 + index] = to_court(basket, spot)
    for actor in range(10):
        goal = spots.get(actor)
        if goal is None:
            goal = (
                float(at[actor, 0]) + rng.uniform(-5, 5),
                min(48.0, max(2.0, float(at[actor, 1]) + rng.uniform(-4, 4))),
            )
        far = float(np.hypot(goal[0] - at[actor, 0], goal[1] - at[actor, 1]))
        plan.targets[moment, actor] = goal
        plan.speeds[:, actor] = max(WALK, min(RUN, 1.5 * far / max(2.0, p.wall_1 - p.wall_0 - 1.5)))
    has_ball = p.wall_0 + min(2.6, 0.5 * (p.wall_1 - p.wall_0))
    plan.cues.append(BallCue(t0=has_ball, t1=p.wall_1 - 0.4, actor=10, mode="hold"))
    if p.setup == "tip":
        plan.cues[-1].t1 = p.wall_1


def _inbound_spots(
    p: Passage, following: Passage | None, mine: int, theirs: int, basket: int, rng: Random
) -> dict[int, Point]:
    spot = p.setup_spot or (47.0, -0.8)
    inbounder = following.slot if following is not None else 2
    along, _ = from_court(basket, spot)
    places = list(rng.choice(formation.SETS))
    shift = max(0.0, along - 38.0)
    spots: dict[int, Point] = {}
    for slot in range(5):
        u, v = places[slot]
        place = to_court(basket, (min(88.0, u + shift), v * 0.9))
        guard = to_court(basket, (max(4.0, min(84.0, u + shift - 4.5)), v * 0.72))
        spots[mine + slot] = spot if slot == inbounder else place
        if slot == inbounder:
            guard = (spot[0] + (4 if basket else -4), 44.0 if spot[1] > 25 else 6.0)
        spots[theirs + slot] = guard
    return spots
