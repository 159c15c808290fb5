"""Assembly: clips of the pool and one sound track become a file, without encoding a picture.

Comes in: paths of pool clips in order, samples, chapters. Goes out: an MP4 with its index in front,
whose video packets are counted frame by frame in the pool's timescale, so that nothing drifts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from edc.errors import InvariantError
from edc.media.cutloudness import measure
from edc.media.cutsound import AAC_BITRATE, AAC_OPTIONS, RATE, Samples
from edc.media.cutsource import timescale
from edc.media.fragments import read_fragments
from edc.media.pool import ClipRef

_AAC_FRAME = 1024
"""Samples in an AAC packet; the encoder primes with one packet, which the edit list hides again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    start_frame: int
    stop_frame: int
    title: str


def audible_samples(frames: int, fps: Fraction) -> int:
    """The most samples that fit under `frames` pictures in whole AAC packets.

    The sound then ends with the picture or up to 21 ms before it, never after: what a player shows
    as the file's length is the length of its pictures, to the frame.
    """
    packets = int((frames / fps * RATE + _AAC_FRAME) // _AAC_FRAME)
    return max(0, (packets - 1) * _AAC_FRAME)


def assemble(
    target: Path, clips: Sequence[ClipRef], sound: Samples | None, *, fps: Fraction, title: str,
    chapters: Sequence[Chapter] = (),
) -> int:  # fmt: skip
    """Writes `target`; gives back its length in frames.

    Raises:
        InvariantError: the clips were not encoded alike, so they cannot be joined by copying.
    """
    import av

    with av.open(str(clips[0].path)) as first:
        template = first.streams.video[0]
        options = {"movflags": "+faststart", "movie_timescale": str(timescale(fps)),
                   "video_track_timescale": str(timescale(fps))}  # fmt: skip
        with av.open(str(target), "w", format="mp4", options=options) as out:
            out.metadata["title"] = title
            video = out.add_stream_from_template(template)
            video.time_base = Fraction(1, timescale(fps))
            audio = _sound_stream(out) if sound is not None else None
            if chapters:
                out.set_chapters([_chapter(number, chapter, fps) for number, chapter in enumerate(chapters)])
            packets = _Pictures(clips, fps)
            _interleave(out, video, packets.read(), audio, sound, fps)
    return packets.frames


def _chapter(number: int, chapter: Chapter, fps: Fraction) -> dict[str, Any]:
    tick = Fraction(1, 1000)
    return {
        "id": number, "time_base": tick, "start": int(chapter.start_frame / fps / tick),
        "end": int(chapter.stop_frame / fps / tick), "metadata": {"title": chapter.title},
    }  # fmt: skip


def _sound_stream(out: Any) -> Any:
    audio = out.add_stream("aac", rate=RATE, layout="stereo", options=AAC_OPTIONS)
    audio.bit_rate = AAC_BITRATE
    audio.time_base = Fraction(1, RATE)
    return audio


@dataclass(slots=True)
class _Pictures:
    """Packets of all clips on one timeline, and how many there were."""

    clips: Sequence[ClipRef]
    fps: Fraction
    frames: int = 0

    def read(self) -> Iterator[Any]:
        import av

        ticks, tick = int(timescale(self.fps) / self.fps), Fraction(1, timescale(self.fps))
        parameters = _parameters(self.clips[0].path)
        for clip in self.clips:
            if _parameters(clip.path) != parameters:
                raise InvariantError(f"{clip.path} was encoded with other parameters than the clips before it: "
                                     "delete the folder pool/ and make the recap again.")
            for number, (data, is_key) in enumerate(_taken(clip, ticks)):
                if not number and not is_key:
                    raise InvariantError(f"{clip.path} has no keyframe at {clip.skip}: delete the folder pool/ and "
                                         "try again.")
                packet = av.Packet(data)
                packet.pts = packet.dts = self.frames * ticks
                packet.duration, packet.time_base, packet.is_keyframe = ticks, tick, is_key
                self.frames += 1
                yield packet


def _parameters(path: Path) -> bytes:
    """The decoder's configuration: how large the pictures are and how they are coded."""
    init = read_fragments(path).init
    at = init.index(b"avcC")
    return init[at : at - 4 + int.from_bytes(init[at - 4 : at], "big")]


def _taken(clip: ClipRef, ticks: int) -> Iterator[tuple[bytes, bool]]:
    """The bytes of each picture of a clip, and whether it is the first of its fragment: an IDR frame."""
    first, stop = clip.start * ticks, (clip.start + clip.frames) * ticks
    with clip.path.open("rb") as file:
        for part in read_fragments(clip.path).parts:
            if part.start + part.samples * ticks <= first or part.start >= stop:
                continue
            file.seek(part.data)
            for number, size in enumerate(part.sizes):
                data = file.read(size)
                if first <= part.start + number * ticks < stop:
                    yield data, not number


def _interleave(
    out: Any, video: Any, pictures: Iterator[Any], audio: Any | None, sound: Samples | None, fps: Fraction
) -> None:
    """Pictures and the sound under them by turns, half a second at a time."""
    step = max(1, round(fps / 2))
    heard = 0
    for number, packet in enumerate(pictures):
        if number % step == 0 and audio is not None and sound is not None:
            heard = _encode_sound(out, audio, sound, heard, int((number + step) / fps * RATE))
        packet.stream = video
        out.mux(packet)
    if audio is not None and sound is not None:
        _encode_sound(out, audio, sound, heard, len(sound))
        out.mux(audio.encode(None))


def _encode_sound(out: Any, audio: Any, sound: Samples, heard: int, until: int) -> int:
    import av

    until = min(until, len(sound))
    while heard < until:
        block = sound[heard : heard + _AAC_FRAME]
        frame = av.AudioFrame.from_ndarray(block.T.copy(), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, heard, Fraction(1, RATE)
        out.mux(audio.encode(frame))
        heard += len(block)
    return heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a player will find in a finished file."""

    duration_s: Fraction
    """Of the container: the longest of its tracks."""
    frames: int
    integrated_lufs: float | None
    true_peak_dbtp: float | None


def measure_file(path: Path) -> Measured:
    import av

    with av.open(str(path)) as container:
        duration = Fraction(container.duration or 0, 1_000_000)
        frames = sum(1 for packet in container.demux(video=0) if packet.size)
        heard = bool(container.streams.audio)
    loudness = measure(decode_sound(path)) if heard else None
    return Measured(
        duration_s=duration, frames=frames,
        integrated_lufs=loudness.integrated_lufs if loudness else None,
        true_peak_dbtp=loudness.true_peak_dbtp if loudness else None,
    )  # fmt: skip


def decode_sound(path: Path) -> Samples:
    import av
    import numpy as np

    with av.open(str(path)) as container:
        blocks = [frame.to_ndarray().T for frame in container.decode(audio=0)]
    return np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)
