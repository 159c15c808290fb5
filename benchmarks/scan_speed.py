"""What the scan of a broadcast costs, as a multiple of what ffmpeg needs to decode it and throw the pictures away.

`python -m benchmarks.scan_speed [VIDEO]`. Comes in: a video (without one, the sample game with grain at more than
5 Mbit/s, shown twice; made once and kept). Goes out: processor seconds of all processes, part by
part, as ratios. Finding the score bug costs the same in a short video as in a long one, so the ratio is also given
for a whole game.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from edc.config import Config, load_config
from edc.files import atomic_write, read_json
from edc.gamefolder import GameFolder
from edc.media.decode import Wanted, decode
from edc.media.ffmpeg import ffmpeg_path, run_ffmpeg
from edc.media.media import Media, read_media
from edc.metering import Meter
from edc.progress import Silent
from edc.scorebug.layout import Layout
from edc.stages import probe, scan
from edc.stages.scan_chunk import ChunkJob
from edc.stages.scan_work import scan_chunks

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_media" / "game" / "broadcast.mp4"
CACHE = Path(__file__).parent / "cache"
GRAIN = "noise=alls=14:allf=t"
REPEATS = 2
WHOLE_GAME_S = 2 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Of the scan's processor seconds."""

    decode_s: float
    """The decoding alone."""
    chunks_s: float
    """The chunks without the spotter."""
    blind_s: float
    """Without the spotter, and with no score bug to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Processor seconds of all processes."""

    video_s: float
    null_s: float
    probe_s: float
    locate_s: float
    seen_s: float
    """The chunks, decoding included, with the action spotter."""
    peak_mb: float
    parts: Parts | None
    """None: not measured."""

    def ratio_of_a_whole_game(self, chunks_s: float) -> float:
        return (self.locate_s * self.video_s / WHOLE_GAME_S + chunks_s) / self.null_s

    @property
    def bug_share_of_a_whole_game(self) -> float:
        """Of the scan's processor time, without the spotter: finding and reading the score bug."""
        assert self.parts is not None
        found_s = self.locate_s * self.video_s / WHOLE_GAME_S
        return (found_s + self.parts.chunks_s - self.parts.blind_s) / (found_s + self.parts.chunks_s)


def processor_s(act: Callable[[], object]) -> float:
    def now() -> float:
        times = os.times()
        return times.user + times.system + times.children_user + times.children_system

    before = now()
    act()
    return now() - before


def null_decode(video: Path) -> None:
    subprocess.run([ffmpeg_path(), "-nostdin", "-loglevel", "error", "-i", str(video), "-f", "null", "-"], check=True)


def measure(video: Path, config: Config, folder: Path, *, parts: bool) -> Cost:
    """Runs both, and with `parts` also what the scan is made of; `folder` must be empty, and holds the scan
    afterwards."""
    game = GameFolder(folder)
    game.work.mkdir(parents=True)
    looked = processor_s(lambda: probe.run(game, config, Silent(), video=video, playbyplay=None, boxscore=None))
    media = read_media(game.media)
    located = processor_s(lambda: scan.layouts_of(game, config, Silent()))
    with Meter() as meter:
        scan.run(game, config, Silent())
    return Cost(
        video_s=media.duration_s, null_s=processor_s(lambda: null_decode(video)), probe_s=looked, locate_s=located,
        seen_s=meter.cpu_seconds, peak_mb=meter.peak_mb, parts=parts_of(game, media, config) if parts else None,
    )  # fmt: skip


def parts_of(game: GameFolder, media: Media, config: Config) -> Parts:
    layouts = tuple(Layout.from_json(value) for value in read_json(game.layout)["layouts"])
    return Parts(
        decode_s=processor_s(lambda: decode_only(media, layouts, config)),
        chunks_s=chunks_alone(scan.jobs_of(game, media, layouts, config.scan), config),
        blind_s=chunks_alone(scan.jobs_of(game, media, (), config.scan), config),
    )


def chunks_alone(jobs: list[ChunkJob], config: Config) -> float:
    """Processor seconds of chunks without the spotter."""
    bare = [replace(job, spotter=None, path=job.path.with_suffix(".bare.npz")) for job in jobs]
    with Meter() as meter:
        scan_chunks(bare, config.scan.workers, lambda share, speed: None)
    return meter.cpu_seconds


def decode_only(media: Media, layouts: Sequence[Layout], config: Config) -> None:
    """The scan's own decoding, with nothing done to what it hands over."""
    crops = [layout.crop_pixels(media.width, media.height) for layout in layouts]
    wanted = Wanted(crops=crops, looks_per_s=config.scan.looks_per_s, frames_per_s=config.scan.frames_per_s)
    for _ in decode(media, 0.0, media.duration_s, wanted):
        pass


def grainy_video() -> Path:
    """The sample game as a broadcast with grain, several times over."""
    path = CACHE / f"grain{REPEATS}.mp4"
    if path.exists():
        return path
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        once, listed = Path(folder) / "once.mp4", Path(folder) / "list.txt"
        run_ffmpeg(
            ["-i", str(SAMPLE), "-vf", GRAIN, "-c:v", "libx264", "-preset", "veryfast", "-b:v", "5500k",
             "-maxrate", "8M", "-bufsize", "11M", "-g", "120", "-c:a", "copy", str(once)], doing="adding grain",
        )  # fmt: skip
        listed.write_text("file 'once.mp4'\n" * REPEATS)
        with atomic_write(path) as temporary:
            run_ffmpeg(["-f", "concat", "-i", str(listed), "-c", "copy", str(temporary)], doing="repeating it")
    return path


def report(video: Path, *, parts: bool = True) -> None:
    """Measures and prints; without `parts` only the whole, for what is long."""
    with tempfile.TemporaryDirectory() as folder:
        cost = measure(video, load_config(), Path(folder), parts=parts)
    bits = video.stat().st_size * 8 / cost.video_s / 1e6
    print(f"{video.name}: {cost.video_s / 60:.1f} min at {bits:.1f} Mbit/s; processor seconds of all processes")
    rows = [("ffmpeg's null decode", cost.null_s), ("probe (packets and hash)", cost.probe_s),
            ("find the score bug", cost.locate_s), ("its chunks with the spotter", cost.seen_s)]  # fmt: skip
    if cost.parts is not None:
        rows += [("without the spotter", cost.parts.chunks_s), ("and without a score bug", cost.parts.blind_s),
                 ("the scan's decode alone", cost.parts.decode_s)]  # fmt: skip
    for name, seconds in rows:
        print(f"  {name:<32}{seconds:>9.1f}{seconds / cost.null_s:>9.2f} × null")
    print(f"  {'scan / null decode, 2 h game':<32}{'':>9}{cost.ratio_of_a_whole_game(cost.seen_s):>9.2f}   "
          "(goal with the spotter: at most 2.00)")  # fmt: skip
    if cost.parts is not None:
        print(f"  {'the same without the spotter':<32}{'':>9}{cost.ratio_of_a_whole_game(cost.parts.chunks_s):>9.2f}   "
              "(goal: at most 1.60)")  # fmt: skip
        share = cost.bug_share_of_a_whole_game
        print(f"  the score bug's share of it      {'':>9}{share:>8.0%}   (goal: at most 30 %)")
    print(f"  peak memory of all processes {cost.peak_mb:.0f} MB   (goal: under 2000)")


def main(video: Path | None = None) -> None:
    report(video or grainy_video())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scan_speed", description=__doc__)
    parser.add_argument("video", nargs="?", type=Path, help="the video to scan (the sample game with grain)")
    main(parser.parse_args().video)
