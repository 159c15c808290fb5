"""Follows corrections of all games of a server, in the background.

Comes in: the ids of games whose record changed, and game folders that another process changed. Goes out:
how far each game has followed. A game that another process works on is tried again; what goes wrong is
kept to be shown, and never touches the record.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from edc.errors import EdcError, TransientError
from edc.gamefolder import GameFolder
from labeling.server.recutting import Recutter
from labeling.server.worker import Worker

_GATHER_S = 0.3
"""Corrections within this time are followed together."""
_AGAIN_S = 2.0
_STOP_S = 30.0
"""How long stopping may wait for a folder that another process works on; the next start follows as well."""
_LOOK_S = 2.0
"""How often the game folders are looked at: another process may have processed a game again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """How far a game has followed."""

    at: float
    """When the corrections that it follows were read."""
    seconds: float
    error: str | None = None
    stale: tuple[str, ...] = ()
    """Recaps that a plan made now would cut otherwise."""


def _stamp(root: Path) -> int:
    """Changes whenever the game's moments have been written anew."""
    try:
        return GameFolder(root).moments.stat().st_mtime_ns
    except OSError:
        return 0


class Follower:
    """One thread for all games; the work is done in the worker's process."""

    def __init__(self, roots: Mapping[str, Path], worker: Worker, recutter: Recutter) -> None:
        self._roots, self._worker, self._recutter = roots, worker, recutter
        self._dirty: dict[str, float] = {}
        self._touched: dict[str, float] = {}
        self._changed = threading.Condition()
        self._stopping, self._until = False, 0.0
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._stamps = {game_id: _stamp(root) for game_id, root in roots.items()}
        self.followed: dict[str, Followed] = {}

    def start(self) -> None:
        """Also follows what was saved before a crash and not followed."""
        for game_id in self._roots:
            self.touch(game_id)
        self._thread.start()

    def touch(self, game_id: str) -> None:
        """The record of this game has changed."""
        with self._changed:
            self._dirty[game_id] = self._touched[game_id] = time.time()
            self._changed.notify()

    def stop(self) -> None:
        """Follows what is left, then ends."""
        with self._changed:
            self._stopping, self._until = True, time.monotonic() + _STOP_S
            self._changed.notify()
        self._thread.join(timeout=2 * _STOP_S)
        self._recutter.stop()
        self._worker.stop()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._due() or self._stopping, timeout=_LOOK_S)
                if self._stopping and not self._dirty:
                    return
            self._look()
            if self._due():
                time.sleep(0.0 if self._stopping else _GATHER_S)
                with self._changed:
                    game_id = min(self._dirty, key=lambda g: self._dirty[g])
                    del self._dirty[game_id]
                self._follow(game_id)

    def _due(self) -> bool:
        """Whether a game is to be followed now; one that is tried again has its time, until the server stops."""
        return any(at <= time.time() or self._stopping for at in self._dirty.values())

    def _look(self) -> None:
        """Recaps that are due, and folders that somebody else changed."""
        cut = None if self._dirty else self._recutter.look(self._touched)
        with self._changed:
            moved = [g for g in self._roots if self._moved(g) or g == cut]
            self._stamps |= {cut: 0} if cut else {}
            self._dirty |= {g: time.time() for g in moved if g not in self._dirty}

    def _moved(self, game_id: str) -> bool:
        return _stamp(self._roots[game_id]) != self._stamps[game_id]

    def _follow(self, game_id: str) -> None:
        at, root, moved = time.time(), self._roots[game_id], self._moved(game_id)
        self._recutter.stop(game_id)
        error: str | None = None
        stale: tuple[str, ...] = ()
        try:
            stale = self._worker.follow(root, game_id, moved)
        except TransientError as again:
            error, moved = str(again), False
            self._try_again(game_id)
        except (EdcError, OSError, ValueError) as failed:
            error = str(failed)
        if error is None or moved:
            self._stamps[game_id] = _stamp(root)
        self.followed[game_id] = Followed(at=at, seconds=time.time() - at, error=error, stale=stale)

    def _try_again(self, game_id: str) -> None:
        """Soon; while stopping only so long as that may take."""
        if self._stopping:
            time.sleep(_GATHER_S)
        if not self._stopping or time.monotonic() < self._until:
            with self._changed:
                self._dirty.setdefault(game_id, time.time() + _AGAIN_S)
