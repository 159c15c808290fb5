"""Headlines and stories of real games, read by somebody who counted for himself.

Comes in: a feed. Goes out: how many texts there are in all languages, at every level and at three live points, and in
which of them a number or a name is not the game's. What may be said is worked out from the feed's rows alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from edc.captions.recapwords import RecapWords, game_facts, recap_words
from edc.captions.verify import Level
from edc.importance.rank import rank
from edc.moments import Moment
from edc.playbyplay.play import Feed
from edc.taxonomy import LANGUAGES

LIVE_POINTS = (0.25, 0.5, 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A game as its rows tell it."""

    home: int
    away: int
    numbers: frozenset[int]
    """Every number that a recap of it may say."""
    scorers: frozenset[str]


def counted(feed: Feed) -> Counted:
    leads, points = [0], Counter[tuple[str, str | None]]()
    for before, play in pairwise([None, *feed.plays]):
        gained = play.home_score + play.away_score - (before.home_score + before.away_score if before else 0)
        if gained > 0:
            leads.append(play.home_score - play.away_score)
            for person in play.players:
                if person.role == "shooter":
                    points[person.name, play.team] += gained
    last = feed.plays[-1]
    way = (leads[-1] > 0) - (leads[-1] < 0)
    signs = [lead > 0 for lead in leads if lead]
    best = [max((n for (_, team), n in points.items() if team == side), default=0)
            for side in (feed.home.tricode, feed.away.tricode)]  # fmt: skip
    numbers = {last.home_score, last.away_score, abs(leads[-1]), max(-lead * way for lead in leads),
               max(lead * way for lead in leads), sum(a != b for a, b in pairwise(signs)), *best}  # fmt: skip
    return Counted(home=last.home_score, away=last.away_score, numbers=frozenset(numbers),
                   scorers=frozenset(name for name, _ in points))  # fmt: skip


def texts(feed: Feed, moments: list[Moment]) -> Iterator[tuple[Counted, str, Level, RecapWords]]:
    names = feed.home.name, feed.away.name
    ranked = rank(moments, feed)
    facts, right = game_facts(ranked, feed, names), counted(feed)
    for code in LANGUAGES:
        for level in ("full", "hidden"):
            yield right, code, level, recap_words(facts, code, level, ranked[:60])
    for share in LIVE_POINTS:
        short = replace(feed, plays=feed.plays[: round(len(feed.plays) * share)], complete=False)
        numbers = {play.action_number for play in short.plays}
        known = rank([m for m in moments if m.play_number in numbers], short)
        facts, right = game_facts(known, short, names), counted(short)
        for code in LANGUAGES:
            yield right, code, "watched", recap_words(facts, code, "watched", known)


def false_in(right: Counted, level: Level, words: RecapWords, feed: Feed) -> list[str]:
    said = " ".join((words.headline, *words.story))
    for name in sorted((feed.home.name, feed.away.name, *right.scorers), key=len, reverse=True):
        said = said.replace(name, "X")
    wrong = [number for number in re.findall(r"\d+", said) if level == "hidden" or int(number) not in right.numbers]
    score = f"{max(right.home, right.away)}-{min(right.home, right.away)}"
    wrong += [pair for pair in re.findall(r"\d+-\d+", said) if pair != score]
    full = level == "full" and right.home != right.away
    return wrong + (["no score"] if full and score not in words.headline else [])


def check(feed: Feed, moments: list[Moment]) -> tuple[int, int]:
    """Texts, and how many of them are false."""
    found = [bool(false_in(right, level, words, feed)) for right, _, level, words in texts(feed, moments)]
    return len(found), sum(found)
