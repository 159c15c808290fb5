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
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from edc.errors import TransientError
from edc.media.ffmpeg import PROTOCOLS, ffmpeg_path
from edc.media.media import Media

TINY = (64, 36)
"""Every frame, grey: enough to see a cut."""
SMALL = (224, 126)
"""A few a second, in colour: what the spotter looks at, and enough to tell a court from an advertisement."""
SOUND_RATE = 16000
SOUND_MARGIN_S = 0.25
"""So much more sound is handed over at the end of a stretch: what is measured there looks a little ahead."""
_THREADS = "1"
"""Chunks are decoded side by side; more threads in each would only wait for each other."""
_MOST_PIXELS = 8192 * 4608
"""No broadcast has larger pictures; a damaged header may claim them."""
_CPU_PER_S = 20
"""Processor seconds that a second of video may cost before ffmpeg gives up: some hundred times the usual."""
_INTERLEAVE_US = 1_000_000
"""How long the pipe waits for a stream that hands over nothing (sound that ends early)."""

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
    """tiny (36, 64) uint8; small (126, 224, 3) uint8 BGR; crop (h, w, 3) uint8 BGR; sound (n,) float32."""


def decode(media: Media, start_s: float, end_s: float, wanted: Wanted) -> Iterator[Decoded]:
    """Decodes media seconds `start_s` (a keyframe's) up to, not including, `end_s`.

    Undecodable stretches are left out; the rest keeps its timestamps.

    Raises:
        TransientError: ffmpeg was killed (memory, most often).
    """
    handed_over = False
    for item in _decode(media, start_s, end_s, wanted):
        handed_over = True
        yield item
    if not handed_over and media.has_audio:
        # where no sound can be decoded in a whole stretch, ffmpeg hands over no pictures either
        yield from _decode(replace(media, audio=()), start_s, end_s, wanted)


def _decode(media: Media, start_s: float, end_s: float, wanted: Wanted) -> Iterator[Decoded]:
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
                item = _item(packet, media, wanted)
                margin = SOUND_MARGIN_S if item.kind == "sound" else -half_frame
                if start_s - abs(margin) <= item.media_s < end_s + margin:
                    yield item
        if process.wait() < 0:
            raise TransientError(f"The decoder of {media.uri} was killed: try again.")
    except (av.error.EOFError, av.error.InvalidDataError):
        return  # nothing could be decoded in this stretch
    finally:
        process.kill()
        process.wait()


def _command(media: Media, start_s: float, end_s: float, wanted: Wanted) -> list[str]:
    """ffmpeg's arguments, composed with ffmpeg-python. All timestamps stay the container's own (-copyts)."""
    import ffmpeg

    # skip_manual: after a seek in a file with an edit list ffmpeg would throw away up to a second of sound
    first, quarter_frame = media.start_s, 0.25 / float(media.fps)
    options: dict[str, Any] = {
        "protocol_whitelist": PROTOCOLS, "threads": _THREADS, "copyts": None, "noautorotate": None,
        "fflags": "+discardcorrupt", "err_detect": "ignore_err", "max_pixels": _MOST_PIXELS,
        "max_error_rate": 1, "flags2:a": "+skip_manual",
    }  # fmt: skip
    if start_s > 0:
        # to the keyframe itself: an accurate seek to a time before it would decode a whole GOP to throw it away
        options |= {"seek_timestamp": 1, "noaccurate_seek": None, "ss": f"{start_s + first + quarter_frame:.6f}"}
    source = ffmpeg.input(media.path, **options)
    stop = f"{end_s + first - 2 * quarter_frame:.6f}"
    pictures = source["v:0"].filter("trim", end=stop).filter_multi_output("split", 2 + len(wanted.crops))
    streams = [
        pictures[0].filter("scale", *TINY, flags="fast_bilinear").filter("format", "gray"),
        _every(pictures[1], wanted.frames_per_s, media).filter("scale", *SMALL, flags="area").filter("format", "bgr24"),
    ]
    streams += [
        _crop(_every(pictures[2 + number], wanted.looks_per_s, media), rect, media)
        for number, rect in enumerate(wanted.crops)
    ]
    if media.has_audio:
        sound = source["a:0"].filter(
            "atrim", start=f"{start_s + first:.6f}", end=f"{end_s + first + SOUND_MARGIN_S:.6f}"
        )
        streams.append(sound.filter("aresample", SOUND_RATE, **{"async": 1}).filter("aformat", channel_layouts="mono"))
    graph = ffmpeg.output(
        *streams, "pipe:1", format="nut", vcodec="rawvideo", acodec="pcm_f32le", fps_mode="passthrough",
        enc_time_base="demux", max_interleave_delta=_INTERLEAVE_US, max_muxing_queue_size=1 << 20, flush_packets=0,
        avoid_negative_ts="disabled", timelimit=round(60 + _CPU_PER_S * (end_s - start_s)),
    )  # fmt: skip
    arguments: list[str] = ffmpeg.compile(graph, cmd=ffmpeg_path())
    quiet = ["-hide_banner", "-nostdin", "-loglevel", "error", "-filter_complex_threads", _THREADS]
    return [arguments[0], *quiet, *arguments[1:]]


def _every(stream: Any, per_s: float, media: Media) -> Any:
    """The first frame of each interval, at least `per_s` a second: frames themselves, never resampled."""
    # a little over half a frame, so that no usual rate lands on the very border
    step = 1.0 / per_s - 0.55 / float(media.fps)
    return stream.filter("select", f"isnan(prev_selected_t)+gte(t-prev_selected_t,{step:.6f})")


def _crop(stream: Any, rect: tuple[int, int, int, int], media: Media) -> Any:
    """Cut out of the picture as coded, then brought to the displayed shape where pixels are not square."""
    x, y, w, h = rect
    if media.width == media.coded_width:
        return stream.filter("crop", w, h, x, y, exact=1).filter("format", "bgr24")
    aspect = media.coded_width / media.width
    narrow = stream.filter("crop", round(w * aspect), h, round(x * aspect), y, exact=1)
    return narrow.filter("scale", w, h, flags="bicubic").filter("format", "bgr24")


def _item(packet: Any, media: Media, wanted: Wanted) -> Decoded:
    at = float(packet.pts * packet.time_base) - media.start_s
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

