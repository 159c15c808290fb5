"""Weights and the state of a training, on disk.

`*.safetensors`: half-precision weights with their facts (recipe, dataset, figures) as metadata. `last.pt`: all that a
training needs to go on exactly.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from edc.errors import InputError, UsageError
from edc.files import atomic_write
from edc.spotter.classes import CLASSES
from edc.spotter.heard import HEARD
from edc.spotter.model import Head, Shape, Spotter
from edc.spotter.recipe import Recipe

SCHEMA = "edc.spotter/1"
BACKBONE_RATE = 0.33


@dataclass(slots=True, kw_only=True)
class Trained:
    """A training in the middle of it."""

    model: Spotter
    average: Spotter
    optimiser: torch.optim.Optimizer
    step: int = 0
    best: float = float("-inf")
    best_step: int = 0
    losses: list[float] = field(default_factory=list)


def write_weights(
    path: Path, model: Spotter, recipe: Recipe, dataset_version: str, figures: Mapping[str, Any]
) -> None:  # fmt: skip
    from safetensors.torch import save_file

    facts = {"schema": SCHEMA, "classes": list(CLASSES), "shape": model.shape.to_json(), "recipe": recipe.to_json(),
             "dataset": dataset_version,
             "figures": {name: None if value != value else value for name, value in figures.items()}}  # fmt: skip
    halves = {name: value.detach().half().contiguous().cpu() for name, value in model.state_dict().items()}
    with atomic_write(path) as temporary:
        save_file(halves, temporary, metadata={"edc": json.dumps(facts, sort_keys=True)})


def read_facts(path: Path) -> dict[str, Any]:
    """What a file of weights says of itself.

    Raises:
        InputError: missing, no such file, of another release or of other classes.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            facts: dict[str, Any] = json.loads((file.metadata() or {}).get("edc", "{}"))
    except FileNotFoundError as error:
        raise InputError(f"{path} is missing: name a file of weights, such as models/spotter.safetensors.") from error
    except (SafetensorError, OSError, json.JSONDecodeError) as error:
        raise InputError(f"{path} is no file of spotter weights ({error}).") from error
    if facts.get("schema") != SCHEMA or facts.get("classes") != list(CLASSES):
        raise InputError(f"{path} holds weights of schema {facts.get('schema')!r} for classes {facts.get('classes')}; "
                         f"this release takes {SCHEMA} for {list(CLASSES)}.")  # fmt: skip
    return facts


def read_weights(path: Path) -> Spotter:
    """The network with these weights, in single precision.

    Raises:
        InputError: see `read_facts`; or of another architecture.
    """
    from safetensors.torch import load_file

    facts = read_facts(path)
    model = Spotter(Shape.from_json(facts["shape"]))
    try:
        model.load_state_dict({name: value.float() for name, value in load_file(path).items()})
    except RuntimeError as error:
        raise InputError(f"{path} is of another architecture: {str(error).splitlines()[0]}") from error
    model.eval()
    return model


def start_of(recipe: Recipe, dataset_version: str, out: Path, device: torch.device) -> Trained:
    """A training at its beginning, or where it was when it stopped.

    Raises:
        InputError: `out` holds another training.
    """
    model = _beginning(recipe)
    average = deepcopy(model).eval().requires_grad_(False)
    state = Trained(model=model.to(device), average=average.to(device), optimiser=_optimiser(model, recipe))
    last = out / "last.pt"
    if last.exists():
        _go_on(last, state, recipe, dataset_version, device)
    return state


def _beginning(recipe: Recipe) -> Spotter:
    if recipe.start not in ("imagenet", "nothing"):
        model = read_weights(Path(recipe.start))
        wanted = recipe.shape or model.shape
        if recipe.anew:
            wanted = replace(wanted, heard=len(HEARD) if recipe.hears else 0)
            if wanted.features == model.shape.features:
                model.shape, model.head = wanted, Head(wanted)
        if model.shape != wanted:
            raise UsageError(f"{recipe.start} is of shape {model.shape}, the recipe asks for {wanted}.")
        return model
    model = Spotter(recipe.shape)
    if recipe.start == "imagenet":
        from edc.spotter.pretrained import load_imagenet

        load_imagenet(model.backbone)
    return model


def _optimiser(model: Spotter, recipe: Recipe) -> torch.optim.Optimizer:
    heads = [*model.head.parameters(), *(model.telling.parameters() if recipe.part == "whole" else ())]
    groups: list[dict[str, Any]] = [{"params": heads, "lr": recipe.lr}]
    if recipe.part == "whole":
        groups.append(
            {"params": [p for p in model.backbone.parameters() if p.requires_grad], "lr": recipe.lr * BACKBONE_RATE}
        )
    return torch.optim.AdamW(groups, weight_decay=recipe.weight_decay)


def save_checkpoint(path: Path, state: Trained, recipe: Recipe, dataset_version: str) -> None:
    with atomic_write(path) as temporary:
        torch.save({
            "schema": SCHEMA, "recipe": recipe.to_json(), "dataset": dataset_version, "step": state.step,
            "model": state.model.state_dict(), "average": state.average.state_dict(),
            "optimiser": state.optimiser.state_dict(), "random": torch.get_rng_state(), "best": state.best,
            "best_step": state.best_step, "losses": state.losses,
        }, temporary)  # fmt: skip


def _go_on(path: Path, state: Trained, recipe: Recipe, dataset_version: str, device: torch.device) -> None:
    try:
        saved = torch.load(path, map_location=device, weights_only=True)
    except Exception as error:
        raise InputError(f"{path} is no checkpoint ({error}): delete it to train anew.") from error
    if saved["recipe"] != recipe.to_json() or saved["dataset"] != dataset_version:
        raise InputError(f"{path.parent} holds a training with another recipe or dataset: choose another --out, or "
                         "delete it.")  # fmt: skip
    state.model.load_state_dict(saved["model"])
    state.average.load_state_dict(saved["average"])
    state.optimiser.load_state_dict(saved["optimiser"])
    torch.set_rng_state(saved["random"].cpu())
    state.step, state.best, state.best_step = saved["step"], saved["best"], saved["best_step"]
    state.losses = saved["losses"]
