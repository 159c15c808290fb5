"""`edc doctor`: what this machine has."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer


def doctor(json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Say what this machine has: ffmpeg and its codecs, GPU, cores, disk, models and keys."""
    from rich.console import Console
    from rich.table import Table

    from edc.machine import examine

    findings = examine()
    if json_output:
        typer.echo(json.dumps([asdict(finding) for finding in findings]))
    else:
        table = Table("", "what", "found", "remedy", box=None)
        for finding in findings:
            mark = "[green]✓" if finding.fine else ("[yellow]–" if finding.optional else "[red]✗")
            table.add_row(mark, finding.what, finding.found, "" if finding.fine else finding.remedy)
        Console().print(table)
    if any(not f.fine and not f.optional for f in findings):
        raise typer.Exit(2)
