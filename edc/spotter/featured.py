"""Features of a dataset's pictures, computed once for a backbone; clips of them for training the head alone.

Comes in: a backbone and games. Goes out: arrays below the dataset's `features/<hash of the backbone>`, and batches.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from edc.files import atomic_write
from edc.progress import Reporter
from edc.spotter.clips import Batch, Places
from edc.spotter.dataset import Dataset, Game
from edc.spotter.running import features_of
from edc.spotter.targets import targets_of

if TYPE_CHECKING:
    from edc.spotter.model import Backbone

Array = NDArray[np.float32]


def fingerprint(backbone: Backbone) -> str:
    """Twelve hex digits of the weights, as stored: features of one are of no use to another."""
    digest = hashlib.sha256()
    for name, value in sorted(backbone.state_dict().items()):
        digest.update(name.encode())
        digest.update(value.detach().half().cpu().numpy().tobytes())
    return digest.hexdigest()[:12]


def cached_features(
    backbone: Backbone, dataset: Dataset, games: Sequence[Game], reporter: Reporter
) -> dict[str, Array]:  # fmt: skip
    """(n, F) of each game, in half precision on disk."""
    folder = dataset.root / "features" / fingerprint(backbone)
    backbone.eval()
    made: dict[str, Array] = {}
    for number, game in enumerate(games):
        path = folder / f"{game.name}.npy"
        if not path.exists():
            with atomic_write(path) as temporary:
                np.save(temporary, features_of(backbone, game).astype(np.float16))
            reporter.step((number + 1) / len(games), f"features of {game.name}")
        made[game.name] = np.load(path).astype(np.float32)
    return made


class FeatureClips:
    """Draws clips of features; the same ones in the same step."""

    def __init__(self, games: Sequence[Game], features: Mapping[str, Array], length: int, seed: int) -> None:
        self._features = features
        self._length, self._seed = min(length, *(len(game) for game in games)), seed
        self._places = Places(games, self._length)
        self._targets = {g.name: targets_of(g) for g in games}

    def batches(self, steps: Sequence[int], count: int) -> Iterator[Batch]:
        for step in steps:
            rng = np.random.default_rng([self._seed, step])
            drawn = [self._places.draw(rng) for _ in range(count)]
            parts = [(game.name, slice(first, first + self._length)) for game, first in drawn]
            yield Batch(
                inputs=np.stack([self._features[name][part] for name, part in parts]),
                targets=tuple(self._targets[name][part] for name, part in parts),
            )
