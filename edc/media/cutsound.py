"""The sound of a recap: one continuous track out of many pieces of the source.

Comes in: a `Source` and where its pieces lie in the recap. Goes out: 48 kHz stereo samples, each
piece in place to the sample, joined by short crossfades.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor, gcd
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from edc.errors import InputError
from edc.media.cutsource import Source, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RATE = 48_000
AAC_BITRATE = 192_000
AAC_OPTIONS = {"aac_coder": "fast"}
"""Half the processor time of ffmpeg's usual search, for a signal 0.8 dB further from the original at this rate."""
Samples = npt.NDArray[np.float32]
"""Shape (samples, 2), full scale ±1."""

_PREROLL_S = 0.5
"""Decoded before the piece: AAC needs a packet or two to settle."""
_JUMP_S = 0.005
"""A timestamp further than this from the running count is a gap or an overlap, not rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    start_s: Fraction
    """Media time of the piece's first sample."""
    length_s: Fraction
    lead_s: Fraction = Fraction(0)
    """Sound of the source that is heard before the picture of this piece begins; negative: it begins after it."""
    trail_s: Fraction = Fraction(0)
    """Sound that goes on after the picture of this piece has ended; negative: it ends before it."""


def samples_at(seconds: Fraction) -> int:
    return round(seconds * RATE)


def read_sound(source: Source, start_s: Fraction, length_s: Fraction) -> Samples:
    """The source's sound over a media interval; silence where there is none.

    Raises:
        InputError: the source is gone.
    """
    return next(read_sounds(source, [(start_s, length_s)]))


def read_sounds(source: Source, windows: Sequence[tuple[Fraction, Fraction]]) -> Iterator[Samples]:
    """The sound over many intervals (start and length), one after the other; the file is opened once.

    Raises:
        InputError: the source is gone.
    """
    import av

    if not source.has_sound:
        yield from (np.zeros((max(0, samples_at(length_s)), 2), np.float32) for _, length_s in windows)
        return
    require(source)
    start_s = Fraction(0)
    try:
        with av.open(str(source.path)) as container:
            stream = container.streams.audio[0]
            rate = int(stream.rate)
            for start_s, length_s in windows:
                native = _native(container, stream, rate, start_s + source.start_s, max(Fraction(0), length_s))
                yield _resample(native, rate, max(0, samples_at(length_s)))
    except (av.FFmpegError, IndexError) as error:
        raise InputError(f"The sound of {source.path} at {float(start_s):.2f} s cannot be read: {error}.") from error


def _native(container: Any, stream: Any, rate: int, begin: Fraction, length_s: Fraction) -> Samples:
    """At the stream's own rate, each decoded frame where its timestamp says."""
    import av

    out = np.zeros((ceil(length_s * rate), 2), np.float32)
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=rate)
    target = max(Fraction(0), begin - Fraction(_PREROLL_S)) if begin >= 0 else begin
    container.seek(floor(target / stream.time_base), stream=stream, backward=True)
    expected: int | None = None
    for frame in _frames(container, stream):
        if frame.pts is None:
            continue
        at = round((frame.pts * frame.time_base - begin) * rate)
        if expected is not None and abs(at - expected) <= _JUMP_S * rate:
            at = expected
        if at >= len(out):
            break
        block = np.concatenate([part.to_ndarray() for part in resampler.resample(frame)], axis=1).T
        expected = at + len(block)
        first, stop = max(0, at), min(len(out), expected)
        if stop > first:
            out[first:stop] = block[first - at : stop - at]
    return out


def _frames(container: Any, stream: Any) -> Iterable[Any]:
    """Decoded frames; a packet that is damaged costs only itself."""
    import av

    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.InvalidDataError:
            continue


def _resample(native: Samples, rate: int, count: int) -> Samples:
    """Linear phase, so nothing is delayed."""
    if rate != RATE:
        from scipy.signal import resample_poly

        common = gcd(RATE, rate)
        native = resample_poly(native, RATE // common, rate // common, axis=0).astype(np.float32)
    out = np.zeros((count, 2), np.float32)
    out[: min(count, len(native))] = native[:count]
    return out


def join_sound(
    source: Source, pieces: Sequence[Piece], total_s: Fraction, *, fade_s: Fraction, begin_s: Fraction = Fraction(0)
) -> Samples:
    """Pieces one after the other from `begin_s`; at each join both are heard for `fade_s`, at equal power.

    A piece may lead or trail its picture; the last one fades out over its trail and what is left of
    `total_s` is silent.
    """
    total = np.zeros((samples_at(total_s), 2), np.float32)
    half = fade_s / 2
    starts = list(accumulate((piece.length_s for piece in pieces[:-1]), initial=begin_s))
    befores = [min(at, piece.lead_s + half) for at, piece in zip(starts, pieces, strict=True)]
    windows = [(piece.start_s - before, before + piece.length_s + piece.trail_s + half)
               for before, piece in zip(befores, pieces, strict=True)]  # fmt: skip
    for number, sound in enumerate(read_sounds(source, windows)):
        fade_in = samples_at(fade_s) if number else samples_at(half)
        last = number == len(pieces) - 1
        fade_out = samples_at(max(pieces[number].trail_s + half, fade_s) if last else fade_s)
        _add(total, _faded(sound, fade_in, fade_out), samples_at(starts[number] - befores[number]))
    return total


def _faded(sound: Samples, fade_in: int, fade_out: int) -> Samples:
    sound[:fade_in] *= _ramp(min(fade_in, len(sound)))
    if fade_out:
        sound[-fade_out:] *= _ramp(min(fade_out, len(sound)))[::-1]
    return sound


def _ramp(count: int) -> Samples:
    rise = np.sin(np.linspace(0.0, np.pi / 2, count, dtype=np.float32))
    return rise[:, None].astype(np.float32)


def _add(total: Samples, sound: Samples, at: int) -> None:
    stop = min(len(total), at + len(sound))
    if stop > at:
        total[at:stop] += sound[: stop - at]
