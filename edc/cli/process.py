"""`edc process`: a broadcast in, a game folder out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def process(
    video: Annotated[str, typer.Argument(help="The broadcast: a file, or s3://bucket/key.")],
    out: Annotated[str, typer.Option("--out", "-o", help="The game folder to make or go on with (or s3://…).")],
    playbyplay: Annotated[
        str | None, typer.Option("--playbyplay", "-p", help="The official play-by-play (file or s3://…).")
    ] = None,
    boxscore: Annotated[str | None, typer.Option(help="The official box score, for rosters and full names.")] = None,
    names: Annotated[str | None, typer.Option(help="Names of players and teams in other languages (TOML).")] = None,
    ratings: Annotated[str | None, typer.Option(help="Elo ratings of teams before the game (JSON or CSV).")] = None,
    config: Annotated[Path | None, typer.Option(help="A TOML file; docs/edc.example.toml shows every key.")] = None,
    game_id: Annotated[str | None, typer.Option(help="Instead of the feed's id.")] = None,
    seconds: Annotated[float | None, typer.Option(help="Longest the recap may be, 15 to 600.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that scan and encode at once.")] = None,
    public_url: Annotated[str | None, typer.Option(help="Where viewers will find the media.")] = None,
    until: Annotated[str | None, typer.Option(help="Stop after this stage (probe, scan, align, …).")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object for machines.")] = False,
) -> None:
    """Tag, caption and cut a game: moments, key moments, a Rapid Recap and a report.

    Without --playbyplay the score bug alone tells what happened. Run it again after a crash, a
    Ctrl-C or a new feed: only what changed is done again.
    """
    from edc.cli.terminal import JsonObserver, TerminalObserver, only_json
    from edc.config import load_config
    from edc.pipeline import STAGES, Job
    from edc.pipeline import process as run
    from edc.store.games import job_folder

    if until is not None and until not in {stage.name for stage in STAGES}:
        raise typer.BadParameter(f"{until!r} is no stage: " + ", ".join(s.name for s in STAGES), param_hint="--until")
    settings = load_config(config, **_sections(game_id, seconds, workers, public_url))
    observer = JsonObserver() if json_output else TerminalObserver()
    with job_folder(video=video, playbyplay=playbyplay, boxscore=boxscore, names=names, ratings=ratings,
                    out=out) as files, observer:  # fmt: skip
        job = Job(video=files.video, playbyplay=files.playbyplay, boxscore=files.boxscore, names=files.names,
                  ratings=files.ratings, out=files.out, config=settings)  # fmt: skip
        with only_json(json_output):
            run(job, observer, until=until)
    observer.summary(files.out, out)


def _sections(
    game_id: str | None, seconds: float | None, workers: int | None, public_url: str | None
) -> dict[str, dict[str, Any]]:
    """The command line's options as parts of the configuration; what was not given is left out."""
    given: dict[str, dict[str, Any]] = {}
    for section, key, value in (
        ("probe", "game_id", game_id),
        ("recap", "seconds", seconds),
        ("scan", "workers", workers),
        ("recap", "workers", workers),
        ("index", "public_url", public_url),
    ):
        if value is not None:
            given.setdefault(section, {})[key] = value
    return given


