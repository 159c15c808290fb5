"""Bad input: one clear message, the right exit code, nothing left behind and nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from edc.files import content_hash
from edc.media.ffmpeg import ffmpeg_path, run_ffmpeg
from sample_media.simulation import playbyplay
from sample_media.simulation.game import simulate
from tests.conftest import FEW_LOOKS, SAMPLE, Edc

VIDEO, FEED = SAMPLE / "broadcast.mp4", SAMPLE / "playbyplay.json"


def _message(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in done.stderr.splitlines() if line.startswith("edc: ")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


@pytest.fixture(scope="session")
def first_seconds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some seconds of the sample game with a score bug, copied without encoding."""
    path = tmp_path_factory.mktemp("cut") / "cut.mp4"
    run_ffmpeg(["-ss", "24", "-i", str(VIDEO), "-t", "24", "-c", "copy", str(path)], doing="cutting a test clip")
    return path


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.mp4", None, "does not exist"),
        ("empty.mp4", b"", "empty"),
        ("text.mp4", b"this is a letter, not a video\n" * 50, "no video"),
    ],
)
def test_files_that_are_no_video(edc: Edc, tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    video, out = tmp_path / name, tmp_path / "out"
    if content is not None:
        video.write_bytes(content)
    done = edc("process", video, "--out", out)
    assert done.returncode == 3
    message = _message(done)
    assert name in message and said in message.lower()
    assert not out.exists()


def test_an_mp4_without_its_index(edc: Edc, tmp_path: Path, first_seconds: Path) -> None:
    # Without faststart the index lies at the end: half of the file has none.
    slow, cut = tmp_path / "slow.mp4", tmp_path / "cut.mp4"
    run_ffmpeg(["-i", str(first_seconds), "-c", "copy", "-movflags", "-faststart", str(slow)], doing="remux")
    cut.write_bytes(slow.read_bytes()[: slow.stat().st_size // 2])
    done = edc("process", cut, "--out", tmp_path / "out")
    assert done.returncode == 3
    assert "cut.mp4" in _message(done) and "index" in _message(done)
    assert not (tmp_path / "out").exists()


def test_a_video_cut_off_half_way_with_its_index(edc: Edc, tmp_path: Path, first_seconds: Path) -> None:
    fast, cut = tmp_path / "fast.mp4", tmp_path / "cut.mp4"
    run_ffmpeg(["-i", str(first_seconds), "-c", "copy", "-movflags", "+faststart", str(fast)], doing="remux")
    cut.write_bytes(fast.read_bytes()[: fast.stat().st_size // 2])
    done = edc("process", cut, "--out", tmp_path / "out", env=FEW_LOOKS)
    assert done.returncode == 0, done.stderr
    assert "warning" in done.stderr and "0:24" in done.stderr
    assert (tmp_path / "out" / "report.html").is_file()


def test_a_video_without_sound(edc: Edc, tmp_path: Path, first_seconds: Path) -> None:
    silent = tmp_path / "silent.mp4"
    run_ffmpeg(["-i", str(first_seconds), "-c", "copy", "-an", str(silent)], doing="remux")
    done = edc("process", silent, "--out", tmp_path / "out", env=FEW_LOOKS)
    assert done.returncode == 0, done.stderr
    assert "no sound" in done.stderr
    assert (tmp_path / "out" / "moments.parquet").is_file()


def test_a_video_without_a_score_bug(edc: Edc, tmp_path: Path) -> None:
    video = tmp_path / "bars.mp4"
    run_ffmpeg(
        ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30", "-f", "lavfi", "-i", "sine", "-t", "12",
         "-pix_fmt", "yuv420p", str(video)], doing="making a test picture",
    )  # fmt: skip
    done = edc("process", video, "--playbyplay", FEED, "--out", tmp_path / "out", env=FEW_LOOKS)
    assert done.returncode == 0, done.stderr
    assert "no score bug" in done.stderr and "cannot be placed" in done.stderr
    assert (tmp_path / "out" / "report.html").is_file()


def test_broken_json(edc: Edc, tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text(FEED.read_text(encoding="utf-8")[:5000])
    done = edc("process", VIDEO, "--playbyplay", feed, "--out", tmp_path / "out")
    assert done.returncode == 3
    assert "feed.json" in _message(done)
    assert not (tmp_path / "out").exists()


def test_the_play_by_play_of_another_game_loses_nothing(edc: Edc, tmp_path: Path, sample_folder: Path) -> None:
    folder = tmp_path / "game"
    shutil.copytree(sample_folder, folder)
    other = tmp_path / "other.json"
    other.write_text(json.dumps(playbyplay.feed(simulate(4711))), encoding="utf-8")
    kept = ("moments.parquet", "key_moments.json", "recaps/rapid/recap.mp4", "clock.parquet")
    before = {name: content_hash(folder / name) for name in kept}
    done = edc("process", VIDEO, "--playbyplay", other, "--out", folder)
    assert done.returncode == 3
    assert "other.json" in _message(done) or "another game" in _message(done)
    assert before == {name: content_hash(folder / name) for name in kept}


def test_a_second_process_on_the_same_folder(edc: Edc, tmp_path: Path, first_seconds: Path) -> None:
    out = tmp_path / "out"
    first = subprocess.Popen(
        [sys.executable, "-m", "edc", "process", str(first_seconds), "--out", str(out)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not (out / ".lock").exists() and first.poll() is None:
            pass
        done = edc("process", first_seconds, "--out", out)
    finally:
        first.kill()
        first.wait()
    assert done.returncode == 4
    assert str(out) in _message(done)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; see the read-only file system below")
def test_a_folder_without_permission(edc: Edc, tmp_path: Path, first_seconds: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = edc("process", first_seconds, "--out", closed / "out")
    assert done.returncode == 2
    assert "permission" in _message(done)


def test_a_folder_without_permission_for_an_ordinary_user(tmp_path: Path, first_seconds: Path) -> None:
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("needs root and setpriv to become another user")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o755)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(folder.stat().st_mode | 0o005)
    done = subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-m", "edc", "process",
         str(first_seconds), "--out", str(closed / "out")],
        capture_output=True, text=True, check=False, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    if "No module named" in done.stderr or "Permission denied: '/root" in done.stderr:
        pytest.skip("another user cannot read this Python")
    assert done.returncode == 2, done.stderr
    assert "permission" in _message(done)
    assert not list(closed.iterdir())


def test_a_full_disk(tmp_path: Path, first_seconds: Path) -> None:
    """A file system of a tenth of a megabyte, in a mount namespace of its own."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("needs root and unshare to make a small file system")
    small = tmp_path / "small"
    small.mkdir()
    script = (
        f"mount -t tmpfs -o size=100k tmpfs {small} && "
        f"{sys.executable} -m edc process {first_seconds} --out {small}/out; code=$?; "
        f"find {small} -name '*.part-*' | wc -l; exit $code"
    )
    done = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, check=False)
    if "mount" in done.stderr and "edc:" not in done.stderr:
        pytest.skip("no mounts may be made here")
    assert done.returncode == 4, done.stderr
    assert "no space left" in _message(done)
    assert done.stdout.strip().splitlines()[-1] == "0", "half-written files were left"


def test_ffmpeg_is_found() -> None:
    assert Path(ffmpeg_path()).exists()
