"""The template writer: offline, in every language, varied by the facts.

Comes in: orders. Goes out: drafts, richest first. Of two sentences with as many facts the moment's
id chooses, so that a list does not read alike and yet never changes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from edc.captions.facts import Facts
from edc.captions.language import Language
from edc.captions.slots import richness
from edc.captions.writer import Draft, Order

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
    name = "template"

    def drafts(self, orders: Sequence[Order]) -> list[Draft | None]:
        return [self.draft(order) for order in orders]

    def draft(self, order: Order) -> Draft:
        facts, language = order.facts, order.language
        return Draft(
            titles=tuple(_titles(facts, language)),
            safe_titles=tuple(language.templates(language.safe_titles, facts.label)),
            captions=tuple(_captions(order)),
        )


def _titles(facts: Facts, language: Language) -> Iterator[str]:
    cores = language.templates(language.titles, facts.label)
    tail = next((language.title_tails[flag] for flag in language.title_tails if flag in facts.flags), "")
    if tail and facts.points:
        yield cores[0] + tail
    yield from cores
    if facts.points and facts.lead is not None:
        yield cores[0] + language.scores["after"][0]


def _captions(order: Order) -> Iterator[str]:
    """Every sentence with every ending, the longest story first; who did it is the last thing to go."""
    facts, language = order.facts, order.language
    seed = facts.moment_id + order.voice
    own = language.captions_of(facts.label, order.voice)
    neutral = language.templates(language.captions, facts.label)
    voiced = own[:len(own) - len(neutral)]
    cores = [*_varied(voiced, seed), *_varied(neutral, seed)]
    tails = _tails(order)
    named = [core for core in cores if "{player}" in core]
    for group in (named, [core for core in cores if core not in named]):
        for tail in tails:
            yield from (_joined(core, tail) for core in group)


def _joined(core: str, tail: str) -> str:
    """An exclamation takes a sentence of its own after it, and no clause."""
    if not tail or core[-1] not in "!！":
        return core + tail
    return core + tail[1:] if tail[0] == "." else core[:-1].rstrip().removeprefix("¡") + tail


def _tails(order: Order) -> list[str]:
    facts, language = order.facts, order.language
    kind, score = _event(facts), _score(order)
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


def _score(order: Order) -> str:
    """Where the game stands after points were scored, told from the view's side where it has one."""
    facts, language = order.facts, order.language
    lead = facts.lead
    if not facts.points or lead is None or not facts.side:
        return ""
    mine = {"home": 1, "away": -1}.get(order.view, 0)
    own = lead * facts.side
    if own == 0:
        kind = "tied"
    elif mine and mine != facts.side:
        kind = "mine_leads" if lead * mine > 0 else "mine_trails"
    elif own > 0:
        kind = "up" if own <= CLOSE else "leads"
    else:
        kind = "within" if -own <= CLOSE else "trails"
    options = language.scores[kind]
    return options[zlib.crc32(facts.moment_id.encode()) % len(options)]
