"""The pinhole: where a point of the court falls in the picture, and how a flat texture lies in it.

In: a `Camera` of the scene and the picture's size. Out: pixels, depths in feet, homographies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sample_media.drawing.pixels import Floats
from sample_media.scene import Camera

NEAR_FT = 0.7
"""What is nearer to the camera than this is not drawn."""


@dataclass(frozen=True, slots=True)
class View:
    """A camera bound to a picture's size. `matrix` (3, 4) maps (x, y, z, 1) to (px·d, py·d, d)."""

    matrix: Floats
    place: Floats
    size: tuple[int, int]
    focal: float
    rows: list[list[float]]  # the matrix again, for single points

    @classmethod
    def of(cls, camera: Camera, size: tuple[int, int]) -> View:
        width, height = size
        focal = width / 2 / math.tan(math.radians(camera.fov_deg) / 2)
        place = np.array([camera.x, camera.y, camera.z], np.float64)
        ax, ay, az = camera.look_x - camera.x, camera.look_y - camera.y, camera.look_z - camera.z
        length = max(1e-9, math.hypot(ax, ay, az))
        ax, ay, az = ax / length, ay / length, az / length
        flat = math.hypot(ax, ay)
        rx, ry = (ay / flat, -ax / flat) if flat > 1e-6 else (1.0, 0.0)
        ahead, right = np.array([ax, ay, az]), np.array([rx, ry, 0.0])
        down = np.array([-az * ry, az * rx, ax * ry - ay * rx])
        roll = math.radians(camera.roll_deg)
        across = right * math.cos(roll) + down * math.sin(roll)
        below = down * math.cos(roll) - right * math.sin(roll)
        turn = np.stack([across, below, ahead])
        lens = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1.0]])
        matrix = lens @ np.column_stack([turn, -turn @ place])
        return cls(matrix, place, size, focal, matrix.tolist())

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """Pixels (…, 2) and depths (…) of points (…, 3); pixels behind the camera are meaningless."""
        flat = points.reshape(-1, 3) @ self.matrix[:, :3].T + self.matrix[:, 3]
        depth = flat[:, 2]
        pixels = flat[:, :2] / np.maximum(depth, 1e-3)[:, None]
        shape = points.shape[:-1]
        return pixels.reshape(*shape, 2), depth.reshape(shape)

    def pixel(self, x: float, y: float, z: float) -> tuple[float, float, float]:
        """One point: its pixel and its depth."""
        (a, b, c, d), (e, f, g, h), (i, j, k, m) = self.rows
        depth = i * x + j * y + k * z + m
        safe = max(depth, 1e-3)
        return (a * x + b * y + c * z + d) / safe, (e * x + f * y + g * z + h) / safe, depth

    def homography(self, origin: Floats, along: Floats, down: Floats) -> Floats:
        """From a texture's pixels to the picture's; the texture's pixel (i, j) is origin + i·along + j·down."""
        h = self.matrix[:, :3] @ np.column_stack([along, down, origin])
        h[:, 2] += self.matrix[:, 3]
        return np.asarray(h, np.float64)

    def in_sight(self, shapes: Floats) -> list[int]:
        """Which of many shapes (n, corners, 3) may be seen, judged by their corners."""
        pixels, depth = self.project(shapes)
        ahead = depth > NEAR_FT
        cut = ahead.any(axis=1) & ~ahead.all(axis=1)
        low, high = pixels.min(axis=1), pixels.max(axis=1)
        inside = (high > 0).all(axis=1) & (low < self.size).all(axis=1)
        return np.flatnonzero(cut | (ahead.all(axis=1) & inside)).tolist()

    def visible_part(self, corners: Floats) -> Floats | None:
        """The corners (n, 3) of a flat convex shape, cut off at the camera, as pixels; None: out of sight."""
        depth = corners @ self.matrix[2, :3] + self.matrix[2, 3]
        if depth.max() < NEAR_FT:
            return None
        if depth.min() < NEAR_FT:
            corners = _cut(corners, depth)
        pixels, _ = self.project(corners)
        low, high = pixels.min(0), pixels.max(0)
        if high[0] <= 0 or high[1] <= 0 or low[0] >= self.size[0] or low[1] >= self.size[1]:
            return None
        return pixels


def _cut(corners: Floats, depth: Floats) -> Floats:
    """The part of the shape that lies in front of the near plane."""
    kept = []
    for i in range(len(corners)):
        j = (i + 1) % len(corners)
        if depth[i] >= NEAR_FT:
            kept.append(corners[i])
        if (depth[i] >= NEAR_FT) != (depth[j] >= NEAR_FT):
            share = (NEAR_FT - depth[i]) / (depth[j] - depth[i])
            kept.append(corners[i] + share * (corners[j] - corners[i]))
    return np.array(kept)
