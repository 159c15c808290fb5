"""The ball's way as a chain of pieces: held, dribbled, or flying under gravity."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Xyz = tuple[float, float, float]

GRAVITY = 32.17
BALL_RADIUS_FT = 0.39
DRIBBLE_HZ = 1.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """In the hands of an actor."""

    t0: float
    t1: float
    actor: int
    mode: Literal["dribble", "hold", "overhead", "line", "carry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """A free parabola from one point to another in the given time."""

    t0: float
    t1: float
    p0: Xyz
    p1: Xyz

    def at(self, t: float) -> Xyz:
        length = max(1e-3, self.t1 - self.t0)
        s = min(length, max(0.0, t - self.t0))
        u = s / length
        rise = (self.p1[2] - self.p0[2]) / length + 0.5 * GRAVITY * length
        z = self.p0[2] + rise * s - 0.5 * GRAVITY * s * s
        return (
            self.p0[0] + (self.p1[0] - self.p0[0]) * u,
            self.p0[1] + (self.p1[1] - self.p0[1]) * u,
            max(BALL_RADIUS_FT, z),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bouncing:
    """Falls from p0, bounces on the floor a few times, ends at p1 at t1."""

    t0: float
    t1: float
    p0: Xyz
    p1: Xyz
    drag: float = 1.0
    """below 1: the net slows the first fall"""

    def at(self, t: float) -> Xyz:
        length = max(1e-3, self.t1 - self.t0)
        s = min(length, max(0.0, t - self.t0))
        u = s / length
        ease = u * u * (3 - 2 * u)
        x = self.p0[0] + (self.p1[0] - self.p0[0]) * ease
        y = self.p0[1] + (self.p1[1] - self.p0[1]) * ease
        free = bounce_height(self.p0[2], s, self.drag)
        blend = max(0.0, (u - 0.7) / 0.3)
        return x, y, max(BALL_RADIUS_FT, free * (1 - blend) + self.p1[2] * blend)


def bounce_height(height: float, s: float, drag: float = 1.0) -> float:
    gravity = GRAVITY * drag
    fall = math.sqrt(2 * max(0.0, height - BALL_RADIUS_FT) / gravity)
    if s <= fall:
        return height - 0.5 * gravity * s * s
    speed, left = gravity * fall * 0.72, s - fall
    for _ in range(6):
        hop = 2 * speed / GRAVITY
        if left <= hop:
            return BALL_RADIUS_FT + speed * left - 0.5 * GRAVITY * left * left
        left -= hop
        speed *= 0.68
    return BALL_RADIUS_FT


def bounce_times(piece: Bouncing) -> list[float]:
    """When it hits the floor, for the sound."""
    times: list[float] = []
    at = math.sqrt(2 * max(0.0, piece.p0[2] - BALL_RADIUS_FT) / (GRAVITY * piece.drag))
    speed = GRAVITY * piece.drag * at * 0.72
    while at < (piece.t1 - piece.t0) * 0.75 and len(times) < 4:
        times.append(piece.t0 + at)
        at += 2 * speed / GRAVITY
        speed *= 0.68
    return times


Piece = Held | Flight | Bouncing


def dribble_height(t: float) -> float:
    """A bouncing hand-to-floor-to-hand movement."""
    phase = (t * DRIBBLE_HZ) % 1.0
    return BALL_RADIUS_FT + 2.6 * float(abs(math.cos(math.pi * phase)) ** 0.7)
