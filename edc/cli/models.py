"""`edc models`: the spotter's weights, and the gate that new ones pass."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

models = typer.Typer(
    help="The action spotter's weights: what is in use, and the gate that new weights pass.", no_args_is_help=True
)  # fmt: skip


@models.command()
def show(json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Say which weights are in use and what they reached on their test games."""
    from edc.spotter.weights import fingerprint, shipped

    weights = shipped()
    if weights is None:
        typer.echo(json.dumps(None) if json_output else "No weights: train some (edc train), then edc models promote.")
        return
    facts = weights.facts()
    if json_output:
        typer.echo(json.dumps({"folder": str(weights.folder), "fingerprint": fingerprint(), **facts}))
        return
    typer.echo(f"{weights.folder}  ({fingerprint()})")
    print_figures(facts["figures"], {"without sound": facts.get("figures_silent")})


@models.command()
def promote(
    candidate: Annotated[Path, typer.Argument(help="`best.safetensors` of a training.", show_default=False)],
    dataset: Annotated[Path, typer.Option(help="The fixed set: its validation and test games.", show_default=False)],
    models_folder: Annotated[
        Path | None, typer.Option("--models", help="Folder of the weights; without it those in use.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compare only.")] = False,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Put new weights in use if they are no worse than the present ones on a fixed set of games.

    Exit code 3 and nothing changed where they are worse. On the way they are exported for processors (ONNX, int8).
    """
    from edc.cli.bar import Bar
    from edc.errors import InputError
    from edc.spotter.dataset import read_dataset
    from edc.spotter.promote import promote as gate
    from edc.spotter.weights import to_promote_to

    present = to_promote_to(models_folder)
    with Bar("Comparing", quiet=json_output) as reporter:
        verdict = gate(candidate, read_dataset(dataset), present, reporter, install=not dry_run)
    before, silent = (None if found is None else found.to_json() for found in (verdict.present, verdict.silent))
    if json_output:
        typer.echo(json.dumps({"promoted": verdict.promoted and not dry_run, "reasons": list(verdict.reasons),
                               "candidate": verdict.candidate.to_json(), "present": before, "silent": silent}))
    else:
        print_figures(verdict.candidate.to_json(), {"in use": before, "without sound": silent})
    if not verdict.promoted:
        raise InputError(f"{candidate} is not promoted: " + "; ".join(verdict.reasons) + ".")


def print_figures(figures: dict[str, Any], beside: Mapping[str, dict[str, Any] | None] | None = None) -> None:
    """A table of an `Assessment`'s JSON, beside others by their titles (those that there are)."""
    from rich.console import Console
    from rich.table import Table

    low, high = figures["map_interval"]
    others = {title: other for title, other in (beside or {}).items() if other}
    table = Table("figure", "value", *others, box=None, title_justify="left",
                  title=f"{figures['games']} games, {sum(figures['events'].values())} events")  # fmt: skip

    def row(name: str, *path: str) -> None:
        table.add_row(name, *(_number(one, path) for one in (figures, *others.values())))

    row("mAP, mean of δ 0.25, 0.5, 1 s", "map", "mean")
    table.add_row("  95 % over games", f"{low:.3f} to {high:.3f}")
    for delta in ("0.25", "0.5", "1", "2", "5"):
        row(f"mAP at δ {delta} s", "map", delta)
    row("SoccerNet tight average-mAP", "soccernet_tight")
    row("SoccerNet loose average-mAP", "soccernet_loose")
    row("shot, block, steal, rebound: mAP at 1 s", "families", "mean")
    row("expected calibration error", "calibration_error")
    for name in figures["states"]:
        row(f"{name}: IoU", "states", name)
    for name in figures["per_class"]:
        row(f"{name} ({figures['events'][name]}): AP at 1 s", "per_class", name, "1")
    Console().print(table)


def _number(figures: dict[str, Any] | None, path: tuple[str, ...]) -> str:
    value: Any = figures
    for name in path:
        value = value[name]
    return "–" if value is None else f"{value:.3f}"
