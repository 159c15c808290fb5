"""Default recaps that follow by themselves: once nobody has corrected anything for a while, they are cut again.

Comes in: game folders with a `stale.json` beside their default recap. Goes out: the recap, cut by
`edc recap` in a process of its own, which a new correction stops; what it had encoded is kept. A recap that
a person edited or published is never cut again: it stays marked as stale.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from edc.files import read_json
from edc.recap.request import RAPID
from edc.recap.stale import is_kept

_NICE = "15"


class Recutter:
    """Cuts one recap at a time."""

    def __init__(self, roots: Mapping[str, Path], quiet_s: float) -> None:
        """`quiet_s`: how long nobody may have corrected anything; 0 cuts nothing."""
        self._roots, self._quiet_s = roots, quiet_s
        self._running: tuple[str, subprocess.Popen[bytes]] | None = None
        self._tried: dict[str, float] = {}

    def look(self, touched: Mapping[str, float]) -> str | None:
        """Starts what is due, where nothing runs; gives the game whose recap has just been cut."""
        if self._running is not None:
            game_id, process = self._running
            if process.poll() is None:
                return None
            self._running = None
            return game_id
        for game_id, root in self._roots.items():
            last = touched.get(game_id, 0.0)
            quiet = self._quiet_s > 0 and time.time() - last >= self._quiet_s
            if quiet and self._tried.get(game_id, -1.0) < last and _is_due(root / "recaps" / RAPID):
                self._tried[game_id] = last
                self._running = (game_id, self._cut(root))
                break
        return None

    def _cut(self, root: Path) -> subprocess.Popen[bytes]:
        seconds = read_json(root / "recaps" / RAPID / "recap.json")["request"]["seconds"]
        command = ["nice", "-n", _NICE, sys.executable, "-m", "edc", "recap", str(root), "--name", RAPID,
                   "--seconds", str(seconds), "--json"]  # fmt: skip
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                cwd=Path(__file__).parents[2])  # fmt: skip

    def stop(self, game_id: str | None = None) -> None:
        """Ends a running cut of this game, or of any."""
        if self._running is not None and game_id in (None, self._running[0]):
            self._running[1].terminate()
            self._running[1].wait()
            self._tried.pop(self._running[0], None)
            self._running = None


def _is_due(folder: Path) -> bool:
    """Whether the recap is stale, the default one, and still as EDC made it."""
    try:
        mark, request = read_json(folder / "stale.json"), read_json(folder / "recap.json")["request"]
    except (OSError, ValueError, KeyError):
        return False
    if is_kept(folder):
        return False
    default = not any(request.get(key) for key in ("team", "players", "labels", "periods", "must_have", "exclude"))
    return default and bool(mark.get("plan"))
