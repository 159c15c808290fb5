"""Personal recaps: a playlist over the game's pool for each viewer, in milliseconds and without encoding.

Comes in: a processed game whose pool is filled, requests. Goes out: plans and the texts of playlists.
A server keeps one `PersonalRecaps` a game; a plan is solved once for all who wish the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from edc.errors import InputError
from edc.media.cutsource import FrameSpan, Source
from edc.media.poolsound import sound_path, sound_ticks
from edc.media.stretches import Stretch
from edc.recap.card import Card, card_source, card_stretch
from edc.recap.hls import HlsClip, Track, playlists
from edc.recap.plan import Plan, make_plan
from edc.recap.ready import Ready
from edc.recap.request import RecapRequest
from edc.recap.texts import words_for

_MOST_KEPT = 512
_MOST_DAMAGED = 16


class NotInPool(InputError):
    """What was asked for would have to be encoded first."""


def hls_clip(ready: Ready, source: Source, stretch: Stretch, span: FrameSpan, caption: str | None) -> HlsClip:
    """A clip as its playlist names it."""
    sound = ready.pool_sound()
    path = sound_path(ready.pool.folder, source, stretch, sound) if sound is not None else None
    return HlsClip(
        pictures=tuple(ready.pool.clip(source, stretch, span, size) for size in ready.sizes()),
        sound=(path, *sound_ticks(span, stretch, source)) if path is not None else None,
        caption=_cue(caption) if caption else None,
    )  # fmt: skip


def _cue(text: str) -> str:
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace("-->", "→")


class PersonalRecaps:
    """Recaps of one game as playlists; only what the pool holds is shown."""

    def __init__(self, ready: Ready) -> None:
        self._ready = ready
        self._plans: OrderedDict[RecapRequest, Plan] = OrderedDict()

    def plan(self, request: RecapRequest) -> Plan:
        """The plan of a request, solved anew only where nobody has wished the same.

        Raises:
            UsageError: an unknown moment or language.
            NotInPool: it wants another shape, drawn captions or clips of an editor's: `edc recap` makes those.
            InputError: nothing can be shown for it.
        """
        key = replace(request, name="personal")
        if key not in self._plans:
            self._plans[key] = self._solved(request)
            if len(self._plans) > _MOST_KEPT:
                self._plans.popitem(last=False)
        self._plans.move_to_end(key)
        return self._plans[key]

    def _solved(self, request: RecapRequest) -> Plan:
        ready, damaged = self._ready, list[FrameSpan]()
        if not request.plain:
            raise NotInPool("A recap in another shape or with drawn text is encoded first: use edc recap.")
        while True:
            plan = make_plan(request, ready.moments, ready.footage, card=ready.closing(request, "en") is not None,
                             damaged=damaged, feed=ready.feed, model=ready.model)  # fmt: skip
            gone = [c.span for c in plan.clips if ready.laid.ready(ready.pool, c.span) is None]
            asked = [span for span in gone if span not in ready.laid.spans]
            if asked or len(damaged) + len(gone) > _MOST_DAMAGED:
                raise NotInPool(f"{len(gone)} clips are not in the pool of {ready.game.root}: "
                                "run edc recap with this request once, or edc recap --fill.")
            if not gone:
                return plan
            damaged += gone

    def playlists(self, request: RecapRequest, url: Callable[[Path], str]) -> dict[str, str]:
        """File name → text, `recap.m3u8` first; `url` says where a viewer finds a file of the pool."""
        plan, ready = self.plan(request), self._ready
        words, source = words_for(request, ready.moments, ready.forms), ready.footage.source
        opening, _ = ready.cards(words.code)
        clips = self._card(opening, plan.opening_frames)
        for clip in plan.clips:
            stretch = ready.laid.ready(ready.pool, clip.span)
            if stretch is None:
                raise NotInPool(f"The pool of {ready.game.root} has lost a clip: run edc recap --fill.")
            clips.append(hls_clip(ready, source, stretch, clip.span, words.caption(clip.lead)))
        clips += self._card(ready.closing(request, words.code), plan.card_frames)
        sizes = ((source.width, source.height), *(size for size in ready.sizes() if size is not None))
        return playlists(clips, Track(fps=source.fps, sizes=sizes, language=words.code), url)

    def _card(self, card: Card | None, frames: int) -> list[HlsClip]:
        """The game's card, where the pool holds it."""
        if card is None or not frames:
            return []
        ready = self._ready
        here = ready.footage.source
        source, stretch = card_source(card, here, ready.backdrop), card_stretch(card, here, frames)
        if any(ready.pool.missing(source, [stretch], size) for size in ready.sizes()):
            return []
        return [hls_clip(ready, source, stretch, stretch.span, None)]
