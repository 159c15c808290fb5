"""Single pictures of a video at given times, exact to the frame.

Comes in: a video and media seconds. Goes out: the picture on screen at each of them.

PyAV seeks to the keyframe before and decodes up to the frame, by timestamps: on files with edit lists or
a start offset, readers that count frames (decord among them) hand over a neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError
from edc.media.ffmpeg import PROTOCOLS
from edc.media.media import Media

Picture = NDArray[np.uint8]


def stills(media: Media, times_s: Sequence[float], *, tallest: int | None = None) -> list[Picture]:
    """BGR pictures as displayed, one a time, in the order asked; shape (height, width, 3).

    Pictures of more than `tallest` lines are made smaller: many of them at once would take much memory.

    Raises:
        InputError: the file is gone or nothing can be decoded near a time.
    """
    order = sorted(range(len(times_s)), key=lambda i: times_s[i])
    pictures: list[Picture | None] = [None] * len(times_s)
    for i, picture in zip(order, _in_order(media, [times_s[i] for i in order]), strict=True):
        pictures[i] = _at_most(picture, tallest)
    return [picture for picture in pictures if picture is not None]


def _at_most(picture: Picture, tallest: int | None) -> Picture:
    import cv2

    height, width = picture.shape[:2]
    if tallest is None or height <= tallest:
        return picture
    size = (round(width * tallest / height), tallest)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _in_order(media: Media, times_s: Sequence[float]) -> Iterator[Picture]:
    import av

    try:
        container = av.open(media.path, options={"protocol_whitelist": PROTOCOLS, "fflags": "+discardcorrupt"})
    except (av.error.FFmpegError, OSError) as error:
        raise InputError(f"The video {media.path} cannot be opened ({error}): put it back where it was.") from error
    with container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for at in times_s:
            yield _shown(_frame(container, stream, media, at), media)


def _frame(container: Any, stream: Any, media: Media, at_s: float) -> Any:
    """The last frame whose time is not after `at_s`; near the file's end or start, the nearest there is."""
    import av

    base = Fraction(stream.time_base)
    first = Fraction(media.start_s).limit_denominator(1_000_000)
    target = int((Fraction(max(0.0, at_s)) + first) / base)
    half = int(Fraction(1, 2) / media.fps / base)
    for back_s in (0, 4, 30):
        container.seek(max(target - int(back_s / base), int(first / base)), stream=stream, backward=True)
        best = None
        try:
            for frame in container.decode(stream):
                if frame.pts is None:
                    continue
                if best is not None and frame.pts > target + half // 8:
                    break
                best = frame
        except av.error.FFmpegError:
            pass
        if best is not None and (best.pts <= target + 2 * half or back_s == 30):
            return best
    raise InputError(f"{media.path}: no picture can be decoded near {at_s:.1f} s.")


def _shown(frame: Any, media: Media) -> Picture:
    picture: Picture = frame.to_ndarray(format="bgr24")
    if picture.shape[1] != media.width:
        import cv2

        picture = cv2.resize(picture, (media.width, media.height), interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    return picture
