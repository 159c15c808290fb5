"""Makes a game's moments, key moments and plans follow its corrections, in the background.

Comes in: the ids of games whose record changed. Goes out: the game folder brought up to date by the
pipeline's own stages, from `fuse` to `index`, and each recap planned anew. A game that another process
works on is tried again; what goes wrong is kept to be shown, and never touches the record.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from edc.config import Config
from edc.errors import EdcError, TransientError
from edc.files import read_json
from edc.gamefolder import GameFolder, open_game_folder
from edc.manifest import read_manifest
from edc.pipeline import STAGES, Job, run_stage
from labeling.record.processing import take_in
from labeling.record.through import write_through

_FIRST, _LAST = "fuse", "index"
_GATHER_S = 0.3
"""Corrections within this time are followed together."""
_AGAIN_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """How far a game has followed."""

    at: float
    """When the corrections that it follows were read."""
    seconds: float
    error: str | None = None
    stale: tuple[str, ...] = ()
    """Recaps that a plan made now would cut otherwise."""


class _Silent:
    def step(self, done: float, text: str = "") -> None: ...

    def warn(self, message: str) -> None: ...


def follow(engine: Engine, root: Path, game_id: str) -> tuple[str, ...]:
    """Brings one game folder up to what the record says; gives the recaps that are stale now.

    Raises:
        EdcError: what a stage raises; TransientError where another process works on the folder.
    """
    from edc.recap.stale import mark_stale

    with open_game_folder(root) as game:
        changed = write_through(engine, game_id, game.corrections)
        config, job = config_of(game), _job(game)
        names = [stage.name for stage in STAGES]
        stages = STAGES[names.index(_FIRST): names.index(_LAST) + 1]
        done = [run_stage(stage, game, Job(video=job.video, out=root, config=config), _Silent()) for stage in stages]
        if not changed and all(result.skipped for result in done):
            return tuple(p.parent.name for p in (root / "recaps").glob("*/stale.json"))
        stale = mark_stale(game)
    take_in(engine, GameFolder(root))
    return tuple(name for name, difference in stale.items() if difference is not None)


def config_of(game: GameFolder) -> Config:
    """The configuration with which the game was processed, as its manifest tells."""
    stages = read_manifest(game.manifest).stages
    sections: dict[str, Any] = {name: entry["config"] for name, entry in stages.items() if entry.get("config")}
    known: Mapping[str, Any] = Config.model_fields
    return Config(**{name: section for name, section in sections.items() if name in known})


def _job(game: GameFolder) -> Job:
    return Job(video=Path(read_json(game.media).get("path", "")), out=game.root)


class Follower:
    """One thread that follows all games of a server."""

    def __init__(self, engine: Engine, roots: Mapping[str, Path], after: Callable[[str], None]) -> None:
        """`after` is called with a game's id once it has followed."""
        self._engine, self._roots, self._after = engine, roots, after
        self._dirty: dict[str, float] = {}
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self.followed: dict[str, Followed] = {}

    def start(self) -> None:
        """Also follows what was saved before a crash and not followed."""
        for game_id in self._roots:
            self.touch(game_id)
        self._thread.start()

    def touch(self, game_id: str) -> None:
        with self._changed:
            self._dirty[game_id] = time.time()
            self._changed.notify()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(timeout=60)

    @property
    def waiting(self) -> bool:
        with self._changed:
            return bool(self._dirty)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._dirty or self._stopping)
                if self._stopping and not self._dirty:
                    return
            if not self._stopping:
                time.sleep(_GATHER_S)
            with self._changed:
                game_id = min(self._dirty, key=lambda g: self._dirty[g])
                del self._dirty[game_id]
            self._follow(game_id)

    def _follow(self, game_id: str) -> None:
        at = time.time()
        try:
            stale = follow(self._engine, self._roots[game_id], game_id)
            self._after(game_id)
            self.followed[game_id] = Followed(at=at, seconds=time.time() - at, stale=stale)
        except TransientError as error:
            self.followed[game_id] = Followed(at=at, seconds=time.time() - at, error=str(error))
            if not self._stopping:
                threading.Timer(_AGAIN_S, self.touch, (game_id,)).start()
        except (EdcError, OSError, ValueError) as error:
            self.followed[game_id] = Followed(at=at, seconds=time.time() - at, error=str(error))
