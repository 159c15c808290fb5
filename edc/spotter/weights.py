"""Where the shipped weights lie, and which of them are in use.

Comes in: nothing, or `EDC_SPOTTER_WEIGHTS`. Goes out: paths, and the hash that a stage's cache is keyed with.
`spotter.safetensors` is what training made; `spotter-backbone.onnx` (int8) and `spotter-head.onnx` are the same network
for processors, made from it by `edc models promote`; `spotter.json` is the card's facts (figures, calibration).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from edc.errors import InputError
from edc.files import content_hash, read_json

NAMED_BY = "EDC_SPOTTER_WEIGHTS"
"""The environment variable that names another folder of weights."""
_NAMES = ("spotter.safetensors", "spotter-backbone.onnx", "spotter-head.onnx", "spotter.json")


@dataclass(frozen=True, slots=True)
class Weights:
    folder: Path

    @property
    def torch(self) -> Path:
        return self.folder / _NAMES[0]

    @property
    def backbone(self) -> Path:
        return self.folder / _NAMES[1]

    @property
    def head(self) -> Path:
        return self.folder / _NAMES[2]

    @property
    def card(self) -> Path:
        return self.folder / _NAMES[3]

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(self.folder / name for name in _NAMES)

    @property
    def complete(self) -> bool:
        return all(path.is_file() for path in self.files)

    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = read_json(self.card)
        return facts


def shipped() -> Weights | None:
    """The weights in use: those of `EDC_SPOTTER_WEIGHTS`, else of the installation; None where there are none.

    Raises:
        InputError: the folder that was named is not complete.
    """
    named = os.environ.get(NAMED_BY)
    if named:
        weights = Weights(Path(named))
        if not weights.complete:
            raise InputError(f"{NAMED_BY} names {named}, which lacks one of {', '.join(_NAMES)}.")
        return weights
    here = Path(__file__).parent
    for folder in (here.parent.parent / "models", here / "models"):
        if Weights(folder).complete:
            return Weights(folder)
    return None


def to_promote_to(folder: Path | None) -> Weights:
    """The named folder's; without one those in use, or where the first ones will lie.

    Raises:
        InputError: see `shipped`.
    """
    return Weights(folder) if folder is not None else shipped() or Weights(Path("models"))


def fingerprint() -> str:
    """Twelve hex digits of the weights in use, "none" without any."""
    weights = shipped()
    return "none" if weights is None else _hash(*map(_stamped, weights.files))


def backbone_fingerprint() -> str:
    """The same of the backbone alone: what it made of pictures stands when only the head was trained anew."""
    weights = shipped()
    return "none" if weights is None else _hash(_stamped(weights.backbone))


def _stamped(path: Path) -> tuple[Path, int]:
    """With its time of change: weights may be replaced while a process runs."""
    return path, path.stat().st_mtime_ns


@cache
def _hash(*files: tuple[Path, int]) -> str:
    return content_hash_of([path for path, _ in files])


def content_hash_of(paths: list[Path]) -> str:
    import hashlib

    return hashlib.sha256("".join(content_hash(path) for path in paths).encode()).hexdigest()[:12]
