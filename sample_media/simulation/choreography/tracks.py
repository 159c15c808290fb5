"""Bodies that move as people do: they chase their targets with limited speed and acceleration.

In: a target per actor and grid instant. Out: positions and velocities on the grid, read in between
with cubic Hermite curves, so nothing ever jumps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STEP_S = 0.2
ACTORS = 13
PLAYERS = 10
"""0..4 home, 5..9 away, 10..12 referees"""

_REACH = 3.2
"""1/s: how eagerly a body closes the distance to its target"""
_ACCELERATION = 34.0
_APART_FT = 2.3


def integrate(start: Array, velocity: Array, targets: Array, top_speed: Array) -> tuple[Array, Array]:
    """Positions and velocities for targets of shape (steps, actors, 2); top speeds (steps, actors)."""
    steps = len(targets)
    positions = np.empty_like(targets)
    velocities = np.empty_like(targets)
    at, moving = start.copy(), velocity.copy()
    for step in range(steps):
        wish = (targets[step] - at) * _REACH + _elbow_room(at)
        speed = np.sqrt((wish**2).sum(axis=1)) + 1e-9
        wish *= np.minimum(1.0, top_speed[step] / speed)[:, None]
        change = wish - moving
        size = np.sqrt((change**2).sum(axis=1)) + 1e-9
        change *= np.minimum(1.0, _ACCELERATION * STEP_S / size)[:, None]
        moving = moving + change
        at = at + moving * STEP_S
        positions[step], velocities[step] = at, moving
    return positions, velocities


def _elbow_room(at: Array) -> Array:
    """A push away from whoever stands closer than two feet or so."""
    push = np.zeros_like(at)
    apart = at[:PLAYERS, None, :] - at[None, :PLAYERS, :]
    distance = np.sqrt((apart**2).sum(axis=2)) + 1e-6
    force = np.where(distance < _APART_FT, (_APART_FT - distance) / distance, 0.0)
    np.fill_diagonal(force, 0.0)
    push[:PLAYERS] = (apart * force[:, :, None]).sum(axis=1) * 4.0
    return push


def hermite(p0: Array, p1: Array, v0: Array, v1: Array, step: float, u: float) -> Array:
    """The point a share `u` of the way from grid point 0 to 1."""
    a, b = u * u, u * u * u
    return np.asarray(
        (2 * b - 3 * a + 1) * p0 + (b - 2 * a + u) * step * v0 + (3 * a - 2 * b) * p1 + (b - a) * step * v1
    )
