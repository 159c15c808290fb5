"""Following corrections in a process of its own, so that answers to reviewers never wait for it.

Comes in, a JSON line each on standard input: which game to bring up to date. Goes out, a JSON line
each: the recaps that are stale, or what went wrong. The process ends when the server does, however that ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from edc.errors import EdcError, InvariantError, TransientError
from edc.gamefolder import GameFolder
from labeling.queue.filling import Shares, fill
from labeling.record.database import open_database
from labeling.record.following import follow

_NICE = 5


@dataclass(slots=True, kw_only=True)
class Worker:
    """The server's end."""

    url: str
    shares: Shares
    _process: subprocess.Popen[str] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, root: Path, game_id: str, moved: bool) -> tuple[str, ...]:
        """Raises:
        EdcError: what following raised over there; TransientError where it is worth another try.
        """
        with self._lock:
            wish = {"root": str(root), "game_id": game_id, "moved": moved}
            told = self._asked(wish)
        if "error" in told:
            raise TransientError(told["error"]) if told["again"] else InvariantError(told["error"])
        return tuple(told["stale"])

    def _asked(self, wish: dict[str, Any]) -> dict[str, Any]:
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps(wish) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            self.stop()
            return {"error": "The process that follows corrections ended; it is started again.", "again": True}
        told: dict[str, Any] = json.loads(line)
        return told

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "labeling.server.worker"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                             cwd=Path(__file__).parents[2], start_new_session=True)  # fmt: skip
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps({"url": self.url, "shares": asdict(self.shares)}) + "\n")
        return self._process

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


def main() -> None:
    """The other end."""
    os.nice(_NICE)
    lines, out = sys.stdin, sys.stdout
    # What a library prints must not come between the answers.
    sys.stdout = sys.stderr
    first = json.loads(lines.readline() or "null")
    if first is None:
        return
    engine, shares = open_database(first["url"]), Shares(**first["shares"])
    while line := lines.readline():
        wish = json.loads(line)
        try:
            root = Path(wish["root"])
            stale = follow(engine, root, wish["game_id"], moved=wish["moved"])
            fill(engine, GameFolder(root), wish["game_id"], shares)
            told: dict[str, Any] = {"stale": list(stale)}
        except EdcError as error:
            told = {"error": str(error), "again": isinstance(error, TransientError)}
        except Exception as error:
            traceback.print_exc()
            told = {"error": f"{type(error).__name__}: {error}", "again": False}
        try:
            out.write(json.dumps(told) + "\n")
            out.flush()
        except BrokenPipeError:
            os._exit(0)  # the server is gone; what was followed is followed


if __name__ == "__main__":
    main()
