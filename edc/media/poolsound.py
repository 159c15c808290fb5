"""The sound of the pool: for each stretch one AAC track, as loud as the whole game's target asks.

Comes in: a source, stretches, the gain of the game. Goes out: a fragmented MP4 with sound alone beside
each stretch's pictures; a fragment begins at the packet nearest to each edge. The encoder's priming
packet is left out and time counts from the stretch's first frame, so nothing is late.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path

import numpy as np

from edc.files import atomic_write
from edc.media.cutloudness import SILENCE_LUFS, integrated, limit
from edc.media.cutsound import AAC_BITRATE, AAC_OPTIONS, RATE, Samples, read_sounds
from edc.media.cutsource import FrameSpan, Source
from edc.media.fragments import sound_fragment
from edc.media.stretches import Stretch

PACKET = 1024
"""Samples in an AAC packet; the encoder primes with one."""
_LONGEST_PACKETS = 94
"""Two seconds: no fragment is longer."""
_WINDOWS, _WINDOW_S = 40, Fraction(4)
"""The game's loudness is measured on so many windows spread over its pictures of play."""
_LARGEST_GAIN_DB = 24.0
_GAIN_STEP_DB = 0.5
"""The gain is rounded, so that a corrected segment does not make every sound anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSound:
    """What changes the bytes of a stretch's sound but the source itself."""

    gain_db: float
    ceiling_dbtp: float
    bitrate: int = AAC_BITRATE
    version: int = 2


def game_gain(source: Source, runs: Sequence[tuple[float, float]], target_lufs: float) -> float:
    """dB that bring the game's sound to the target; `runs` are where the game is shown, in media seconds."""
    total = sum(end - start for start, end in runs)
    if not source.has_sound or total <= 0:
        return 0.0
    places = _spread(runs, min(_WINDOWS, ceil(total / float(_WINDOW_S))))
    loudness = integrated(np.concatenate(list(read_sounds(source, [(Fraction(at), _WINDOW_S) for at in places]))))
    if loudness <= SILENCE_LUFS:
        return 0.0
    return round(min(_LARGEST_GAIN_DB, target_lufs - loudness) / _GAIN_STEP_DB) * _GAIN_STEP_DB


def _spread(runs: Sequence[tuple[float, float]], count: int) -> list[float]:
    """Media seconds evenly spread over the runs laid end to end."""
    total, found = sum(end - start for start, end in runs), []
    for number in range(count):
        left = total * number / count
        for start, end in runs:
            if left < end - start:
                found.append(start + left)
                break
            left -= end - start
    return found


def sound_path(folder: Path, source: Source, stretch: Stretch, sound: PoolSound) -> Path:
    made_of = {"media": source.sha256, "span": [stretch.span.first, stretch.span.stop], "edges": stretch.edges,
               "at": stretch.zero,
               "fps": str(source.fps), "start": str(source.start_s), "sound": asdict(sound)}  # fmt: skip
    return folder / f"{hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:24]}.m4a"


def fill_sound(
    folder: Path, source: Source, wanted: Iterable[Stretch], sound: PoolSound,
    done: Callable[[int, int], None] = lambda finished, total: None,
) -> list[Stretch]:  # fmt: skip
    """Encodes the sound of the stretches that have none yet; gives back those. Silence where the source has none."""
    todo = [s for s in dict.fromkeys(wanted) if not sound_path(folder, source, s, sound).exists()]
    windows = [(source.seconds(stretch.span.first), source.seconds(stretch.span.length)) for stretch in todo]
    for number, (stretch, raw) in enumerate(zip(todo, read_sounds(source, windows), strict=True), start=1):
        loud = limit((raw * 10.0 ** (sound.gain_db / 20.0)).astype(np.float32), sound.ceiling_dbtp)
        zero = round(source.seconds(stretch.zero) * RATE)
        data = _encoded(loud, packet_edges(stretch, source), sound.bitrate, zero)
        with atomic_write(sound_path(folder, source, stretch, sound)) as temporary:
            temporary.write_bytes(data)
        done(number, len(todo))
    return todo


def packet_at(frame: int, stretch: Stretch, source: Source) -> int:
    """The AAC packet of a stretch that begins nearest to a frame of the source."""
    return round(source.seconds(frame - stretch.span.first) * RATE / PACKET)


def packet_edges(stretch: Stretch, source: Source) -> list[int]:
    """Packets at which a fragment begins, and the end."""
    end = packet_at(stretch.span.stop, stretch, source)
    wanted = sorted({0, end, *(packet_at(edge, stretch, source) for edge in stretch.edges)})
    return [*dict.fromkeys(at for a, b in pairwise(wanted) for at in range(a, b, _LONGEST_PACKETS)), end]


def sound_ticks(span: FrameSpan, stretch: Stretch, source: Source) -> tuple[int, int]:
    """Times in the stretch's sound, in samples, at which a clip's sound begins and ends, in whole packets."""
    zero = round(source.seconds(stretch.zero) * RATE)
    first, stop = (zero + packet_at(edge, stretch, source) * PACKET for edge in (span.first, span.stop))
    return first, stop


def _encoded(samples: Samples, edges: Sequence[int], bitrate: int, zero: int) -> bytes:
    import av

    padded = np.zeros((edges[-1] * PACKET, 2), np.float32)
    padded[: min(len(padded), len(samples))] = samples[: len(padded)]
    buffer, packets = io.BytesIO(), []
    options = {"movflags": "empty_moov+default_base_moof+cmaf", "use_editlist": "0"}
    with av.open(buffer, "w", format="mp4", options=options) as out:
        stream = out.add_stream("aac", rate=RATE, layout="stereo", options=AAC_OPTIONS)
        stream.bit_rate = bitrate
        stream.time_base = Fraction(1, RATE)
        for at in range(0, len(padded), PACKET):
            frame = av.AudioFrame.from_ndarray(padded[at : at + PACKET].T.copy(), "fltp", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
            packets += stream.encode(frame)
        packets += stream.encode(None)
        out.start_encoding()
    data = [bytes(packet) for packet in packets if packet.size][1 : edges[-1] + 1]
    init = buffer.getvalue().split(b"moof")[0]
    init = init[: -4] if b"moof" in buffer.getvalue() else init
    pieces = [sound_fragment(data[a:b], number=number, start=zero + a * PACKET, duration=PACKET)
              for number, (a, b) in enumerate(pairwise(edges), start=1)]  # fmt: skip
    return init + b"".join(pieces)
