"""Builds a stretch: plans passage after passage, lets the bodies run, hangs the ball on them."""

from __future__ import annotations

import math
from random import Random

import numpy as np

from sample_media.scene import RIMS
from sample_media.simulation.choreography.ballchain import chain
from sample_media.simulation.choreography.formation import bench_spots
from sample_media.simulation.choreography.passages import plan_passage
from sample_media.simulation.choreography.plan import BallCue, Plan
from sample_media.simulation.choreography.stretch import Stretch
from sample_media.simulation.choreography.tracks import ACTORS, STEP_S, Array, integrate
from sample_media.simulation.model import GameLog, Passage


def build_stretch(log: GameLog, first: int, stop: int) -> Stretch:
    passages = log.passages[first:stop]
    rng = Random(log.seed * 77_773 + first * 31 + 7)
    at = _opening(passages[0], rng)
    moving = np.zeros_like(at)
    wall_0, wall_1 = passages[0].wall_0, passages[-1].wall_1
    count = math.ceil((wall_1 - wall_0) / STEP_S) + 2
    positions, velocities = np.empty((count, ACTORS, 2)), np.zeros((count, ACTORS, 2))
    positions[0], done = at, 1
    plans: list[Plan] = []
    for index, passage in enumerate(passages):
        following = passages[index + 1] if index + 1 < len(passages) else None
        until = min(count, int((passage.wall_1 - wall_0) / STEP_S) + 1) if following else count
        times: Array = wall_0 + STEP_S * np.arange(done, max(done, until), dtype=np.float64)
        plan = plan_passage(passage, following, at, times, rng, _basket(passage))
        plans.append(plan)
        if len(times):
            moved, speeds = integrate(at, moving, plan.targets, plan.speeds)
            positions[done:until], velocities[done:until] = moved, speeds
            at, moving, done = moved[-1].copy(), speeds[-1].copy(), until
    strides = np.zeros((count, ACTORS))
    strides[1:] = np.cumsum(np.sqrt((np.diff(positions, axis=0) ** 2).sum(axis=2)), axis=0)
    stretch = Stretch(
        wall_0=wall_0, wall_1=wall_1, positions=positions, velocities=velocities, strides=strides,
        facings=_facings(positions, velocities, passages, wall_0),
        pieces=[], piece_starts=[], poses={}, jumps={}, nets=[], passages=passages,
    )  # fmt: skip
    _collect(stretch, plans)
    return stretch


def _basket(passage: Passage) -> int:
    right = (passage.offense == "home") == (passage.period <= 2)
    return 1 if right else 0


def _opening(passage: Passage, rng: Random) -> Array:
    """Where everybody stands when the pictures come back from a break: near the benches, walking on."""
    at = np.zeros((ACTORS, 2))
    for actor, spot in bench_spots(rng).items():
        at[actor] = (spot[0] + rng.uniform(-4, 4), spot[1] - rng.uniform(4, 14))
    for index in range(3):
        at[10 + index] = (40.0 + 7 * index, 20.0 + 3 * index)
    return at


def _facings(positions: Array, velocities: Array, passages: list[Passage], wall_0: float) -> Array:
    """Where each body turns: the way it goes when fast, the attacked rim when slow; never abruptly."""
    times = wall_0 + STEP_S * np.arange(len(positions))
    starts = np.array([p.wall_0 for p in passages])
    baskets = np.array([_basket(p) for p in passages])[np.maximum(0, np.searchsorted(starts, times, "right") - 1)]
    rims = np.array([RIMS[0][:2], RIMS[1][:2]])[baskets]
    to_rim = rims[:, None, :] - positions
    to_rim /= np.sqrt((to_rim**2).sum(axis=2, keepdims=True)) + 1e-6
    pace = (velocities**2).sum(axis=2, keepdims=True)
    turned = to_rim / (1.0 + 0.05 * pace) + velocities * 0.16
    for step in range(1, len(turned)):
        turned[step] = turned[step - 1] + 0.38 * (turned[step] - turned[step - 1])
    return np.asarray(turned / (np.sqrt((turned**2).sum(axis=2, keepdims=True)) + 0.05))


def _collect(stretch: Stretch, plans: list[Plan]) -> None:
    cues: list[BallCue] = []
    for plan in plans:
        for actor, t0, t1, pose in plan.poses:
            stretch.poses.setdefault(actor, []).append((t0, t1, pose))
        for actor, top, feet, half in plan.jumps:
            stretch.jumps.setdefault(actor, []).append((top, feet, half))
        cues.extend(plan.cues)
    for entries in stretch.poses.values():
        entries.sort(key=lambda e: e[0])
    for tops in stretch.jumps.values():
        tops.sort()
    cues.sort(key=lambda c: c.t0)
    chain(stretch, cues)
