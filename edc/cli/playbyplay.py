"""`edc playbyplay`: check an official play-by-play file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

SHOWN_REPAIRS = 20


def playbyplay(
    file: Annotated[Path, typer.Argument(help="Play-by-play of any known provider, JSON or CSV.")],
    boxscore: Annotated[Path | None, typer.Option(help="The official box score, for rosters and full names.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object for machines.")] = False,
) -> None:
    """Read a play-by-play file: who played, the final score, what it holds and what had to be repaired."""
    from edc.playbyplay.feed import load_feed
    from edc.playbyplay.summary import feed_summary

    summary = feed_summary(load_feed(file, boxscore))
    if json_output:
        typer.echo(json.dumps(summary, ensure_ascii=False))
    else:
        _show(summary)


def _show(summary: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    home, away = summary["home"], summary["away"]
    facts = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    facts.add_row("game", f"{summary['game_id']}  {summary['league']} {summary['season']}  {summary['date'] or ''}")
    facts.add_row("provider", summary["provider"])
    facts.add_row("score", f"{away['tricode']} {away['score']} at {home['tricode']} {home['score']}"
                           + ("" if summary["complete"] else "  (game not over)"))
    facts.add_row("plays", f"{summary['plays']} in {summary['periods']} periods, {summary['moments']} of them moments")
    facts.add_row("types", ", ".join(f"{name} {count}" for name, count in summary["counts"].items()))
    console = Console()
    console.print(facts)
    if not summary["repairs"]:
        console.print("nothing had to be repaired")
        return
    table = Table("repair", "action", "note", title=f"{len(summary['repairs'])} repairs", title_justify="left")
    for repair in summary["repairs"][:SHOWN_REPAIRS]:
        table.add_row(repair["kind"], str(repair["action_number"] or ""), repair["note"])
    console.print(table)
    if len(summary["repairs"]) > SHOWN_REPAIRS:
        console.print(f"… and {len(summary['repairs']) - SHOWN_REPAIRS} more (--json shows all)")
