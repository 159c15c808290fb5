"""`edc publish`: a finished game folder to object storage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def publish(
    game: Annotated[Path, typer.Argument(help="The game folder.")],
    to: Annotated[str, typer.Option("--to", help="Where to: s3://bucket/prefix.")],
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object for machines.")] = False,
) -> None:
    """Copy a game folder to S3, the index last, so that viewers never see a name that is not there yet."""
    import json

    from rich.console import Console
    from rich.progress import Progress

    from edc.gamefolder import open_game_folder, require_game_folder
    from edc.recap.stale import mark_published
    from edc.store.games import publish as copy
    from edc.store.objects import check_bucket

    require_game_folder(game)
    check_bucket(to)
    with open_game_folder(game) as folder, Progress(console=Console(stderr=True), disable=json_output) as bar:
        task = bar.add_task("publishing")
        count = copy(
            folder.root, to, lambda done, total, name: bar.update(task, total=total, completed=done, description=name)
        )
        mark_published(folder, to)
    typer.echo(json.dumps({"to": to, "files": count}) if json_output else f"{count} files published to {to}")
