"""scan: the video → the score bug's layouts and looks, camera shots, motion and sound.

The one pass over the whole video. It does not see the play-by-play, so a new feed never scans again.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import signal
import time
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from edc.config import Config, ScanConfig
from edc.errors import TransientError
from edc.files import read_json, write_json
from edc.gamefolder import GameFolder
from edc.media.chunks import chunks, probe_times
from edc.media.media import Media, read_media
from edc.media.probe import Frames
from edc.media.stills import stills
from edc.progress import Reporter
from edc.scorebug.layout import Layout
from edc.signals.shots import changes, shots
from edc.signals.sound import crowd_scores
from edc.stages.scan_chunk import ChunkJob, scan_chunk
from edc.tables import FRAMES, LOOKS, MOTION, SHOTS, SOUND, read_table, write_table

_LAYOUT_SCHEMA = "edc.scorebug/1"
_POLL_S = 0.3
_LOCATE_SHARE = 0.25
"""Rough share of the stage's time that finding the bug takes in a short game."""
_MOST_LAYOUTS = 3


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    """Raises:
    InputError: the video has gone.
    TransientError: a worker was killed (memory, most often).
    """
    media = read_media(game.media)
    table = read_table(game.frames, FRAMES)
    frames = Frames(media_s=table["media_s"].to_numpy(), keyframe=np.array(table["keyframe"].to_pylist(), np.bool_))
    layouts = _located(game, media, frames, config.scan, reporter)
    if not layouts:
        reporter.warn("no score bug found in the video: plays cannot be placed.")
    jobs = _jobs(game, media, frames, layouts, config.scan)
    _work([job for job in jobs if not job.path.exists()], config.scan.workers, reporter)
    _merge(game, media, [job.path for job in jobs])
    for stale in set(game.scan_chunks.glob("*.npz")) - {job.path for job in jobs}:
        stale.unlink()


def _located(
    game: GameFolder, media: Media, frames: Frames, config: ScanConfig, reporter: Reporter
) -> tuple[Layout, ...]:
    """Where the bug is; taken over from an interrupted run on the same video."""
    from edc.scorebug.locate import locate

    key = f"{media.sha256}/{config.probe_frames}"
    try:
        known = read_json(game.layout)
        if known["key"] == key:
            return tuple(Layout.from_json(value) for value in known["layouts"])
    except (FileNotFoundError, KeyError, TypeError, json.JSONDecodeError):
        pass
    reporter.step(0.0, "looking for the score bug")
    times = probe_times(frames, media.duration_s, config.probe_frames)
    pictures = stills(media, times)
    reporter.step(0.05, "looking for the score bug")
    layouts = locate(list(zip(times, pictures, strict=True)), threads=config.workers)[:_MOST_LAYOUTS]
    write_json(game.layout, {"schema": _LAYOUT_SCHEMA, "key": key, "layouts": [v.to_json() for v in layouts]})
    return tuple(layouts)


def _jobs(
    game: GameFolder, media: Media, frames: Frames, layouts: tuple[Layout, ...], config: ScanConfig
) -> list[ChunkJob]:
    """One a chunk; a file's name holds a hash of everything that its content depends on."""
    jobs = []
    for chunk in chunks(frames, media.duration_s, config.chunk_s, config.workers):
        key = json.dumps([media.sha256, asdict(chunk), [v.to_json() for v in layouts], config.looks_per_s,
                          config.frames_per_s])  # fmt: skip
        name = f"{chunk.number:04d}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.npz"
        jobs.append(ChunkJob(media=media, chunk=chunk, layouts=layouts, looks_per_s=config.looks_per_s,
                             frames_per_s=config.frames_per_s, path=game.scan_chunks / name))  # fmt: skip
    return jobs


_progress: Any = None
"""In a worker: the shared array in which it tells how far its chunks are."""


def _begin(progress: Any) -> None:
    global _progress
    _progress = progress
    # Ctrl-C reaches the whole group; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _scan_one(place: int, job: ChunkJob) -> None:
    def tell(done: float) -> None:
        _progress[place] = done

    scan_chunk(job, tell)
    _progress[place] = 1.0


def _work(jobs: Sequence[ChunkJob], workers: int, reporter: Reporter) -> None:
    """Scans chunks in processes of their own; whatever happens, none of them outlives this call."""
    if not jobs:
        return
    context = multiprocessing.get_context("spawn")
    progress = context.Array("d", len(jobs), lock=False)
    pool = ProcessPoolExecutor(min(workers, len(jobs)), context, initializer=_begin, initargs=(progress,))
    processes: list[Any] = []
    try:
        futures: list[Future[None]] = [pool.submit(_scan_one, place, job) for place, job in enumerate(jobs)]
        processes = list((pool._processes or {}).values())
        pending = set(futures)
        lengths = np.array([job.chunk.end_s - job.chunk.start_s for job in jobs])
        started = time.monotonic()
        while pending:
            done, pending = wait(pending, timeout=_POLL_S)
            for future in done:
                future.result()
            share = float(np.dot(lengths, np.array(progress[:])) / lengths.sum())
            speed = share * float(lengths.sum()) / max(0.1, time.monotonic() - started)
            reporter.step(_LOCATE_SHARE + (0.98 - _LOCATE_SHARE) * share, f"{speed:.1f} times real time")
    except BrokenProcessPool as error:
        raise TransientError("A scanning process was killed, most often for memory: try again with --workers 1. "
                             "Finished chunks are kept.") from error  # fmt: skip
    finally:
        for process in processes:
            process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _merge(game: GameFolder, media: Media, paths: Sequence[Path]) -> None:
    """The chunks' files as whole tables."""
    looks: list[dict[str, Any]] = []
    motion: list[dict[str, Any]] = []
    sound: list[dict[str, Any]] = []
    times, change = [], []
    before = None
    for path in paths:
        with np.load(path) as chunk:
            facts = json.loads(bytes(chunk["facts"]))
            part = chunk["change"].copy()
            if before is not None and len(part):
                part[0] = changes(np.stack([before, chunk["first_tiny"]]))[1]
            times.append(chunk["tiny_s"])
            change.append(part)
            before = chunk["last_tiny"]
        looks += facts["looks"]
        motion += facts["motion"]
        start = float(times[-1][0]) if len(times[-1]) else 0.0
        sound += [{"media_s": round(start + i / 10, 3), **row} for i, row in enumerate(facts["sound"])]
    crowd = crowd_scores(np.array([row["crowd"] for row in sound]))
    write_table(game.looks, looks, LOOKS)
    write_table(game.motion, motion, MOTION)
    write_table(game.sound, ({**row, "crowd": float(z)} for row, z in zip(sound, crowd, strict=True)), SOUND)
    write_table(game.shots, shots(np.concatenate(times), np.concatenate(change), media.duration_s), SHOTS)
