"""Captions of all moments of a game, in every language asked for.

Comes in: ranked moments, the feed where there is one, languages, a writer. Goes out: the same moments with
title, safe title and caption, the default language's also in `texts`; and everything else that was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from edc.captions.author import Author, Counts, Written
from edc.captions.clean import clean_name
from edc.captions.facts import Facts, Matchup, facts_of
from edc.captions.language import NEUTRAL, load_language
from edc.captions.names import NameFile, Names, in_language, names_of
from edc.captions.writer import Order, Writer
from edc.importance.beats import sides_of
from edc.importance.rank import game_of, story_of
from edc.moments import Moment
from edc.playbyplay.play import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a game is to be told."""

    languages: tuple[str, ...] = ("en",)
    voice: str = NEUTRAL
    view: str = "neutral"
    names: NameFile = field(default_factory=NameFile)
    """How languages write the names of players and teams, where they write them differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    moments: list[Moment]
    names: Names
    written: dict[tuple[str, str], Written]
    """By moment id and language."""
    counts: Counts


def matchup_of(moments: Sequence[Moment], feed: Feed | None) -> Matchup:
    """The teams: of the feed, else as the scores of the moments tell."""
    periods = game_of(moments, feed).rules.periods
    if feed:
        names = (clean_name(feed.home.name) or "", clean_name(feed.away.name) or "")
        return Matchup(home=feed.home.tricode, away=feed.away.tricode, names=names, periods=periods)
    sides = sides_of(moments)
    home = next((team for team, side in sides.items() if side > 0), None)
    away = next((team for team, side in sides.items() if side < 0), None)
    return Matchup(home=home, away=away, names=(), periods=periods)


def roster_of(moments: Sequence[Moment], feed: Feed | None) -> list[str]:
    """Names of everybody in the game, so that a verifier knows a stranger."""
    listed = [p.name for team in (feed.home, feed.away) for p in team.roster] if feed else []
    return sorted({*listed, *(p.name for m in moments for p in m.players)} - {""})


def all_facts(moments: Sequence[Moment], feed: Feed | None) -> dict[str, Facts]:
    """What may be said of each moment, by its id."""
    story, matchup = story_of(moments, feed), matchup_of(moments, feed)
    return {m.moment_id: facts_of(m, story.get(m.moment_id), matchup) for m in moments}


def orders_of(moments: Sequence[Moment], feed: Feed | None, wish: Wish) -> list[Order]:
    """The weightiest moments first, so that of two that would read alike the better one keeps its sentence."""
    words = [load_language(code) for code in wish.languages]
    facts, names = all_facts(moments, feed), names_of(wish.names, moments, feed)
    by_weight = sorted(moments, key=lambda m: -(m.importance or 0.0))
    return [Order(facts=in_language(facts[m.moment_id], names, language.code), language=language, voice=wish.voice,
                  view=wish.view)
            for language in words for m in by_weight]  # fmt: skip


def tell(moments: Sequence[Moment], feed: Feed | None, wish: Wish, writer: Writer | None = None) -> Told:
    """Moments in the given order, with words. The first language is the default one.

    Raises:
        UsageError: a language nobody has written.
    """
    orders = orders_of(moments, feed, wish)
    names = names_of(wish.names, moments, feed)
    author = Author(writer, [*roster_of(moments, feed), *names.aliases()])
    written = {(o.facts.moment_id, o.language.code): w for o, w in zip(orders, author.write(orders), strict=True)}
    return Told(moments=[_with_words(m, written, wish) for m in moments], names=names, written=written,
                counts=author.counts)  # fmt: skip


def caption(
    moments: Sequence[Moment], feed: Feed | None, languages: Sequence[str], writer: Writer | None = None
) -> list[Moment]:
    """Moments in the given order with neutral captions; the first language is the default one.

    Raises:
        UsageError: a language nobody has written.
    """
    return tell(moments, feed, Wish(languages=tuple(languages)), writer).moments


def _with_words(moment: Moment, written: dict[tuple[str, str], Written], wish: Wish) -> Moment:
    texts = {code: written[moment.moment_id, code].texts for code in wish.languages}
    default = texts[wish.languages[0]]
    return replace(
        moment, texts=texts, title=default.title, safe_title=default.safe_title, caption=default.caption
    )
