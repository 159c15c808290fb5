"""A live passage: the run to the set, cuts and passes, the finish, who guards whom, and what follows."""

from __future__ import annotations

from random import Random

import numpy as np

from sample_media.scene import RIMS, Pose
from sample_media.simulation.choreography import formation
from sample_media.simulation.choreography.formation import first_actor, from_court, to_court
from sample_media.simulation.choreography.plan import RUN, SPRINT, BallCue, Knots, Plan, fill, shot_cues
from sample_media.simulation.choreography.script import Hold, bring_up_s, pass_chain
from sample_media.simulation.choreography.tracks import Array
from sample_media.simulation.model import Passage, Point, other


def plan_live(
    plan: Plan, p: Passage, following: Passage | None, at: Array, times: Array, rng: Random, basket: int
) -> None:
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
    fill(plan, knots, times)
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
    if draw < 0.28:
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
    if not len(plan.targets):  # a passage shorter than a step of the bodies
        return
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
    if p.finish in ("whistle", "out"):
        plan.poses.append((11, p.finish_s + 0.1, p.finish_s + 2.2, Pose.SIGNAL))
    if p.celebrate is not None and p.shot is not None:
        plan.poses.append((mine + p.shot.slot, p.shot.rim_s + 0.5, p.shot.rim_s + 1.7, Pose.CELEBRATE))
    if p.shot is not None and p.shot.result == "made" and p.assist_slot not in (None, p.shot.slot):
        plan.poses.append((12, p.shot.rim_s, p.shot.rim_s + 1.2, Pose.SIGNAL))
    if p.late_shot is not None:
        plan.cues.append(
            BallCue(t0=p.finish_s, t1=p.late_shot.release_s, actor=mine + p.late_shot.slot, mode="overhead")
        )
        shot_cues(plan, p.late_shot, mine, theirs)
    if p.next_slot is not None and p.next_side is not None and p.finish == "shot":
        taker = first_actor(p.next_side) + p.next_slot
        plan.poses.append((taker, p.wall_1 - 0.5, p.wall_1 + 0.35, Pose.REBOUND))
        plan.jumps.append((taker, p.wall_1, rng.uniform(0.8, 2.0), 0.38))


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
        if slot >= 3 or slot == shot.blocker_slot:
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
