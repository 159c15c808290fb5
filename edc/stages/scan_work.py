"""Scanning chunks side by side, in processes of their own.

Comes in: jobs. Goes out: each one's file. Whatever happens to this process, no worker and no decoder outlives it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from multiprocessing.context import SpawnContext
from typing import Any

import numpy as np

from edc.errors import TransientError
from edc.spotter.looking import Extractor
from edc.spotter.served import Remotes, Served, serving
from edc.stages.scan_chunk import ChunkJob, scan_chunk

_POLL_S = 0.3
_WATCH_S = 1.0
_GRACE_S = 5.0

_progress: Any = None
"""In a worker: the shared array in which it tells how far its chunks are."""
_extractor: Extractor | None = None
"""In a worker: the network in another process, where there is one."""


def _begin(progress: Any, parent: int, remotes: Remotes | None) -> None:
    global _progress, _extractor
    _progress = progress
    _extractor = remotes.get() if remotes is not None else None
    # Ctrl-C reaches the whole group; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    """A killed parent tells nobody: a worker without it ends, and its decoder finds its pipe closed."""
    while os.getppid() == parent:
        time.sleep(_WATCH_S)
    os._exit(1)


def _scan_one(place: int, job: ChunkJob) -> None:
    def tell(done: float) -> None:
        _progress[place] = done

    scan_chunk(job, tell, _extractor)
    _progress[place] = 1.0


def scan_chunks(
    jobs: Sequence[ChunkJob], workers: int, told: Callable[[float, float], None], served: Served | None = None
) -> None:
    """Scans all jobs, of one game or of several; `told` hears the finished share and how many times faster than the
    video it goes. `served`: the network runs in this process, for all workers.

    Raises:
        TransientError: a worker or its decoder was killed. Finished chunks stay.
    """
    if not jobs:
        return
    context = multiprocessing.get_context("spawn")
    progress = context.Array("d", len(jobs), lock=False)
    with ExitStack() as stack:
        count = min(workers, len(jobs))
        remotes = stack.enter_context(serving(served, context, count)) if served is not None else None
        _scan(jobs, context, count, progress, remotes, told)


def _scan(
    jobs: Sequence[ChunkJob], context: SpawnContext, workers: int, progress: Any, remotes: Remotes | None,
    told: Callable[[float, float], None],
) -> None:
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(progress, os.getpid(), remotes))
    try:
        futures: list[Future[None]] = [pool.submit(_scan_one, place, job) for place, job in enumerate(jobs)]
        _follow(futures, progress, [job.chunk.end_s - job.chunk.start_s for job in jobs], told)
    except BrokenProcessPool as error:
        raise TransientError("A scanning process was killed, most often for memory: try again with fewer workers "
                             "(scan.workers = 1). Finished chunks are kept.") from error  # fmt: skip
    except BaseException:
        _end([process.pid for process in (pool._processes or {}).values() if process.pid])
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _follow(
    futures: Sequence[Future[None]], progress: Any, lengths_s: Sequence[float], told: Callable[[float, float], None]
) -> None:
    started, pending = time.monotonic(), set(futures)
    while pending:
        done, pending = wait(pending, timeout=_POLL_S)
        for future in done:
            future.result()
        scanned_s = float(np.dot(lengths_s, progress[:]))
        told(scanned_s / sum(lengths_s), scanned_s / max(0.1, time.monotonic() - started))


def _end(pids: Sequence[int]) -> None:
    """Ends these processes and all that they started, and waits until they are gone."""
    import psutil

    victims: list[Any] = []
    for pid in pids:
        try:
            worker = psutil.Process(pid)
            victims += [*worker.children(recursive=True), worker]
        except psutil.NoSuchProcess:
            continue
    for act in ("terminate", "kill"):
        for victim in victims:
            try:
                getattr(victim, act)()
            except psutil.NoSuchProcess:
                continue
        victims = psutil.wait_procs(victims, timeout=_GRACE_S)[1]
