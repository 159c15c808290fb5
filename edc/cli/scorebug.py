"""`edc scorebug`: what the score bug on pictures says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from edc.scorebug.still import StillReading


def scorebug(
    images: Annotated[list[Path], typer.Argument(help="Pictures: whole frames, or crops of the score bug.")],
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object a picture, a line each.")] = False,
) -> None:
    """Read period, clock, shot clock, teams and scores off pictures.

    Teams come in printed order, left or upper first. What cannot be read is null.
    """
    from rich.console import Console

    from edc.scorebug.still import read_picture

    readings = []
    for path in images:
        reading = read_picture(path)
        readings.append((path, reading))
        if json_output:
            typer.echo(json.dumps(as_json(path, reading), ensure_ascii=False))
    if not json_output:
        Console().print(_table(readings))


def as_json(path: Path, reading: StillReading) -> dict[str, Any]:
    """One picture's line."""
    return {
        "file": str(path),
        "period": reading.period,
        "status": reading.status,
        "clock": reading.clock,
        "clock_s": reading.clock_s,
        "shot_clock_s": reading.shot_clock_s,
        "teams": [{"text": team.text, "score": team.score} for team in reading.teams],
        "confidence": {
            "period": reading.period_confidence,
            "clock": reading.clock_confidence,
            "shot_clock": reading.shot_clock_confidence,
            "teams": [{"text": team.text_confidence, "score": team.score_confidence} for team in reading.teams],
        },
    }


def _table(readings: list[tuple[Path, StillReading]]) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table("picture", "period", "clock", "shot", "first team", "second team", box=None)
    for path, reading in readings:
        cells = [
            _cell(reading.period, reading.period_confidence),
            _cell(reading.clock, reading.clock_confidence),
            _cell(reading.shot_clock_s, reading.shot_clock_confidence),
            *(Text.assemble(_cell(team.text, team.text_confidence), " ", _cell(team.score, team.score_confidence))
              for team in reading.teams),
        ]  # fmt: skip
        table.add_row(Text(path.name), *cells)
    return table


def _cell(value: object, confidence: float) -> Any:
    """The value; yellow and with a question mark where it is doubtful, a dash where it is not known."""
    from rich.text import Text

    if value is None:
        return Text("–", style="dim")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return Text(text) if confidence >= 0.9 else Text(f"{text}?", style="yellow")
