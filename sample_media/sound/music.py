"""The organ's riffs and the music of advertisements and the studio.

In: a generator and a length. Out: a mono wave. The tunes are made up here.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from sample_media.sound.waves import RATE, Wave, decay, hold, noise, padded, room, tone

_DRAWBARS = (1.0, 0.8, 0.5, 0.45, 0.1, 0.2, 0.05, 0.15)
_RIFFS: tuple[tuple[tuple[int, float], ...], ...] = (
    ((60, 0.5), (60, 0.5), (67, 0.5), (64, 0.5), (69, 0.5), (67, 1.5)),
    ((55, 0.25), (60, 0.25), (64, 0.25), (67, 0.75), (65, 0.25), (67, 1.25)),
    ((62, 0.5), (65, 0.25), (62, 0.25), (69, 0.5), (67, 0.5), (65, 0.5), (62, 1.0)),
    ((48, 0.25), (48, 0.25), (51, 0.5), (53, 0.25), (53, 0.25), (55, 0.5), (58, 0.5), (60, 1.0)),
)
_PROGRESSIONS = ((0, 5, 7, 5), (0, 9, 5, 7), (0, 7, 9, 5), (0, 3, 8, 10))
_FADE_S = 0.6


def _hertz(note: float) -> float:
    return float(440.0 * 2 ** ((note - 69) / 12))


def organ(rng: Generator, duration_s: float) -> Wave:
    """One of the riffs, again and again a step higher while there is time."""
    beat_s = float(rng.uniform(0.30, 0.40))
    riff = _RIFFS[int(rng.integers(len(_RIFFS)))]
    total_s = duration_s or sum(beats for _, beats in riff) * beat_s
    parts: list[Wave] = []
    lift, made = 0, 0
    while made < total_s * RATE:
        for note, beats in riff:
            length_s = beats * beat_s
            high, low = (tone(_hertz(note + lift - down), length_s, _DRAWBARS) for down in (0, 12))
            parts.append((high + 0.6 * low) * hold(length_s, 0.008, 0.03))
            made += len(parts[-1])
        lift = (lift + 1) % 5
    wave = padded(np.concatenate(parts), int(total_s * RATE)) * hold(total_s, 0.01, min(0.2, total_s / 4))
    return room(wave, rng, 0.5, 0.9) * np.float32(0.12)


def music(rng: Generator, duration_s: float) -> Wave:
    """A loop of four bars with drums, bass, chords and a tune, as long as asked for (8 s otherwise)."""
    total_s = duration_s or 8.0
    beat_s = 60.0 / float(rng.uniform(96, 138))
    root = int(rng.integers(45, 56))
    minor = bool(rng.random() < 0.5)
    bars = [_bar(rng, root + step, beat_s, minor) for step in _PROGRESSIONS[int(rng.integers(len(_PROGRESSIONS)))]]
    loop = np.concatenate(bars)
    count = int(total_s * RATE)
    wave = np.tile(loop, count // len(loop) + 1)[:count]
    return (wave * hold(total_s, 0.05, min(_FADE_S, total_s / 3)) * 0.22).astype(np.float32)


def _bar(rng: Generator, root: int, beat_s: float, minor: bool) -> Wave:
    count = int(4 * beat_s * RATE)
    wave = np.zeros(count, np.float32)
    third = 3 if minor else 4
    for note in (root, root + third, root + 7):
        chord = tone(_hertz(note + 12), 4 * beat_s, (1, 0.5, 0.33, 0.2)) * hold(4 * beat_s, 0.02, 0.1)
        wave += 0.16 * padded(chord, count)
    scale = (0, 2, third, 5, 7, 9 - minor, 12)
    for eighth in range(8):
        at = int(eighth * beat_s / 2 * RATE)
        _add(wave, tone(_hertz(root - 12), beat_s / 2, (1, 0.6, 0.3)) * decay(beat_s / 2, 0.12) * 0.5, at)
        _add(wave, noise(rng, 0.05) * decay(0.05, 0.008) * 0.10, at)
        if rng.random() < 0.6:
            note = root + 24 + int(rng.choice(scale))
            _add(wave, tone(_hertz(note), beat_s / 2, (1, 0, 0.3, 0, 0.1)) * decay(beat_s / 2, 0.15) * 0.30, at)
    for beat in range(4):
        at = int(beat * beat_s * RATE)
        if beat % 2:
            _add(wave, noise(rng, 0.18) * decay(0.18, 0.03) * 0.30, at)
        else:
            sweep = np.linspace(120, 45, int(0.2 * RATE))
            _add(wave, tone(sweep, 0.2) * decay(0.2, 0.05) * 0.9, at)
    return wave


def _add(wave: Wave, part: Wave, at: int) -> None:
    end = min(len(wave), at + len(part))
    wave[at:end] += part[: end - at]
