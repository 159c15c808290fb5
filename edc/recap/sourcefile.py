"""The video of a game folder as a source of clips.

Comes in: what the probe left in `work/`. Goes out: a `Source`.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.media.cutsource import Source


def read_source(game: GameFolder) -> Source:
    media = read_json(game.media)
    fps = Fraction(media["fps"])
    return Source(
        path=Path(media["path"]), sha256=media["sha256"], fps=fps, width=media["width"] // 2 * 2,
        height=media["height"] // 2 * 2, frames=int(media["duration_s"] * fps), has_sound=media.get("has_audio", True),
    )  # fmt: skip
