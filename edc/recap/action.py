"""Where the action is in a wide picture: the path of a narrow window that follows it.

Comes in: the source and a span of its frames. Goes out: a `CropPath`. Where the picture moves most is
where the players go: small grey frames are compared with the one before, the camera's own pan taken
out, and the window glides after the centre of what is left, jumping only where the broadcast cuts.
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
_SMOOTH_S = 1.2
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
    room = source.width - width
    looks = _looks(source, span)
    start, end = float(source.seconds(span.first)), float(source.seconds(span.stop))
    inside = [cut for cut in cuts_s.tolist() if start < cut < end]
    knots: list[tuple[int, int]] = []
    for a, b in zip([start, *inside], [*inside, end], strict=True):
        centres = _centres(looks, (a - start) * _LOOKS_PER_S, (b - start) * _LOOKS_PER_S)
        for at in np.linspace(a, b, max(2, round((b - a) / _KNOT_S) + 1)).tolist():
            share = float(np.interp((at - a) * _LOOKS_PER_S, np.arange(len(centres)), centres))
            left = round(min(max(share * source.width - width / 2, 0), room))
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


def _centres(looks: Floats, first: float, stop: float) -> Floats:
    """The centre of the motion at each look of one camera shot, as a share of the width, smoothed."""
    shot = looks[round(first) : max(round(stop), round(first) + 1)]
    if len(shot) < 2:
        return np.array([0.5])
    top, bottom = (round(share * _SMALL[1]) for share in _BUG_ROWS)
    weights = [_motion(a[top:bottom], b[top:bottom]) for a, b in pairwise(shot)]
    columns = np.stack([weights[0], *weights])
    kernel = np.hanning(max(3, round(_SMOOTH_S * _LOOKS_PER_S) * 2 + 1))
    padded = np.pad(columns, ((len(kernel) // 2, len(kernel) // 2), (0, 0)), mode="edge")
    smooth = np.apply_along_axis(lambda column: np.convolve(column, kernel, mode="valid"), 0, padded)
    places = (np.arange(_SMALL[0]) + 0.5) / _SMALL[0]
    total = smooth.sum(axis=1)
    centres: Floats = np.where(total > 1e-9, (smooth * places).sum(axis=1) / np.maximum(total, 1e-9), 0.5)
    return centres


def _motion(before: Floats, after: Floats) -> Floats:
    """How much each column changed beside the camera's pan."""
    best = min(range(-_PAN_PIXELS, _PAN_PIXELS + 1), key=lambda shift: _difference(before, after, shift).mean())
    changed = np.zeros(before.shape[1])
    difference = _difference(before, after, best)
    at = max(0, best)
    strength = np.maximum(difference - np.percentile(difference, 80), 0.0).sum(axis=0)
    changed[at : at + len(strength)] = strength
    return changed**1.5


def _difference(before: Floats, after: Floats, shift: int) -> Floats:
    """Absolute change where `after` is `before` moved right by `shift`."""
    width = before.shape[1]
    a = before[:, max(0, -shift) : width - max(0, shift)]
    b = after[:, max(0, shift) : width - max(0, -shift)]
    return np.abs(a - b)


