"""Whatever the container, the pictures lie where a viewer sees them, and what cannot be read is said."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from edc.errors import InputError
from edc.files import read_json, write_json
from edc.media.chunks import chunks, probe_times
from edc.media.decode import Wanted, decode
from edc.media.ffmpeg import run_ffmpeg
from edc.media.ingest import ingest
from edc.media.media import media_from_json
from edc.media.probe import Probed, probe
from edc.media.stills import stills
from tests.media import odd_videos
from tests.media.numbered_video import BLOCK, NTSC, WIDTH, beep_starts, number_in
from tests.media.odd_videos import FRAMES, SECONDS

SOUND_RATE = 16000
NUMBER_ROW = (0, 0, WIDTH, BLOCK)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


def ingested(make: Callable[[Path], Path], folder: Path) -> Probed:
    video = make(folder)
    return ingest(video, video.name, folder / f"work-{make.__name__}")


class Seen:
    """All that the scan's decoder hands over of a video, decoded in chunks of a few seconds."""

    def __init__(self, found: Probed) -> None:
        media = found.media
        self.tiny_s: list[float] = []
        self.numbers: list[tuple[float, int]] = []
        self.sound = np.zeros(int((media.duration_s + 1) * SOUND_RATE), np.float32)
        for chunk in chunks(found.frames, media.duration_s, 6.0, 2):
            wanted = Wanted(crops=[NUMBER_ROW], looks_per_s=4.0, frames_per_s=5.0)
            for item in decode(media, chunk.start_s, chunk.end_s, wanted):
                if item.kind == "tiny":
                    self.tiny_s.append(item.media_s)
                elif item.kind == "crop":
                    self.numbers.append((item.media_s, number_in(item.data[:, :, 1])))
                elif item.kind == "sound":
                    first = round(item.media_s * SOUND_RATE)
                    part = item.data[max(0, -first) :][: len(self.sound) - max(0, first)]
                    self.sound[max(0, first) : max(0, first) + len(part)] = part

    def beeps(self) -> list[float]:
        fine = np.arange(0, len(self.sound) / SOUND_RATE, 1 / 48000)
        return beep_starts(np.interp(fine, np.arange(len(self.sound)) / SOUND_RATE, self.sound))


@pytest.mark.parametrize(
    "make",
    [odd_videos.plain, odd_videos.with_start_offset, odd_videos.variable, odd_videos.transport_stream,
     odd_videos.playlist, odd_videos.matroska],
    ids=lambda make: make.__name__,
)  # fmt: skip
def test_each_picture_and_each_beep_lies_at_its_second(make: Callable[[Path], Path], folder: Path) -> None:
    found = ingested(make, folder)
    seen = Seen(found)
    assert found.frames.media_s[0] == 0.0
    assert np.allclose(seen.tiny_s, found.frames.media_s, atol=1e-3)
    assert all(number == round(at * NTSC) for at, number in seen.numbers)
    assert np.allclose(seen.beeps(), range(int(SECONDS)), atol=0.01)
    assert found.media.fps == NTSC
    assert found.media.variable_rate == (make is odd_videos.variable)
    assert found.media.duration_s == pytest.approx(FRAMES / NTSC, abs=0.05)


def test_looks_are_as_many_as_asked_and_evenly_spaced(folder: Path) -> None:
    times = [at for at, _ in Seen(ingested(odd_videos.plain, folder)).numbers]
    assert len(times) >= 4.0 * SECONDS
    assert max(np.diff(times)) < 0.25 + 1 / NTSC


def test_what_an_edit_list_hides_is_not_there(folder: Path) -> None:
    found = ingested(odd_videos.with_edit_list, folder)
    seen = Seen(found)
    hidden = {number - round(at * NTSC) for at, number in seen.numbers}
    assert hidden == {96}
    assert np.allclose(seen.tiny_s, found.frames.media_s, atol=1e-3)
    assert np.allclose(np.array(seen.beeps()) % 1.0, 0.8, atol=0.01) and len(seen.beeps()) == 20


@pytest.mark.parametrize(
    ("make", "then_s"),
    [(odd_videos.transport_stream_with_jump, 1001.4), (odd_videos.transport_stream_set_back, 1.4667)],
)
def test_a_clock_that_jumps_is_repaired_and_leads_back(
    make: Callable[[Path], Path], then_s: float, folder: Path
) -> None:
    found = ingested(make, folder)
    steps = np.diff(found.frames.media_s)
    assert steps.max() < 0.15 and steps.min() >= 0
    assert found.media.duration_s == pytest.approx(SECONDS, abs=0.2)
    rows = pq.read_table(folder / f"work-{make.__name__}" / "timeline.parquet").to_pylist()
    assert len(rows) == 2 and rows[0]["media_s"] == 0.0
    assert rows[1]["source_s"] == pytest.approx(then_s, abs=0.01)
    assert len(Seen(found).numbers) > 90


def test_pixels_that_are_not_square_are_shown_as_meant(folder: Path) -> None:
    found = ingested(odd_videos.wide_pixels, folder)
    assert (found.media.width, found.media.height) == (342, 144)
    picture = stills(found.media, [2.0])[0]
    assert picture.shape == (144, 342, 3)
    for item in decode(found.media, 0.0, 1.0, Wanted(crops=[(0, 0, 342, BLOCK)], looks_per_s=4.0, frames_per_s=5.0)):
        if item.kind == "crop":
            assert item.data.shape == (BLOCK, 342, 3)
            narrow = item.data[:, (np.arange(WIDTH) * 342 // WIDTH), 1]
            assert number_in(narrow) == round(item.media_s * NTSC)


def test_a_damaged_stretch_costs_only_itself(folder: Path) -> None:
    found = ingested(odd_videos.damaged, folder)
    seen = Seen(found)
    assert len(seen.tiny_s) > 0.9 * FRAMES
    after = [(at, number) for at, number in seen.numbers if at > 18.0]
    assert len(after) > 20 and all(number == round(at * NTSC) for at, number in after)
    assert {19.0, 20.0, 21.0} <= {round(at, 1) for at in seen.beeps()}


def test_sound_that_ends_early_takes_no_picture_with_it(folder: Path) -> None:
    found = ingested(odd_videos.sound_ends_early, folder)
    seen = Seen(found)
    assert len(seen.tiny_s) == FRAMES
    assert max(seen.beeps()) < 8.1


def test_a_cut_off_video_says_how_much_could_be_read(folder: Path) -> None:
    found = ingested(odd_videos.cut_off, folder)
    assert any("0:12 of 0:23" in warning for warning in found.warnings)
    assert found.media.duration_s == pytest.approx(12.1, abs=0.5)
    assert len(Seen(found).tiny_s) == len(found.frames.media_s)


def test_a_silent_video_is_said_to_be_silent(folder: Path) -> None:
    found = ingested(odd_videos.silent, folder)
    assert not found.media.has_audio
    assert any("no sound" in warning for warning in found.warnings)
    assert len(Seen(found).tiny_s) == FRAMES


def test_stills_are_exact_to_the_frame(folder: Path) -> None:
    for make in (odd_videos.plain, odd_videos.with_start_offset, odd_videos.transport_stream):
        found = ingested(make, folder)
        numbers = [0, 1, 49, 50, 51, 333, 700, FRAMES - 1, 120]
        pictures = stills(found.media, [number / NTSC for number in numbers])
        assert [number_in(picture[:, :, 1]) for picture in pictures] == numbers
        between = stills(found.media, [(333.5) / NTSC])
        assert number_in(between[0][:, :, 1]) == 333


def test_what_is_known_survives_being_written(folder: Path, tmp_path: Path) -> None:
    media = ingested(odd_videos.plain, folder).media
    write_json(tmp_path / "media.json", media.to_json())
    assert media_from_json(read_json(tmp_path / "media.json")) == media
    assert read_json(tmp_path / "media.json")["fps"] == "30000/1001"


def test_chunks_tile_the_video_and_start_at_keyframes(folder: Path) -> None:
    found = ingested(odd_videos.plain, folder)
    parts = chunks(found.frames, found.media.duration_s, 5.0, 2)
    assert len(parts) >= 4
    assert parts[0].start_s == 0.0 and parts[-1].end_s == found.media.duration_s
    assert all(a.end_s == b.start_s for a, b in pairwise(parts))
    keys = set(found.frames.media_s[found.frames.keyframe])
    assert all(part.start_s in keys for part in parts)
    assert len(probe_times(found.frames, found.media.duration_s, 60)) == round(found.media.duration_s)
    assert 6 <= len(probe_times(found.frames, found.media.duration_s, 10)) <= 12
    assert len(probe_times(found.frames, 3.0, 60)) == 6


def _not_a_video(name: str, folder: Path) -> Path:
    path = folder / name
    if name == "empty.mp4":
        path.write_bytes(b"")
    elif name == "letter.mp4":
        path.write_text("Dear viewer, this is a letter.\n" * 100)
    elif name == "noise.mp4":
        path.write_bytes(np.random.default_rng(1).bytes(50_000))
    elif name == "no_index.mp4":
        slow = folder / "slow.mp4"
        run_ffmpeg(["-i", str(odd_videos.plain(folder)), "-c", "copy", str(slow)], doing="moving the index to the end")
        path.write_bytes(slow.read_bytes()[: slow.stat().st_size // 2])
    elif name == "sound.mp4":
        run_ffmpeg(["-i", str(odd_videos.plain(folder)), "-vn", "-c", "copy", str(path)], doing="taking the sound")
    return path


@pytest.mark.parametrize(
    ("name", "said"),
    [("missing.mp4", "does not exist"), ("empty.mp4", "empty"), ("letter.mp4", "text file"),
     ("noise.mp4", "no video"), ("no_index.mp4", "without its index"), ("sound.mp4", "no video (only audio)")],
)  # fmt: skip
def test_bad_files_are_refused_with_one_clear_message(name: str, said: str, folder: Path) -> None:
    path = _not_a_video(name, folder)
    with pytest.raises(InputError) as refused:
        probe(path, str(path), "")
    message = str(refused.value)
    assert name in message and said in message and "\n" not in message


def test_the_real_clips(data: Path, tmp_path: Path) -> None:
    for video in sorted((data / "video").glob("*.mp4")):
        found = ingest(video, video.name, tmp_path)
        wanted = Wanted(crops=[], looks_per_s=4.0, frames_per_s=5.0)
        decoded = list(decode(found.media, 0.0, found.media.duration_s, wanted))
        tiny_s = np.array([item.media_s for item in decoded if item.kind == "tiny"])
        assert len(tiny_s) == len(found.frames.media_s)
        # one of them stamps two of its 178 pictures alike
        assert np.mean(np.abs(tiny_s - found.frames.media_s) < 2e-3) > 0.98
        assert any(item.kind == "sound" for item in decoded) == found.media.has_audio
