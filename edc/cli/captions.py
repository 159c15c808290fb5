"""`edc captions`: the words of a processed game written again, in other languages or by another writer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer


def captions(
    game: Annotated[Path, typer.Argument(help="A game folder made by `edc process`.")],
    language: Annotated[
        list[str] | None, typer.Option(help="en, es, fr, pt, zh, ja (repeatable; the first is the default).")
    ] = None,
    writer: Annotated[
        Literal["template", "bedrock", "openai"] | None, typer.Option(help="Who writes; templates need nothing.")
    ] = None,
    voice: Annotated[Literal["neutral", "broadcaster"] | None, typer.Option(help="How it sounds.")] = None,
    view: Annotated[Literal["neutral", "home", "away"] | None, typer.Option(help="Whose side is told.")] = None,
    model: Annotated[str | None, typer.Option(help="Model id, for bedrock and openai.")] = None,
    endpoint_url: Annotated[str | None, typer.Option(help="Of the server, such as http://127.0.0.1:8000/v1.")] = None,
    ceiling_usd: Annotated[float | None, typer.Option(help="What it may cost at most.")] = None,
    batch: Annotated[bool, typer.Option("--batch", help="Ask Bedrock in one batch job, at half the price.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show prompt, tokens and cost; send and write nothing.")
    ] = False,
    config: Annotated[Path | None, typer.Option(help="A TOML file; docs/edc.example.toml shows every key.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object for machines.")] = False,
) -> None:
    """Write the captions of a game: every language asked for, checked against the facts.

    A language model fills no name and no number; what it gets wrong twice is written by a template.
    Captions, titles and the index are made anew; `edc recap` then uses the new words.
    """
    from edc.config import load_config
    from edc.gamefolder import open_game_folder, require_game_folder
    from edc.stages.caption import inputs, wish_of

    given = {"languages": language, "writer": writer, "voice": voice, "view": view, "model": model,
             "endpoint_url": endpoint_url, "ceiling_usd": ceiling_usd}  # fmt: skip
    settings = load_config(config, caption={key: value for key, value in given.items() if value is not None})
    folder = require_game_folder(game)
    if dry_run:
        from edc.captions.caption import orders_of
        from edc.captions.model.choosing import estimate

        orders = orders_of(*inputs(folder), wish_of(settings.caption, folder))
        _show_estimate(estimate(settings.caption, orders, folder.caption_answers), json_output)
        return
    with open_game_folder(game) as folder:
        if batch:
            _batch(folder, settings, json_output)
        _write(folder, settings)
    _show(read_captions(folder), json_output)


def read_captions(folder: Any) -> dict[str, Any]:
    from edc.files import read_json

    value: dict[str, Any] = read_json(folder.captions)
    return value


def _batch(folder: Any, settings: Any, quiet: bool) -> None:
    from edc.captions.caption import orders_of
    from edc.captions.model.choosing import run_batch
    from edc.stages.caption import inputs, wish_of

    moments, feed = inputs(folder)
    orders = orders_of(moments, feed, wish_of(settings.caption, folder))
    name = moments[0].game_id if moments else "game"
    run_batch(settings.caption, orders, folder.caption_answers, name,
              lambda text: None if quiet else typer.echo(text, err=True))  # fmt: skip


def _write(folder: Any, settings: Any) -> None:
    """The caption stage and the index, recorded in the manifest as `edc process` would."""
    from edc.cli.terminal import TerminalObserver
    from edc.pipeline import Job, run_stage, stage_named

    job = Job(video=folder.media, out=folder.root, config=settings)
    with TerminalObserver() as observer:
        for name in ("caption", "index"):
            stage = stage_named(name)
            observer.finished(run_stage(stage, folder, job, observer.reporter(stage)))


def _show_estimate(told: Any, json_output: bool) -> None:
    found = {
        "requests": told.requests, "moments": told.moments, "cached": told.cached, "input_tokens": told.tokens.input,
        "output_tokens": told.tokens.output, "cost_usd": round(told.usd, 6), "ceiling_usd": told.ceiling_usd,
    }  # fmt: skip
    if json_output:
        prompt = {"system": told.first.system, "user": told.first.user} if told.first else None
        typer.echo(json.dumps({**found, "prompt": prompt}, ensure_ascii=False))
        return
    if told.first is None:
        typer.echo("Nothing would be asked: templates need no model, and what was answered before is kept.")
        return
    typer.echo(f"--- system\n{told.first.system}\n--- first of {told.requests} requests\n{told.first.user}\n---")
    typer.echo(f"{told.requests} requests for {told.moments} texts ({told.cached} answered before): at most "
               f"{told.tokens.input} tokens in, {told.tokens.output} out, {told.usd:.4f} USD "
               f"(ceiling {told.ceiling_usd:g} USD)")  # fmt: skip


def _show(document: dict[str, Any], json_output: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    metrics = document["metrics"]
    if json_output:
        typer.echo(json.dumps({key: document[key] for key in ("writer", "languages", "voice", "view", "metrics",
                                                              "recap")}, ensure_ascii=False))  # fmt: skip
        return
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for code, levels in document["recap"].items():
        table.add_row(code, levels["full"]["headline"])
    errors = ", ".join(f"{kind} {count}" for kind, count in metrics["errors"].items()) or "none"
    table.add_row("captions", f"{metrics['captions']} in {', '.join(document['languages'])} by {document['writer']}")
    table.add_row("errors refused", errors)
    table.add_row("written by templates instead", str(metrics["fallbacks"]))
    if "cost_usd" in metrics:
        table.add_row("cost", f"{metrics['cost_usd']:.4f} USD, {metrics['requests']} requests")
    Console().print(table, soft_wrap=True)
