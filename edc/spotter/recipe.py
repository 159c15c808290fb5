"""How a training goes: every number of it, saved inside each checkpoint.

Comes in: options. Goes out: a frozen `Recipe` and its JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from edc.errors import InputError, UsageError
from edc.files import read_json
from edc.spotter.model import Shape

Part = Literal["whole", "head"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    part: Part = "whole"
    """whole: backbone and head on pictures; head: the head alone on features that were computed once."""
    start: str = "imagenet"
    """imagenet, nothing, or a file of weights."""
    anew: bool = False
    """The head alone: a new head on the backbone of `start`, which sees its features standardised."""
    hears: bool = False
    """A new head: it takes what is heard beside the features (`edc.spotter.heard`)."""
    steps: int = 1600
    clip: int = 48
    """Pictures a clip; the head alone takes longer ones."""
    clips: int = 6
    """Clips a step, on all processes together."""
    learnt: float = 0.33
    """Share of a clip's pictures through which the backbone learns: those near events first."""
    lr: float = 1e-3
    """Of the head; of the backbone a third of it."""
    weight_decay: float = 0.02
    warmup: float = 0.05
    """Share of the steps in which the rate rises; then it falls as a cosine."""
    positive: float = 6.0
    """So much more a picture with an event counts than one without."""
    place: float = 0.3
    """Weight of the displacement's error."""
    show: float = 0.5
    """Weight of what a picture itself shows, where that is known."""
    ema: float = 0.997
    validate_every: int = 200
    checkpoint_every: int = 50
    patience: int = 5
    """Validations without a better one after which it ends."""
    seed: int = 0
    shape: Shape | None = None
    """None: that of the weights to start from, or the usual one."""

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "shape": self.shape.to_json() if self.shape else None}


def head_recipe(start: str, **changes: Any) -> Recipe:
    """For the head alone: long clips, many steps, each of which costs next to nothing."""
    usual: dict[str, Any] = {"part": "head", "start": start, "steps": 3000, "clip": 256, "clips": 16,
                             "validate_every": 250, "checkpoint_every": 250}  # fmt: skip
    return Recipe(**{**usual, **changes})


def recipe_of(part: str, *, start: str, seed: int, steps: int | None) -> Recipe:
    """The usual recipe of a part.

    Raises:
        UsageError: no such part, or a head without weights to start from.
    """
    if part not in ("whole", "head"):
        raise UsageError(f"--part {part!r} is unknown: whole or head.")
    if part == "head" and start in ("imagenet", "nothing"):
        raise UsageError("The head alone needs a trained backbone: name weights with --start.")
    changes: dict[str, Any] = {"seed": seed} | ({"steps": steps} if steps else {})
    if steps:
        changes |= {"validate_every": min(200, steps), "checkpoint_every": min(50, steps)}
    return head_recipe(start, **changes) if part == "head" else Recipe(start=start, **changes)


def with_values_of(path: Path, recipe: Recipe) -> Recipe:
    """The recipe with what a JSON file says instead (any of its numbers by name; not part, start and shape).

    Raises:
        InputError: no JSON object, or a name that is no number of a recipe.
    """
    try:
        values = read_json(path)
    except (OSError, ValueError) as error:
        raise InputError(f"{path} is no recipe ({error}).") from error
    known = {f.name for f in fields(Recipe)} - {"part", "start", "shape"}
    if not isinstance(values, dict) or set(values) - known:
        raise InputError(f"{path} is no recipe: it may name {', '.join(sorted(known))}.")
    return replace(recipe, **values)


def recipe_from_json(value: Mapping[str, Any]) -> Recipe:
    """Raises:
    InputError: written by another release.
    """
    known = {f.name for f in fields(Recipe)}
    if set(value) != known:
        raise InputError(f"This checkpoint's recipe has other keys ({', '.join(sorted(set(value) ^ known))}): it is of "
                         "another release; train anew.")  # fmt: skip
    return Recipe(**{**value, "shape": Shape.from_json(value["shape"]) if value["shape"] else None})
