"""The court at any instant: figures, ball and nets, built stretch by stretch as they are asked for."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass

from sample_media.scene import Ball, Figure, Pose, Side
from sample_media.simulation.choreography.ball import Xyz
from sample_media.simulation.choreography.ballchain import ball_at
from sample_media.simulation.choreography.building import build_stretch
from sample_media.simulation.choreography.formation import first_actor
from sample_media.simulation.choreography.stretch import Stretch, grid_place, lift
from sample_media.simulation.choreography.tracks import ACTORS, STEP_S, hermite
from sample_media.simulation.model import GameLog, Passage, Player

KEEP_STRETCHES = 6


@dataclass(slots=True, kw_only=True)
class CourtState:
    figures: tuple[Figure, ...]
    ball: Ball
    net_swish: tuple[float, float]


class Stage:
    """Answers for one game; the last few stretches asked for are kept."""

    def __init__(self, log: GameLog) -> None:
        self.log = log
        self._bounds = _stretch_bounds(log)
        self._starts = [log.passages[first].wall_0 for first, _ in self._bounds]
        self._built: OrderedDict[int, Stretch] = OrderedDict()

    def stretch_at(self, wall_s: float) -> Stretch:
        index = max(0, bisect_right(self._starts, wall_s) - 1)
        if index not in self._built:
            self._built[index] = build_stretch(self.log, *self._bounds[index])
            while len(self._built) > KEEP_STRETCHES:
                self._built.popitem(last=False)
        else:
            self._built.move_to_end(index)
        return self._built[index]

    def at(self, wall_s: float) -> CourtState:
        stretch = self.stretch_at(wall_s)
        places, speeds, strides = _bodies(stretch, wall_s)
        ball = ball_at(stretch, wall_s)
        figures = tuple(
            _figure(self.log, stretch, actor, wall_s, places[actor], speeds[actor], strides[actor], ball)
            for actor in range(ACTORS)
        )
        return CourtState(
            figures=figures,
            ball=Ball(x=ball[0], y=ball[1], z=ball[2], spin=(wall_s * 7.0) % (2 * math.pi)),
            net_swish=_nets(stretch, wall_s),
        )

    def ball_xyz(self, wall_s: float) -> Xyz:
        return ball_at(self.stretch_at(wall_s), wall_s)


def _stretch_bounds(log: GameLog) -> list[tuple[int, int]]:
    bounds, first = [], 0
    for index, passage in enumerate(log.passages):
        if passage.kind == "break":
            bounds.append((first, index + 1))
            first = index + 1
    if first < len(log.passages):
        bounds.append((first, len(log.passages)))
    return bounds


def _nets(stretch: Stretch, t: float) -> tuple[float, float]:
    swish = [0.0, 0.0]
    for at, basket in stretch.nets:
        if at <= t < at + 0.7:
            swish[basket] = max(swish[basket], 1.0 - (t - at) / 0.7)
    return swish[0], swish[1]


def _bodies(stretch: Stretch, t: float) -> tuple[list[list[float]], list[list[float]], list[float]]:
    i, u = grid_place(stretch, t)
    p, v = stretch.positions, stretch.velocities
    places = hermite(p[i], p[i + 1], v[i], v[i + 1], STEP_S, u)
    speeds = v[i] * (1 - u) + v[i + 1] * u
    strides = stretch.strides[i] * (1 - u) + stretch.strides[i + 1] * u
    return places.tolist(), speeds.tolist(), strides.tolist()


def _pose(stretch: Stretch, actor: int, t: float, speed: float, stride: float, passage: Passage) -> tuple[Pose, float]:
    for t0, t1, pose in stretch.poses.get(actor, ()):
        if t0 <= t < t1:
            if pose is Pose.DRIBBLE:
                return pose, (t * 1.9) % 1.0
            return pose, (t - t0) / (t1 - t0)
        if t0 > t:
            break
    if speed > 7.0:
        return Pose.RUN, (stride / 8.0) % 1.0
    if actor < 10 and passage.kind == "live" and actor // 5 != first_actor(passage.offense) // 5:
        return Pose.DEFEND, (stride / 5.0) % 1.0
    if speed > 1.2:
        return Pose.WALK, (stride / 5.0) % 1.0
    return Pose.STAND, (t / 3.0 + actor * 0.37) % 1.0


def _figure(
    log: GameLog,
    stretch: Stretch,
    actor: int,
    t: float,
    place: list[float],
    moving: list[float],
    stride: float,
    ball: Xyz,
) -> Figure:
    index = max(0, bisect_right(stretch.passages, t, key=lambda p: p.wall_0) - 1)
    passage = stretch.passages[index]
    speed = math.hypot(moving[0], moving[1])
    pose, phase = _pose(stretch, actor, t, speed, stride, passage)
    to_ball = (ball[0] - place[0], ball[1] - place[1])
    far = math.hypot(*to_ball) + 1e-6
    weight = 1.0 / (1.0 + 0.03 * speed * speed)
    hx = moving[0] * 0.2 + to_ball[0] / far * weight
    hy = moving[1] * 0.2 + to_ball[1] / far * weight
    side: Side | str = "referee"
    number, skin = 10 + actor, 0.3 + 0.2 * (actor - 10)
    if actor < 10:
        side = "home" if actor < 5 else "away"
        player = player_in(passage, "home" if actor < 5 else "away", actor % 5, t)
        number, skin = player.number, player.skin
    return Figure(
        side=side, number=number, x=place[0], y=place[1], z=lift(stretch, actor, t),  # type: ignore[arg-type]
        heading_rad=math.atan2(hy, hx), pose=pose, phase=phase, skin=skin,
    )  # fmt: skip


def player_in(passage: Passage, side: Side, slot: int, t: float) -> Player:
    player = passage.fives[side][slot]
    for at, swap_side, swap_slot, _, coming in passage.swaps:
        if swap_side == side and swap_slot == slot and t >= at:
            player = coming
    return player
