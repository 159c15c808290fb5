"""An independent reader of captions: every number, name and claim must come from the moment's facts.

It knows the text, the facts and the language's words, and nothing of how the text was written, so
it judges templates and language models alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from edc.captions.facts import Facts
from edc.captions.language import Language, load_language, words_of
from edc.captions.slots import distance_text, safe_label
from edc.taxonomy import is_a, load_taxonomy, node

ProblemKind = Literal["number", "name", "word", "claim", "spoiler"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    kind: ProblemKind
    span: str
    note: str


_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SCORE = re.compile(r"(\d+)\s*[-–:]\s*(\d+)")
_LETTER = r"[0-9A-Za-z\u00c0-\u024f]"
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@lru_cache(maxsize=8192)
def _alone(word: str) -> str:
    """A pattern of the word where it is no part of a longer one; Chinese and Japanese set no spaces."""
    if _CJK.search(word):
        return re.escape(word)
    return rf"(?<!{_LETTER}){re.escape(word)}(?!{_LETTER})"


@lru_cache(maxsize=8192)
def _pattern(word: str, *, any_case: bool = False) -> re.Pattern[str]:
    return re.compile(_alone(word), re.IGNORECASE if any_case else 0)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Without accents, in lower case: Dončić and doncic are one."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def verify(text: str, facts: Facts, language: Language, roster: Sequence[str] = ()) -> list[Problem]:
    """What is wrong with a text; nothing, when it is true. `roster` are the names of all players of the game."""
    unnamed = _without(text, (*facts.names, *_teams(facts)))
    return [
        *_numbers(unnamed, facts, language),
        *_names(unnamed, facts, language, roster),
        *_standing(text, facts, language),
        *_claims(unnamed, facts, language),
    ]


def _teams(facts: Facts) -> tuple[str, ...]:
    return tuple(filter(None, (facts.home, facts.away, facts.team, *facts.team_names)))


def _without(text: str, names: Iterable[str]) -> str:
    for name in sorted(set(names), key=len, reverse=True):
        text = _pattern(name).sub("§", text)
    return text


# ------------------------------------------------------------------ numbers
def _unit_values(facts: Facts, language: Language) -> dict[str, set[str]]:
    lead = facts.lead
    milestone = facts.milestone.value if facts.milestone and facts.milestone.kind == "points" else None
    told: dict[str, Iterable[object]] = {
        "distance": () if facts.distance_ft is None else (distance_text(facts.distance_ft, language),),
        "run": (facts.run_points,) if facts.run_points else (),
        "total": (n for n in (facts.scorer_points, milestone) if n is not None),
        "lead": () if not lead else (abs(lead),),
        "deficit": (facts.comeback_points,) if facts.comeback_points else (),
        "tied": (facts.home_score,) if facts.level else (),
    }
    return {unit: {str(value) for value in values} for unit, values in told.items()}


@lru_cache(maxsize=8192)
def _unit_patterns(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    number = r"(\\d+(?:[.,]\\d+)?)"
    return tuple(
        (unit, re.compile(re.sub(r"\\\{n\\\}", number, re.escape(phrase)), re.IGNORECASE))
        for unit, phrases in load_language(code).units.items() for phrase in phrases
    )


def _spoken(facts: Facts, language: Language) -> list[str]:
    """Names of the play and of the period, which may hold digits of their own."""
    names = [node(label).name(language.code) for label in load_taxonomy().ancestors(facts.label)]
    if facts.period is not None:
        names.append(language.period_name(facts.period, facts.periods_in_regulation))
    return [n for name in names for n in (name, name[0].lower() + name[1:])]


def _numbers(text: str, facts: Facts, language: Language) -> list[Problem]:
    text = unicodedata.normalize("NFKC", _without(text, _spoken(facts, language)))
    values = _unit_values(facts, language)
    problems: list[Problem] = []
    for unit, pattern in _unit_patterns(language.code):
        problems += [
            Problem(kind="number", span=found.group(0), note=f"not the {unit} of this play")
            for found in pattern.finditer(text) if found.group(1) not in values[unit]
        ]
        text = pattern.sub(" ", text)
    problems += [
        Problem(kind="number", span=found.group(0), note="not the score after this play")
        for found in _SCORE.finditer(text) if not _is_score(found.group(1), found.group(2), facts)
    ]
    rest = _NUMBER.findall(_SCORE.sub(" ", text))
    return problems + [Problem(kind="number", span=n, note="a number without a fact") for n in rest]


def _is_score(first: str, second: str, facts: Facts) -> bool:
    if facts.home_score is None or facts.away_score is None:
        return False
    return (int(first), int(second)) == tuple(sorted((facts.home_score, facts.away_score), reverse=True))


# ------------------------------------------------------------------ names
@lru_cache(maxsize=8192)
def _surnames(roster: tuple[str, ...]) -> frozenset[str]:
    return frozenset(folded(words_of(name)[-1]) for name in roster if words_of(name))


def _names(unnamed: str, facts: Facts, language: Language, roster: Sequence[str]) -> list[Problem]:
    """Words outside the language's vocabulary are names, and no name of this moment is left by now."""
    problems = [
        Problem(kind="name" if word[:1].isupper() else "word", span=word,
                note="neither a name of this play nor a known word")
        for word in words_of(_CJK.sub(" ", unnamed)) if word.lower() not in language.vocabulary
    ]
    present = {folded(part) for name in facts.names for part in words_of(name)}
    strangers = _surnames(tuple(roster)) - present
    capitalised = [w for at, w in enumerate(words_of(unnamed)) if w[:1].isupper() and at > 0]
    problems += [
        Problem(kind="name", span=word, note="a player who has no part in this play")
        for word in capitalised if folded(word) in strangers and word.lower() in language.vocabulary
    ]
    return problems


# ------------------------------------------------------------------ teams
def _standing(text: str, facts: Facts, language: Language) -> list[Problem]:
    """A team may be named if it acts or leads; a team said to lead must lead, one said to trail must trail."""
    problems: list[Problem] = []
    for team in filter(None, {facts.home, facts.away}):
        if not _pattern(team).search(text):
            continue
        if team not in (facts.team, facts.leader):
            problems.append(Problem(kind="name", span=team, note="a team that neither acts nor leads"))
        for phrases, right in ((language.leading, team == facts.leader),
                               (language.trailing, facts.leader is not None and team != facts.leader)):
            problems += [
                Problem(kind="claim", span=phrase, note="not how the teams stand after this play")
                for phrase in phrases if not right and _standing_pattern(phrase, team).search(text)
            ]
    return problems


@lru_cache(maxsize=8192)
def _standing_pattern(phrase: str, team: str) -> re.Pattern[str]:
    pattern = re.escape(phrase).replace(r"\{team\}", f"(?-i:{_alone(team)})")
    return re.compile(pattern.replace(r"\{n\}", r"[\d–:-]+"), re.IGNORECASE)


# ------------------------------------------------------------------ claims
def _holds(claim_labels: Sequence[str], flags: Sequence[str], truths: Sequence[str], facts: Facts) -> bool:
    return (
        any(is_a(facts.label, label) for label in claim_labels)
        or any(flag in facts.flags for flag in flags)
        or ("level" in truths and facts.level)
    )


def _said(word: str, text: str) -> bool:
    return _pattern(word, any_case=True).search(text) is not None


def _claims(text: str, facts: Facts, language: Language) -> list[Problem]:
    text = _without(text, _spoken(facts, language))
    return [
        Problem(kind="claim", span=word, note="says what did not happen in this play")
        for claim in language.claims for word in claim.words
        if _said(word, text) and not _holds(claim.labels, claim.flags, claim.facts, facts)
    ]


def verify_safe(text: str, facts: Facts) -> list[Problem]:
    """A safe title must not tell a score, an outcome or an overtime, whatever the facts."""
    spoken = {node(safe_label(facts.label)).name(language) for language in ("en", "es", "fr", "pt", "zh", "ja")}
    rest = _without(_without(text, spoken), (*facts.names, *_teams(facts)))
    return [Problem(kind="spoiler", span=n, note="a number in a safe title") for n in _NUMBER.findall(rest)]
