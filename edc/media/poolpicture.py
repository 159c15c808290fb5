"""How a stretch of the source is encoded: ffmpeg's arguments.

Comes in: a source, a stretch, the settings and, for another rendition, its size. Goes out: an
argument list that writes one fragmented MP4 to standard output.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from edc.media.cutsource import Source, timescale
from edc.media.ffmpeg import PROTOCOLS
from edc.media.stretches import CropPath, Overlay, Stretch

Size = tuple[int, int]
"""Width and height of a rendition, even."""

_PREROLL_S = Fraction(1)
"""ffmpeg seeks to the keyframe before this much earlier; the filter then counts from exact timestamps."""
_HELD_FRAMES = 3
"""The source's last picture may be held this long at its end; a clip that lacks more is damaged, not still."""
_LEVELS: tuple[tuple[str, int, int], ...] = (
    ("3.1", 3600, 108_000), ("4.0", 8192, 245_760), ("4.2", 8704, 522_240), ("5.1", 36864, 983_040),
    ("5.2", 36864, 2_073_600),
)  # fmt: skip
"""H.264 levels: macroblocks in a frame, macroblocks a second (table A-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """Everything that changes the bytes of a stretch but the frames themselves."""

    preset: str = "veryfast"
    crf: int = 19
    keyframes: int = 60
    """Longest distance between IDR frames."""
    version: int = 3


def level_for(source: Source, size: Size | None = None) -> str:
    """The lowest usual H.264 level that fits: fixed for a game, so that all parameter sets are equal."""
    width, height = size or (source.width, source.height)
    blocks = ((width + 15) // 16) * ((height + 15) // 16)
    return next((name for name, frame, rate in _LEVELS if blocks <= frame and blocks * source.fps <= rate), "6.2")


@contextmanager
def overlay_files(overlays: Sequence[Overlay]) -> Iterator[list[Path]]:
    """The overlays' pictures as files for as long as ffmpeg reads them."""
    if not overlays:
        yield []
        return
    with TemporaryDirectory(prefix="edc-overlay-") as folder:
        paths = [Path(folder) / f"{number}.png" for number in range(len(overlays))]
        for path, overlay in zip(paths, overlays, strict=True):
            path.write_bytes(overlay.png)
        yield paths


def encode_arguments(
    source: Source, stretch: Stretch, settings: PoolSettings, threads: int, size: Size | None = None,
    pictures: Sequence[Path] = (),
) -> list[str]:  # fmt: skip
    span = stretch.span
    start = source.start_s + source.seconds(span.first)
    seek = max(source.start_s, start - _PREROLL_S)
    inputs = [part for path in pictures for part in ("-i", str(path))]
    return [
        "-protocol_whitelist", PROTOCOLS, "-threads", str(threads),
        "-copyts", "-seek_timestamp", "1", "-noaccurate_seek", "-ss", f"{float(seek):.6f}", "-i", str(source.path),
        *inputs, "-filter_complex", _graph(source, stretch, start, size), "-map", "[out]",
        "-an", "-sn", "-dn", "-map_metadata", "-1", "-frames:v", str(span.length),
        *_codec(source, stretch, settings, threads, size),
        "-f", "mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof+cmaf", "-use_editlist", "0",
        "-video_track_timescale", str(timescale(source.fps)), "pipe:1",
    ]  # fmt: skip


def _graph(source: Source, stretch: Stretch, start: Fraction, size: Size | None) -> str:
    """Source frames onto the output grid, the nearest in time each; then crop, size, overlays, colours."""
    span, colour = stretch.span, source.colour
    width, height = size or (source.width, source.height)
    shape = ",".join(filter(None, [
        f"setpts=PTS-({start.numerator}/{start.denominator})/TB",
        "bwdif=mode=send_frame:deint=interlaced" if source.interlaced else "",
        f"fps=fps={source.fps.numerator}/{source.fps.denominator}:start_time=0:round=near",
        f"tpad=stop_mode=clone:stop={_HELD_FRAMES}", f"trim=end_frame={span.length}",
        _crop(stretch.crop, span.first) if stretch.crop else "",
        f"scale={width}:{height}:flags=bicubic:out_range=tv"
        + (f":out_color_matrix={source.drawn_matrix}" if source.drawn else ""),
        "setsar=1", "format=yuv420p",
    ]))  # fmt: skip
    graph, last = [f"[0:v:0]{shape}[shape]"], "shape"
    for number, overlay in enumerate(stretch.overlays, start=1):
        first, stop = overlay.first - span.first, overlay.stop - span.first
        wide, high, left, top = overlay.in_size((width, height))
        graph.append(f"[{number}:v]format=rgba,scale={wide}:{high}[picture{number}]")
        graph.append(f"[{last}][picture{number}]overlay=x={left}:y={top}:format=yuv420"
                     f":enable='between(n,{first},{stop - 1})':eof_action=repeat[over{number}]")  # fmt: skip
        last = f"over{number}"
    graph.append(f"[{last}]format=yuv420p,setparams=range=tv:color_primaries={colour.primaries}"
                 f":color_trc={colour.transfer}:colorspace={colour.matrix}[out]")  # fmt: skip
    return ";".join(graph)


def _crop(crop: CropPath, first: int) -> str:
    left = _left(crop.knots, first)
    return f"scale={crop.of[0]}:{crop.of[1]}:flags=bicubic,crop={crop.width}:{crop.height}:x='{left}':y=0:exact=1"


def _left(knots: Sequence[tuple[int, int]], first: int) -> str:
    """The left edge as an expression of the frame's number: halved again and again, so that it never nests deep."""
    if len(knots) == 1:
        return str(knots[0][1])
    if len(knots) == 2:
        (a, x), (b, y) = knots
        return str(y) if b <= a or x == y else f"{x}+{y - x}*clip((n-{a - first})/{b - a},0,1)"
    middle = len(knots) // 2
    before, after = _left(knots[: middle + 1], first), _left(knots[middle:], first)
    return f"if(lt(n,{knots[middle][0] - first}),{before},{after})"


def _codec(source: Source, stretch: Stretch, settings: PoolSettings, threads: int, size: Size | None) -> list[str]:
    """No B-frames, so decoding order is display order and no edit list is needed; an IDR frame at each edge."""
    inside = [edge - stretch.span.first for edge in stretch.edges if stretch.span.first < edge < stretch.span.stop]
    times = ",".join(f"{float((frame - Fraction(1, 4)) / source.fps):.6f}" for frame in inside)
    return [
        "-c:v", "libx264", "-preset", settings.preset, "-crf", str(settings.crf), "-profile:v", "high",
        "-level:v", level_for(source, size), "-bf", "0", "-g", str(settings.keyframes), "-sc_threshold", "0",
        *(["-force_key_frames", times] if times else []), "-forced-idr", "1",
        "-flags", "+cgop+bitexact", "-fflags", "+bitexact", "-threads", str(threads),
    ]  # fmt: skip
