"""Broken on purpose: one clear message or a shorter true recap, no half file, nothing earlier lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import av
import pytest

from edc.config import load_config
from edc.errors import InputError, UsageError
from edc.files import content_hash, read_json, write_json
from edc.gamefolder import GameFolder
from edc.media.assemble import decode_sound
from edc.media.ffmpeg import ffmpeg_path
from edc.media.probe import probe
from edc.progress import Silent
from edc.recap.make import make_recap
from edc.recap.request import FixedClip, RecapRequest
from tests.conftest import ROOT
from tests.media.numbered_video import NTSC, beep_starts, numbers, write_video
from tests.recap.test_recap_files import SECONDS, lay, plays

CONFIG = load_config().recap


def made(game: GameFolder, request: RecapRequest | None = None) -> tuple[dict[str, object], list[int]]:
    document = make_recap(game, request or RecapRequest(), CONFIG, Silent())
    name = (request or RecapRequest()).name
    return document, numbers(game.recap(name) / "recap.mp4")


def named(document: dict[str, object]) -> list[int]:
    clips = document["clips"]
    assert isinstance(clips, list)
    return [n for clip in clips for n in range(clip["in_frame"], clip["out_frame"])]


def test_an_editors_clips_are_shown_from_frame_to_frame(video: Path, tmp_path: Path) -> None:
    game = GameFolder(tmp_path)
    lay(game, video, plays())
    clips = (FixedClip(start_s=50.05, end_s=54.1), FixedClip(start_s=110.0, end_s=113.0))
    document, shown = made(game, RecapRequest(name="mine", seconds=60, fixed=clips))
    wanted = [(round(50.05 * NTSC), round(54.1 * NTSC)), (round(110 * NTSC), round(113 * NTSC))]
    spans = [(clip["in_frame"], clip["out_frame"]) for clip in document["clips"]]  # type: ignore[attr-defined]
    assert set(wanted) <= set(spans)
    assert shown[: len(named(document))] == named(document)
    assert spans == sorted(spans) and all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(("clips", "message"), [
    (((10.0, 20.0), (19.0, 25.0)), "10-20 and 19-25 overlap"), (((10.0, 50.0),), "alone last 40.00 s"),
    (((500.0, 505.0),), "not in the recording"),
])  # fmt: skip
def test_clips_that_cannot_be_shown_are_refused_before_anything_is_encoded(
    clips: tuple[tuple[float, float], ...], message: str, video: Path, tmp_path: Path
) -> None:
    game = GameFolder(tmp_path)
    lay(game, video, plays())
    with pytest.raises(UsageError, match=message):
        make_recap(game, RecapRequest(seconds=30, fixed=tuple(FixedClip(start_s=a, end_s=b) for a, b in clips)),
                   CONFIG, Silent())  # fmt: skip
    assert not list(game.pool.glob("*.mp4"))


def test_a_game_with_three_moments_is_a_short_recap(video: Path, tmp_path: Path) -> None:
    game = GameFolder(tmp_path)
    lay(game, video, plays()[:1] + plays()[5:7])
    document, shown = made(game)
    assert len(document["clips"]) == 3 and shown[: len(named(document))] == named(document)  # type: ignore[arg-type]


def test_a_request_of_three_seconds_is_refused() -> None:
    with pytest.raises(UsageError, match="15 to 600"):
        RecapRequest(seconds=3)


def test_of_two_sound_tracks_the_first_is_heard(video: Path, tmp_path: Path) -> None:
    two = tmp_path / "two.mp4"
    subprocess.run([ffmpeg_path(), "-v", "error", "-i", str(video), "-f", "lavfi", "-i",
                    f"anoisesrc=d={SECONDS}:a=0.5", "-map", "0:v", "-map", "0:a", "-map", "1:a", "-c:v", "copy",
                    "-c:a", "aac", str(two)], check=True)  # fmt: skip
    game = GameFolder(tmp_path / "game")
    lay(game, two, plays()[:1])
    document, shown = made(game)
    assert shown[: len(named(document))] == named(document)
    with av.open(str(game.recap() / "recap.mp4")) as container:
        assert len(container.streams.audio) == 1
    clip = document["clips"][0]  # type: ignore[index]
    inside = [s for s in range(SECONDS) if clip["start_s"] + 0.2 < s < clip["end_s"] - 0.2]
    heard = beep_starts(decode_sound(game.recap() / "recap.mp4").mean(axis=1))
    assert inside and all(min(abs(at + clip["start_s"] - s) for at in heard) < 0.01 for s in inside), "beeps, no noise"
    assert len(heard) <= len(inside) + 3


def test_an_interlaced_source_gives_whole_pictures_at_its_frame_rate(tmp_path: Path) -> None:
    plain = write_video(tmp_path / "plain.mp4", seconds=40)
    laced = tmp_path / "laced.mp4"
    subprocess.run([ffmpeg_path(), "-v", "error", "-i", str(plain), "-vf", "setfield=tff", "-c:v", "libx264", "-flags",
                    "+ilme+ildct", "-x264-params", "tff=1", "-c:a", "copy", str(laced)], check=True)  # fmt: skip
    game = GameFolder(tmp_path / "game")
    lay(game, laced, plays()[:2])
    assert probe(laced, str(laced), content_hash(laced)).media.interlaced
    document, shown = made(game)
    assert shown[: len(named(document))] == named(document)
    with av.open(str(game.recap() / "recap.mp4")) as container:
        assert container.streams.video[0].average_rate == NTSC


def test_a_rate_that_no_edit_list_can_count_gets_the_other_formats_and_a_check(tmp_path: Path) -> None:
    from fractions import Fraction

    video = write_video(tmp_path / "fast.mp4", seconds=30, fps=Fraction(60000, 1001), sound=False)
    game = GameFolder(tmp_path / "game")
    lay(game, video, plays()[:1])
    document, _ = made(game)
    assert not (game.recap() / "recap.edl").exists()
    assert (game.recap() / "recap.fcpxml").exists() and (game.recap() / "recap.otio").exists()
    assert any("59.94" in str(check["reason"]) for check in document["checks"])  # type: ignore[attr-defined]


def test_a_corrupt_stretch_costs_its_play_and_shows_nobody_a_torn_picture(video: Path, tmp_path: Path) -> None:
    """A decoder would show something in its place: the recap shows the next best play, frame by frame its own."""
    data, torn = bytearray(video.read_bytes()), tmp_path / "torn.mp4"
    with av.open(str(video)) as container:
        for packet in container.demux(video=0):
            if packet.pts is not None and 88.5 <= packet.pts * packet.time_base < 89.5:
                place = slice(packet.pos, packet.pos + packet.size)
                data[place] = bytes(reversed(data[place]))
    torn.write_bytes(data)
    game, reporter = GameFolder(tmp_path / "game"), Silent()
    lay(game, torn, plays())
    document = make_recap(game, RecapRequest(), CONFIG, reporter)
    assert numbers(game.recap() / "recap.mp4")[: len(named(document))] == named(document)
    lost = [row["moment_id"] for row in document["left_out"] if "damaged" in row["reason"]]
    assert lost == ["m0006"] and len(reporter.warnings) == 1 and "damaged" in reporter.warnings[0]
    assert len(document["clips"]) >= 4


def test_damage_in_the_handles_alone_costs_nothing(silent_video: Path, tmp_path: Path) -> None:
    """The file ends in the second after the last play: its handle is missing, the play is not."""
    game = GameFolder(tmp_path / "game")
    lay(game, silent_video, plays())
    short = tmp_path / "short.mp4"
    subprocess.run([ffmpeg_path(), "-v", "error", "-i", str(silent_video), "-t", "130.5", "-c", "copy", str(short)],
                   check=True)  # fmt: skip
    media = read_json(game.media)
    write_json(game.media, {**media, "path": str(short), "sha256": content_hash(short)})
    document, shown = made(game)
    assert "m0008" in {id_ for clip in document["clips"] for id_ in clip["moment_ids"]}  # type: ignore[attr-defined]
    assert shown[: len(named(document))] == named(document)


def test_killed_while_it_encodes_the_earlier_recap_stays_and_the_work_goes_on(video: Path, tmp_path: Path) -> None:
    game = GameFolder(tmp_path / "game")
    lay(game, video, plays())
    write_json(game.root / "manifest.json", {})
    made(game, RecapRequest(name="rapid", seconds=15))
    before = (game.recap() / "recap.json").read_bytes()
    had = len(list(game.pool.glob("*.mp4")))
    process = subprocess.Popen([sys.executable, "-m", "edc", "recap", str(game.root), "--name", "rapid"], cwd=ROOT,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    deadline = time.monotonic() + 60
    while len(list(game.pool.glob("*.mp4"))) <= had and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    if process.returncode == -signal.SIGKILL:
        assert (game.recap() / "recap.json").read_bytes() == before
    document, shown = made(game)
    assert shown[: len(named(document))] == named(document)


def test_a_vanished_source_is_one_message(tmp_path: Path) -> None:
    video = write_video(tmp_path / "gone.mp4", seconds=20)
    game = GameFolder(tmp_path / "game")
    lay(game, video, plays()[:1])
    video.unlink()
    with pytest.raises(InputError, match=r"gone\.mp4 is gone"):
        made(game)
    assert not game.recap().exists()
