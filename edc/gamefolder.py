"""The game folder: where each file of the public contract lies, and who may write there now.

DESIGN section 2 is the contract. One process at a time works on a folder; the lock is released by
the operating system when its holder dies, however it dies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from edc.errors import TransientError, UsageError
from edc.files import sweep_temporaries


@dataclass(frozen=True, slots=True)
class GameFolder:
    root: Path

    # work/: what stages hand on
    @property
    def work(self) -> Path:
        return self.root / "work"

    @property
    def media(self) -> Path:
        """probe → `edc.media.probe.Media` as JSON."""
        return self.work / "media.json"

    @property
    def frames(self) -> Path:
        """probe → presentation time and keyframe flag of every video frame."""
        return self.work / "frames.parquet"

    @property
    def feed(self) -> Path:
        """probe → `edc.playbyplay.play.Feed` as JSON; absent without a feed."""
        return self.work / "feed.json"

    @property
    def names(self) -> Path:
        """probe → names of players and teams in other languages, JSON; absent where none were given."""
        return self.work / "names.json"

    @property
    def ratings(self) -> Path:
        """probe → how strong the teams were before the game, JSON; absent where no ratings were given."""
        return self.work / "ratings.json"

    @property
    def layout(self) -> Path:
        """scan → where the score bug is, JSON; a null layout where there is none."""
        return self.work / "scorebug.json"

    @property
    def looks(self) -> Path:
        """scan → one row per look at the score bug, scores in printed order."""
        return self.work / "looks.parquet"

    @property
    def scan_chunks(self) -> Path:
        return self.work / "scan"

    @property
    def shots(self) -> Path:
        return self.work / "shots.parquet"

    @property
    def sound(self) -> Path:
        return self.work / "sound.parquet"

    @property
    def motion(self) -> Path:
        return self.work / "motion.parquet"

    @property
    def features(self) -> Path:
        """scan → what the spotter's backbone makes of each small picture; absent without weights."""
        return self.work / "features.npz"

    @property
    def spotted(self) -> Path:
        """spot → instants of the spotter's event classes, calibrated."""
        return self.work / "spotted.parquet"

    @property
    def placed(self) -> Path:
        """align → where each play of the feed lies."""
        return self.work / "placed.parquet"

    @property
    def alignment(self) -> Path:
        """align → quality figures and doubts, JSON."""
        return self.work / "alignment.json"

    @property
    def fused(self) -> Path:
        return self.work / "fused.parquet"

    @property
    def ranked(self) -> Path:
        return self.work / "ranked.parquet"

    @property
    def captioned(self) -> Path:
        return self.work / "captioned.parquet"

    # the contract
    @property
    def readings(self) -> Path:
        return self.root / "readings.parquet"

    @property
    def clock(self) -> Path:
        return self.root / "clock.parquet"

    @property
    def spots(self) -> Path:
        return self.root / "spots.parquet"

    @property
    def segments(self) -> Path:
        return self.root / "segments.parquet"

    @property
    def captions(self) -> Path:
        """caption → every text at every spoiler level, alt texts, recap words, counts of errors, JSON."""
        return self.work / "captions.json"

    @property
    def caption_answers(self) -> Path:
        """caption → what a language model answered and was paid for, by fact hash, JSON lines."""
        return self.work / "caption_answers.jsonl"

    @property
    def moments(self) -> Path:
        return self.root / "moments.parquet"

    @property
    def corrections(self) -> Path:
        return self.root / "corrections.jsonl"

    @property
    def ids(self) -> Path:
        return self.root / "ids.jsonl"

    @property
    def game(self) -> Path:
        return self.root / "game.json"

    @property
    def key_moments(self) -> Path:
        return self.root / "key_moments.json"

    @property
    def thumbnails(self) -> Path:
        return self.root / "thumbnails"

    @property
    def pool(self) -> Path:
        return self.root / "pool"

    @property
    def report(self) -> Path:
        return self.root / "report.html"

    @property
    def manifest(self) -> Path:
        return self.root / "manifest.json"

    def recap(self, name: str = "rapid") -> Path:
        return self.root / "recaps" / name


@contextmanager
def open_game_folder(root: Path) -> Iterator[GameFolder]:
    """Makes the folder where needed and holds its lock.

    Raises:
        UsageError: no permission to write there.
        TransientError: another process works on it.
    """
    from filelock import FileLock, Timeout

    try:
        root.mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise UsageError(f"No permission to make the game folder {root}: choose another --out.") from error
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(f"{root} is a file, not a folder: choose another --out.") from error
    if not os.access(root, os.W_OK | os.X_OK):
        raise UsageError(f"No permission to write in {root}: choose another --out or change its rights.")
    lock = FileLock(root / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise TransientError(f"Another process works on {root}. Wait for it to finish, then try again.") from error
    try:
        sweep_temporaries(root)
        yield GameFolder(root)
    finally:
        lock.release()


def require_game_folder(root: Path) -> GameFolder:
    """An existing game folder, for verbs that do not make one.

    Raises:
        UsageError: there is none.
    """
    if not (root / "manifest.json").is_file():
        raise UsageError(f"{root} is no game folder (it has no manifest.json): run `edc process VIDEO --out {root}`.")
    return GameFolder(root)
