"""`edc review`: the review tool on processed games."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

_DEFAULT_GAME = Path("out/demo")


def review(
    games: Annotated[
        list[Path] | None, typer.Argument(help="Game folders made by `edc process`. Default: out/demo.")
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(help="Folder that keeps the record of all corrections. Default: `review`, beside the games."),
    ] = None,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 8321,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    database: Annotated[
        str | None,
        typer.Option(help="Another database, such as postgresql://…; default: SQLite in the project's folder."),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    person: Annotated[
        list[str] | None, typer.Option(help="NAME:ROLE, prints this person's own address (repeatable).")
    ] = None,
    second_share: Annotated[
        float, typer.Option(help="Of the reviewed moments are reviewed again, blind.", min=0.0, max=1.0)
    ] = 0.1,
    random_share: Annotated[
        float, typer.Option(help="Of the questions come in random order, to measure honestly.", min=0.0, max=1.0)
    ] = 0.1,
    recut_after: Annotated[
        float, typer.Option(help="Seconds without a correction until a stale default recap is cut again; 0: never.")
    ] = 60.0,
    json_output: Annotated[bool, typer.Option("--json", help="Print the addresses as one JSON object.")] = False,
) -> None:
    """Check and correct the tags of games in the browser; moments and key moments follow by themselves."""
    from edc.errors import UsageError

    chosen = tuple(games or ())
    if not chosen:
        if not (_DEFAULT_GAME / "manifest.json").is_file():
            raise UsageError("Which game? edc review GAME_FOLDER; `make review` opens the sample game.")
        chosen = (_DEFAULT_GAME,)
    from labeling.queue.filling import Shares
    from labeling.server.desk import Settings, project_beside
    from labeling.server.serve import serve

    shares = Shares(random=random_share, second=second_share)
    settings = Settings(games=chosen, project=project or project_beside(chosen), database=database, shares=shares,
                        people=tuple(person or ()), recut_after_s=recut_after)  # fmt: skip

    def show(addresses: dict[str, str]) -> None:
        typer.echo(json.dumps(addresses) if json_output else "\n".join(f"{k}: {v}" for k, v in addresses.items()))

    serve(settings, host=host, port=port, show=show, browser=open_browser)
