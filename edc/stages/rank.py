"""rank: work/fused.parquet and the feed → work/ranked.parquet."""

from __future__ import annotations

from edc.config import Config
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.importance.rank import rank
from edc.moments import read_moments, write_moments
from edc.playbyplay.feed import feed_from_json
from edc.progress import Reporter


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    moments = read_moments(game.fused)
    feed = feed_from_json(read_json(game.feed)) if game.feed.exists() else None
    write_moments(game.ranked, rank(moments, feed))
    reporter.step(1.0, f"{len(moments)} moments")
