"""A voice of our own: the rhythm and colour of speech, letter by letter, not to be understood.

In: words. Out: a mono wave. Used only where eSpeak NG is not installed.
"""

from __future__ import annotations

import numpy as np

from sample_media.sound.waves import RATE, Wave

_VOWELS = {"a": (730, 1090, 2440), "e": (530, 1840, 2480), "i": (270, 2290, 3010), "o": (570, 840, 2410),
           "u": (300, 870, 2240), "y": (300, 2100, 2900)}
_VOICED = {"l": (360, 1300, 2900), "r": (310, 1060, 1380), "m": (280, 900, 2200), "n": (280, 1700, 2600),
           "w": (290, 610, 2150), "j": (260, 2070, 3020), "b": (250, 900, 2200), "d": (250, 1700, 2600),
           "g": (250, 1500, 2300), "v": (220, 1100, 2080), "z": (220, 1700, 2600)}
_HISS = {"s": 6200, "c": 4800, "f": 4200, "h": 1500, "x": 5000, "t": 4000, "k": 2400, "p": 1200, "q": 2200}
_VOWEL_S, _CONSONANT_S, _GAP_S = 0.095, 0.060, 0.035


def babble(text: str, excitement: float, speed: float = 1.15) -> Wave:
    """The words as a row of vowels, voiced and hissing consonants under a falling melody."""
    from scipy.signal import butter, sosfilt

    rng = np.random.default_rng(len(text))
    letters = [c for c in text.lower() if c.isalpha() or c == " "]
    pieces: list[Wave] = []
    base = 105 + 55 * excitement
    for index, letter in enumerate(letters):
        pitch = base * (1.15 - 0.3 * index / max(1, len(letters))) * (1 + 0.06 * np.sin(index * 1.3))
        pieces.append(_letter(letter, pitch, speed, rng))
    wave = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    if len(wave) == 0:
        return wave
    wave = sosfilt(butter(2, 5500, fs=RATE, output="sos"), wave)
    return np.asarray(np.tanh(wave * (0.17 / (np.sqrt(np.mean(wave**2)) + 1e-9))), np.float32)


def _letter(letter: str, pitch: float, speed: float, rng: np.random.Generator) -> Wave:
    if letter == " ":
        return np.zeros(int(_GAP_S / speed * RATE), np.float32)
    length_s = (_VOWEL_S if letter in _VOWELS else _CONSONANT_S) / speed
    count = int(length_s * RATE)
    shape = np.hanning(count).astype(np.float32) ** 0.4
    if letter in _HISS:
        carrier = np.cos(2 * np.pi * _HISS[letter] * np.arange(count) / RATE)
        return (0.25 * rng.standard_normal(count) * (0.4 + carrier) * shape).astype(np.float32)
    formants = _VOWELS.get(letter) or _VOICED.get(letter, (300, 1200, 2500))
    at = np.arange(count) / RATE
    wave = np.zeros(count)
    for number in range(1, int(3500 / pitch)):
        hertz = number * pitch
        gain = sum(1 / (1 + ((hertz - f) / (60 + 0.06 * f)) ** 2) for f in formants) / number**0.3
        wave += gain * np.sin(2 * np.pi * hertz * at + number)
    return ((1.0 if letter in _VOWELS else 0.5) * wave * shape).astype(np.float32)
