"""The pool: every candidate encoded once, so that a recap is only a copy and a playlist not even that.

Comes in: a `Source` and stretches of it. Goes out: one fragmented MP4 a stretch in the game's
`pool/`, named by what it is made of (the media's hash, the frames, the settings). All have the same
parameter sets; an IDR frame and a fragment begin at each edge, and no frame refers over one, so any
clip can be joined to any other by copying packets, or named in a playlist by its bytes. ffmpeg writes
into a pipe and the file is renamed into place when it is whole: a run that was killed leaves nothing
half written, and the next one encodes only what is missing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path

from edc.errors import InputError
from edc.files import atomic_write
from edc.media.cutsource import FrameSpan, Source, require, timescale
from edc.media.damage import is_damaged
from edc.media.ffmpeg import hear_ffmpeg
from edc.media.fragments import parse_fragments, shifted
from edc.media.poolpicture import PoolSettings, Size, encode_arguments, overlay_files
from edc.media.stretches import Stretch

__all__ = ["ClipRef", "DamagedClip", "Pool", "PoolSettings", "count_frames"]


_USUAL = PoolSettings()


class DamagedClip(InputError):
    """The source cannot be decoded where this clip lies."""

    def __init__(self, message: str, span: FrameSpan) -> None:
        super().__init__(message)
        self.span = span


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRef:
    """Frames of a file of the pool."""

    path: Path
    skip: int
    """Frames of the file before the first that is meant: that one is an IDR frame."""
    frames: int
    start: int
    """Its first frame's time in the file, counted in frames."""


@dataclass(frozen=True, slots=True)
class Pool:
    folder: Path
    settings: PoolSettings = _USUAL

    def path(self, source: Source, stretch: Stretch, size: Size | None = None) -> Path:
        """Where a stretch is, or will be; `size` of another rendition than the source's own."""
        crop = stretch.crop
        made_of = {
            "media": source.sha256, "first": stretch.span.first, "stop": stretch.span.stop, "edges": stretch.edges,
            "fps": str(source.fps), "start": str(source.start_s), "size": size or [source.width, source.height],
            "colour": asdict(source.colour), "settings": asdict(self.settings),
            "overlays": [(o.first, o.stop, o.at, o.of, hashlib.sha256(o.png).hexdigest()) for o in stretch.overlays],
            "crop": asdict(crop) if crop else None, "at": stretch.zero,
        }  # fmt: skip
        key = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:24]
        return self.folder / f"{key}.mp4"

    def clip(self, source: Source, stretch: Stretch, span: FrameSpan, size: Size | None = None) -> ClipRef:
        if not stretch.holds(span):
            raise ValueError(f"{span} has no edges in {stretch.span} with {stretch.edges}")
        skip = span.first - stretch.span.first
        return ClipRef(path=self.path(source, stretch, size), skip=skip, frames=span.length, start=stretch.zero + skip)

    def missing(self, source: Source, wanted: Iterable[Stretch], size: Size | None = None) -> list[Stretch]:
        return [stretch for stretch in dict.fromkeys(wanted) if not self.path(source, stretch, size).exists()]

    def fill(
        self, source: Source, wanted: Iterable[Stretch], *, workers: int, size: Size | None = None,
        done: Callable[[int, int], None] = lambda finished, total: None,
    ) -> list[Stretch]:  # fmt: skip
        """Encodes the stretches that are not there yet, `workers` at once; gives back those it encoded.

        Raises:
            DamagedClip: the source's pictures cannot be decoded there; what was encoded is kept.
            InputError: the source is gone.
            TransientError: the disk is full.
        """
        todo = self.missing(source, wanted, size)
        if not todo:
            return []
        require(source)
        threads = max(1, (os.cpu_count() or 1) // workers)
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="pool") as executor:
            jobs = [executor.submit(self._encode, source, stretch, size, threads) for stretch in todo]
            try:
                for finished, job in enumerate(as_completed(jobs), start=1):
                    job.result()
                    done(finished, len(jobs))
            except BaseException:
                executor.shutdown(wait=True, cancel_futures=True)
                raise
        return todo

    def _encode(self, source: Source, stretch: Stretch, size: Size | None, threads: int) -> None:
        span = stretch.span
        place = f"{source.path} at {float(source.seconds(span.first)):.2f} s"
        try:
            with overlay_files(stretch.overlays) as pictures:
                arguments = encode_arguments(source, stretch, self.settings, threads, size, pictures)
                data, complaints = hear_ffmpeg(arguments, doing=f"Encoding {place}")
        except InputError as error:
            raise DamagedClip(str(error), span) from error
        if complaints and not source.drawn and is_damaged(source, span):
            raise DamagedClip(f"Encoding {place}: the pictures are damaged there ({complaints[0].strip()}).", span)
        with atomic_write(self.path(source, stretch, size)) as temporary:
            temporary.write_bytes(shifted(data, stretch.zero * int(timescale(source.fps) / source.fps)))
            frames = count_frames(temporary)
            if frames != span.length:
                raise DamagedClip(f"Encoding {place}: {span.length} frames were asked for, {frames} came out. "
                                  "The file is damaged there: exclude this moment or repair the file.", span)


def count_frames(path: Path) -> int:
    return sum(part.samples for part in parse_fragments(path).parts)
