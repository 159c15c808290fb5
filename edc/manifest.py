"""`manifest.json`: what each stage read and wrote, so that unchanged stages are skipped.

Comes in: paths. Goes out: content hashes, remembered by size and modification time so that a
video of many gigabytes is read once, and the record of finished stages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edc import __version__
from edc.files import content_hash, read_json

SCHEMA = "edc.manifest/1"


@dataclass(slots=True)
class Manifest:
    stages: dict[str, dict[str, Any]] = field(default_factory=dict)
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By path: size, modification time and hash of what has been hashed before."""

    def hashes(self, paths: Mapping[str, Path | None], root: Path) -> dict[str, str | None]:
        return {name: self._hash(path, root) if path is not None else None for name, path in paths.items()}

    def is_current(
        self, stage: str, before: Mapping[str, Any], outputs: Mapping[str, Path | None], root: Path
    ) -> bool:
        """Whether `stage` was finished with exactly this before it, and its outputs are untouched."""
        done = self.stages.get(stage)
        if done is None or any(done[key] != before[key] for key in before):
            return False
        return bool(done["outputs"] == self.hashes(outputs, root))

    def record(self, stage: str, entry: dict[str, Any]) -> None:
        self.stages[stage] = entry

    def to_json(self) -> dict[str, Any]:
        return {"schema": SCHEMA, "edc": __version__, "stages": self.stages, "files": self.known}

    def _hash(self, path: Path, root: Path) -> str | None:
        if not path.exists():
            return None
        if path.is_dir():
            return content_hash(path)
        key = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
        stat = path.stat()
        seen = self.known.get(key)
        if seen and (seen["size"], seen["mtime_ns"]) == (stat.st_size, stat.st_mtime_ns):
            return str(seen["sha256"])
        digest = content_hash(path)
        self.known[key] = {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": digest}
        return digest


def read_manifest(path: Path) -> Manifest:
    """The manifest, or an empty one where there is none or it cannot be read (then all runs again)."""
    try:
        value = read_json(path)
        if value["schema"] != SCHEMA:
            return Manifest()
        return Manifest(stages=value["stages"], known=value["files"])
    except (FileNotFoundError, json.JSONDecodeError, KeyError, TypeError):
        return Manifest()
