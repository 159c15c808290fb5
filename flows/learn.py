"""The learning loop as a flow: corrections → dataset → training → gate → new weights → games looked at anew.

`python -m flows learn GAME… --project DIR` runs it with Prefect's embedded server. A gate that says no ends the flow
with the weights as they were; that is no failure.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact

from edc.errors import UsageError
from edc.spotter.promote import Verdict
from edc.spotter.weights import NAMED_BY
from flows.observing import LogReporter
from flows.retries import TRIED_AGAIN
from labeling.learning.loop import (
    STEPS,
    Gathered,
    Loop,
    Renewed,
    begin,
    gather,
    judge,
    open_loop,
    renew,
    train_head,
)
from labeling.server.desk import project_beside


@task(task_run_name="dataset", **TRIED_AGAIN)
def gather_task(loop: Loop) -> Gathered:
    return gather(loop, get_run_logger().info)


@task(task_run_name="training", **TRIED_AGAIN)
def train_task(loop: Loop) -> Path:
    return train_head(loop, LogReporter("training"))


@task(task_run_name="gate", **TRIED_AGAIN)
def judge_task(loop: Loop, candidate: Path) -> Verdict:
    return judge(loop, candidate, LogReporter("gate"))


@task(task_run_name="renew {folder}", **TRIED_AGAIN)
def renew_task(loop: Loop, folder: Path) -> Renewed:
    return renew(loop, folder)


@flow(name="learn", flow_run_name="{project}")
def learn(
    games: list[str],
    project: str | None = None,
    database: str | None = None,
    also: list[str] | None = None,
    steps: int = STEPS,
    seed: int = 0,
) -> dict[str, Any]:
    """Teaches the spotter what people corrected; gives what came of it.

    Args:
        games: game folders whose corrections count, and which are looked at anew.
        project: the review project's folder; default: `review` beside the games.
        database: of the record, where it is not the project's own.
        also: more folders to learn from and to be judged on (rendered broadcasts, processed games).
        steps: of the training.
        seed: the same one gives the same weights.
    """
    folders = [Path(game) for game in games]
    if not folders:
        raise UsageError("Which games? Name the folders whose corrections the spotter is to learn from.")
    loop = open_loop(folders, Path(project) if project else project_beside(folders), database=database,
                     also=[Path(folder) for folder in also or ()], steps=steps, seed=seed)  # fmt: skip
    begin(loop)
    gathered = gather_task(loop)
    verdict = judge_task(loop, train_task(loop))
    renewed = [renew_task(loop, folder) for folder in folders] if verdict.promoted else []
    report = _report(loop, gathered, verdict, renewed)
    create_markdown_artifact(key="edc-learn", description="What the spotter learnt", markdown=in_words(report))
    return report


def _report(loop: Loop, gathered: Gathered, verdict: Verdict, renewed: list[Renewed]) -> dict[str, Any]:
    figure = {"after": verdict.candidate.map["mean"]}
    if verdict.present is not None:
        figure["before"] = verdict.present.map["mean"]
    return {"dataset": asdict(gathered), "promoted": verdict.promoted, "reasons": list(verdict.reasons),
            "mean_average_precision": {name: round(value, 4) for name, value in figure.items()},
            "weights": str(loop.weights.folder), "games": [asdict(game) for game in renewed]}  # fmt: skip


def in_words(report: dict[str, Any]) -> str:
    """The report as Markdown, for Prefect's pages and the terminal."""
    told, figure = report["dataset"], report["mean_average_precision"]
    before = f"{figure['before']:.3f} before, " if "before" in figure else ""
    lines = [
        f"Dataset {told['version']}: {told['corrections']} answers of people, {told['games']} games",
        *(f"Left out: {reason}" for reason in told["skipped"]),
        f"Mean average precision on the test games: {before}{figure['after']:.3f} after",
        "New weights are in use" if report["promoted"] else f"The weights stay: {'; '.join(report['reasons'])}",
        *(f"{game['game_id']}: of {game['moments']} moments {len(game['changed'])} changed, {game['conflicts']} of "
          "them against what a person decided: they are asked about again" for game in report["games"]),
    ]  # fmt: skip
    if report["promoted"]:
        lines.append(f"To process other games with them: {NAMED_BY}={report['weights']}")
    return "\n".join(f"- {line}" for line in lines)
