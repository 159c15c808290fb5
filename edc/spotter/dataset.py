"""The training data on disk: games' small pictures with what happens in them.

A dataset is a folder: `dataset.json` (schema, version: the hash of all that it holds), `games.parquet` (one row a
game, with its split), `events.parquet` and `states.parquet` (labels), and `pictures/<game>.bin` with an index beside
it: the pictures as JPEG, one after the other, and what is heard at each. A game is whole in one split, so that nothing
of it is both learnt and tested.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from edc.errors import InputError
from edc.files import atomic_write, content_hash, read_json, write_json
from edc.spotter.classes import CLASSES
from edc.spotter.heard import read_heard
from edc.spotter.pictures import PER_S, SIZE
from edc.spotter.shown import Shown, read_shown, unknown
from edc.spotter.splits import Split
from edc.tables import read_rows, schema_of, write_table

SCHEMA = "edc.clips/2"
_JPEG = (cv2.IMWRITE_JPEG_QUALITY, 92)

GAMES = schema_of(
    "edc.clips.games/2",
    ("game", pa.string()), ("split", pa.string()), ("source", pa.string()), ("video", pa.string()),
    ("video_sha256", pa.string()), ("pictures", pa.int32()), ("shown_sha256", pa.string()),
    ("heard_sha256", pa.string()),
)  # fmt: skip
EVENTS_TABLE = schema_of(
    "edc.clips.events/1",
    ("game", pa.string()), ("label", pa.string()), ("at_s", pa.float64()), ("sd_s", pa.float32()),
    ("weight", pa.float32()), ("wrong", pa.bool_()),
)  # fmt: skip
"""`wrong`: people say that this did not happen here."""
STATES_TABLE = schema_of(
    "edc.clips.states/1",
    ("game", pa.string()), ("label", pa.string()), ("start_s", pa.float64()), ("end_s", pa.float64()),
)  # fmt: skip
TABLES = {"games": GAMES, "events": EVENTS_TABLE, "states": STATES_TABLE}
UNKNOWN = "unknown"
"""A state: nobody says what happens in there, so nothing is learnt from it."""

Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    label: str
    at_s: float
    sd_s: float = 0.0
    """How sure its place is; 0 where it is known to the picture."""
    weight: float = 1.0
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    label: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """One game of a dataset, its pictures still on disk."""

    name: str
    split: Split
    source: str
    times_s: Times
    offsets: NDArray[np.int64]
    """Where each picture begins in the file; one more at the end."""
    path: Path
    events: tuple[Event, ...]
    states: tuple[State, ...]
    shown: Shown
    """What each picture shows, where that is known."""
    heard: NDArray[np.float32]
    """(n, H): what is heard at each picture; zeros of a game without sound."""

    def __len__(self) -> int:
        return len(self.times_s)

    def pictures(self, first: int, end: int) -> NDArray[np.uint8]:
        """(end − first, 126, 224, 3) BGR.

        Raises:
            InputError: the file is damaged.
        """
        with self.path.open("rb") as handle:
            handle.seek(int(self.offsets[first]))
            block = handle.read(int(self.offsets[end] - self.offsets[first]))
        made = np.empty((end - first, SIZE[1], SIZE[0], 3), np.uint8)
        begin = self.offsets[first]
        for i in range(first, end):
            piece = np.frombuffer(block, np.uint8)[self.offsets[i] - begin : self.offsets[i + 1] - begin]
            picture = cv2.imdecode(piece, cv2.IMREAD_COLOR) if len(piece) else None
            if picture is None or picture.shape != made.shape[1:]:
                raise InputError(f"{self.path} is damaged at picture {i}: delete it and build the dataset again.")
            made[i - first] = picture
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    root: Path
    version: str
    games: tuple[Game, ...]

    def of(self, split: Split) -> list[Game]:
        return [game for game in self.games if game.split == split]


def read_dataset(root: Path) -> Dataset:
    """Raises:
    InputError: no dataset, one of another schema or of other classes, or a file of it is missing.
    """
    try:
        facts = read_json(root / "dataset.json")
    except (OSError, json.JSONDecodeError) as error:
        raise InputError(f"{root} is no dataset ({error}): build one with `edc train --build`.") from error
    if facts.get("schema") != SCHEMA or facts.get("classes") != list(CLASSES) or facts.get("size") != list(SIZE):
        raise InputError(f"{root} is a dataset of schema {facts.get('schema')!r} with classes {facts.get('classes')}; "
                         f"this release reads {SCHEMA} with {list(CLASSES)}: build it again.")  # fmt: skip
    events = read_rows(root / "events.parquet", EVENTS_TABLE)
    states = read_rows(root / "states.parquet", STATES_TABLE)
    games = [_game(root, row, events, states) for row in read_rows(root / "games.parquet", GAMES)]
    return Dataset(root=root, version=facts["version"], games=tuple(games))


def _game(root: Path, row: dict[str, Any], events: list[dict[str, Any]], states: list[dict[str, Any]]) -> Game:
    path = root / "pictures" / f"{row['game']}.bin"
    try:
        with np.load(path.with_suffix(".npz")) as index:
            times_s, offsets = index["times_s"], index["offsets"]
        size = path.stat().st_size
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path} of the dataset cannot be read ({error}): build the dataset again.") from error
    shown = path.with_suffix(".shown.npz")
    if len(times_s) != row["pictures"] or size != offsets[-1]:
        raise InputError(f"{path} of the dataset was cut short: build the dataset again.")
    own = {"game"}
    seen = read_shown(shown, times_s) if shown.exists() else unknown(len(times_s))
    return Game(
        name=row["game"], split=row["split"], source=row["source"], times_s=times_s, offsets=offsets, path=path,
        events=tuple(Event(**{k: v for k, v in e.items() if k not in own}) for e in events if e["game"] == row["game"]),
        states=tuple(State(**{k: v for k, v in s.items() if k not in own}) for s in states if s["game"] == row["game"]),
        shown=seen, heard=read_heard(path.with_suffix(".heard.npy"), len(times_s)),
    )  # fmt: skip


class PictureWriter:
    """Appends pictures to a game's file; both files stand only when all is written."""

    def __init__(self, root: Path, game: str) -> None:
        self._path = root / "pictures" / f"{game}.bin"
        self._blocks: list[bytes] = []
        self._times: list[float] = []

    def add(self, media_s: float, picture: NDArray[np.uint8]) -> None:
        """A blanked picture of the network's size."""
        _, block = cv2.imencode(".jpg", picture, _JPEG)
        self._blocks.append(block.tobytes())
        self._times.append(media_s)

    def close(self) -> int:
        offsets = np.cumsum([0, *map(len, self._blocks)]).astype(np.int64)
        with atomic_write(self._path) as temporary:
            temporary.write_bytes(b"".join(self._blocks))
        with atomic_write(self._path.with_suffix(".npz")) as temporary:
            np.savez_compressed(temporary, times_s=np.array(self._times), offsets=offsets)
        return len(self._times)


def write_tables(
    root: Path, games: Sequence[dict[str, Any]], events: Sequence[dict[str, Any]], states: Sequence[dict[str, Any]]
) -> str:
    """Writes labels, then `dataset.json`, and gives the dataset's version."""
    for (name, schema), rows in zip(TABLES.items(), (games, events, states), strict=True):
        write_table(root / f"{name}.parquet", sorted(rows, key=lambda row: json.dumps(row, sort_keys=True)), schema)
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update(content_hash(root / f"{name}.parquet").encode())
    version = digest.hexdigest()[:16]
    write_json(root / "dataset.json", {"schema": SCHEMA, "version": version, "classes": list(CLASSES),
                                       "size": list(SIZE), "per_s": str(PER_S)})  # fmt: skip
    return version
