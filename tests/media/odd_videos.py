"""Videos that are odd in the ways real ones are, made from the numbered one."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from edc.media.ffmpeg import run_ffmpeg
from tests.media.numbered_video import NTSC, write_video

SECONDS = 24.0
FRAMES = int(SECONDS * NTSC)
JUMP_S = 1000.0


def _copied(source: Path, target: Path, *options: str) -> Path:
    run_ffmpeg(["-i", str(source), "-c", "copy", *options, str(target)], doing=f"copying into {target.name}")
    return target


def plain(folder: Path) -> Path:
    path = folder / "plain.mp4"
    return path if path.exists() else write_video(path, seconds=SECONDS)


def with_start_offset(folder: Path) -> Path:
    """The first picture is stamped 100 seconds."""
    return write_video(folder / "offset.mp4", seconds=SECONDS, offset_s=Fraction(100))


def with_edit_list(folder: Path) -> Path:
    """The copy starts between two keyframes: an edit list hides the pictures before."""
    run_ffmpeg(["-ss", "3.2", "-i", str(plain(folder)), "-c", "copy", str(folder / "edited.mp4")], doing="cutting")
    return folder / "edited.mp4"


def variable(folder: Path) -> Path:
    """Every third picture of the second half is missing."""
    keep = {n for n in range(FRAMES) if n < FRAMES // 2 or n % 3}
    return write_video(folder / "variable.mp4", seconds=SECONDS, keep=keep)


def transport_stream(folder: Path) -> Path:
    return _copied(plain(folder), folder / "stream.ts")


def transport_stream_with_jump(folder: Path) -> Path:
    """Two recordings one after the other in one file: the second one's clock starts far away."""
    first, second = folder / "first.ts", folder / "second.ts"
    source = str(plain(folder))
    run_ffmpeg(["-i", source, "-t", "10", "-c", "copy", str(first)], doing="cutting")
    run_ffmpeg(
        ["-ss", "10.01", "-i", source, "-c", "copy", "-output_ts_offset", str(JUMP_S), str(second)], doing="cutting"
    )
    joined = folder / "jump.ts"
    joined.write_bytes(first.read_bytes() + second.read_bytes())
    return joined


def transport_stream_set_back(folder: Path) -> Path:
    """As above, but the second recording's clock starts earlier than the first one's."""
    jump = transport_stream_with_jump(folder)
    first = (folder / "first.ts").read_bytes()
    path = folder / "back.ts"
    path.write_bytes(jump.read_bytes()[len(first) :] + first)
    return path


def playlist(folder: Path) -> Path:
    """An HLS playlist of local files."""
    target = folder / "hls" / "game.m3u8"
    target.parent.mkdir(exist_ok=True)
    return _copied(plain(folder), target, "-hls_time", "6", "-hls_list_size", "0")


def matroska(folder: Path) -> Path:
    return _copied(plain(folder), folder / "plain.mkv")


def silent(folder: Path) -> Path:
    return write_video(folder / "silent.mp4", seconds=SECONDS, sound=False)


def sound_ends_early(folder: Path) -> Path:
    source = str(plain(folder))
    target = folder / "early.mp4"
    run_ffmpeg(["-i", source, "-t", "8", "-i", source, "-map", "0:v", "-map", "1:a", "-c", "copy", str(target)],
               doing="muxing")  # fmt: skip
    return target


def damaged(folder: Path) -> Path:
    """Noise over a stretch in the middle."""
    source, target = plain(folder), folder / "damaged.mp4"
    content = bytearray(source.read_bytes())
    middle = len(content) // 2
    noise = bytes(range(256)) * 200
    content[middle : middle + len(noise)] = noise
    target.write_bytes(content)
    return target


def cut_off(folder: Path) -> Path:
    """Its index comes first and announces twice what is there."""
    source, target = plain(folder), folder / "cut.mp4"
    target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    return target


def wide_pixels(folder: Path) -> Path:
    """Stored at 256 × 144, meant to be shown at 342 × 144."""
    return _copied(plain(folder), folder / "wide.mp4", "-bsf:v", "h264_metadata=sample_aspect_ratio=4/3",
                   "-aspect", "342:144")  # fmt: skip
