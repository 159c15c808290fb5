"""The flow that processes one game: the pipeline's stages as Prefect tasks.

`python -m flows VIDEO --playbyplay FEED --out DIR` runs it with Prefect's embedded server.
"""

from __future__ import annotations

from typing import Any

from prefect import flow, task

from edc.config import load_config
from edc.gamefolder import GameFolder
from edc.pipeline import Job, Stage, StageResult, process, run_stage
from edc.progress import Reporter
from edc.store.games import job_folder
from flows.observing import FlowObserver, captions_artifact, recap_artifact
from flows.retries import TRIED_AGAIN


@task(task_run_name="{name}", **TRIED_AGAIN)
def run_stage_task(name: str, stage: Stage, game: GameFolder, job: Job, reporter: Reporter) -> StageResult:
    return run_stage(stage, game, job, reporter)


def _as_task(stage: Stage, game: GameFolder, job: Job, reporter: Reporter) -> StageResult:
    result: StageResult = run_stage_task(stage.name, stage, game, job, reporter)
    return result


@flow(name="process-game", flow_run_name="{out}", validate_parameters=True)
def process_game(
    video: str,
    out: str,
    playbyplay: str | None = None,
    boxscore: str | None = None,
    names: str | None = None,
    ratings: str | None = None,
    config: dict[str, dict[str, Any]] | None = None,
) -> str:
    """Processes one game; gives back the game folder's address.

    Args:
        video: a file or an S3 address.
        out: the game folder, local or in S3.
        playbyplay: the official feed, where there is one.
        boxscore: the official box score, for rosters.
        names: names of players and teams in other languages (TOML).
        ratings: Elo ratings of teams before the game (JSON or CSV).
        config: sections of the configuration, as in `docs/edc.example.toml`.
    """
    settings = load_config(None, **(config or {}))
    observer = FlowObserver()
    with job_folder(video=video, playbyplay=playbyplay, boxscore=boxscore, names=names, ratings=ratings,
                    out=out) as files:  # fmt: skip
        job = Job(video=files.video, playbyplay=files.playbyplay, boxscore=files.boxscore, names=files.names,
                  ratings=files.ratings, out=files.out, config=settings)  # fmt: skip
        with observer:
            process(job, observer, run=_as_task)
        captions_artifact(files.out)
        recap_artifact(files.out)
    observer.summary(files.out, out)
    return out
