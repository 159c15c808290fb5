"""Captions of all moments of a game, in every language asked for.

Comes in: ranked moments, the feed where there is one, languages. Goes out: the same moments with
title, safe title and caption, the default language's also in `texts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from edc.captions.facts import Facts, Matchup, facts_of
from edc.captions.language import Language, load_language
from edc.captions.templates import TemplateWriter
from edc.captions.writer import Author, Writer
from edc.importance.beats import sides_of
from edc.importance.rank import game_of, story_of
from edc.moments import Moment
from edc.playbyplay.play import Feed


def matchup_of(moments: Sequence[Moment], feed: Feed | None) -> Matchup:
    """The teams: of the feed, else as the scores of the moments tell."""
    periods = game_of(moments, feed).rules.periods
    if feed:
        return Matchup(home=feed.home.tricode, away=feed.away.tricode, names=(feed.home.name, feed.away.name),
                       periods=periods)
    sides = sides_of(moments)
    home = next((team for team, side in sides.items() if side > 0), None)
    away = next((team for team, side in sides.items() if side < 0), None)
    return Matchup(home=home, away=away, names=(), periods=periods)


def roster_of(moments: Sequence[Moment], feed: Feed | None) -> list[str]:
    """Names of everybody in the game, so that a verifier knows a stranger."""
    listed = [p.name for team in (feed.home, feed.away) for p in team.roster] if feed else []
    return sorted({*listed, *(p.name for m in moments for p in m.players)} - {""})


def caption(
    moments: Sequence[Moment], feed: Feed | None, languages: Sequence[str], writer: Writer | None = None
) -> list[Moment]:
    """Moments in the given order, with words. The first language is the default one.

    Raises:
        UsageError: a language nobody has written.
    """
    words = [load_language(code) for code in languages]
    story, matchup = story_of(moments, feed), matchup_of(moments, feed)
    author = Author(writer or TemplateWriter(), TemplateWriter(), roster_of(moments, feed))
    return [_captioned(m, facts_of(m, story.get(m.moment_id), matchup), words, author) for m in moments]


def _captioned(moment: Moment, facts: Facts, languages: Sequence[Language], author: Author) -> Moment:
    texts = {language.code: author.write(facts, language).texts for language in languages}
    default = texts[languages[0].code]
    return replace(
        moment, texts=texts, title=default.title, safe_title=default.safe_title, caption=default.caption
    )
