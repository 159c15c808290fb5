"""`edc evaluate`: a processed game against the truth of its broadcast."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from edc.errors import UsageError

_ROWS = (
    ("game clock within 1 s", "clock_within_1_s", "{:.2%}", ">= 99 %"),
    ("game clock within 0.5 s", "clock_within_half_s", "{:.2%}", ">= 99.5 %"),
    ("plays placed", "plays_placed", "{:.1%}", ">= 99.5 %"),
    ("made shots, median error", "shot_error_median_s", "{:.2f} s", "<= 0.5 s"),
    ("made shots, 95th percentile", "shot_error_p95_s", "{:.2f} s", "<= 1.5 s"),
    ("made shots within 1.5 s", "shots_within_1_5_s", "{:.1%}", ">= 95 %"),
    ("other plays within 2 s", "plays_within_2_s", "{:.1%}", ""),
    ("made shots, F1 at 2 s", "made_shot_f1", "{:.3f}", ">= 0.95"),
    ("free throws, F1 at 2 s", "free_throw_f1", "{:.3f}", ">= 0.90"),
    ("period ends, F1 at 2 s", "period_end_f1", "{:.3f}", "1"),
    ("replays, overlap (IoU)", "replay_iou", "{:.3f}", ">= 0.85"),
    ("replays with their play", "replays_attached", "{:.1%}", ">= 95 %"),
    ("breaks, overlap (IoU)", "break_iou", "{:.3f}", ">= 0.95"),
)
"""Figure, its name, how it is printed, and what EDC aims at on rendered games."""


def evaluate(
    game: Annotated[
        Path, typer.Argument(help="A folder that `edc process` made; with --spotter a dataset.", show_default=False)
    ],
    truth: Annotated[Path | None, typer.Option(help="The truth file of the broadcast.", show_default=False)] = None,
    spotter: Annotated[bool, typer.Option("--spotter", help="Measure the spotter on a dataset's games.")] = False,
    weights: Annotated[Path | None, typer.Option(help="With --spotter: other weights than those in use.")] = None,
    split: Annotated[str, typer.Option(help="With --spotter: which games of the dataset.")] = "test",
    page: Annotated[Path | None, typer.Option(help="With --spotter: write plots to this HTML file.")] = None,
    silent: Annotated[bool, typer.Option("--silent", help="With --spotter: as if the games had no sound.")] = False,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure a processed game against the truth of its broadcast (`edc sample` writes one).

    With --spotter: measure the action spotter on games of a dataset (`edc train --build` makes one).
    """
    if spotter:
        _evaluate_spotter(game, weights, split, page, silent, json_output)
        return
    if truth is None:
        raise UsageError("Against which truth? Name its file with --truth, or measure the spotter with --spotter.")
    from edc.evaluation.compare import evaluate as measure
    from edc.evaluation.compare import read_truth
    from edc.gamefolder import require_game_folder

    figures = measure(require_game_folder(game).root, read_truth(truth)).to_json()
    if json_output:
        typer.echo(json.dumps(figures))
    else:
        _print(figures)


def _print(figures: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("figure", "value", "aim", box=None, title=f"{figures['bug_visible_s']} s with a score bug, "
                  f"{figures['made_shots']} made shots on screen", title_justify="left")  # fmt: skip
    for name, key, shape, aim in _ROWS:
        table.add_row(name, "–" if figures[key] is None else shape.format(figures[key]), aim)
    Console().print(table)


def _evaluate_spotter(
    dataset_folder: Path, path: Path | None, split: str, page: Path | None, silent: bool, json_output: bool
) -> None:  # fmt: skip
    from edc.cli.bar import Bar
    from edc.cli.models import print_figures
    from edc.files import write_text
    from edc.spotter.assess import assess, fitted, run_on
    from edc.spotter.calibration import Calibration, applied
    from edc.spotter.checkpoint import read_weights
    from edc.spotter.dataset import read_dataset
    from edc.spotter.plots import page as drawn
    from edc.spotter.splits import read_split
    from edc.spotter.weights import shipped

    dataset, own = read_dataset(dataset_folder), shipped()
    games = dataset.of(read_split(split))
    if not games or (path is None and own is None):
        raise UsageError(f"{dataset_folder} has no game in {split}." if not games else "No weights: name some.")
    with Bar("Looking", quiet=json_output) as reporter:
        model = read_weights(path or own.torch)  # type: ignore[union-attr]
        if path is None and own is not None:
            nms_s, calibration = float(own.facts()["nms_s"]), Calibration.from_json(own.facts()["calibration"])
        else:
            nms_s, calibration = fitted(run_on(model, dataset, dataset.of("val"), reporter))
        ran = run_on(model, dataset, games, reporter, silent=silent)
        raw = [one.marks(nms_s) for one in ran]
        found = assess(ran, raw, calibration)
    if page is not None:
        write_text(page, drawn(applied(raw, calibration), found, "The action spotter"))
    if json_output:
        typer.echo(json.dumps(found.to_json()))
    else:
        print_figures(found.to_json())
