"""The short sounds of a game: whistle, horns, ball, shoes, rim, net, glass.

In: a kind, a generator for its variation, a length where one is asked for. Out: a mono wave.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from sample_media.scene import SoundKind
from sample_media.sound.waves import Wave, decay, hold, noise, padded, room, seconds, shaped_noise, tone


def whistle(rng: Generator, duration_s: float) -> Wave:
    """A pea whistle: two close tones that trill."""
    length_s = duration_s or float(rng.uniform(0.35, 0.7))
    at = seconds(length_s)
    trill = 45 * np.sin(2 * np.pi * rng.uniform(32, 42) * at)
    base = rng.uniform(2650, 2900)
    wave = tone(base + trill, length_s) + 0.6 * tone(base * 1.13 - trill, length_s)
    wave = wave * (0.75 + 0.25 * np.sin(2 * np.pi * 37 * at)) + 0.04 * noise(rng, length_s)
    return room((wave * hold(length_s, 0.012, 0.04)).astype(np.float32), rng, 0.35)


def horn(rng: Generator, duration_s: float) -> Wave:
    """The arena's horn at the end of a period."""
    length_s = duration_s or 1.8
    saw = tuple(1 / n for n in range(1, 22))
    wave = sum((tone(f, length_s, saw) for f in (233.0, 294.0, 349.5)), np.zeros(int(length_s * 48000), np.float32))
    return room(wave * hold(length_s, 0.02, 0.12), rng, 0.5, 0.9)


def shot_clock_buzzer(rng: Generator, duration_s: float) -> Wave:
    length_s = duration_s or 0.9
    odd = tuple(1 / n if n % 2 else 0.0 for n in range(1, 30))
    wave = 0.6 * tone(392.0, length_s, odd) + 0.5 * tone(399.0, length_s, odd)
    return room(wave * hold(length_s, 0.01, 0.06), rng, 0.4, 0.6)


def bounce(rng: Generator, _: float) -> Wave:
    """A ball on hardwood: a low thump and a slap."""
    low = tone(rng.uniform(78, 98), 0.16, (1.0, 0.35)) * decay(0.16, 0.028)
    ring = tone(rng.uniform(900, 1050), 0.16) * decay(0.16, 0.014) * 0.12
    return room(low + ring + noise(rng, 0.16) * decay(0.16, 0.004) * 0.18, rng, 0.3, 0.25)


def squeak(rng: Generator, _: float) -> Wave:
    """A shoe on the floor: a short chirp that slides in pitch."""
    length_s = float(rng.uniform(0.05, 0.14))
    start, end = rng.uniform(1500, 2600), rng.uniform(1900, 3400)
    glide = np.linspace(start, end, int(length_s * 48000))
    return room(tone(glide, length_s, (1.0, 0.4, 0.25)) * hold(length_s, 0.008, 0.03), rng, 0.25, 0.25)


def swish(rng: Generator, _: float) -> Wave:
    wave = shaped_noise(rng, 0.32, {400: -30, 1500: -6, 3500: 0, 8000: -10, 14000: -40})
    at = seconds(0.32)
    return (wave * 0.5 * np.exp(-(((at - 0.09) / 0.06) ** 2))).astype(np.float32)


def rim(rng: Generator, _: float) -> Wave:
    """Iron: modes that are no harmonics of one another."""
    wave = np.zeros(int(0.5 * 48000), np.float32)
    for hertz, gain, half_s in _IRON:
        wave += gain * tone(hertz * rng.uniform(0.97, 1.03), 0.5) * decay(0.5, half_s)
    return room(wave * 0.5 + noise(rng, 0.5) * decay(0.5, 0.004) * 0.3, rng, 0.3, 0.3)


def backboard(rng: Generator, _: float) -> Wave:
    wave = tone(rng.uniform(135, 160), 0.3) * decay(0.3, 0.035) + 0.4 * tone(342, 0.3) * decay(0.3, 0.025)
    return room(wave + noise(rng, 0.3) * decay(0.3, 0.006) * 0.25, rng, 0.35, 0.4)


_IRON = ((196, 0.9, 0.03), (431, 1.0, 0.05), (988, 0.5, 0.07), (1542, 0.35, 0.05), (2710, 0.2, 0.03))
_MAKERS = {
    SoundKind.WHISTLE: (whistle, 0.17), SoundKind.HORN: (horn, 0.30),
    SoundKind.SHOT_CLOCK_BUZZER: (shot_clock_buzzer, 0.24), SoundKind.BOUNCE: (bounce, 0.22),
    SoundKind.SQUEAK: (squeak, 0.07), SoundKind.SWISH: (swish, 0.22), SoundKind.RIM: (rim, 0.26),
    SoundKind.BACKBOARD: (backboard, 0.24),
}
_VARIANTS = 6


class EffectRack:
    """Some takes of each effect, made once; a length that is asked for is made to measure."""

    def __init__(self, rng: Generator) -> None:
        self._rng = rng
        self._takes = {
            kind: [(maker(rng, 0.0) * gain).astype(np.float32) for _ in range(_VARIANTS)]
            for kind, (maker, gain) in _MAKERS.items()
        }

    def __contains__(self, kind: SoundKind) -> bool:
        return kind in _MAKERS

    def take(self, kind: SoundKind, number: int, duration_s: float = 0.0) -> Wave:
        takes = self._takes[kind]
        wave = takes[number % len(takes)]
        if duration_s <= 0 or kind not in (SoundKind.WHISTLE, SoundKind.HORN, SoundKind.SHOT_CLOCK_BUZZER):
            return wave
        maker, gain = _MAKERS[kind]
        made = (maker(np.random.default_rng(number), duration_s) * gain).astype(np.float32)
        return padded(made, len(made))
