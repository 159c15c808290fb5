"""What each picture of a drill shows, to learn from beside the plays: who does what, and where the ball is.

In: a programme and the pictures' times. Out: `tracks.npz`: `media_s` (n,), `names` (A,), `flags` (n, A) uint8, and
`ball` (n, 2), its place in fractions of the picture, NaN where it is not in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from edc.files import atomic_write
from sample_media.scene import RIMS, Pose, ShotKind

if TYPE_CHECKING:
    from sample_media.drawing.view import View
    from sample_media.scene import Broadcast, Scene

POSES = (Pose.SHOOT, Pose.LAYUP, Pose.DUNK, Pose.BLOCK, Pose.STEAL, Pose.REBOUND, Pose.FREE_THROW, Pose.SIGNAL,
         Pose.CELEBRATE)  # fmt: skip
FLAGS = (*(str(pose) for pose in POSES), "ball_at_rim", "ball_high", "net")
"""Somebody in the picture is in that pose; the ball is within reach of a rim, or above it; a net moves."""
_AT_RIM_FT, _HIGH_FT, _SWISH = 2.2, 9.0, 0.15
_CHEST_FT = 4.0
_SIZE = (1280, 720)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    media_s: NDArray[np.float64]
    flags: NDArray[np.uint8]
    ball: NDArray[np.float32]


def tracks(programme: Broadcast, media_s: NDArray[np.float64]) -> Tracks:
    flags = np.zeros((len(media_s), len(FLAGS)), np.uint8)
    ball = np.full((len(media_s), 2), np.nan, np.float32)
    for number, at_s in enumerate(media_s):
        scene = programme.scene_at(float(at_s))
        if scene.shot is ShotKind.COURT and scene.camera is not None:
            _look(scene, flags[number], ball[number])
    return Tracks(media_s=media_s, flags=flags, ball=ball)


def _look(scene: Scene, flags: NDArray[np.uint8], ball: NDArray[np.float32]) -> None:
    from sample_media.drawing.view import View

    assert scene.camera is not None
    view = View.of(scene.camera, _SIZE)
    for figure in scene.figures:
        if figure.pose in POSES and _seen(view, figure.x, figure.y, figure.z + _CHEST_FT) is not None:
            flags[POSES.index(figure.pose)] = 1
    if scene.ball is None:
        return
    here = scene.ball
    place = _seen(view, here.x, here.y, here.z)
    if place is None:
        return
    ball[:] = place
    away = min(math.dist((here.x, here.y, here.z), rim) for rim in RIMS)
    flags[len(POSES) :] = (away < _AT_RIM_FT, here.z > _HIGH_FT, max(scene.net_swish) > _SWISH)


def _seen(view: View, x: float, y: float, z: float) -> tuple[float, float] | None:
    """Fractions of the picture; None where it is not in it."""
    across, down, depth = view.pixel(x, y, z)
    u, v = across / _SIZE[0], down / _SIZE[1]
    return (u, v) if depth > 1.0 and 0 <= u < 1 and 0 <= v < 1 else None


def write_tracks(path: Path, found: Tracks) -> None:
    values: dict[str, Any] = {"media_s": found.media_s, "flags": found.flags, "ball": found.ball}
    with atomic_write(path) as temporary:
        np.savez_compressed(temporary, allow_pickle=False, names=np.array(FLAGS), **values)
