"""The words of a language: sentences with slots, from `languages/<code>/sentences.toml`.

A language is a folder of data: `sentences.toml` (what is written) and `reading.toml` (what a reader
understands, see `reading.py`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from edc.errors import UsageError
from edc.taxonomy import load_taxonomy

Templates = Mapping[str, tuple[str, ...]]

NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    code: str
    lower_names: bool
    """Names of plays are written small inside a sentence."""
    metric: bool
    line_columns: int
    """Of a line of a caption; a wide character counts two."""
    reading_speed: float
    """Columns that a viewer reads in a second."""
    titles: Templates
    title_tails: Mapping[str, str]
    safe_titles: Templates
    captions: Templates
    tails: Templates
    scores: Templates
    periods: Templates
    alts: Templates
    """Descriptions of a moment's picture: `full` and `safe`."""
    recap: Templates
    voices: Mapping[str, Mapping[str, Templates]]
    """Voice → section (titles, captions, tails) → what it says instead."""

    def templates(self, of: Templates, label: str) -> tuple[str, ...]:
        """Those of the label, else of its nearest ancestor that has some."""
        for ancestor in _ancestors(label):
            if ancestor in of:
                return of[ancestor]
        return of["*"]

    def captions_of(self, label: str, voice: str) -> tuple[str, ...]:
        """A voice's own sentences first, the neutral ones after them."""
        own = self.voices.get(voice, {}).get("captions", {})
        mine = next((own[ancestor] for ancestor in _ancestors(label) if ancestor in own), ())
        return (*mine, *self.templates(self.captions, label))

    def period_name(self, period: int, periods_in_regulation: int) -> str:
        if period <= periods_in_regulation:
            names = self.periods["half" if periods_in_regulation == 2 else "quarter"]
            return names[min(period, len(names)) - 1]
        names = self.periods["overtime"]
        return names[min(period - periods_in_regulation, len(names)) - 1]


@lru_cache(maxsize=4096)
def _ancestors(label: str) -> tuple[str, ...]:
    return tuple(load_taxonomy().ancestors(label))


def languages() -> tuple[str, ...]:
    """Codes of the languages that somebody has written."""
    folder = files("edc.captions").joinpath("languages")
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.joinpath("sentences.toml").is_file()))


def read_data(code: str, name: str) -> dict[str, Any]:
    """
    Raises:
        UsageError: no such language.
    """
    if code not in languages():
        raise UsageError(f"No captions in {code!r}: known languages are {', '.join(languages())}.")
    return tomllib.loads(files("edc.captions").joinpath("languages", code, name).read_text(encoding="utf-8"))


def _templates(raw: Mapping[str, Any]) -> Templates:
    return {key: tuple(value) for key, value in raw.items()}


def _voices(raw: Mapping[str, Any]) -> dict[str, dict[str, Templates]]:
    return {voice: {part: _templates(told) for part, told in parts.items()} for voice, parts in raw.items()}


@cache
def load_language(code: str) -> Language:
    """The words of a language.

    Raises:
        UsageError: no such language, no such file in its folder.
    """
    raw = read_data(code, "sentences.toml")
    return Language(
        code=code,
        lower_names=raw["lower_names"],
        metric=raw["distance"] == "{m}",
        line_columns=raw["line_columns"],
        reading_speed=raw["reading_speed"],
        titles=_templates(raw["titles"]),
        title_tails=dict(raw["title_tails"]),
        safe_titles=_templates(raw["safe_titles"]),
        captions=_templates(raw["captions"]),
        tails=_templates(raw["tails"]),
        scores=_templates(raw["scores"]),
        periods=_templates(raw["periods"]),
        alts=_templates(raw["alts"]),
        recap=_templates(raw["recap"]),
        voices=_voices(raw.get("voices", {})),
    )
