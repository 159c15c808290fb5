"""recap: the moments of a game and its footage → `pool/` and `recaps/rapid/`."""

from __future__ import annotations

import shutil

from edc.config import Config
from edc.gamefolder import GameFolder
from edc.media.cutsource import require
from edc.progress import Reporter
from edc.recap.make import fill_pool, make_recap
from edc.recap.plan import NothingToShow
from edc.recap.request import RecapRequest
from edc.recap.sourcefile import read_source
from edc.recap.stale import is_kept, mark_stale


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    """The Rapid Recap. A game of which nothing can be shown gets a warning and no recap.

    One that a person published or edited stays as it is; where the moments have moved on, it is marked as stale.

    Raises:
        InputError: the video has gone.
        TransientError: the disk is full.
    """
    require(read_source(game))
    if is_kept(game.recap()):
        if mark_stale(game).get(game.recap().name) is not None:
            reporter.warn("The recap was published or edited by a person: it stays as it is, and is marked as stale "
                          "(stale.json). `edc recap` cuts another.")  # fmt: skip
        return
    try:
        make_recap(game, RecapRequest(seconds=config.recap.seconds), config.recap, reporter)
        if config.recap.pool == "all":
            fill_pool(game, config.recap, reporter)
    except NothingToShow as error:
        shutil.rmtree(game.recap(), ignore_errors=True)
        reporter.warn(f"No recap was made. {error}")
