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

_SILENCED = 0.4
"""The share of clips whose sound is gone."""
_LOUDER = 0.4
"""Other halls, other microphones: each value is so much larger or smaller over a whole clip."""


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


def with_sound(features: Array, game: Game, heard: int) -> Array:
    """What a head takes in: (n, F) → (n, F + H)."""
    return np.concatenate([features, game.heard], 1) if heard else features


class FeatureClips:
    """Draws clips of what a head takes in; the same ones in the same step. Of a share of them the sound is gone, so
    that a head does not rely on it."""

    def __init__(
        self, games: Sequence[Game], features: Mapping[str, Array], length: int, seed: int, *, heard: int = 0
    ) -> None:  # fmt: skip
        """`features`: (n, F + H) of each game, the last `heard` values being those of its sound."""
        self._features, self._heard = features, heard
        self._length, self._seed = min(length, *(len(game) for game in games)), seed
        self._places = Places(games, self._length)
        self._targets = {g.name: targets_of(g) for g in games}

    def batches(self, steps: Sequence[int], count: int) -> Iterator[Batch]:
        for step in steps:
            rng = np.random.default_rng([self._seed, step])
            drawn = [self._places.draw(rng) for _ in range(count)]
            parts = [(game.name, slice(first, first + self._length)) for game, first in drawn]
            inputs = np.stack([self._features[name][part] for name, part in parts])
            if self._heard:
                inputs[..., -self._heard :] = _other_microphone(inputs[..., -self._heard :], rng)
            yield Batch(
                inputs=inputs,
                targets=tuple(self._targets[name][part] for name, part in parts),
            )


def _other_microphone(heard: Array, rng: np.random.Generator) -> Array:
    """(B, T, H): varied, of a share of the clips gone. The first value says whether anything is heard and stays."""
    clips, _, values = heard.shape
    there = heard[..., :1] * (rng.random((clips, 1, 1)) >= _SILENCED)
    gain = rng.uniform(1 - _LOUDER, 1 + _LOUDER, (clips, 1, values - 1))
    return np.concatenate([there, heard[..., 1:] * gain * there], -1).astype(np.float32)
