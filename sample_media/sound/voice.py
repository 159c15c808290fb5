"""The commentator.

In: a sentence and how excited it is said. Out: a mono wave. He speaks with eSpeak NG, loaded at run
time from the optional package `espeakng-loader` (GPL-3, never part of EDC); without it with a
simple voice of our own that has the rhythm and sound of speech but cannot be understood.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sample_media.sound.formants import babble
from sample_media.sound.waves import RATE, Wave

_SYNCHRONOUS, _UTF8, _DONT_EXIT = 2, 1, 0x8000
_RATE_PARAMETER, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_VOICE = b"en-us"
_CALM_WPM, _WILD_WPM = 178, 224
_LONGEST_SPEEDUP = 1.35


class Commentator(Protocol):
    name: str

    def say(self, text: str, excitement: float, longest_s: float = 0.0) -> Wave:
        """The sentence; faster where it would last longer than `longest_s` (0: its own time)."""
        ...


class EspeakCommentator:
    """eSpeak NG in this process.

    One at a time: the library keeps its state globally, and some of it (the flutter of the voice) runs on
    from sentence to sentence. The same sentences in the same order in a fresh process sound the same.
    """

    name = "espeak-ng"

    def __init__(self, library: ctypes.CDLL, rate: int) -> None:
        self._library, self._rate = library, rate
        self._chunks: list[bytes] = []
        self._callback = _callback_type()(self._received)
        library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, excitement: float, longest_s: float = 0.0) -> Wave:
        wpm = _CALM_WPM + (_WILD_WPM - _CALM_WPM) * excitement
        wave = self._spoken(text, wpm, excitement)
        over = len(wave) / RATE / longest_s if longest_s else 0.0
        if over > 1.02:
            wave = self._spoken(text, wpm * min(over, _LONGEST_SPEEDUP), excitement)
        return wave

    def _spoken(self, text: str, wpm: float, excitement: float) -> Wave:
        self._chunks.clear()
        melody = ((_PITCH, 38 + 26 * excitement), (_RANGE, 50 + 45 * excitement))
        for parameter, value in ((_RATE_PARAMETER, wpm), (_VOLUME, 100), *melody):
            self._library.espeak_SetParameter(parameter, int(value), 0)
        data = text.encode("utf-8") + b"\0"
        self._library.espeak_Synth(data, len(data), 0, 0, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        samples = np.frombuffer(b"".join(self._chunks), np.int16).astype(np.float32) / np.float32(32768)
        return _as_broadcast(samples, self._rate)

    def _received(self, samples: object, count: int, _events: object) -> int:
        if samples and count > 0:
            self._chunks.append(ctypes.string_at(samples, count * 2))  # type: ignore[arg-type]
        return 0


class BabblingCommentator:
    """Our own voice, for machines without eSpeak NG."""

    name = "babble"

    def say(self, text: str, excitement: float, longest_s: float = 0.0) -> Wave:
        wave = babble(text, excitement)
        if longest_s and len(wave) > longest_s * RATE * 1.02:
            speed = min(_LONGEST_SPEEDUP, len(wave) / RATE / longest_s)
            wave = babble(text, excitement, speed)
        return wave


def commentator() -> Commentator:
    """The best voice this machine has."""
    try:
        import espeakng_loader

        library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        rate = library.espeak_Initialize(_SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), _DONT_EXIT)
        if rate <= 0 or library.espeak_SetVoiceByName(_VOICE) != 0:
            return BabblingCommentator()
        return EspeakCommentator(library, rate)
    except (ImportError, OSError, AttributeError):
        return BabblingCommentator()


def _callback_type() -> Callable[..., ctypes._FuncPointer]:
    return ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


def _as_broadcast(samples: NDArray[np.float32], rate: int) -> Wave:
    """At our rate, levelled, with the lows of a headset microphone cut and some presence."""
    from scipy.signal import butter, resample_poly, sosfilt

    if len(samples) == 0:
        return np.zeros(0, np.float32)
    ratio = Fraction(RATE, rate)
    wave = resample_poly(samples, ratio.numerator, ratio.denominator)
    wave = sosfilt(butter(2, 110, "highpass", fs=RATE, output="sos"), wave)
    wave = wave + 0.5 * sosfilt(butter(1, [2000, 4500], "bandpass", fs=RATE, output="sos"), wave)
    loud = np.sqrt(np.mean(wave**2)) + 1e-9
    return np.asarray(np.tanh(wave * (0.17 / loud)), np.float32)
