"""The pictures of a video that the spotter would look at, for training.

Comes in: a video. Goes out: media seconds and small pictures, as the scan would hand them over. decord reads them by
random access, so of a broadcast of 60 pictures a second one in ten is scaled and kept; it ignores edit lists, so the
times come from the container's packets.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError
from edc.media.probe import probe
from edc.spotter.pictures import PER_S, Picture, shrunk

_AT_ONCE = 48


def picked(times_s: NDArray[np.float64], frame_s: float) -> list[int]:
    """The frames that the scan takes: the first of each interval, never resampled."""
    step_s = 1.0 / float(PER_S) - 0.55 * frame_s
    found: list[int] = []
    for number, at_s in enumerate(times_s):
        if not found or at_s - times_s[found[-1]] >= step_s:
            found.append(number)
    return found


def pictures_of(video: Path) -> Iterator[tuple[float, Picture]]:
    """Media seconds and BGR pictures of the network's size; corrupt stretches are left out.

    Raises:
        InputError: the file cannot be decoded.
    """
    import decord

    probed = probe(video, video.name, "")
    try:
        reader = decord.VideoReader(str(video), num_threads=1)
    except (decord.DECORDError, RuntimeError) as error:
        raise InputError(f"{video} cannot be decoded ({str(error).splitlines()[0]}).") from error
    times_s = probed.frames.media_s[: len(reader)]
    numbers = picked(times_s, 1 / float(probed.media.fps))
    for first in range(0, len(numbers), _AT_ONCE):
        part = numbers[first : first + _AT_ONCE]
        try:
            block = reader.get_batch(part).asnumpy()
        except (decord.DECORDError, RuntimeError):
            continue
        for number, picture in zip(part, block, strict=True):
            yield float(times_s[number]), shrunk(np.ascontiguousarray(picture[..., ::-1]))
