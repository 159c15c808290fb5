"""Which games are learnt from, chosen by and judged on.

Comes in: a game's name. Goes out: its split, always the same one, in a dataset of clips and in the review
tool's export.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal

from edc.errors import UsageError

Split = Literal["train", "val", "test"]
SPLITS: tuple[Split, ...] = ("train", "val", "test")
REVIEW_NAMES: Mapping[Split, str] = {"train": "training", "val": "validation", "test": "test"}
"""As the review tool's export calls them."""
_SHARES: tuple[tuple[Split, float], ...] = (("test", 0.15), ("val", 0.30), ("train", 1.0))


def split_of(name: str) -> Split:
    """Always the same for a game, whatever else is in the dataset."""
    place = int.from_bytes(hashlib.sha256(f"split {name}".encode()).digest()[:8], "big") / 2**64
    return next(split for split, below in _SHARES if place < below)


def read_split(text: str) -> Split:
    """Raises:
    UsageError: no such split.
    """
    for split in SPLITS:
        if split == text:
            return split
    raise UsageError(f"A dataset has no split {text!r}: choose one of {', '.join(SPLITS)}.")
