"""caption: work/ranked.parquet, the feed and names in other languages → work/captioned.parquet, work/captions.json."""

from __future__ import annotations

from edc.captions.caption import Wish, tell
from edc.captions.document import captions_document
from edc.captions.model.asking import ModelWriter
from edc.captions.model.choosing import writer_of
from edc.captions.names import read_names
from edc.captions.recapwords import GameFacts, game_facts
from edc.config import CaptionConfig, Config
from edc.files import read_json, write_json
from edc.gamefolder import GameFolder
from edc.importance.beats import sides_of
from edc.moments import Moment, read_moments, write_moments
from edc.playbyplay.feed import feed_from_json
from edc.playbyplay.play import Feed
from edc.progress import Reporter


def wish_of(config: CaptionConfig, game: GameFolder) -> Wish:
    return Wish(languages=tuple(config.languages), voice=config.voice, view=config.view, names=read_names(game))


def inputs(game: GameFolder) -> tuple[list[Moment], Feed | None]:
    feed = feed_from_json(read_json(game.feed)) if game.feed.exists() else None
    return read_moments(game.ranked), feed


def facts_of_game(game: GameFolder, moments: list[Moment], feed: Feed | None) -> GameFacts:
    """What may be said of the whole game; its final score also where only the score bug told it."""
    if feed:
        names = feed.home.name or feed.home.tricode, feed.away.name or feed.away.tricode
        return game_facts(moments, feed, names)
    seen = read_json(game.alignment) if game.alignment.exists() else {}
    final = seen.get("final")
    return game_facts(moments, None, _seen_names(moments, seen),
                      (final["home"], final["away"], final["periods"]) if final else None)  # fmt: skip


def _seen_names(moments: list[Moment], seen: dict[str, dict[str, str]]) -> tuple[str | None, str | None]:
    """Of the home and the away team, as well as the score bug tells them."""
    sides = sides_of(moments)
    home, away = ((seen.get(side) or {}).get("name") or (seen.get(side) or {}).get("tricode")
                  or next((team for team, way in sides.items() if way == sign), None)
                  for side, sign in (("home", 1), ("away", -1)))  # fmt: skip
    return home, away


def run(game: GameFolder, config: Config, reporter: Reporter) -> None:
    moments, feed = inputs(game)
    wish = wish_of(config.caption, game)
    writer = writer_of(config.caption, game.caption_answers)
    told = tell(moments, feed, wish, writer)
    write_moments(game.captioned, told.moments)
    write_json(game.captions, captions_document(told, wish, writer, facts_of_game(game, moments, feed)))
    if isinstance(writer, ModelWriter):
        for warning in writer.warnings:
            reporter.warn(warning)
    reporter.step(1.0, f"{len(told.moments)} captions in {', '.join(wish.languages)}")
