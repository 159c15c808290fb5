"""What the words of a score bug mean: clocks, periods, scores.

Comes in: text as recognised. Goes out: seconds, period numbers (overtime is 5 and on) with a
status, scores; None where the text is something else.
"""

from __future__ import annotations

import difflib
import functools
import re
from enum import StrEnum


class Status(StrEnum):
    """What the period's words say besides its number."""

    PLAYING = "playing"
    END = "end"
    HALF = "half"
    FINAL = "final"


CLOCK = re.compile(r"(?<![\d:.])(?:(\d{1,2}):([0-5]\d)(\.\d)?|:?([0-5]?\d)\.(\d)|:([0-5]\d))(?![\d:])")
"""11:42, 0:35.0, :35.0, 38.7, :38."""

_LONGEST_CLOCK_S = 20 * 60.0


def parse_clock(text: str) -> float | None:
    """Seconds left in the period, from `11:42`, `0:35.0`, `:35.0`, `38.7` or `:38`."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    minutes, seconds, tenths, whole, tenth, bare = found.groups()
    if minutes is not None:
        value = int(minutes) * 60 + int(seconds) + float(tenths or 0)
    elif whole is not None:
        value = int(whole) + int(tenth) / 10
    else:
        value = float(bare)
    return value if value <= _LONGEST_CLOCK_S else None


def is_full_clock(text: str) -> bool:
    """Whether a clock shows minutes or tenths; `:24` alone is more often a shot clock."""
    return parse_clock(text) is not None and not re.fullmatch(r":\d\d", text.strip())


SHOT_CLOCK = re.compile(r":?(\d{1,2})(\.\d)?")


def parse_shot_clock(text: str) -> float | None:
    """Seconds on the shot clock, at most 35."""
    found = SHOT_CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    value = float(found.group(1)) + float(found.group(2) or 0)
    return value if value <= 35 else None


def parse_score(text: str) -> int | None:
    """A score of one team: 0 to 199 without a leading zero; a wide 0 alone reads as an o."""
    if text.strip() in ("O", "o"):
        return 0
    return int(text) if re.fullmatch(r"0|[1-9]\d?|1\d\d", text.strip()) else None


@functools.cache
def period_lexicon() -> dict[str, tuple[int, Status]]:
    """Every way of printing a period that we know, in capitals without spaces, and its meaning."""
    names = {1: ("1ST", "FIRST"), 2: ("2ND", "SECOND"), 3: ("3RD", "THIRD"), 4: ("4TH", "FOURTH")}
    words: dict[str, int] = {}
    for number, (ordinal, name) in names.items():
        for stem in (ordinal, name):
            words |= {stem + tail: number for tail in ("", "QTR", "QTR.", "QUARTER", "Q", "PERIOD", "PER", "HALF")}
        words |= {text.format(number): number for text in ("Q{}", "{}Q", "QTR{}", "{}QTR", "P{}", "QUARTER{}", "PER{}")}
    for number, (ordinal, name) in names.items():
        overtimes = ("OT{0}", "{0}OT", "{1}OT", "{2}OVERTIME", "{1}OVERTIME", "OVERTIME{0}")
        words |= {text.format(number, ordinal, name): 4 + number for text in overtimes}
    words |= {"OT": 5, "OVERTIME": 5, "O.T.": 5}
    lexicon = {text: (number, Status.PLAYING) for text, number in words.items()}
    for text, number in words.items():
        if not text.endswith("HALF"):
            lexicon |= {head + text: (number, Status.END) for head in ("END", "ENDOF")}
            lexicon[text + "END"] = (number, Status.END)
        if number > 4:
            lexicon |= {head + text: (number, Status.FINAL) for head in ("FINAL/", "FINAL", "FINAL-")}
    for number, sign in enumerate("一二三四", 1):
        names_of = (f"第{n}{word}" for n in (number, sign) for word in ("节", "節", "Q"))
        lexicon |= dict.fromkeys(names_of, (number, Status.PLAYING))
    lexicon |= dict.fromkeys(("加时", "加時", "延長"), (5, Status.PLAYING))
    lexicon |= dict.fromkeys(("HALF", "HALFTIME", "HALF-TIME", "半场"), (2, Status.HALF))
    lexicon |= dict.fromkeys(("FINAL", "FINALSCORE"), (4, Status.FINAL))
    return lexicon


_LIKE = str.maketrans({"I": "1", "L": "1", "|": "1", "Z": "2", "0": "O", "D": "O", "5": "S", " ": ""})


@functools.cache
def _alike() -> dict[str, tuple[int, Status]]:
    return {text.translate(_LIKE): meaning for text, meaning in period_lexicon().items()}


def parse_period(text: str) -> tuple[int, Status] | None:
    """The period and its status, from a closed list; I and l stand for 1, as the recogniser confuses them."""
    return _alike().get(text.upper().translate(_LIKE))


_ORDINAL = re.compile(r"([1-4])([A-Z]{1,2})")


def parse_ordinal(text: str) -> tuple[int, Status] | None:
    """The period of an ordinal whose small raised letters were misread: `3AD`, `3D`, `4H`."""
    found = _ORDINAL.fullmatch(text.upper())
    if found is None:
        return None
    number, letters = int(found.group(1)), found.group(2)
    tail = ("ST", "ND", "RD", "TH")[number - 1]
    close = letters[-1] == tail[-1] or (len(letters) == 2 and letters[0] == tail[0])
    return (number, Status.PLAYING) if close else None


_NO_TEAM = frozenset(
    """BONUS FOULS FOUL FLS TIMEOUTS TIMEOUT TO TOS TOL FINALS FINAL GAME LIVE HD REPLAY ESPN TNT ABC NBA WNBA SPORTS
    NETWORK SHOT CLOCK POSS QTR QUARTER HALF OT END
    LEADS SERIES PLAYOFFS THE AND NO OF FG PTS REB AST ST ND RD TH NFL NHL MLB PM AM""".split()  # noqa: SIM905
)
_TEAM = re.compile(r"(?:\(?\d{1,2}\)?[ .]?)?([A-Z][A-Z.'& ]*[A-Z.]|[A-Z][a-z]{2,}[A-Za-z .']*)")


def parse_team(text: str) -> str | None:
    """A team's code or name in any script; a seed printed before it is left out; None for the bug's other words."""
    text = text.strip(" .'-|/&#")
    if _of_another_script(text):
        return text
    found = _TEAM.fullmatch(text)
    if found is None or len(found.group(1)) > 24 or parse_period(text) is not None:
        return None
    name = found.group(1).strip()
    return None if any(_no_team(word) for word in re.split(r"[ .]+", name.upper())) else name


def _of_another_script(text: str) -> bool:
    """Whether this is a word that Latin letters alone do not make, and no period's."""
    letters = text.replace(" ", "")
    return 2 <= len(letters) <= 12 and letters.isalpha() and not letters.isascii() and parse_period(text) is None


@functools.cache
def _no_team(word: str) -> bool:
    """Whether a word is one of the bug's own; small print is often misread (`FOLLS`, `BONUE`)."""
    alike = (difflib.SequenceMatcher(None, word, own).ratio() > 0.65 for own in ("FOULS", "BONUS", "TIMEOUTS"))
    return word in _NO_TEAM or any(alike)
