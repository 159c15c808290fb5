"""fuse: the aligned game and its feed → `work/fused.parquet` and the ledger of ids."""

from __future__ import annotations

from typing import Any

from edc.alignment.clockspan import clock_of
from edc.alignment.lags import DisplayLag
from edc.alignment.looks import looks_of_readings
from edc.alignment.scores import track_scores
from edc.alignment.seen import seen_of
from edc.config import Config
from edc.files import read_json
from edc.fusion.context import Context, sound_of
from edc.fusion.corrections import read_corrections
from edc.fusion.fuse import fuse
from edc.fusion.ledger import read_ledger, write_ledger
from edc.gamefolder import GameFolder
from edc.moments import write_moments
from edc.playbyplay.feed import feed_from_json
from edc.playbyplay.play import Feed
from edc.progress import Reporter
from edc.spotter.trust import Trust
from edc.tables import CLOCK, PLACED, READINGS, SEGMENTS, SOUND, SPOTTED, read_rows

_HASH_DIGITS = 12


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    """Raises:
    InputError: corrections or the ledger cannot be understood.
    """
    feed = feed_from_json(read_json(game.feed)) if game.feed.exists() else None
    media = read_json(game.media)
    game_id = config.probe.game_id or (feed.game_id if feed else None) or media["sha256"][:_HASH_DIGITS]
    context = _context(game, str(game_id), media, feed)
    placed = read_rows(game.placed, PLACED) if feed else []
    fused = fuse(context, feed, placed, read_corrections(game.corrections), read_ledger(game.ids))
    for warning in fused.warnings:
        reporter.warn(warning)
    write_moments(game.fused, fused.moments)
    write_ledger(game.ids, fused.ledger)
    reporter.step(1.0, f"{len(fused.moments)} moments")


def _context(game: GameFolder, game_id: str, media: dict[str, Any], feed: Feed | None) -> Context:
    alignment = read_json(game.alignment)
    segments = read_rows(game.segments, SEGMENTS)
    looks = looks_of_readings(read_rows(game.readings, READINGS))
    replays = [(row["start_s"], row["end_s"]) for row in segments if row["kind"] == "replay"]
    quality, final, usual = alignment["quality"], alignment["final"], DisplayLag()
    return Context(
        game_id=game_id,
        duration_s=float(media["duration_s"]),
        home=alignment["home"]["tricode"],
        away=alignment["away"]["tricode"],
        clock=clock_of(read_rows(game.clock, CLOCK)),
        segments=segments,
        track=track_scores(looks, replays),
        display_tenths=looks.shows_tenths,
        display_lag_s=quality.get("display_lag_s") or usual.median_s,
        display_lag_spread=quality.get("display_lag_spread") or usual.spread,
        sound=sound_of(read_rows(game.sound, SOUND)),
        seen=seen_of(read_rows(game.spotted, SPOTTED), Trust(**alignment["spotter"])),
        final=(final["home"], final["away"]) if final else None,
    )
