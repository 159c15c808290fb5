"""The words of a language: sentences with slots, units and claims, from `languages/*.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from edc.errors import UsageError
from edc.taxonomy import LANGUAGES, load_taxonomy

_SLOT = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

Templates = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Words that say something which must be so: a label below one of these, or one of these flags or facts."""

    words: tuple[str, ...]
    labels: tuple[str, ...]
    flags: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    code: str
    lower_names: bool
    """Names of plays are written small inside a sentence."""
    metric: bool
    decimal: str
    titles: Templates
    title_tails: Mapping[str, str]
    safe_titles: Templates
    captions: Templates
    tails: Templates
    scores: Templates
    periods: Templates
    units: Templates
    leading: tuple[str, ...]
    """Phrases that say of a `{team}` that it leads, with `{n}` for figures."""
    trailing: tuple[str, ...]
    claims: tuple[Claim, ...]
    vocabulary: frozenset[str]
    """Every word, in lower case, that stands in a template, a claim or the name of a play."""

    def templates(self, of: Templates, label: str) -> tuple[str, ...]:
        """Those of the label, else of its nearest ancestor that has some."""
        for ancestor in load_taxonomy().ancestors(label):
            if ancestor in of:
                return of[ancestor]
        return of["*"]

    def period_name(self, period: int, periods_in_regulation: int) -> str:
        if period <= periods_in_regulation:
            names = self.periods["half" if periods_in_regulation == 2 else "quarter"]
            return names[min(period, len(names)) - 1]
        names = self.periods["overtime"]
        return names[min(period - periods_in_regulation, len(names)) - 1]


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def _texts(raw: Any) -> list[str]:
    if isinstance(raw, str):
        return [raw]
    if isinstance(raw, Mapping):
        return [text for value in raw.values() for text in _texts(value)]
    return [text for value in raw for text in _texts(value)] if isinstance(raw, list) else []


def _vocabulary(raw: Mapping[str, Any], code: str) -> frozenset[str]:
    spoken = [raw[key] for key in ("titles", "title_tails", "safe_titles", "captions", "tails", "scores", "periods")]
    texts = [*_texts(spoken), *(word for claim in raw["claims"] for word in claim["words"])]
    texts += [node.name(code) for node in load_taxonomy().nodes.values()]
    return frozenset(word.lower() for text in texts for word in words_of(_SLOT.sub(" ", text)))


def _templates(raw: Mapping[str, Any]) -> Templates:
    return {key: tuple(value) for key, value in raw.items()}


def _claim(raw: Mapping[str, Any]) -> Claim:
    return Claim(words=tuple(raw["words"]), labels=tuple(raw.get("labels", ())), flags=tuple(raw.get("flags", ())),
                 facts=tuple(raw.get("facts", ())))


@cache
def load_language(code: str) -> Language:
    """The words of a language.

    Raises:
        UsageError: no such language.
    """
    if code not in LANGUAGES:
        raise UsageError(f"No captions in {code!r}: known languages are {', '.join(LANGUAGES)}.")
    raw = tomllib.loads(files("edc.captions").joinpath("languages", f"{code}.toml").read_text(encoding="utf-8"))
    return Language(
        code=code,
        lower_names=raw["lower_names"],
        metric=raw["distance"] == "{m}",
        decimal=raw.get("decimal", "."),
        titles=_templates(raw["titles"]),
        title_tails=dict(raw["title_tails"]),
        safe_titles=_templates(raw["safe_titles"]),
        captions=_templates(raw["captions"]),
        tails=_templates(raw["tails"]),
        scores=_templates(raw["scores"]),
        periods=_templates(raw["periods"]),
        units=_templates(raw["units"]),
        leading=tuple(raw["standing"]["leading"]),
        trailing=tuple(raw["standing"]["trailing"]),
        claims=tuple(_claim(claim) for claim in raw["claims"]),
        vocabulary=_vocabulary(raw, code),
    )
