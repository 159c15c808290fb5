"""The crowd: a murmur that swells to a roar, groans, clapping.

In: the crowd's mood over a stretch of time. Out: stereo noise. It is made of loops of unequal
lengths that close without a seam, so that nothing is heard twice alike and nothing is computed twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sample_media.scene import SoundCue, SoundKind
from sample_media.sound.waves import RATE, Wave, decay, noise, shaped_noise, tone, wobble

_MURMUR = {60: -40, 150: -14, 300: -3, 550: 0, 1100: -5, 2400: -13, 5000: -28, 12000: -50}
_ROAR = {80: -34, 250: -12, 600: -3, 1000: 0, 1900: -2, 3200: -9, 6000: -22, 14000: -46}
_GROAN = {80: -30, 180: -6, 320: 0, 520: -5, 900: -16, 2000: -34, 8000: -60}
_BED = 0.030
"""RMS of the murmur at rest, of full scale."""


def _voices(rng: Generator, duration_s: float, bands: Mapping[int, float], rate_hz: float) -> Wave:
    """Three groups of people, each louder and softer in its own time."""
    count = int(duration_s * RATE)
    total = np.zeros(count, np.float32)
    for _ in range(3):
        total += shaped_noise(rng, duration_s, bands) * wobble(rng, count, rate_hz, 0.35)
    return total / np.float32(np.sqrt(3))


def _clapping(rng: Generator, duration_s: float, hands_per_s: float) -> Wave:
    count = int(duration_s * RATE)
    total = np.zeros(count, np.float32)
    clap = noise(rng, 0.03) * decay(0.03, 0.004)
    for at in rng.integers(0, count, int(hands_per_s * duration_s)):
        gain = np.float32(rng.uniform(0.2, 1.0))
        end = min(count, at + len(clap))
        total[at:end] += clap[: end - at] * gain
    return total / np.float32(np.sqrt(np.mean(total**2)) + 1e-9)


def _shouts(rng: Generator, duration_s: float) -> Wave:
    """Single voices over the rest: "woo" now and then."""
    count = int(duration_s * RATE)
    total = np.zeros(count, np.float32)
    for at in rng.integers(0, count - RATE, int(duration_s * 0.7)):
        length_s = float(rng.uniform(0.3, 0.8))
        pitch = rng.uniform(320, 620) * (1 + 0.25 * np.sin(np.linspace(0, np.pi, int(length_s * RATE))))
        shout = tone(pitch, length_s, (1, 0.6, 0.35, 0.15)) * np.hanning(int(length_s * RATE)).astype(np.float32)
        total[at:at + len(shout)] += shout * np.float32(rng.uniform(0.2, 1.0))
    return total


class Crowd:
    """The loops, and what they add up to at a mood."""

    def __init__(self, rng: Generator) -> None:
        self._murmur = [_voices(rng, length_s, _MURMUR, 3.0) for length_s in (17.0, 19.0)]
        self._roar = [_voices(rng, length_s, _ROAR, 5.0) for length_s in (13.0, 14.5)]
        self._groan = [_voices(rng, length_s, _GROAN, 2.0) for length_s in (11.0, 12.5)]
        self._claps = [_clapping(rng, length_s, 220) for length_s in (9.5, 10.5)]
        self._shouts = [_shouts(rng, length_s) for length_s in (23.0, 29.0)]

    def block(self, start: int, mood: NDArray[np.float32], groan: NDArray[np.float32]) -> NDArray[np.float32]:
        """Stereo noise for as many samples as `mood` (0 silent, 0.2 at rest .. about 1.4 mad) has."""
        calm = np.minimum(mood, 0.6) * (_BED / 0.25)
        heat = np.clip(mood - 0.25, 0, 1.4) ** 1.5 * 0.16
        out = np.empty((len(mood), 2), np.float32)
        for side in (0, 1):
            out[:, side] = (
                _looped(self._murmur[side], start, len(mood)) * calm
                + _looped(self._roar[side], start, len(mood)) * heat
                + _looped(self._claps[side], start, len(mood)) * heat * 0.22
                + _looped(self._shouts[side], start, len(mood)) * np.clip(mood, 0, 1) * 0.035
                + _looped(self._groan[side], start, len(mood)) * groan * 0.16
            )
        return out


def _looped(loop: Wave, start: int, count: int) -> Wave:
    first = start % len(loop)
    if first + count <= len(loop):
        return loop[first:first + count]
    return loop[np.arange(first, first + count) % len(loop)]


def swells(cues: Sequence[SoundCue], at_s: NDArray[np.float64], kind: SoundKind) -> NDArray[np.float64]:
    """What the cheers or groans among the cues add to the mood at these times."""
    total = np.zeros_like(at_s)
    for cue in cues:
        if cue.kind is not kind:
            continue
        length_s = cue.duration_s or (3.5 if kind is SoundKind.CHEER else 1.8)
        rise_s = 0.18 if kind is SoundKind.CHEER else 0.12
        since = at_s - cue.at_s
        shape = np.clip(since / rise_s, 0, 1) * np.exp(-np.clip(since - length_s * 0.3, 0, None) / (length_s * 0.35))
        total += np.where(since > 0, shape, 0.0) * cue.level
    return total
