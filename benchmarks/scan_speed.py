"""What the scan costs, against ffmpeg decoding the same file into nothing: processor time of all processes.

Comes in: a video; by default the sample game with grain, encoded anew at 5.5 Mbit/s (kept in `benchmarks/cache`).
Goes out: both times, their ratio, and the scan's peak memory.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from edc.files import atomic_write, read_json
from edc.media.ffmpeg import ffmpeg_path, run_ffmpeg

ROOT = Path(__file__).parent.parent
CACHE = Path(__file__).parent / "cache"
SAMPLE = ROOT / "sample_media" / "game" / "broadcast.mp4"


def grainy() -> Path:
    """The sample game as noisy as a broadcast is: clean drawings would decode too easily."""
    path = CACHE / "sample_with_grain.mp4"
    if not path.exists():
        with atomic_write(path) as temporary:
            run_ffmpeg(
                ["-i", str(SAMPLE), "-vf", "noise=alls=14:allf=t", "-c:v", "libx264", "-preset", "veryfast",
                 "-b:v", "5500k", "-maxrate", "6500k", "-bufsize", "11000k", "-g", "60", "-pix_fmt", "yuv420p",
                 "-c:a", "copy", str(temporary)], doing="adding grain to the sample game",
            )  # fmt: skip
    return path


def _children_s() -> float:
    times = os.times()
    return times.children_user + times.children_system


def decode_s(video: Path) -> float:
    """Processor seconds of ffmpeg's own null decode, one thread."""
    before = _children_s()
    subprocess.run(
        [ffmpeg_path(), "-loglevel", "error", "-threads", "1", "-i", str(video), "-map", "0:v:0", "-f", "null", "-"],
        check=True,
    )
    return _children_s() - before


def scan_s(video: Path) -> tuple[float, float]:
    """Processor seconds and peak memory in MB of the scan stage, as the manifest tells them."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "game"
        subprocess.run(
            [sys.executable, "-m", "edc", "process", str(video), "--out", str(out), "--until", "scan", "--json"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
        )  # fmt: skip
        stage = read_json(out / "manifest.json")["stages"]["scan"]
        shutil.rmtree(out)
    return float(stage["cpu_seconds"]), float(stage["peak_mb"])


def report(video: Path) -> None:
    megabits = video.stat().st_size * 8 / 1e6
    decoded = decode_s(video)
    scanned, peak = scan_s(video)
    print(f"{video.name}: {megabits:.0f} Mbit")
    print(f"{'ffmpeg null decode':<24}{decoded:>9.1f} processor seconds")
    print(f"{'scan':<24}{scanned:>9.1f} processor seconds, {peak:.0f} MB at most")
    print(f"{'ratio':<24}{scanned / decoded:>9.2f}")


def main() -> None:
    report(grainy())
