"""At which instants a play can have happened, and how likely each is by itself.

Comes in: a play, the blocks of the clock map, the lags, what sound and score tell. Goes out:
`Options`: candidate seconds with log chances; some lie just beyond a block, where nothing was recorded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edc.alignment.blocks import Block
from edc.alignment.horn import expired_s
from edc.alignment.kinds import Kind, kind_of
from edc.alignment.lags import DisplayLag, FeedLag
from edc.alignment.looks import Bools, Floats, Ints
from edc.alignment.scores import ScoreStep
from edc.playbyplay.play import Play

STEP_S = 0.1
_REACH_S = 4.0
_LONGEST_STAMP_S = 6.0
_MOST_STANDING = 240
_STANDING_PENALTY = -4.0
_STOP_SD_S = 0.3
_AFTER_HORN_S = 2.5
"""A shot in the air at the horn comes down after it."""
_AT_STOP = {"foul": 0.85, "turnover": 0.9, "violation": 0.85, "timeout": 0.45, "stoppage": 0.6}
_WHISTLE_GAIN = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Candidate instants of one play in order of time."""

    play: Play
    at_s: Floats
    block: Ints
    recorded: Bools
    log_chance: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Whistles over media time: probabilities at steps of a tenth of a second."""

    media_s: Floats
    whistle: Floats
    horn: Floats
    crowd: Floats

    def whistle_at(self, at_s: Floats) -> Floats:
        if len(self.media_s) == 0:
            return np.zeros_like(at_s)
        near = np.stack([np.interp(at_s + shift, self.media_s, self.whistle) for shift in (-0.1, 0.0, 0.1, 0.2)])
        result: Floats = near.max(0)
        return result


def quantum_of(clock_s: float, feed_tenths: bool) -> float:
    """Feeds count whole seconds above a minute, and tenths below where they show any."""
    return 0.1 if feed_tenths and clock_s < 60.0 else 1.0


def options_of(
    play: Play, blocks: Sequence[Block], feed_lag: FeedLag, display_lag: DisplayLag, step: ScoreStep | None,
    heard: Heard, feed_tenths: bool = True,
) -> Options | None:  # fmt: skip
    """None where the recording does not hold the play's clock."""
    kind = kind_of(play)
    found = [part for block in blocks if block.period == play.period
             for part in _in_block(play, kind, block, feed_lag, heard, feed_tenths)]  # fmt: skip
    if not found:
        return None
    if kind == "end":
        found = found[-1:]  # a clock that was put back reaches zero twice
    at = np.concatenate([part[0] for part in found])
    owner = np.concatenate([np.full(len(part[0]), part[2]) for part in found])
    chance = np.concatenate([part[1] for part in found])
    spans = {block.index: (block.start_s, block.end_s) for block in blocks}
    recorded = np.array([spans[int(b)][0] <= t < spans[int(b)][1] for t, b in zip(at, owner, strict=True)], bool)
    if step is not None:
        chance = chance + display_lag.log_chance(at, step.before_s, step.at_s)
    return Options(play=play, at_s=at, block=owner, recorded=recorded, log_chance=chance)


_Part = tuple[Floats, Floats, int]


def _in_block(play: Play, kind: Kind, block: Block, feed_lag: FeedLag, heard: Heard,
              feed_tenths: bool) -> list[_Part]:  # fmt: skip
    stamped = block.stamped(play.clock_s, quantum_of(play.clock_s, feed_tenths))
    if kind == "start":
        return _at_instant(block, [run[0] for run in block.runs[:1] if _starts_period(play, block)])
    if kind == "end":
        zeros = [run[1] for run in block.runs[-1:] if block.spans[-1].clock_end_s < 0.3]
        return _at_instant(block, [min(expired_s(zero, heard.media_s, heard.horn), block.end_s) for zero in zeros])
    if not stamped or kind == "none":
        return []
    if kind == "live":
        return [_live(interval, block, feed_lag, play.clock_s < 0.05) for interval in stamped]
    standing = _standing(stamped, block)
    if not standing:
        hurried = FeedLag(mean_s=0.4 * feed_lag.mean_s, sd_s=feed_lag.sd_s)
        return [_live(interval, block, hurried) for interval in stamped]
    if kind == "whistle":
        share = _AT_STOP.get(play.action_type, 0.5)
        return [_whistle(piece, block, share, heard) for piece in standing]
    return [_waiting(play, piece, block, kind) for piece in standing]


def _starts_period(play: Play, block: Block) -> bool:
    return bool(block.runs) and abs(block.spans[0].clock_start_s - play.clock_s) < 1.0


def _at_instant(block: Block, instants: Sequence[float]) -> list[_Part]:
    return [(np.array([at]), np.zeros(1), block.index) for at in instants]


def _live(stamped: tuple[float, float], block: Block, feed_lag: FeedLag, expired: bool = False) -> _Part:
    first, last = stamped
    at = np.arange(first - _REACH_S, last + 0.5, STEP_S)
    if last - first > 2 * _LONGEST_STAMP_S:  # the clock stood long: at its start or at its end
        at = at[(at <= first + _LONGEST_STAMP_S) | (at >= last - _LONGEST_STAMP_S)]
    chance = feed_lag.log_chance(at, first, last)
    near = np.where(block.running_at(at, 0.5, 0.4), -1.0, _STANDING_PENALTY)
    if expired:
        near = np.where(block.running_at(at, 0.0, _AFTER_HORN_S), -1.2, near)
    return at, chance + np.where(block.running_at(at), 0.0, near) + np.log(STEP_S), block.index


def _standing(stamped: Sequence[tuple[float, float]], block: Block) -> list[tuple[float, float]]:
    """The standing stretches in which the stamp was made, whole."""
    return [
        (start, end) for start, end, _ in block.stands
        if any(a < end and b > start for a, b in stamped)
    ]  # fmt: skip


def _stops_here(start: float, block: Block) -> bool:
    return any(abs(end - start) < 0.3 for _, end in block.runs)


def _grid(start: float, end: float) -> tuple[Floats, float]:
    step = max(STEP_S, (end - start) / _MOST_STANDING)
    return np.arange(start, end + 1e-6, step), step


def _whistle(standing: tuple[float, float], block: Block, at_stop: float, heard: Heard) -> _Part:
    start, end = standing
    at, step = _grid(max(start - 1.0, block.start_s), end)
    density = np.where(at >= start, (1 - at_stop) / max(5.0, end - start), 1e-4)
    if _stops_here(start, block):
        density += at_stop * np.exp(-0.5 * ((at - start) / _STOP_SD_S) ** 2) / (_STOP_SD_S * 2.5)
    density *= 1.0 + _WHISTLE_GAIN * heard.whistle_at(at)
    return at, np.log(density * step), block.index


def _waiting(play: Play, standing: tuple[float, float], block: Block, kind: Kind) -> _Part:
    start, end = standing
    at, step = _grid(start, end)
    density = np.full(len(at), 1.0 / max(5.0, end - start))
    if kind == "free_throw":
        density *= np.where(at < start + 3.0, 0.1, 1.0)
        if _is_last(play) and any(abs(run[0] - end) < 0.1 for run in block.runs):
            mean, sd = (4.0, 2.5) if play.made else (1.1, 0.4)
            density *= 0.05 + np.exp(-0.5 * ((end - at - mean) / sd) ** 2)
    return at, np.log(density * step), block.index


def _is_last(play: Play) -> bool:
    """The last free throw of its set, after which the ball is live."""
    found = re.match(r"(\d) of (\d)", play.sub_type)
    return found is None or (found.group(1) == found.group(2) and not play.descriptor)
