"""probe: the video and the feed as named → what is known of them, and a clean video to work on."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from edc.config import Config
from edc.files import write_json
from edc.gamefolder import GameFolder
from edc.media.ingest import ingest
from edc.playbyplay.feed import feed_to_json, load_feed
from edc.progress import Reporter
from edc.tables import FRAMES, write_table


def run(
    game: GameFolder, config: Config, reporter: Reporter, *, video: Path, playbyplay: Path | None, boxscore: Path | None
) -> None:
    """Raises:
    InputError: the video, the play-by-play or the box score cannot be used.
    """
    # The feed first: it takes a moment, and a broken one should not cost a copy of the video.
    feed = load_feed(playbyplay, boxscore) if playbyplay is not None else None
    reporter.step(0.1, "reading the video's packets")
    found = ingest(video, str(video), game.work)
    for warning in found.warnings:
        reporter.warn(warning)
    write_json(game.media, {**found.media.to_json(), "game_id": config.probe.game_id})
    write_table(
        game.frames, pa.table({"media_s": found.frames.media_s, "keyframe": found.frames.keyframe}), FRAMES
    )
    if feed is None:
        game.feed.unlink(missing_ok=True)
    else:
        write_json(game.feed, feed_to_json(feed))
    reporter.step(1.0)
