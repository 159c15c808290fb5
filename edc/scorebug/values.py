"""From a recognised line to a field's value.

Comes in: a `Line` and which field it is. Goes out: the value with its confidence.
"""

from __future__ import annotations

import functools

from edc.scorebug.decode import CLOCK_ALPHABET, DIGITS, PERIOD_ALPHABET, SHOT_ALPHABET, read_lexicon, read_text
from edc.scorebug.ocr import Line
from edc.scorebug.reading import Value
from edc.scorebug.words import (
    CLOCK,
    Status,
    parse_clock,
    parse_ordinal,
    parse_period,
    parse_score,
    parse_shot_clock,
    period_lexicon,
)

_MISREAD = 0.8
"""What an ordinal with a misread letter is worth of its reading."""


def clock_value(line: Line) -> Value:
    """Seconds; or period and status, as many bugs print `END 3RD` or `FINAL` where the clock was."""
    text, confidence = clock_words(line)
    if text is not None:
        return parse_clock(text), confidence
    word, sure = read_lexicon(line, _status_words())
    return period_lexicon().get(word), sure


def clock_words(line: Line) -> tuple[str | None, float]:
    """The clock as printed."""
    text, confidence = read_text(line, CLOCK_ALPHABET)
    if parse_clock(text) is not None:
        return text, confidence
    found = CLOCK.search(text)
    return (found.group(), confidence * 0.5) if found and parse_clock(found.group()) is not None else (None, 0.0)


def score_value(line: Line) -> Value:
    text, confidence = read_text(line, DIGITS)
    return parse_score(text), confidence


def shot_clock_value(line: Line) -> Value:
    text, confidence = read_text(line, SHOT_ALPHABET)
    return parse_shot_clock(text), confidence


def period_value(line: Line) -> Value:
    word, confidence = read_lexicon(line, period_lexicon())
    text, sure = read_text(line, PERIOD_ALPHABET)
    ordinal = parse_ordinal(text)
    if ordinal is not None and sure * _MISREAD > confidence:
        return ordinal, sure * _MISREAD
    return period_lexicon().get(word), confidence


VALUES = {"clock": clock_value, "period": period_value, "shot_clock": shot_clock_value,
          "first": score_value, "second": score_value}  # fmt: skip

PARSERS = {"clock": parse_clock, "period": parse_period, "shot_clock": parse_shot_clock,
           "first": parse_score, "second": parse_score}  # fmt: skip


@functools.cache
def _status_words() -> dict[str, tuple[int, Status]]:
    return {word: meaning for word, meaning in period_lexicon().items() if meaning[1] is not Status.PLAYING}
