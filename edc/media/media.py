"""What is known of a video file: the value that the probe makes and everything later reads.

Goes out: `Media`, as JSON in `work/media.json` and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

SCHEMA = "edc.media/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioStream:
    index: int
    """Among the file's audio streams, from 0."""
    codec: str
    channels: int
    rate: int
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    path: str
    """The file that is decoded: the ingested one, or the repaired copy in `work/`."""
    uri: str
    """As the user named it."""
    sha256: str
    """Of the ingested file."""
    container: str
    duration_s: float
    """From the first video frame to the end of the last one that can be read."""
    fps: Fraction
    """The nominal rate where it varies."""
    variable_rate: bool
    width: int
    """As displayed: coded width times the sample aspect."""
    height: int
    coded_width: int
    coded_height: int
    codec: str
    interlaced: bool
    primaries: str
    """Colour, in ffmpeg's words; "unknown" where the file does not say."""
    transfer: str
    matrix: str
    start_s: float
    """The timestamp of the first video frame in the file at `path`: media second 0."""
    source_start_s: float
    """The same in the ingested file; another one where a repaired copy is decoded."""
    frames: int
    audio: tuple[AudioStream, ...]
    start_timecode: str | None
    start_utc: str | None

    @property
    def has_audio(self) -> bool:
        return bool(self.audio)

    def to_json(self) -> dict[str, Any]:
        value = asdict(self)
        fps = f"{self.fps.numerator}/{self.fps.denominator}"
        return {"schema": SCHEMA, **value, "fps": fps, "has_audio": self.has_audio, "audio": list(value["audio"])}


def media_from_json(value: Mapping[str, Any]) -> Media:
    fields = {key: value[key] for key in Media.__dataclass_fields__}
    fields["fps"] = Fraction(fields["fps"])
    fields["audio"] = tuple(AudioStream(**stream) for stream in fields["audio"])
    return Media(**fields)


def read_media(path: Path) -> Media:
    from edc.files import read_json

    return media_from_json(read_json(path))
