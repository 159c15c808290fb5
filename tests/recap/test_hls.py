"""Personal recaps as HLS: every request a playlist over the pool, nothing encoded, played in a real browser."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edc.config import load_config
from edc.errors import InputError
from edc.gamefolder import GameFolder
from edc.media.ffmpeg import ffmpeg_path
from edc.progress import Silent
from edc.recap.make import fill_pool, make_recap
from edc.recap.playlist import NotInPool, PersonalRecaps
from edc.recap.ready import open_game
from edc.recap.request import FixedClip, RecapRequest
from tests.media.numbered_video import BITS, BLOCK, HEIGHT, NTSC, WIDTH, number_in
from tests.recap.range_server import serving
from tests.recap.test_recap_files import lay, plays

CONFIG = load_config().recap.model_copy(update={"renditions": (72,)})
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
HLS_JS = Path(__file__).parents[1] / "vendor" / "hls.js"


@pytest.fixture(scope="module")
def game(video: Path, tmp_path_factory: pytest.TempPathFactory) -> GameFolder:
    """A small game whose pool is full."""
    here = GameFolder(tmp_path_factory.mktemp("hls") / "game")
    lay(here, video, plays())
    make_recap(here, RecapRequest(opening=True), CONFIG, Silent())
    fill_pool(here, CONFIG, Silent())
    return here


def lay_out(files: dict[str, str], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder / "recap.m3u8"


def requests() -> Iterator[RecapRequest]:
    """Five hundred different wishes."""
    wishes = itertools.product(
        (15.0, 20.0, 31.5, 45.0, 60.0, 90.0, 120.0, 300.0), (None, "GSW", "BKN"), ((), ("A. One",)),
        ((), (3, 4), (1,)), (None, 60.0, 120.0), ("full", "hidden"), (None, 20.0),
    )  # fmt: skip
    for seconds, team, players, periods, up_to, spoilers, since in wishes:
        yield RecapRequest(name="p", seconds=seconds, team=team, players=players, periods=periods, up_to_s=up_to,
                           spoilers=spoilers, since_s=since)  # type: ignore[arg-type]  # fmt: skip


def test_five_hundred_wishes_are_playlists_over_the_pool_and_nothing_is_encoded(game: GameFolder) -> None:
    before = {path: path.stat().st_mtime_ns for path in game.pool.iterdir()}
    personal, answered, empty = PersonalRecaps(open_game(game, CONFIG)), 0, 0
    for request in requests():
        try:
            files = personal.playlists(request, str)
        except NotInPool:
            raise
        except InputError:
            empty += 1  # such as plays of period 4 before second 60
            continue
        answered += 1
        for text in files.values():
            for path, ranged in zip(re.findall(r"^/.*", text, re.M), re.findall(r"BYTERANGE:(\d+)@(\d+)", text),
                                    strict=True):  # fmt: skip
                assert Path(path).stat().st_size >= int(ranged[0]) + int(ranged[1])
        if answered >= 500:
            break
    assert answered >= 500 and empty < answered
    assert {path: path.stat().st_mtime_ns for path in game.pool.iterdir()} == before


def test_ffmpeg_reads_exactly_the_planned_frames(game: GameFolder, tmp_path: Path) -> None:
    personal = PersonalRecaps(open_game(game, CONFIG))
    for number, request in enumerate((RecapRequest(), RecapRequest(seconds=20), RecapRequest(team="BKN", seconds=40))):
        plan = personal.plan(request)
        master = lay_out(personal.playlists(request, str), tmp_path / str(number))
        expected = [n for clip in plan.clips for n in range(clip.span.first, clip.span.stop)]
        shown = frames_of(master.parent / "video-0.m3u8")
        assert shown[: len(expected)] == expected
        assert len(shown) == plan.frames
        said = subprocess.run([ffmpeg_path(), *OPEN, "-i", str(master), "-f", "null", "-"], capture_output=True,
                              text=True, check=True).stderr  # fmt: skip
        assert "Error" not in said and "Invalid" not in said


OPEN = ("-hide_banner", "-nostdin", "-v", "warning", "-allowed_extensions", "ALL", "-extension_picky", "0")


def frames_of(playlist: Path) -> list[int]:
    import numpy as np

    raw = subprocess.run([ffmpeg_path(), *OPEN, "-i", str(playlist), "-fps_mode", "passthrough", "-pix_fmt", "gray",
                          "-f", "rawvideo", "-"], capture_output=True, check=True).stdout  # fmt: skip
    pictures = np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT, WIDTH)
    return [number_in(picture) for picture in pictures]


def test_a_rendered_recap_has_its_playlists_beside_it(game: GameFolder) -> None:
    document = make_recap(game, RecapRequest(name="mine", seconds=40, closing=False), CONFIG, Silent())
    named = [n for clip in document["clips"] for n in range(clip["in_frame"], clip["out_frame"])]
    assert frames_of(game.recap("mine") / "hls" / "video-0.m3u8") == named
    master = (game.recap("mine") / "hls" / "recap.m3u8").read_text()
    assert master.count("EXT-X-STREAM-INF") == 2 and "RESOLUTION=128x72" in master and str(game.root) not in master


def test_what_would_have_to_be_encoded_is_refused_with_the_remedy(game: GameFolder) -> None:
    personal = PersonalRecaps(open_game(game, CONFIG))
    for request in (RecapRequest(aspect="9:16"), RecapRequest(burn=True),
                    RecapRequest(fixed=(FixedClip(start_s=81.3, end_s=85.1),))):  # fmt: skip
        with pytest.raises(NotInPool, match="edc recap"):
            personal.playlists(request, str)


PAGE = """<!doctype html><video id=v muted style="width:256px"></video><canvas id=c width=%d height=%d></canvas>
<script type=module>
const v = document.getElementById('v'), c = document.getElementById('c').getContext('2d', {willReadFrequently: true});
window.seen = []; window.errors = []; window.cues = [];
const read = () => { c.drawImage(v, 0, 0, %d, %d); let n = 0;
  for (let bit = 0; bit < %d; bit++) {
    const p = c.getImageData(bit * %d + 8, 8, 1, 1).data; if (p[0] > 125) n += 1 << bit; }
  return n; };
const tick = (now, meta) => { seen.push([meta.mediaTime, read()]); v.requestVideoFrameCallback(tick); };
v.requestVideoFrameCallback(tick);
v.addEventListener('ended', () => { window.done = true; });
v.addEventListener('error', () => errors.push('video: ' + (v.error && v.error.message)));
setInterval(() => { for (const t of v.textTracks) { if (t.mode === 'disabled') t.mode = 'hidden';
  for (const q of (t.activeCues || [])) if (q.text && !cues.includes(q.text)) cues.push(q.text); } }, 50);
%s
</script>"""
NATIVE = "v.src = 'm/recap.m3u8'; v.playbackRate = 1.5; v.play();"
WITH_HLS_JS = """import {Hls} from './hls.js';
const hls = new Hls({enableWorker: false}); hls.on('hlsError', (e, d) => { if (d.fatal) errors.push(d.details); });
hls.loadSource('m/recap.m3u8'); hls.attachMedia(v); v.playbackRate = 1.5;
hls.on('hlsManifestParsed', () => v.play());"""


def played(folder: Path, script: str) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    (folder / "page.html").write_text(PAGE % (WIDTH, HEIGHT, WIDTH, HEIGHT, BITS, BLOCK, script))
    with serving(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        )
        page = browser.new_page()
        page.goto(f"{address}/page.html")
        page.wait_for_function("window.done || window.errors.length", timeout=90_000)
        told = page.evaluate("({seen, errors, cues, duration: document.getElementById('v').duration})")
        browser.close()
    return dict(told)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: on Debian, apt-get install chromium")
@pytest.mark.parametrize("script", [NATIVE, WITH_HLS_JS], ids=["the browser's own HLS", "hls.js"])
def test_a_browser_plays_it_through_every_join(game: GameFolder, tmp_path: Path, script: str) -> None:
    request = RecapRequest(seconds=15)
    personal = PersonalRecaps(open_game(game, CONFIG))
    plan = personal.plan(request)
    assert len(plan.clips) >= 2
    shutil.copytree(game.pool, tmp_path / "pool")
    shutil.copy(HLS_JS, tmp_path / "hls.js")
    lay_out(personal.playlists(request, lambda path: f"../pool/{path.name}"), tmp_path / "m")
    told = played(tmp_path, script)
    assert told["errors"] == []
    assert told["duration"] == pytest.approx(float(plan.frames / NTSC), abs=0.1)
    planned = {n: at for at, n in enumerate(n for clip in plan.clips for n in range(clip.span.first, clip.span.stop))}
    strangers = [n for _, n in told["seen"] if n not in planned]
    assert len(strangers) <= 1, "only pictures of the plan are shown"
    order = [planned[n] for _, n in told["seen"] if n in planned]
    assert order == sorted(order) and order[-1] >= plan.frames - 30
    for clip in plan.clips:
        assert sum(clip.span.first <= n < clip.span.stop for _, n in told["seen"]) > clip.span.length / 6
    late = [at - planned[n] / float(NTSC) for at, n in told["seen"] if n in planned]
    assert max(late) - min(late) < 0.1, "no time is lost or gained at a join"
    if script is NATIVE:
        return  # Chromium's own player knows no captions in HLS yet
    captions = {clip.lead.caption for clip in plan.clips}
    assert captions <= set(told["cues"])
