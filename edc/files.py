"""Writing files whole or not at all.

Everything that EDC leaves on disk goes through here: written under a temporary name beside its
place, flushed, then renamed over what was there. A reader sees the old file or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TEMPORARY_MARK = ".part-"


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.stem}{TEMPORARY_MARK}{uuid.uuid4().hex[:8]}{path.suffix}")


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Gives a temporary path (same folder, same suffix) to write to; renames it to `path` on success."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(path)
    try:
        yield temporary
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Gives a temporary folder to fill; it takes the place of `path` on success."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(path)
    temporary.mkdir()
    old = _temporary(path)
    try:
        yield temporary
        if path.exists():
            os.replace(path, old)
        os.replace(temporary, path)
    finally:
        if old.exists() and not path.exists():
            os.replace(old, path)
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    with atomic_write(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def write_json(path: Path, value: Any) -> None:
    """Human-readable, stable JSON (UTF-8, no NaN)."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def content_hash(path: Path) -> str:
    """SHA-256 of a file's bytes; of a folder, of its files' names and bytes in order."""
    digest = hashlib.sha256()
    if path.is_dir():
        for child in sorted(p for p in path.rglob("*") if p.is_file() and TEMPORARY_MARK not in p.name):
            digest.update(str(child.relative_to(path)).encode())
            digest.update(content_hash(child).encode())
        return digest.hexdigest()
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def sweep_temporaries(folder: Path) -> None:
    """Removes what a killed run left half written."""
    for leftover in list(folder.rglob(f"*{TEMPORARY_MARK}*")):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)
