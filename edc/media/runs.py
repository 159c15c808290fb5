"""Stretches in which something holds.

Comes in: a mask. Goes out: first index and the one after the last, of each stretch.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """[first, end) of each run of true values, in order."""
    edges = np.flatnonzero(np.diff(np.pad(mask.astype(np.int8), 1)))
    return [(first, end) for first, end in edges.reshape(-1, 2).tolist()]
