"""Which pictures of the source are damaged: lost, torn, or built on one that is.

Comes in: a `Source` and a span of its frames. Goes out: the frames that a decoder cannot vouch for. Decoders hide
damage as well as they can and say so only in passing, so what they show instead would pass for the game.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from edc.media.cutsource import FrameSpan, Source, require

_PREROLL_S = Fraction(1)


def is_damaged(source: Source, span: FrameSpan) -> bool:
    """Whether any picture of the span is; decodes it once, so only asked where ffmpeg complained.

    Raises:
        InputError: the source is gone.
    """
    import av

    require(source)
    begin = source.start_s + source.seconds(span.first)
    try:
        with av.open(str(source.path)) as container:
            stream = container.streams.video[0]
            stream.codec_context.thread_type = "NONE"
            container.seek(max(0, int((begin - _PREROLL_S) / stream.time_base)), stream=stream, backward=True)
            return _any_torn(container, stream, source, span)
    except (av.FFmpegError, IndexError):
        return True


def _any_torn(container: Any, stream: Any, source: Source, span: FrameSpan) -> bool:
    """After a torn picture none is whole until the next that needs no other."""
    import av

    torn = False
    for packet in container.demux(stream):
        torn = (torn and not packet.is_keyframe) or bool(packet.is_corrupt)
        try:
            pictures = packet.decode()
        except av.FFmpegError:
            pictures, torn = [], True
            if packet.pts is not None and span.first <= _frame(packet.pts, stream, source) < span.stop:
                return True
        for picture in pictures:
            torn = torn or bool(picture.is_corrupt)
            at = _frame(picture.pts, stream, source) if picture.pts is not None else span.first - 1
            if at >= span.stop:
                return False
            if torn and at >= span.first:
                return True
    return False


def _frame(pts: int, stream: Any, source: Source) -> int:
    at: int = round((pts * stream.time_base - source.start_s) * source.fps)
    return at
