"""The player lands on the frame asked for, in a real Chromium, on videos whose pictures carry their number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from edc.cli.terminal import TerminalObserver
from edc.media.ffmpeg import run_ffmpeg
from edc.pipeline import Job, process
from labeling.media.proxy import video_for, video_ready
from labeling.media.source import frame_times
from labeling.media.waveform import waveform
from tests.conftest import ROOT
from tests.labeling.browser.conftest import served
from tests.media.numbered_video import NTSC, numbers, write_video

STEPS = 60
"""The measurement `benchmarks/review_bench.py` makes 200."""
LONG_S = 6


def _steady(fps: Fraction) -> Callable[[Path], Path]:
    return lambda folder: write_video(folder / "steady.mp4", seconds=LONG_S, fps=fps)


def _variable(folder: Path) -> Path:
    """Every third picture of the second half is missing."""
    frames = int(LONG_S * NTSC)
    keep = {n for n in range(frames) if n < frames // 2 or n % 3}
    return write_video(folder / "variable.mp4", seconds=LONG_S, keep=keep)


RATES: dict[str, Callable[[Path], Path]] = {
    "29.97": _steady(NTSC),
    "59.94": _steady(Fraction(60000, 1001)),
    "25": _steady(Fraction(25)),
    "variable": _variable,
}


@contextmanager
def opened(browser: Any, game: Path) -> Iterator[Any]:
    """The player alone in a page, on one game's video and frame table."""
    from fastapi import FastAPI
    from fastapi.responses import FileResponse, Response
    from fastapi.staticfiles import StaticFiles

    app = FastAPI()
    app.get("/")(lambda: FileResponse(Path(__file__).parent / "player_page.html"))
    app.get("/video")(lambda: FileResponse(video_for(game), media_type="video/mp4"))
    app.get("/frames")(lambda: Response(frame_times(game).astype("<f8").tobytes()))
    app.mount("/page", StaticFiles(directory=ROOT / "labeling" / "page"))
    with served(app) as address:
        page = browser.new_page(viewport={"width": 400, "height": 300})
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address)
        page.wait_for_function("() => window.bench")
        page.evaluate("bench.open(0)")
        yield page
        assert not problems
        page.close()


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("videos")


def game_of(video: Path, out: Path) -> Path:
    """The game folder as far as the player needs it."""
    with TerminalObserver() as observer:
        process(Job(video=video, out=out), observer, until="probe")
    return out


@pytest.mark.parametrize("rate", RATES)
def test_steps_there_and_back_miss_and_repeat_no_frame(rate: str, browser: Any, tmp_path: Path) -> None:
    game = game_of(RATES[rate](tmp_path), tmp_path / "game")
    # which number stands in which frame is told by the file alone, not by the player
    burnt_in = numbers(video_for(game))
    with opened(browser, game) as page:
        page.evaluate("bench.at(2.0)")
        first = page.evaluate("bench.player.index")
        forward = page.evaluate(f"bench.steps({STEPS}, 1)")
        back = page.evaluate(f"bench.steps({STEPS}, -1)")
        assert page.evaluate("bench.player.decks.reduce((n, deck) => n + deck.missed, 0)") == 0
    there = list(range(first + 1, first + STEPS + 1))
    assert [index for index, _ in forward] == there
    assert [number for _, number in forward] == [burnt_in[index] for index in there]
    assert [number for _, number in back] == [burnt_in[index] for index in range(first + STEPS - 1, first - 1, -1)]


def _plain(folder: Path) -> Path:
    path = folder / "plain.mp4"
    return path if path.exists() else write_video(path, seconds=LONG_S + 4)


def _coded(name: str, *options: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        run_ffmpeg(["-i", str(_plain(folder)), *options, str(folder / name)], doing=f"making {name}")
        return folder / name

    return make


def _late(folder: Path) -> Path:
    """The first picture is stamped 100 seconds."""
    return write_video(folder / "late.mp4", seconds=LONG_S, offset_s=Fraction(100))


def _edited(folder: Path) -> Path:
    """The copy starts between two keyframes: an edit list hides the pictures before."""
    run_ffmpeg(["-ss", "3.2", "-i", str(_plain(folder)), "-c", "copy", str(folder / "edited.mp4")], doing="cutting")
    return folder / "edited.mp4"


_X264 = ("-c:a", "copy", "-c:v", "libx264", "-preset", "ultrafast")
ODD: dict[str, tuple[Callable[[Path], Path], bool]] = {
    "starts at 100 s": (_late, True),
    "edit list": (_edited, False),
    "MPEG-TS": (_coded("stream.ts", "-c", "copy"), False),
    "MPEG-2, interlaced": (
        _coded("m.ts", "-c:a", "copy", "-c:v", "mpeg2video", "-q:v", "2", "-flags", "+ildct+ilme"), True
    ),
    "HEVC": (_coded("h.mp4", "-c:a", "copy", "-c:v", "libx265", "-preset", "ultrafast", "-crf", "16"), True),
    "10 bits": (_coded("t.mp4", *_X264, "-pix_fmt", "yuv420p10le"), True),
}
"""How it is made, and whether a browser needs a proxy of it."""


@pytest.mark.parametrize("kind", ODD)
def test_what_a_browser_cannot_play_has_a_proxy_on_the_same_timeline(
    kind: str, browser: Any, videos: Path, tmp_path: Path
) -> None:
    make, needs_proxy = ODD[kind]
    game = game_of(make(videos), tmp_path / "game")
    assert video_ready(game) is not needs_proxy
    path = video_for(game)
    assert video_ready(game) and video_for(game) == path
    times = frame_times(game)
    with opened(browser, game) as page:
        wanted = (0, 1, 7, 100, 101, 50, len(times) - 2)
        landed = [page.evaluate(f"bench.at({times[index] + 0.004})") for index in wanted]
    assert [index for index, _ in landed] == list(wanted)
    # the pictures carry their number in the source; an edit list hides the first ones
    first = landed[0][1]
    assert (first > 0) is (kind == "edit list") and [number - first for _, number in landed] == list(wanted)
    assert len(waveform(game)) == pytest.approx(times[-1] * 50, abs=60)
