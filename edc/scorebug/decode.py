"""From the recogniser's probabilities to one field's value, with that field's alphabet.

Comes in: a `Line`. Goes out: text in the alphabet and the probability of exactly that text (the sum
over all CTC paths), so that a doubtful or a half-seen character costs confidence.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from edc.scorebug.ocr import ALPHABET, INDEX, PERIOD_SIGNS, Line

Table = NDArray[np.float64]
States = NDArray[np.int64]
Skips = NDArray[np.bool]

DIGITS = "0123456789"
CLOCK_ALPHABET = DIGITS + ":."
SHOT_ALPHABET = DIGITS + ":."
PERIOD_ALPHABET = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ/.-" + PERIOD_SIGNS

_LOOKALIKES = {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1", "i": "1", "S": "5", "s": "5",
               "B": "8", "Z": "2", "z": "2"}  # fmt: skip


@functools.cache
def _fold(alphabet: str) -> NDArray[np.float64]:
    """Matrix from a line's columns onto (blank, alphabet): case folded, look-alikes added, spaces as blanks."""
    fold = np.zeros((len(ALPHABET) + 2, len(alphabet) + 1))
    fold[0, 0] = fold[INDEX[" "], 0] = 1.0
    for character, column in INDEX.items():
        for form in (character, character.upper(), _LOOKALIKES.get(character, "")):
            if form and form in alphabet:
                fold[column, alphabet.index(form) + 1] = 1.0
                break
    return fold


def restricted(line: Line, alphabet: str) -> tuple[Table, NDArray[np.float64]]:
    """Probabilities over (blank, alphabet), each step summing to 1, and how much of each step they held before."""
    table = line.probabilities @ _fold(alphabet)
    mass = table.sum(1)
    return (table + 1e-9) / (mass + 1e-9 * table.shape[1])[:, None], mass


def read_text(line: Line, alphabet: str) -> tuple[str, float]:
    """The likeliest path's text, and its probability times the alphabet's own share where characters stand."""
    table, mass = restricted(line, alphabet)
    best = table.argmax(1)
    text = "".join(alphabet[s - 1] for i, s in enumerate(best) if s and (i == 0 or s != best[i - 1]))
    # what the model took for something outside the alphabet is a doubt, though less than its own probability says
    raw = line.probabilities.argmax(1)
    own = float(np.min(np.where((best > 0) | (raw > 0), mass, 1.0), initial=1.0))
    return text, text_probability(table, [alphabet.index(c) + 1 for c in text]) * own**0.5


def text_probability(table: Table, symbols: Sequence[int]) -> float:
    """The CTC probability of one symbol sequence: the forward sum over all its paths."""
    return float(_forward(table, *_paths((tuple(symbols),)))[0])


def _text_probabilities(table: Table, words: tuple[str, ...], alphabet: str) -> list[float]:
    """The same for many words at once: a lexicon is looked up at every look at an empty place."""
    chances: list[float] = _forward(table, *_lexicon_paths(words, alphabet)).tolist()
    return chances


@functools.lru_cache(maxsize=16)
def _lexicon_paths(words: tuple[str, ...], alphabet: str) -> tuple[States, Skips, States]:
    return _paths(tuple(tuple(alphabet.index(c) + 1 for c in word) for word in words))


def _paths(sequences: Sequence[Sequence[int]]) -> tuple[States, Skips, States]:
    """For each sequence its states with blanks between (padded with blanks), which of them may be entered from two
    before, and where the last one stands."""
    states = np.zeros((len(sequences), 2 * max(map(len, sequences)) + 1), np.int64)
    skip = np.zeros(states.shape, np.bool_)
    for row, may, symbols in zip(states, skip, sequences, strict=True):
        row[1 : 2 * len(symbols) : 2] = symbols
        may[3 : 2 * len(symbols) : 2] = row[3 : 2 * len(symbols) : 2] != row[1 : 2 * len(symbols) - 2 : 2]
    return states, skip, np.array([2 * len(symbols) for symbols in sequences], np.int64)


def _forward(table: Table, states: States, skip: Skips, ends: States) -> Table:
    alpha = np.zeros(states.shape)
    alpha[:, :2] = table[0][states[:, :2]]
    for row in table[1:]:
        step = alpha.copy()
        step[:, 1:] += alpha[:, :-1]
        step[:, 2:] += alpha[:, :-2] * skip[:, 2:]
        alpha = step * row[states]
    rows = np.arange(len(states))
    total: Table = alpha[rows, ends] + np.where(ends > 0, alpha[rows, np.maximum(ends - 1, 0)], 0.0)
    return total


def read_lexicon(line: Line, words: Mapping[str, object], alphabet: str = PERIOD_ALPHABET) -> tuple[str, float]:
    """The likeliest word of a closed list and its share of the list's probability, times the alphabet's own share."""
    table, mass = restricted(line, alphabet)
    text, probability = read_text(line, alphabet)
    if text in words and probability > 0.5:
        return text, probability
    names = tuple(words)
    chances = dict(zip(names, _text_probabilities(table, names, alphabet), strict=True))
    best = max(chances, key=chances.__getitem__)
    total = sum(chances.values())
    if total <= 1e-12:
        return "", 0.0
    own = float(np.min(np.where(line.probabilities.argmax(1) > 0, mass, 1.0), initial=1.0))
    # a word must win within the list and also be there at all; one odd character alone does not undo it
    return best, float(chances[best] / total * own**0.3 * min(1.0, total * 20))
