"""The scan's chunks as whole tables.

Comes in: the chunks' files, in order. Goes out: rows of looks, motion, sound and shots, and where pictures are missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.signals.shots import changes, shots
from edc.signals.sound import crowd_scores

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    looks: Rows
    motion: Rows
    sound: Rows
    shots: Rows
    seen_s: NDArray[np.float64]
    """Times of all pictures that could be decoded."""


def merge(paths: Sequence[Path], duration_s: float) -> Scanned:
    looks: Rows = []
    motion: Rows = []
    sound: Rows = []
    times: list[NDArray[np.float64]] = []
    change: list[NDArray[np.float64]] = []
    for tiny_s, changed, facts in _chunks(paths):
        times.append(tiny_s)
        change.append(changed)
        looks += facts["looks"]
        motion += facts["motion"]
        sound += facts["sound"]
    for row, score in zip(sound, crowd_scores(np.array([row["crowd"] for row in sound])), strict=True):
        row["crowd"] = float(score)
    seen_s = np.concatenate(times)
    return Scanned(
        looks=looks, motion=motion, sound=sound, seen_s=seen_s,
        shots=shots(seen_s, np.concatenate(change), duration_s),
    )  # fmt: skip


def _chunks(paths: Sequence[Path]) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64], dict[str, Rows]]]:
    """Each chunk's picture times, changes and facts; its first picture measured against the last of the one before."""
    before = None
    for path in paths:
        with np.load(path) as chunk:
            changed = chunk["change"]
            if len(changed):
                if before is not None:
                    changed[0] = changes(np.stack([before, chunk["first_tiny"]]))[1]
                before = chunk["last_tiny"]
            yield chunk["tiny_s"], changed, json.loads(bytes(chunk["facts"]))


def missing(expected_s: NDArray[np.float64], seen_s: NDArray[np.float64], frame_s: float) -> NDArray[np.float64]:
    """The times at which a picture should be and none could be decoded."""
    if len(seen_s) == 0:
        return expected_s
    right = np.searchsorted(seen_s, expected_s).clip(0, len(seen_s) - 1)
    distance = np.minimum(np.abs(seen_s[right] - expected_s), np.abs(seen_s[right - 1] - expected_s))
    lost: NDArray[np.float64] = expected_s[distance > 0.5 * frame_s]
    return lost
