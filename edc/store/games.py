"""A game whose video, feed or folder lies in an object store, worked on in a local folder.

Comes in: addresses (local or S3). Goes out: local paths to work on; afterwards the folder is
published back where it came from.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from edc.gamefolder import require_game_folder
from edc.store.objects import check_bucket, download, download_folder, is_remote, upload

PRIVATE = ("work/source.mp4", ".lock")
"""What never leaves the machine: the source's own bytes, and the lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalJob:
    video: Path
    playbyplay: Path | None
    boxscore: Path | None
    names: Path | None
    ratings: Path | None
    out: Path


def cache_folder() -> Path:
    """Where remote inputs are kept: `EDC_CACHE`, else the user's cache folder."""
    base = os.environ.get("EDC_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "edc"


def _local(address: str, cache: Path) -> Path:
    if not is_remote(address):
        return Path(address)
    name = hashlib.sha256(address.encode()).hexdigest()[:12]
    return download(address, cache / "inputs" / name / Path(address).name)


@contextmanager
def game_folder(address: str) -> Iterator[Path]:
    """A local folder to work in; a remote one is fetched first, and published when the block ends well."""
    if not is_remote(address):
        yield Path(address)
        return
    check_bucket(address)
    folder = cache_folder() / "games" / hashlib.sha256(address.encode()).hexdigest()[:12]
    download_folder(address, folder)
    yield folder
    publish(folder, address)


@contextmanager
def job_folder(
    *, video: str, playbyplay: str | None, boxscore: str | None, out: str, names: str | None = None,
    ratings: str | None = None,
) -> Iterator[LocalJob]:  # fmt: skip
    """Local copies of what is remote, and the game folder to work in (see `game_folder`)."""
    with game_folder(out) as folder:
        cache = cache_folder()

        def here(address: str | None) -> Path | None:
            return _local(address, cache) if address else None

        yield LocalJob(video=_local(video, cache), playbyplay=here(playbyplay), boxscore=here(boxscore),
                       names=here(names), ratings=here(ratings), out=folder)  # fmt: skip


def publish(folder: Path, address: str, on_file: Callable[[int, int, str], None] | None = None) -> int:
    """Copies a game folder to an object store: data first, then what refers to it, the index last.

    A viewer who reads `key_moments.json` while this runs never finds a name that is not there yet.

    Raises:
        UsageError: `folder` is no game folder.
    """
    require_game_folder(folder)
    files = [p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")]
    named = [(p, p.relative_to(folder).as_posix()) for p in files]
    named = [(p, name) for p, name in named if name not in PRIVATE and not name.endswith(".etag")]
    named.sort(key=lambda item: (_publish_rank(item[1]), item[1]))
    for done, (path, name) in enumerate(named, start=1):
        upload(path, f"{address.rstrip('/')}/{name}")
        if on_file:
            on_file(done, len(named), name)
    return len(named)


def _publish_rank(name: str) -> int:
    if name == "manifest.json":
        return 3
    if name.startswith("key_moments") or name in ("game.json", "report.html"):
        return 2
    return 1 if name.endswith((".json", ".m3u8", ".parquet")) else 0
