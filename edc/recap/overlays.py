"""What is laid over which frames: our own score graphic where the broadcast's cannot be read, captions, titles.

Comes in: cuts, the scoreboard, the words. Goes out: `Overlay`s for the encoder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from edc.media.cutsource import FrameSpan, Source
from edc.media.stretches import Overlay
from edc.recap.graphics import Band, Graphic, caption, strip, title
from edc.recap.lettering import undrawable
from edc.recap.plan import PlannedClip
from edc.recap.poster import Area
from edc.recap.standing import READ_WITHIN_S, Scoreboard
from edc.recap.texts import Words

_SHOWN_S = 4
"""Our graphic stands for at most so many seconds from a clip's first frame on, or until the bug is back."""
_TITLE_S = 3.0
_LOWER_PART, _FLOOR = 0.6, 0.96
_TALLEST_BAND = 0.2
"""Of the height: bugs further apart than this leave no place for a band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where our own graphics may stand, so that they cover the broadcast's score bug never or wholly."""

    band: Band | None
    """In a cropped picture: the stripe in which a part of the bug is left; our score stands over it."""
    floor: float
    """Captions and titles end above this share of the height."""


def room_for(bugs: Iterable[Area], *, cropped: bool) -> Room:
    areas = list(bugs)
    low = [area for area in areas if area.top > _LOWER_PART]
    floor = min([_FLOOR, *(area.top for area in low)])
    top, bottom = min((a.top for a in areas), default=0.0), max((a.bottom for a in areas), default=0.0)
    fits = cropped and 0.0 < bottom - top <= _TALLEST_BAND
    return Room(band=(max(0.0, top), min(1.0, bottom)) if fits else None, floor=floor)


def strips_where_unreadable(spans: Iterable[FrameSpan], board: Scoreboard, source: Source) -> list[Overlay]:
    """For clips that begin without a readable bug; one picture a second, each second only once."""
    if not board.judged:
        return []
    cells: set[int] = set()
    for span in spans:
        start = float(source.seconds(span.first))
        if board.readable(start, start + READ_WITHIN_S):
            continue
        for cell in range(int(start), int(start) + _SHOWN_S + 1):
            if cell > int(start) and board.readable(max(start, cell - 1.0), cell + 0.0):
                break
            if cell * source.fps < span.stop:
                cells.add(cell)
    return [strip for cell in sorted(cells) if (strip := _strip(cell, board, source)) is not None]


def strips_throughout(
    span: FrameSpan, board: Scoreboard, source: Source, band: Band | None = None
) -> list[Overlay]:
    """For pictures from which the bug is cropped away."""
    first, last = int(source.seconds(span.first)), ceil(source.seconds(span.stop))
    strips = [_strip(cell, board, source, band) for cell in range(first, last)]
    return [clipped for strip in strips if strip is not None and (clipped := _within(strip, span)) is not None]


def _strip(cell: int, board: Scoreboard, source: Source, band: Band | None = None) -> Overlay | None:
    standing = board.standing(cell + 0.5)
    if standing is None:
        return None
    first, stop = ceil(cell * source.fps), ceil((cell + 1) * source.fps)
    return _over(strip(standing, source.width, source.height, band), first, stop)


def _over(graphic: Graphic, first: int, stop: int) -> Overlay:
    return Overlay(first=first, stop=stop, png=graphic.png, at=graphic.at, of=graphic.of)


def _within(overlay: Overlay, span: FrameSpan) -> Overlay | None:
    first, stop = max(overlay.first, span.first), min(overlay.stop, span.stop)
    return replace(overlay, first=first, stop=stop) if first < stop else None


def within(overlays: Iterable[Overlay], span: FrameSpan) -> tuple[Overlay, ...]:
    """Those that touch a stretch, cut to it."""
    return tuple(clipped for overlay in overlays if (clipped := _within(overlay, span)) is not None)


def written(
    clip: PlannedClip, words: Words, source: Source, room: Room, *, with_caption: bool, with_title: bool
) -> list[Overlay]:
    """The caption over the whole clip, its title over the first seconds, as asked."""
    found, span, language = [], clip.span, words.code
    if with_title:
        stop = min(span.stop, span.first + round(_TITLE_S * source.fps))
        drawn = title(words.title(clip.lead), language, source.width, source.height, above=with_caption,
                        floor=room.floor)  # fmt: skip
        found.append(_over(drawn, span.first, stop))
    if with_caption:
        drawn = caption(words.caption(clip.lead), language, source.width, source.height, room.floor)
        found.append(_over(drawn, span.first, span.stop))
    return found


def undrawn(clips: Sequence[PlannedClip], words: Words, *, caption: bool, title: bool) -> set[str]:
    """Characters of what is written into the pictures that no shipped font draws."""
    texts = [*(words.caption(clip.lead) for clip in clips if caption), *(words.title(c.lead) for c in clips if title)]
    return set().union(*(undrawable(text, words.code) for text in texts))
