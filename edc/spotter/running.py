"""The network at work on a dataset's games, in PyTorch.

Comes in: a network and a game's pictures, or its features. Goes out: features, or logits and displacements.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from edc.spotter.pictures import planes
from edc.spotter.windows import windowed

if TYPE_CHECKING:
    from edc.spotter.dataset import Game
    from edc.spotter.model import Backbone, Head

Array = NDArray[np.float32]

_BATCH = 32


def device_of(module: torch.nn.Module) -> torch.device:
    return next(module.parameters()).device


@torch.inference_mode()
def features_of(backbone: Backbone, game: Game, *, batch: int = _BATCH) -> Array:
    """(n, F). In bfloat16, which processors that have it run twice as fast."""
    device = device_of(backbone)
    made = []
    for first, block in _neighboured(game, batch):
        inner = slice(0, batch) if first == 0 else slice(1, 1 + batch)
        pictures = torch.from_numpy(planes(block, inner=inner)).to(device, memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16):
            made.append(backbone(pictures).float().cpu().numpy())
    return np.concatenate(made)


def _neighboured(game: Game, batch: int) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Stretches of `batch` pictures, each with the picture before and after it where there is one."""
    for first in range(0, len(game), batch):
        yield first, game.pictures(max(0, first - 1), min(len(game), first + batch + 1))


@torch.inference_mode()
def outputs_of(head: Head, features: Array) -> tuple[Array, Array]:
    """(n, F + H) → logits (n, C) and displacements (n, E)."""
    device = device_of(head)

    def run(part: Array) -> tuple[Array, Array]:
        scores, places = head(torch.from_numpy(part).float().to(device)[None])
        return scores[0].float().cpu().numpy(), places[0].float().cpu().numpy()

    return windowed(run, features, head.reach)
