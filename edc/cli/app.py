"""`edc`: the verbs, and how an error becomes one message and an exit code.

Exit codes: 0 done (warnings for what was missing or cut short), 1 a bug, 2 wrong use or no
permission, 3 the input cannot be processed, 4 try again later.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import Annotated

import typer

from edc import __version__
from edc.cli.captions import captions
from edc.cli.doctor import doctor
from edc.cli.evaluate import evaluate
from edc.cli.keymoments import keymoments
from edc.cli.models import models
from edc.cli.playbyplay import playbyplay
from edc.cli.process import process
from edc.cli.publish import publish
from edc.cli.recap import recap
from edc.cli.review import review
from edc.cli.sample import sample
from edc.cli.scorebug import scorebug
from edc.cli.train import train
from edc.errors import EdcError, from_os_error

INTERRUPTED = 130

app = typer.Typer(
    name="edc",
    help="Every moment of a basketball game, tagged, captioned and cut.\n\n"
    "Start with:  edc process GAME.mp4 --playbyplay FEED.json --out my_game",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"edc {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = (
        False
    ),
) -> None:
    pass


for verb in (
    process, recap, keymoments, captions, publish, scorebug, playbyplay, evaluate, train, review, sample, doctor,
):  # fmt: skip
    app.command()(verb)
app.add_typer(models, name="models")


def main() -> None:
    """Runs the command line and leaves with the right exit code."""
    try:
        app(prog_name="edc")
    except EdcError as error:
        _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        _stopped()
    except SystemExit as leaving:
        # typer turns a Ctrl-C into this exit code by itself, without a word on what to do.
        if leaving.code == INTERRUPTED:
            _stopped()
        raise
    except BrokenPipeError:
        # The reader of our output went away (`edc … | head`): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except OSError as error:
        known = from_os_error(error, "edc")
        if known is None:
            _bug()
        _fail(str(known), known.exit_code if known else 1)
    except Exception:
        _bug()


def _stopped() -> None:
    _fail("Stopped. What was finished is kept: run the same command to go on.", INTERRUPTED)


def _fail(message: str, code: int) -> None:
    from rich.console import Console
    from rich.text import Text

    Console(stderr=True, soft_wrap=True).print(Text.assemble(("edc: ", "bold red"), message))
    raise SystemExit(code)


def _bug() -> None:
    traceback.print_exc()
    _fail("That was a bug in EDC, not your doing. Please report the lines above.", 1)
