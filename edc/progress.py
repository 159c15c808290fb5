"""How a stage tells how far it is and what went wrong without stopping it.

The command line shows it as a bar, Prefect as an artifact, a test as a list.
"""

from __future__ import annotations

from typing import Protocol


class Reporter(Protocol):
    def step(self, done: float, text: str = "") -> None:
        """`done` is the finished share of this stage, 0..1."""

    def warn(self, message: str) -> None:
        """Something was missing or cut short; the work goes on and the exit code stays 0."""


class Silent:
    """A reporter for callers that do not care; it keeps the warnings."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def step(self, done: float, text: str = "") -> None:
        pass

    def warn(self, message: str) -> None:
        self.warnings.append(message)
