"""What a body does in each pose: where pelvis, hands and feet are through the movement.

In: a pose and its phase 0..1. Out: a `Stance` in the body's own frame in feet (forward, left, up; the origin
on the floor between the feet), for a person of 6.5 ft.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from sample_media.scene import Pose

Spot = tuple[float, float, float]

ANKLE_FT = 0.3
STANDING_PELVIS_FT = 3.38


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    pelvis: Spot = (0.0, 0.0, STANDING_PELVIS_FT)
    lean: float = 0.05  # radians forward
    tilt: float = 0.0  # radians to the left
    twist: float = 0.0  # shoulders against hips, radians to the left
    left_hand: Spot = (0.25, 0.92, 3.0)
    right_hand: Spot = (0.25, -0.92, 3.0)
    left_foot: Spot = (0.0, 0.42, ANKLE_FT)
    right_foot: Spot = (0.0, -0.42, ANKLE_FT)


def stance(pose: Pose, phase: float) -> Stance:
    """The body in a pose at a phase."""
    return _POSES[pose](phase % 1.0 if pose in _CYCLIC else min(1.0, max(0.0, phase)))


def _ease(p: float, start: float, end: float) -> float:
    """0 before `start`, 1 after `end`, smooth between."""
    t = min(1.0, max(0.0, (p - start) / max(1e-6, end - start)))
    return t * t * (3 - 2 * t)


def _between(a: Spot, b: Spot, share: float) -> Spot:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share


def _step(phase: float, side: float, stride: float, lift: float) -> Spot:
    """A foot through a stride: on the floor going back, then swung forward."""
    turn = 2 * math.pi * phase
    up = max(0.0, -math.sin(turn)) * lift
    return stride * math.cos(turn), side, ANKLE_FT + up


def _gait(phase: float, stride: float, lift: float, low: float, lean: float, swing: float) -> Stance:
    turn = 2 * math.pi * phase
    bob = 0.1 * swing * math.cos(2 * turn)
    arm = swing * math.cos(turn)
    high = 3.0 + 0.9 * min(1.0, swing)
    return Stance(
        pelvis=(0.0, 0.0, STANDING_PELVIS_FT - low - bob),
        lean=lean,
        twist=0.22 * arm,
        left_hand=(0.25 - 0.95 * arm, 0.85, high - 0.4 * arm),
        right_hand=(0.25 + 0.95 * arm, -0.85, high + 0.4 * arm),
        left_foot=_step(phase, 0.28, stride, lift),
        right_foot=_step(phase + 0.5, -0.28, stride, lift),
    )


def _stand(p: float) -> Stance:
    sway = 0.05 * math.sin(2 * math.pi * p)
    return Stance(pelvis=(0.0, sway, STANDING_PELVIS_FT), tilt=sway * 0.4)


def _walk(p: float) -> Stance:
    return _gait(p, 0.85, 0.35, 0.08, 0.07, 0.45)


def _run(p: float) -> Stance:
    return _gait(p, 1.55, 1.25, 0.25, 0.28, 0.95)


def _dribble(p: float) -> Stance:
    body = _gait(p, 0.8, 0.5, 0.45, 0.36, 0.3)
    push = math.cos(2 * math.pi * p)
    return Stance(
        pelvis=body.pelvis,
        lean=body.lean,
        twist=-0.1,
        left_hand=(1.1, 0.9, 4.0),
        right_hand=(1.15, -0.95, 2.95 + 0.45 * push),
        left_foot=body.left_foot,
        right_foot=body.right_foot,
    )


def _pass(p: float) -> Stance:
    out = _ease(p, 0.15, 0.5)
    return Stance(
        pelvis=(0.15 * out, 0.0, 3.15),
        lean=0.12 + 0.15 * out,
        left_hand=_between((0.75, 0.3, 4.5), (2.1, 0.22, 4.9), out),
        right_hand=_between((0.75, -0.3, 4.5), (2.1, -0.22, 4.9), out),
        left_foot=(0.7 * out, 0.4, ANKLE_FT),
        right_foot=(-0.5, -0.45, ANKLE_FT),
    )


def _catch(p: float) -> Stance:
    into = _ease(p, 0.35, 0.9)
    return Stance(
        pelvis=(0.0, 0.0, 3.05),
        lean=0.16,
        left_hand=_between((1.7, 0.4, 5.0), (0.8, 0.3, 4.3), into),
        right_hand=_between((1.7, -0.4, 5.0), (0.8, -0.3, 4.3), into),
        left_foot=(0.3, 0.55, ANKLE_FT),
        right_foot=(-0.3, -0.55, ANKLE_FT),
    )


def _shoot(p: float) -> Stance:
    dip = _ease(p, 0.0, 0.22) - _ease(p, 0.22, 0.45)
    rise = _ease(p, 0.2, 0.5)
    follow = _ease(p, 0.5, 0.62)
    fall = _ease(p, 0.8, 1.0)
    hang = rise * (1 - fall)
    right = _between(_between((0.8, -0.25, 4.2), (0.75, -0.35, 7.5), rise), (1.25, -0.3, 7.3), follow)
    left = _between(_between((0.8, 0.25, 4.2), (0.7, 0.1, 7.0), rise), (0.6, 0.5, 6.3), follow)
    return Stance(
        pelvis=(0.0, 0.0, STANDING_PELVIS_FT - 0.65 * dip - 0.02 * hang),
        lean=0.16 * dip - 0.03 * hang,
        left_hand=_between(left, (0.5, 0.8, 3.6), fall),
        right_hand=_between(right, (0.6, -0.8, 3.8), fall),
        left_foot=(-0.12 * hang, 0.4, ANKLE_FT - 0.1 * hang),
        right_foot=(0.15, -0.4, ANKLE_FT - 0.1 * hang),
    )


def _free_throw(p: float) -> Stance:
    hold = 1 - _ease(p, 0.3, 0.45)
    body = _shoot(max(0.0, (p - 0.3) / 0.7))
    return Stance(
        pelvis=body.pelvis,
        lean=body.lean + 0.12 * hold,
        left_hand=_between(body.left_hand, (0.85, 0.28, 3.6), hold),
        right_hand=_between(body.right_hand, (0.85, -0.28, 3.6), hold),
        left_foot=(-0.15, 0.45, ANKLE_FT),
        right_foot=(0.15, -0.45, ANKLE_FT),
    )


def _layup(p: float) -> Stance:
    up = _ease(p, 0.1, 0.5)
    down = _ease(p, 0.75, 1.0)
    tuck = up * (1 - down)
    return Stance(
        pelvis=(0.0, 0.0, STANDING_PELVIS_FT),
        lean=0.08,
        tilt=0.14 * tuck,
        left_hand=_between((0.7, 0.4, 4.2), (0.6, 0.9, 4.8), up),
        right_hand=_between(_between((0.8, -0.4, 4.2), (1.0, -0.35, 8.0), up), (0.6, -0.8, 4.2), down),
        left_foot=(-0.75 * tuck, 0.3, ANKLE_FT + 0.1 * tuck),
        right_foot=(0.75 * tuck, -0.35, ANKLE_FT + 1.25 * tuck),
    )


def _dunk(p: float) -> Stance:
    up = _ease(p, 0.0, 0.4)
    slam = _ease(p, 0.5, 0.65)
    down = _ease(p, 0.85, 1.0)
    tuck = up * (1 - down)
    right = _between(_between((0.7, -0.4, 4.6), (0.6, -0.35, 8.3), up), (1.8, -0.3, 7.2), slam)
    left = _between(_between((0.7, 0.4, 4.6), (0.8, 0.8, 6.4), up), (1.4, 0.5, 6.2), slam)
    return Stance(
        pelvis=(0.0, 0.0, STANDING_PELVIS_FT),
        lean=0.12 + 0.18 * slam,
        left_hand=_between(left, (0.4, 0.9, 3.6), down),
        right_hand=_between(right, (0.4, -0.9, 3.6), down),
        left_foot=(-0.9 * tuck, 0.5, ANKLE_FT + 0.9 * tuck),
        right_foot=(-0.2 * tuck, -0.5, ANKLE_FT + 0.6 * tuck),
    )


def _block(p: float) -> Stance:
    up = _ease(p, 0.0, 0.35) * (1 - _ease(p, 0.75, 1.0))
    return Stance(
        pelvis=(0.0, 0.0, STANDING_PELVIS_FT - 0.2 * (1 - up)),
        lean=0.1,
        tilt=0.16 * up,
        left_hand=_between((0.6, 1.1, 4.4), (0.3, 1.3, 4.6), up),
        right_hand=_between((0.6, -0.9, 4.4), (0.95, -0.4, 8.3), up),
        left_foot=(-0.5 * up, 0.45, ANKLE_FT),
        right_foot=(-0.15 * up, -0.45, ANKLE_FT + 0.3 * up),
    )


def _steal(p: float) -> Stance:
    out = _ease(p, 0.1, 0.4) * (1 - _ease(p, 0.7, 1.0))
    return Stance(
        pelvis=(0.2 * out, 0.0, 2.85),
        lean=0.45 + 0.25 * out,
        twist=0.4 * out,
        left_hand=(0.6, 1.3, 3.4),
        right_hand=_between((0.9, -1.0, 3.4), (2.5, -0.2, 3.0), out),
        left_foot=(-0.6, 0.7, ANKLE_FT),
        right_foot=(0.9 * out, -0.6, ANKLE_FT),
    )


def _rebound(p: float) -> Stance:
    up = _ease(p, 0.0, 0.3)
    pull = _ease(p, 0.5, 0.85)
    return Stance(
        pelvis=(0.0, 0.0, STANDING_PELVIS_FT - 0.15 * pull),
        lean=0.06 + 0.16 * pull,
        left_hand=_between(_between((0.7, 0.6, 4.6), (0.6, 0.38, 8.0), up), (0.8, 0.35, 4.6), pull),
        right_hand=_between(_between((0.7, -0.6, 4.6), (0.6, -0.38, 8.0), up), (0.8, -0.35, 4.6), pull),
        left_foot=(-0.35 * up * (1 - pull), 0.6, ANKLE_FT),
        right_foot=(-0.5 * up * (1 - pull), -0.6, ANKLE_FT + 0.2 * up * (1 - pull)),
    )


def _defend(p: float) -> Stance:
    slide = math.sin(2 * math.pi * p)
    return Stance(
        pelvis=(0.0, 0.12 * slide, 2.65 + 0.05 * abs(slide)),
        lean=0.38,
        left_hand=(0.95, 1.9, 4.1 + 0.25 * slide),
        right_hand=(1.05, -1.75, 4.5 - 0.25 * slide),
        left_foot=(0.15, 0.95 + 0.2 * slide, ANKLE_FT + 0.12 * max(0.0, slide)),
        right_foot=(-0.05, -0.95 + 0.2 * slide, ANKLE_FT + 0.12 * max(0.0, -slide)),
    )


def _celebrate(p: float) -> Stance:
    pump = math.sin(2 * math.pi * p)
    return Stance(
        pelvis=(0.0, 0.0, STANDING_PELVIS_FT + 0.08 * abs(pump)),
        lean=-0.06,
        left_hand=(0.3, 1.15, 6.6 + 0.5 * pump),
        right_hand=(0.35, -1.05, 7.0 - 0.6 * pump),
        left_foot=(0.2, 0.55, ANKLE_FT + 0.1 * abs(pump)),
        right_foot=(-0.2, -0.55, ANKLE_FT + 0.1 * abs(pump)),
    )


def _signal(p: float) -> Stance:
    up = _ease(p, 0.0, 0.2)
    return Stance(right_hand=_between((0.3, -0.9, 3.4), (0.1, -0.75, 8.2), up), left_hand=(0.2, 0.85, 3.3))


_CYCLIC = frozenset({Pose.STAND, Pose.WALK, Pose.RUN, Pose.DRIBBLE, Pose.DEFEND, Pose.CELEBRATE})

_POSES: dict[Pose, Callable[[float], Stance]] = {
    Pose.STAND: _stand,
    Pose.WALK: _walk,
    Pose.RUN: _run,
    Pose.DRIBBLE: _dribble,
    Pose.PASS: _pass,
    Pose.CATCH: _catch,
    Pose.SHOOT: _shoot,
    Pose.LAYUP: _layup,
    Pose.DUNK: _dunk,
    Pose.BLOCK: _block,
    Pose.STEAL: _steal,
    Pose.REBOUND: _rebound,
    Pose.DEFEND: _defend,
    Pose.FREE_THROW: _free_throw,
    Pose.CELEBRATE: _celebrate,
    Pose.SIGNAL: _signal,
}
