"""What the head hears beside what it sees: a few values of the sound at each picture.

Comes in: rows of the `SOUND` table, or a video's file, and the pictures' times. Goes out: `HEARD` columns a picture. A
foul without a gesture leaves little to see, but a whistle is heard. Only what every broadcast's sound has in common is
handed on (a whistle, a horn, the crowd, speech), no spectrum: a head would learn the drawn games' synthesiser by heart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError
from edc.files import atomic_write
from edc.media.ffmpeg import run_ffmpeg
from edc.media.probe import probe
from edc.signals.sound import PER_S, RATE, STEP, Speech, features, lay_crowd_scores

Array = NDArray[np.float32]

HEARD: tuple[str, ...] = ("there", "whistle", "near_whistle", "horn", "crowd", "level", "speech")
"""`there`: 1 where anything can be heard. All are 0 of a game without sound."""
_NEAR = 1
"""Rows to each side in which a whistle or a horn counts as near: a picture lasts longer than a row."""
_CROWD_UNIT, _LEVEL_UNIT_DB = 3.0, 10.0
_SILENT_DB = -85.0


def silence(count: int) -> Array:
    return np.zeros((count, len(HEARD)), np.float32)


def heard(rows: Sequence[Mapping[str, Any]], times_s: NDArray[np.float64]) -> Array:
    """(n, HEARD), about one in size."""
    level = np.array([row["level_db"] for row in rows], np.float64)
    loud = level[level > _SILENT_DB]
    if len(loud) == 0:
        return silence(len(times_s))
    at_s = np.array([row["media_s"] for row in rows], np.float64)
    at = np.clip(np.searchsorted(at_s, times_s, side="right") - 1, 0, len(rows) - 1)
    whistle, horn, crowd, speech = (
        np.array([row[name] for row in rows], np.float64) for name in ("whistle", "horn", "crowd", "speech")
    )
    louder = (np.maximum(level, _SILENT_DB) - np.median(loud)) / _LEVEL_UNIT_DB
    there = np.ones(len(rows))
    made = np.stack([there, whistle, _near(whistle), _near(horn), crowd / _CROWD_UNIT, louder, speech], 1)
    return np.where((level > _SILENT_DB)[:, None], made, 0.0)[at].astype(np.float32)


def _near(values: NDArray[np.float64]) -> NDArray[np.float64]:
    padded = np.pad(values, _NEAR, mode="edge")
    strongest: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEAR + 1).max(axis=1)
    return strongest


def rows_of(video: Path) -> list[dict[str, Any]]:
    """`SOUND` rows of a whole file whose sound begins with its pictures; none where it has no sound.

    Raises:
        InputError: it cannot be decoded.
    """
    if not probe(video, video.name, "").media.has_audio:
        return []
    command = ["-i", str(video), "-vn", "-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"]
    samples = np.frombuffer(run_ffmpeg(command, doing=f"decoding the sound of {video}"), np.float32)
    count = len(samples) // STEP
    rows = features(samples, Speech().probabilities(samples), count)
    for number, row in enumerate(rows):
        row["media_s"] = number / PER_S
    lay_crowd_scores(rows)
    return rows


def write_heard(path: Path, values: Array) -> None:
    with atomic_write(path) as temporary, temporary.open("wb") as file:
        np.save(file, values)


def read_heard(path: Path, count: int) -> Array:
    """Silence where nothing lies.

    Raises:
        InputError: damaged, or of other columns.
    """
    if not path.exists():
        return silence(count)
    try:
        values: Array = np.load(path)
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read ({error}): build the dataset again.") from error
    if values.shape != (count, len(HEARD)):
        raise InputError(f"{path} holds values of shape {values.shape}, not {(count, len(HEARD))}: delete it and build "
                         "the dataset again.")  # fmt: skip
    return values
