"""`work/captions.json`: everything that was written for a game, beside what the moments' table holds.

Comes in: what was told. Goes out: plain JSON: each moment's forms at every spoiler level, alt texts, who wrote
them; headline and story of the recap; counts of errors by class; tokens and cost.
"""

from __future__ import annotations

from typing import Any

from edc.captions.caption import Told, Wish
from edc.captions.model.asking import ModelWriter
from edc.captions.recapwords import GameFacts, recap_words
from edc.captions.verify import Level
from edc.captions.writer import Writer

SCHEMA = "edc.captions/1"
_SHOWN = 12
_OF_A_WHOLE_GAME: tuple[Level, ...] = ("full", "hidden")
"""What somebody has watched so far is another game: its words are made from its moments when they are asked for."""


def captions_document(told: Told, wish: Wish, writer: Writer, game: GameFacts) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "writer": writer.name,
        "languages": list(wish.languages),
        "voice": wish.voice,
        "view": wish.view,
        "metrics": metrics(told, writer),
        "recap": {code: _recap(game, code, told) for code in wish.languages},
        "moments": {m.moment_id: {code: _forms(told, m.moment_id, code) for code in wish.languages}
                    for m in told.moments},
    }  # fmt: skip


def metrics(told: Told, writer: Writer) -> dict[str, Any]:
    """Counts of drafts and of errors by class; of a model also tokens and cost."""
    found: dict[str, Any] = {**told.counts.to_json(), "captions": len(told.written)}
    if isinstance(writer, ModelWriter):
        usage, budget = writer.budget.usage, writer.budget
        found |= {
            "requests": budget.requests, "cached": writer.cached, "unanswered": writer.unanswered,
            "input_tokens": usage.input, "output_tokens": usage.output, "cache_read_tokens": usage.cache_read,
            "cost_usd": round(budget.spent_usd, 6), "ceiling_usd": budget.ceiling_usd,
            "ceiling_reached": budget.reached,
        }  # fmt: skip
    return found


def _forms(told: Told, moment_id: str, code: str) -> dict[str, Any]:
    written = told.written[moment_id, code]
    texts = written.texts
    return {
        "full": {"title": texts.title, "caption": texts.caption},
        "watched": {"title": written.watched[0], "caption": written.watched[1]},
        "hidden": {"title": texts.safe_title, "caption": texts.safe_title},
        "alt": written.alt,
        "safe_alt": written.safe_alt,
        "writer": written.writer,
    }


def _recap(game: GameFacts, code: str, told: Told) -> dict[str, Any]:
    best = sorted(told.moments, key=lambda m: -(m.importance or 0.0))[:_SHOWN]
    words = {level: recap_words(game, code, level, best, names=told.names) for level in _OF_A_WHOLE_GAME}
    return {level: {"headline": w.headline, "story": list(w.story)} for level, w in words.items()}
