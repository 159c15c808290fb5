"""The scan's single decode pass over a stretch of video, with the real timestamp of everything.

Comes in: a video and what is wanted of it. Goes out: a stream of `Decoded` items (tiny and small
frames, full-resolution crops, sound) in bounded memory.

One ffmpeg process decodes once and hands everything over in one NUT pipe, whose packets carry the
frames' own timestamps. Frame counting would drift over a corrupt stretch, and ffmpeg's fps filter
hands frames over up to an interval late.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from edc.errors import TransientError
from edc.media.ffmpeg import PROTOCOLS, ffmpeg_path
from edc.media.media import Media

TINY = (64, 36)
"""Every frame, grey: enough to see a cut."""
SMALL = (160, 90)
"""A few a second, in colour: enough to tell a court from an advertisement."""
SOUND_RATE = 16000
_THREADS = "1"
"""Chunks are decoded side by side; more threads in each would only wait for each other."""

Kind = Literal["tiny", "small", "crop", "sound"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    crops: Sequence[tuple[int, int, int, int]]
    """x, y, width, height in pixels, even numbers: one per layout of the score bug."""
    looks_per_s: float
    frames_per_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    kind: Kind
    number: int
    """Of the crop, 0 for the rest."""
    media_s: float
    data: NDArray[Any]
    """tiny (36, 64) uint8; small (90, 160, 3) uint8 BGR; crop (h, w, 3) uint8 BGR; sound (n,) float32."""


def decode(media: Media, start_s: float, end_s: float, wanted: Wanted) -> Iterator[Decoded]:
    """Decodes media seconds `start_s` (a keyframe's) up to, not including, `end_s`.

    Undecodable stretches are left out; the rest keeps its timestamps.
    """
    import av

    process = subprocess.Popen(
        _command(media, start_s, end_s, wanted), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=1 << 20,
        start_new_session=True,  # a Ctrl-C at the terminal must not look like the end of the video
    )  # fmt: skip
    half_frame = 0.5 / float(media.fps)
    try:
        with av.open(process.stdout, format="nut", options={"probesize": "5000000"}) as pipe:
            for packet in pipe.demux():
                if packet.pts is None or packet.size == 0:
                    continue
                item = _item(packet, media, wanted, start_s)
                if start_s - half_frame <= item.media_s < end_s - half_frame:
                    yield item
        if process.wait() < 0:
            raise TransientError(f"The decoder of {media.uri} was killed: try again.")
    except (av.error.EOFError, av.error.InvalidDataError):
        return  # nothing could be decoded in this stretch
    finally:
        process.kill()
        process.wait()


def _command(media: Media, start_s: float, end_s: float, wanted: Wanted) -> list[str]:
    """ffmpeg's arguments, composed with ffmpeg-python."""
    import ffmpeg

    # The first video frame is media second 0; -copyts keeps what the container says of every frame.
    first = 0.0 if str(media.path).endswith("source.mp4") else media.start_s
    at = start_s + first
    options: dict[str, Any] = {"protocol_whitelist": PROTOCOLS, "threads": _THREADS, "copyts": None,
                               "fflags": "+discardcorrupt", "err_detect": "ignore_err"}  # fmt: skip
    if start_s > 0:
        options["ss"] = f"{max(0.0, at - 0.5 / float(media.fps)):.6f}"
    source = ffmpeg.input(media.path, **options)
    shift = f"PTS-{first:.9f}/TB"
    # One select thins the stream out before anything is scaled or cropped.
    count = 2 + len(wanted.crops)
    split = source.video.filter("setpts", shift).filter_multi_output("split", count)
    streams = [
        split[0].filter("scale", *TINY, flags="fast_bilinear").filter("format", "gray"),
        _every(split[1], wanted.frames_per_s, media)
        .filter("scale", *SMALL, flags="area").filter("format", "bgr24"),
    ]  # fmt: skip
    for number, (x, y, w, h) in enumerate(wanted.crops):
        thinned = _every(split[2 + number], wanted.looks_per_s, media)
        if (media.width, media.height) != (media.coded_width, media.coded_height):
            thinned = thinned.filter("scale", media.width, media.height, flags="bicubic")
        streams.append(thinned.filter("crop", w, h, x, y).filter("format", "bgr24"))
    if media.has_audio:
        sound = source.audio.filter("asetpts", f"PTS-{first:.9f}/TB")
        streams.append(sound.filter("aresample", SOUND_RATE, **{"async": 1}).filter("aformat", channel_layouts="mono"))
    graph = ffmpeg.output(
        *streams, "pipe:1", format="nut", vcodec="rawvideo", acodec="pcm_f32le", to=f"{end_s + first:.6f}",
        fps_mode="passthrough", enc_time_base="demux", max_interleave_delta=0, flush_packets=0,
    )  # fmt: skip
    arguments: list[str] = ffmpeg.compile(graph, cmd=ffmpeg_path())
    return [arguments[0], "-hide_banner", "-nostdin", "-loglevel", "error", *arguments[1:]]


def _every(stream: Any, per_s: float, media: Media) -> Any:
    """The first frame of each interval: frames themselves, never resampled."""
    step = 1.0 / per_s - 0.5 / float(media.fps)
    return stream.filter("select", f"isnan(prev_selected_t)+gte(t-prev_selected_t,{step:.6f})")


def _item(packet: Any, media: Media, wanted: Wanted, start_s: float) -> Decoded:
    at = float(packet.pts * packet.time_base)
    raw = bytes(packet)
    index = packet.stream.index
    if packet.stream.type == "audio":
        return Decoded(kind="sound", number=0, media_s=at, data=np.frombuffer(raw, np.float32))
    if index == 0:
        return Decoded(kind="tiny", number=0, media_s=at, data=_picture(raw, TINY[0], TINY[1], 1))
    if index == 1:
        return Decoded(kind="small", number=0, media_s=at, data=_picture(raw, SMALL[0], SMALL[1], 3))
    _, _, w, h = wanted.crops[index - 2]
    return Decoded(kind="crop", number=index - 2, media_s=at, data=_picture(raw, w, h, 3))


def _picture(raw: bytes, width: int, height: int, channels: int) -> NDArray[np.uint8]:
    pixels = np.frombuffer(raw, np.uint8)[: width * height * channels]
    return pixels.reshape(height, width) if channels == 1 else pixels.reshape(height, width, channels)

