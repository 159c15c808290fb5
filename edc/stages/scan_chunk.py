"""One stretch of the scan: decoded once, measured and read as it passes, left as one file.

Comes in: a chunk of a video and the score bug's layouts. Goes out: an `.npz` with the chunk's looks, picture
changes, motion and sound, written whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.errors import TransientError
from edc.files import atomic_write
from edc.media.chunks import Chunk
from edc.media.decode import Decoded, Wanted, decode
from edc.media.media import Media
from edc.scorebug.layout import Layout
from edc.scorebug.reader import Reader
from edc.scorebug.reading import Reading, without_loners
from edc.signals.motion import Motion
from edc.signals.shots import changes
from edc.signals.sound import RATE, Speech, features

_TINIES_AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkJob:
    media: Media
    chunk: Chunk
    layouts: tuple[Layout, ...]
    looks_per_s: float
    frames_per_s: float
    path: Path


@dataclass(slots=True)
class _Gathered:
    """What has been measured of the chunk so far."""

    readers: list[Reader]
    samples: NDArray[np.float32]
    looks: dict[float, dict[int, Reading]] = field(default_factory=dict)
    motion_rows: list[dict[str, Any]] = field(default_factory=list)
    motion: Motion = field(default_factory=Motion)
    tiny_s: list[float] = field(default_factory=list)
    change: list[NDArray[np.float64]] = field(default_factory=list)
    waiting: list[NDArray[np.uint8]] = field(default_factory=list)
    first_tiny: NDArray[np.uint8] | None = None
    last_tiny: NDArray[np.uint8] | None = None

    def flush(self) -> None:
        """Measures the tiny pictures that wait, from the last one measured on."""
        if not self.waiting:
            return
        before = [] if self.last_tiny is None else [self.last_tiny]
        measured = changes(np.stack([*before, *self.waiting]))
        self.change.append(measured[len(before) :])
        self.first_tiny = self.waiting[0] if self.first_tiny is None else self.first_tiny
        self.last_tiny = self.waiting[-1]
        self.waiting.clear()


def scan_chunk(job: ChunkJob, progress: Callable[[float], None]) -> None:
    """Scans one chunk and writes its file.

    Raises:
        TransientError: the process that asked for it has died.
    """
    media, chunk = job.media, job.chunk
    length = chunk.end_s - chunk.start_s
    gathered = _Gathered(
        readers=[Reader(layout, media.width, media.height) for layout in job.layouts],
        samples=np.zeros(round(length * RATE) if media.has_audio else 0, np.float32),
    )
    wanted = Wanted(
        crops=[reader.rect for reader in gathered.readers], looks_per_s=job.looks_per_s, frames_per_s=job.frames_per_s
    )
    parent = os.getppid()
    for item in decode(media, chunk.start_s, chunk.end_s, wanted):
        _take(item, gathered, chunk)
        if item.kind == "small":
            progress((item.media_s - chunk.start_s) / length)
            if os.getppid() != parent:
                raise TransientError("the scan that this chunk belongs to has ended")
    gathered.flush()
    _write(job.path, gathered)


def _take(item: Decoded, gathered: _Gathered, chunk: Chunk) -> None:
    if item.kind == "tiny":
        gathered.tiny_s.append(item.media_s)
        gathered.waiting.append(item.data.copy())
        if len(gathered.waiting) >= _TINIES_AT_ONCE:
            gathered.flush()
    elif item.kind == "small":
        gathered.motion_rows.append(gathered.motion.row(item.media_s, item.data))
    elif item.kind == "crop":
        reading = gathered.readers[item.number].read(item.data)
        gathered.looks.setdefault(item.media_s, {})[item.number] = reading
    else:
        # Sound is laid at its own timestamp: a gap in it stays a gap.
        first = round((item.media_s - chunk.start_s) * RATE)
        part = item.data[max(0, -first) : len(gathered.samples) - first]
        gathered.samples[max(0, first) : max(0, first) + len(part)] = part


def _write(path: Path, gathered: _Gathered) -> None:
    speech = Speech().probabilities(gathered.samples) if len(gathered.samples) else np.zeros(0)
    facts = {
        "looks": _look_rows(gathered.looks),
        "motion": gathered.motion_rows,
        "sound": features(gathered.samples, speech),
    }
    nothing = np.zeros((36, 64), np.uint8)
    with atomic_write(path) as temporary:
        np.savez_compressed(
            temporary,
            tiny_s=np.array(gathered.tiny_s),
            change=np.concatenate(gathered.change) if gathered.change else np.zeros(0),
            first_tiny=nothing if gathered.first_tiny is None else gathered.first_tiny,
            last_tiny=nothing if gathered.last_tiny is None else gathered.last_tiny,
            facts=np.frombuffer(json.dumps(facts).encode(), np.uint8),
        )


def _look_rows(looks: Mapping[float, Mapping[int, Reading]]) -> list[dict[str, Any]]:
    """One row a look: of the layouts that see something, the one that reads its clock best."""
    times = sorted(looks)
    number_of = sorted({number for readings in looks.values() for number in readings})
    kept = {
        number: without_loners(times, [looks[at].get(number, Reading()) for at in times]) for number in number_of
    }
    rows = []
    for i, at in enumerate(times):
        best = max(number_of, key=lambda number: (kept[number][i].visible, kept[number][i].clock_confidence))
        rows.append({"media_s": at, "layout": best, **asdict(kept[best][i])})
    return rows
