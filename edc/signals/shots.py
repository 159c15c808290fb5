"""Where the broadcast cuts from one camera to another, to the frame.

Comes in: tiny grey pictures of every frame with their times. Goes out: shots that tile the media (`SHOTS`).

The method is the adaptive one of PySceneDetect's `AdaptiveDetector` (a frame's change against the mean
change of its neighbours), on pictures of 64 × 36: a pan or a camera flash changes its neighbours
too, a cut stands alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_WINDOW = 4
"""Neighbours on each side that a change is compared with."""
_LEAST_CHANGE = 9.0
"""Mean grey levels: less is no cut however calm the neighbours are."""
_LEAST_RATIO = 2.6
_SURE_RATIO = 5.0
_SHORTEST_S = 0.25


def changes(pictures: NDArray[np.uint8]) -> Floats:
    """Mean absolute change of each picture from the one before; the first is 0. Shape (n, h, w) → (n,).

    Brightness is matched first, so that a flash or a fade of the whole picture counts for little.
    """
    if len(pictures) < 2:
        return np.zeros(len(pictures))
    flat = pictures.reshape(len(pictures), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    moved = np.abs(np.diff(flat, axis=0)).mean(axis=1)
    return np.concatenate([[0.0], moved]).astype(np.float64)


def ratios(change: Floats) -> Floats:
    """Each change against the mean of its neighbours', without its own."""
    padded = np.pad(change, _WINDOW, mode="edge")
    sums = np.convolve(padded, np.ones(2 * _WINDOW + 1), mode="valid")
    around: Floats = change / np.maximum((sums - change) / (2 * _WINDOW), 1.0)
    return around


def shots(times_s: Floats, change: Floats, duration_s: float) -> list[dict[str, Any]]:
    """Rows of the `SHOTS` table: a shot starts at the first frame of its picture."""
    starts, sure = [0.0], [1.0]
    ratio = ratios(change)
    for i in np.flatnonzero((change >= _LEAST_CHANGE) & (ratio >= _LEAST_RATIO)):
        at = float(times_s[i])
        confidence = float(min(1.0, ratio[i] / _SURE_RATIO))
        if at - starts[-1] >= _SHORTEST_S:
            starts.append(at)
            sure.append(confidence)
        elif len(starts) > 1 and confidence > sure[-1]:
            starts[-1], sure[-1] = at, confidence
    ends = [*starts[1:], duration_s]
    return [
        {"start_s": start, "end_s": end, "cut_confidence": confidence}
        for start, end, confidence in zip(starts, ends, sure, strict=True)
        if end > start
    ]
