"""Making a video clean before it is used: a copy without re-encoding where readers would seek wrongly in it.

Comes in: the file as named. Goes out: what the probe found, of the file itself or of the repaired copy in
`work/`, and a table that leads back to the source's own timestamps where they were repaired.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from edc.errors import InputError
from edc.files import atomic_write, content_hash
from edc.media.ffmpeg import PROTOCOLS, run_ffmpeg
from edc.media.probe import Probed, needs_repair, probe
from edc.tables import write_table

TIMELINE = pa.schema([("media_s", pa.float64()), ("source_s", pa.float64())], metadata={"schema": "edc.timeline/1"})
"""From each media second on, the source's timestamp is `source_s` plus what has passed since."""
_JUMP_S = 0.02
_UNSEEKABLE = ("mpegts", "hls")
"""Containers without an index: readers seek to the wrong place in them."""


def ingest(video: Path, uri: str, work: Path) -> Probed:
    """Probes a video; what is no clean MP4 is first copied, packet by packet, into `work/source.mp4`.

    Raises:
        InputError: it holds nothing that can be decoded.
    """
    found = probe(video, uri, content_hash(video))
    copy, timeline = work / "source.mp4", work / "timeline.parquet"
    if not needs_repair(found.media):
        copy.unlink(missing_ok=True)
        timeline.unlink(missing_ok=True)
        return found
    try:
        _copy(video, copy, found)
    except InputError:
        if found.media.container in _UNSEEKABLE:
            raise
        return found  # a codec that MP4 cannot hold, in a container in which readers do seek rightly
    repaired = probe(copy, uri, found.media.sha256)
    _write_timeline(timeline, found, repaired)
    media = replace(
        repaired.media, container=found.media.container, source_start_s=found.media.start_s,
        start_timecode=found.media.start_timecode, start_utc=found.media.start_utc,
    )  # fmt: skip
    # a container without an index does not say how long it should be
    told = [] if found.media.container in _UNSEEKABLE else found.warnings
    return replace(repaired, media=media, warnings=tuple(dict.fromkeys([*told, *repaired.warnings])))


def _copy(video: Path, copy: Path, found: Probed) -> None:
    with atomic_write(copy) as temporary:
        run_ffmpeg(
            ["-protocol_whitelist", PROTOCOLS, "-fflags", "+genpts+discardcorrupt", "-i", str(video),
             "-map", "0:v:0", "-map", "0:a?", "-c", "copy", "-bsf:a", "aac_adtstoasc" if _has_adts(found) else "null",
             "-max_interleave_delta", "0", "-movflags", "+faststart", str(temporary)],
            doing=f"Copying {video} into a clean MP4",
        )  # fmt: skip


def _has_adts(found: Probed) -> bool:
    return "mpegts" in found.media.container and any(stream.codec == "aac" for stream in found.media.audio)


def _write_timeline(path: Path, source: Probed, repaired: Probed) -> None:
    """Where the repaired clock and the source's run apart, one row from there on."""
    count = min(len(source.frames.media_s), len(repaired.frames.media_s))
    # Frames are matched by their place in the file, so a clock that jumped back is followed too.
    mine, theirs = repaired.frames.media_s[:count], source.frames.media_s[:count] + source.media.source_start_s
    offset = theirs - mine
    starts = np.concatenate([[0], 1 + np.flatnonzero(np.abs(np.diff(offset)) > _JUMP_S)])
    write_table(path, [{"media_s": float(mine[i]), "source_s": float(theirs[i])} for i in starts], TIMELINE)
