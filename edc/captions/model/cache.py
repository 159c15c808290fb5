"""Answers that were paid for, kept by fact hash: edit a fact and only that moment is asked again.

A file of JSON lines, each written as soon as its answer came, so that a killed run keeps them. A line torn by
a crash is passed over.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path

from edc.captions.model.answers import drafts_of
from edc.captions.writer import Draft


class AnswerCache:
    """In memory where no path is given."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._known: dict[str, Draft] = {}
        if path is not None and path.exists():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                self._read(line)

    def _read(self, line: str) -> None:
        try:
            value = json.loads(line)
        except ValueError:
            return
        draft = drafts_of({"moments": [{**value.get("draft", {}), "id": 0}]}, 1) if isinstance(value, dict) else {}
        if draft and isinstance(value.get("key"), str):
            self._known[value["key"]] = draft[0]

    def get(self, key: str) -> Draft | None:
        return self._known.get(key)

    def put(self, key: str, draft: Draft) -> None:
        told = {"titles": draft.titles, "safe_titles": draft.safe_titles, "captions": draft.captions}
        with self._lock:
            self._known[key] = draft
            if self._path is None:
                return
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as handle:
                handle.write("\n" * self._torn() + json.dumps({"key": key, "draft": told}, ensure_ascii=False) + "\n")

    def _torn(self) -> bool:
        """Whether the last line was cut off by a crash: the next one must not be glued to it."""
        assert self._path is not None
        if not self._path.exists() or not self._path.stat().st_size:
            return False
        with self._path.open("rb") as handle:
            handle.seek(-1, 2)
            return handle.read(1) != b"\n"
