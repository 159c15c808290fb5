"""From a plan to the files of `recaps/<name>/`, whole or not at all.

Comes in: a plan, its clips' stretches in the pool, the game. Goes out: `recap.mp4`, `recap.json`,
`recap.vtt`, the hand-off to editing programs, `poster.jpg` and the playlists; nothing but sound is encoded.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from edc.captions.recapwords import RecapWords
from edc.errors import InvariantError
from edc.files import atomic_folder, write_json, write_text
from edc.media.assemble import Measured, assemble, audible_samples, measure_file
from edc.media.cutloudness import SILENCE_LUFS, set_loudness
from edc.media.cutsound import RATE, Piece, Samples, join_sound
from edc.media.cutsource import FrameSpan, Source
from edc.media.pool import ClipRef
from edc.media.stretches import Stretch
from edc.progress import Reporter
from edc.recap.card import Card, fill_card
from edc.recap.documents import chapters, recap_json, recap_vtt
from edc.recap.dressing import Dressed
from edc.recap.handoff import write_handoff
from edc.recap.hls import HlsClip, Track, playlists
from edc.recap.overlays import undrawn
from edc.recap.plan import Plan
from edc.recap.playlist import hls_clip
from edc.recap.poster import picture_at, write_poster
from edc.recap.ready import Ready
from edc.recap.soundcuts import Join, room_after, room_before, sound_joins
from edc.recap.texts import Words

_FADE_FRAMES = 4
"""Length of the sound's crossfade at a join."""
_TRAIL_S = Fraction(1)
"""Sound of the last play under the closing card, of the first under the opening one."""
_CODING_ROOM_DB = 0.6
"""The AAC encoder may lift a peak; where it lifts it further, the track is made again, lower."""
_FAIR_LU, _MOST_CORRECTION_LU = 0.25, 2.0
"""What the AAC encoder loses in noise it gets back, within reason; a track that cannot be lifted stays as it is."""
_BEFORE_RESULT_S = 1.0
"""The poster shows the play this long before its anchor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """Everything beside the plan that the files are made of."""

    folder: Path
    ready: Ready
    dressed: Dressed
    words: Words
    told: RecapWords
    opening: Card | None
    closing: Card | None
    revision: int
    source_url: str

    @property
    def source(self) -> Source:
        """Of the clips, in the recap's shape."""
        return self.dressed.source


@dataclass(frozen=True, slots=True, kw_only=True)
class _Showing:
    """A clip or a card as it lies in the pool."""

    source: Source
    stretch: Stretch
    span: FrameSpan
    caption: str | None


def render(plan: Plan, making: Rendering, reporter: Reporter) -> dict[str, Any]:
    """Writes the recap's folder; gives back its `recap.json`.

    Raises:
        InputError: the source is gone, or damaged where a clip lies.
    """
    reporter.step(0.7, "cards" if plan.card_frames or plan.opening_frames else "sound")
    showings = _showings(plan, making)
    reporter.step(0.75, "sound")
    joins = sound_joins(plan.clips, making.ready.footage)
    sound = _sound(plan, making, joins)
    reporter.step(0.85, "assembling")
    title = making.told.headline
    with atomic_folder(making.folder) as folder:
        clips = [making.ready.pool.clip(s.source, s.stretch, s.span) for s in showings]
        measured = _film(folder / "recap.mp4", plan, making, clips, sound, title)
        document = recap_json(plan, making.ready.footage, making.words, told=making.told, revision=making.revision,
                              measured=measured, joins=joins, dressed=making.dressed,
                              board=making.ready.laid.board)  # fmt: skip
        write_text(folder / "recap.vtt", recap_vtt(plan, making.source.fps, making.words))
        document["checks"] += write_handoff(folder, plan, making.ready, making.words, url=making.source_url, name=title,
                                            joins=joins)  # fmt: skip
        document["checks"] += _unwritten(plan, making)
        write_json(folder / "recap.json", document)
        _poster(folder / "poster.jpg", plan, making)
        _playlists(folder / "hls", making, showings)
    reporter.step(1.0)
    return document


def _unwritten(plan: Plan, making: Rendering) -> list[dict[str, Any]]:
    request = plan.request
    lacking = undrawn(plan.clips, making.words, caption=request.burn, title=request.lower_third)
    return [{"at_s": None, "reason": f"The shipped fonts cannot draw {', '.join(sorted(lacking))}: the text in the "
                                     "picture shows empty boxes there."}] if lacking else []  # fmt: skip


def _showings(plan: Plan, making: Rendering) -> list[_Showing]:
    """The clips in order between the cards."""
    between = [_Showing(source=making.source, stretch=stretch, span=clip.span,
                        caption=making.words.caption(clip.lead))
               for clip, stretch in zip(plan.clips, making.dressed.stretches, strict=True)]  # fmt: skip
    before = _card(making.opening, plan.opening_frames, making)
    after = _card(making.closing, plan.card_frames, making)
    return [*before, *between, *after]


def _card(card: Card | None, frames: int, making: Rendering) -> list[_Showing]:
    if card is None or not frames:
        return []
    ready = making.ready
    source, stretch = fill_card(ready.pool, card, _seen(making), ready.backdrop, frames, sizes=ready.sizes(),
                                sound=ready.pool_sound())  # fmt: skip
    return [_Showing(source=source, stretch=stretch, span=stretch.span, caption=None)]


def _seen(making: Rendering) -> Source:
    return replace(making.ready.footage.source, width=making.source.width, height=making.source.height)


def _sound(plan: Plan, making: Rendering, joins: list[Join]) -> Samples | None:
    """None for a silent source: a recap of it has no sound track."""
    source = making.source
    if not source.has_sound:
        return None
    footage, clips = making.ready.footage, plan.clips
    shifts = [join.shift_s for join in joins]
    opens, closes = bool(plan.opening_frames), bool(plan.card_frames)
    leads = [min(_TRAIL_S, room_before(clips[0], footage)) if opens else Fraction(0), *(-shift for shift in shifts)]
    trails = [*shifts, min(_TRAIL_S, room_after(clips[-1], footage)) if closes else Fraction(0)]
    pieces = [
        Piece(start_s=source.seconds(clip.span.first), length_s=source.seconds(clip.span.length), lead_s=lead,
              trail_s=trail)
        for clip, lead, trail in zip(clips, leads, trails, strict=True)
    ]  # fmt: skip
    length = Fraction(audible_samples(plan.frames, source.fps), RATE)
    return join_sound(source, pieces, length, fade_s=_FADE_FRAMES / source.fps,
                      begin_s=source.seconds(plan.opening_frames))  # fmt: skip


def _film(
    path: Path, plan: Plan, making: Rendering, clips: list[ClipRef], sound: Samples | None, title: str
) -> Measured:
    """Assembled and measured; made again where the encoder lifted a peak over the limit or lost loudness."""
    config = making.ready.config
    limit = config.true_peak_dbtp
    listed = chapters(plan, making.words, title)
    target, ceiling = config.loudness_lufs, limit - _CODING_ROOM_DB
    for _ in range(3):
        heard = sound if sound is None else set_loudness(sound, target_lufs=target, ceiling_dbtp=ceiling)
        assemble(path, clips, heard, fps=making.source.fps, title=title, chapters=listed)
        measured = measure_file(path)
        if measured.true_peak_dbtp is None or measured.integrated_lufs is None:
            break
        over, off = measured.true_peak_dbtp - limit, config.loudness_lufs - measured.integrated_lufs
        if over <= 0.0 and (abs(off) <= _FAIR_LU or measured.integrated_lufs <= SILENCE_LUFS):
            break
        ceiling -= max(0.0, over + 0.1) if over > 0.0 else 0.0
        target += off if abs(off) < _MOST_CORRECTION_LU else 0.0
    if measured.frames != plan.frames or measured.duration_s > Fraction(plan.request.seconds):
        raise InvariantError(f"{path}: {measured.frames} frames of {plan.frames} were written, "
                             f"{float(measured.duration_s):.3f} s of {plan.request.seconds:g} s.")
    return measured


def _poster(path: Path, plan: Plan, making: Rendering) -> None:
    best = max(range(len(plan.clips)), key=lambda at: (plan.clips[at].lead.importance or 0.0, -at))
    clip, stretch = plan.clips[best], making.dressed.stretches[best]
    wished = making.source.frame_at((clip.lead.anchor_s or 0.0) - _BEFORE_RESULT_S) - clip.span.first
    frame = min(max(0, wished), clip.span.length - 1)
    ref = making.ready.pool.clip(making.source, stretch, clip.span)
    write_poster(path, picture_at(ref.path, ref.skip + frame), making.ready.bugs if not stretch.crop else ())


def _playlists(folder: Path, making: Rendering, showings: list[_Showing]) -> None:
    ready = making.ready
    clips: list[HlsClip] = [hls_clip(ready, s.source, s.stretch, s.span, s.caption) for s in showings]
    sizes = ((making.source.width, making.source.height), *(size for size in ready.sizes()[1:] if size is not None))
    track = Track(fps=making.source.fps, sizes=sizes, language=making.words.code)
    place = making.folder / "hls"
    for name, text in playlists(clips, track, lambda path: os.path.relpath(path, place)).items():
        write_text(folder / name, text)
