"""What many tests share: the processed sample game, the real data, and running the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_media" / "game"
DATA = ROOT.parent / "shared" / "data"

FEW_LOOKS = {"EDC_SCAN__PROBE_FRAMES": "8"}
"""Environment for runs of which nobody asks how well the score bug is found: looking for it takes longest."""

Edc = Callable[..., subprocess.CompletedProcess[str]]


def run_edc(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`edc …` as a user runs it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "edc", *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "COLUMNS": "200", **(env or {})},
    )  # fmt: skip


@pytest.fixture(scope="session")
def edc() -> Edc:
    return run_edc


@pytest.fixture(scope="session")
def data() -> Path:
    """The real broadcasts and feeds; not part of the repository."""
    if not DATA.is_dir():
        pytest.skip(f"no real data at {DATA}")
    return DATA


def made_once(name: str, make: Callable[[Path], None], factory: pytest.TempPathFactory) -> Path:
    """A folder that the first worker makes; each of the others has a copy of its own, for tests do write there."""
    mine = factory.mktemp(name) / "game"
    if os.environ.get("PYTEST_XDIST_WORKER") is None:
        make(mine)
        return mine
    shared = factory.getbasetemp().parent / "shared" / name / "game"  # as deep: the report's links are relative
    shared.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(shared.with_suffix(".lock")):
        if not shared.exists():
            making = shared.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            make(making)
            making.rename(shared)
    shutil.copytree(shared, mine)
    return mine


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample game, processed once with its play-by-play. Tests that change it work on a copy."""
    def make(out: Path) -> None:
        done = run_edc(
            "process", SAMPLE / "broadcast.mp4", "--playbyplay", SAMPLE / "playbyplay.json",
            "--boxscore", SAMPLE / "boxscore.json", "--out", out,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    return made_once("sample", make, tmp_path_factory)


@pytest.fixture(scope="session")
def sample_without_feed(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same broadcast without play-by-play; the scan, which does not depend on the feed, is taken over."""
    def make(out: Path) -> None:
        shutil.copytree(sample_folder, out, ignore=shutil.ignore_patterns("recaps", "pool", "ids.jsonl"))
        done = run_edc("process", SAMPLE / "broadcast.mp4", "--out", out)
        assert done.returncode == 0, done.stderr

    return made_once("sample_without_feed", make, tmp_path_factory)
