"""How a flow shows a run: a progress artifact a stage, a summary artifact, and the terminal's bars where there is one.

Comes in: the pipeline's events. Goes out: Prefect artifacts and log lines.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.logging import get_run_logger

from edc.cli.terminal import TerminalObserver
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.pipeline import Stage, StageResult
from edc.progress import Reporter

ARTIFACT_EVERY_S = 2.0
"""An artifact is an HTTP request: a stage that reports a hundred times a second must not make as many."""


class LogReporter:
    """Tells how far it is in the flow's log, every tenth of the way."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tenth = 0

    def step(self, done: float, text: str = "") -> None:
        if int(done * 10) > self._tenth:
            self._tenth = int(done * 10)
            get_run_logger().info("%s: %d %% %s", self._name, self._tenth * 10, text)

    def warn(self, message: str) -> None:
        get_run_logger().warning(message)


class _ArtifactReporter:
    def __init__(self, terminal: Reporter, stage: Stage) -> None:
        self._terminal = terminal
        self._stage = stage
        self._artifact: UUID | None = None
        self._last = 0.0

    def step(self, done: float, text: str = "") -> None:
        self._terminal.step(done, text)
        now = time.monotonic()
        if now - self._last < ARTIFACT_EVERY_S:
            return
        self._last = now
        if self._artifact is None:
            made: Any = create_progress_artifact(
                progress=done * 100, key=f"edc-{self._stage.name}", description=self._stage.title
            )
            self._artifact = made
        else:
            update_progress_artifact(self._artifact, progress=done * 100)

    def warn(self, message: str) -> None:
        self._terminal.warn(message)
        get_run_logger().warning(message)


class FlowObserver:
    """Shows a run in Prefect and in the terminal at once."""

    def __init__(self) -> None:
        self._terminal = TerminalObserver()

    def __enter__(self) -> FlowObserver:
        self._terminal.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._terminal.__exit__(*error)

    def reporter(self, stage: Stage) -> Reporter:
        return _ArtifactReporter(self._terminal.reporter(stage), stage)

    def finished(self, result: StageResult) -> None:
        self._terminal.finished(result)
        state = "unchanged, skipped" if result.skipped else f"{result.seconds:.1f} s, {result.peak_mb:.0f} MB at most"
        get_run_logger().info("%s: %s", result.stage, state)

    def summary(self, folder: Path, shown_as: str) -> None:
        self._terminal.summary(folder, shown_as)


def recap_artifact(folder: Path, name: str = "rapid") -> None:
    """The recap's plan as a table that an editor reads in Prefect's pages."""
    plan_file = GameFolder(folder).recap(name) / "recap.json"
    if not plan_file.exists():
        return
    plan = read_json(plan_file)
    rows = "\n".join(
        f"| {clip['at_s']:.1f} | {clip['start_s']:.1f}–{clip['end_s']:.1f} | {clip.get('caption') or ''} "
        f"| {clip['start_reason']} | {clip['end_reason']} |"
        for clip in plan["clips"]
    )
    create_markdown_artifact(
        key="edc-recap-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"),
        description=f"The plan of the recap {name}",
        markdown=f"# {plan.get('headline') or name}\n\n{plan.get('story') or ''}\n\n"
        f"{plan['duration_s']:.1f} s, {len(plan['clips'])} clips\n\n"
        "| at | media | what | starts | ends |\n|---|---|---|---|---|\n" + rows,
    )


def captions_artifact(folder: Path) -> None:
    """Who wrote the captions and what was refused, by class of error, as a table in Prefect's pages."""
    file = GameFolder(folder).captions
    if not file.exists():
        return
    written = read_json(file)
    metrics = {**written["metrics"]}
    errors = metrics.pop("errors")
    rows = [("writer", written["writer"]), ("languages", ", ".join(written["languages"])),
            *metrics.items(), *((f"errors of class {kind}", count) for kind, count in errors.items())]  # fmt: skip
    create_table_artifact(
        key="edc-captions", description="Captions: drafts, refusals by class of error, tokens and cost",
        table=[{"what": name.replace("_", " "), "value": value} for name, value in rows],
    )  # fmt: skip
