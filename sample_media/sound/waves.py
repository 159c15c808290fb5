"""Building blocks of synthesised sound: shaped noise, tones, envelopes.

All sounds are mono float32 at `RATE`, about -1..1.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

RATE = 48_000
Wave = NDArray[np.float32]


def seconds(duration_s: float) -> NDArray[np.float64]:
    return np.arange(int(duration_s * RATE)) / RATE


def shaped_noise(rng: Generator, duration_s: float, bands: Mapping[int, float]) -> Wave:
    """Noise whose spectrum runs through the points {Hz: dB}; it loops without a seam. RMS 1."""
    count = int(duration_s * RATE)
    white = np.fft.rfft(rng.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    points = sorted(bands.items())
    gain_db = np.interp(
        np.log10(np.maximum(hertz, 1.0)), [np.log10(f) for f, _ in points], [db for _, db in points],
        left=-90.0, right=-90.0,
    )
    wave = np.fft.irfft(white * 10 ** (gain_db / 20), count)
    return np.asarray(wave / (np.sqrt(np.mean(wave**2)) + 1e-12), np.float32)


def wobble(rng: Generator, count: int, rate_hz: float, depth: float) -> Wave:
    """A slow random gain about 1 that loops, as of people's voices coming and going."""
    points = max(4, int(count / RATE * rate_hz))
    values = 1 + depth * rng.standard_normal(points)
    values = np.append(values, values[0])
    drawn = np.interp(np.linspace(0, points, count), np.arange(points + 1), values)
    return np.asarray(np.maximum(0.05, drawn), np.float32)


def tone(hertz: NDArray[np.float64] | float, duration_s: float, harmonics: tuple[float, ...] = (1.0,)) -> Wave:
    """A tone (of a changing pitch where `hertz` is an array) with the given strengths of its harmonics."""
    at = seconds(duration_s)
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(hertz, at.shape)) / RATE
    wave = np.zeros_like(at)
    for number, strength in enumerate(harmonics, start=1):
        wave += strength * np.sin(number * phase)
    return (wave / max(1e-9, sum(abs(s) for s in harmonics))).astype(np.float32)


def decay(duration_s: float, half_s: float, attack_s: float = 0.001) -> Wave:
    """1 falling by half every `half_s`, after a short attack."""
    at = seconds(duration_s)
    return (np.minimum(1, at / attack_s) * 0.5 ** (at / half_s)).astype(np.float32)


def hold(duration_s: float, attack_s: float = 0.01, release_s: float = 0.05) -> Wave:
    """1 with a rise and a fall."""
    at = seconds(duration_s)
    return np.clip(np.minimum(at / attack_s, (duration_s - at) / release_s), 0, 1).astype(np.float32)


def noise(rng: Generator, duration_s: float) -> Wave:
    return rng.standard_normal(int(duration_s * RATE)).astype(np.float32)


def padded(wave: Wave, count: int) -> Wave:
    return np.pad(wave, (0, max(0, count - len(wave))))[:count]


def room(wave: Wave, rng: Generator, amount: float = 0.25, tail_s: float = 0.5) -> Wave:
    """The wave in a hall: a few early echoes and a decaying tail."""
    from scipy.signal import fftconvolve

    tail = noise(rng, tail_s) * decay(tail_s, tail_s / 6) * amount * 0.06
    for delay_s, gain in ((0.017, 0.5), (0.029, 0.4), (0.043, 0.3)):
        tail[int(delay_s * RATE)] += gain * amount
    tail[0] += 1.0
    return np.asarray(fftconvolve(wave, tail), np.float32)
