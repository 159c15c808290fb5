"""Play without a break, as built: positions on a grid, the ball's pieces, poses and jumps by actor."""

from __future__ import annotations

from dataclasses import dataclass

from sample_media.scene import Pose
from sample_media.simulation.choreography.ball import Piece
from sample_media.simulation.choreography.tracks import STEP_S, Array, hermite
from sample_media.simulation.model import Passage


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


def grid_place(stretch: Stretch, t: float) -> tuple[int, float]:
    place = max(0.0, (t - stretch.wall_0) / STEP_S)
    index = min(len(stretch.positions) - 2, int(place))
    return index, min(1.0, place - index)


def body(stretch: Stretch, actor: int, t: float) -> tuple[float, float, float, float]:
    """Place, and the direction faced."""
    i, u = grid_place(stretch, t)
    p, v = stretch.positions, stretch.velocities
    place = hermite(p[i, actor], p[i + 1, actor], v[i, actor], v[i + 1, actor], STEP_S, u)
    facing = stretch.facings[i, actor] * (1 - u) + stretch.facings[i + 1, actor] * u
    return float(place[0]), float(place[1]), float(facing[0]), float(facing[1])


def lift(stretch: Stretch, actor: int, t: float) -> float:
    """Feet over the floor: a parabola around the top of each jump."""
    for top, feet, half in stretch.jumps.get(actor, ()):
        if top - half < t < top + half:
            u = (t - top) / half
            return feet * (1 - u * u)
    return 0.0
