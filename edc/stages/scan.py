"""scan: the video → the score bug's layouts and looks, camera shots, motion and sound.

The one pass over the whole video. It does not see the play-by-play, so a new feed never scans again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import numpy as np

from edc.config import Config, ScanConfig
from edc.files import read_json, write_json
from edc.gameclock import media_text
from edc.gamefolder import GameFolder
from edc.media.chunks import chunks, probe_times
from edc.media.media import Media, read_media
from edc.media.probe import Frames
from edc.media.stills import stills
from edc.progress import Reporter
from edc.scorebug.layout import Layout
from edc.spotter.features import write_features
from edc.spotter.served import Served
from edc.spotter.weights import backbone_fingerprint, shipped
from edc.stages.scan_chunk import ChunkJob
from edc.stages.scan_merge import Scanned, merge, missing
from edc.stages.scan_work import scan_chunks
from edc.tables import FRAMES, LOOKS, MOTION, SHOTS, SOUND, read_table, write_table

_LAYOUT_SCHEMA = "edc.scorebug/1"
_LOCATE_SHARE = 0.25
"""Rough share of the stage's time that finding the bug takes in a short game."""
_MOST_LAYOUTS = 3
_TALLEST = 1080
"""Lines of the pictures in which the bug is looked for; it is read at full resolution."""
_LOST_FRAMES = 15
"""From so many undecodable frames on a person should know."""
_VERSION = 10
"""Grows when what chunks or layouts hold changes: those of an interrupted run of an older EDC are made again."""


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    """Raises:
    InputError: the video has gone.
    TransientError: a worker was killed (memory, most often).
    """
    media, frames = read_media(game.media), _read_frames(game)
    layouts = layouts_of(game, config, reporter)
    if not layouts:
        reporter.warn("no score bug found in the video: plays cannot be placed.")
    jobs = jobs_of(game, media, layouts, config.scan)

    def told(share: float, speed: float) -> None:
        reporter.step(_LOCATE_SHARE + (0.98 - _LOCATE_SHARE) * share, f"{speed:.1f} times real time")

    scan_chunks([job for job in jobs if not job.path.exists()], config.scan.workers, told, served(config.scan))
    scanned = merge([job.path for job in jobs], media.duration_s, media.fps)
    _warn_of_missing(media, frames, scanned, reporter)
    for path, rows, schema in ((game.looks, scanned.looks, LOOKS), (game.motion, scanned.motion, MOTION),
                               (game.sound, scanned.sound, SOUND), (game.shots, scanned.shots, SHOTS)):  # fmt: skip
        write_table(path, rows, schema)
    if scanned.features is None:
        game.features.unlink(missing_ok=True)
    else:
        write_features(game.features, scanned.features)
    for stale in set(game.scan_chunks.glob("*.npz")) - {job.path for job in jobs}:
        stale.unlink()


def _warn_of_missing(media: Media, frames: Frames, scanned: Scanned, reporter: Reporter) -> None:
    lost = missing(frames.media_s, scanned.seen_s, 1 / float(media.fps))
    if len(lost) >= _LOST_FRAMES:
        reporter.warn(f"{media.uri} is damaged: {len(lost) / float(media.fps):.1f} s of its pictures could not be "
                      f"decoded (the first at {media_text(float(lost[0]))}). The rest was used.")  # fmt: skip


def _read_frames(game: GameFolder) -> Frames:
    table = read_table(game.frames, FRAMES)
    return Frames(media_s=table["media_s"].to_numpy(), keyframe=np.array(table["keyframe"].to_pylist(), np.bool_))


def layouts_of(game: GameFolder, config: Config, reporter: Reporter) -> tuple[Layout, ...]:
    """Where the bug is; taken over from an interrupted run on the same video."""
    from edc.scorebug.locate import locate

    media = read_media(game.media)
    key = f"{media.sha256}/{config.scan.probe_frames}/{_VERSION}/{version('rapidocr')}"
    try:
        known = read_json(game.layout)
        if known["key"] == key:
            return tuple(Layout.from_json(value) for value in known["layouts"])
    except (FileNotFoundError, KeyError, TypeError, json.JSONDecodeError):
        pass
    reporter.step(0.0, "looking for the score bug")
    times = probe_times(_read_frames(game), media.duration_s, config.scan.probe_frames)
    pictures = stills(media, times, tallest=_TALLEST)
    reporter.step(0.05, "looking for the score bug")
    layouts = locate(list(zip(times, pictures, strict=True)), threads=config.scan.workers)[:_MOST_LAYOUTS]
    write_json(game.layout, {"schema": _LAYOUT_SCHEMA, "key": key, "layouts": [v.to_json() for v in layouts]})
    return tuple(layouts)


def jobs_of(game: GameFolder, media: Media, layouts: tuple[Layout, ...], config: ScanConfig) -> list[ChunkJob]:
    """One a chunk; a file's name holds a hash of everything that its content depends on."""
    jobs, frames, weights = [], _read_frames(game), shipped()
    for chunk in chunks(frames, media.duration_s, config.chunk_s, config.workers):
        key = json.dumps([
            _VERSION, version("rapidocr"), version("silero-vad"), media.sha256, asdict(chunk),
            [layout.to_json() for layout in layouts], config.looks_per_s, config.frames_per_s, backbone_fingerprint(),
        ])  # fmt: skip
        name = f"{chunk.number:04d}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.npz"
        jobs.append(ChunkJob(media=media, chunk=chunk, layouts=layouts, looks_per_s=config.looks_per_s,
                             frames_per_s=config.frames_per_s, path=game.scan_chunks / name,
                             spotter=weights.backbone if weights else None))  # fmt: skip
    return jobs


def served(config: ScanConfig) -> Served | None:
    """How the network runs where a GPU is: in one process for all workers. None: in each worker, on its core."""
    weights = shipped()
    if weights is None or config.device == "cpu":
        return None
    if config.device == "auto" and not _has_gpu():
        return None
    return Served(weights=weights.torch, device="cuda", batch=config.batch)


def _has_gpu() -> bool:
    """Without importing torch, which would cost two seconds where there is none."""
    return Path("/dev/nvidiactl").exists() and _cuda_is_available()


def _cuda_is_available() -> bool:
    import torch

    return bool(torch.cuda.is_available())
