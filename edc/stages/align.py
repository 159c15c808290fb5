"""align: looks, shots, sound, motion and the feed → readings, clock, segments, placed plays, alignment.json."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from edc.alignment.align import Observed, align
from edc.alignment.clockspan import clock_rows
from edc.alignment.quality import alignment_json
from edc.alignment.readings import reading_rows
from edc.alignment.teams import words_of_layout
from edc.config import Config
from edc.files import read_json, write_json
from edc.gamefolder import GameFolder
from edc.playbyplay.feed import feed_from_json
from edc.progress import Reporter
from edc.spotter.weights import shipped
from edc.tables import CLOCK, LOOKS, MOTION, PLACED, READINGS, SEGMENTS, SHOTS, SOUND, SPOTTED, read_rows, write_table


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    """Raises:
    InputError: the play-by-play is of another game.
    """
    looks = read_rows(game.looks, LOOKS)
    feed = feed_from_json(read_json(game.feed)) if game.feed.exists() else None
    weights = shipped()
    observed = Observed(
        duration_s=float(read_json(game.media)["duration_s"]),
        looks=looks,
        shots=read_rows(game.shots, SHOTS),
        sound=read_rows(game.sound, SOUND),
        motion=read_rows(game.motion, MOTION),
        spotted=read_rows(game.spotted, SPOTTED),
        prior=float(weights.facts()["prior"]) if weights is not None else 0.0,
        words=words_of_layout(read_json(game.layout)) if game.layout.exists() else None,
    )
    reporter.step(0.1, f"{len(looks)} looks at the score bug")
    alignment = align(observed, feed)
    if not alignment.looks.visible.any():
        reporter.warn("No score bug was found in the video: there is no game clock, and plays cannot be placed.")
    write_table(game.readings, reading_rows(looks, alignment.sides), READINGS)
    write_table(game.clock, clock_rows(alignment.clock), CLOCK)
    write_table(game.segments, (asdict(segment) for segment in alignment.segments), SEGMENTS)
    placed: list[dict[str, Any]] = [asdict(p) for p in alignment.placing.placed] if alignment.placing else []
    write_table(game.placed, placed, PLACED)
    write_json(game.alignment, alignment_json(alignment, feed))
    reporter.step(1.0, f"{len(alignment.clock.spans)} spans of game clock")
