"""An independent reader of captions: every number, name and claim must come from the moment's facts.

It knows the text, the facts and what a reader of the language understands, and nothing of how the text
was written, so it judges templates and language models alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from edc.captions.facts import Facts
from edc.captions.language import Language
from edc.captions.reading import NUMBER, PERSON, TEAM, Claim, Reading, Scan, load_reading, normal, scan, tight
from edc.captions.slots import clock_text, distance_text, safe_label
from edc.taxonomy import load_taxonomy

ProblemKind = Literal[
    "number", "name", "team", "word", "claim", "role", "arithmetic", "length", "spoiler", "profanity", "form"
]
Level = Literal["full", "watched", "hidden"]
LEVELS: tuple[Level, ...] = ("full", "watched", "hidden")

HINDSIGHT = frozenset({"deciding", "game_winner", "comeback", "run"})
"""Flags that only somebody can give who knows what came later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    kind: ProblemKind
    span: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A text with one character for each name and number, and who and what they are."""

    shape: str
    people: tuple[str, ...]
    teams: tuple[str, ...]
    numbers: tuple[str, ...]


_FIRST_PERSON, _FIRST_TEAM, _LAST_TEAM = 0xE200, 0xE300, 0xE400
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"[\ue200-\ue2ff]|[\ue300-\ue3ff]|\d{1,2}:\d{2}(?!\d)|\d+(?:[.,]\d+)?")


def verify(text: str, facts: Facts, language: Language, roster: Sequence[str] = ()) -> list[Problem]:
    """What is wrong with a text; nothing, when it is true. `roster` are the names of all players of the game."""
    shaped = shape_of(text, facts, load_reading(language.code))
    found = scan(language.code, shaped.shape)
    return [
        *_numbers(shaped, found, facts, language),
        *_people(shaped, found, facts),
        *_teams(shaped, found, facts),
        *_claims(found, facts, language),
        *_words(found, text, roster),
    ]


# ------------------------------------------------------------------ the shape of a text
def _teams_of(facts: Facts) -> dict[str, str]:
    """Every way to write a team → its tricode."""
    ways = {code: code for code in (facts.home, facts.away, facts.team) if code}
    named = zip(facts.team_names, (facts.home, facts.away), strict=False)
    return ways | {name: code for name, code in named if name and code}


def _is_part(character: str) -> bool:
    return character.isalnum() and ord(character) < 0x2E80


def _masked(text: str, name: str, mark: str) -> str:
    """The name replaced where it is no part of a longer word; Chinese and Japanese set no spaces."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        before, after = text[at - 1:at], text[end:end + 1]
        if not (before and _is_part(before) and _is_part(name[0])) and not (
            after and _is_part(after) and _is_part(name[-1])
        ):
            text = text[:at] + mark + text[end:]
            end = at + 1
        at = text.find(name, end)
    return text


def shape_of(text: str, facts: Facts, reading: Reading) -> Shaped:
    return _shape(text, facts.names, tuple(_teams_of(facts).items()), reading.code)


@lru_cache(maxsize=1024)
def _marks(names: tuple[str, ...], ways: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Name → its character, longer names first."""
    marks = [*((name, chr(_FIRST_PERSON + at)) for at, name in enumerate(names)),
             *((name, chr(_FIRST_TEAM + at)) for at, (name, _) in enumerate(ways))]  # fmt: skip
    return tuple(sorted(marks, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4096)
def _shape(text: str, names: tuple[str, ...], ways: tuple[tuple[str, str], ...], code: str) -> Shaped:
    reading = load_reading(code)
    for name, mark in _marks(names, ways):
        if name in text:
            text = _masked(text, name, mark)
    text = tight(normal(text), reading.wide)
    if reading.literals and _DIGIT.search(text):
        text = reading.literals.sub(lambda m: reading.literal_of[m.group()], text)
    people: list[str] = []
    teams: list[str] = []
    numbers: list[str] = []

    def token(found: re.Match[str]) -> str:
        mark = found.group()
        code = ord(mark[0])
        if _FIRST_PERSON <= code < _FIRST_TEAM:
            people.append(names[code - _FIRST_PERSON])
            return PERSON
        if _FIRST_TEAM <= code < _LAST_TEAM:
            teams.append(ways[code - _FIRST_TEAM][1])
            return TEAM
        numbers.append(mark)
        return NUMBER

    shape = _TOKEN.sub(token, text)
    return Shaped(shape=shape, people=tuple(people), teams=tuple(teams), numbers=tuple(numbers))


# ------------------------------------------------------------------ numbers
def _values(unit: str, facts: Facts, language: Language) -> tuple[str, ...]:
    """What a number of this unit may be; arithmetic is done here again."""
    if unit == "distance":
        return () if facts.distance_ft is None else (distance_text(facts.distance_ft, language),)
    if unit == "clock":
        return () if facts.clock_s is None else (clock_text(facts.clock_s),)
    milestone = facts.milestone.value if facts.milestone and facts.milestone.kind == "points" else None
    lead = None if facts.home_score is None or facts.away_score is None else abs(facts.home_score - facts.away_score)
    found = {
        "run": facts.run_points if "run" in facts.flags else None,
        "total": facts.scorer_points if facts.scorer_points is not None else milestone,
        "lead": lead or None,
        "deficit": facts.comeback_points or None,
        "tied": facts.home_score if lead == 0 else None,
    }[unit]
    return () if not found else (str(found),)


def _numbers(shaped: Shaped, found: Scan, facts: Facts, language: Language) -> list[Problem]:
    problems = [
        Problem(kind="number", span=shaped.numbers[place], note=f"not the {' or '.join(units)} of this play")
        for units, place in found.units
        if not any(shaped.numbers[place] in _values(unit, facts, language) for unit in units)
    ]
    for place in found.scores:
        pair = shaped.numbers[place:place + 2]
        if not _is_score(pair, facts):
            problems.append(Problem(kind="number", span="-".join(pair), note="not the score after this play"))
    problems += [Problem(kind="number", span=shaped.numbers[place], note="a number without a fact")
                 for place in found.loose_numbers]  # fmt: skip
    return problems + [Problem(kind="number", span=w, note="a number in words") for w in found.number_words]


def _is_score(pair: Sequence[str], facts: Facts) -> bool:
    if facts.home_score is None or facts.away_score is None:
        return False
    return tuple(pair) == (str(max(facts.home_score, facts.away_score)), str(min(facts.home_score, facts.away_score)))


# ------------------------------------------------------------------ people and teams
def _people(shaped: Shaped, found: Scan, facts: Facts) -> list[Problem]:
    """A name in the phrase of a role must have that role; any other must have made the play."""
    role_of = {"main": facts.player, "assist": facts.assist, "other": facts.other, "blocker": facts.blocker,
               "milestone": facts.milestone.player if facts.milestone else None}  # fmt: skip
    problems = [
        Problem(kind="role", span=shaped.people[place], note=f"not the {role} of this play")
        for role, place in found.roles if shaped.people[place] != role_of.get(role)
    ]
    return problems + [
        Problem(kind="role", span=shaped.people[place], note="did not make this play")
        for place in found.loose_people if shaped.people[place] != facts.player
    ]


def _teams(shaped: Shaped, found: Scan, facts: Facts) -> list[Problem]:
    """A team said to lead must lead, one said to trail must trail; any other must be the one that acts."""
    problems = []
    for kind, place in found.standing:
        team = shaped.teams[place]
        trails = facts.leader is not None and team != facts.leader
        if not (team == facts.leader if kind == "leading" else trails):
            problems.append(Problem(kind="team", span=team, note="not how the teams stand after this play"))
    return problems + [
        Problem(kind="team", span=shaped.teams[place], note="not the team that makes this play")
        for place in found.loose_teams if shaped.teams[place] != facts.team
    ]


# ------------------------------------------------------------------ claims
@lru_cache(maxsize=4096)
def _line(label: str) -> frozenset[str]:
    return frozenset(load_taxonomy().ancestors(label)) | frozenset(load_taxonomy().ancestors(safe_label(label)))


def _truths(facts: Facts) -> frozenset[str]:
    told = {
        "level": facts.level, "leading": facts.leader is not None, "assist": facts.assist is not None,
        "blocker": facts.blocker is not None, "total": facts.scorer_points is not None,
        "triple_double": facts.milestone is not None and facts.milestone.kind == "triple_double",
        "double_double": facts.milestone is not None and facts.milestone.kind == "double_double",
    }  # fmt: skip
    return frozenset(name for name, holds in told.items() if holds)


def claim_holds(claim: Claim, facts: Facts, language: Language, truths: frozenset[str] | None = None) -> bool:
    """Whether a phrase that says this may be said of the moment."""
    line = _line(facts.label)
    truths = _truths(facts) if truths is None else truths
    if claim.labels & line or claim.nodes & line or claim.facts & truths:
        return True
    if not claim.flags.isdisjoint(facts.flags):
        return True
    if not claim.periods or facts.period is None:
        return False
    return language.period_name(facts.period, facts.periods_in_regulation) in claim.periods


def _claims(found: Scan, facts: Facts, language: Language) -> list[Problem]:
    truths = _truths(facts)
    return [
        Problem(kind="claim", span=phrase, note="says what did not happen in this play")
        for phrase, claim in found.claims if not claim_holds(claim, facts, language, truths)
    ]


# ------------------------------------------------------------------ words
@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Without accents, in lower case: Dončić and doncic are one."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=512)
def _name_parts(roster: tuple[str, ...]) -> frozenset[str]:
    return frozenset(folded(part) for name in roster for part in re.findall(r"[^\W\d_]+", name))


def _words(found: Scan, text: str, roster: Sequence[str]) -> list[Problem]:
    """Words that nobody has vetted: names where the game has such a name or they are written like one."""
    problems = [Problem(kind="profanity", span=word, note="no word for a broadcast") for word in found.profanity]
    if not found.unknown:
        return problems
    names = _name_parts(tuple(roster))
    capital = {folded(word) for word in re.findall(r"[^\W\d_]+", text) if word[:1].isupper()}
    return problems + [
        Problem(kind="name" if folded(word) in names or folded(word) in capital else "word", span=word,
                note="neither a name of this play nor a vetted word")
        for word in found.unknown
    ]


# ------------------------------------------------------------------ spoilers
def verify_level(text: str, facts: Facts, language: Language, level: Level) -> list[Problem]:
    """What a text tells that somebody at this level may not know yet, whatever the facts.

    `watched` knows the game up to this play and nothing after it; `hidden` knows no score, no outcome of
    a shot that missed, no lead, no overtime.
    """
    if level == "full":
        return []
    shaped = shape_of(text, facts, load_reading(language.code))
    found = scan(language.code, shaped.shape)
    if level == "watched":
        return [Problem(kind="spoiler", span=phrase, note="known only from what comes later")
                for phrase, claim in found.claims
                if claim.flags & HINDSIGHT and not (claim.flags - HINDSIGHT) & set(facts.flags)]  # fmt: skip
    told = [*(n for n in shaped.numbers), *(shaped.teams[p] for _, p in found.standing), *found.number_words]
    told += [phrase for phrase, claim in found.claims if _tells(claim, facts, language)]
    note = "tells a score, an outcome or how the teams stand"
    return [Problem(kind="spoiler", span=span, note=note) for span in told]


def _tells(claim: Claim, facts: Facts, language: Language) -> bool:
    line = _line(facts.label)
    if claim.periods and not claim.nodes & line:
        regular = language.periods["quarter"] if facts.periods_in_regulation == 4 else language.periods["half"]
        return not claim.periods & set(regular)
    safe = frozenset(load_taxonomy().ancestors(safe_label(facts.label)))
    if claim.nodes & safe or claim.labels & safe:
        return False
    return bool(claim.flags or claim.facts - {"assist", "blocker"} or (claim.nodes | claim.labels) & line)
