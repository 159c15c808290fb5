"""`edc sample`: draw an invented game as a broadcast, with its play-by-play, box score and truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast, get_args

import typer

from edc.errors import UsageError

if TYPE_CHECKING:
    from sample_media.writing import SampleGame

Kind = Literal["sample", "bench", "full", "drill"]
_KINDS = get_args(Kind)


def sample(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the game; with several looks, one folder each.")],
    seed: Annotated[int, typer.Option(help="The game: the same seed plays the same game.")] = 1,
    look: Annotated[
        list[str] | None, typer.Option(help="The score bug's look; repeat it for several games. Default: by the seed.")
    ] = None,
    kind: Annotated[
        str, typer.Option(help="sample (5 to 6 min), bench (about 3 min), full (four quarters and breaks) or drill "
                           "(many plays back to back, 6 pictures a second: to learn from).")
    ] = "sample",
    full: Annotated[bool, typer.Option("--full", help="The same as --kind full.")] = False,
    size: Annotated[str, typer.Option(help="Width x height, such as 1280x720 or 398x224.")] = "1280x720",
    grain: Annotated[float, typer.Option(help="Film grain, deviation in 8-bit steps.")] = 0.0,
    bitrate: Annotated[
        int | None, typer.Option(help="Video kbit/s. Default: by quality instead.", min=100, max=100_000)
    ] = None,
    randomise: Annotated[bool, typer.Option("--randomise", help="Any floor, light, camera and crowd.")] = False,
    draw_every: Annotated[
        int | None, typer.Option(help="Draw every n-th picture and show it n times. Default: 1; full: 2.", min=1, max=4)
    ] = None,
    transport_stream: Annotated[bool, typer.Option("--ts", help="Write MPEG-TS rather than MP4.")] = False,
    workers: Annotated[int, typer.Option(help="Processes that draw.", min=1, max=64)] = 2,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Draw an invented game as a broadcast, with its play-by-play, box score and truth."""
    wanted = cast(Kind, "full" if full else kind)
    if wanted not in _KINDS:
        raise UsageError(f"--kind {kind!r} is unknown. Choose one of: {', '.join(_KINDS)}.")
    try:
        from sample_media.encode import DRILL_FPS
        from sample_media.render import Rendering
        from sample_media.writing import encoding_for, write_sample
    except ModuleNotFoundError as error:
        raise UsageError(
            f"Drawing broadcasts needs the package {error.name!r}: pip install 'edc-moments[sample]'"
        ) from error
    encoding = replace(encoding_for(_size(size), bitrate), container="mpegts" if transport_stream else "mp4")
    if wanted == "drill":
        encoding = replace(encoding, fps=DRILL_FPS)
    every = draw_every or (2 if wanted == "full" else 1)
    looks = look or [_look_of(seed)]
    games = []
    for number, name in enumerate(looks):
        rendering = Rendering(
            look=name, encoding=encoding, grain=grain, draw_every=every,
            style=_style(seed + number) if randomise else None,
        )  # fmt: skip
        folder = out if len(looks) == 1 else out / f"{seed + number}_{name}"
        with _bar(f"{name}, seed {seed + number}", quiet=json_output) as progress:
            games.append(write_sample(folder, wanted, seed + number, rendering, workers=workers, progress=progress))
    _say(games, json_output)


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise UsageError(f"--size {text!r} is not a width and a height, such as 1280x720.") from None
    return width, height


def _look_of(seed: int) -> str:
    from sample_media.scorebugs import DEVELOPMENT

    return DEVELOPMENT[seed % len(DEVELOPMENT)]


def _style(seed: int) -> Any:
    import numpy as np

    from sample_media.drawing import random_style

    return random_style(np.random.default_rng([seed, 0xD0]))


@contextmanager
def _bar(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=32), MofNCompleteColumn(),
               TextColumn("pictures, left:"), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as bars:
        task = bars.add_task(title, total=None)
        yield lambda done, count: bars.update(task, completed=done, total=count)


def _say(games: list[SampleGame], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([
            {"broadcast": str(g.broadcast), "playbyplay": str(g.playbyplay), "boxscore": str(g.boxscore),
             "truth": str(g.truth), "look": g.look, "seed": g.seed, "duration_s": round(g.duration_s, 3)}
            for g in games
        ]))
        return
    for game in games:
        minutes, seconds = divmod(round(game.duration_s), 60)
        typer.echo(f"{game.broadcast}  ({minutes}:{seconds:02d}, {game.look}, seed {game.seed})")
