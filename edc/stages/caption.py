"""caption: work/ranked.parquet and the feed → work/captioned.parquet."""

from __future__ import annotations

from edc.captions.caption import caption
from edc.config import Config
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.moments import read_moments, write_moments
from edc.playbyplay.feed import feed_from_json
from edc.progress import Reporter


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    moments = read_moments(game.ranked)
    feed = feed_from_json(read_json(game.feed)) if game.feed.exists() else None
    captioned = caption(moments, feed, config.caption.languages)
    write_moments(game.captioned, captioned)
    reporter.step(1.0, f"{len(captioned)} captions in {', '.join(config.caption.languages)}")
