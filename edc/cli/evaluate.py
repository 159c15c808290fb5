"""`edc evaluate`: a processed game against the truth of its broadcast."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

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
    game: Annotated[Path, typer.Argument(help="A folder that `edc process` made.", show_default=False)],
    truth: Annotated[Path, typer.Option(help="The truth file of the broadcast.", show_default=False)],
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure a processed game against the truth of its broadcast (`edc sample` writes one)."""
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
