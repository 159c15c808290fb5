"""Features of a broadcast's pictures while it is decoded.

Comes in: small pictures in order, each with whether the game is on. Goes out: one feature vector for each picture in
which it is. Works in batches of constant size; on processors in int8 through onnxruntime, twice as fast there as
PyTorch, on a GPU in PyTorch (`edc.spotter.served`, where batches are made of many chunks' pictures).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edc.spotter.pictures import PLANES, SIZE, Box, Picture, blanked, planes, shrunk

Array = NDArray[np.float32]

BATCH = 16


Extractor = Callable[[Array], Array]
"""(n, 5, 126, 224) planes → (n, F) features."""


class OnnxExtractor:
    """On this process's share of a processor: one thread, since chunks are scanned side by side."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        self._session = onnx_session(path, threads)

    def __call__(self, planes: Array) -> Array:
        features: Array = self._session.run(None, {"planes": planes})[0]
        return features


def onnx_session(path: Path, threads: int = 1):  # type: ignore[no-untyped-def]
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # threads that wait would spin on the core that decodes
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Looking:
    """Collects pictures of one stretch and hands them to the network batch by batch."""

    def __init__(self, extractor: Extractor, boxes: Sequence[Box]) -> None:
        self._extractor, self._boxes = extractor, boxes
        self._before: Picture | None = None
        self._waiting: list[tuple[float, Picture, bool]] = []
        self.times_s: list[float] = []
        """Of all pictures."""
        self.on: list[bool] = []
        self._features: list[Array] = []
        self._planes = np.empty((BATCH, PLANES, SIZE[1], SIZE[0]), np.float32)
        """Filled anew for each batch: fresh memory would cost more than what is written into it."""

    def take(self, media_s: float, picture: Picture, on: bool) -> None:
        self._waiting.append((media_s, blanked(shrunk(picture), self._boxes), on))
        if len(self._waiting) > BATCH:
            self._look(BATCH)

    def close(self) -> None:
        if self._waiting:
            self._look(len(self._waiting))

    def features(self) -> Array:
        """(m, F) of the pictures in which the game is on; (0, 0) where it never is."""
        return np.concatenate(self._features) if self._features else np.zeros((0, 0), np.float32)

    def _look(self, count: int) -> None:
        """The first `count` waiting pictures; the one after them is their neighbour and goes on waiting."""
        first = [self._before] if self._before is not None else []
        block = np.stack([*first, *(picture for _, picture, _ in self._waiting[: count + 1])])
        on = np.array([on for _, _, on in self._waiting[:count]])
        self.times_s += [at for at, _, _ in self._waiting[:count]]
        self.on += on.tolist()
        if on.any():
            inner = planes(block, inner=slice(len(first), len(first) + count), out=self._planes)
            self._features.append(np.asarray(self._extractor(inner if on.all() else inner[on]), np.float32))
        self._before = self._waiting[count - 1][1]
        del self._waiting[:count]
