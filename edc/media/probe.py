"""Looking at a video file before anything is decoded at length.

Comes in: a path. Goes out: a `Media` and the presentation time of every frame, measured from the
packets: containers lie about durations, rates and starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError
from edc.gameclock import media_text
from edc.media.ffmpeg import PROTOCOLS
from edc.media.media import AudioStream, Media

_COMMON_RATES = tuple(Fraction(*rate) for rate in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1),
                                                   (50, 1), (60000, 1001), (60, 1)))  # fmt: skip
_CLEAN_CONTAINERS = ("mov", "mp4")
_MISSING_END_S = 0.5
"""Less than this at the end of a file is rounding of the container, not a loss."""
_BACKWARD_JUMP_S = 5
"""Frames are reordered by less than a second; a clock that goes back further has been set anew."""
_OPTIONS = {"protocol_whitelist": PROTOCOLS, "fflags": "+discardcorrupt", "correct_ts_overflow": "0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """Every frame that can be read, in presentation order."""

    media_s: NDArray[np.float64]
    keyframe: NDArray[np.bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    media: Media
    frames: Frames
    warnings: tuple[str, ...]


def probe(path: Path, uri: str, sha256: str) -> Probed:
    """Reads the whole file's packets, not its pictures: a 2.5-hour game takes seconds.

    Raises:
        InputError: nothing in it can be decoded as a video; says why and what to do.
    """
    if not path.is_file():
        raise InputError(f"The video {path} does not exist: check the path.")
    if path.stat().st_size == 0:
        raise InputError(f"{path} is empty (0 bytes): copy or record it again.")
    with _opened(path) as container:
        stream = next((s for s in container.streams.video if not _is_cover(s)), None)
        if stream is None:
            raise InputError(f"{path} holds no video (only {_kinds(container) or 'no stream at all'}).")
        picture = _first_picture(container, stream, path)
    with _opened(path) as container:
        stream = next(s for s in container.streams.video if not _is_cover(s))
        times, keys, end_s = _packet_times(container, stream)
        if len(times) == 0:
            raise InputError(f"{path} holds no readable picture: copy or record it again.")
        rate, varies = _rate(times, stream)
        duration = float(max(end_s, times[-1] + float(1 / rate)) - times[0])
        announced = float(container.duration / 1e6) if container.duration else None
        media = _media(path, uri, sha256, container, stream, picture, times, rate, varies, duration)
    order = Frames(media_s=times - times[0], keyframe=keys)
    return Probed(media=media, frames=order, warnings=tuple(_warnings(media, announced)))


def needs_repair(media: Media) -> bool:
    """Whether readers seek wrongly in this container, or its clock jumps: it is then copied into a clean MP4."""
    return not any(name in media.container.split(",") for name in _CLEAN_CONTAINERS)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import av

    try:
        container = av.open(str(path), options=_OPTIONS)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise InputError(_why_not(path, error)) from error
    try:
        yield container
    finally:
        container.close()


def _why_not(path: Path, error: Exception) -> str:
    with path.open("rb") as handle:
        head = handle.read(1 << 16)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide") and _lacks_index(path):
        return (f"{path} is an MP4 without its index (the `moov` box): it was cut off before the recording ended. "
                "Record it again, or restore it from a whole recording of the same camera (untrunc).")  # fmt: skip
    if head and b"\x00" not in head[:4096]:
        return f"{path} is no video: it looks like a text file."
    return f"{path} is no video that can be read ({error})."


def _lacks_index(path: Path) -> bool:
    """Walks the top-level boxes of an MP4."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        at = 0
        while at + 8 <= size:
            handle.seek(at)
            header = handle.read(16)
            length = int.from_bytes(header[:4], "big")
            if header[4:8] == b"moov":
                return False
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            if length < 8:
                return True
            at += length
    return True


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition.value & 0x400) if hasattr(stream.disposition, "value") else False


def _kinds(container: Any) -> str:
    return ", ".join(sorted({stream.type for stream in container.streams}))


def _first_picture(container: Any, stream: Any, path: Path) -> Any:
    import av

    stream.thread_type = "AUTO"
    decoder = container.decode(stream)
    for _ in range(300):
        try:
            return next(decoder)
        except StopIteration:
            break
        except (av.error.InvalidDataError, av.error.EOFError):
            continue
    raise InputError(f"{path} holds no picture that can be decoded ({stream.codec_context.name}): record it again.")


def _packet_times(container: Any, stream: Any) -> tuple[NDArray[np.float64], NDArray[np.bool], float]:
    """Presentation times and keyframe flags in order of time, and the end of the last frame, in stream seconds.

    Where the clock jumps back (recordings one after the other in a MPEG-TS) the order is the file's.
    """
    import av

    times: list[int] = []
    keys: list[bool] = []
    runs: list[int] = []
    run, highest, end = 0, None, 0
    jump = _BACKWARD_JUMP_S / stream.time_base
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            break
        except av.error.FFmpegError:
            continue
        pts = packet.pts if packet.pts is not None else packet.dts
        if pts is None or packet.size == 0 or packet.is_discard:
            continue
        if highest is not None and pts < highest - jump:
            run, highest = run + 1, pts
        highest = pts if highest is None else max(highest, pts)
        times.append(pts)
        keys.append(packet.is_keyframe)
        runs.append(run)
        end = max(end, pts + (packet.duration or 0))
    base = float(stream.time_base)
    order = np.lexsort((np.array(times, np.int64), np.array(runs, np.int64)))
    ordered = np.asarray(np.array(times, np.int64)[order] * base, np.float64)
    return ordered, np.array(keys, np.bool_)[order], end * base


def _rate(times: NDArray[np.float64], stream: Any) -> tuple[Fraction, bool]:
    """The nominal frame rate, a broadcast's own where it is within half a percent, and whether it varies."""
    steps = np.diff(times)
    if len(steps) == 0:
        return Fraction(stream.average_rate or 25), False
    usual = float(np.median(steps))
    mean = float(steps.mean())
    varies = bool(np.mean(np.abs(steps - mean) > 0.2 * mean) > 0.02)
    measured = 1.0 / (usual if varies else mean)
    nearest = min(_COMMON_RATES, key=lambda rate: abs(float(rate) - measured))
    if abs(float(nearest) - measured) < 0.005 * measured:
        return nearest, varies
    return Fraction(measured).limit_denominator(1001), varies


def _media(
    path: Path, uri: str, sha256: str, container: Any, stream: Any, picture: Any, times: NDArray[np.float64],
    rate: Fraction, varies: bool, duration: float,
) -> Media:  # fmt: skip
    import av.video.reformatter as reformatter

    context = stream.codec_context
    aspect = Fraction(stream.sample_aspect_ratio or context.sample_aspect_ratio or 1) or Fraction(1)
    tags = {key: value for part in (*container.streams, stream, container) for key, value in part.metadata.items()}

    def name(kind: str, value: int) -> str:
        try:
            word = str(getattr(reformatter, kind)(value).name).lower()
        except (AttributeError, ValueError):
            return "unknown"
        return "unknown" if word in ("unspecified", "reserved") else _FFMPEG_WORDS.get(word, word)

    return Media(
        path=str(path.absolute()), uri=uri, sha256=sha256, container=container.format.name, duration_s=duration,
        fps=rate, variable_rate=varies, width=round(context.width * aspect), height=context.height,
        coded_width=context.width, coded_height=context.height, codec=context.name,
        interlaced=bool(picture.interlaced_frame), primaries=name("ColorPrimaries", picture.color_primaries),
        transfer=name("ColorTrc", picture.color_trc), matrix=name("Colorspace", picture.colorspace),
        start_s=float(times[0]), source_start_s=float(times[0]), frames=len(times),
        audio=tuple(_audio(number, s) for number, s in enumerate(container.streams.audio)),
        start_timecode=tags.get("timecode"), start_utc=tags.get("creation_time"),
    )  # fmt: skip


_FFMPEG_WORDS = {"itu709": "bt709", "itu601": "smpte170m", "smpte170m": "smpte170m", "default": "unknown"}
"""PyAV's names of colours where ffmpeg's options call them otherwise."""


def _audio(number: int, stream: Any) -> AudioStream:
    context = stream.codec_context
    return AudioStream(index=number, codec=context.name, channels=context.channels, rate=context.sample_rate or 0,
                       language=stream.metadata.get("language"))  # fmt: skip


def _warnings(media: Media, announced_s: float | None) -> Iterator[str]:
    if announced_s is not None and announced_s - media.duration_s > max(_MISSING_END_S, 0.002 * announced_s):
        yield (f"{media.uri} is cut off: {media_text(media.duration_s)} of {media_text(announced_s)} could be read. "
               "The rest is missing from the file.")  # fmt: skip
    if not media.has_audio:
        yield f"{media.uri} has no sound: whistles, horns and the crowd cannot help, and the recap is silent."
    if media.variable_rate:
        yield f"{media.uri} has a varying frame rate: recaps are cut at a steady {float(media.fps):.2f} a second."
