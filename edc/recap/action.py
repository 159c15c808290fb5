"""Where the action is in a wide picture: the path of a narrow window that follows it.

Comes in: the source and a span of its frames. Goes out: a `CropPath`. Where the picture moves is where the
players go: small grey frames are compared with the one before, the camera's own pan taken out, and the
window lies where it holds most of what is left. It prefers the middle, where the broadcast's own operator
has the ball, moves only where that pays, and jumps only where the broadcast cuts.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from edc.media.cutsource import FrameSpan, Source, require
from edc.media.ffmpeg import PROTOCOLS, run_ffmpeg
from edc.media.stretches import CropPath

_SMALL = (96, 54)
_LOOKS_PER_S = 6
_PAN_PIXELS = 6
"""The camera pans by at most so many small pixels between two looks."""
_STILL = 80
"""Percentile of the differences that counts as nothing: grain, and a pan that is no whole number of small pixels."""
_NEAR_S = 0.6
"""Motion counts for looks so near in time."""
_GLIDE_S = 0.7
"""The path's corners are rounded over so much."""
_COST_OF_MOVING = 0.05
"""A small pixel further, in shares of all motion."""
_COST_OF_EDGE = 2.5
"""Of the window at the picture's edge, times the square of its share of the width: a wide one has no need to look
for the ball."""
_BUG_ROWS = (0.12, 0.82)
"""Looked at: between these shares of the height, where scoreboards and tickers seldom are."""
_KNOT_S = 0.5
Floats = npt.NDArray[np.float64]


def window_of(source: Source, aspect: str) -> tuple[int, int]:
    """Width and height of the largest window of a shape such as 9:16, even."""
    across, down = (int(part) for part in aspect.split(":"))
    width = min(source.width, source.height * across // down)
    return max(2, width // 2 * 2), source.height


def follow(source: Source, span: FrameSpan, aspect: str, cuts_s: Floats) -> CropPath:
    """
    Raises:
        InputError: the source is gone or cannot be decoded there.
    """
    width, height = window_of(source, aspect)
    looks = _looks(source, span)
    start, end = float(source.seconds(span.first)), float(source.seconds(span.stop))
    inside = [cut for cut in cuts_s.tolist() if start < cut < end]
    knots: list[tuple[int, int]] = []
    for a, b in zip([start, *inside], [*inside, end], strict=True):
        path = _path(_shot(looks, (a - start) * _LOOKS_PER_S, (b - start) * _LOOKS_PER_S), width / source.width)
        for at in np.linspace(a, b, max(2, round((b - a) / _KNOT_S) + 1)).tolist():
            share = float(np.interp((at - a) * _LOOKS_PER_S, np.arange(len(path)), path))
            left = round(min(max(share * source.width, 0), source.width - width))
            knots.append((source.frame_at(at), left))
    return CropPath(of=(source.width, source.height), width=width, height=height, knots=tuple(knots))


def _looks(source: Source, span: FrameSpan) -> Floats:
    """Small grey pictures, shape (looks, 54, 96)."""
    require(source)
    start = source.start_s + source.seconds(span.first)
    seek = max(source.start_s, start - Fraction(1))
    data = run_ffmpeg(
        ["-protocol_whitelist", PROTOCOLS, "-copyts", "-seek_timestamp", "1", "-noaccurate_seek",
         "-ss", f"{float(seek):.6f}", "-i", str(source.path), "-map", "0:v:0", "-an",
         "-vf", f"setpts=PTS-({start.numerator}/{start.denominator})/TB,fps={_LOOKS_PER_S}:start_time=0,"
                f"trim=end={float(source.seconds(span.length)):.6f},scale={_SMALL[0]}:{_SMALL[1]}:flags=area,format=gray",
         "-f", "rawvideo", "pipe:1"],
        doing=f"Looking for the action in {source.path}",
    )  # fmt: skip
    pixels = np.frombuffer(data, np.uint8)
    return pixels[: len(pixels) // (_SMALL[0] * _SMALL[1]) * _SMALL[0] * _SMALL[1]].reshape(
        -1, _SMALL[1], _SMALL[0]).astype(np.float64)  # fmt: skip


def _shot(looks: Floats, first: float, stop: float) -> Floats:
    """Those of one camera shot."""
    return looks[round(first) : max(round(stop), round(first) + 1)]


def _path(shot: Floats, share: float) -> Floats:
    """The window's left edge at each look, as a share of the width, where the window is `share` wide."""
    if len(shot) < 2:
        return np.array([(1.0 - share) / 2])
    top, bottom = (round(part * _SMALL[1]) for part in _BUG_ROWS)
    moved = [_motion(a[top:bottom], b[top:bottom]) for a, b in pairwise(shot)]
    columns = _smooth(np.stack([moved[0], *moved]), _NEAR_S)
    window = min(_SMALL[0] - 1, max(1, round(share * _SMALL[0])))
    total = np.concatenate([np.zeros((len(columns), 1)), columns.cumsum(axis=1)], axis=1)
    held = (total[:, window:] - total[:, :-window]) / np.maximum(columns.sum(axis=1, keepdims=True), 1e-9)
    places = np.arange(held.shape[1])
    middle = max((len(places) - 1) / 2, 0.5)
    gain = held - _COST_OF_EDGE * share**2 * ((places - middle) / middle) ** 2
    best = _best_way(gain, _COST_OF_MOVING * np.abs(places[:, None] - places[None, :]))
    return _smooth(best[:, None] / _SMALL[0], _GLIDE_S)[:, 0]


def _best_way(gain: Floats, moving: Floats) -> Floats:
    """One place a look, so that what is gained less what the moves cost is most (Viterbi 1967)."""
    score, came = gain[0], []
    for each in gain[1:]:
        through = score[None, :] - moving
        came.append(through.argmax(axis=1))
        score = through.max(axis=1) + each
    way = [int(score.argmax())]
    for before in reversed(came):
        way.append(int(before[way[-1]]))
    return np.array(way[::-1], np.float64)


def _smooth(rows: Floats, seconds: float) -> Floats:
    """Along the first axis, over so much to each side."""
    kernel = np.hanning(2 * round(seconds * _LOOKS_PER_S) + 3)[1:-1]
    padded = np.pad(rows, ((len(kernel) // 2, len(kernel) // 2), (0, 0)), mode="edge")
    smooth: Floats = np.apply_along_axis(lambda c: np.convolve(c, kernel / kernel.sum(), mode="valid"), 0, padded)
    return smooth


def _motion(before: Floats, after: Floats) -> Floats:
    """How much each column changed beside the camera's pan."""
    best = min(range(-_PAN_PIXELS, _PAN_PIXELS + 1), key=lambda shift: _difference(before, after, shift).mean())
    changed = np.zeros(before.shape[1])
    difference = _difference(before, after, best)
    at = max(0, best)
    strength = np.maximum(difference - np.percentile(difference, _STILL), 0.0).sum(axis=0)
    changed[at : at + len(strength)] = strength
    return changed


def _difference(before: Floats, after: Floats, shift: int) -> Floats:
    """Absolute change where `after` is `before` moved right by `shift`."""
    width = before.shape[1]
    a = before[:, max(0, -shift) : width - max(0, shift)]
    b = after[:, max(0, shift) : width - max(0, -shift)]
    return np.abs(a - b)


