"""`edc keymoments`: the index of a processed game."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer


def keymoments(
    game: Annotated[Path, typer.Argument(help="A game folder made by `edc process`.")],
    spoiler: Annotated[
        Literal["full", "watched", "hidden"], typer.Option(help="How much of the game the reader may know.")
    ] = "full",
    watched_s: Annotated[float, typer.Option(help="With --spoiler watched: seconds of media seen so far.")] = 0.0,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object for machines.")] = False,
) -> None:
    """List the moments a viewer would jump to; --spoiler hidden tells neither score nor winner."""
    from edc.gamefolder import GameFolder
    from edc.keymoments.reading import read_index

    index = read_index(GameFolder(game), spoiler, watched_s)
    if json_output:
        typer.echo(json.dumps(index, ensure_ascii=False))
    else:
        _show(index, hidden=spoiler == "hidden")


def _show(index: dict[str, Any], *, hidden: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    from edc.gameclock import media_text, period_name

    columns = ("at", "moment") if hidden else ("at", "clock", "score", "stars", "moment", "why")
    table = Table(*columns, title=_title(index), title_justify="left", box=None, padding=(0, 2, 0, 0))
    for m in index["moments"]:
        at = media_text(m["start_s"])
        if hidden:
            table.add_row(at, m["safe_title"])
            continue
        clock = f"{period_name(m['period'])} {m['clock'] or ''}" if m["period"] else ""
        score = f"{m['score']['away']}-{m['score']['home']}" if m["score"] else ""
        title = f"[retracted] {m['title']}" if m["status"] == "retracted" else m["title"]
        table.add_row(at, clock, score, "★" * (m["stars"] or 0), title, m["why"] or "")
    Console().print(table)


def _title(index: dict[str, Any]) -> str:
    away, home = (index["game"][side]["tricode"] or side for side in ("away", "home"))
    return f"{away} at {home}, {len(index['moments'])} moments"
