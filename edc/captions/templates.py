"""The template writer: offline, in every language, varied by the facts.

Comes in: facts. Goes out: drafts, richest first. Of two sentences with as many facts the moment's
id chooses, so that a list does not read alike and yet never changes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from edc.captions.facts import Facts
from edc.captions.language import Language
from edc.captions.slots import richness
from edc.captions.verify import Problem
from edc.captions.writer import Draft

CLOSE = 5
"""A gap of so many points is told as a gap; a larger one as a score."""

_EVENTS = (
    ("game_winner", "game_winner"), ("buzzer_beater", "buzzer_beater"), ("tie", "tie"), ("deciding", "deciding"),
    ("comeback", "comeback"), ("lead_change", "lead_change"), ("run", "run"),
)  # fmt: skip

_LEADS = ("game_winner", "deciding", "lead_change")
"""After these the score alone is enough: who leads has been said."""


def _varied(templates: Sequence[str], seed: str) -> list[str]:
    """Who did it first, then more facts; among equals the seed decides."""
    return sorted(templates, key=lambda t: ("{player}" not in t, -richness(t), zlib.crc32(f"{seed}{t}".encode())))


class TemplateWriter:
    def draft(self, facts: Facts, language: Language, problems: Sequence[Problem] = ()) -> Draft:
        return Draft(
            titles=tuple(_titles(facts, language)),
            safe_titles=tuple(language.templates(language.safe_titles, facts.label)),
            captions=tuple(_captions(facts, language)),
        )


def _titles(facts: Facts, language: Language) -> Iterator[str]:
    cores = language.templates(language.titles, facts.label)
    tail = next((language.title_tails[flag] for flag in language.title_tails if flag in facts.flags), "")
    if tail and facts.points:
        yield cores[0] + tail
    yield from cores


def _captions(facts: Facts, language: Language) -> Iterator[str]:
    """Every sentence with every ending, the longest story first; who did it is the last thing to go."""
    cores = _varied(language.templates(language.captions, facts.label), facts.moment_id)
    named = [core for core in cores if "{player}" in core]
    for group in (named, [core for core in cores if core not in named]):
        for tail in _tails(facts, language):
            yield from (core + tail for core in group)


def _tails(facts: Facts, language: Language) -> list[str]:
    kind, score = _event(facts), _score(facts, language)
    if kind is None:
        return [*filter(None, (score,)), ""]
    event = _varied(language.tails[kind], facts.moment_id)[0]
    after = "" if "{tied}" in event else language.scores["after"][0] if kind in _LEADS else score
    return [*([event + after] if after else []), event, *filter(None, (score,)), ""]


def _event(facts: Facts) -> str | None:
    """The one thing that this moment changed."""
    if not facts.sure or not (facts.points or facts.milestone):
        return None
    kind = next((tail for flag, tail in _EVENTS if flag in facts.flags and facts.points), None)
    if kind is None and facts.milestone:
        kind = facts.milestone.kind
    return "and_one" if kind is None and "and_one" in facts.flags else kind


def _score(facts: Facts, language: Language) -> str:
    """Where the game stands after points were scored."""
    lead = facts.lead
    if not facts.points or lead is None or not facts.side:
        return ""
    own = lead * facts.side
    if own == 0:
        kind = "tied"
    elif own > 0:
        kind = "up" if own <= CLOSE else "leads"
    else:
        kind = "within" if -own <= CLOSE else "trails"
    options = language.scores[kind]
    return options[zlib.crc32(facts.moment_id.encode()) % len(options)]
