"""Score bugs: invented channels' graphics for period, clock and score.

In: a picture and what the bug says (`sample_media.scene.Bug`). Out: the picture with the bug on it.
Four looks (`HELD_OUT`) are drawn only by the benchmark, so that nothing is fitted to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sample_media.scorebugs.draw import bug_box, draw_bug
from sample_media.scorebugs.look import Box, Look
from sample_media.scorebugs.looks_bars import BARS
from sample_media.scorebugs.looks_boxes import BOXES
from sample_media.scorebugs.looks_held_out import HELD_OUT_LOOKS

LOOKS: Mapping[str, Look] = MappingProxyType({look.name: look for look in (*BARS, *BOXES, *HELD_OUT_LOOKS)})
HELD_OUT: tuple[str, ...] = tuple(look.name for look in HELD_OUT_LOOKS)
DEVELOPMENT: tuple[str, ...] = tuple(name for name in LOOKS if name not in HELD_OUT)

__all__ = ["DEVELOPMENT", "HELD_OUT", "LOOKS", "Box", "Look", "bug_box", "draw_bug"]
