"""Cameras that follow the ball: the operator's pan and zoom, hands that shake, replay positions."""

from __future__ import annotations

import math
from collections import OrderedDict

import numpy as np

from sample_media.scene import RIMS, Camera
from sample_media.simulation.choreography.ballchain import ball_at
from sample_media.simulation.choreography.stage import Stage
from sample_media.simulation.choreography.stretch import Stretch
from sample_media.simulation.choreography.tracks import STEP_S, Array
from sample_media.simulation.reel import CameraName

MAIN_Y, MAIN_Z = -66.0, 31.0
_PAN_S = 0.75
_ZOOM_S = 1.3


class Crew:
    """The camera operators of one game; pans are worked out a stretch at a time."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self._stage = stage
        self._seed = seed
        self._pans: OrderedDict[float, Array] = OrderedDict()

    def camera(self, name: CameraName, wall_s: float, media_s: float, excitement: float, basket: int) -> Camera:
        stretch = self._stage.stretch_at(wall_s)
        look_x, look_y, look_z, spread = self._pan(stretch, wall_s)
        sway = _sway(media_s, self._seed, 0.6 + 0.9 * excitement)
        match name:
            case "main" | "tight":
                fov = (27.5 + 6.5 * spread) * (1.0 if name == "main" else 0.66)
                y = 21.0 if name == "main" else look_y
                return Camera(
                    x=47.0, y=MAIN_Y, z=MAIN_Z, look_x=look_x + sway[0],
                    look_y=y, look_z=3.0 + sway[1] + (0.0 if name == "main" else 1.0), fov_deg=fov,
                    roll_deg=sway[2],
                )  # fmt: skip
            case _:
                return _replay_camera(name, look_x, look_y, look_z, sway, basket)

    def _pan(self, stretch: Stretch, wall_s: float) -> tuple[float, float, float, float]:
        if stretch.wall_0 not in self._pans:
            self._pans[stretch.wall_0] = _follow(stretch)
            while len(self._pans) > 6:
                self._pans.popitem(last=False)
        track = self._pans[stretch.wall_0]
        place = min(len(track) - 1.001, max(0.0, (wall_s - stretch.wall_0) / STEP_S))
        index, u = int(place), place - int(place)
        row = track[index] * (1 - u) + track[index + 1] * u
        return float(row[0]), float(row[1]), float(row[2]), float(row[3])


def _follow(stretch: Stretch) -> Array:
    """Columns: look x, y, z of the ball as an operator follows it, and how wide he is."""
    count = max(3, len(stretch.positions))
    ball = np.array([ball_at(stretch, stretch.wall_0 + STEP_S * i) for i in range(count)])
    players = stretch.positions[:, :10, 0].mean(axis=1)[:count]
    aim_x = 0.72 * ball[:, 0] + 0.28 * players
    look_x = 47.0 + (np.clip(_smooth(aim_x, _PAN_S), 14.0, 80.0) - 47.0) * 0.93
    pace = np.abs(np.gradient(look_x, STEP_S))
    near = np.minimum(np.abs(ball[:, 0] - RIMS[0][0]), np.abs(ball[:, 0] - RIMS[1][0]))
    wide = np.clip(pace / 14.0, 0.0, 1.0) * 0.6 + np.clip((near - 10.0) / 30.0, 0.0, 1.0) * 0.5
    return np.stack(
        [look_x, _smooth(ball[:, 1], 0.5), _smooth(ball[:, 2], 0.35), np.clip(_smooth(wide, _ZOOM_S), 0, 1)], axis=1
    )


def _smooth(signal: Array, time_constant_s: float) -> Array:
    """An exponential filter run forwards and backwards: a good operator sees things coming."""
    share = 1.0 - math.exp(-STEP_S / time_constant_s)
    out = np.asarray(signal, dtype=float).copy()
    for _ in range(2):
        for index in range(1, len(out)):
            out[index] = out[index - 1] + share * (out[index] - out[index - 1])
        out = out[::-1].copy()
    return out


def _sway(media_s: float, seed: int, amount: float) -> tuple[float, float, float]:
    a, b, c = (seed * 0.137) % 6.28, (seed * 0.731) % 6.28, (seed * 0.391) % 6.28
    x = 0.16 * math.sin(1.7 * media_s + a) + 0.07 * math.sin(5.3 * media_s + b) + 0.03 * math.sin(13.1 * media_s)
    z = 0.08 * math.sin(2.3 * media_s + c) + 0.04 * math.sin(7.9 * media_s + a) + 0.02 * math.sin(15.7 * media_s)
    return x * amount, z * amount, 0.12 * amount * math.sin(1.1 * media_s + b)


def _replay_camera(
    name: CameraName, x: float, y: float, z: float, sway: tuple[float, float, float], basket: int
) -> Camera:
    rim = RIMS[basket]
    out = -1.0 if basket == 0 else 1.0
    match name:
        case "baseline":
            at = (rim[0] + out * 14.0, 25.0 - 17.0, 6.5)
            fov = 46.0
        case "far_side":
            at = (rim[0] - out * 16.0, 62.0, 8.0)
            fov = 36.0
        case "rail":
            at = (rim[0] - out * 20.0, -9.0, 5.5)
            fov = 44.0
        case _:
            at = (rim[0] - out * 30.0, -38.0, 20.0)
            fov = 21.0
    aim_x, aim_y = 0.75 * x + 0.25 * rim[0], 0.75 * y + 0.25 * rim[1]
    return Camera(
        x=at[0], y=at[1], z=at[2], look_x=aim_x + sway[0], look_y=aim_y, look_z=4.2 + 0.18 * min(z, 11.0) + sway[1],
        fov_deg=fov, roll_deg=sway[2],
    )  # fmt: skip
