"""Where each player wants to be: spots of a half-court set, transition, dead-ball line-ups."""

from __future__ import annotations

from random import Random

import numpy as np

from sample_media.scene import RIMS, Side
from sample_media.simulation.choreography.tracks import Array
from sample_media.simulation.model import Point

# distance from the attacked baseline, offset from the middle; guards first, bigs last
SETS: tuple[tuple[Point, ...], ...] = (
    ((31.0, 0.0), (24.0, -18.0), (24.0, 18.0), (4.5, -22.5), (9.0, 8.0)),
    ((30.0, 3.0), (25.0, -16.0), (5.0, 22.5), (20.0, 13.0), (8.0, -8.0)),
    ((31.0, -4.0), (5.0, -22.5), (5.0, 22.5), (23.0, 17.0), (19.0, -7.0)),
    ((30.0, 0.0), (22.0, 19.0), (5.0, -22.0), (19.5, -8.0), (5.0, 10.0)),
    ((32.0, 0.0), (25.0, 15.0), (25.0, -15.0), (4.5, 22.5), (4.5, -22.5)),
)
LANE_SPOTS: tuple[tuple[int, Point], ...] = ((0, (7.5, 8.7)), (1, (7.5, -8.7)), (0, (14.0, -8.7)))
"""(0 defence or 1 offence pairs are mirrored), along the lane"""


def first_actor(side: Side) -> int:
    return 0 if side == "home" else 5


def to_court(basket: int, point: Point) -> Point:
    """Half-court coordinates (from the attacked baseline, from the middle) to the court's."""
    along, across = point
    return (along if basket == 0 else 94.0 - along), 25.0 + across


def from_court(basket: int, point: Point) -> Point:
    return (point[0] if basket == 0 else 94.0 - point[0]), point[1] - 25.0


def guard_spot(man: Array, rim: Array, ball: Array, on_ball: Array) -> Array:
    """Between one's man and the rim, closer on the ball, sagging towards it off the ball. (steps, 2)."""
    to_rim = rim - man
    far = np.sqrt((to_rim**2).sum(axis=1)) + 1e-6
    gap = np.where(on_ball, np.minimum(3.4, 0.45 * far), np.minimum(5.2, 0.24 * far))
    spot = man + to_rim / far[:, None] * gap[:, None]
    help_pull = np.where(on_ball, 0.0, 0.08)[:, None]
    return np.asarray(spot + (ball - spot) * help_pull)


def free_throw_line_up(basket: int, shooter: int, attackers: int, defenders: int) -> dict[int, Point]:
    """Actor to spot for a free throw by actor `shooter`."""
    rim = RIMS[basket][0]
    sign = 1.0 if basket == 0 else -1.0
    spots = {shooter: (rim + sign * 14.6, 25.0)}
    mates = [attackers + s for s in (4, 3, 2, 1, 0) if attackers + s != shooter]
    rivals = [defenders + s for s in (4, 3, 2, 1, 0)]
    places = {
        rivals[0]: (rim + sign * 2.6, 16.6), rivals[1]: (rim + sign * 2.6, 33.4),
        mates[0]: (rim + sign * 6.0, 16.6), mates[1]: (rim + sign * 6.0, 33.4),
        rivals[2]: (rim + sign * 9.4, 16.6),
        rivals[3]: (rim + sign * 24.5, 20.0), rivals[4]: (rim + sign * 26.0, 33.0),
        mates[2]: (rim + sign * 26.0, 12.0), mates[3]: (rim + sign * 34.0, 27.0),
    }  # fmt: skip
    spots.update(places)
    return spots


def tip_line_up(spot: Point) -> dict[int, Point]:
    """Jumpers in the middle, the others round the circle."""
    x, y = spot
    spots: dict[int, Point] = {4: (x - 1.8, y), 9: (x + 1.8, y)}
    ring = [(-8.5, -2.5), (-6.0, 6.5), (5.0, -7.5), (2.5, 8.5)]
    for slot, (dx, dy) in enumerate(ring):
        spots[slot] = (x + dx, y + dy)
        spots[5 + slot] = (x - dx * 1.02, y + dy * 0.6 + (1.8 if dy < 0 else -1.8))
    return {actor: (min(91.0, max(3.0, px)), min(47.0, max(3.0, py))) for actor, (px, py) in spots.items()}


def bench_spots(rng: Random) -> dict[int, Point]:
    """In front of the benches on the far side, home left of the middle."""
    spots = {}
    for slot in range(5):
        spots[slot] = (22.0 + slot * 2.9 + rng.uniform(-0.6, 0.6), 45.5 + rng.uniform(-2.5, 2.0))
        spots[5 + slot] = (60.0 + slot * 2.9 + rng.uniform(-0.6, 0.6), 45.5 + rng.uniform(-2.5, 2.0))
    return spots


def referee_spots(basket: int, ball_y: float) -> tuple[Point, Point, Point]:
    """Lead under the basket, trail behind the play, the third across."""
    lead_side = 13.0 if ball_y > 25.0 else -13.0
    return (
        to_court(basket, (-2.0, lead_side)),
        to_court(basket, (36.0, -lead_side * 1.75)),
        to_court(basket, (22.0, lead_side * 2.0)),
    )
