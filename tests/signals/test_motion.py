"""Small pictures tell how much moves and whether a floor is seen."""

from __future__ import annotations

import numpy as np

from edc.signals.motion import Motion, court


def plain(colour: tuple[int, int, int]) -> np.ndarray:
    return np.full((90, 160, 3), colour, np.uint8)


def test_a_wooden_floor_is_court_and_a_crowd_is_not() -> None:
    rng = np.random.default_rng(3)
    floor = np.clip(plain((120, 170, 205)).astype(int) + rng.normal(0, 2, (90, 160, 3)), 0, 255).astype(np.uint8)
    people = rng.integers(0, 255, (90, 160, 3)).astype(np.uint8)
    assert court(floor) > 0.8
    assert court(people) < 0.2
    assert court(plain((5, 5, 5))) == 0.0
    assert court(plain((200, 60, 40))) < 0.4  # a blue advertisement


def test_motion_is_the_mean_change_between_pictures() -> None:
    motion = Motion()
    assert motion.row(0.0, plain((50, 50, 50)))["motion"] == 0.0
    assert motion.row(0.2, plain((70, 70, 70)))["motion"] == 20.0
    assert motion.row(0.4, plain((70, 70, 70)))["motion"] == 0.0
