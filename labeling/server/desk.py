"""What all routes share: the record, the games, and what follows corrections in the background."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from edc.errors import InputError, UsageError
from edc.files import read_json
from edc.gamefolder import GameFolder, require_game_folder
from labeling.queue.filling import Shares, fill
from labeling.queue.leasing import LEASE_S
from labeling.record.database import open_database
from labeling.record.people import LOCAL, add_person
from labeling.record.processing import take_in
from labeling.server.following import Follower
from labeling.server.recutting import Recutter
from labeling.server.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `edc review` is asked for."""

    games: tuple[Path, ...]
    project: Path
    """Folder of the record; the database lies there unless another is named."""
    database: str | None = None
    token: str | None = None
    """Of the local admin; a fresh one where not given."""
    lease_s: float = LEASE_S
    shares: Shares = field(default_factory=Shares)
    follow: bool = True
    """Keep moments, key moments and plans up to date with the corrections."""
    recut_after_s: float = 60.0
    """Cut the default recap again when nobody has corrected anything for so long; 0 never does."""
    people: tuple[str, ...] = ()
    """Further people, as NAME:ROLE."""


@dataclass(slots=True, kw_only=True)
class Desk:
    settings: Settings
    engine: Engine
    games: dict[str, GameFolder]
    follower: Follower
    token: str
    tokens: dict[str, str] = field(default_factory=dict)
    """Of the people named in the settings, by name."""
    _preparing: dict[str, threading.Thread] = field(default_factory=dict)

    def game(self, game_id: str) -> GameFolder:
        if game_id not in self.games:
            raise InputError(f"There is no game {game_id[:80]!r} here.")
        return self.games[game_id]

    def touch(self, game_id: str) -> None:
        """A game's record has changed."""
        if self.settings.follow and game_id in self.games:
            self.follower.touch(game_id)


    def prepare(self, game_id: str) -> None:
        """Makes a game's video playable for browsers, in the background, once at a time."""
        from labeling.media.proxy import video_for

        running = self._preparing.get(game_id)
        if running is None or not running.is_alive():
            thread = threading.Thread(target=video_for, args=(self.games[game_id].root,), daemon=True)
            self._preparing[game_id] = thread
            thread.start()


def project_beside(games: Sequence[Path]) -> Path:
    """Where the record is kept when nobody says: the same place whichever of the games are opened, and from wherever.

    Raises:
        UsageError: the games lie in different folders.
    """
    beside = sorted({game.resolve().parent for game in games})
    if len(beside) > 1:
        raise UsageError(f"These games lie in different folders ({beside[0]}, {beside[1]}): say with --project DIR "
                         "where the record of their corrections is kept.")  # fmt: skip
    return beside[0] / "review"


def open_desk(settings: Settings) -> Desk:
    """Opens the record, takes in what processing says of each game, and fills the queue.

    Raises:
        UsageError: no game, or a folder that is none.
        InputError: two folders with the same game.
    """
    folders = [require_game_folder(root.resolve()) for root in settings.games]
    for folder in folders:
        if not folder.moments.is_file():
            raise UsageError(f"{folder.root} has no moments yet: run `edc process` on this game to its end.")
    try:
        settings.project.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"The record of corrections cannot be kept in {settings.project} ({error.strerror}): "
                         "name another folder with --project.") from error  # fmt: skip
    engine = open_database(settings.database or f"sqlite:///{(settings.project / 'review.db').resolve()}")
    games: dict[str, GameFolder] = {}
    for folder in folders:
        game_id = str(read_json(folder.game)["game_id"])
        if game_id in games:
            raise InputError(f"{folder.root} and {games[game_id].root} are the same game ({game_id}): name one.")
        games[take_in(engine, folder)] = folder
    with engine.begin() as connection:
        _, token = add_person(connection, LOCAL, "admin", token=settings.token)
        tokens = {}
        for text in settings.people:
            name, _, role = text.rpartition(":")
            tokens[name] = add_person(connection, name, role)[1]
    for game_id, folder in games.items():
        fill(engine, folder, game_id, settings.shares)
    roots = {game_id: folder.root for game_id, folder in games.items()}
    worker = Worker(url=engine.url.render_as_string(hide_password=False), shares=settings.shares)
    follower = Follower(roots, worker, Recutter(roots, settings.recut_after_s))
    return Desk(settings=settings, engine=engine, games=games, follower=follower, token=token, tokens=tokens)


def facts(game: GameFolder) -> dict[str, Any]:
    """`game.json`."""
    value: dict[str, Any] = read_json(game.game)
    return value
