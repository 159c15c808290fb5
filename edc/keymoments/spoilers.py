"""What a viewer may see of the index, by what he has seen of the game.

`full` tells everything; `watched` everything up to where he has watched; `hidden` nothing of score,
winner or length. Which fields leave at which level is a list here, so that a new field stays inside
until somebody lets it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from edc.captions.forms import FormsOf
from edc.captions.slots import safe_label
from edc.captions.verify import HINDSIGHT
from edc.keymoments.document import entry
from edc.moments import Moment
from edc.taxonomy import node

Level = Literal["full", "watched", "hidden"]
LEVELS: tuple[Level, ...] = ("full", "watched", "hidden")

HIDDEN_FIELDS = ("id", "status", "safe_title", "start_s", "safe_thumbnail", "safe_alt")
HIDDEN_TEXTS = ("safe_title", "safe_alt")
HIDDEN_A_PERIOD = 6
"""The same number from every quarter: how many there are must not tell how the game went."""

_HIDDEN_FAMILIES = ("shot.made", "block", "steal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the caption stage wrote, and the language that is told where none is named."""

    words: FormsOf
    language: str

    def entry(self, moment: Moment, pictured: frozenset[str]) -> dict[str, Any]:
        return entry(moment, pictured, self.words.get(moment.moment_id, {}), self.language)


def visible(
    moments: Sequence[Moment], level: Level, watched_s: float, key: Sequence[Moment], wording: Wording
) -> list[dict[str, Any]]:
    """Entries of the index at a level; `key` are the key moments, `moments` all of the game."""
    pictured = frozenset(m.moment_id for m in key)
    if level == "full":
        return [wording.entry(m, pictured) for m in key]
    if level == "watched":
        seen = [m for m in key if m.end_s is not None and m.end_s <= watched_s]
        return [_watched(wording.entry(m, pictured), m) for m in seen]
    return [_hidden(m, wording) for m in hidden_choice(moments)]


def _watched(told: dict[str, Any], moment: Moment) -> dict[str, Any]:
    """Nothing that somebody said who knew what came later; without such words the safe ones."""
    texts = {code: {**words, "title": words.get("watched_title", words["safe_title"]),
                    "caption": words.get("watched_caption", words["safe_title"])}
             for code, words in told["texts"].items()}  # fmt: skip
    own = next((words for code, words in texts.items() if moment.texts[code].title == moment.title), None)
    return {
        **told, "texts": texts, "title": own["title"] if own else told["safe_title"],
        "caption": own["caption"] if own else told["safe_title"], "why": None,
        "flags": [flag for flag in told["flags"] if flag not in HINDSIGHT],
    }  # fmt: skip


def _hidden(moment: Moment, wording: Wording) -> dict[str, Any]:
    told = wording.entry(moment, frozenset((moment.moment_id,)))
    texts = {code: {field: words[field] for field in HIDDEN_TEXTS if field in words}
             for code, words in told["texts"].items()}  # fmt: skip
    return {**{field: told[field] for field in HIDDEN_FIELDS}, "texts": texts, "label": safe_label(moment.label)}


def hidden_choice(moments: Sequence[Moment]) -> list[Moment]:
    """From each quarter of regulation the plays most worth seeing for their own sake, by no account of the score."""
    chosen: list[Moment] = []
    for period in range(1, 5):
        own = [m for m in moments if m.period == period and m.placed and m.start_s is not None
               and m.status != "retracted" and m.label.startswith(_HIDDEN_FAMILIES)]
        own.sort(key=lambda m: (-node(m.label).interest, m.anchor_s or 0.0))
        chosen += own[:HIDDEN_A_PERIOD]
    return sorted(chosen, key=lambda m: m.anchor_s or 0.0)
