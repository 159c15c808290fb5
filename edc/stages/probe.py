"""probe: the files as named → what is known of them, and a clean video to work on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from edc.captions.names import names_json, read_name_file
from edc.config import Config
from edc.files import write_json
from edc.gamefolder import GameFolder
from edc.importance.ratings import ratings_json, read_ratings
from edc.media.ingest import ingest
from edc.playbyplay.feed import feed_to_json, load_feed
from edc.progress import Reporter
from edc.tables import FRAMES, write_table


def run(
    game: GameFolder, config: Config, reporter: Reporter, *, video: Path, playbyplay: Path | None,
    boxscore: Path | None, names: Path | None = None, ratings: Path | None = None,
) -> None:  # fmt: skip
    """Raises:
    InputError: one of the files cannot be used.
    """
    # The small files first: they take a moment, and a broken one should not cost a copy of the video.
    feed = load_feed(playbyplay, boxscore) if playbyplay is not None else None
    _keep(game.names, names_json(read_name_file(names)) if names is not None else None)
    _keep(game.ratings, ratings_json(read_ratings(ratings)) if ratings is not None else None)
    reporter.step(0.1, "reading the video's packets")
    found = ingest(video, str(video), game.work)
    for warning in found.warnings:
        reporter.warn(warning)
    write_json(game.media, {**found.media.to_json(), "game_id": config.probe.game_id})
    write_table(
        game.frames, pa.table({"media_s": found.frames.media_s, "keyframe": found.frames.keyframe}), FRAMES
    )
    _keep(game.feed, feed_to_json(feed) if feed is not None else None)
    reporter.step(1.0)


def _keep(path: Path, value: Any | None) -> None:
    """What was given; nothing where nothing is any more."""
    if value is None:
        path.unlink(missing_ok=True)
    else:
        write_json(path, value)
