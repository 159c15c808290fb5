"""The ball's way through a stretch: cues turned into pieces without gaps, and where it is at an instant."""

from __future__ import annotations

import math
from bisect import bisect_right
from random import Random

from sample_media.scene import RIMS
from sample_media.simulation.choreography.ball import Bouncing, Flight, Held, Piece, Xyz, dribble_height
from sample_media.simulation.choreography.plan import BallCue
from sample_media.simulation.choreography.stretch import Stretch, body, lift

PASS_FT_S = 55.0


REGRIP_S = 0.16
"""from one way of holding the ball to another"""


def chain(stretch: Stretch, cues: list[BallCue]) -> None:
    """Turn cues into pieces without gaps."""
    pieces: list[Piece] = []
    last: Xyz | None = None
    previous: BallCue | None = None
    for cue in cues:
        if previous is not None and cue.t0 < previous.t1:
            cue.t0 = previous.t1
        if cue.t1 < cue.t0:
            continue
        if previous is not None and last is not None:
            last = _make_way(stretch, pieces, previous, cue, last)
        start = _cue_start(stretch, cue, last)
        if previous is not None and last is not None and cue.t0 - previous.t1 > 1e-3:
            pieces.extend(_bridge(previous, last, start, previous.t1, cue.t0))
        if cue.shot is not None:
            goal = _shot_goal(stretch, cue)
            pieces.append(Flight(t0=cue.t0, t1=cue.t1, p0=last or start, p1=goal))
            last = goal
            if cue.shot.result == "made":
                stretch.nets.append((cue.t1, cue.shot.basket))
        else:
            assert cue.actor is not None
            held = Held(t0=cue.t0, t1=cue.t1, actor=cue.actor, mode=cue.mode)  # type: ignore[arg-type]
            pieces.append(held)
            last = held_at(stretch, held, cue.t1)
        previous = cue
    if last is not None and previous is not None and previous.t1 < stretch.wall_1:
        end = (last[0], last[1], 0.4)
        pieces.append(Bouncing(t0=previous.t1, t1=stretch.wall_1, p0=last, p1=end))
    stretch.pieces = pieces
    stretch.piece_starts = [p.t0 for p in pieces]


def _make_way(stretch: Stretch, pieces: list[Piece], previous: BallCue, cue: BallCue, last: Xyz) -> Xyz:
    """Leave a pass the time it takes: the giver lets go earlier, or the taker has it later."""
    if cue.shot is not None or previous.shot is not None or cue.actor == previous.actor:
        return last
    start = _cue_start(stretch, cue, last)
    lacking = math.dist(last, start) / PASS_FT_S - (cue.t0 - previous.t1)
    if lacking <= 0:
        return last
    giver = pieces[-1]
    if isinstance(giver, Held):
        end = max(giver.t0, giver.t1 - lacking)
        lacking -= giver.t1 - end
        shorter = Held(t0=giver.t0, t1=end, actor=giver.actor, mode=giver.mode)
        pieces[-1] = shorter
        previous.t1 = end
        last = held_at(stretch, shorter, end)
    if lacking > 0:
        cue.t0 = min(cue.t1, cue.t0 + lacking)
    return last


def _cue_start(stretch: Stretch, cue: BallCue, last: Xyz | None) -> Xyz:
    if cue.shot is not None and last is not None:
        return last
    assert cue.actor is not None
    held = Held(t0=cue.t0, t1=cue.t1, actor=cue.actor, mode=cue.mode)  # type: ignore[arg-type]
    return held_at(stretch, held, cue.t0)


def _shot_goal(stretch: Stretch, cue: BallCue) -> Xyz:
    shot = cue.shot
    assert shot is not None and cue.actor is not None
    rim = RIMS[shot.basket]
    if shot.result == "made":
        return rim[0], rim[1], rim[2] + 0.1
    if shot.result == "blocked":
        x, y, z = held_at(stretch, Held(t0=cue.t0, t1=cue.t1, actor=cue.actor, mode="overhead"), cue.t0)
        u = 0.25
        return x + (rim[0] - x) * u, y + (rim[1] - y) * u, z + 1.0
    jitter = Random(int(shot.release_s * 1000))
    angle = jitter.uniform(0, 2 * math.pi)
    away = 0.85 if shot.result == "missed" else 2.4
    return rim[0] + away * math.cos(angle), rim[1] + away * math.sin(angle), rim[2] + (0.35 if away < 1 else -0.6)


def _bridge(cue: BallCue, p0: Xyz, p1: Xyz, t0: float, t1: float) -> list[Piece]:
    """The ball's way from one cue to the next."""
    length = t1 - t0
    if cue.after == "net":
        return [Bouncing(t0=t0, t1=t1, p0=p0, p1=p1, drag=0.55)]
    if cue.after == "toss":
        mid = t0 + min(0.78, length * 0.45)
        top = (p0[0], p0[1] + 2.5, 11.2)
        return [Flight(t0=t0, t1=mid, p0=p0, p1=top), Flight(t0=mid, t1=t1, p0=top, p1=p1)]
    if (cue.after in ("miss", "block", "loose") and length > 1.15) or (cue.after == "out" and length > 0.9):
        mid = t0 + min(0.85, length * 0.6)
        share = (mid - t0) / length
        floor = (p0[0] + (p1[0] - p0[0]) * share, p0[1] + (p1[1] - p0[1]) * share, 0.4)
        rest = t1 - mid
        second: Piece = Flight(t0=mid, t1=t1, p0=floor, p1=p1)
        if rest > 0.9:
            second = Bouncing(t0=mid, t1=t1, p0=(floor[0], floor[1], 0.5), p1=p1)
        return [Flight(t0=t0, t1=mid, p0=p0, p1=floor), second]
    if length > 1.0:
        return [Bouncing(t0=t0, t1=t1, p0=p0, p1=p1)]
    return [Flight(t0=t0, t1=t1, p0=p0, p1=p1)]


def ball_at(stretch: Stretch, t: float) -> Xyz:
    index = bisect_right(stretch.piece_starts, t) - 1
    if index < 0:
        first = stretch.pieces[0]
        return held_at(stretch, first, t) if isinstance(first, Held) else first.at(t)
    piece = stretch.pieces[index]
    if not isinstance(piece, Held):
        return piece.at(t)
    at = held_at(stretch, piece, t)
    before = stretch.pieces[index - 1] if index else None
    if isinstance(before, Held) and before.actor == piece.actor and t - piece.t0 < REGRIP_S:
        old, share = held_at(stretch, before, t), (t - piece.t0) / REGRIP_S
        return tuple(a + (b - a) * share for a, b in zip(old, at, strict=True))  # type: ignore[return-value]
    return at


def held_at(stretch: Stretch, piece: Held, t: float) -> Xyz:
    x, y, fx, fy = body(stretch, piece.actor, t)
    z = lift(stretch, piece.actor, t)
    match piece.mode:
        case "dribble":
            return x + fx * 1.5 - fy * 0.8, y + fy * 1.5 + fx * 0.8, z + dribble_height(t)
        case "overhead" | "line" | "carry":
            u = min(1.0, (t - piece.t0) / max(0.05, piece.t1 - piece.t0))
            return x + fx * 0.9, y + fy * 0.9, z + 3.6 + 4.6 * u * u * (3 - 2 * u)
        case _:
            return x + fx * 1.1, y + fy * 1.1, z + 3.6
