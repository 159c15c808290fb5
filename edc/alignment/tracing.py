"""When the clock ran and when it stood, between believed readings.

Comes in: the believed readings of one unbroken stretch of one period, and where whistles were
heard. Goes out: the running and standing pieces of the true clock, by Viterbi over a grid of
twentieths of a second: while it runs u = t + r(t) stands still, while it stands r does.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from edc.alignment.looks import Floats, Ints

Display = Literal["floor", "ceiling"]

GRID_S = 0.05
_FILL_S = 0.25
_ROOM_S = 0.3
"""How far the grid reaches beyond what a reading allows: times jitter."""
_SOFT_S = 0.1
_SWITCH_COST, _LANDING_COST, _ENDING_COST = 3.0, 0.5, 1.5
_WORST = 4.0
_SLIP_COST = 12.0


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The believed readings of a stretch."""

    media_s: Floats
    clock_s: Floats
    quantum_s: Floats
    weight: Floats
    period_length_s: float
    display: Display = "floor"

    @cached_property
    def coarse(self) -> bool:
        """Whether the last minute is shown in whole seconds too."""
        low = self.clock_s < TENTHS_FROM
        return bool(low.any() and (self.quantum_s[low] >= 1.0).mean() > 0.5)

    @property
    def low_s(self) -> Floats:
        """The least true clock that each display allows."""
        shift = 0.0 if self.display == "floor" else -self.quantum_s
        return np.clip(self.clock_s + shift, 0.0, self.period_length_s)

    @property
    def high_s(self) -> Floats:
        shift = self.quantum_s if self.display == "floor" else 0.0
        return np.clip(self.clock_s + shift, 0.0, self.period_length_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The true clock over a piece of media time; a running one falls by one second a second."""

    start_s: float
    end_s: float
    clock_start_s: float
    clock_end_s: float
    running: bool


@dataclass(slots=True)
class _Frame:
    """One step of the grid: a media tick and the window of clock ticks looked at."""

    tick: int
    low: int
    high: int
    emission: Floats


Bonus = Callable[[float], float]


def trace(evidence: Evidence, stop_bonus: Bonus = lambda media_s: 0.0) -> tuple[list[Piece], float]:
    """The pieces from the first to the last reading, and the cost of the best path.

    `stop_bonus` says how much a whistle speaks for the clock stopping at a media second.
    """
    frames = _frames(evidence)
    path, modes, cost = _best_path(frames, evidence, stop_bonus)
    return _refine(_pieces(path, modes), evidence), cost


def _frames(evidence: Evidence) -> list[_Frame]:
    frames: list[_Frame] = []
    low, high = evidence.low_s, evidence.high_s
    for i, at in enumerate(evidence.media_s):
        tick = round(float(at) / GRID_S)
        if frames and tick <= frames[-1].tick:
            continue
        if i and at - evidence.media_s[i - 1] > 1.5 * _FILL_S:
            frames += _between(evidence, i, frames[-1].tick, tick)
        a, b = _ticks(low[i] - _ROOM_S, high[i] + _ROOM_S, evidence)
        cells = np.arange(a, b + 1) * GRID_S
        outside = np.maximum(np.maximum(low[i] - cells, cells - high[i] + GRID_S / 2), 0.0)
        frames.append(_Frame(tick, a, b, evidence.weight[i] * np.minimum(_WORST, outside / _SOFT_S)))
    return frames


def _ticks(low_s: float, high_s: float, evidence: Evidence) -> tuple[int, int]:
    a = max(0, int(np.floor(low_s / GRID_S)))
    return a, max(a, min(int(np.ceil(high_s / GRID_S)), round(evidence.period_length_s / GRID_S)))


def _between(evidence: Evidence, i: int, from_tick: int, to_tick: int) -> list[_Frame]:
    """Frames without a reading: all clocks that both neighbours allow."""
    frames = []
    before, after = evidence.media_s[i - 1], evidence.media_s[i]
    for tick in range(from_tick + round(_FILL_S / GRID_S), to_tick, round(_FILL_S / GRID_S)):
        at = tick * GRID_S
        lowest = max(evidence.low_s[i], evidence.low_s[i - 1] - (at - before)) - _ROOM_S
        highest = min(evidence.high_s[i - 1], evidence.high_s[i] + (after - at)) + _ROOM_S
        a, b = _ticks(lowest, max(lowest, highest), evidence)
        frames.append(_Frame(tick, a, b, np.zeros(b - a + 1)))
    return frames


def _landing(frame: _Frame, evidence: Evidence, near: float) -> Floats:
    """A clock may stop anywhere in its last digit; the middle is the best guess, and zero at the end."""
    cells: Floats = np.arange(frame.low, frame.high + 1, dtype=np.float64)
    cells *= GRID_S
    middle = np.asarray(_LANDING_COST * (2.0 * (cells % 1.0) - 1.0) ** 2, dtype=np.float64)
    if near >= TENTHS_FROM:
        return middle
    return np.where(cells < 1.0, _ENDING_COST * cells, middle if evidence.coarse else 0.0)


TENTHS_FROM = 60.0


def _shifted(costs: Floats, source: _Frame, target: _Frame, by: int) -> Floats:
    """Costs of the source's cells lowered by `by` ticks, on the target's window."""
    out: Floats = np.full(target.high - target.low + 1, np.inf)
    first = max(target.low, source.low - by)
    last = min(target.high, source.high - by)
    if first <= last:
        out[first - target.low : last - target.low + 1] = costs[first + by - source.low : last + by - source.low + 1]
    return out


_RUN, _STAND = 0, 1
_Steps = tuple[tuple[Ints, Ints], tuple[Ints, Ints]]
"""For running and standing: the state before, and the clock ticks run, of each cell."""


def _best_path(
    frames: Sequence[_Frame], evidence: Evidence, stop_bonus: Bonus
) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]], float]:
    """(tick, clock tick) of each frame, and (mode before, mode after, clock ticks run) of each step between."""
    landed = _landing(frames[0], evidence, frames[0].low * GRID_S)
    costs = [frames[0].emission.copy(), frames[0].emission + landed]
    back: list[_Steps] = []
    for source, target in itertools.pairwise(frames):
        reached, steps = _advance(costs, source, target, evidence, stop_bonus)
        costs = [reached[mode] + target.emission for mode in (_RUN, _STAND)]
        back.append(steps)
    mode = int(min(costs[_STAND]) <= min(costs[_RUN]))
    total = float(min(costs[mode]))
    clock = frames[-1].low + int(_middle_minimum(costs[mode]))
    path, modes = [(frames[-1].tick, clock)], []
    for index in range(len(frames) - 1, 0, -1):
        came, ran = back[index - 1][mode]
        cell = clock - frames[index].low
        before, by = int(came[cell]), int(ran[cell])
        modes.append((before, mode, by))
        mode, clock = before, clock + by
        path.append((frames[index - 1].tick, clock))
    return path[::-1], modes[::-1], total


def _middle_minimum(costs: Floats) -> int:
    """The middle of the cheapest cells: ties must not lean to one side."""
    cheapest = np.flatnonzero(costs <= costs.min() + 1e-9)
    return int(cheapest[len(cheapest) // 2])


def _advance(
    costs: Sequence[Floats], source: _Frame, target: _Frame, evidence: Evidence, stop_bonus: Bonus
) -> tuple[list[Floats], _Steps]:
    passed = target.tick - source.tick
    landing = _landing(target, evidence, source.low * GRID_S)
    size = target.high - target.low + 1
    run, stand = _shifted(costs[_RUN], source, target, passed), _shifted(costs[_STAND], source, target, 0)
    run_from, run_by = np.full(size, _RUN, np.int64), np.full(size, passed, np.int64)
    stand_from, stand_by = np.full(size, _STAND, np.int64), np.zeros(size, np.int64)
    for by in range(passed + 1):
        stop = _shifted(costs[_RUN], source, target, by) + _SWITCH_COST + landing
        stop -= stop_bonus((source.tick + by) * GRID_S)
        better = stop < stand
        stand, stand_from, stand_by = (
            np.where(better, stop, stand), np.where(better, _RUN, stand_from), np.where(better, by, stand_by)
        )  # fmt: skip
        start = _shifted(costs[_STAND], source, target, by) + _SWITCH_COST
        better = start < run
        run, run_from, run_by = (
            np.where(better, start, run), np.where(better, _STAND, run_from), np.where(better, by, run_by)
        )  # fmt: skip
    if not (np.isfinite(run).any() or np.isfinite(stand).any()):
        return _slip(costs, source, target)
    return [run, stand], ((run_from, run_by), (stand_from, stand_by))


def _slip(costs: Sequence[Floats], source: _Frame, target: _Frame) -> tuple[list[Floats], _Steps]:
    """Readings that no one clock can have shown: it starts afresh, standing, from its best place so far."""
    mode = int(costs[_STAND].min() < costs[_RUN].min())
    best = source.low + int(costs[mode].argmin())
    cells = np.arange(target.low, target.high + 1)
    fresh = np.full(len(cells), float(costs[mode].min()) + _SLIP_COST)
    came, by = np.full(len(cells), mode, np.int64), best - cells
    return [np.full(len(cells), np.inf), fresh], ((came, by), (came, by))


def _pieces(path: Sequence[tuple[int, int]], steps: Sequence[tuple[int, int, int]]) -> list[Piece]:
    """The path as joined pieces; a step that switches is cut where it switched."""
    raw: list[tuple[int, int, int, int, bool]] = []

    def add(t0: int, t1: int, c0: int, c1: int, running: bool) -> None:
        if t1 <= t0:
            return
        if raw and raw[-1][4] == running and (running or raw[-1][3] == c1):
            raw[-1] = (raw[-1][0], t1, raw[-1][2], c1, running)
        else:
            raw.append((t0, t1, c0, c1, running))

    for (t0, c0), (t1, c1), (before, after, by) in zip(path, path[1:], steps, strict=False):
        if not 0 <= by <= t1 - t0 or c0 - by != c1:
            add(t0, t1, c1, c1, False)
        elif before == after:
            add(t0, t1, c0, c1, before == _RUN)
        elif before == _RUN:
            add(t0, t0 + by, c0, c1, True)
            add(t0 + by, t1, c1, c1, False)
        else:
            add(t0, t1 - by, c0, c0, False)
            add(t1 - by, t1, c0, c1, True)
    return [
        Piece(start_s=t0 * GRID_S, end_s=t1 * GRID_S, clock_start_s=c0 * GRID_S, clock_end_s=c1 * GRID_S, running=run)
        for t0, t1, c0, c1, run in raw
    ]


def _refine(pieces: list[Piece], evidence: Evidence) -> list[Piece]:
    """Each running piece at the middle of the levels that its readings allow; its ends move with it."""
    levels = [_level(piece, evidence) if piece.running else None for piece in pieces]
    out: list[Piece] = []
    for i, piece in enumerate(pieces):
        before = levels[i - 1] if i else None
        after = levels[i + 1] if i + 1 < len(pieces) else None
        level = levels[i]
        if level is None:
            clock = piece.clock_start_s
            start = before - clock if before is not None else piece.start_s
            end = after - clock if after is not None else piece.end_s
            out.append(Piece(start_s=start, end_s=max(start, end), clock_start_s=clock, clock_end_s=clock,
                             running=False))  # fmt: skip
            continue
        start = level - piece.clock_start_s if i else piece.start_s
        end = level - piece.clock_end_s if i + 1 < len(pieces) else piece.end_s
        out.append(Piece(start_s=start, end_s=max(start, end), clock_start_s=level - start,
                         clock_end_s=max(0.0, level - max(start, end)), running=True))  # fmt: skip
    return _in_order(out)


def _in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Without overlaps and crumbs: a piece begins where the one before it ends, or later."""
    out: list[Piece] = []
    for piece in pieces:
        start = max(piece.start_s, out[-1].end_s) if out else piece.start_s
        if piece.end_s <= start + 1e-9:
            continue
        late = start - piece.start_s if piece.running else 0.0
        out.append(replace(piece, start_s=start, clock_start_s=piece.clock_start_s - late))
    return out


def _level(piece: Piece, evidence: Evidence) -> float:
    """u = t + r of a running piece: the middle of what most of its readings allow, never far from the path."""
    level = piece.start_s + piece.clock_start_s
    inside = (evidence.media_s >= piece.start_s) & (evidence.media_s <= piece.end_s)
    if inside.sum() < 3:
        return level
    at = evidence.media_s[inside]
    lows, highs = at + evidence.low_s[inside], at + evidence.high_s[inside]
    low, high = float(np.quantile(lows, 0.98)), float(np.quantile(highs, 0.02))
    return float(np.clip((low + high) / 2, level - 0.2, level + 0.2)) if low <= high + 0.2 else level
