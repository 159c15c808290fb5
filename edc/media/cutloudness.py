"""Loudness as EBU R128 means it, measured and set, on samples in memory.

Comes in: 48 kHz stereo samples. Goes out: the same sound at the target loudness, its true peak
under the limit, not one sample later than before (which an ordinary limiter does not promise).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from edc.media.cutsound import RATE, Samples

_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""The two stages of K-weighting at 48 kHz (ITU-R BS.1770-4, tables 1 and 2): numerator, denominator."""

SILENCE_LUFS = -70.0
"""The absolute gate: what is quieter counts as silence."""
_LARGEST_GAIN_DB = 24.0
"""A whisper is not turned into noise."""
_BLOCK_S, _STEP_S = 0.4, 0.1
_MOST_OVERSHOOT = 2.0
"""A true peak is at most this much above the samples around it (6 dB, which only test signals reach)."""
_LOOKAHEAD_S = 0.004
_CHUNK = 20 * RATE
"""Samples worked on at once: memory does not grow with the length of the recap."""
_MARGIN = 64
"""Samples of neighbouring sound that the oversampling filter sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    integrated_lufs: float
    true_peak_dbtp: float


def measure(sound: Samples) -> Loudness:
    return Loudness(integrated_lufs=integrated(sound), true_peak_dbtp=_decibels(true_peak(sound)))


def integrated(sound: Samples) -> float:
    """Gated loudness in LUFS; -70 for silence."""
    power = _block_power(sound)
    loud = power[_lufs(power) > SILENCE_LUFS]
    if not len(loud):
        return SILENCE_LUFS
    gated = loud[_lufs(loud) > float(_lufs(np.array([loud.mean()]))[0]) - 10.0]
    return float(_lufs(np.array([gated.mean()]))[0])


def _block_power(sound: Samples) -> npt.NDArray[np.float64]:
    """Mean square of the K-weighted sound over 0.4 s, every 0.1 s, both channels added."""
    from scipy.signal import sosfilt

    sections = np.array([[*numerator, *denominator] for numerator, denominator in (_SHELF, _HIGH_PASS)])
    state, step = np.zeros((2, 2, 2)), round(_STEP_S * RATE)
    steps = np.zeros(max(1, -(-len(sound) // step)))
    for at in range(0, len(sound), _CHUNK):
        channels = np.ascontiguousarray(sound[at : at + _CHUNK].T, np.float64)
        weighted, state = sosfilt(sections, channels, axis=1, zi=state)
        whole = weighted.shape[1] // step * step
        first = at // step
        steps[first : first + whole // step] = (weighted[:, :whole].reshape(2, -1, step) ** 2).sum(axis=(0, 2))
        if whole < weighted.shape[1]:
            steps[first + whole // step] = (weighted[:, whole:] ** 2).sum()
    block = round(_BLOCK_S / _STEP_S)
    if len(sound) < block * step:
        return np.array([steps.sum() / max(1, len(sound))])
    power: npt.NDArray[np.float64] = np.convolve(steps[: len(sound) // step], np.ones(block), "valid") / (block * step)
    return power


def _lufs(power: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lufs: npt.NDArray[np.float64] = -0.691 + 10.0 * np.log10(np.maximum(power, 1e-12))
    return lufs


def _decibels(amplitude: float) -> float:
    return 20.0 * float(np.log10(max(amplitude, 1e-6)))


def _louder(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Of the two channels; faster than a maximum over so short an axis."""
    return np.maximum(sound[:, 0], sound[:, 1])


def true_peak(sound: Samples) -> float:
    """The highest value of either channel, four times oversampled; only looked for where it can be."""
    from scipy.signal import resample_poly

    starts = range(0, len(sound), RATE)
    plain = {at: float(np.abs(sound[at : at + RATE]).max()) for at in starts}
    highest = max(plain.values(), default=0.0)
    for at in sorted(starts, key=lambda at: -plain[at]):
        if plain[at] * _MOST_OVERSHOOT <= highest:
            break
        first = max(0, at - _MARGIN)
        fine = np.abs(resample_poly(sound[first : at + RATE + _MARGIN], 4, 1, axis=0))
        highest = max(highest, float(fine.max()))
    return highest


def _peaks(sound: Samples, ignore: float = 0.0) -> npt.NDArray[np.float32]:
    """For each sample the highest value of either channel near it, four times oversampled.

    Where nothing can come above `ignore` even between the samples, the samples themselves will do.
    """
    from scipy.signal import resample_poly

    peaks = np.zeros(len(sound), np.float32)
    for at in range(0, len(sound), _CHUNK):
        first, stop = max(0, at - _MARGIN), min(len(sound), at + _CHUNK + _MARGIN)
        block = sound[first:stop]
        plain = _louder(np.abs(block))
        if plain.max(initial=0.0) * _MOST_OVERSHOOT <= ignore:
            peaks[at : at + _CHUNK] = plain[at - first : at - first + _CHUNK]
            continue
        fine = _louder(np.abs(resample_poly(block, 4, 1, axis=0)))
        near = np.maximum.reduce([plain, fine[0::4], fine[1::4], fine[2::4], fine[3::4]])
        peaks[at : at + _CHUNK] = near[at - first : at - first + _CHUNK]
    return peaks


def limit(sound: Samples, ceiling_db: float) -> Samples:
    """Turns down only around the peaks above the ceiling, smoothly and without delay."""
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    ceiling = 10.0 ** (ceiling_db / 20.0)
    need = np.minimum(1.0, ceiling / np.maximum(_peaks(sound, ignore=ceiling), 1e-9))
    if need.min(initial=1.0) >= 1.0:
        return sound
    width = 2 * round(_LOOKAHEAD_S * RATE) + 1
    gain = uniform_filter1d(minimum_filter1d(need, width + 2), width)
    limited: Samples = (sound * np.minimum(gain, 1.0)[:, None]).astype(np.float32)
    return limited


def set_loudness(sound: Samples, *, target_lufs: float, ceiling_dbtp: float) -> Samples:
    """Two passes: the gain that the measurement asks for, then what the limiter took away again."""
    now, gain_db = integrated(sound), 0.0
    if now <= SILENCE_LUFS:
        return sound
    result = sound
    for _ in range(3):
        if abs(target_lufs - now) < 0.05 or gain_db >= _LARGEST_GAIN_DB:
            break
        gain_db = min(_LARGEST_GAIN_DB, gain_db + target_lufs - now)
        louder = (sound * np.float32(10.0 ** (gain_db / 20.0))).astype(np.float32, copy=False)
        result = limit(louder, ceiling_dbtp)
        if result is louder:
            return result  # nothing was turned down: the gain is what changed, to the decibel
        now = integrated(result)
    return limit(result, ceiling_dbtp)
