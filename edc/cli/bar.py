"""One progress bar for a verb that does one long thing.

For people; machines get silence. Warnings go to standard error either way.
"""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


class Bar:
    """A reporter and a context manager."""

    def __init__(self, title: str, *, quiet: bool = False) -> None:
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn(title), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[text]}"), console=self._console,
            disable=quiet or not self._console.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=1.0, text="")

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def step(self, done: float, text: str = "") -> None:
        self._bar.update(self._task, completed=done, text=text)

    def warn(self, message: str) -> None:
        self._console.print(f"[yellow]warning:[/] {message}")
