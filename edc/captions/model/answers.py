"""Reading what a language model answered, whatever it is.

Comes in: parsed JSON, or text that should be JSON. Goes out: drafts by the id they were asked under. Nothing
here trusts the answer: what has not the form is left out, and nothing raises.
"""

from __future__ import annotations

import json
from typing import Any

from edc.captions.clean import one_line
from edc.captions.writer import Draft

LONGEST_ANSWER = 400_000
"""Characters; a longer answer is no answer."""
LONGEST_SENTENCE = 300
_MOST_SENTENCES = 4


def drafts_of(answer: Any, count: int) -> dict[int, Draft]:
    """At most one draft for each of `count` moments."""
    if isinstance(answer, str):
        answer = _parsed(answer)
    moments = answer.get("moments") if isinstance(answer, dict) else None
    found: dict[int, Draft] = {}
    for entry in moments if isinstance(moments, list) else ():
        draft = _draft(entry) if isinstance(entry, dict) else None
        at = entry.get("id") if isinstance(entry, dict) else None
        if draft is not None and isinstance(at, int) and 0 <= at < count and at not in found:
            found[at] = draft
    return found


def _parsed(text: str) -> Any:
    """JSON out of text; some servers wrap it in a code fence or a sentence."""
    if len(text) > LONGEST_ANSWER:
        return None
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        return json.loads(text[start:end + 1])
    except (ValueError, RecursionError):
        return None


def _sentences(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    texts = [text for text in listed if isinstance(text, str) and 0 < len(text.strip()) <= LONGEST_SENTENCE]
    return tuple(clean for text in texts[:_MOST_SENTENCES] if (clean := one_line(text, LONGEST_SENTENCE)))


def _draft(entry: dict[str, Any]) -> Draft:
    return Draft(titles=_sentences(entry.get("titles")), safe_titles=_sentences(entry.get("safe_titles")),
                 captions=_sentences(entry.get("captions")))  # fmt: skip
