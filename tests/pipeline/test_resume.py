"""Killed anywhere and started again, the work goes on where it stopped and ends with the same game."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from edc.files import TEMPORARY_MARK, read_json
from edc.media.ffmpeg import run_ffmpeg
from edc.moments import read_moments, to_row
from tests.conftest import FEW_LOOKS, SAMPLE


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three quarters of a minute of the sample game, two chunks of the scan."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    run_ffmpeg(["-ss", "24", "-i", str(SAMPLE / "broadcast.mp4"), "-t", "44", "-c", "copy", str(path)], doing="cutting")
    return path


ENVIRONMENT = {**os.environ, **FEW_LOOKS}


def _command(clip: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "edc", "process", str(clip), "--playbyplay", str(SAMPLE / "playbyplay.json"),
            "--out", str(out)]  # fmt: skip


def _kill_tree(process: subprocess.Popen[bytes]) -> None:
    """As a machine that loses power: everything dies at once, nothing is told."""
    try:
        children = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        children = []
    for victim in [process.pid, *(child.pid for child in children)]:
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


def test_killed_again_and_again_it_ends_with_the_same_game(clip: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    assert subprocess.run(_command(clip, whole), capture_output=True, check=False, env=ENVIRONMENT).returncode == 0
    seconds = sum(stage["seconds"] for stage in read_json(whole / "manifest.json")["stages"].values())
    broken = tmp_path / "broken"
    for share in (0.15, 0.4, 0.6):
        process = subprocess.Popen(_command(clip, broken), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=ENVIRONMENT)  # fmt: skip
        time.sleep(1.0 + share * seconds)  # anywhere will do
        _kill_tree(process)
    done = subprocess.run(_command(clip, broken), capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    assert not list(broken.rglob(f"*{TEMPORARY_MARK}*"))
    rows = [[to_row(m) for m in read_moments(folder / "moments.parquet")] for folder in (whole, broken)]
    assert rows[0] == rows[1]
    plans = [read_json(folder / "recaps/rapid/recap.json") for folder in (whole, broken)]
    assert plans[0]["clips"] == plans[1]["clips"]


def test_ctrl_c_leaves_one_line_and_goes_on_afterwards(clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        _command(clip, out), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env=ENVIRONMENT,
        # A test run in the background hands down an ignored SIGINT; a terminal does not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    while not (out / "work" / "media.json").exists() and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "run the same command to go on" in said and "Traceback" not in said
    assert not [p for p in psutil.process_iter(["cmdline"]) if str(clip) in " ".join(p.info["cmdline"] or [])]
    assert subprocess.run(_command(clip, out), capture_output=True, check=False, env=ENVIRONMENT).returncode == 0
