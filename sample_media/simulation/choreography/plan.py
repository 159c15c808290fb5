"""What a plan for one passage holds: targets and speeds on the grid, what the ball does, poses, jumps."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sample_media.scene import RIMS, Pose
from sample_media.simulation.choreography.tracks import Array
from sample_media.simulation.model import Point, Shot

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


def fill(plan: Plan, knots: Knots, times: Array) -> None:
    for actor, points in knots.items():
        points.sort(key=lambda k: k[0])
        when = np.array([k[0] for k in points])
        plan.targets[:, actor, 0] = np.interp(times + 0.28, when, [k[1] for k in points])
        plan.targets[:, actor, 1] = np.interp(times + 0.28, when, [k[2] for k in points])


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
