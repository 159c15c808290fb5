"""The pool: first and last frame of each clip exact, nothing encoded twice, nothing half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import pytest

from edc.errors import InputError
from edc.media.assemble import decode_sound
from edc.media.cutsource import FrameSpan, Source, timescale
from edc.media.fragments import read_fragments
from edc.media.pool import Pool, PoolSettings
from edc.media.poolpicture import level_for
from edc.media.poolsound import PoolSound, fill_sound, sound_path, sound_ticks
from edc.media.stretches import Stretch, bare, stretches
from tests.media.numbered_video import HEIGHT, NTSC, WIDTH, beep_starts, numbers, write_video


def source(path: Path, **changes: object) -> Source:
    values: dict[str, object] = {
        "path": path, "sha256": "a" * 64, "fps": NTSC, "width": WIDTH, "height": HEIGHT, "frames": 599,
    }  # fmt: skip
    return Source(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("pool") / "game.mp4", seconds=20, sound=False)


SPANS = [bare(FrameSpan(first=a, stop=b)) for a, b in ((0, 31), (49, 51), (113, 260), (540, 599))]


def test_first_and_last_frame_of_every_clip_are_exact(video: Path, tmp_path: Path) -> None:
    pool = Pool(tmp_path / "pool")
    pool.fill(source(video), SPANS, workers=2)
    for each in SPANS:
        assert numbers(pool.path(source(video), each)) == list(range(each.span.first, each.span.stop))


def test_a_clip_begins_with_a_keyframe_and_has_no_b_frames(video: Path, tmp_path: Path) -> None:
    pool = Pool(tmp_path / "pool")
    pool.fill(source(video), [SPANS[2]], workers=1)
    with av.open(str(pool.path(source(video), SPANS[2]))) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert container.streams.video[0].codec_context.has_b_frames == 0
    assert packets[0].is_keyframe
    assert all(packet.pts == packet.dts for packet in packets)
    keys = [number for number, packet in enumerate(packets) if packet.is_keyframe]
    assert max(b - a for a, b in zip(keys, [*keys[1:], len(packets)], strict=True)) <= PoolSettings().keyframes


def test_handles_of_four_seconds_lie_on_both_sides_and_an_idr_frame_at_every_edge(video: Path, tmp_path: Path) -> None:
    here, pool = source(video), Pool(tmp_path / "pool")
    spans = [FrameSpan(first=200, stop=290), FrameSpan(first=331, stop=402), FrameSpan(first=331, stop=377)]
    (held,) = stretches(spans, here)
    assert (held.span.first, held.span.stop) == (200 - 120, 402 + 120), "one stretch, so no picture is encoded twice"
    pool.fill(here, [held], workers=1)
    fragments = read_fragments(pool.path(here, held))
    starts = {part.start // 1001 for part in fragments.parts}
    assert {200, 290, 331, 377, 402} <= starts, "each edge begins a fragment, and a fragment begins with an IDR frame"
    for span in spans:
        ref = pool.clip(here, held, span)
        assert numbers(ref.path)[ref.skip : ref.skip + ref.frames] == list(range(span.first, span.stop))


def test_frames_after_an_edge_do_not_need_those_before_it(video: Path, tmp_path: Path) -> None:
    """Only the bytes that a playlist names, behind the initialisation: they decode to the clip and nothing else."""
    here, pool, span = source(video), Pool(tmp_path / "pool"), FrameSpan(first=251, stop=317)
    (held,) = stretches([span], here)
    pool.fill(here, [held], workers=1)
    path = pool.path(here, held)
    fragments = read_fragments(path)
    parts = fragments.covering(span.first * 1001, span.stop * 1001)
    cut = tmp_path / "cut.mp4"
    data = path.read_bytes()
    cut.write_bytes(fragments.init + b"".join(data[p.offset : p.offset + p.size] for p in parts))
    assert numbers(cut) == list(range(span.first, span.stop))


def test_far_clips_have_stretches_of_their_own_and_the_source_bounds_the_handles(video: Path) -> None:
    held = stretches([FrameSpan(first=10, stop=60), FrameSpan(first=400, stop=590)], source(video))
    assert [(s.span.first, s.span.stop) for s in held] == [(0, 180), (280, 599)]


def test_every_rendition_is_cut_alike(video: Path, tmp_path: Path) -> None:
    here, pool = source(video), Pool(tmp_path / "pool")
    held = Stretch(span=FrameSpan(first=100, stop=200), edges=(130, 170))
    for size in (None, (128, 72)):
        pool.fill(here, [held], workers=1, size=size)
    large, small = (read_fragments(pool.path(here, held, size)) for size in (None, (128, 72)))
    assert [p.start for p in large.parts] == [p.start for p in small.parts]
    with av.open(str(pool.path(here, held, (128, 72)))) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (128, 72)


def test_the_sound_of_the_pool_is_in_time_and_cut_at_the_same_edges(tmp_path: Path) -> None:
    path = write_video(tmp_path / "heard.mp4", seconds=20)
    here, folder = source(path), tmp_path / "pool"
    held = stretches([FrameSpan(first=200, stop=290), FrameSpan(first=331, stop=402)], here)[0]
    loud = PoolSound(gain_db=0.0, ceiling_dbtp=-1.5)
    assert fill_sound(folder, here, [held], loud) == [held] and fill_sound(folder, here, [held], loud) == []
    file = sound_path(folder, here, held, loud)
    heard = beep_starts(decode_sound(file).mean(axis=1))
    start = float(here.seconds(held.span.first))
    assert len(heard) >= 13
    assert all(abs((at + start) - round(at + start)) < 0.002 for at in heard)
    for span in (FrameSpan(first=200, stop=290), FrameSpan(first=331, stop=402)):
        ticks = sound_ticks(span, held, here)
        assert sum(p.samples for p in read_fragments(file).covering(*ticks)) * 1024 == ticks[1] - ticks[0]
        assert abs(ticks[0] / 48_000 - float(here.seconds(span.first))) <= 513 / 48_000


def test_a_second_filling_encodes_nothing(video: Path, tmp_path: Path) -> None:
    pool = Pool(tmp_path / "pool")
    assert pool.fill(source(video), SPANS[:2], workers=2) == SPANS[:2]
    assert pool.fill(source(video), SPANS[:3], workers=2) == SPANS[2:3]
    assert pool.fill(source(video), SPANS[:3], workers=2) == []


def test_other_media_or_settings_are_other_clips(video: Path, tmp_path: Path) -> None:
    here = source(video)
    pool, finer = Pool(tmp_path), Pool(tmp_path, PoolSettings(crf=18))
    names = {pool.path(here, SPANS[0]), finer.path(here, SPANS[0]), pool.path(here, SPANS[1]),
             pool.path(source(video, sha256="b" * 64), SPANS[0])}  # fmt: skip
    assert len(names) == 4


@pytest.mark.parametrize("offset", [Fraction(1, 30), Fraction(7, 3), Fraction(100)])
def test_time_counts_from_the_first_frame_wherever_the_file_starts(tmp_path: Path, offset: Fraction) -> None:
    path = write_video(tmp_path / "late.mp4", seconds=8, sound=True, offset_s=offset)
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        start = frame.pts * frame.time_base
    pool, span = Pool(tmp_path / "pool"), bare(FrameSpan(first=61, stop=90))
    pool.fill(source(path, start_s=start, frames=239), [span], workers=1)
    assert numbers(pool.path(source(path, start_s=start, frames=239), span)) == list(range(61, 90))


def test_a_varying_frame_rate_becomes_a_constant_one(tmp_path: Path) -> None:
    """Where the source skips pictures the last one stays; what is there appears at its time."""
    skipped = set(range(100, 110)) | {130, 131, 150}
    path = write_video(tmp_path / "vfr.mp4", seconds=8, sound=False, keep=set(range(240)) - skipped)
    pool, span = Pool(tmp_path / "pool"), bare(FrameSpan(first=90, stop=160))
    pool.fill(source(path, frames=239), [span], workers=1)
    got = numbers(pool.path(source(path, frames=239), span))
    assert len(got) == span.span.length
    wrong = [(asked, shown) for asked, shown in zip(range(90, 160), got, strict=True) if asked != shown]
    assert {asked for asked, _ in wrong} <= skipped
    assert all(shown <= asked for asked, shown in wrong)


def test_a_clip_may_begin_where_a_varying_source_has_no_picture(tmp_path: Path) -> None:
    path = write_video(tmp_path / "vfr.mp4", seconds=8, sound=False, keep=set(range(240)) - set(range(100, 110)))
    pool, span = Pool(tmp_path / "pool"), bare(FrameSpan(first=105, stop=120))
    pool.fill(source(path, frames=239), [span], workers=1)
    assert numbers(pool.path(source(path, frames=239), span)) == [99] * 5 + list(range(110, 120))


def test_a_missing_source_is_an_input_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone"):
        Pool(tmp_path / "pool").fill(source(tmp_path / "nowhere.mp4"), SPANS, workers=1)


def test_an_undecodable_source_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "text.mp4"
    path.write_text("not a video")
    with pytest.raises(InputError):
        Pool(tmp_path / "pool").fill(source(path), SPANS[:1], workers=1)
    assert not list((tmp_path / "pool").glob("*")) if (tmp_path / "pool").exists() else True


def test_killed_while_encoding_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = write_video(tmp_path / "long.mp4", seconds=60, sound=False)
    spans = [bare(FrameSpan(first=first, stop=first + 150)) for first in range(0, 1650, 150)]
    script = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path\n"
        "from tests.media.test_pool import Pool, FrameSpan, bare, source\n"
        "folder = Path(sys.argv[1])\n"
        "spans = [bare(FrameSpan(first=first, stop=first + 150)) for first in range(0, 1650, 150)]\n"
        "Pool(folder / 'pool').fill(source(folder / 'long.mp4', frames=1798), spans, workers=1)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(Path(__file__).parents[2])])
    pool = Pool(tmp_path / "pool")
    deadline = time.monotonic() + 60
    while len(pool.missing(source(path, frames=1798), spans)) > 8 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    left = pool.missing(source(path, frames=1798), spans)
    assert 0 < len(left) < len(spans)
    assert pool.fill(source(path, frames=1798), spans, workers=2) == left
    assert numbers(pool.path(source(path, frames=1798), spans[-1])) == list(range(1500, 1650))


@pytest.mark.parametrize("rate", [Fraction(25), NTSC, Fraction(24000, 1001), Fraction(60000, 1001), Fraction(50)])
def test_a_frame_is_a_whole_number_of_ticks(rate: Fraction) -> None:
    assert (timescale(rate) / rate).denominator == 1


def test_the_level_grows_with_the_picture() -> None:
    assert level_for(source(Path("x"), width=1280, height=720)) == "3.1"
    assert level_for(source(Path("x"), width=1920, height=1080)) == "4.0"
    assert level_for(source(Path("x"), width=1920, height=1080, fps=Fraction(60000, 1001))) == "4.2"
