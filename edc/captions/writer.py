"""The seam between facts and words.

A writer drafts sentences with slots, for many moments at once; code fills and measures them; a verifier that
knows nothing of the writer reads the result (`author.py`). The template writer is the default and needs
nothing; one that asks a language model is another class with the same method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from edc.captions.facts import Facts
from edc.captions.language import NEUTRAL, Language
from edc.captions.verify import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The texts of one moment in one language and voice."""

    facts: Facts
    language: Language
    voice: str = NEUTRAL
    view: str = "neutral"
    """Whose side is told: neutral, home or away."""
    problems: tuple[Problem, ...] = ()
    """What was wrong with this writer's last draft of it."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.facts.moment_id, self.language.code, self.voice, self.view


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Sentences with slots, best first. What cannot be filled or does not fit is passed over."""

    titles: tuple[str, ...]
    safe_titles: tuple[str, ...]
    captions: tuple[str, ...]


class Writer(Protocol):
    name: str

    def drafts(self, orders: Sequence[Order]) -> list[Draft | None]:
        """A draft for each order, in their order; None where the writer has none (no answer, no money left)."""
