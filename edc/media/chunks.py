"""Cutting a long video into stretches that can be decoded side by side.

Comes in: the frames' times and keyframes. Goes out: spans that tile the media and start at keyframes, so that
nothing is decoded twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from edc.media.probe import Frames

_SHORTEST_S = 20.0
"""Under this a stretch costs more to start than it saves."""
_FEWEST = 10
"""Looks at a very short video, at most two a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    number: int
    start_s: float
    end_s: float


def chunks(frames: Frames, duration_s: float, longest_s: float, workers: int) -> list[Chunk]:
    """About equal stretches of at most `longest_s` (and a GOP), enough of them to keep all workers busy."""
    count = max(1, math.ceil(duration_s / longest_s))
    if duration_s >= workers * _SHORTEST_S:
        count = math.ceil(count / workers) * workers
    keys = frames.media_s[frames.keyframe]
    wished = np.linspace(0.0, duration_s, count + 1)[1:-1]
    edges = {float(keys[np.abs(keys - at).argmin()]) for at in wished} if len(keys) else set()
    bounds = [0.0, *sorted(edge for edge in edges if 0.0 < edge < duration_s), duration_s]
    return [Chunk(number=i, start_s=a, end_s=b) for i, (a, b) in enumerate(pairwise(bounds))]


def probe_times(frames: Frames, duration_s: float, count: int) -> list[float]:
    """Times for a first look at the whole broadcast: pairs two seconds apart, each at a keyframe where there is one.

    In a short video, evenly spaced single frames, one a second or so.
    """
    if duration_s < count:
        singles = max(1, round(duration_s), min(_FEWEST, int(2 * duration_s)))
        return [duration_s * (i + 0.5) / singles for i in range(singles)]
    keys = frames.media_s[frames.keyframe]
    times: set[float] = set()
    for at in np.linspace(0.0, duration_s, count // 2 + 2)[1:-1]:
        first = float(keys[np.abs(keys - at).argmin()]) if len(keys) else float(at)
        times |= {first, min(first + 2.0, duration_s - 0.1)}
    return sorted(times)
