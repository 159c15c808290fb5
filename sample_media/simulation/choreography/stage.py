"""The court at any instant: figures, ball and nets, built stretch by stretch as they are asked for."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from random import Random

import numpy as np

from sample_media.scene import RIMS, Ball, Figure, Pose, Side
from sample_media.simulation.choreography.ball import (
    Bouncing,
    Flight,
    Held,
    Piece,
    Xyz,
    dribble_height,
)
from sample_media.simulation.choreography.formation import bench_spots, first_actor
from sample_media.simulation.choreography.plan import BallCue, Plan, plan_passage
from sample_media.simulation.choreography.tracks import ACTORS, STEP_S, Array, hermite, integrate
from sample_media.simulation.model import GameLog, Passage, Player

KEEP_STRETCHES = 6
PASS_FT_S = 55.0
REGRIP_S = 0.16
"""from one way of holding the ball to another"""


@dataclass(slots=True, kw_only=True)
class CourtState:
    figures: tuple[Figure, ...]
    ball: Ball
    net_swish: tuple[float, float]


@dataclass(slots=True, kw_only=True)
class Stretch:
    """Play without a break: positions on a grid, the ball's pieces, poses and jumps by actor."""

    wall_0: float
    wall_1: float
    positions: Array
    velocities: Array
    strides: Array
    facings: Array
    pieces: list[Piece]
    piece_starts: list[float]
    poses: dict[int, list[tuple[float, float, Pose]]]
    jumps: dict[int, list[tuple[float, float, float]]]
    nets: list[tuple[float, int]]
    passages: list[Passage]


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
    _chain(stretch, cues)


# --- the ball ----------------------------------------------------------------------------------------


def _chain(stretch: Stretch, cues: list[BallCue]) -> None:
    """Turn cues into pieces without gaps."""
    pieces: list[Piece] = []
    last: Xyz | None = None
    previous: BallCue | None = None
    for cue in cues:
        if previous is not None and cue.t0 < previous.t1:
            cue.t0 = previous.t1
        if cue.t1 < cue.t0:
            continue
        if previous is not None and last is not None:
            last = _make_way(stretch, pieces, previous, cue, last)
        start = _cue_start(stretch, cue, last)
        if previous is not None and last is not None and cue.t0 - previous.t1 > 1e-3:
            pieces.extend(_bridge(previous, last, start, previous.t1, cue.t0))
        if cue.shot is not None:
            goal = _shot_goal(stretch, cue)
            pieces.append(Flight(t0=cue.t0, t1=cue.t1, p0=last or start, p1=goal))
            last = goal
            if cue.shot.result == "made":
                stretch.nets.append((cue.t1, cue.shot.basket))
        else:
            assert cue.actor is not None
            held = Held(t0=cue.t0, t1=cue.t1, actor=cue.actor, mode=cue.mode)  # type: ignore[arg-type]
            pieces.append(held)
            last = held_at(stretch, held, cue.t1)
        previous = cue
    if last is not None and previous is not None and previous.t1 < stretch.wall_1:
        end = (last[0], last[1], 0.4)
        pieces.append(Bouncing(t0=previous.t1, t1=stretch.wall_1, p0=last, p1=end))
    stretch.pieces = pieces
    stretch.piece_starts = [p.t0 for p in pieces]


def _make_way(stretch: Stretch, pieces: list[Piece], previous: BallCue, cue: BallCue, last: Xyz) -> Xyz:
    """Leave a pass the time it takes: the giver lets go earlier, or the taker has it later."""
    if cue.shot is not None or previous.shot is not None or cue.actor == previous.actor:
        return last
    start = _cue_start(stretch, cue, last)
    lacking = math.dist(last, start) / PASS_FT_S - (cue.t0 - previous.t1)
    if lacking <= 0:
        return last
    giver = pieces[-1]
    if isinstance(giver, Held):
        end = max(giver.t0, giver.t1 - lacking)
        lacking -= giver.t1 - end
        pieces[-1] = Held(t0=giver.t0, t1=end, actor=giver.actor, mode=giver.mode)
        previous.t1 = end
        last = held_at(stretch, pieces[-1], end)
    if lacking > 0:
        cue.t0 = min(cue.t1, cue.t0 + lacking)
    return last


def _cue_start(stretch: Stretch, cue: BallCue, last: Xyz | None) -> Xyz:
    if cue.shot is not None and last is not None:
        return last
    assert cue.actor is not None
    held = Held(t0=cue.t0, t1=cue.t1, actor=cue.actor, mode=cue.mode)  # type: ignore[arg-type]
    return held_at(stretch, held, cue.t0)


def _shot_goal(stretch: Stretch, cue: BallCue) -> Xyz:
    shot = cue.shot
    assert shot is not None and cue.actor is not None
    rim = RIMS[shot.basket]
    if shot.result == "made":
        return rim[0], rim[1], rim[2] + 0.1
    if shot.result == "blocked":
        x, y, z = held_at(stretch, Held(t0=cue.t0, t1=cue.t1, actor=cue.actor, mode="overhead"), cue.t0)
        u = 0.25
        return x + (rim[0] - x) * u, y + (rim[1] - y) * u, z + 1.0
    jitter = Random(int(shot.release_s * 1000))
    angle = jitter.uniform(0, 2 * math.pi)
    away = 0.85 if shot.result == "missed" else 2.4
    return rim[0] + away * math.cos(angle), rim[1] + away * math.sin(angle), rim[2] + (0.35 if away < 1 else -0.6)


def _bridge(cue: BallCue, p0: Xyz, p1: Xyz, t0: float, t1: float) -> list[Piece]:
    """The ball's way from one cue to the next."""
    length = t1 - t0
    if cue.after == "net":
        return [Bouncing(t0=t0, t1=t1, p0=p0, p1=p1, drag=0.55)]
    if cue.after == "toss":
        mid = t0 + min(0.78, length * 0.45)
        top = (p0[0], p0[1] + 2.5, 11.2)
        return [Flight(t0=t0, t1=mid, p0=p0, p1=top), Flight(t0=mid, t1=t1, p0=top, p1=p1)]
    if (cue.after in ("miss", "block", "loose") and length > 1.15) or (cue.after == "out" and length > 0.9):
        mid = t0 + min(0.85, length * 0.6)
        share = (mid - t0) / length
        floor = (p0[0] + (p1[0] - p0[0]) * share, p0[1] + (p1[1] - p0[1]) * share, 0.4)
        rest = t1 - mid
        second: Piece = Flight(t0=mid, t1=t1, p0=floor, p1=p1)
        if rest > 0.9:
            second = Bouncing(t0=mid, t1=t1, p0=(floor[0], floor[1], 0.5), p1=p1)
        return [Flight(t0=t0, t1=mid, p0=p0, p1=floor), second]
    if length > 1.0:
        return [Bouncing(t0=t0, t1=t1, p0=p0, p1=p1)]
    return [Flight(t0=t0, t1=t1, p0=p0, p1=p1)]


def ball_at(stretch: Stretch, t: float) -> Xyz:
    index = bisect_right(stretch.piece_starts, t) - 1
    if index < 0:
        first = stretch.pieces[0]
        return held_at(stretch, first, t) if isinstance(first, Held) else first.at(t)
    piece = stretch.pieces[index]
    if not isinstance(piece, Held):
        return piece.at(t)
    at = held_at(stretch, piece, t)
    before = stretch.pieces[index - 1] if index else None
    if isinstance(before, Held) and before.actor == piece.actor and t - piece.t0 < REGRIP_S:
        old, share = held_at(stretch, before, t), (t - piece.t0) / REGRIP_S
        return tuple(a + (b - a) * share for a, b in zip(old, at, strict=True))  # type: ignore[return-value]
    return at


def held_at(stretch: Stretch, piece: Held, t: float) -> Xyz:
    x, y, fx, fy = body(stretch, piece.actor, t)
    z = lift(stretch, piece.actor, t)
    match piece.mode:
        case "dribble":
            return x + fx * 1.5 - fy * 0.8, y + fy * 1.5 + fx * 0.8, z + dribble_height(t)
        case "overhead" | "line" | "carry":
            u = min(1.0, (t - piece.t0) / max(0.05, piece.t1 - piece.t0))
            return x + fx * 0.9, y + fy * 0.9, z + 3.6 + 4.6 * u * u * (3 - 2 * u)
        case _:
            return x + fx * 1.1, y + fy * 1.1, z + 3.6


def _nets(stretch: Stretch, t: float) -> tuple[float, float]:
    swish = [0.0, 0.0]
    for at, basket in stretch.nets:
        if at <= t < at + 0.7:
            swish[basket] = max(swish[basket], 1.0 - (t - at) / 0.7)
    return swish[0], swish[1]


# --- bodies ------------------------------------------------------------------------------------------


def _grid(stretch: Stretch, t: float) -> tuple[int, float]:
    place = max(0.0, (t - stretch.wall_0) / STEP_S)
    index = min(len(stretch.positions) - 2, int(place))
    return index, min(1.0, place - index)


def body(stretch: Stretch, actor: int, t: float) -> tuple[float, float, float, float]:
    """Place, and the direction faced."""
    i, u = _grid(stretch, t)
    p, v = stretch.positions, stretch.velocities
    place = hermite(p[i, actor], p[i + 1, actor], v[i, actor], v[i + 1, actor], STEP_S, u)
    facing = stretch.facings[i, actor] * (1 - u) + stretch.facings[i + 1, actor] * u
    return float(place[0]), float(place[1]), float(facing[0]), float(facing[1])


def _bodies(stretch: Stretch, t: float) -> tuple[list[list[float]], list[list[float]], list[float]]:
    i, u = _grid(stretch, t)
    p, v = stretch.positions, stretch.velocities
    places = hermite(p[i], p[i + 1], v[i], v[i + 1], STEP_S, u)
    speeds = v[i] * (1 - u) + v[i + 1] * u
    strides = stretch.strides[i] * (1 - u) + stretch.strides[i + 1] * u
    return places.tolist(), speeds.tolist(), strides.tolist()


def lift(stretch: Stretch, actor: int, t: float) -> float:
    """Feet over the floor: a parabola around the top of each jump."""
    for top, feet, half in stretch.jumps.get(actor, ()):
        if top - half < t < top + half:
            u = (t - top) / half
            return feet * (1 - u * u)
    return 0.0


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
