"""Each clip of a plan as a stretch of the pool: as it is, or in another shape with our own graphics in it.

Comes in: a plan, the game, the words. Goes out: for each clip its stretch, and the source as shaped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from edc.media.cutsource import FrameSpan, Source
from edc.media.stretches import Stretch, bare
from edc.recap.action import follow, window_of
from edc.recap.overlays import room_for, strips_throughout, strips_where_unreadable, within, written
from edc.recap.plan import Plan, PlannedClip
from edc.recap.ready import Ready
from edc.recap.texts import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressed:
    source: Source
    """As wide and high as the recap's picture."""
    stretches: tuple[Stretch, ...]
    """One a clip, in order."""


def shaped(source: Source, aspect: str) -> Source:
    if aspect == "16:9":
        return source
    width, height = window_of(source, aspect)
    return replace(source, width=width, height=height)


def dress(plan: Plan, ready: Ready, words: Words, torn: frozenset[FrameSpan] = frozenset()) -> Dressed:
    """`torn`: stretches that cannot be encoded because the source is damaged somewhere in their handles."""
    source = shaped(ready.footage.source, plan.request.aspect)
    if not plan.request.plain:
        return Dressed(source=source, stretches=tuple(_own(clip, plan, ready, words, source) for clip in plan.clips))
    found = []
    for clip in plan.clips:
        stretch = ready.laid.stretch_for(clip.span)
        found.append(ready.laid.bare(clip.span) if stretch.span in torn else stretch)
    return Dressed(source=source, stretches=tuple(found))


def _own(clip: PlannedClip, plan: Plan, ready: Ready, words: Words, source: Source) -> Stretch:
    whole, board = ready.footage.source, ready.laid.board
    cropped = source.width != whole.width
    room = room_for(ready.bugs, cropped=cropped)
    strips = strips_throughout(clip.span, board, source, room.band) if cropped \
        else strips_where_unreadable([clip.span], board, source)  # fmt: skip
    texts = written(clip, words, source, room, with_caption=plan.request.burn,
                    with_title=plan.request.lower_third)  # fmt: skip
    crop = follow(whole, clip.span, plan.request.aspect, ready.footage.cuts_s) if cropped else None
    return replace(bare(clip.span), overlays=(*within(strips, clip.span), *texts), crop=crop)
