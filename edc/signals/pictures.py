"""How the picture changes from frame to frame.

Comes in: tiny grey pictures of every frame, in order. Goes out: `Changes`, a few numbers a frame from which cuts
and wipes are found later, over the whole video.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Pictures = NDArray[np.uint8]
"""Shape (frames, height, width)."""
Floats = NDArray[np.float32]

BORDER = 5
"""So many pictures at each end of a stretch are kept, to measure across the seam to its neighbour."""
_LOOK_BACK, _LOOK_AHEAD = 3, 2
"""A camera's flash lasts at most two frames: a cut still differs three before from two after."""
_AROUND_S = 0.5
_BAND = 0.31
"""Share of the picture's width (or height) in which a wipe's front lies."""
_FLAT_LEVELS = 24
_BLOCK = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """One value a frame; grey levels are means over the picture, 0..255."""

    step: Floats
    """From the frame before."""
    lasting: Floats
    """The least from any of the three frames before to this one or the two after: a flash goes, a cut stays."""
    around: Floats
    """From half a second before to half a second after."""
    band: Floats
    """How much of the step lies in one upright or level band: a wipe's front."""
    flat: Floats
    """Share of pixels of about the same grey: a wipe's plate."""

    def __len__(self) -> int:
        return len(self.step)


def stride_of(fps: Fraction) -> int:
    """Frames between the pictures that a step compares: about a thirtieth of a second at any rate."""
    return max(1, round(fps / 30))


def measure(pictures: Pictures, fps: Fraction) -> Changes:
    """At the ends, what lies outside the stretch is taken to be its first or last picture."""
    step, band, flat = (np.zeros(len(pictures), np.float32) for _ in range(3))
    stride = stride_of(fps)
    for first in range(0, len(pictures), _BLOCK):
        block = pictures[max(0, first - stride) : first + _BLOCK].astype(np.int16)
        here = slice(first, min(first + _BLOCK, len(pictures)))
        earlier = np.maximum(np.arange(here.start, here.stop) - stride - max(0, first - stride), 0)
        now = block[len(block) - (here.stop - here.start) :]
        moved = np.abs(now - block[earlier]).astype(np.float32)
        step[here], band[here], flat[here] = moved.mean((1, 2)), _band(moved), _flat(now)
    return Changes(
        step=step, lasting=_lasting(pictures, step, stride), around=_around(pictures, round(_AROUND_S * float(fps))),
        band=band, flat=flat,
    )  # fmt: skip


def _band(moved: Floats) -> Floats:
    shares = []
    for axis in (1, 2):
        profile = np.cumsum(np.pad(moved.sum(axis), ((0, 0), (1, 0))), axis=1)
        width = round(_BAND * (profile.shape[1] - 1))
        shares.append((profile[:, width:] - profile[:, :-width]).max(1) / np.maximum(profile[:, -1], 1.0))
    return np.asarray(np.maximum(*shares), np.float32)


def _flat(pictures: NDArray[np.int16]) -> Floats:
    bins = 256 // 8
    count, area = len(pictures), pictures[0].size if len(pictures) else 1
    codes = (pictures.reshape(count, -1) >> 3) + bins * np.arange(count)[:, None]
    counts = np.bincount(codes.ravel(), minlength=bins * count).reshape(count, bins)
    near = _FLAT_LEVELS // 8
    summed = np.cumsum(np.pad(counts, ((0, 0), (1, 0))), axis=1)
    return np.asarray((summed[:, near:] - summed[:, :-near]).max(1) / area, np.float32)


_CANDIDATE = 5.0
"""Less change than this from the frame before is no cut; it is not looked at closer."""


def _lasting(pictures: Pictures, step: Floats, stride: int) -> Floats:
    lasting = np.zeros(len(pictures), np.float32)
    for i in np.flatnonzero(step >= _CANDIDATE):
        before = _levelled(pictures[max(0, i - _LOOK_BACK * stride) : i : stride])
        after = _levelled(pictures[i : i + (_LOOK_AHEAD + 1) * stride : stride])
        if len(before) and len(after):
            lasting[i] = np.abs(before[:, None] - after[None]).mean(-1).min()
    return lasting


def _levelled(pictures: Pictures) -> Floats:
    """Without the picture's mean, so that a fade or a flash of the whole picture counts for little."""
    flat = pictures.reshape(len(pictures), -1).astype(np.float32)
    levelled: Floats = flat - flat.mean(1, keepdims=True)
    return levelled


def _around(pictures: Pictures, reach: int) -> Floats:
    around = np.zeros(len(pictures), np.float32)
    for first in range(0, len(pictures), _BLOCK):
        at = np.arange(first, min(first + _BLOCK, len(pictures)))
        before = pictures[np.maximum(at - reach, 0)].astype(np.int16)
        after = pictures[np.minimum(at + reach, len(pictures) - 1)]
        around[at] = np.abs(after - before).mean((1, 2))
    return around


def joined(parts: list[tuple[Changes, Pictures, Pictures]], fps: Fraction) -> Changes:
    """The changes of neighbouring stretches as one; each comes with the pictures at its two ends."""
    whole = {f.name: np.concatenate([getattr(part, f.name) for part, _, _ in parts]) for f in fields(Changes)}
    seam = 0
    for (part, _, tail), (_, head, _) in pairwise(parts):
        seam += len(part)
        across = measure(np.concatenate([tail, head]), fps)
        inner = slice(min(_LOOK_BACK, len(tail)), len(across) - min(_LOOK_AHEAD, len(head)))
        outer = slice(seam - len(tail) + inner.start, seam - len(tail) + inner.stop)
        for name in ("step", "lasting", "band"):
            whole[name][outer] = getattr(across, name)[inner]
    return Changes(**whole)
