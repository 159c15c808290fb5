"""Draws the README's picture from a processed game: `python docs/draw_overview.py GAME_FOLDER` (needs Chromium)."""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from pathlib import Path

import cv2
from playwright.sync_api import sync_playwright

from edc.files import read_json
from edc.gameclock import media_text
from edc.gamefolder import GameFolder
from edc.media.media import read_media
from edc.media.stills import stills
from edc.report.facts import gather
from edc.report.page import _charts

PAGE = """<!doctype html><meta charset="utf-8"><style>{css}
body {{ width: 1400px; background: var(--bg); }}
.row {{ display: grid; grid-template-columns: 430px 1fr; gap: 18px; padding: 20px; }}
.card {{ margin: 0; }} h2 {{ font-size: 19px; }} img {{ width: 100%; border-radius: 6px; display: block; }}
.clips {{ display: grid; grid-template-columns: repeat(5, 1fr); gap: 8px; max-height: none; }}
.clips span {{ font-size: 12px; }}
.wide {{ grid-column: 1 / 3; }}</style>
<div class="row"><section class="card"><h2>1 · A broadcast goes in</h2><img src="{frame}">
<p class="soft">No score-bug configuration, no cloud, no GPU. Play-by-play where there is one.</p></section>
<section class="card"><h2>2 · Every moment is placed, weighed and captioned</h2>{chart}</section>
<section class="card wide">
<h2>3 · A Rapid Recap comes out: {seconds:.0f} seconds, {count} clips, each with its reason</h2>
<div class="clips">{clips}</div></section></div>"""


def _inline(picture: object) -> str:
    data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()
    return "data:image/jpeg;base64," + base64.b64encode(data).decode()


def main() -> None:
    game = GameFolder(Path(sys.argv[1]))
    facts, media = gather(game), read_media(game.media)
    plan = read_json(game.recap() / "recap.json")
    count = min(10, len(plan["clips"]))
    shown = [plan["clips"][round(i * (len(plan["clips"]) - 1) / max(1, count - 1))] for i in range(count)]
    frames = stills(media, [clip["end_s"] - 2.6 for clip in shown])
    clips = "".join(
        f'<div><img src="{_inline(cv2.resize(frame, (400, 225), interpolation=cv2.INTER_AREA))}">'
        f'<span class="soft">{media_text(clip["at_s"])} {clip["caption"] or ""}</span></div>'
        for clip, frame in zip(shown, frames, strict=True)
    )
    css = (Path(__file__).parent.parent / "edc/report/templates/report.css").read_text(encoding="utf-8")
    page = PAGE.format(
        css=css, frame=_inline(frames[1]), chart=_charts(facts)["game"], seconds=plan["duration_s"],
        count=len(plan["clips"]), clips=clips,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        tab.goto(path.as_uri())
        tab.locator(".row").screenshot(path=Path(__file__).parent / "images" / "overview.jpg", type="jpeg",
                                      quality=82)  # fmt: skip
        browser.close()


if __name__ == "__main__":
    main()
