"""What a reader of a language understands: from `languages/<code>/reading.toml` and the taxonomy's names.

Comes in: the shape of a text, in which every name and number is one character. Goes out: a `Scan`: who
stands in which role, which team is said to lead, what a number means, what is claimed, and which words
nobody has vetted. It knows nothing of any moment, so equal shapes are read once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from edc.captions.language import load_language, read_data
from edc.taxonomy import load_taxonomy

PERSON, TEAM, NUMBER = "\ue000", "\ue001", "\ue002"
_FIRST_LITERAL = 0xE100
_TOKENS = {"{p}": PERSON, "{t}": TEAM}
_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}+")
_DASHES = re.compile(r"\s*[–—−]\s*")
_PLAIN = frozenset(" ,.;:!?¡¿'\"()-+&/，。、！？：；（）・…·「」")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What must hold where a phrase is said: any one of these."""

    labels: frozenset[str] = frozenset()
    """The play is one of these or lies below one."""
    nodes: frozenset[str] = frozenset()
    """The phrase is the name of these plays: the play is one of them, or below."""
    flags: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    periods: frozenset[str] = frozenset()
    """The phrase is this period's name."""

    def __or__(self, other: Claim) -> Claim:
        return Claim(labels=self.labels | other.labels, nodes=self.nodes | other.nodes, flags=self.flags | other.flags,
                     facts=self.facts | other.facts, periods=self.periods | other.periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Phrases of one kind: where several fit, the longest is meant."""

    pattern: re.Pattern[str]
    meaning: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    code: str
    wide: bool
    """Set without spaces: the word list decides what is a word."""
    literals: re.Pattern[str] | None
    """Names that hold digits of their own (1st quarter, 3ポイント)."""
    literal_of: Mapping[str, str]
    roles: Layer
    standing: Layer
    units: Layer
    claims: Layer
    words: frozenset[str]
    number_words: frozenset[str]
    profanity: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Places are counted among the text's people, teams and numbers, from 0."""

    roles: tuple[tuple[str, int], ...]
    standing: tuple[tuple[str, int], ...]
    units: tuple[tuple[tuple[str, ...], int], ...]
    scores: tuple[int, ...]
    """Place of the first of two numbers."""
    claims: tuple[tuple[str, Claim], ...]
    loose_people: tuple[int, ...]
    loose_teams: tuple[int, ...]
    loose_numbers: tuple[int, ...]
    number_words: tuple[str, ...]
    profanity: tuple[str, ...]
    unknown: tuple[str, ...]


def normal(text: str) -> str:
    """Compatibility forms, straight quotes and plain dashes in lower case."""
    flat = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").lower()
    return _DASHES.sub("-", flat)


def tight(text: str, wide: bool) -> str:
    return "".join(text.split()) if wide else " ".join(text.split())


def _alternatives(phrases: Iterable[str], wide: bool) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda p: (-len(p), p))
    body = "|".join(re.escape(phrase) for phrase in longest_first) or r"(?!)"
    return re.compile(f"(?:{body})" if wide else rf"(?<!{_LETTER})(?:{body})(?!{_LETTER})")


class _Builder:
    """Phrases of the data as they stand in a shape."""

    def __init__(self, code: str, raw: Mapping[str, Any]) -> None:
        self.code = code
        self.raw = raw
        self.wide = code in ("zh", "ja") or bool(raw.get("wide", False))
        language = load_language(code)
        self.periods = {name: self.plain(name) for names in language.periods.values() for name in names}
        self.nodes: dict[str, set[str]] = {}
        for node in load_taxonomy().nodes.values():
            self.nodes.setdefault(self.plain(node.name(code)), set()).add(node.label)
        said = [self.plain(word) for claim in raw["claims"] for word in claim["words"]]
        numbered = sorted({p for p in (*self.nodes, *self.periods.values(), *said) if re.search(r"\d", p)},
                          key=lambda p: (-len(p), p))  # fmt: skip
        self.literal_of = {phrase: chr(_FIRST_LITERAL + at) for at, phrase in enumerate(numbered)}

    def plain(self, phrase: str) -> str:
        return tight(normal(phrase), self.wide)

    def shaped(self, phrase: str) -> str:
        text = self.plain(phrase.replace("{p}", PERSON))
        return self.literal_of.get(text, text)

    def frames(self, phrases: Iterable[str]) -> Iterable[str]:
        """A phrase with its tokens; a number may be a score where the phrase is about a team."""
        for phrase in phrases:
            text = phrase
            for name, token in _TOKENS.items():
                text = text.replace(name, token)
            yield self.plain(text.replace("{n}", NUMBER))
            if "{n}" in phrase and "{t}" in phrase:
                yield self.plain(text.replace("{n}", f"{NUMBER}-{NUMBER}"))

    def layer(self, table: Mapping[str, Iterable[str]]) -> Layer:
        """Phrase → kinds that it belongs to."""
        meaning: dict[str, tuple[str, ...]] = {}
        for kind, phrases in table.items():
            for phrase in self.frames(phrases):
                meaning[phrase] = (*meaning.get(phrase, ()), kind)
        return Layer(pattern=_alternatives(meaning, self.wide), meaning=meaning)

    def claims(self) -> Layer:
        meaning: dict[str, Claim] = {}

        def add(phrase: str, claim: Claim) -> None:
            meaning[phrase] = meaning.get(phrase, Claim()) | claim

        for raw in self.raw["claims"]:
            claim = Claim(labels=frozenset(raw.get("labels", ())), flags=frozenset(raw.get("flags", ())),
                          facts=frozenset(raw.get("facts", ())))
            for word in raw["words"]:
                add(self.shaped(word), claim)
        for phrase, labels in self.nodes.items():
            add(self.literal_of.get(phrase, phrase), Claim(nodes=frozenset(labels)))
        for name, phrase in self.periods.items():
            add(self.literal_of.get(phrase, phrase), Claim(periods=frozenset((name,))))
        return Layer(pattern=_alternatives(meaning, self.wide), meaning=meaning)


@cache
def load_reading(code: str) -> Reading:
    """
    Raises:
        UsageError: no such language.
    """
    raw = read_data(code, "reading.toml")
    build = _Builder(code, raw)
    literals = sorted(build.literal_of, key=lambda p: (-len(p), p))
    body = "|".join(re.escape(phrase) for phrase in literals)
    return Reading(
        code=code,
        wide=build.wide,
        literals=re.compile(rf"(?<!\d)(?:{body})(?![\d]){'' if build.wide else f'(?!{_LETTER})'}") if body else None,
        literal_of=build.literal_of,
        roles=build.layer(raw["roles"]),
        standing=build.layer(raw["standing"]),
        units=build.layer(raw["units"]),
        claims=build.claims(),
        words=frozenset(normal(word) for word in raw["words"].split()),
        number_words=frozenset(normal(word) for word in raw["number_words"]),
        profanity=frozenset(normal(word) for word in raw["profanity"]),
    )


# ------------------------------------------------------------------ reading a shape
class _Cover:
    """Which characters of a shape some layer has understood."""

    def __init__(self, shape: str) -> None:
        self.shape = shape
        self.done = bytearray(len(shape))

    def take(self, start: int, end: int) -> None:
        self.done[start:end] = b"\1" * (end - start)

    def places(self, token: str) -> dict[int, int]:
        """Where in the shape the token stands → its place among its kind."""
        return {at: place for place, at in enumerate(i for i, c in enumerate(self.shape) if c == token)}

    def rest(self) -> str:
        return "".join(c if not self.done[at] else " " for at, c in enumerate(self.shape))


def _tokens(found: re.Match[str], token: str, places: Mapping[int, int]) -> list[int]:
    return [places[at] for at in range(found.start(), found.end()) if at in places] if token in found.group() else []


@lru_cache(maxsize=65536)
def scan(code: str, shape: str) -> Scan:
    reading = load_reading(code)
    cover = _Cover(shape)
    people, teams, numbers = (cover.places(token) for token in (PERSON, TEAM, NUMBER))
    roles, standing, units, claims = [], [], [], []
    for found in reading.roles.pattern.finditer(shape):
        cover.take(*found.span())
        roles += [(reading.roles.meaning[found.group()][0], place) for place in _tokens(found, PERSON, people)]
    for found in reading.standing.pattern.finditer(shape):
        cover.take(*found.span())
        standing += [(kind, place) for kind in reading.standing.meaning[found.group()]
                     for place in _tokens(found, TEAM, teams)]  # fmt: skip
    for found in reading.units.pattern.finditer(shape):
        cover.take(*found.span())
        units += [(reading.units.meaning[found.group()], place) for place in _tokens(found, NUMBER, numbers)]
    for found in reading.claims.pattern.finditer(shape):
        cover.take(*found.span())
        claims.append((found.group(), reading.claims.meaning[found.group()]))
    scores = [numbers[found.start()] for found in _SCORE.finditer(shape)]
    inside = {place for _, place in units} | {place + extra for place in scores for extra in (0, 1)}
    rest = cover.rest()
    number_words, profanity, unknown = _words(rest, reading)
    return Scan(
        roles=tuple(roles), standing=tuple(standing), units=tuple(units), scores=tuple(scores), claims=tuple(claims),
        loose_people=tuple(p for p in people.values() if p not in {place for _, place in roles}),
        loose_teams=tuple(p for p in teams.values() if p not in {place for _, place in standing}),
        loose_numbers=tuple(p for p in numbers.values() if p not in inside),
        number_words=number_words, profanity=profanity, unknown=unknown,
    )  # fmt: skip


_SCORE = re.compile(rf"{NUMBER}-{NUMBER}(?!-)")


def _words(rest: str, reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Number words, profanity and unvetted words of what no phrase has explained."""
    bare = "".join(" " if 0xE000 <= ord(c) < 0xF000 else c for c in rest)
    signs = [c for c in bare if not c.isalpha() and not c.isspace() and c not in _PLAIN]
    runs = _WORD.findall(bare)
    numbers = [w for w in runs if w in reading.number_words]
    foul = [w for w in runs if w in reading.profanity]
    if reading.wide:
        foul += [p for p in reading.profanity if p in bare]
        runs = [gap for run in runs for gap in _gaps(run, reading.words)]
        numbers += [w for run in runs for w in reading.number_words if w in run]
    unknown = [w for w in runs if w not in reading.words and w not in numbers]
    return tuple(numbers), tuple(foul), (*unknown, *signs)


def _gaps(run: str, words: frozenset[str]) -> list[str]:
    """What remains of a run of characters that vetted words cannot spell; nothing, where they can."""
    longest = max(map(len, words), default=1)
    reach = [True] + [False] * len(run)
    for end in range(1, len(run) + 1):
        reach[end] = any(reach[end - n] and run[end - n:end] in words for n in range(1, min(longest, end) + 1))
    return [] if reach[-1] else [run]
