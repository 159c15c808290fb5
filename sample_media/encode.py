"""Encodes pictures and sound, and joins the pieces into one file by copying packets.

In: raw BGR pictures and int16 samples, piece by piece. Out: an H.264 and AAC file whose picture n
is shown at exactly n / fps.
"""

from __future__ import annotations

import heapq
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from edc.errors import InvariantError, TransientError
from edc.media.ffmpeg import ffmpeg_path

if TYPE_CHECKING:
    from av.container import OutputContainer

NTSC = Fraction(30000, 1001)
DRILL_FPS = NTSC / 5
"""A fifth of the pictures: no more than a model looks at."""
GOP_S = 2.0
CONTAINERS = {"mp4": "mp4", "mpegts": "mpegts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a broadcast is written."""

    size: tuple[int, int] = (1280, 720)
    fps: Fraction = NTSC
    crf: float = 23.0  # used where no bitrate is asked for
    bitrate_kbps: int | None = None
    preset: str = "veryfast"
    x264: str = ""  # further x264 parameters, such as "psy=0:aq-mode=3" for small files of drawn pictures
    audio_kbps: int = 128
    container: Literal["mp4", "mpegts"] = "mp4"

    @property
    def gop(self) -> int:
        return max(1, round(GOP_S * self.fps))


class _Encoder:
    """One ffmpeg fed through its standard input."""

    def __init__(self, arguments: Sequence[str], doing: str) -> None:
        self._doing = doing
        command = [ffmpeg_path(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y", *arguments]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)

    def _feed(self, data: memoryview | bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
        except BrokenPipeError:
            self._finish()

    def _finish(self) -> None:
        _, said = self._process.communicate()
        if self._process.returncode == 0:
            return
        words = said.decode(errors="replace").strip()
        if "No space left on device" in words:
            raise TransientError(f"{self._doing}: no space left on the disk.")
        raise InvariantError(f"{self._doing}: ffmpeg failed: {words or self._process.returncode}")

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if kind is None:
            self._finish()
            return
        self._process.kill()
        self._process.communicate()


class VideoPiece(_Encoder):
    """A run of pictures, encoded to a file that begins with a key picture and needs no other piece."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        width, height = encoding.size
        rate = ["-crf", str(encoding.crf)]
        if encoding.bitrate_kbps:
            k = encoding.bitrate_kbps
            rate = ["-b:v", f"{k}k", "-maxrate", f"{k * 5 // 4}k", "-bufsize", f"{k * 2}k"]
        super().__init__(
            ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{width}x{height}", "-r", str(encoding.fps), "-i", "-",
             "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
             "-c:v", "libx264", "-preset", encoding.preset, *rate, "-g", str(encoding.gop),
             "-flags", "+cgop", "-threads", "1", *(["-x264-params", encoding.x264] if encoding.x264 else []),
             "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
             "-video_track_timescale", str(encoding.fps.numerator), "-f", "mp4", str(path)],
            f"encoding {path.name}",
        )

    def __enter__(self) -> VideoPiece:
        return self

    def write(self, picture: NDArray[np.uint8]) -> None:
        self._feed(np.ascontiguousarray(picture).data.cast("B"))


def encode_sound(blocks: Iterable[NDArray[np.int16]], path: Path, *, rate: int, channels: int, kbps: int) -> None:
    """Encodes samples as one AAC track."""
    with _SoundPiece(path, rate, channels, kbps) as track:
        for block in blocks:
            track.write(block)


class _SoundPiece(_Encoder):
    def __init__(self, path: Path, rate: int, channels: int, kbps: int) -> None:
        super().__init__(
            ["-f", "s16le", "-ar", str(rate), "-ac", str(channels), "-i", "-", "-c:a", "aac", "-b:a", f"{kbps}k",
             "-f", "mp4", str(path)],
            f"encoding {path.name}",
        )

    def __enter__(self) -> _SoundPiece:
        return self

    def write(self, block: NDArray[np.int16]) -> None:
        self._feed(np.ascontiguousarray(block).data.cast("B"))


def join(
    video: Sequence[tuple[Path, int]], sound: Path | None, out: Path, encoding: Encoding
) -> None:
    """Copies the packets of the pieces (with the number of each one's first picture) and the sound into one file."""
    import av

    options = {"movflags": "+faststart", "video_track_timescale": str(encoding.fps.numerator)}
    with av.open(
        str(out), "w", format=CONTAINERS[encoding.container], options=options if encoding.container == "mp4" else {}
    ) as target:
        sources = [_video_packets(target, video, encoding.fps)]
        if sound is not None:
            sources.append(_sound_packets(target, sound))
        # Both generators make their stream before the first packet is muxed: the header needs all streams.
        primed = [_primed(source) for source in sources]
        for _, _, packet in heapq.merge(*primed, key=lambda item: (item[0], item[1])):
            target.mux(packet)


def _primed(source: Iterator[Any]) -> Iterator[Any]:
    next(source)
    return source


def _video_packets(target: OutputContainer, pieces: Sequence[tuple[Path, int]], fps: Fraction) -> Iterator[Any]:
    import av

    tick = Fraction(1, fps.numerator)
    stream = None
    for path, first in pieces:
        with av.open(str(path)) as piece:
            if stream is None:
                stream = target.add_stream_from_template(piece.streams.video[0])
                stream.time_base = tick
                yield None
            for packet in piece.demux(video=0):
                if packet.dts is None or packet.pts is None:
                    continue
                base = packet.time_base * fps
                packet.pts, packet.dts = (
                    (first + round(at * base)) * fps.denominator for at in (packet.pts, packet.dts)
                )
                packet.time_base, packet.duration, packet.stream = tick, fps.denominator, stream
                yield float(packet.dts * tick), 0, packet


def _sound_packets(target: OutputContainer, path: Path) -> Iterator[Any]:
    import av

    with av.open(str(path)) as piece:
        stream = target.add_stream_from_template(piece.streams.audio[0])
        yield None
        for packet in piece.demux(audio=0):
            if packet.dts is not None:
                at_s = float(packet.dts * packet.time_base)
                packet.stream = stream
                yield at_s, 1, packet
