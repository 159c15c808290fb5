"""Mixes the sound of a whole broadcast, block by block.

In: a broadcast. Out: blocks of interleaved stereo int16 that together last exactly as long as it.
Memory does not grow with the length: a cue is synthesised when its block comes and kept until it
has faded.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sample_media.scene import Broadcast, SoundCue, SoundKind
from sample_media.sound.crowd import Crowd, swells
from sample_media.sound.effects import EffectRack
from sample_media.sound.music import music, organ
from sample_media.sound.voice import Commentator, commentator
from sample_media.sound.waves import RATE, Wave

CHANNELS = 2
_BLOCK_S = 2.0
_MOOD_STEP_S = 0.05
_LONGEST_SWELL_S = 20.0
_DUCKED = 0.62
"""The crowd's gain while the commentator speaks."""
_KNEE, _CEILING = 0.45, 0.72
_SWELLS = (SoundKind.CHEER, SoundKind.GROAN)


@dataclass(slots=True)
class _Playing:
    """A sound on its way: from which sample, and how loud left and right."""

    start: int
    wave: Wave
    left: float
    right: float
    speech: bool


def soundtrack(
    broadcast: Broadcast, *, voice: Commentator | None = None, start_s: float = 0.0, end_s: float | None = None
) -> Iterator[NDArray[np.int16]]:
    """The sound from `start_s` to `end_s` in blocks of shape (samples, 2)."""
    mixer = _Mixer(broadcast, voice or commentator())
    at, end = round(start_s * RATE), round((broadcast.duration_s if end_s is None else end_s) * RATE)
    while at < end:
        count = min(round(_BLOCK_S * RATE), end - at)
        yield mixer.block(at, count)
        at += count


@lru_cache(maxsize=1)
def _hall(seed: int) -> tuple[Crowd, EffectRack]:
    return Crowd(np.random.default_rng([seed, 1])), EffectRack(np.random.default_rng([seed, 2]))


class _Mixer:
    def __init__(self, broadcast: Broadcast, voice: Commentator) -> None:
        self._broadcast, self._voice = broadcast, voice
        self._cues = sorted(broadcast.sounds(), key=lambda cue: (cue.at_s, cue.kind, cue.text))
        self._starts = [cue.at_s for cue in self._cues]
        self._crowd, self._rack = _hall(broadcast.seed)
        self._playing: list[_Playing] = []
        self._next: int | None = None

    def block(self, at: int, count: int) -> NDArray[np.int16]:
        self._start_cues(at, at + count)
        out = np.zeros((count, CHANNELS), np.float32)
        speech = np.zeros(count, bool)
        for sound in self._playing:
            _add(out, speech, sound, at)
        self._playing = [s for s in self._playing if s.start + len(s.wave) > at + count]
        out += self._bed(at, count) * _ducking(speech)[:, None]
        return np.rint(_limited(out) * 32767).astype(np.int16)

    def _start_cues(self, at: int, end: int) -> None:
        if self._next is None:
            self._next = bisect_left(self._starts, at / RATE)
        while self._next < len(self._cues) and self._starts[self._next] * RATE < end:
            cue = self._cues[self._next]
            if cue.kind not in _SWELLS:
                self._playing.append(self._sound(cue, self._next))
            self._next += 1

    def _sound(self, cue: SoundCue, number: int) -> _Playing:
        rng = np.random.default_rng([self._broadcast.seed, 3, number])
        if cue.kind is SoundKind.SPEECH:
            wave, pan = self._voice.say(cue.text, float(np.clip(cue.level, 0, 1)), cue.duration_s), 0.0
        elif cue.kind is SoundKind.ORGAN:
            wave, pan = organ(rng, cue.duration_s) * np.float32(cue.level), 0.2
        elif cue.kind is SoundKind.MUSIC:
            wave, pan = music(rng, cue.duration_s) * np.float32(cue.level), 0.0
        else:
            take = self._rack.take(cue.kind, int(rng.integers(1 << 16)), cue.duration_s)
            wave, pan = take * np.float32(cue.level), float(rng.uniform(-0.35, 0.35))
        return _Playing(round(cue.at_s * RATE), wave, 1 - max(0.0, pan), 1 + min(0.0, pan),
                        cue.kind is SoundKind.SPEECH)

    def _bed(self, at: int, count: int) -> NDArray[np.float32]:
        """The crowd, whose mood is asked twenty times a second and drawn through."""
        first = at / RATE
        steps = first + np.arange(0, count / RATE + 2 * _MOOD_STEP_S, _MOOD_STEP_S)
        last = self._broadcast.duration_s
        level = np.array([self._broadcast.crowd_level(float(min(t, last))) for t in steps])
        near = self._nearby(first, float(steps[-1]))
        mood = level + 0.75 * swells(near, steps, SoundKind.CHEER) * (level > 0)
        groan = swells(near, steps, SoundKind.GROAN) * (level > 0)
        at_s = first + np.arange(count) / RATE
        return self._crowd.block(
            at, np.interp(at_s, steps, mood).astype(np.float32), np.interp(at_s, steps, groan).astype(np.float32)
        )

    def _nearby(self, start_s: float, end_s: float) -> Sequence[SoundCue]:
        low, high = (bisect_left(self._starts, t) for t in (start_s - _LONGEST_SWELL_S, end_s))
        return [cue for cue in self._cues[low:high] if cue.kind in _SWELLS]


def _add(out: NDArray[np.float32], speech: NDArray[np.bool_], sound: _Playing, at: int) -> None:
    first, last = max(sound.start, at), min(sound.start + len(sound.wave), at + len(out))
    if last <= first:
        return
    part = sound.wave[first - sound.start:last - sound.start]
    out[first - at:last - at, 0] += part * np.float32(sound.left)
    out[first - at:last - at, 1] += part * np.float32(sound.right)
    if sound.speech:
        speech[first - at:last - at] = True


def _ducking(speech: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Smooth steps between full and ducked (40 ms), within the block."""
    if not speech.any():
        return np.ones(len(speech), np.float32)
    gain = np.where(speech, _DUCKED, 1.0)
    width = int(0.04 * RATE)
    padded = np.concatenate([np.full(width, gain[0]), gain, np.full(width, gain[-1])])
    total = np.cumsum(padded)
    smooth = (total[2 * width:] - total[:-2 * width]) / (2 * width)
    return np.asarray(smooth[: len(speech)], np.float32)


def _limited(wave: NDArray[np.float32]) -> NDArray[np.float32]:
    """Straight up to the knee, then bent so that nothing passes the ceiling: lossy coding overshoots."""
    size = np.abs(wave)
    bent = _KNEE + (_CEILING - _KNEE) * np.tanh((size - _KNEE) / (_CEILING - _KNEE))
    return np.asarray(np.where(size > _KNEE, np.sign(wave) * bent, wave), np.float32)
