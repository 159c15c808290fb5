"""Where the broadcast goes from one camera to another, to the frame where it cuts.

Comes in: how the pictures change. Goes out: shots that tile the media (`SHOTS`), and for each frame the likeness of a
graphic wipe.

The method for cuts is the adaptive one of PySceneDetect's `AdaptiveDetector` (a frame's change against the mean
change of its neighbours), on pictures of 64 × 36: a pan changes its neighbours too, a cut stands alone, and what a
camera's flash changes is back after a frame or two.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from edc.media.runs import runs
from edc.signals.pictures import Changes, stride_of

Floats = NDArray[np.floating[Any]]

_WINDOW = 4
"""Neighbours on each side that a change is compared with."""
_LEAST_CHANGE = 9.0
"""Mean grey levels: less is no cut however calm the neighbours are."""
_LEAST_RATIO = 2.2
_SURE_RATIO = 5.0
_SHORTEST_S = 0.25
_WIPE_S = 0.5
"""A wipe keeps the picture changing for longer than this."""
_WIPE_FROM = 0.5
_WIPE_CONFIDENCE = 0.9
"""What a shot that begins under a wipe has at most: its first frame is nobody's to say."""


def ratios(change: Floats, stride: int = 1) -> Floats:
    """Each change against the mean of its neighbours', without its own."""
    reach, own = _WINDOW * stride, stride - 1
    sums = sliding_window_view(np.pad(change, reach, mode="edge"), 2 * reach + 1).sum(1)
    itself = sliding_window_view(np.pad(change, own, mode="edge"), 2 * own + 1).sum(1)
    around: Floats = change / np.maximum((sums - itself) / (2 * (reach - own)), 1.0)
    return around


def wipes(changes: Changes, fps: Fraction) -> Floats:
    """0..1 a frame: a front or a plate goes over the picture for half a second, and then another picture is there."""
    window = 2 * round(float(fps) * _WIPE_S / 2) + 1
    if len(changes) < window:
        return np.zeros(len(changes))

    def windows(values: Floats, length: int = window) -> Floats:
        view: Floats = sliding_window_view(np.pad(values, length // 2, mode="edge"), length)
        return view

    moving = np.percentile(windows(changes.step), 20, axis=1)
    # measured: bands 0.61 and more in wipes, 0.55 and less in pans; plates 0.78 against 0.6
    front = np.percentile(windows(changes.band, 2 * window - 1), 80, axis=1)
    plate = windows(changes.flat).max(1)
    busy = _rising(moving, 14.0, 1.0) * np.maximum(_rising(front, 0.58, 0.01), _rising(plate, 0.7, 0.02))
    # a front alone, over pictures that stand still, changes little at a time
    clean = _rising(moving, 3.5, 0.3) * _rising(front, 0.8, 0.02)
    likeness: Floats = np.maximum(busy, clean) * _rising(windows(changes.around).max(1), 42.0, 2.5)
    return likeness


def _rising(values: Floats, middle: float, width: float) -> Floats:
    risen: Floats = 1 / (1 + np.exp(-np.clip((values - middle) / width, -30, 30)))
    return risen


def shots(times_s: Floats, changes: Changes, duration_s: float, fps: Fraction) -> list[dict[str, Any]]:
    """Rows of the `SHOTS` table: a shot starts at the first frame of its picture, or in the middle of a wipe."""
    if len(changes) == 0:
        return [{"start_s": 0.0, "end_s": duration_s, "cut_confidence": 1.0}]
    ratio = ratios(changes.lasting, stride_of(fps))
    cuts = (changes.lasting >= _LEAST_CHANGE) & (ratio >= _LEAST_RATIO)
    found: list[tuple[float, float]] = []
    for first, last, likeness in _wipe_spans(wipes(changes, fps)):
        margin = round(_WIPE_S / 2 * float(fps))
        cuts[max(0, first - margin) : last + margin] = False  # the edges of the plate
        found.append((float(times_s[(first + last) // 2]), _WIPE_CONFIDENCE * likeness))
    found += [(float(times_s[i]), float(min(1.0, ratio[i] / _SURE_RATIO))) for i in np.flatnonzero(cuts)]
    starts, sure = [0.0], [1.0]
    for at, confidence in sorted(found):
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


def _wipe_spans(likeness: Floats) -> list[tuple[int, int, float]]:
    """First and last frame of each wipe, and its likeness."""
    return [(a, b - 1, float(likeness[a:b].max())) for a, b in runs(likeness >= _WIPE_FROM)]
