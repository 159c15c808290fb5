"""How a run looks in a terminal: a bar a stage, warnings as they come, and where everything lies."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.pipeline import Stage, StageResult
from edc.progress import Reporter
from edc.recap.silenced import flush_stdout


class _BarReporter:
    def __init__(self, observer: TerminalObserver, stage: Stage) -> None:
        self._observer = observer
        self._stage = stage

    def step(self, done: float, text: str = "") -> None:
        self._observer.show(self._stage, done, text)

    def warn(self, message: str) -> None:
        self._observer.warn(message)


@contextmanager
def only_json(asked: bool) -> Iterator[None]:
    """While work is done nothing reaches standard output: libraries written in C print there past Python."""
    if not asked:
        yield
        return
    flush_stdout()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        flush_stdout()
        os.dup2(kept, 1)
        os.close(kept)


class TerminalObserver:
    """For people. Where the output is no terminal, one line a stage and no bar."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓"), TextColumn("{task.description:<24}"), BarColumn(bar_width=32),
            TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn(), TextColumn("[dim]{task.fields[text]}"),
            console=self.console, disable=not self.console.is_terminal,
        )  # fmt: skip
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> TerminalObserver:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def reporter(self, stage: Stage) -> Reporter:
        self._tasks[stage.name] = self._progress.add_task(stage.title, total=1.0, text="")
        return _BarReporter(self, stage)

    def show(self, stage: Stage, done: float, text: str) -> None:
        self._progress.update(self._tasks[stage.name], completed=done, text=text)

    def warn(self, message: str) -> None:
        self.console.print(Text.assemble(("warning: ", "yellow"), message), soft_wrap=True)

    def finished(self, result: StageResult) -> None:
        text = "unchanged" if result.skipped else f"{result.seconds:.1f} s, {result.peak_mb:.0f} MB"
        self._progress.update(self._tasks[result.stage], completed=1.0, text=text)
        if not self.console.is_terminal:
            self.console.print(f"{result.stage:<8} {text}", highlight=False)

    def summary(self, folder: Path, shown_as: str) -> None:
        """Where the recap, the index and the report lie, and what is in them."""
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
        for name, value in _facts(GameFolder(folder), shown_as):
            table.add_row(Text(name, style="bold"), value)
        Console().print(table, soft_wrap=True)


class JsonObserver(TerminalObserver):
    """For machines: nothing but one JSON object on standard output; warnings still go to standard error."""

    def __init__(self) -> None:
        super().__init__()
        self._progress.disable = True
        self._warnings: list[str] = []
        self._results: list[StageResult] = []

    def warn(self, message: str) -> None:
        self._warnings.append(message)
        super().warn(message)

    def finished(self, result: StageResult) -> None:
        self._results.append(result)

    def summary(self, folder: Path, shown_as: str) -> None:
        game = GameFolder(folder)
        json.dump(
            {
                "folder": shown_as,
                "recap": _existing(game.recap() / "recap.mp4"),
                "key_moments": _existing(game.key_moments),
                "report": _existing(game.report),
                "stages": {r.stage: {"skipped": r.skipped, "seconds": round(r.seconds, 2)} for r in self._results},
                "warnings": self._warnings,
            },
            sys.stdout,
            ensure_ascii=False,
        )
        sys.stdout.write("\n")


def _existing(path: Path) -> str | None:
    return str(path) if path.exists() else None


def _facts(game: GameFolder, shown_as: str) -> list[tuple[str, str]]:
    facts = [("game folder", shown_as)]
    if game.game.exists():
        value = read_json(game.game)
        teams = f"{value['away']['tricode'] or '?'} at {value['home']['tricode'] or '?'}"
        final = value.get("final")
        facts.append(("game", teams + (f", {final['away']}-{final['home']}" if final else "")))
    if game.key_moments.exists():
        facts.append(("key moments", f"{game.key_moments}  ({len(read_json(game.key_moments)['moments'])} entries)"))
    plan = game.recap() / "recap.json"
    if plan.exists():
        value = read_json(plan)
        length = f"{value['duration_s']:.1f} s, {len(value['clips'])} clips"
        facts.append(("rapid recap", f"{game.recap() / 'recap.mp4'}  ({length})"))
    if game.report.exists():
        facts.append(("report", f"{game.report}  (open it in a browser)"))
    return facts
