"""`edc recap`: a recap of a processed game, as somebody wishes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer


def recap(
    game: Annotated[Path, typer.Argument(help="The game folder that `edc process` made.")],
    name: Annotated[str | None, typer.Option(help="Folder under recaps/; made from the wishes if not given.")] = None,
    seconds: Annotated[float | None, typer.Option(help="Longest it may be, 15 to 600.")] = None,
    team: Annotated[str | None, typer.Option(help="Only this team's plays (its three letters).")] = None,
    player: Annotated[list[str] | None, typer.Option(help="Only this player's plays (name or id; repeatable).")] = None,
    label: Annotated[
        list[str] | None, typer.Option(help="Only plays below this node, such as shot.made.three (repeatable).")
    ] = None,
    period: Annotated[list[int] | None, typer.Option(help="Only this period; 5 is overtime (repeatable).")] = None,
    up_to: Annotated[float | None, typer.Option(help="Show and use nothing after this second of the video.")] = None,
    since: Annotated[float | None, typer.Option(help="Only plays after this second of the video.")] = None,
    must_have: Annotated[list[str] | None, typer.Option(help="A moment id that has to be in (repeatable).")] = None,
    exclude: Annotated[list[str] | None, typer.Option(help="A moment id that must not be in (repeatable).")] = None,
    clip: Annotated[
        list[str] | None, typer.Option(help="A clip of your own, FROM-TO in the video: 75.2-83 or 1:15.2-1:23.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Of the captions, such as en.")] = None,
    aspect: Annotated[str, typer.Option(help="16:9 (the broadcast's own picture), 9:16 or 1:1.")] = "16:9",
    burn: Annotated[bool, typer.Option("--burn", help="Write the captions into the picture.")] = False,
    opening: Annotated[bool, typer.Option("--opening", help="Begin with a card that says who plays.")] = False,
    lower_third: Annotated[bool, typer.Option("--lower-third", help="Show each play's title as it begins.")] = False,
    closing: Annotated[bool, typer.Option(help="End on the final score.")] = True,
    fill: Annotated[
        bool, typer.Option("--fill", help="Then encode every play of the game, for playlists and later recaps.")
    ] = False,
    spoilers: Annotated[
        str, typer.Option(help="full, watched (with --up-to), or hidden: no score in any text.")
    ] = "full",
    config: Annotated[Path | None, typer.Option(help="A TOML file; docs/edc.example.toml shows every key.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print recap.json for machines.")] = False,
) -> None:
    """Cut a recap: the whole game's two minutes, or one team's, one player's, one kind of play.

    Clips that an earlier recap used are not encoded again, so a second recap takes seconds.
    """
    from edc.cli.bar import Bar
    from edc.cli.terminal import only_json
    from edc.config import load_config
    from edc.gamefolder import open_game_folder, require_game_folder
    from edc.recap.make import fill_pool, make_recap
    from edc.recap.request import named

    settings = load_config(config).recap
    wishes = {
        "seconds": settings.seconds if seconds is None else seconds, "team": team, "players": tuple(player or ()),
        "labels": tuple(label or ()), "periods": tuple(period or ()), "up_to_s": up_to, "since_s": since,
        "must_have": tuple(must_have or ()), "exclude": tuple(exclude or ()), "language": language,
        "spoilers": spoilers, "aspect": aspect, "burn": burn, "opening": opening, "lower_third": lower_third,
        "closing": closing, "fixed": tuple(_clip(text) for text in clip or ()),
    }  # fmt: skip
    request = named(name, wishes)
    require_game_folder(game)
    bar = Bar("Cutting the recap", quiet=json_output)
    with open_game_folder(game) as folder, bar as reporter, only_json(json_output):
        document = make_recap(folder, request, settings, reporter)
        if fill:
            fill_pool(folder, settings, reporter)
    _show(document, game / "recaps" / request.name, json_output)


def _clip(text: str) -> Any:
    """A clip of an editor's: FROM-TO, each in seconds or as minutes and seconds.

    Raises:
        UsageError: something else was written.
    """
    from edc.errors import UsageError
    from edc.recap.request import FixedClip

    place = r"((?:\d+:){0,2}\d+(?:\.\d+)?)"
    match = re.fullmatch(rf"\s*{place}\s*-\s*{place}\s*", text)
    if match is None:
        raise UsageError(f"A clip is FROM-TO, such as 75.2-83 or 1:15.2-1:23, not {text!r}.")
    start, end = (sum(float(part) * 60**place for place, part in enumerate(reversed(word.split(":"))))
                  for word in match.groups())  # fmt: skip
    return FixedClip(start_s=start, end_s=end)


def _show(document: dict[str, Any], folder: Path, json_output: bool) -> None:
    import json

    from rich.console import Console
    from rich.table import Table

    from edc.gameclock import media_text

    if json_output:
        typer.echo(json.dumps({**document, "path": str(folder / "recap.mp4")}, ensure_ascii=False))
        return
    console = Console()
    table = Table("At", "Video", "Length", "What", "Why it is in", title=document["headline"])
    for clip in document["clips"]:
        table.add_row(media_text(clip["at_s"]), media_text(clip["start_s"]),
                      f"{clip['end_s'] - clip['start_s']:.1f} s", clip["title"], clip["why"] or "")  # fmt: skip
    console.print(table)
    broken = [row for row in document["rules"] if row["holds"] is False]
    for row in broken:
        console.print(f"[yellow]not kept:[/] {row['rule']} {row['note']}", highlight=False)
    for check in document["checks"]:
        at = "" if check["at_s"] is None else f" at {media_text(check['at_s'])}"
        console.print(f"[yellow]look{at}:[/] {check['reason']}", highlight=False)
    console.print(f"{folder / 'recap.mp4'}  ({document['duration_s']:.2f} s, {len(document['clips'])} clips)",
                  highlight=False, soft_wrap=True)  # fmt: skip
