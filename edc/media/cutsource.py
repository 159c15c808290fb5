"""The video that clips are cut from, and the grid of output frames they are counted on.

Comes in: what the probe knows of a file. Goes out: a `Source`, whose frame `n` is shown at media
second `n / fps`. A source of varying frame rate is seen through the same grid, so every cut is a
pair of whole numbers, never two floats.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from edc.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """How the picture's numbers are meant, in ffmpeg's words; the same for every clip of a pool."""

    primaries: str = "unknown"
    transfer: str = "unknown"
    matrix: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    path: Path
    sha256: str
    fps: Fraction
    """Of the output: the source's own rate, or its nominal one where it varies."""
    width: int
    """As displayed, even."""
    height: int
    frames: int
    """Output frames from the first video frame to the end of the last."""
    start_s: Fraction = Fraction(0)
    """Stream timestamp of the first video frame: media second 0."""
    has_sound: bool = True
    interlaced: bool = False
    colour: Colour = Colour()
    drawn: bool = False
    """A graphic of our own in RGB, to be turned into the colours above."""

    @property
    def drawn_matrix(self) -> str:
        """What players take for granted where a file does not say."""
        return self.colour.matrix if self.colour.matrix != "unknown" else "bt709" if self.height >= 720 else "bt601"

    def __post_init__(self) -> None:
        if self.fps <= 0 or self.width % 2 or self.height % 2:
            raise ValueError(f"a source needs a frame rate and even sides, not {self.fps}, {self.width}×{self.height}")

    def seconds(self, frame: int) -> Fraction:
        return frame / self.fps

    def frame_at(self, media_s: float) -> int:
        """The frame nearest to a media second, inside the source."""
        return min(self.frames, max(0, round(Fraction(media_s) * self.fps)))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class FrameSpan:
    """Frames `first` up to, not including, `stop`."""

    first: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.stop:
            raise ValueError(f"a span of frames must be forward and not empty: {self.first} to {self.stop}")

    @property
    def length(self) -> int:
        return self.stop - self.first


def timescale(fps: Fraction) -> int:
    """Ticks a second in which one frame is a whole number: 30000 for the usual rates."""
    if (30000 / fps).denominator == 1:
        return 30000
    return fps.numerator * math.ceil(10000 / fps.numerator)


def require(source: Source) -> None:
    """
    Raises:
        InputError: the video has gone, or has become another file, since it was processed.
    """
    if not source.path.is_file():
        raise InputError(f"The video {source.path} is gone: put it back, or process it again from where it is now.")
