"""Assembly: every frame in its place, sound under its picture at every join, no longer than its pictures."""

from __future__ import annotations

import math
import re
import subprocess
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from edc.errors import InvariantError
from edc.media.assemble import Chapter, assemble, audible_samples, decode_sound, measure_file
from edc.media.cutloudness import SILENCE_LUFS, integrated, limit, measure, set_loudness
from edc.media.cutsound import RATE, Piece, join_sound, read_sound
from edc.media.cutsource import FrameSpan, Source
from edc.media.ffmpeg import ffmpeg_path
from edc.media.pool import Pool, PoolSettings
from edc.media.stretches import bare
from tests.media.numbered_video import HEIGHT, NTSC, WIDTH, beep_starts, numbers, write_video

SPANS = [FrameSpan(first=a, stop=b) for a, b in ((40, 171), (203, 388), (410, 521), (700, 905), (1000, 1190))]


@pytest.fixture(scope="module", params=[(Fraction(0), 48_000), (Fraction(7, 3), 44_100)], ids=["plain", "offset-44k"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, Path]:
    """A source and a recap of five clips of it."""
    folder = tmp_path_factory.mktemp("assemble")
    offset, rate = request.param
    path = write_video(folder / "game.mp4", seconds=40, offset_s=offset, rate=rate)
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    source = Source(path=path, sha256="c" * 64, fps=NTSC, width=WIDTH, height=HEIGHT, frames=1198,
                    start_s=frame.pts * frame.time_base)  # fmt: skip
    pool = Pool(folder / "pool")
    pool.fill(source, [bare(s) for s in SPANS], workers=2)
    total = sum(span.length for span in SPANS)
    pieces = [Piece(start_s=source.seconds(s.first), length_s=source.seconds(s.length)) for s in SPANS]
    sound = join_sound(source, pieces, Fraction(audible_samples(total, NTSC), RATE), fade_s=4 / NTSC)
    chapters, at = [], 0
    for span in SPANS:
        chapters.append(Chapter(start_frame=at, stop_frame=at + span.length, title=f"from {span.first}"))
        at += span.length
    target = folder / "recap.mp4"
    clips = [pool.clip(source, bare(s), s) for s in SPANS]
    assemble(target, clips, set_loudness(sound, target_lufs=-23, ceiling_dbtp=-1.5),
             fps=NTSC, title="A recap", chapters=chapters)  # fmt: skip
    return source, target


def test_every_frame_is_in_its_place(made: tuple[Source, Path]) -> None:
    assert numbers(made[1]) == [number for span in SPANS for number in range(span.first, span.stop)]


def test_sound_meets_picture_at_every_join(made: tuple[Source, Path]) -> None:
    """Each beep is heard within 10 ms of the frame that it belongs to, the last as exactly as the first."""
    heard = beep_starts(decode_sound(made[1]).mean(axis=1))
    at, errors = Fraction(0), []
    for span in SPANS:
        start, stop = span.first / NTSC, span.stop / NTSC
        inside = [second for second in range(math.ceil(start), math.ceil(stop)) if stop - second > Fraction(1, 5)]
        expected = [float(at + second - start) for second in inside if second - start > Fraction(1, 5)]
        errors.append([min(abs(h - e) for h in heard) for e in expected])
        at += stop - start
    assert all(len(clip) >= 3 for clip in errors)
    assert max(max(clip) for clip in errors) < 0.010
    assert abs(np.median(errors[-1]) - np.median(errors[0])) < 0.002


def test_the_file_is_as_long_as_its_pictures(made: tuple[Source, Path]) -> None:
    frames = sum(span.length for span in SPANS)
    measured = measure_file(made[1])
    assert measured.frames == frames
    assert measured.duration_s <= frames / NTSC
    assert frames / NTSC - measured.duration_s < Fraction(1, 10_000)


def test_it_is_loud_as_asked_by_ffmpegs_own_meter(made: tuple[Source, Path]) -> None:
    said = subprocess.run([ffmpeg_path(), "-hide_banner", "-nostdin", "-i", str(made[1]), "-af", "ebur128=peak=true",
                           "-f", "null", "-"], capture_output=True, text=True, check=True).stderr  # fmt: skip
    summary = said[said.rindex("Summary:") :]
    loudness, peak = (float(re.search(rf"{name}:\s+(-?[\d.]+)", summary)[1]) for name in ("I", "Peak"))  # type: ignore[index]
    assert abs(loudness + 23.0) <= 0.5
    assert peak <= -1.0
    ours = measure_file(made[1])
    assert ours.integrated_lufs == pytest.approx(loudness, abs=0.2)
    assert ours.true_peak_dbtp == pytest.approx(peak, abs=0.3)


def test_chapters_and_title_are_in_the_file(made: tuple[Source, Path]) -> None:
    with av.open(str(made[1])) as container:
        assert [chapter["metadata"]["title"] for chapter in container.chapters()] == [f"from {s.first}" for s in SPANS]
        assert container.metadata["title"] == "A recap"


def test_the_index_stands_in_front(made: tuple[Source, Path]) -> None:
    data = made[1].read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_a_silent_source_gives_a_recap_without_sound(tmp_path: Path) -> None:
    path = write_video(tmp_path / "mute.mp4", seconds=4, sound=False)
    source = Source(path=path, sha256="d" * 64, fps=NTSC, width=WIDTH, height=HEIGHT, frames=119, has_sound=False)
    pool, span = Pool(tmp_path / "pool"), FrameSpan(first=5, stop=50)
    pool.fill(source, [bare(span)], workers=1)
    assemble(tmp_path / "recap.mp4", [pool.clip(source, bare(span), span)] * 2, None, fps=NTSC, title="")
    assert numbers(tmp_path / "recap.mp4") == list(range(5, 50)) * 2
    assert measure_file(tmp_path / "recap.mp4").integrated_lufs is None


def test_clips_encoded_differently_are_never_joined(tmp_path: Path) -> None:
    path = write_video(tmp_path / "mute.mp4", seconds=4, sound=False)
    source = Source(path=path, sha256="d" * 64, fps=NTSC, width=WIDTH, height=HEIGHT, frames=119)
    wide = Source(path=path, sha256="d" * 64, fps=NTSC, width=WIDTH * 2, height=HEIGHT, frames=119)
    pool, span = Pool(tmp_path / "pool", PoolSettings()), FrameSpan(first=5, stop=50)
    for each in (source, wide):
        pool.fill(each, [bare(span)], workers=1)
    with pytest.raises(InvariantError, match="other parameters"):
        assemble(tmp_path / "r.mp4", [pool.clip(each, bare(span), span) for each in (source, wide)], None, fps=NTSC,
                 title="")  # fmt: skip


def test_sound_is_read_to_the_sample_wherever_one_starts(made: tuple[Source, Path]) -> None:
    whole = read_sound(made[0], Fraction(3), Fraction(4))[:, 0]
    part = read_sound(made[0], Fraction(5), Fraction(1))[:, 0]
    assert np.abs(whole[2 * RATE : 3 * RATE] - part).max() < 0.02


def test_a_limiter_that_neither_delays_nor_overshoots() -> None:
    t = np.arange(RATE * 3) / RATE
    loud = (np.sin(2 * np.pi * 200 * t) * np.where(np.abs(t - 1.5) < 0.01, 3.0, 0.1)).astype(np.float32)
    sound = np.stack([loud, loud * 0.5], axis=1)
    limited = limit(sound, -3.0)
    assert measure(limited).true_peak_dbtp <= -2.9
    assert np.array_equal(limited[: RATE // 2], sound[: RATE // 2])
    assert int(np.argmax(np.abs(limited[:, 0]))) == pytest.approx(1.5 * RATE, abs=600)


def test_loudness_of_the_standards_reference_tone() -> None:
    """A 997 Hz sine at -23 dBFS in both channels is -23 LUFS (EBU Tech 3341, case 1)."""
    t = np.arange(RATE * 20) / RATE
    tone = (10 ** (-23 / 20) * np.sin(2 * np.pi * 997 * t)).astype(np.float32)
    assert integrated(np.stack([tone, tone], axis=1)) == pytest.approx(-23.0, abs=0.1)
    assert integrated(np.zeros((RATE, 2), np.float32)) == SILENCE_LUFS


def test_silence_stays_silence() -> None:
    silent = np.zeros((RATE, 2), np.float32)
    assert not set_loudness(silent, target_lufs=-23, ceiling_dbtp=-1).any()


@pytest.mark.parametrize("made", [(Fraction(7, 3), 44_100)], ids=["offset-44k"], indirect=True)
def test_sound_does_not_drift_over_ten_minutes(made: tuple[Source, Path], tmp_path: Path) -> None:
    """The same clips again and again until ten minutes are full: the last beep is as true as the first."""
    source, target = made
    spans = SPANS * 23
    pool = Pool(target.parent / "pool")
    pieces = [Piece(start_s=source.seconds(s.first), length_s=source.seconds(s.length)) for s in spans]
    total = sum(span.length for span in spans)
    sound = join_sound(source, pieces, Fraction(audible_samples(total, NTSC), RATE), fade_s=4 / NTSC)
    long = tmp_path / "long.mp4"
    assemble(long, [pool.clip(source, bare(s), s) for s in spans], sound, fps=NTSC, title="")
    heard = np.array(beep_starts(decode_sound(long).mean(axis=1)))
    at, errors = Fraction(0), []
    for span in spans:
        start, stop = span.first / NTSC, span.stop / NTSC
        seconds = [s for s in range(math.ceil(start), math.ceil(stop)) if stop - s > Fraction(1, 5) < s - start]
        errors += [float(np.abs(heard - float(at + s - start)).min()) for s in seconds]
        at += stop - start
    assert float(at) > 600 and max(errors) < 0.010
    assert abs(np.median(errors[-20:]) - np.median(errors[:20])) < 0.002
