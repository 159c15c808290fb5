"""The scan's chunks as whole tables.

Comes in: the chunks' files, in order. Goes out: rows of looks, motion, sound and shots, and where pictures are missing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.signals.pictures import Changes, Pictures, joined
from edc.signals.shots import shots, wipes
from edc.signals.sound import lay_crowd_scores
from edc.spotter.features import Features, joined_features

Rows = list[dict[str, Any]]
Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    looks: Rows
    motion: Rows
    sound: Rows
    shots: Rows
    seen_s: Times
    """Times of all pictures that could be decoded."""
    features: Features | None
    """None where nobody looked at the play."""


def merge(paths: Sequence[Path], duration_s: float, fps: Fraction) -> Scanned:
    looks: Rows = []
    motion: Rows = []
    sound: Rows = []
    times: list[Times] = []
    parts: list[tuple[Changes, Pictures, Pictures]] = []
    looked: list[Features] = []
    for path in paths:
        with np.load(path) as chunk:
            facts = json.loads(bytes(chunk["facts"]))
            changes = Changes(**{field.name: chunk[field.name] for field in fields(Changes)})
            parts.append((changes, chunk["head"], chunk["tail"]))
            times.append(chunk["tiny_s"])
            if "spot_s" in chunk:
                looked.append(Features(media_s=chunk["spot_s"], on=chunk["spot_on"], values=chunk["spot_features"]))
        looks += facts["looks"]
        motion += facts["motion"]
        sound += facts["sound"]
    lay_crowd_scores(sound)
    seen_s, whole = np.concatenate(times), joined(parts, fps)
    _lay_wipes(motion, seen_s, wipes(whole, fps))
    return Scanned(looks=looks, motion=motion, sound=sound, seen_s=seen_s, shots=shots(seen_s, whole, duration_s, fps),
                   features=joined_features(looked))  # fmt: skip


def _lay_wipes(motion: Rows, seen_s: Times, likeness: NDArray[np.floating[Any]]) -> None:
    """Each row tells the likeliest wipe from it to the next."""
    at = np.searchsorted(seen_s, [row["media_s"] - 1e-6 for row in motion])
    for row, first, last in zip(motion, at, [*at[1:], len(seen_s)], strict=True):
        row["wipe"] = float(likeness[first:last].max(initial=0.0))


def missing(expected_s: Times, seen_s: Times, frame_s: float) -> Times:
    """The times at which a picture should be and none could be decoded."""
    if len(seen_s) == 0:
        return expected_s
    right = np.searchsorted(seen_s, expected_s).clip(0, len(seen_s) - 1)
    distance = np.minimum(np.abs(seen_s[right] - expected_s), np.abs(seen_s[right - 1] - expected_s))
    lost: Times = expected_s[distance > 0.5 * frame_s]
    return lost
