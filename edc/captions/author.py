"""From drafts to texts that may be published.

Comes in: orders and a writer. Goes out: for each order its texts at every spoiler level, true by the verifier's
reading, or the template's. What the writer got wrong is asked for once more, with the list of errors; counts
of the errors by class stay with the author.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from edc.captions.facts import Facts, without_hindsight
from edc.captions.fit import fits_caption, fits_title, readable
from edc.captions.language import Language
from edc.captions.message import fill
from edc.captions.slots import slot_faults, slots_of
from edc.captions.templates import TemplateWriter
from edc.captions.verify import Level, Problem, verify, verify_level
from edc.captions.writer import Draft, Order, Writer
from edc.moments import Texts

_MOST_TOLD = 12
"""Problems of one draft that are told to the writer: a wholly wrong one has many and needs few of them said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    texts: Texts
    watched: tuple[str, str]
    """Title and caption for somebody who has seen the game up to this play."""
    alt: str
    safe_alt: str
    writer: str
    """Who wrote it."""
    problems: tuple[Problem, ...] = ()
    """Of drafts that were refused."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """What happened to drafts; errors are counted by class over all refused sentences."""

    drafts: int = 0
    refused: int = 0
    repaired: int = 0
    fallbacks: int = 0
    errors: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, object]:
        return {"drafts": self.drafts, "refused": self.refused, "repaired": self.repaired,
                "fallbacks": self.fallbacks, "errors": dict(sorted(self.errors.items()))}


class Author:
    """Writes the texts of moments: the writer's draft, once more on refusal, then the template's."""

    def __init__(self, writer: Writer | None = None, roster: Sequence[str] = ()) -> None:
        self._templates = TemplateWriter()
        self._writer = writer or self._templates
        self._roster = tuple(roster)
        self._seen: dict[str, set[str]] = {}
        self.counts = Counts()

    def write(self, orders: Sequence[Order]) -> list[Written]:
        """Texts in the order of `orders`; the first of two that would read alike keeps the better sentence."""
        if isinstance(self._writer, TemplateWriter):
            return [self._from_template(order) for order in orders]
        drafts = self._writer.drafts(orders)
        results: list[Written | None] = [self._accept(o, d) for o, d in zip(orders, drafts, strict=True)]
        self._repair(orders, drafts, results)
        return [done or self._fallback(order) for order, done in zip(orders, results, strict=True)]

    # -------------------------------------------------------------- the writer's own
    def _accept(self, order: Order, draft: Draft | None) -> Written | None:
        if draft is None:
            return None
        self.counts.drafts += 1
        return _Reading(order, self._roster, self._seen_in(order)).texts(draft, self._writer.name)

    def _repair(self, orders: Sequence[Order], drafts: Sequence[Draft | None], results: list[Written | None]) -> None:
        """One more try for what was refused; a writer that had no answer is not asked again."""
        again: list[tuple[int, Order]] = []
        for at, (order, draft, done) in enumerate(zip(orders, drafts, results, strict=True)):
            if done is None and draft is not None:
                problems = _Reading(order, self._roster, set()).problems(draft)
                self.counts.refused += 1
                self.counts.errors.update(problem.kind for problem in problems)
                again.append((at, replace(order, problems=tuple(problems[:_MOST_TOLD]))))
        if not again:
            return
        for (at, order), draft in zip(again, self._writer.drafts([order for _, order in again]), strict=True):
            results[at] = self._accept(order, draft)
            if results[at] is not None:
                self.counts.repaired += 1
            elif draft is not None:
                problems = _Reading(order, self._roster, set()).problems(draft)
                self.counts.errors.update(problem.kind for problem in problems)

    # -------------------------------------------------------------- the template's
    def _fallback(self, order: Order) -> Written:
        self.counts.fallbacks += 1
        return self._from_template(order)

    def _template(self, order: Order) -> Draft:
        return self._templates.draft(order)

    def _from_template(self, order: Order) -> Written:
        draft = self._template(order)
        reading = _Reading(order, self._roster, self._seen_in(order))
        return reading.texts(draft, "template", last=True) or reading.plain()

    def _seen_in(self, order: Order) -> set[str]:
        return self._seen.setdefault("/".join(order.key[1:]), set())


class _Reading:
    """One order's slots and checks."""

    def __init__(self, order: Order, roster: tuple[str, ...], seen: set[str]) -> None:
        self.order = order
        self.facts: Facts = order.facts
        self.language: Language = order.language
        self.slots = slots_of(order.facts, order.language, order.view)
        self.roster = roster
        self.seen = seen

    def texts(self, draft: Draft, writer: str, *, last: bool = False) -> Written | None:
        """All texts of the order; None where one of the draft's is wrong. The last resort may read like another."""
        title = self._first(draft.titles, caption=False, last=last)
        safe = self._safe(draft.safe_titles)
        caption = self._first(draft.captions, caption=True, last=last)
        if title is None or safe is None or caption is None:
            return None
        self.seen |= {f"t:{title}", f"c:{caption}"}
        full = self._first(self.language.alts["full"], caption=False, unique=False) or self.slots["Shot"]
        safe_alt = self._safe(self.language.alts["safe"]) or self.slots["SafeShot"]
        return Written(
            texts=Texts(title=title, safe_title=safe, caption=caption), watched=self._watched(title, caption),
            alt=full, safe_alt=safe_alt, writer=writer,
        )  # fmt: skip

    def plain(self) -> Written:
        """The name of the play alone: always true, always short enough."""
        name, safe = self.slots["Shot"], self.slots["SafeShot"]
        return Written(texts=Texts(title=name, safe_title=safe, caption=name), watched=(name, name), alt=name,
                       safe_alt=safe, writer="plain")  # fmt: skip

    def problems(self, draft: Draft) -> list[Problem]:
        """Everything that is wrong with a draft, for the writer to read."""
        found: list[Problem] = []
        for sentences, caption, level in ((draft.titles, False, "full"), (draft.safe_titles, False, "hidden"),
                                          (draft.captions, True, "full")):
            if not sentences:
                found.append(Problem(kind="form", span="", note="a sentence is missing"))
            for sentence in sentences:
                found += self._wrong(sentence, caption=caption, level=level)  # type: ignore[arg-type]
        return found

    def _wrong(self, sentence: str, *, caption: bool, level: Level) -> list[Problem]:
        faults = slot_faults(sentence)
        if faults:
            return [Problem(kind="form", span=sentence[:80], note=fault) for fault in faults]
        text = fill(sentence, self.slots, self.language.code)
        if text is None:
            return [Problem(kind="form", span=sentence[:80], note="holds a slot that this play does not have")]
        if not self._fits(text, caption=caption):
            return [Problem(kind="length", span=text[:80], note="too long")]
        return verify(text, self.facts, self.language, self.roster) + verify_level(
            text, self.facts, self.language, level
        )

    def _fits(self, text: str, *, caption: bool) -> bool:
        if not text.strip():
            return False
        if not caption:
            return fits_title(text)
        language = self.language
        return fits_caption(text, language.line_columns) and readable(text, self.facts.seconds, language.reading_speed)

    def _filled(self, sentences: Iterable[str], *, caption: bool, when: str = "") -> Iterator[str]:
        for sentence in sentences:
            text = fill(sentence + when, self.slots, self.language.code)
            if text is not None and not slot_faults(sentence) and self._fits(text, caption=caption):
                yield text

    def _first(
        self, sentences: Sequence[str], *, caption: bool, last: bool = False, unique: bool = True
    ) -> str | None:
        """The first sentence that is true and that no moment has yet, with the clock where all are taken."""
        mark = "c:" if caption else "t:"
        for when in ("", *(self.language.tails["when"] if self.facts.sure else ())):
            for text in self._filled(sentences, caption=caption, when=when):
                if (unique and mark + text in self.seen) or verify(text, self.facts, self.language, self.roster):
                    continue
                return text
            if not unique:
                return None
        if not last:
            return None
        return next((t for t in self._filled(sentences, caption=caption)
                     if not verify(t, self.facts, self.language, self.roster)), None)  # fmt: skip

    def _safe(self, sentences: Sequence[str]) -> str | None:
        for text in self._filled(sentences, caption=False):
            if not verify(text, self.facts, self.language, self.roster) and not verify_level(
                text, self.facts, self.language, "hidden"
            ):
                return text
        return None

    def _watched(self, title: str, caption: str) -> tuple[str, str]:
        """The same texts where they tell nothing of what comes later, else a template's of what was known then."""
        if not any(verify_level(text, self.facts, self.language, "watched") for text in (title, caption)):
            return title, caption
        order = replace(self.order, facts=without_hindsight(self.facts))
        draft, reading = TemplateWriter().draft(order), _Reading(order, self.roster, set())
        return (reading._first(draft.titles, caption=False, unique=False) or self.slots["Shot"],
                reading._first(draft.captions, caption=True, unique=False) or self.slots["Shot"])  # fmt: skip
