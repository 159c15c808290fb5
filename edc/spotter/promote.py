"""The gate that new weights pass before they are in use.

Comes in: a candidate (`best.safetensors`), a dataset with a validation and a test split, the folder of weights. Goes
out: the four files there, written together, or a refusal. A candidate is promoted only if on the dataset's test games
it is no worse than the weights in use: the mean average precision may fall by no more than what drawing other games
would change, and no class of which there are enough events by more than five points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edc.errors import InputError
from edc.files import atomic_folder, write_json
from edc.progress import Reporter
from edc.spotter.assess import Assessment, assess, fitted, run_on
from edc.spotter.checkpoint import read_facts, read_weights
from edc.spotter.dataset import Dataset
from edc.spotter.export import export
from edc.spotter.featured import fingerprint
from edc.spotter.model import Spotter
from edc.spotter.precision import Marks, interval, mean_ap
from edc.spotter.weights import Weights

SCHEMA = "edc.spotter.card/1"
PRIOR = 0.5
"""Trust in a game whose score changes are too few to check; less where the pictures are of another kind."""
_CLASS_FALLS, _ENOUGH_EVENTS = 0.05, 10
"""With fewer of a class, what one event does by luck would decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    promoted: bool
    reasons: tuple[str, ...]
    """Why not."""
    candidate: Assessment
    present: Assessment | None
    silent: Assessment | None
    """Of the candidate, as if the games had no sound; None where it does not listen."""


def promote(
    candidate: Path, dataset: Dataset, weights: Weights, reporter: Reporter, *, install: bool = True
) -> Verdict:  # fmt: skip
    """Compares, and installs the candidate where it passes.

    Raises:
        InputError: the candidate cannot be used, or the dataset lacks a split.
    """
    validation, test = dataset.of("val"), dataset.of("test")
    if not validation or not test:
        raise InputError(
            f"{dataset.root} has {len(validation)} validation and {len(test)} test games: both are needed."
        )
    model = read_weights(candidate)
    nms_s, calibration = fitted(run_on(model, dataset, validation, reporter))
    ran = run_on(model, dataset, test, reporter)
    new = [one.marks(nms_s) for one in ran]
    found, silent = assess(ran, new, calibration), None
    if model.head.heard:
        ran_silent = run_on(model, dataset, test, reporter, silent=True)
        silent = assess(ran_silent, [one.marks(nms_s) for one in ran_silent], calibration)
    present: Assessment | None = None
    reasons: tuple[str, ...] = ()
    same = False
    if weights.complete:
        before = read_weights(weights.torch)
        same = fingerprint(before.backbone) == fingerprint(model.backbone)
        ran_before = run_on(before, dataset, test, reporter)
        old = [one.marks(float(weights.facts()["nms_s"])) for one in ran_before]
        present = assess(ran_before, old, calibration)
        reasons = tuple(_worse(new, found, old, present))
    if not reasons and install:
        facts = {
            "schema": SCHEMA, "trained": read_facts(candidate), "tested_on": dataset.version, "nms_s": nms_s,
            "calibration": calibration.to_json(), "prior": PRIOR, "reach": model.head.reach, "heard": model.head.heard,
            "figures": found.to_json(), "figures_silent": None if silent is None else silent.to_json(),
        }  # fmt: skip
        _install(candidate, model, dataset, weights, facts, weights.backbone if same else None)
    return Verdict(promoted=not reasons, reasons=reasons, candidate=found, present=present, silent=silent)


def _worse(new: list[Marks], found: Assessment, old: list[Marks], present: Assessment) -> list[str]:
    """Sentences; none where the candidate is as good."""
    reasons = []
    low, high = interval(list(zip(new, old, strict=True)), _gain, resamples=300)  # type: ignore[arg-type]
    if high < 0:
        reasons.append(f"the mean average precision falls from {present.map['mean']:.3f} to {found.map['mean']:.3f} "
                       f"(95 % of the change: {low:+.3f} to {high:+.3f})")  # fmt: skip
    for label, by_delta in found.per_class.items():
        before, after = present.per_class[label]["1"], by_delta["1"]
        if found.events[label] >= _ENOUGH_EVENTS and after < before - _CLASS_FALLS:
            reasons.append(f"{label} falls from {before:.3f} to {after:.3f} (AP at 1 s)")
    return reasons


def _gain(pairs: list[tuple[Marks, Marks]]) -> float:
    return mean_ap([new for new, _ in pairs]) - mean_ap([old for _, old in pairs])


def _install(
    candidate: Path, model: Spotter, dataset: Dataset, weights: Weights, facts: Mapping[str, Any], present: Path | None
) -> None:  # fmt: skip
    """All four files or none. `present`: the backbone in use, where the candidate's is the same."""
    with atomic_folder(weights.folder / ".new") as folder:
        made = Weights(folder)
        made.torch.write_bytes(candidate.read_bytes())
        export(model, dataset.of("train") or dataset.of("val"), made.backbone, made.head, present=present)
        write_json(made.card, dict(facts))
    for path in sorted((weights.folder / ".new").iterdir(), key=lambda p: p.suffix == ".json"):
        path.replace(weights.folder / path.name)
    (weights.folder / ".new").rmdir()
