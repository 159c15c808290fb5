"""From the recogniser's probabilities to one field's value, with that field's alphabet.

Comes in: a `Line`. Goes out: text in the alphabet and the probability of exactly that text (the sum
over all CTC paths), so that a doubtful or a half-seen character costs confidence.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from edc.scorebug.ocr import ALPHABET, INDEX, Line

Table = NDArray[np.float64]

DIGITS = "0123456789"
CLOCK_ALPHABET = DIGITS + ":."
SHOT_ALPHABET = DIGITS + ":."
PERIOD_ALPHABET = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ/.-"

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
    states = np.zeros(2 * len(symbols) + 1, np.int64)
    states[1::2] = symbols
    skip = np.zeros(len(states), bool)
    skip[3::2] = states[3::2] != states[1:-2:2]
    alpha = np.zeros(len(states))
    alpha[:2] = table[0, states[:2]]
    for row in table[1:]:
        step = alpha.copy()
        step[1:] += alpha[:-1]
        step[2:] += np.where(skip[2:], alpha[:-2], 0.0)
        alpha = step * row[states]
    return float(alpha[-2:].sum())


def read_lexicon(line: Line, words: Mapping[str, object], alphabet: str = PERIOD_ALPHABET) -> tuple[str, float]:
    """The likeliest word of a closed list and its share of the list's probability, times the alphabet's own share."""
    table, mass = restricted(line, alphabet)
    text, probability = read_text(line, alphabet)
    if text in words and probability > 0.5:
        return text, probability
    chances = {word: text_probability(table, [alphabet.index(c) + 1 for c in word]) for word in words}
    best = max(chances, key=chances.__getitem__)
    total = sum(chances.values())
    if total <= 1e-12:
        return "", 0.0
    own = float(np.min(np.where(line.probabilities.argmax(1) > 0, mass, 1.0), initial=1.0))
    # the geometric mean: a word must win within the list, and also be there at all
    return best, float((chances[best] / total * own * min(1.0, total * 10)) ** 0.5 * min(1.0, chances[best] * 1e3))
