"""Joints of all figures of a scene at once.

In: figures and the ball. Out: an array (figures, joints, 3) in court feet. Elbows and knees are found from
shoulders, hips, hands and feet by two-bone geometry; the hands of whoever has the ball go to the ball.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum

import numpy as np

from sample_media.drawing.pixels import Floats
from sample_media.drawing.poses import Spot, Stance, stance
from sample_media.scene import Ball, Figure, Pose


class Joint(IntEnum):
    PELVIS = 0
    CHEST = 1
    NECK = 2
    HEAD = 3
    LEFT_SHOULDER = 4
    RIGHT_SHOULDER = 5
    LEFT_ELBOW = 6
    RIGHT_ELBOW = 7
    LEFT_HAND = 8
    RIGHT_HAND = 9
    LEFT_HIP = 10
    RIGHT_HIP = 11
    LEFT_KNEE = 12
    RIGHT_KNEE = 13
    LEFT_ANKLE = 14
    RIGHT_ANKLE = 15
    LEFT_TOE = 16
    RIGHT_TOE = 17


SPINE_FT = 1.95
SHOULDER_HALF_FT, HIP_HALF_FT = 0.76, 0.36
UPPER_ARM_FT, FOREARM_FT = 1.22, 1.3
THIGH_FT, SHIN_FT = 1.62, 1.6
BALL_RADIUS_FT = 0.39
REACH_FT = 2.75

_HOLDERS = frozenset(
    {Pose.DRIBBLE, Pose.PASS, Pose.CATCH, Pose.SHOOT, Pose.LAYUP, Pose.DUNK, Pose.FREE_THROW, Pose.REBOUND, Pose.STAND}
)


def body_scale(figure: Figure) -> float:
    """How tall he is against 6.5 ft: a guard or a centre, by his number."""
    if figure.side == "referee":
        return 0.93
    return 0.95 + 0.14 * ((figure.number * 37 + len(figure.side) * 11) % 17) / 16


def joints_of(figures: Sequence[Figure], ball: Ball | None) -> Floats:
    """All joints, (figures, 18, 3)."""
    scale = np.array([body_scale(f) for f in figures])
    turn = np.array([f.heading_rad for f in figures])
    place = np.array([(f.x, f.y, f.z) for f in figures], np.float64)
    stances = [stance(f.pose, f.phase) for f in figures]
    body = _in_body_frame(stances)
    if ball is not None:
        _reach_for_ball(body, figures, ball, scale)
    _bend(body)
    world = np.empty_like(body)
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    world[:, :, 0] = place[:, :1] + scale[:, None] * (body[:, :, 0] * cos - body[:, :, 1] * sin)
    world[:, :, 1] = place[:, 1:2] + scale[:, None] * (body[:, :, 0] * sin + body[:, :, 1] * cos)
    world[:, :, 2] = place[:, 2:] + scale[:, None] * body[:, :, 2]
    return world


def _in_body_frame(stances: list[Stance]) -> Floats:
    """Trunk, head and the ends of the limbs; elbows and knees are still missing."""
    j = np.zeros((len(stances), len(Joint), 3))
    for i, s in enumerate(stances):
        j[i] = _trunk(s)
    return j


def _trunk(s: Stance) -> list[Spot]:
    up = (math.sin(s.lean), math.sin(s.tilt), math.cos(s.lean) * math.cos(s.tilt))
    px, py, pz = s.pelvis
    chest = (px + SPINE_FT * up[0], py + SPINE_FT * up[1], pz + SPINE_FT * up[2])
    neck = (chest[0] + 0.2 * up[0], chest[1] + 0.2 * up[1], chest[2] + 0.2 * up[2])
    head = (neck[0] + 0.3 * up[0] + 0.1, neck[1] + 0.4 * up[1], neck[2] + 0.5)
    sx, sy = -math.sin(s.twist) * SHOULDER_HALF_FT, math.cos(s.twist) * SHOULDER_HALF_FT
    drop = math.sin(s.tilt) * SHOULDER_HALF_FT
    shoulders = ((chest[0] + sx, chest[1] + sy, chest[2] - drop), (chest[0] - sx, chest[1] - sy, chest[2] + drop))
    hips = ((px, py + HIP_HALF_FT, pz), (px, py - HIP_HALF_FT, pz))
    nothing = (0.0, 0.0, 0.0)
    toes = tuple((f[0] + 0.72, f[1] * 1.12, max(0.12, f[2] - 0.2)) for f in (s.left_foot, s.right_foot))
    return [
        s.pelvis, chest, neck, head, *shoulders, nothing, nothing, s.left_hand, s.right_hand,
        *hips, nothing, nothing, s.left_foot, s.right_foot, *toes,
    ]  # fmt: skip


def _reach_for_ball(body: Floats, figures: Sequence[Figure], ball: Ball, scale: Floats) -> None:
    """The nearest player in a pose that handles the ball takes it in his hands."""
    best, nearest = -1, REACH_FT
    for i, f in enumerate(figures):
        if f.pose in _HOLDERS and f.side != "referee":
            far = math.hypot(ball.x - f.x, ball.y - f.y)
            if far < nearest and ball.z - f.z < 9.6:
                best, nearest = i, far
    if best < 0:
        return
    f = figures[best]
    dx, dy, dz = ((v / scale[best]) for v in (ball.x - f.x, ball.y - f.y, ball.z - f.z))
    cos, sin = math.cos(f.heading_rad), math.sin(f.heading_rad)
    ahead, left = dx * cos + dy * sin, -dx * sin + dy * cos
    hands = body[best, [Joint.LEFT_HAND, Joint.RIGHT_HAND]]
    if f.pose is Pose.DRIBBLE:
        hand = 0 if left > 0.2 else 1
        hands[hand] = (ahead, left, max(dz + 0.45, 2.75))
        hands[1 - hand] = (1.0, 0.95 if hand == 1 else -0.95, 3.9)
    elif f.pose in (Pose.DUNK, Pose.LAYUP):
        hands[1] = (ahead - 0.15, left, dz)
    else:
        hands[0] = (ahead, left + BALL_RADIUS_FT, dz)
        hands[1] = (ahead - 0.1, left - BALL_RADIUS_FT, dz - 0.1)
    body[best, [Joint.LEFT_HAND, Joint.RIGHT_HAND]] = hands


def _bend(body: Floats) -> None:
    """Places elbows and knees, and pulls hands and feet back to what the limbs can reach."""
    elbow_pole = np.array([[-0.55, 0.5, -0.75], [-0.55, -0.5, -0.75]])
    knee_pole = np.array([[1.0, 0.25, 0.1], [1.0, -0.25, 0.1]])
    for root, middle, end, upper, lower, pole in (
        (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_HAND, UPPER_ARM_FT, FOREARM_FT, elbow_pole),
        (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE, THIGH_FT, SHIN_FT, knee_pole),
    ):
        start, goal = body[:, root : root + 2], body[:, end : end + 2]
        way = goal - start
        far = np.maximum(np.linalg.norm(way, axis=2, keepdims=True), 1e-6)
        way = way / far
        far = np.clip(far, abs(upper - lower) + 0.15, upper + lower - 1e-3)
        along = (upper**2 - lower**2 + far**2) / (2 * far)
        aside = np.sqrt(np.maximum(upper**2 - along**2, 0))
        bend = pole - way * (way * pole).sum(axis=2, keepdims=True)
        bend /= np.maximum(np.linalg.norm(bend, axis=2, keepdims=True), 1e-6)
        body[:, middle : middle + 2] = start + way * along + bend * aside
        moved = start + way * far
        if end == Joint.LEFT_ANKLE:
            body[:, Joint.LEFT_TOE : Joint.LEFT_TOE + 2] += moved - goal
        body[:, end : end + 2] = moved
