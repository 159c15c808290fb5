"""A real Chromium, and servers for it."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from labeling.queue.filling import Shares
from labeling.record.changes import all_present
from labeling.record.correct import shown
from labeling.record.database import reading
from labeling.record.history import history_of
from labeling.record.tables import QUEUE
from labeling.server.app import create_app
from labeling.server.desk import Settings
from tests.labeling.conftest import copy_of

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--autoplay-policy=no-user-gesture-required", "--mute-audio",
]  # fmt: skip


@pytest.fixture(scope="module")
def playwright() -> Iterator[Any]:
    """Ends with the module: its event loop is in other tests' way."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: on Debian, apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Any) -> Iterator[Any]:
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
    yield launched
    launched.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The application on a port of its own; gives the address."""
    import uvicorn

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical",
                                           timeout_graceful_shutdown=1))  # fmt: skip
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


@dataclass(frozen=True, slots=True)
class Review:
    """A running review tool on the sample game; each person has a browser context (a session) of their own."""

    address: str
    desk: Any
    tokens: dict[str, str]
    _contexts: dict[str, Any]
    _browser: Any
    _problems: list[str]

    def context(self, name: str) -> Any:
        if name not in self._contexts:
            context = self._browser.new_context(viewport={"width": 1440, "height": 900})
            context.on("weberror", lambda error: self._problems.append(str(error.error)))
            context.on("request", lambda request: self._asked(request))
            self._contexts[name] = context
            page = context.new_page()
            page.goto(f"{self.address}?token={self.tokens[name]}")
            page.close()
        return self._contexts[name]

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self._problems.append(f"asks outside: {request.url}")

    def opened(self, name: str = "local", view: str = "queue") -> Any:
        """The page of this person; in the queue with a moment on the bench and the next one ready."""
        page = self.context(name).new_page()
        page.goto(f"{self.address}#/{view}")
        page.wait_for_selector("body[data-ready]", timeout=90_000)
        if view == "queue":
            ready(page)
        return page

    def tidy(self) -> None:
        """After a test: no page is open, nobody holds a question, and nothing went wrong in the browser."""
        for context in self._contexts.values():
            context.set_offline(False)
            for page in context.pages:
                page.close()
        with self.desk.engine.begin() as connection:
            connection.execute(update(QUEUE).values(lease_by=None, lease_tab=None, lease_until=None))
        found, self._problems[:] = list(self._problems), []
        assert not found

    @property
    def game_id(self) -> str:
        return str(next(iter(self.desk.games)))

    def history(self, moment_id: str) -> list[dict[str, Any]]:
        with reading(self.desk.engine) as connection:
            return history_of(connection, self.game_id, moment_id)

    def moment(self, moment_id: str) -> dict[str, Any]:
        return self.moments()[moment_id]

    @property
    def baskets(self) -> list[dict[str, Any]]:
        """Placed baskets with a team and a player, in the order of the video."""
        found = [m for m in self.moments().values()
                 if m["label"].startswith("shot.made") and m["anchor_s"] and m["team"] and m["players"]]  # fmt: skip
        return sorted(found, key=lambda moment: float(moment["anchor_s"]))

    def moments(self) -> dict[str, dict[str, Any]]:
        with reading(self.desk.engine) as connection:
            return {id_: shown(p) for id_, p in all_present(connection, self.game_id).items()}


def ready(page: Any) -> None:
    """The moment on the bench plays, and what comes after it is known and stands ready where there is something."""
    page.wait_for_function(
        "() => edcReview.bench.moment && edcReview.player.playing && edcReview.player.index > 0 &&"
        " (!edcReview.queue.upcoming?.moment || edcReview.player.back.ready)",
        timeout=90_000,
    )


def saved(page: Any) -> None:
    page.wait_for_selector("#saved[data-state=saved][data-waiting='0']", timeout=90_000)


@pytest.fixture(scope="module")
def reviewing(browser: Any, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """One server for all tests of a file: each of them works on moments that it finds untouched."""
    folder = tmp_path_factory.mktemp("reviewing")
    game = copy_of(sample_folder, folder / "game")
    shares = Shares(random=0.0, second=0.0)
    app = create_app(Settings(games=(game,), project=folder / "project", shares=shares, follow=False,
                              people=("Ann:labeler", "Bob:labeler")))  # fmt: skip
    desk = app.state.desk
    contexts: dict[str, Any] = {}
    with served(app) as address:
        review = Review(address, desk, {"local": desk.token, **desk.tokens}, contexts, browser, [])
        _leave_out(review, ("steal", "block"))
        yield review
        for context in contexts.values():
            context.close()


def _leave_out(review: Review, labels: tuple[str, ...]) -> None:
    """Nobody is asked about moments with these labels, for the tests give them to others."""
    named = [id_ for id_, moment in review.moments().items() if moment["label"] in labels]
    with review.desk.engine.begin() as connection:
        connection.execute(update(QUEUE).where(QUEUE.c.moment_id.in_(named)).values(state="done"))


@pytest.fixture
def review(reviewing: Review) -> Iterator[Review]:
    yield reviewing
    reviewing.tidy()
