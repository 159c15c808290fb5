"""The flow that trains the action spotter: dataset, training, gate.

Deployed by `prefect.yaml` as train-spotter; Prefect shows the training's figures as they grow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_image_artifact, create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from edc.errors import InputError
from edc.spotter.curve import read_metrics
from edc.spotter.dataset import read_dataset
from edc.spotter.gather import build
from edc.spotter.promote import promote
from edc.spotter.recipe import recipe_of
from edc.spotter.splits import read_split
from edc.spotter.train import train
from edc.spotter.weights import Weights, to_promote_to
from flows.observing import LogReporter
from flows.retries import is_transient


@task(retries=1, retry_condition_fn=is_transient, cache_policy=NO_CACHE, persist_result=False)
def build_task(dataset: str, games: list[str], reviews: list[str], split: str | None) -> str:
    """Adds games to the dataset; gives its version."""
    log = get_run_logger()
    built = build([Path(game) for game in games], [Path(path) for path in reviews], Path(dataset), log.info,
                  split=read_split(split) if split else None)  # fmt: skip
    for line in built.skipped:
        log.warning("skipped: %s", line)
    return built.version


@task(retries=2, retry_delay_seconds=30, cache_policy=NO_CACHE, persist_result=False)
def train_task(dataset: str, out: str, part: str, start: str, steps: int | None, seed: int) -> str:
    """Trains; tried again, it goes on from its last checkpoint."""
    recipe = recipe_of(part, start=start, seed=seed, steps=steps)
    best = train(read_dataset(Path(dataset)), recipe, Path(out), LogReporter("training"))
    _show_metrics(Path(out))
    return str(best)


@task(cache_policy=NO_CACHE, persist_result=False)
def promote_task(candidate: str, dataset: str, models: str) -> dict[str, Any]:
    verdict = promote(Path(candidate), read_dataset(Path(dataset)), Weights(Path(models)), LogReporter("gate"))
    found = verdict.candidate.to_json()
    create_markdown_artifact(
        key="edc-spotter-gate", description="The gate",
        markdown=("# Promoted\n\n" if verdict.promoted else "# Not promoted\n\n")
        + "".join(f"- {reason}\n" for reason in verdict.reasons)
        + f"\nmean average precision {found['map']['mean']}, SoccerNet tight {found['soccernet_tight']}",
    )  # fmt: skip
    return {"promoted": verdict.promoted, "reasons": list(verdict.reasons), "figures": found}


def _show_metrics(out: Path) -> None:
    rows = read_metrics(out / "metrics.csv")
    create_table_artifact(key="edc-spotter-metrics", description="The training's figures", table=rows)
    create_image_artifact(
        key="edc-spotter-curve", description="The training's curve", image_url=(out / "curve.png").resolve().as_uri()
    )


@flow(name="train-spotter", flow_run_name="{out}")
def train_spotter(
    dataset: str,
    out: str,
    games: list[str] | None = None,
    reviews: list[str] | None = None,
    split: str | None = None,
    part: str = "whole",
    start: str = "imagenet",
    steps: int | None = None,
    seed: int = 0,
    models: str | None = None,
) -> dict[str, Any]:
    """Builds a dataset, trains on it, and puts the weights in use if they pass the gate.

    Args:
        dataset: the dataset's folder.
        out: the training's folder.
        games: folders of rendered or processed games to add to the dataset first.
        reviews: dataset exports of the review tool.
        split: train, val or test for all of `games`; without it each game's own.
        part: whole, or head (on features computed once).
        start: imagenet, nothing, or a file of weights.
        steps: how many; else the recipe's own number.
        seed: the same seed gives the same weights.
        models: folder of the weights; else those in use.
    """
    if games:
        build_task(dataset, games, reviews or [], split)
    best = train_task(dataset, out, part, start, steps, seed)
    present = to_promote_to(Path(models) if models else None)
    verdict: dict[str, Any] = promote_task(best, dataset, str(present.folder))
    if not verdict["promoted"]:
        raise InputError(f"{best} is not promoted: " + "; ".join(verdict["reasons"]) + ".")
    return verdict
