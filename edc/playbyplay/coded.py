"""Rows whose kind is told by the older feeds' two numbers, in liveData's words.

Shared by stats v2 and data.nba.com, so that the same game in both gives the same plays.
"""

from __future__ import annotations

from collections.abc import Mapping

from edc.playbyplay.codes import (
    ACTION_TYPES,
    FOUL,
    FOULS,
    FREE_THROW,
    MADE,
    MISSED,
    PERIOD_END,
    PERIOD_START,
    REPLAY,
    REPLAYS,
    SHOT_PHRASES,
    SUBSTITUTION,
    TIMEOUT,
    TURNOVER,
    TURNOVERS,
    VIOLATION,
    VIOLATIONS,
)
from edc.playbyplay.rows import free_throw_words, shot_words

_SUB_TYPES: Mapping[int, Mapping[int, str]] = {TURNOVER: TURNOVERS, VIOLATION: VIOLATIONS, REPLAY: REPLAYS}

_SHOT_VOCABULARY = frozenset(word for phrase in SHOT_PHRASES.values() for word in phrase.split())


def _told_phrase(description: str) -> str:
    """The shot words of a description whose code nobody knows; its names and numbers left out."""
    words = description.lower().replace("pull-up", "pullup").split()
    return " ".join(word for word in words if word in _SHOT_VOCABULARY)


def action_words(kind: int, code: int, description: str, *, three: bool) -> tuple[str, str, str]:
    """Action type, sub type and descriptor; an unknown kind keeps its number as its word."""
    if kind in (MADE, MISSED):
        return ("3pt" if three else "2pt", *shot_words(SHOT_PHRASES.get(code) or _told_phrase(description)))
    if kind == FREE_THROW:
        return ("freethrow", *free_throw_words(description))
    if kind == FOUL:
        return ("foul", *FOULS.get(code, ("", "")))
    return (ACTION_TYPES.get(kind, f"event {kind}"), _sub_type(kind, code), "")


def _sub_type(kind: int, code: int) -> str:
    if kind in (PERIOD_START, PERIOD_END):
        return "start" if kind == PERIOD_START else "end"
    if kind == TIMEOUT:
        return "official" if code == 4 else "full"
    if kind == SUBSTITUTION:
        return "out"
    return _SUB_TYPES[kind].get(code, "") if kind in _SUB_TYPES else ""


def unknown_code(kind: int, code: int) -> str | None:
    """What to report about a row's numbers, None where both are known."""
    if kind not in ACTION_TYPES and kind not in (MADE, MISSED):
        return f"unknown event type {kind}"
    tables = {MADE: SHOT_PHRASES, MISSED: SHOT_PHRASES, FOUL: FOULS, TURNOVER: TURNOVERS, VIOLATION: VIOLATIONS,
              REPLAY: REPLAYS}
    if kind in tables and code not in tables[kind]:
        return f"unknown action code {code} of event type {kind}"
    return None


def made_of(kind: int, *, missed: bool) -> bool | None:
    """Of field goals by their kind, of free throws by what the description says."""
    if kind == FREE_THROW:
        return not missed
    return {MADE: True, MISSED: False}.get(kind)
