"""One network for many decoders: requests of several processes run as one batch.

Comes in: planes from workers that decode different chunks, of one game or of several. Goes out: their features. A GPU
is kept full that way however slowly each single chunk is decoded, and decoding goes on while it works; a worker waits
only for its own answer.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.spotter.looking import Extractor

Array = NDArray[np.float32]

_PATIENCE_S = 0.02
"""How long a batch that is not full waits for more."""


class Remote:
    """In a worker: an extractor that asks the process with the network. Travels to the worker by pickling."""

    def __init__(self, asked: Any, answers: Connection, number: int) -> None:
        self._asked, self._answers, self._number = asked, answers, number

    def __call__(self, planes: Array) -> Array:
        # colours and motion are smooth: half precision on the way halves what is copied
        self._asked.put((self._number, planes.astype(np.float16)))
        features: Array = self._answers.recv()
        return features


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """How the network is to run for all workers."""

    weights: Path
    device: str
    batch: int


@contextmanager
def serving(served: Served, context: SpawnContext, workers: int) -> Iterator[Remotes]:
    """While it lasts, each worker that is started with these may take one extractor of them."""
    with Server(torch_extractor(served.weights, served.device), context, served.batch) as server:
        yield Remotes([server.remote() for _ in range(workers)], context)


class Remotes:
    """Travels to every worker as it is started; each takes another one."""

    def __init__(self, remotes: Sequence[Remote], context: SpawnContext) -> None:
        self._remotes, self._taken = remotes, context.Value("i", 0)

    def get(self) -> Remote:
        with self._taken.get_lock():
            self._taken.value += 1
            number: int = self._taken.value
        return self._remotes[number - 1]


class Server:
    """A context manager in the process with the network; gives each worker its `Remote`."""

    def __init__(self, extractor: Extractor, context: SpawnContext, batch: int) -> None:
        self._extractor, self._batch, self._context = extractor, batch, context
        self._asked = context.Queue(maxsize=64)
        self._lines: list[Connection] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.sizes: list[tuple[int, int]] = []
        """Of each batch: pictures, and how many workers they came from."""

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        for line in self._lines:
            line.close()
        self._asked.close()

    def remote(self) -> Remote:
        mine, theirs = self._context.Pipe()
        self._lines.append(mine)
        return Remote(self._asked, theirs, len(self._lines) - 1)

    def _serve(self) -> None:
        while not self._ended.is_set():
            requests = self._gathered()
            if not requests:
                continue
            features = self._extractor(np.concatenate([planes for _, planes in requests]).astype(np.float32))
            self.sizes.append((len(features), len({number for number, _ in requests})))
            first = 0
            for number, planes in requests:
                self._lines[number].send(features[first : first + len(planes)])
                first += len(planes)

    def _gathered(self) -> list[tuple[int, Array]]:
        """Requests up to a full batch, or as many as came while one was waited for."""
        requests: list[tuple[int, Array]] = []
        try:
            requests.append(self._asked.get(timeout=0.1))
            while sum(len(planes) for _, planes in requests) < self._batch:
                requests.append(self._asked.get(timeout=_PATIENCE_S))
        except queue.Empty:
            pass
        return requests


def torch_extractor(path: Path, device: str) -> Extractor:
    """The network in PyTorch: bfloat16 and compiled on a GPU."""
    import torch

    from edc.spotter.checkpoint import read_weights

    backbone = read_weights(path).backbone.to(device, memory_format=torch.channels_last)
    run = torch.compile(backbone) if device.startswith("cuda") else backbone

    def extract(planes: Array) -> Array:
        pictures = torch.from_numpy(planes).to(device, memory_format=torch.channels_last)
        half = torch.autocast(device.split(":")[0], torch.bfloat16, enabled=device.startswith("cuda"))
        with torch.inference_mode(), half:
            features: Array = run(pictures).float().cpu().numpy()
        return features

    return extract
