"""Building a dataset from games.

Comes in: folders, each a rendered broadcast with its truth, or a game folder that `edc process` made; and what people
corrected (the review tool's dataset export, one JSON file a game). Goes out: a dataset (`edc.spotter.dataset`).

A processed game teaches by its own moments: each aligned play is a label as sharp as its placing was sure. What people
said of a moment replaces that and weighs more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from edc.errors import EdcError, InputError, InvariantError
from edc.files import atomic_write, content_hash, read_json
from edc.gamefolder import GameFolder
from edc.media.media import read_media
from edc.moments import read_moments
from edc.scorebug.layout import Layout
from edc.spotter.classes import class_of
from edc.spotter.dataset import SCHEMA, TABLES, UNKNOWN, Event, PictureWriter, State, write_tables
from edc.spotter.heard import heard, rows_of, write_heard
from edc.spotter.pictures import Box, blanked
from edc.spotter.sampled import pictures_of
from edc.spotter.splits import REVIEW_NAMES, Split, split_of
from edc.tables import SEGMENTS, SOUND, read_rows

TRUTH_SCHEMA, REVIEW_SCHEMA = "edc.truth/1", "edc.dataset/1"
_REVIEWED = 3.0
"""A label that a person gave weighs as much as three of the machine's."""
_SURE = 0.5
"""Moments that the machine doubts more than this teach nothing; what is around them is unknown."""
_UNSURE_S = 1.5
_REVIEW_SPLITS: Mapping[str, Split] = {said: split for split, said in REVIEW_NAMES.items()}

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One game, its labels read and its video not yet."""

    name: str
    kind: str
    """rendered, processed or reviewed"""
    split: Split
    video: Path
    boxes: tuple[Box, ...]
    """Where score bugs are, to be blanked."""
    events: tuple[Event, ...]
    states: tuple[State, ...]
    tracks: Path | None = None
    """What each picture shows, of a rendered game."""
    sound: Path | None = None
    """What was heard in a processed game; a rendered one is listened to."""


@dataclass(slots=True)
class Built:
    """What came of it."""

    version: str = ""
    games: int = 0
    pictures: int = 0
    events: dict[str, int] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    """Each with its reason."""


def build(
    folders: Sequence[Path], reviews: Sequence[Path], out: Path, told: Told, *, split: Split | None = None
) -> Built:
    """Builds `out`; games whose pictures are there already are not decoded again.

    `split`: these games are that split of the dataset, and games of its other splits stay as they are; without one,
    these games are the dataset.

    Raises:
        InputError: nothing of it can be used, or `out` holds other splits of another release.
    """
    if split is not None:
        _check_release(out)
    built = Built()
    said = _reviews(reviews, built)
    games: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    states: list[dict[str, Any]] = []
    for folder in folders:
        try:
            source = read_source(folder, said, split, built.skipped.append)
            count = _pictures(source, out)
            listened = _listened(source, out)
        except EdcError as error:
            built.skipped.append(f"{folder}: {error}")
            continue
        if any(row["game"] == source.name for row in games):
            built.skipped.append(f"{folder}: a game {source.name} is in the dataset already")
            continue
        told(f"{source.name}: {count} pictures, {len(source.events)} events ({source.kind}, {source.split})")
        games.append({"game": source.name, "split": source.split, "source": source.kind, "video": source.video.name,
                      "video_sha256": content_hash(source.video), "pictures": count,
                      "shown_sha256": content_hash(source.tracks) if source.tracks else None,
                      "heard_sha256": content_hash(listened)})  # fmt: skip
        events += [_row(source.name, event) for event in source.events]
        states += [_row(source.name, state) for state in source.states]
        built.games, built.pictures = built.games + 1, built.pictures + count
    if not games:
        raise InputError("No game could be used: " + "; ".join(built.skipped or ["none was named."]))
    for event in events:
        built.events[event["label"]] = built.events.get(event["label"], 0) + 1
    if split is not None:
        for rows, kept in zip((games, events, states), _of_other_splits(out, split, games), strict=True):
            rows += kept
    built.version = write_tables(out, games, events, states)
    return built


def _check_release(out: Path) -> None:
    """Before anything is decoded: rows of another release could not be kept."""
    facts = out / "dataset.json"
    known = read_json(facts).get("schema") if facts.is_file() else SCHEMA
    if known != SCHEMA:
        raise InputError(f"{out} is a dataset of schema {known!r}, this release writes {SCHEMA}: delete its "
                         "dataset.json and build each split again (its pictures are kept).")  # fmt: skip


def _of_other_splits(
    out: Path, split: Split, games: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], ...]:  # fmt: skip
    """Rows of games, events and states that a build of one split leaves alone; none where there is no dataset yet."""
    if not (out / "dataset.json").is_file():
        return [], [], []
    mine = {row["game"] for row in games}
    there, *labels = (read_rows(out / f"{name}.parquet", schema) for name, schema in TABLES.items())
    others = {row["game"] for row in there if row["split"] != split} - mine
    return tuple([row for row in rows if row["game"] in others] for rows in (there, *labels))


def _row(game: str, value: Event | State) -> dict[str, Any]:
    return {"game": game} | {name: getattr(value, name) for name in value.__slots__}


def read_source(folder: Path, reviews: Mapping[str, Any], split: Split | None, skip: Told) -> Source:
    """Raises:
    InputError: neither kind of folder, or its files are broken.
    """
    if (folder / "truth.json").is_file():
        source = _rendered(folder, skip)
    elif (folder / "manifest.json").is_file():
        source = _processed(GameFolder(folder), reviews, skip)
    else:
        raise InputError(f"{folder} has neither truth.json (`edc sample`) nor manifest.json (`edc process`).")
    return source if split is None else replace(source, split=split)


# --- rendered broadcasts ---------------------------------------------------------------------------------


def _rendered(folder: Path, skip: Told) -> Source:
    truth = _json(folder / "truth.json", TRUTH_SCHEMA)
    name = f"{truth['kind']}-{truth['seed']}-{truth['bug']['look']}"
    plays = [play for play in truth["plays"] if play["on_screen"]]
    events = [Event(label=label, at_s=play["anchor_s"])
              for play in plays if (label := _class(play["label"], folder, skip))]  # fmt: skip
    states = [State(label="replay", start_s=r["start_s"], end_s=r["end_s"]) for r in truth["replays"]]
    states += [State(label="cutaway", start_s=c["start_s"], end_s=c["end_s"]) for c in truth.get("cutaways", ())]
    x, y, w, h = truth["bug"]["box"]
    tracks = folder / "tracks.npz"
    return Source(name=name, kind="rendered", split=split_of(name), video=folder / truth["media"]["file"],
                  boxes=((x, y, w, h),), events=tuple(events), states=tuple(states),
                  tracks=tracks if tracks.is_file() else None)  # fmt: skip


def _class(label: str, folder: Path, skip: Told) -> str | None:
    try:
        return class_of(label)
    except InvariantError:
        skip(f"{folder}: the label {label!r} is not in the taxonomy and was left out")
        return None


# --- processed games ---------------------------------------------------------------------------------------


def _processed(game: GameFolder, reviews: Mapping[str, Any], skip: Told) -> Source:
    facts = read_json(game.game)
    media = read_media(game.media)
    layouts = [Layout.from_json(value) for value in read_json(game.layout)["layouts"]]
    boxes = tuple((v.bug.x, v.bug.y, v.bug.right - v.bug.x, v.bug.bottom - v.bug.y) for v in layouts)
    review = reviews.get(facts["game_id"])
    events, states = _machine_labels(game, {label["moment_id"] for label in _answered(review)}, skip)
    states += [State(label="replay", start_s=row["start_s"], end_s=row["end_s"])
               for row in read_rows(game.segments, SEGMENTS) if row["kind"] == "replay"]  # fmt: skip
    if review is not None:
        more, unknown = _human_labels(review, game.root, skip)
        events, states = events + more, states + unknown
    name = facts["game_id"]
    split = _REVIEW_SPLITS[review["split"]] if review is not None else split_of(name)
    return Source(name=name, kind="processed" if review is None else "reviewed", split=split, video=Path(media.path),
                  boxes=boxes, events=tuple(events), states=tuple(states), sound=game.sound)  # fmt: skip


def _machine_labels(game: GameFolder, answered: set[str], skip: Told) -> tuple[list[Event], list[State]]:
    events: list[Event] = []
    states: list[State] = []
    for moment in read_moments(game.moments):
        if moment.anchor_s is None or moment.moment_id in answered or moment.status == "retracted":
            continue
        label = _class(moment.label, game.root, skip)
        if label is None:
            continue
        if moment.confidence < _SURE:
            states.append(_unknown(moment.anchor_s))
        else:
            events.append(Event(label=label, at_s=moment.anchor_s, sd_s=moment.anchor_sd_s or 0.0,
                                weight=moment.confidence))  # fmt: skip
    return events, states


def _unknown(at_s: float) -> State:
    return State(label=UNKNOWN, start_s=at_s - _UNSURE_S, end_s=at_s + _UNSURE_S)


def _answered(review: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    return [] if review is None else [*review["labels"], *review["negatives"], *review["unsure"]]


def _human_labels(review: Mapping[str, Any], folder: Path, skip: Told) -> tuple[list[Event], list[State]]:
    events: list[Event] = []
    for row in review["labels"]:
        label = _class(row["label"], folder, skip)
        if label is not None:
            events.append(Event(label=label, at_s=row["anchor_s"], weight=_REVIEWED * row["weight"]))
        machine = _class(row["machine_label"], folder, skip) if row["machine_label"] else None
        if machine is not None and machine != label and row["machine_anchor_s"] is not None:
            events.append(Event(label=machine, at_s=row["machine_anchor_s"], weight=_REVIEWED, wrong=True))
    for row in review["negatives"]:
        label = _class(row["label"], folder, skip)
        if label is not None:
            events.append(Event(label=label, at_s=row["anchor_s"], weight=_REVIEWED, wrong=True))
    return events, [_unknown(row["anchor_s"]) for row in review["unsure"]]


def _reviews(paths: Sequence[Path], built: Built) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for path in paths:
        try:
            review = _json(path, REVIEW_SCHEMA)
            said[review["game_id"]] = review
        except InputError as error:
            built.skipped.append(str(error))
    return said


def _json(path: Path, schema: str) -> Any:
    try:
        value = read_json(path)
    except (OSError, json.JSONDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}).") from error
    if not isinstance(value, dict) or value.get("schema") != schema:
        raise InputError(f"{path} is not of schema {schema}.")
    return value


# --- pictures and sound -------------------------------------------------------------------------------------


def _pictures(source: Source, out: Path) -> int:
    """Decodes the game's pictures where they are not there yet, and counts them."""
    index = out / "pictures" / f"{source.name}.npz"
    if source.tracks is not None:
        copied = out / "pictures" / f"{source.name}.shown.npz"
        with atomic_write(copied) as temporary:
            temporary.write_bytes(source.tracks.read_bytes())
    if index.exists():
        with np.load(index) as known:
            return len(known["times_s"])
    if not source.video.is_file():
        raise InputError(f"the video {source.video} is missing")
    writer = PictureWriter(out, source.name)
    for media_s, picture in pictures_of(source.video):
        writer.add(media_s, blanked(picture, source.boxes))
    return writer.close()


def _listened(source: Source, out: Path) -> Path:
    """What is heard at each of the pictures; measured where it is not there yet."""
    path = out / "pictures" / f"{source.name}.heard.npy"
    if not path.exists():
        with np.load(out / "pictures" / f"{source.name}.npz") as index:
            times_s = index["times_s"]
        rows = rows_of(source.video) if source.sound is None else read_rows(source.sound, SOUND)
        write_heard(path, heard(rows, times_s))
    return path
