"""The report in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


def test_the_page_is_small_and_asks_nothing_of_the_network(sample_folder: Path) -> None:
    page = (sample_folder / "report.html").read_text(encoding="utf-8")
    assert len(page.encode()) < 5_000_000
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page)


@pytest.fixture(scope="module")
def opened(sample_folder: Path) -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: on Debian, apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                  "--autoplay-policy=no-user-gesture-required"],
        )  # fmt: skip
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: problems.append(request.url) if request.url.startswith("http") else None)
        page.goto((sample_folder / "report.html").as_uri())
        yield page
        assert not problems
        browser.close()


def test_a_click_on_a_moment_plays_the_source_there(opened: Any) -> None:
    row = opened.locator("#all tbody tr[data-moment]:visible").first
    moment = row.get_attribute("data-moment")
    start = opened.evaluate("id => JSON.parse(document.getElementById('moments').textContent)[id].start_s", moment)
    row.click()
    opened.wait_for_function(
        "at => document.getElementById('source').currentTime > at", arg=start + 0.2, timeout=60_000
    )  # fmt: skip
    assert opened.evaluate("document.getElementById('source').currentTime") < start + 12


def test_a_mark_on_the_line_plays_its_moment_too(opened: Any) -> None:
    moment = opened.evaluate("document.querySelector('svg .mark:not(.unplaced)').dataset.moment")
    opened.locator("svg .mark:not(.unplaced)").first.dispatch_event("click")
    start = opened.evaluate("id => JSON.parse(document.getElementById('moments').textContent)[id].start_s", moment)
    opened.wait_for_function("at => Math.abs(document.getElementById('source').currentTime - at) < 8", arg=start)


def test_the_recap_plays_in_the_page(opened: Any) -> None:
    opened.locator("[data-at]").nth(1).click()
    opened.wait_for_function("document.getElementById('recap').currentTime > 1", timeout=60_000)


def test_the_table_can_be_filtered(opened: Any) -> None:
    everything = opened.locator("#all tbody tr:visible").count()
    opened.select_option("#stars", "4")
    assert 0 < opened.locator("#all tbody tr:visible").count() < everything
