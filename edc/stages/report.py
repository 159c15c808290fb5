"""report: the finished files of a game → `report.html`."""

from __future__ import annotations

from edc.config import Config
from edc.files import write_text
from edc.gamefolder import GameFolder
from edc.progress import Reporter
from edc.report.page import render


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    write_text(game.report, render(game))
    reporter.step(1.0)
