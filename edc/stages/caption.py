"""caption: work/ranked.parquet and the feed → work/captioned.parquet, work/captions.json."""

from __future__ import annotations

from edc.captions.caption import Wish, tell
from edc.captions.document import captions_document
from edc.captions.model.asking import ModelWriter
from edc.captions.model.choosing import writer_of
from edc.captions.recapwords import game_facts
from edc.config import CaptionConfig, Config
from edc.files import read_json, write_json
from edc.gamefolder import GameFolder
from edc.importance.beats import sides_of
from edc.moments import Moment, read_moments, write_moments
from edc.playbyplay.feed import feed_from_json
from edc.playbyplay.play import Feed
from edc.progress import Reporter


def wish_of(config: CaptionConfig) -> Wish:
    return Wish(languages=tuple(config.languages), voice=config.voice, view=config.view)


def inputs(game: GameFolder) -> tuple[list[Moment], Feed | None]:
    feed = feed_from_json(read_json(game.feed)) if game.feed.exists() else None
    return read_moments(game.ranked), feed


def team_names(moments: list[Moment], feed: Feed | None) -> tuple[str | None, str | None]:
    """Of the home and the away team, as well as they are known."""
    if feed:
        return feed.home.name or feed.home.tricode, feed.away.name or feed.away.tricode
    sides = sides_of(moments)
    return (next((t for t, side in sides.items() if side > 0), None),
            next((t for t, side in sides.items() if side < 0), None))  # fmt: skip


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    moments, feed = inputs(game)
    wish = wish_of(config.caption)
    writer = writer_of(config.caption, game.caption_answers)
    told = tell(moments, feed, wish, writer)
    facts = game_facts(moments, feed, team_names(moments, feed))
    write_moments(game.captioned, told.moments)
    write_json(game.captions, captions_document(told, wish, writer, facts))
    if isinstance(writer, ModelWriter):
        for warning in writer.warnings:
            reporter.warn(warning)
    reporter.step(1.0, f"{len(told.moments)} captions in {', '.join(wish.languages)}")
