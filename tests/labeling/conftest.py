"""Games and databases for the tests of the review tool: real files, SQLite, and PostgreSQL where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, create_engine, text

from edc.files import write_json
from edc.gamefolder import GameFolder
from edc.moments import Evidence, Moment, Player, write_moments
from edc.tables import SEGMENTS, write_table
from labeling.record.changes import Present, all_present
from labeling.record.correct import Wish, correct
from labeling.record.database import open_database, reading
from labeling.record.history import broken_histories
from labeling.record.people import Person, add_person, people
from labeling.record.processing import take_in
from tests.conftest import ROOT

_LARGE = (".mp4", ".m4s", ".jpg", ".u8")
"""Files that nobody writes into: they are replaced whole, so that a second name for the same bytes is safe."""


def copy_of(game: Path, out: Path) -> Path:
    """A game folder of one's own; its large files are hard links."""
    def copied(source: str, target: str) -> str:
        if source.endswith(_LARGE):
            os.link(source, target)
            return target
        return shutil.copy2(source, target)

    shutil.copytree(game, out, copy_function=copied)
    return out


MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where small databases need no disk: what a test asks of them is not whether they outlive a power cut."""
LABELS = ("shot.made.two", "shot.made.three", "shot.missed.two", "rebound.defensive", "foul.personal", "block")
DURATION_S = 600.0


def a_moment(number: int, *, label: str | None = None, anchor_s: float | None = None, confidence: float = 0.7,
             team: str = "KCK") -> Moment:  # fmt: skip
    at_s = 10.0 + 8.0 * number if anchor_s is None else anchor_s
    return Moment(
        moment_id=f"m-{number:04d}", game_id="G1", label=label or LABELS[number % len(LABELS)], start_s=at_s - 4.0,
        anchor_s=at_s, end_s=at_s + 3.0, anchor_sd_s=0.4, period=1 + number // 20, clock_s=700.0 - number, team=team,
        players=(Player(id="7", name="B. Ball", role="shooter"),), home_score=number, away_score=0, play_number=number,
        confidence=confidence, evidence=(Evidence(source="playbyplay", media_s=None, score=None, note="a row"),),
        importance=0.2, stars=2, label_version="1", model_version="rules-1",
    )  # fmt: skip


def write_game(root: Path, moments: list[Moment], game_id: str = "G1") -> GameFolder:
    """A game folder with the files that the record and the queue read."""
    game = GameFolder(root)
    root.mkdir(parents=True, exist_ok=True)
    write_moments(game.moments, moments)
    sides = {side: {"team_id": side, "tricode": code, "name": side, "roster": []}
             for side, code in (("home", "KCK"), ("away", "RMC"))}  # fmt: skip
    media = {"duration_s": DURATION_S, "fps": "30000/1001"}
    write_json(game.game, {"schema": "edc.game/1", "game_id": game_id, "date": "2026-11-06", **sides, "media": media,
                           "playbyplay": {"provider": "liveData", "revision": "1"}})  # fmt: skip
    rows = [{"start_s": 0.0, "end_s": 400.0, "kind": "live"}, {"start_s": 400.0, "end_s": 600.0, "kind": "commercial"}]
    write_table(game.segments, rows, SEGMENTS)
    write_json(game.manifest, {"schema": "edc.manifest/1", "edc": "0", "stages": {}, "files": {}})
    return game


@dataclass(frozen=True, slots=True)
class Bench:
    """A record with one game and two people in it."""

    engine: Engine
    game: GameFolder
    ann: Person
    bob: Person
    boss: Person

    def moments(self) -> dict[str, Present]:
        with reading(self.engine) as connection:
            return all_present(connection, "G1")

    def now(self, moment_id: str) -> Present:
        return self.moments()[moment_id]

    def does(self, person: Person, action: str, moment_id: str | None = None, *, on: int | None = None,
             client_id: str | None = None, queue_id: str | None = None, why: str | None = None,
             **change: Any) -> dict[str, Any]:  # fmt: skip
        """A correction as a page sends it; on the present revision unless another is named."""
        if moment_id is not None and on is None:
            on = self.moments()[moment_id].revision if moment_id in self.moments() else 1
        wish = Wish(client_id=client_id or str(uuid.uuid4()), game_id="G1", action=action, moment_id=moment_id,
                    change=change, base_revision=on, queue_id=queue_id, why=why)  # fmt: skip
        return correct(self.engine, wish, person)

    def broken(self) -> list[str]:
        with reading(self.engine) as connection:
            return broken_histories(connection, "G1")


def bench_on(url: str, folder: Path, count: int = 24) -> Bench:
    engine = open_database(url)
    game = write_game(folder, [a_moment(n) for n in range(1, count + 1)])
    take_in(engine, game)
    with engine.begin() as connection:
        for name, role in (("Ann", "labeler"), ("Bob", "labeler"), ("Boss", "admin")):
            add_person(connection, name, role)
    with reading(engine) as connection:
        ann, bob, boss = people(connection)
    return Bench(engine, game, ann, bob, boss)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            yield f"sqlite:///{folder}/review.db"
        return
    make: Callable[[], str] = request.getfixturevalue("postgresql")
    yield make()


@pytest.fixture
def bench(database: str, tmp_path: Path) -> Iterator[Bench]:
    made = bench_on(database, tmp_path / "game")
    yield made
    made.engine.dispose()


def _postgres_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """A PostgreSQL server of our own; gives a function that makes an empty schema, which is much quicker to make
    than a database and as empty."""
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    with _cluster(programs, tmp_path_factory.mktemp("postgresql")) as socket:
        root = f"postgresql+psycopg://postgres@/postgres?host={socket}"
        admin = create_engine(root, isolation_level="AUTOCOMMIT")

        def make() -> str:
            name = f"review_{uuid.uuid4().hex[:8]}"
            with admin.connect() as connection:
                connection.execute(text(f"CREATE SCHEMA {name}"))
            return f"{root}&options=-csearch_path%3D{name}"

        yield make
        admin.dispose()


@contextmanager
def _cluster(programs: Path, folder: Path) -> Iterator[Path]:
    """The server refuses to run as root: then it runs as the user that Debian makes for it."""
    socket = Path(MEMORY or "/tmp") / f"edc-pg-{uuid.uuid4().hex[:8]}"
    socket.mkdir()
    as_user: list[str] = []
    if os.geteuid() == 0:
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(socket, "postgres")
    data = socket / "data"
    quick = "-c fsync=off -c listen_addresses='' -c max_connections=200"
    try:
        initdb = [*as_user, str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-N",
                  "-E", "UTF8"]  # fmt: skip
        subprocess.run(initdb, check=True, capture_output=True, cwd=socket)
        start = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(data / "log"),
                 "-o", f"-k {socket} {quick}", "start"]  # fmt: skip
        subprocess.run(start, check=True, capture_output=True, cwd=socket)
        yield socket
    finally:
        stop = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, capture_output=True, cwd=socket)
        shutil.rmtree(socket, ignore_errors=True)


@dataclass(slots=True)
class Server:
    """`edc review` in a process of its own."""

    process: subprocess.Popen[str]
    url: str
    addresses: dict[str, str]

    def client(self, name: str = "Review") -> httpx.Client:
        """A signed-in client that sends the CSRF header."""
        client = httpx.Client(base_url=self.url, timeout=60, follow_redirects=False)
        assert client.get(self.addresses[name]).status_code == 303
        client.headers["X-CSRF-Token"] = client.get("/api/me").json()["csrf"]
        return client

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def review_server(*arguments: object, people: tuple[str, ...] = (), stopped: bool = False) -> Iterator[Server]:
    """`stopped`: ends as a person ends it, who waits until moments have followed the last correction; else at once."""
    command = [sys.executable, "-m", "edc", "review", *map(str, arguments)]
    for person in people:
        command += ["--person", person]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    addresses = {}
    for _ in range(1 + len(people)):
        name, _, url = process.stdout.readline().strip().partition(": ")
        addresses[name] = url
    if "Review" not in addresses or not addresses["Review"].startswith("http"):
        process.kill()
        raise AssertionError(process.communicate()[1])
    url = addresses["Review"].partition("/?")[0]
    until_it_answers(url)
    try:
        yield Server(process, url, addresses)
    finally:
        if stopped:
            process.terminate()
            process.wait(timeout=120)
        process.kill()
        process.wait()


def until_it_answers(url: str) -> None:
    for _ in range(600):
        try:
            httpx.get(f"{url}/api/me")
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"{url} does not answer")
