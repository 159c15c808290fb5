"""rank: work/fused.parquet, the feed and the ratings → work/ranked.parquet."""

from __future__ import annotations

from edc.config import Config
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.importance.rank import rank
from edc.importance.ratings import rated
from edc.importance.winprob import DEFAULT
from edc.moments import read_moments, write_moments
from edc.playbyplay.feed import feed_from_json
from edc.progress import Reporter


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    moments = read_moments(game.fused)
    feed = feed_from_json(read_json(game.feed)) if game.feed.exists() else None
    model = rated(game, feed)
    if model is None and game.ratings.exists():
        reporter.warn("The ratings do not hold both teams of this game: win probabilities are those of equal teams.")
    write_moments(game.ranked, rank(moments, feed, model or DEFAULT))
    reporter.step(1.0, f"{len(moments)} moments")
