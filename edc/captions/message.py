"""Messages with slots: `{player}`, and ICU's plural form `{run, plural, one {# point} other {# points}}`.

Comes in: a message and the values of its slots. Goes out: text, with the plural category that CLDR
gives the number in that language (through Babel). Of ICU MessageFormat that is all: no dates, no nested
selects, since a caption needs none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_SLOT = re.compile(r"\{(\w+)(?:,\s*plural\s*,((?:[^{}]|\{[^{}]*\})*))?\}")
_FORM = re.compile(r"(=?\w+)\s*\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    text: str = ""
    """Literal text, where there is no slot."""
    slot: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    """Plural category → text with `#` for the number."""


@lru_cache(maxsize=16384)
def parse(message: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for found in _SLOT.finditer(message):
        if found.start() > at:
            parts.append(Part(text=message[at:found.start()]))
        forms = tuple(_FORM.findall(found.group(2))) if found.group(2) else ()
        parts.append(Part(slot=found.group(1), forms=forms))
        at = found.end()
    if at < len(message):
        parts.append(Part(text=message[at:]))
    return tuple(parts)


@lru_cache(maxsize=16384)
def slots_in(message: str) -> tuple[str, ...]:
    return tuple(part.slot for part in parse(message) if part.slot)


@lru_cache(maxsize=4096)
def plural_category(number: str, code: str) -> str:
    """zero, one, two, few, many or other, as CLDR has it for the language."""
    from babel import Locale

    return str(Locale.parse(code).plural_form(float(number.replace(",", "."))))


def _plural(part: Part, value: str, code: str) -> str:
    forms = dict(part.forms)
    text = forms.get(f"={value}") or forms.get(plural_category(value, code)) or forms.get("other", "#")
    return text.replace("#", value)


def fill(message: str, slots: Mapping[str, str], code: str = "en") -> str | None:
    """The message with its slots filled; None where one of them is not known. "Jr.." becomes "Jr."."""
    pieces: list[str] = []
    for part in parse(message):
        if not part.slot:
            pieces.append(part.text)
            continue
        value = slots.get(part.slot)
        if value is None:
            return None
        pieces.append(_plural(part, value, code) if part.forms else value)
    return "".join(pieces).replace("..", ".")
