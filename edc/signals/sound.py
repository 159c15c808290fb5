"""What the sound tells, ten times a second: loudness, the crowd, whistles, horns and speech.

Comes in: mono sound at 16 kHz. Goes out: rows of the `SOUND` table. The whistle and the horn are spectral
features: a whistle is a narrow line between 2.2 and 4.8 kHz that stands far above its surroundings,
a horn several strong lines below 1.5 kHz that stay for most of a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 16000
PER_S = 10
"""Rows a second."""
STEP = RATE // PER_S
_FFT = 2048
_SILENCE_DB = -90.0
_CROWD_WINDOW_S = 180.0
"""The crowd is compared with the minutes round it: microphones are turned up and down over a game."""

Floats = NDArray[np.float64]
Samples = NDArray[np.float32]


def features(samples: Samples, speech: Floats, count: int) -> list[dict[str, Any]]:
    """A row for each of the first `count` tenths of a second, without times.

    Args:
        samples: shape (n,), -1..1, better a little longer than `count` tenths: measuring looks ahead.
        speech: probability of speech per tenth of a second.
    """
    if count == 0:
        return []
    level, whistle, horn, band = _spectral(samples, count)
    return [
        {"level_db": float(level[i]), "crowd": float(band[i]), "whistle": float(whistle[i]), "horn": float(horn[i]),
         "speech": float(speech[i]) if i < len(speech) else 0.0}
        for i in range(count)
    ]  # fmt: skip


def _spectral(samples: Samples, count: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Level in dBFS, whistle and horn likeness, and the crowd's band in dB, one value a step."""
    window = np.hanning(_FFT).astype(np.float32)
    padded = np.pad(samples, (_FFT // 2, _FFT))
    frequencies = np.asarray(np.fft.rfftfreq(_FFT, 1 / RATE), np.float64)
    level, whistle, horn, band = (np.empty(count) for _ in range(4))
    crowd_bins = (frequencies >= 400) & (frequencies < 2000)
    for first in range(0, count, 600):
        steps = range(first, min(first + 600, count))
        frames = np.stack([padded[i * STEP + STEP // 2 : i * STEP + STEP // 2 + _FFT] for i in steps])
        power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2 / (_FFT * _FFT / 8) + 1e-12
        part = slice(first, first + len(frames))
        level[part] = np.maximum(_SILENCE_DB, 10 * np.log10((frames**2).mean(axis=1) + 1e-9))
        # The median over the band is the crowd's own noise; lines of speech, organ and whistle stand above it.
        band[part] = 10 * np.log10(np.median(power[:, crowd_bins], axis=1))
        whistle[part] = _line(power, frequencies, 2200, 4800, 30.0)
        horn[part] = _lines(power, frequencies)
    return level, whistle, _held(horn), band


def _line(power: Floats, frequencies: Floats, low: float, high: float, least_db: float) -> Floats:
    """How far the strongest line of a band stands above the band's median, 0..1."""
    inside = power[:, (frequencies >= low) & (frequencies < high)]
    above = 10 * np.log10(inside.max(axis=1) / np.median(inside, axis=1))
    share = inside.max(axis=1) / power.sum(axis=1)
    likeness: Floats = 1 / (1 + np.exp(-(above - least_db) / 3.0)) * np.clip(share * 12, 0, 1)
    return likeness


def _lines(power: Floats, frequencies: Floats) -> Floats:
    """How much of the sound is a few steady lines below 1.5 kHz, 0..1."""
    inside = power[:, (frequencies >= 150) & (frequencies < 1500)]
    strongest = np.sort(inside, axis=1)[:, -12:].sum(axis=1)
    loud = 10 * np.log10(inside.sum(axis=1))
    share = strongest / inside.sum(axis=1)
    likeness: Floats = np.clip((share - 0.75) / 0.2, 0, 1) / (1 + np.exp(-(loud + 28) / 3.0))
    return likeness


def _held(values: Floats) -> Floats:
    """A horn lasts: the least of half a second round each step."""
    padded = np.pad(values, 2, mode="edge")
    held: Floats = np.sort(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)[:, 1]
    return held


def lay_crowd_scores(rows: Sequence[dict[str, Any]]) -> None:
    """In rows of a whole game, puts the crowd's score where its band in dB was."""
    for row, score in zip(rows, crowd_scores(np.array([row["crowd"] for row in rows])), strict=True):
        row["crowd"] = float(score)


def crowd_scores(band_db: Floats) -> Floats:
    """The crowd's excitement as a robust z-score against the minutes round it."""
    if len(band_db) == 0:
        return band_db
    block = round(_CROWD_WINDOW_S * 10 / 6)
    scores = np.empty(len(band_db))
    for first in range(0, len(band_db), block):
        near = band_db[max(0, first - 3 * block) : first + 4 * block]
        near = near[near > _SILENCE_DB]
        middle = float(np.median(near)) if len(near) else 0.0
        spread = 1.4826 * float(np.median(np.abs(near - middle))) if len(near) else 1.0
        scores[first : first + block] = (band_db[first : first + block] - middle) / max(spread, 1.0)
    return np.clip(scores, -10.0, 10.0)


class Speech:
    """Silero's voice activity detector (the ONNX file of its wheel), fed in order."""

    _CHUNK = 512
    _CONTEXT = 64

    def __init__(self) -> None:
        import importlib.util
        from pathlib import Path

        import onnxruntime

        found = importlib.util.find_spec("silero_vad")
        # The package's own __init__ imports torch, which takes seconds and is not needed to run its ONNX file.
        folder = Path(str(found.origin)).parent if found else Path()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "data" / "silero_vad_16k_op15.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._state = np.zeros((2, 1, 128), np.float32)
        self._context = np.zeros((1, self._CONTEXT), np.float32)

    def probabilities(self, samples: Samples) -> Floats:
        """Per tenth of a second; shape (n // STEP,)."""
        values = np.fromiter(self._values(samples), np.float64)
        if len(values) == 0:
            return np.zeros(len(samples) // STEP)
        at = np.minimum(np.arange(len(samples) // STEP) * STEP // self._CHUNK, len(values) - 1)
        later = np.minimum(at + 3, len(values) - 1)
        return np.asarray(np.maximum(values[at], values[later]), np.float64)

    def _values(self, samples: Samples) -> Iterator[float]:
        rate = np.array(RATE, np.int64)
        for first in range(0, len(samples) - self._CHUNK + 1, self._CHUNK):
            chunk = np.concatenate([self._context, samples[None, first : first + self._CHUNK]], axis=1)
            out, self._state = self._session.run(None, {"input": chunk, "state": self._state, "sr": rate})
            self._context = chunk[:, -self._CONTEXT :]
            yield float(out[0, 0])
