"""`edc train`: build a dataset, train the spotter on it, here or on SageMaker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from edc.errors import UsageError

if TYPE_CHECKING:
    from edc.spotter.recipe import Recipe


def train(
    dataset: Annotated[str, typer.Argument(help="The dataset's folder (on SageMaker s3://…).", show_default=False)],
    build: Annotated[
        list[Path] | None,
        typer.Option(
            "--build", help="Build the dataset from this folder (of `edc sample` or `edc process`) first; repeat it."
        ),
    ] = None,
    review: Annotated[
        list[Path] | None, typer.Option(help="What people corrected: the review tool's dataset export of a game.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="Put all games of --build into train, val or test.")] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", help="Folder of the training (on SageMaker s3://…); none: only build.")
    ] = None,
    part: Annotated[str, typer.Option(help="whole (backbone and head) or head (on features computed once).")] = "whole",
    start: Annotated[str, typer.Option(help="imagenet, nothing, or a file of weights.")] = "imagenet",
    steps: Annotated[int | None, typer.Option(min=1, help="How many steps; else the recipe's own number.")] = None,
    recipe: Annotated[
        Path | None, typer.Option(help="JSON with other numbers of the recipe, such as models/recipes/first.json.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same weights.")] = 0,
    threads: Annotated[int, typer.Option(min=1, help="Processor threads.")] = 2,
    on: Annotated[str, typer.Option(help="here or sagemaker.")] = "here",
    image: Annotated[str | None, typer.Option(help="SageMaker: the container image, with EDC installed.")] = None,
    role: Annotated[str | None, typer.Option(help="SageMaker: ARN of the role that the job runs as.")] = None,
    instance: Annotated[str, typer.Option(help="SageMaker: the kind of machine.")] = "ml.g5.xlarge",
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Train the action spotter: on rendered games, on processed games, on what people corrected.

    edc train clips --build games/1 --build games/2 --out runs/1     then: edc models promote runs/1/best.safetensors

    Killed and started again, it goes on where it stopped. Under `torchrun` each process takes its share of the clips.
    """
    options = ["--part", part, "--start", start, "--seed", str(seed), *(["--steps", str(steps)] if steps else [])]
    report: dict[str, Any] = {"dataset": dataset}
    if on == "sagemaker":
        report |= _sagemaker(dataset, out, image, role, instance, options, recipe, json_output)
    elif on != "here":
        raise UsageError(f"--on {on!r} is unknown: here or sagemaker.")
    else:
        if build:
            report |= _build(Path(dataset), build, review or [], split, json_output)
        if out is not None:
            report |= _train(Path(dataset), Path(out), _recipe(part, start, steps, seed, recipe), threads, json_output)
        elif not build:
            raise UsageError("Nothing to do: --build GAME makes the dataset, --out FOLDER trains on it.")
    _say(report, json_output)


def _build(
    dataset: Path, folders: list[Path], reviews: list[Path], split: str | None, quiet: bool
) -> dict[str, Any]:  # fmt: skip
    from edc.spotter.gather import build
    from edc.spotter.splits import read_split

    def told(line: str) -> None:
        if not quiet:
            typer.echo(line, err=True)

    built = build(folders, reviews, dataset, told, split=read_split(split) if split else None)
    for line in built.skipped:
        typer.echo(f"skipped: {line}", err=True)
    return {"version": built.version, "games": built.games, "pictures": built.pictures, "events": built.events,
            "skipped": built.skipped}  # fmt: skip


def _recipe(part: str, start: str, steps: int | None, seed: int, changes: Path | None) -> Recipe:
    from edc.spotter.recipe import recipe_of, with_values_of

    usual = recipe_of(part, start=start, seed=seed, steps=steps)
    return with_values_of(changes, usual) if changes else usual


def _train(dataset: Path, out: Path, recipe: Recipe, threads: int, quiet: bool) -> dict[str, Any]:
    import torch

    from edc.cli.bar import Bar
    from edc.spotter.dataset import read_dataset
    from edc.spotter.train import train as learn

    torch.set_num_threads(threads)
    with Bar("Training", quiet=quiet) as reporter:
        best = learn(read_dataset(dataset), recipe, out, reporter)
    return {"weights": str(best), "recipe": recipe.to_json()}


def _sagemaker(
    dataset: str, out: str | None, image: str | None, role: str | None, instance: str, options: list[str],
    recipe: Path | None, quiet: bool,
) -> dict[str, Any]:  # fmt: skip
    import time

    from edc.store.training_job import TrainingJob, follow, submit

    if recipe is not None:
        raise UsageError("--recipe is a file of this machine, which a training job does not see: use --steps.")
    if out is None or image is None or role is None:
        raise UsageError("--on sagemaker needs --out s3://…, --image (with EDC installed) and --role.")
    job = TrainingJob(name=f"edc-spotter-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}", image=image, role_arn=role,
                      dataset=dataset, output=out, arguments=options, instance=instance)  # fmt: skip
    arn = submit(job)

    def told(state: str) -> None:
        if not quiet:
            typer.echo(f"{job.name}: {state}", err=True)

    checkpoints = follow(job.name, told)
    return {"job": arn, "weights": f"{checkpoints}/best.safetensors"}


def _say(report: dict[str, Any], json_output: bool) -> None:
    if json_output:
        typer.echo(json.dumps(report))
        return
    if "games" in report:
        typer.echo(f"dataset  {report['dataset']}  ({report['games']} games, {report['pictures']} pictures, version "
                   f"{report['version']})")  # fmt: skip
    if "weights" in report:
        typer.echo(f"weights  {report['weights']}")
        typer.echo(f"next     edc models promote {report['weights']} --dataset {report['dataset']}")
