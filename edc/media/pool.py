"""The pool: every clip encoded once, so that a recap is only a copy.

Comes in: a `Source` and spans of its frames. Goes out: one small fragmented MP4 a span in the
game's `pool/`, named by what it is made of (the media's hash, the frames, the settings). All have
the same parameter sets and begin with an IDR frame, so any of them can be joined by copying
packets. ffmpeg writes into a pipe and the file is renamed into place when it is whole: a run that
was killed leaves nothing half written, and the next one encodes only what is missing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

from edc.errors import InputError
from edc.files import atomic_write
from edc.media.cutsource import FrameSpan, Source, require, timescale
from edc.media.ffmpeg import PROTOCOLS, run_ffmpeg

_PREROLL_S = Fraction(1)
"""ffmpeg seeks to the keyframe before this much earlier; the filter then counts from exact timestamps."""

_HELD_FRAMES = 3
"""The source's last picture may be held this long at its end; a clip that lacks more is damaged, not still."""

_LEVELS: tuple[tuple[str, int, int], ...] = (
    ("3.1", 3600, 108_000), ("4.0", 8192, 245_760), ("4.2", 8704, 522_240), ("5.1", 36864, 983_040),
    ("5.2", 36864, 2_073_600),
)  # fmt: skip
"""H.264 levels: macroblocks in a frame, macroblocks a second (table A-1)."""


class DamagedClip(InputError):
    """The source cannot be decoded where this clip lies."""

    def __init__(self, message: str, span: FrameSpan) -> None:
        super().__init__(message)
        self.span = span


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """Everything that changes the bytes of a clip but the frames themselves."""

    preset: str = "veryfast"
    crf: int = 21
    keyframes: int = 60
    """Longest distance between IDR frames."""
    version: int = 1


def level_for(source: Source) -> str:
    """The lowest usual H.264 level that fits: fixed for a game, so that all parameter sets are equal."""
    blocks = ((source.width + 15) // 16) * ((source.height + 15) // 16)
    return next((name for name, frame, rate in _LEVELS if blocks <= frame and blocks * source.fps <= rate), "6.2")


@dataclass(frozen=True, slots=True)
class Pool:
    folder: Path
    settings: PoolSettings = PoolSettings()

    def path(self, source: Source, span: FrameSpan) -> Path:
        made_of = {
            "media": source.sha256, "first": span.first, "stop": span.stop, "fps": str(source.fps),
            "start": str(source.start_s), "size": [source.width, source.height],
            "colour": asdict(source.colour), "settings": asdict(self.settings),
        }  # fmt: skip
        key = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:24]
        return self.folder / f"{key}.mp4"

    def missing(self, source: Source, spans: Iterable[FrameSpan]) -> list[FrameSpan]:
        return [span for span in dict.fromkeys(spans) if not self.path(source, span).exists()]

    def fill(
        self, source: Source, spans: Iterable[FrameSpan], *, workers: int,
        done: Callable[[int, int], None] = lambda finished, total: None,
    ) -> list[FrameSpan]:  # fmt: skip
        """Encodes the spans that are not there yet, `workers` at once; gives back those it encoded.

        Raises:
            InputError: the source is gone, or its pictures cannot be decoded there.
            TransientError: the disk is full.
        """
        todo = self.missing(source, spans)
        if not todo:
            return []
        require(source)
        threads = max(1, (os.cpu_count() or 1) // workers)
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="pool") as executor:
            jobs = [executor.submit(self._encode, source, span, threads) for span in todo]
            try:
                for finished, job in enumerate(as_completed(jobs), start=1):
                    job.result()
                    done(finished, len(jobs))
            except BaseException:
                executor.shutdown(wait=True, cancel_futures=True)
                raise
        return todo

    def _encode(self, source: Source, span: FrameSpan, threads: int) -> None:
        place = f"{source.path} at {float(source.seconds(span.first)):.2f} s"
        try:
            data = run_ffmpeg(encode_arguments(source, span, self.settings, threads), doing=f"Encoding {place}")
        except InputError as error:
            raise DamagedClip(str(error), span) from error
        with atomic_write(self.path(source, span)) as temporary:
            temporary.write_bytes(data)
            frames = count_frames(temporary)
            if frames != span.length:
                raise DamagedClip(f"Encoding {place}: {span.length} frames were asked for, {frames} came out. "
                                  "The file is damaged there: exclude this moment or repair the file.", span)


def encode_arguments(source: Source, span: FrameSpan, settings: PoolSettings, threads: int) -> list[str]:
    start = source.start_s + source.seconds(span.first)
    seek = max(source.start_s, start - _PREROLL_S)
    return [
        "-protocol_whitelist", PROTOCOLS, "-threads", str(threads),
        "-copyts", "-seek_timestamp", "1", "-noaccurate_seek", "-ss", f"{float(seek):.6f}", "-i", str(source.path),
        "-map", "0:v:0", "-an", "-sn", "-dn", "-map_metadata", "-1",
        "-vf", _filters(source, span, start), "-frames:v", str(span.length),
        *_codec(source, settings, threads),
        "-f", "mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof",
        "-video_track_timescale", str(timescale(source.fps)), "pipe:1",
    ]  # fmt: skip


def _filters(source: Source, span: FrameSpan, start: Fraction) -> str:
    """Source frames onto the output grid, the nearest in time each."""
    colour = source.colour
    return ",".join(filter(None, [
        f"setpts=PTS-({start.numerator}/{start.denominator})/TB",
        "bwdif=mode=send_frame:deint=interlaced" if source.interlaced else "",
        f"fps=fps={source.fps.numerator}/{source.fps.denominator}:start_time=0:round=near",
        f"tpad=stop_mode=clone:stop={_HELD_FRAMES}", f"trim=end_frame={span.length}",
        f"scale={source.width}:{source.height}:flags=bicubic:out_range=tv"
        + (f":out_color_matrix={source.drawn_matrix}" if source.drawn else ""),
        "setsar=1", "format=yuv420p",
        f"setparams=range=tv:color_primaries={colour.primaries}"
        f":color_trc={colour.transfer}:colorspace={colour.matrix}",
    ]))  # fmt: skip


def _codec(source: Source, settings: PoolSettings, threads: int) -> list[str]:
    """No B-frames, so decoding order is display order and no edit list is needed."""
    return [
        "-c:v", "libx264", "-preset", settings.preset, "-crf", str(settings.crf), "-profile:v", "high",
        "-level:v", level_for(source), "-bf", "0", "-g", str(settings.keyframes), "-sc_threshold", "0",
        "-flags", "+cgop+bitexact", "-fflags", "+bitexact", "-threads", str(threads),
    ]  # fmt: skip


def count_frames(path: Path) -> int:
    import av

    try:
        with av.open(str(path)) as container:
            return sum(1 for packet in container.demux(video=0) if packet.size)
    except (av.FFmpegError, IndexError):
        return 0
