"""One stretch of the scan: decoded once, measured and read as it passes, left as one file.

Comes in: a chunk of a video and the score bug's layouts. Goes out: an `.npz` with the chunk's looks, picture
changes, motion and sound, written whole.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.files import atomic_write
from edc.media.chunks import Chunk
from edc.media.decode import SOUND_MARGIN_S, TINY, Decoded, Wanted, decode
from edc.media.media import Media
from edc.scorebug.layout import Layout
from edc.scorebug.reader import Reader
from edc.signals.motion import Motion
from edc.signals.pictures import BORDER, measure
from edc.signals.sound import PER_S, RATE, STEP, Speech, features
from edc.spotter.looking import Extractor, Looking, OnnxExtractor
from edc.stages.scan_looks import Looks, look_rows

_COURT = 0.2
"""From this share of court on a picture without a score bug may show the game: a replay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkJob:
    media: Media
    chunk: Chunk
    layouts: tuple[Layout, ...]
    looks_per_s: float
    frames_per_s: float
    path: Path
    spotter: Path | None
    """The backbone's weights; None: nobody looks at the play."""


@dataclass(slots=True)
class _Gathered:
    """What has been measured of the chunk so far."""

    looks: list[Looks]
    first_step: int
    """Sound is measured on a grid of tenths of a second that is the same for all chunks; this one's first."""
    steps: int
    samples: NDArray[np.float32]
    """From `first_step` on, a little longer than `steps`."""
    motion_rows: list[dict[str, Any]] = field(default_factory=list)
    motion: Motion = field(default_factory=Motion)
    tiny_s: list[float] = field(default_factory=list)
    tinies: list[NDArray[np.uint8]] = field(default_factory=list)
    looking: Looking | None = None

    def lay(self, media_s: float, samples: NDArray[np.float32]) -> None:
        """Sound lies at its own timestamp: a gap in it stays a gap."""
        first = round((media_s - self.first_step / PER_S) * RATE)
        part = samples[max(0, -first) : max(0, len(self.samples) - first)]
        self.samples[max(0, first) : max(0, first) + len(part)] = part


def scan_chunk(job: ChunkJob, progress: Callable[[float], None], extractor: Extractor | None = None) -> None:
    """Scans one chunk and writes its file. Without an `extractor` the job's own weights are loaded."""
    media, chunk = job.media, job.chunk
    length = chunk.end_s - chunk.start_s
    gathered = _gathered(job, extractor)
    wanted = Wanted(
        crops=[looks.reader.rect for looks in gathered.looks],
        looks_per_s=job.looks_per_s, frames_per_s=job.frames_per_s,
    )  # fmt: skip
    for item in decode(media, chunk.start_s, chunk.end_s, wanted):
        _take(item, gathered)
        if item.kind == "small":
            progress((item.media_s - chunk.start_s) / length)
    _write(job, gathered)


def _gathered(job: ChunkJob, extractor: Extractor | None) -> _Gathered:
    media, chunk = job.media, job.chunk
    first, last = (math.ceil(edge_s * PER_S - 1e-6) for edge_s in (chunk.start_s, chunk.end_s))
    steps = last - first if media.has_audio else 0
    margin = round(SOUND_MARGIN_S * RATE) if steps else 0
    return _Gathered(
        looks=[Looks(Reader(layout, media.width, media.height)) for layout in job.layouts],
        first_step=first, steps=steps, samples=np.zeros(steps * STEP + margin, np.float32),
        looking=_looking(job, extractor),
    )  # fmt: skip


def _looking(job: ChunkJob, extractor: Extractor | None) -> Looking | None:
    if job.spotter is None:
        return None
    bugs = [layout.bug for layout in job.layouts]
    return Looking(extractor or OnnxExtractor(job.spotter), [(bug.x, bug.y, bug.w, bug.h) for bug in bugs])


def _take(item: Decoded, gathered: _Gathered) -> None:
    if item.kind == "tiny":
        gathered.tiny_s.append(item.media_s)
        gathered.tinies.append(item.data)
    elif item.kind == "small":
        row = gathered.motion.row(item.media_s, item.data)
        gathered.motion_rows.append(row)
        if gathered.looking is not None:
            on = row["court"] > _COURT or any(looks.seen for looks in gathered.looks)
            gathered.looking.take(item.media_s, item.data, on)
    elif item.kind == "crop":
        gathered.looks[item.number].take(item.media_s, item.data)
    else:
        gathered.lay(item.media_s, item.data)


def _write(job: ChunkJob, gathered: _Gathered) -> None:
    speech = Speech().probabilities(gathered.samples) if gathered.steps else np.zeros(0)
    sound = features(gathered.samples, speech, gathered.steps)
    for i, row in enumerate(sound):
        row["media_s"] = (gathered.first_step + i) / PER_S
    if len(gathered.motion_rows) > 1:  # the first picture has none before it
        gathered.motion_rows[0]["motion"] = gathered.motion_rows[1]["motion"]
    facts = {"looks": look_rows(gathered.looks), "motion": gathered.motion_rows, "sound": sound}
    tinies = np.stack(gathered.tinies) if gathered.tinies else np.zeros((0, TINY[1], TINY[0]), np.uint8)
    with atomic_write(job.path) as temporary:
        np.savez_compressed(
            temporary, allow_pickle=False, **_looked_at(gathered.looking), **asdict(measure(tinies, job.media.fps)),
            head=tinies[:BORDER], tail=tinies[-BORDER:], tiny_s=np.array(gathered.tiny_s),
            facts=np.frombuffer(json.dumps(facts).encode(), np.uint8),
        )  # fmt: skip


def _looked_at(looking: Looking | None) -> dict[str, NDArray[Any]]:
    if looking is None:
        return {}
    looking.close()
    return {"spot_s": np.array(looking.times_s), "spot_on": np.array(looking.on, np.bool_),
            "spot_features": looking.features().astype(np.float16)}  # fmt: skip
