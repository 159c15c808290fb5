"""Jump balls, free throws and dead balls: lining up, walking, changing, going to the benches."""

from __future__ import annotations

from random import Random

import numpy as np

from sample_media.scene import Pose
from sample_media.simulation.choreography import formation
from sample_media.simulation.choreography.formation import first_actor, from_court, to_court
from sample_media.simulation.choreography.plan import JOG, RUN, SPRINT, WALK, BallCue, Plan, shot_cues
from sample_media.simulation.choreography.tracks import Array
from sample_media.simulation.model import Passage, Point, other


def plan_tip(plan: Plan, p: Passage, times: Array, rng: Random) -> None:
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


def plan_free_throw(
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


def plan_dead(
    plan: Plan, p: Passage, following: Passage | None, at: Array, times: Array, rng: Random, basket: int
) -> None:
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
        off = next((s[0] for s in p.swaps if first_actor(s[1]) + s[2] == actor), None)
        if off is not None:
            _change(plan, actor, off, at[actor], goal, times)
            continue
        far = float(np.hypot(goal[0] - at[actor, 0], goal[1] - at[actor, 1]))
        plan.targets[moment, actor] = goal
        plan.speeds[:, actor] = max(WALK, min(RUN, 1.5 * far / max(2.0, p.wall_1 - p.wall_0 - 1.5)))
    has_ball = p.wall_0 + min(2.6, 0.5 * (p.wall_1 - p.wall_0))
    plan.cues.append(BallCue(t0=has_ball, t1=p.wall_1 - 0.4, actor=10, mode="hold"))
    if p.setup == "tip":
        plan.cues[-1].t1 = p.wall_1


SCORERS_TABLE: Point = (47.0, 48.8)


def _change(plan: Plan, actor: int, off: float, here: Array, goal: Point, times: Array) -> None:
    """One runs to the scorer's table, the other comes from there."""
    table = SCORERS_TABLE[0] + 3.0 * (actor % 5 - 2), SCORERS_TABLE[1]
    plan.targets[times <= off, actor] = table
    plan.targets[times > off, actor] = goal
    far = float(np.hypot(table[0] - here[0], table[1] - here[1]))
    left = off - float(times[0]) if len(times) else 1.0
    plan.speeds[:, actor] = max(JOG, min(RUN + 3.0, 1.5 * far / max(1.0, left)))


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
