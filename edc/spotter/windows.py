"""A whole game through the head, in windows of constant length.

Comes in: features of a game's pictures, and what is heard there where the head takes that. Goes out: logits and
displacements of each. Windows overlap by what an output depends on, so that their borders leave no trace and a whole
game takes no more memory than ten minutes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Run = Callable[[Array], tuple[Array, Array]]
"""(t, F + H) → logits (t, C), displacements (t, E)"""

WINDOW = 4096


def windowed(run: Run, features: Array, reach: int, *, window: int = WINDOW) -> tuple[Array, Array]:
    """`reach`: pictures on each side that an output depends on."""
    n = len(features)
    logits: list[Array] = []
    displacements: list[Array] = []
    for first in range(0, n, window):
        start, end = max(0, first - reach), min(n, first + window + reach)
        scores, places = run(features[start:end])
        inner = slice(first - start, min(first + window, n) - start)
        logits.append(scores[inner])
        displacements.append(places[inner])
    return np.concatenate(logits), np.concatenate(displacements)


def onnx_head(path: Path) -> Run:
    from edc.spotter.looking import onnx_session

    session = onnx_session(path, threads=2)

    def run(features: Array) -> tuple[Array, Array]:
        logits, displacements = session.run(None, {"features": features[None]})
        return logits[0], displacements[0]

    return run
