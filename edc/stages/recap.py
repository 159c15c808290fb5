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


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    """The Rapid Recap. A game of which nothing can be shown gets a warning and no recap.

    Raises:
        InputError: the video has gone.
        TransientError: the disk is full.
    """
    require(read_source(game))
    try:
        make_recap(game, RecapRequest(seconds=config.recap.seconds), config.recap, reporter)
        if config.recap.pool == "all":
            fill_pool(game, config.recap, reporter)
    except NothingToShow as error:
        shutil.rmtree(game.recap(), ignore_errors=True)
        reporter.warn(f"No recap was made. {error}")
