"""The seam between facts and words.

A writer drafts sentences with slots; code fills and measures them; a verifier that knows nothing of
the writer reads the result. The template writer is the default and needs nothing; a writer that
asks a language model is another class with the same method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from edc.captions.facts import Facts
from edc.captions.fit import fits_caption, fits_title
from edc.captions.language import Language
from edc.captions.slots import fill, slots_of
from edc.captions.verify import Problem, verify, verify_safe
from edc.moments import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Sentences with slots, best first. What cannot be filled or does not fit is passed over."""

    titles: tuple[str, ...]
    safe_titles: tuple[str, ...]
    captions: tuple[str, ...]


class Writer(Protocol):
    def draft(self, facts: Facts, language: Language, problems: Sequence[Problem] = ()) -> Draft:
        """Drafts of one moment; `problems` are what was wrong with this writer's last draft of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    texts: Texts
    problems: tuple[Problem, ...]
    """Of drafts that were refused."""


class Author:
    """Writes the texts of moments: the writer's draft, once more on refusal, then the fallback's."""

    def __init__(self, writer: Writer, fallback: Writer, roster: Sequence[str] = ()) -> None:
        self._writer = writer
        self._fallback = fallback
        self._roster = tuple(roster)

    def write(self, facts: Facts, language: Language) -> Written:
        first = self._writer.draft(facts, language)
        texts, problems = self._checked(first, facts, language)
        if texts is None:
            texts, _ = self._checked(self._writer.draft(facts, language, problems), facts, language)
        if texts is None:
            texts, _ = self._checked(self._fallback.draft(facts, language), facts, language)
        return Written(texts=texts or _plain(facts, language), problems=tuple(problems))

    def _checked(self, draft: Draft, facts: Facts, language: Language) -> tuple[Texts | None, list[Problem]]:
        slots = slots_of(facts, language)
        problems: list[Problem] = []

        def first(candidates: Sequence[str], *, caption: bool = False, safe: bool = False) -> str | None:
            for template in candidates:
                text = fill(template, slots)
                if text is None or not (fits_caption(text) if caption else fits_title(text)):
                    continue
                found = verify(text, facts, language, self._roster) + (verify_safe(text, facts) if safe else [])
                if not found:
                    return text
                problems.extend(found)
            return None

        title = first(draft.titles)
        safe_title = first(draft.safe_titles, safe=True)
        caption = first(draft.captions, caption=True)
        if title is None or safe_title is None or caption is None:
            return None, problems
        return Texts(title=title, safe_title=safe_title, caption=caption), problems


def _plain(facts: Facts, language: Language) -> Texts:
    """The name of the play alone: always true, always short enough."""
    slots = slots_of(facts, language)
    return Texts(title=slots["Shot"], safe_title=slots["SafeShot"], caption=slots["Shot"])
