"""The bench in a real browser: keys and time for each moment, by keyboard alone, and frames missed in stepping.

A person's pauses are taken out: each key is pressed as soon as the last answer is saved and the next moment
plays and stands ready; times count from the last key of a moment. Every third moment is given another label, the
others are confirmed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.labeling_follow import processed_sample
from benchmarks.labeling_server import signed_in, start

ROOT = Path(__file__).parent.parent
MOMENTS = 100
STEPS = 200
NTSC = Fraction(30000, 1001)
_READY = (
    "() => edcReview.player.playing && (!edcReview.queue.upcoming?.moment || edcReview.player.back.ready)"
    " && edcReview.outbox.state.waiting === 0"
)
_CHROMIUM = ("chromium", "google-chrome", "chromium-browser")


def main() -> None:
    from playwright.sync_api import sync_playwright

    path = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        print("no Chromium here: on Debian, apt-get install chromium")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[
            "--no-sandbox", "--disable-gpu", "--mute-audio", "--autoplay-policy=no-user-gesture-required",
        ])  # fmt: skip
        _queue(browser, Path(folder))
        _stepping(browser, Path(folder))
        browser.close()


# ---------------------------------------------------------------- the queue


def _queue(browser: Any, folder: Path) -> None:
    """The sample game's queue, as often from its start as it takes to have answered enough."""
    rows: list[dict[str, Any]] = []
    for round_ in range(MOMENTS):
        rows += _one_round(browser, folder / f"round-{round_}", MOMENTS - len(rows))
        if len(rows) >= MOMENTS:
            break
    keys = {kind: [row["keys"] for row in rows if row["kind"] == kind] for kind in ("confirm", "relabel")}
    load = " ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"{len(rows)} queued moments, {len(keys['relabel'])} of them relabelled; load of this machine {load}")
    for kind, goal in (("confirm", 1), ("relabel", 2)):
        print(f"keys per moment, {kind}: {statistics.mean(keys[kind]):.2f} (goal {goal})")
    for name in ("saved_ms", "playing_ms", "both_ms"):
        values = sorted(row[name] for row in rows)
        print(f"key to {name.removesuffix('_ms').replace('both', 'saved and next playing')}: median "
              f"{statistics.median(values):.0f} ms, 90 % {values[int(0.9 * len(values))]:.0f} ms")  # fmt: skip


def _one_round(browser: Any, folder: Path, most: int) -> list[dict[str, Any]]:
    shutil.copytree(processed_sample(), folder / "game")
    process, addresses = start([folder / "game"], folder / "project")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    rows: list[dict[str, Any]] = []
    try:
        signed_in(addresses["Review"]).close()  # waits until it answers
        page = context.new_page()
        page.goto(addresses["Review"])
        page.wait_for_selector("body[data-ready]", timeout=60_000)
        while len(rows) < most and (row := _answer(page, relabel=len(rows) % 3 == 2)) is not None:
            rows.append(row)
    finally:
        context.close()
        process.terminate()
        process.wait()
    return rows


def _answer(page: Any, *, relabel: bool) -> dict[str, Any] | None:
    """One moment answered; None where the queue has no more moments."""
    from playwright.sync_api import TimeoutError as Timeout

    try:
        page.wait_for_function(_READY, timeout=15_000)
    except Timeout:
        return None
    if page.evaluate("edcReview.view !== 'queue' || !edcReview.bench.moment || !edcReview.queue.upcoming?.moment"):
        return None
    known = page.evaluate("performance.getEntriesByName('answered').length")
    keys = 0
    if relabel:
        label = page.evaluate("edcReview.bench.moment.label")
        page.keyboard.press("b" if label != "block" else "s")
        keys += 1
    page.keyboard.press("Enter")
    keys += 1
    page.wait_for_function(f"() => performance.getEntriesByName('answered').length > {known}", timeout=15_000)
    measured = page.evaluate("performance.getEntriesByName('answered').at(-1).detail")
    both = max(measured["saved_ms"], measured["playing_ms"])
    return {**measured, "both_ms": both, "keys": keys, "kind": "relabel" if relabel else "confirm"}


# ---------------------------------------------------------------- frame stepping


def _stepping(browser: Any, folder: Path) -> None:
    from tests.labeling.browser.test_player import opened
    from tests.media import odd_videos
    from tests.media.numbered_video import numbers, write_video

    rates: dict[str, Callable[[], Path]] = {
        "29.97": lambda: write_video(folder / "a.mp4", seconds=12, fps=NTSC),
        "59.94": lambda: write_video(folder / "b.mp4", seconds=12, fps=Fraction(60000, 1001)),
        "25": lambda: write_video(folder / "c.mp4", seconds=12, fps=Fraction(25)),
        "variable": lambda: odd_videos.variable(folder),
    }
    for rate, make in rates.items():
        video, game = make(), folder / f"numbered-{rate}"
        _edc("process", video, "--out", game, "--until", "probe")
        burnt_in = numbers(video)
        with opened(browser, game) as page:
            page.evaluate("bench.at(2.0)")
            first = page.evaluate("bench.player.index")
            forward = [number for _, number in page.evaluate(f"bench.steps({STEPS}, 1)")]
            back = [number for _, number in page.evaluate(f"bench.steps({STEPS}, -1)")]
        there = burnt_in[first + 1 : first + STEPS + 1]
        home = burnt_in[first : first + STEPS][::-1]
        wrong = sum(a != b for a, b in zip(forward + back, there + home, strict=True))
        print(f"{rate} frames a second, {STEPS} steps forward and back: {wrong} missed or repeated (goal 0)")


def _edc(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "edc", *map(str, arguments)], check=True, cwd=ROOT, capture_output=True)


if __name__ == "__main__":
    main()
