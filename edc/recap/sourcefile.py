"""The video of a game folder as a source of clips.

Comes in: what the probe left in `work/media.json`. Goes out: a `Source`.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from pathlib import Path

from edc.gamefolder import GameFolder
from edc.media.cutsource import Colour, Source
from edc.media.media import Media, read_media

_FINEST_TICK = 1_000_000
"""Timestamps are whole numbers of the file's ticks, never finer than this a second."""
_PRIMARIES = frozenset({"bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "film", "bt2020"})
_TRANSFERS = frozenset(
    {"bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "bt2020-10", "bt2020-12", "iec61966-2-1", "smpte2084",
     "arib-std-b67"}
)  # fmt: skip
_MATRICES = frozenset({"bt709", "bt470bg", "smpte170m", "smpte240m", "fcc", "bt2020nc", "bt2020c"})


def read_source(game: GameFolder) -> Source:
    return source_of(read_media(game.media), game.root)


def source_of(media: Media, root: Path) -> Source:
    """The output's frames are the source's own where its rate is constant."""
    return Source(
        path=root / media.path, sha256=media.sha256, fps=media.fps, width=_even(media.width),
        height=_even(media.height), frames=max(1, floor(Fraction(media.duration_s) * media.fps + Fraction(1, 2))),
        start_s=Fraction(media.start_s).limit_denominator(_FINEST_TICK), has_sound=media.has_audio,
        interlaced=media.interlaced,
        colour=Colour(primaries=_known(media.primaries, _PRIMARIES), transfer=_known(media.transfer, _TRANSFERS),
                      matrix=_known(media.matrix, _MATRICES)),
    )  # fmt: skip


def _even(pixels: int) -> int:
    """4:2:0 pictures have even sides."""
    return max(2, pixels // 2 * 2)


def _known(word: str, words: frozenset[str]) -> str:
    return word if word in words else "unknown"
