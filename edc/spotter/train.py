"""Training the spotter, from top to bottom.

Comes in: a dataset and a recipe. Goes out: in a folder, `last.pt` (everything that going on needs), `best.safetensors`
(the moving average of the weights at its best validation), `metrics.csv` and `curve.png`. Killed anywhere and started
again it goes on and ends with the same weights: clips depend on the seed and the step alone, and the random state of
dropout is kept. Under `torchrun` each process takes its share of the clips.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from edc.errors import InputError
from edc.progress import Reporter
from edc.spotter.checkpoint import BACKBONE_RATE, Trained, save_checkpoint, start_of, write_weights
from edc.spotter.classes import EVENTS
from edc.spotter.clips import Batch, Clips
from edc.spotter.curve import draw_curve, read_metrics, write_metrics
from edc.spotter.dataset import Dataset
from edc.spotter.featured import FeatureClips, cached_features, with_sound
from edc.spotter.model import Head
from edc.spotter.recipe import Recipe
from edc.spotter.shown import FLAGS, NOWHERE
from edc.spotter.targets import Targets
from edc.spotter.validation import validate

_CLIP_NORM = 1.0
_LEAST_SPREAD = 1e-3
_RARE = 4.0
"""So much more a pose that is there counts than one that is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """Which of how many processes this one is (`torchrun` says so)."""

    rank: int = 0
    count: int = 1

    @staticmethod
    def of_environment() -> Ranks:
        return Ranks(rank=int(os.environ.get("RANK", "0")), count=int(os.environ.get("WORLD_SIZE", "1")))


def train(dataset: Dataset, recipe: Recipe, out: Path, reporter: Reporter) -> Path:
    """Trains until the recipe is done or nothing gets better; gives the best weights.

    Raises:
        InputError: the dataset has no game to learn from or to validate on, or `out` holds another training.
    """
    ranks = Ranks.of_environment()
    device = _device(ranks)
    torch.manual_seed(recipe.seed)
    training, validation = dataset.of("train"), dataset.of("val")
    if not training or not validation:
        raise InputError(f"{dataset.root} has {len(training)} games to train on and {len(validation)} to validate on: "
                         "both are needed.")  # fmt: skip
    state = start_of(recipe, dataset.version, out, device)
    whole = recipe.part == "whole"
    learner = state.model if whole else state.model.head
    if whole:
        clips: Clips | FeatureClips = Clips(training, recipe.clip, recipe.seed)
    else:
        heard = state.model.shape.heard
        seen = cached_features(state.model.backbone, dataset, training, reporter)
        features = {game.name: with_sound(seen[game.name], game, heard) for game in training}
        if recipe.anew and state.step == 0:
            _standardise((state.model.head, state.average.head), features.values())
        clips = FeatureClips(training, features, recipe.clip, recipe.seed, heard=heard)
    runner = _wrapped(learner, ranks, device)
    metrics = [row for row in read_metrics(out / "metrics.csv") if row["step"] <= state.step]
    for step, batch in _steps(clips, recipe, state.step, ranks):
        for group, rate in zip(state.optimiser.param_groups, _rates(recipe, step), strict=True):
            group["lr"] = rate
        state.losses.append(_learn(runner, batch, recipe, state, device))
        state.step = step + 1
        if ranks.rank == 0:
            reporter.step(state.step / recipe.steps, f"step {state.step}, loss {np.mean(state.losses[-50:]):.4f}")
        over = state.step == recipe.steps
        if over or state.step % recipe.validate_every == 0:
            row = {"step": state.step, "loss": float(np.mean(state.losses[-recipe.validate_every :])),
                   **validate(state.average, dataset, validation, recipe.part, reporter)}  # fmt: skip
            metrics.append(row)
            if row["map"] > state.best:
                state.best, state.best_step = row["map"], state.step
                if ranks.rank == 0:
                    write_weights(out / "best.safetensors", state.average, recipe, dataset.version, row)
            if ranks.rank == 0:
                write_metrics(out / "metrics.csv", metrics)
                draw_curve(out / "curve.png", metrics)
            over = over or state.step - state.best_step >= recipe.patience * recipe.validate_every
        if ranks.rank == 0 and (over or state.step % recipe.checkpoint_every == 0):
            save_checkpoint(out / "last.pt", state, recipe, dataset.version)
        if over:
            break
    return out / "best.safetensors"


def _standardise(heads: Sequence[Head], features: Collection[NDArray[np.float32]]) -> None:
    """Tells heads the mean and the spread over all pictures of each value that they take in."""
    count = sum(len(rows) for rows in features)
    mean = sum(rows.sum(0, dtype=np.float64) for rows in features) / count
    square = sum(((rows - mean) ** 2).sum(0) for rows in features) / count
    for head in heads:
        head.mean.copy_(torch.from_numpy(mean))
        head.spread.copy_(torch.from_numpy(np.sqrt(square) + _LEAST_SPREAD))


def _device(ranks: Ranks) -> torch.device:
    if torch.cuda.is_available():
        return torch.device("cuda", ranks.rank % torch.cuda.device_count())
    return torch.device("cpu")


def _wrapped(learner: nn.Module, ranks: Ranks, device: torch.device) -> nn.Module:
    """The same module, its gradients averaged over processes where there are several, compiled on a GPU."""
    if device.type == "cuda":
        learner = torch.compile(learner)
    if ranks.count == 1:
        return learner
    from torch import distributed

    if not distributed.is_initialized():
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    return nn.parallel.DistributedDataParallel(learner)


def _steps(
    clips: Clips | FeatureClips, recipe: Recipe, first: int, ranks: Ranks
) -> Iterator[tuple[int, Batch]]:  # fmt: skip
    """Each process draws its own clips; together they are the step's."""
    mine = max(1, recipe.clips // ranks.count)
    numbers = range(first, recipe.steps)
    draws = clips.batches([step * ranks.count + ranks.rank for step in numbers], mine)
    yield from zip(numbers, draws, strict=True)


def _rates(recipe: Recipe, step: int) -> tuple[float, ...]:
    """Of the head's parameters, then (for a whole training) the backbone's."""
    warm = max(1, round(recipe.warmup * recipe.steps))
    share = min(1.0, (step + 1) / warm)
    if step >= warm:
        share = 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, recipe.steps - warm)))
    rates = (recipe.lr * share, recipe.lr * share * BACKBONE_RATE)
    return rates if recipe.part == "whole" else rates[:1]


def _learn(runner: nn.Module, batch: Batch, recipe: Recipe, state: Trained, device: torch.device) -> float:
    """One step; gives its loss."""
    runner.train()
    inputs = torch.from_numpy(batch.inputs).to(device)
    with _half_precision(device):
        if recipe.part == "whole":
            learnt = _learnt(batch.targets, recipe.learnt)
            logits, displacements, flags, cells = runner(inputs, learnt.to(device))
        else:
            logits, displacements = runner(inputs)
    loss = losses(logits.float(), displacements.float(), batch.targets, recipe)
    if recipe.part == "whole":
        loss = loss + recipe.show * shown_loss(flags.float(), cells.float(), batch.targets, learnt)
    state.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(runner.parameters(), _CLIP_NORM)
    state.optimiser.step()
    keep = min(recipe.ema, (1 + state.step) / (10 + state.step))
    if recipe.part == "whole":
        _average(state.average, state.model, keep)
    else:
        _average(state.average.head, state.model.head, keep)  # a backbone that does not learn keeps its fingerprint
    return float(loss.detach())


def _learnt(aims: tuple[Targets, ...], share: float) -> Tensor:
    """(B, T): the pictures near events, and any others until the share is reached."""
    near = torch.from_numpy(np.stack([a.scores[:, : len(EVENTS)].max(1) for a in aims]))
    drawn = torch.rand(near.shape) + (near > 0.1)
    count = max(1, round(share * near.shape[1]))
    chosen = torch.zeros(near.shape, dtype=torch.bool)
    return chosen.scatter_(1, drawn.topk(count, 1).indices, True)


def _half_precision(device: torch.device) -> AbstractContextManager[Any]:
    """bfloat16 on a GPU. On the CPUs tried, the backward pass of depthwise convolutions is slower in it."""
    return torch.autocast("cuda", torch.bfloat16) if device.type == "cuda" else nullcontext()


def losses(logits: Tensor, displacements: Tensor, aims: tuple[Targets, ...], recipe: Recipe) -> Tensor:
    """Cross entropy on soft scores, and how far off an event's instant is, where there is one."""
    device = logits.device
    scores, weights = _stack([a.scores for a in aims], device), _stack([a.weights for a in aims], device)
    places, placed = _stack([a.displacements for a in aims], device), _stack([a.placed for a in aims], device)
    entropy = F.binary_cross_entropy_with_logits(logits, scores, reduction="none")
    found = (entropy * weights * (1 + recipe.positive * scores)).sum(-1).mean()
    off = F.smooth_l1_loss(displacements, places, reduction="none") * placed
    loss: Tensor = found + recipe.place * off.sum() / placed.sum().clamp(min=1)
    return loss


def shown_loss(flags: Tensor, cells: Tensor, aims: tuple[Targets, ...], learnt: Tensor) -> Tensor:
    """Of the pictures that are learnt from: who does what, and in which cell the ball is, where that is known."""
    device, chosen = flags.device, learnt.flatten()
    asked = _stack([a.shown.flags for a in aims], device).flatten(0, 1)[chosen.to(device)]
    known = torch.isfinite(asked)
    entropy = F.binary_cross_entropy_with_logits(flags, asked.nan_to_num(), reduction="none")
    found = (entropy * (1 + _RARE * asked.nan_to_num()) * known).sum() / known.sum().clamp(min=1)
    where = torch.from_numpy(np.concatenate([a.shown.cells() for a in aims])).to(device)[chosen.to(device)]
    there = (where >= 0).sum().clamp(min=1)
    ball = F.cross_entropy(cells, where, ignore_index=NOWHERE, reduction="sum") / there
    loss: Tensor = len(FLAGS) * found + ball
    return loss


def _stack(arrays: list[np.ndarray[Any, Any]], device: torch.device) -> Tensor:
    return torch.from_numpy(np.stack(arrays)).to(device)


@torch.no_grad()
def _average(average: nn.Module, model: nn.Module, keep: float) -> None:
    for mean, now in zip(average.parameters(), model.parameters(), strict=True):
        mean.lerp_(now, 1 - keep)
