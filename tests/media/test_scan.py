"""The scan of a real stretch: what it reads, and that a kill costs it no finished chunk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from edc.config import Config, load_config
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.media.ffmpeg import run_ffmpeg
from edc.progress import Silent
from edc.stages import probe, scan
from edc.tables import LOOKS, MOTION, SHOTS, SOUND, read_rows
from tests.conftest import ROOT, SAMPLE

START_S, LENGTH_S = 207.0, 27.0
"""A stretch of the sample game with live play, a half-time break and play again."""
CONFIG = load_config(scan={"chunk_s": 10.0, "probe_frames": 8})


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    run_ffmpeg(
        ["-ss", str(START_S), "-i", str(SAMPLE / "broadcast.mp4"), "-t", str(LENGTH_S), "-c", "copy", str(path)],
        doing="cutting a test clip",
    )
    return path


def probed(clip: Path, root: Path) -> GameFolder:
    game = GameFolder(root)
    game.work.mkdir(parents=True)
    probe.run(game, CONFIG, Silent(), video=clip, playbyplay=None, boxscore=None)
    return game


def tables(game: GameFolder) -> dict[str, list[dict[str, Any]]]:
    return {path.stem: read_rows(path, schema) for path, schema in (
        (game.looks, LOOKS), (game.shots, SHOTS), (game.motion, MOTION), (game.sound, SOUND))}  # fmt: skip


@pytest.fixture(scope="module")
def scanned(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> GameFolder:
    game = probed(clip, tmp_path_factory.mktemp("scanned") / "game")
    scan.run(game, CONFIG, Silent())
    return game


def test_the_clock_is_read_as_the_truth_has_it(scanned: GameFolder) -> None:
    truth = read_json(SAMPLE / "truth.json")
    looks = [row for row in tables(scanned)["looks"] if row["clock_s"] is not None]
    assert len(looks) > 40
    right = 0
    for row in looks:
        at = row["media_s"] + START_S
        spans = [s for s in truth["clock"] if s["start_s"] - 1 <= at <= s["end_s"] + 1]
        shown = [_clock_at(span, at + shift) for span in spans for shift in (-0.5, 0.0, 0.5)]
        right += any(abs(row["clock_s"] - value) <= 1.0 for value in shown)
    assert right >= 0.98 * len(looks)


def _clock_at(span: dict[str, Any], at_s: float) -> float:
    passed = min(max(at_s - span["start_s"], 0.0), span["end_s"] - span["start_s"]) if span["running"] else 0.0
    return float(span["clock_start_s"]) - passed


def test_tables_cover_the_whole_clip_evenly(scanned: GameFolder) -> None:
    duration_s = read_json(scanned.media)["duration_s"]
    found = tables(scanned)
    sound = np.array([row["media_s"] for row in found["sound"]])
    assert np.allclose(sound, np.arange(len(sound)) / 10) and abs(len(sound) / 10 - duration_s) < 0.2
    looks = np.array([row["media_s"] for row in found["looks"]])
    assert np.diff(looks).max() < 0.3 and looks[0] < 0.3 and looks[-1] > duration_s - 0.5
    assert found["shots"][0]["start_s"] == 0.0 and found["shots"][-1]["end_s"] == pytest.approx(duration_s)
    motion = np.array([row["media_s"] for row in found["motion"]])
    assert (np.diff(motion) > 0).all() and len(motion) == pytest.approx(duration_s * CONFIG.scan.frames_per_s, rel=0.05)
    assert {row["layout"] for row in found["looks"]} == {0}


def test_half_time_shows_no_bug(scanned: GameFolder) -> None:
    break_ = next(s for s in read_json(SAMPLE / "truth.json")["segments"] if s["kind"] == "halftime")
    start, end = break_["start_s"] - START_S + 1.0, break_["end_s"] - START_S
    inside = [row for row in tables(scanned)["looks"] if start <= row["media_s"] < end]
    assert inside and not any(row["visible"] for row in inside)


def _scan_in_a_process(root: Path) -> subprocess.Popen[bytes]:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from edc.gamefolder import GameFolder\n"
        "from edc.progress import Silent\n"
        "from edc.stages import scan\n"
        "from tests.media.test_scan import CONFIG\n"
        "if __name__ == '__main__':\n"
        "    scan.run(GameFolder(Path(sys.argv[1])), CONFIG, Silent())\n"
    )
    script = root.parent / "run_scan.py"
    script.write_text(code)
    return subprocess.Popen([sys.executable, str(script), str(root)], cwd=ROOT, stderr=subprocess.DEVNULL,
                            env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True)  # fmt: skip


def _wait_until(met: Any, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def _descendants(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_killed_in_the_middle_it_goes_on_from_its_finished_chunks(
    by: signal.Signals, clip: Path, scanned: GameFolder, tmp_path: Path
) -> None:
    game = probed(clip, tmp_path / "game")
    shutil.copy(scanned.layout, game.layout)  # where the bug is was found before the kill
    process = _scan_in_a_process(game.root)
    _wait_until(lambda: list(game.scan_chunks.glob("[0-9]*.npz")) or process.poll() is not None)
    started = _descendants(process.pid)
    os.kill(process.pid, by)  # the scan's own process alone: nobody tells its workers
    process.wait()
    _wait_until(lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in started), 20.0)
    finished = {path: path.stat().st_mtime_ns for path in game.scan_chunks.glob("[0-9]*.npz")}
    assert finished
    scan.run(game, CONFIG, Silent())
    assert all(path.stat().st_mtime_ns == at for path, at in finished.items()), "a finished chunk was made again"
    assert tables(game) == tables(scanned)


def test_a_video_without_a_bug_is_scanned_all_the_same(tmp_path: Path) -> None:
    video = tmp_path / "bars.mp4"
    run_ffmpeg(
        ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30", "-f", "lavfi", "-i", "sine", "-t", "3",
         "-pix_fmt", "yuv420p", str(video)], doing="making a test picture",
    )  # fmt: skip
    game, told = probed(video, tmp_path / "game"), Silent()
    config: Config = load_config(scan={"probe_frames": 8})
    scan.run(game, config, told)
    assert any("no score bug found" in warning and "cannot be placed" in warning for warning in told.warnings)
    found = tables(game)
    assert found["looks"] == [] and len(found["sound"]) == 30 and len(found["motion"]) > 12
    assert read_json(game.layout)["layouts"] == []


def test_a_damaged_video_says_how_much_was_lost(tmp_path: Path) -> None:
    from tests.media.odd_videos import damaged

    game, told = probed(damaged(tmp_path), tmp_path / "game"), Silent()
    scan.run(game, load_config(scan={"probe_frames": 8}), told)
    lost = [warning for warning in told.warnings if "damaged" in warning]
    assert len(lost) <= 1
    assert read_rows(game.shots, SHOTS)[-1]["end_s"] == pytest.approx(24.0, abs=0.1)
