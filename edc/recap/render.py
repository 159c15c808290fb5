"""From a plan to the files of `recaps/<name>/`, whole or not at all.

Comes in: a plan, its footage, the game's facts. Goes out: `recap.mp4`, `recap.json`, `recap.vtt`,
`recap.otio` and `poster.jpg`; the clips are in the pool already and are only copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from edc.config import RecapConfig
from edc.errors import InvariantError
from edc.files import atomic_folder, write_json, write_text
from edc.media.assemble import Measured, assemble, audible_samples, measure_file
from edc.media.cutloudness import SILENCE_LUFS, set_loudness
from edc.media.cutsound import RATE, Piece, Samples, join_sound
from edc.media.cutsource import Source
from edc.media.pool import Pool
from edc.progress import Reporter
from edc.recap.card import Card, fill_card
from edc.recap.documents import chapters, recap_json, recap_vtt
from edc.recap.footage import Footage
from edc.recap.interchange import recap_otio
from edc.recap.plan import Plan, PlannedClip
from edc.recap.poster import Area, picture_at, write_poster
from edc.recap.texts import Words, headline

_FADE_FRAMES = 4
"""Length of the sound's crossfade at a join."""
_TRAIL_S = Fraction(1)
"""Sound of the last play under the closing card."""
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
    pool: Pool
    footage: Footage
    words: Words
    game: dict[str, Any]
    card: Card | None
    bugs: tuple[Area, ...]
    revision: int
    config: RecapConfig
    source_url: str

    @property
    def source(self) -> Source:
        return self.footage.source


def render(plan: Plan, making: Rendering, reporter: Reporter) -> dict[str, Any]:
    """Writes the recap's folder; gives back its `recap.json`.

    Raises:
        InputError: the source is gone, or damaged where a clip lies.
    """
    reporter.step(0.7, "closing card" if plan.card_frames else "sound")
    clips = _pictures(plan, making)
    reporter.step(0.75, "sound")
    sound = _sound(plan, making)
    reporter.step(0.85, "assembling")
    title = headline(making.game, with_score=not making.words.hidden)
    with atomic_folder(making.folder) as folder:
        measured = _film(folder / "recap.mp4", plan, making, clips, sound, title)
        document = recap_json(plan, making.footage, making.words, headline=title, revision=making.revision,
                              measured=measured)  # fmt: skip
        write_json(folder / "recap.json", document)
        write_text(folder / "recap.vtt", recap_vtt(plan, making.source.fps, making.words))
        write_text(folder / "recap.otio", recap_otio(
            plan, making.source, making.words, url=making.source_url,
            timecode=making.game["media"].get("start_timecode"), name=title))  # fmt: skip
        _poster(folder / "poster.jpg", plan, making)
    reporter.step(1.0)
    return document


def _pictures(plan: Plan, making: Rendering) -> list[Path]:
    """The pool's clip for each clip of the plan, in order, the closing card behind them."""
    spans = [clip.span for clip in plan.clips]
    paths = [making.pool.path(making.source, span) for span in spans]
    if plan.card_frames and making.card is not None:
        last = spans[-1].length - 1
        paths.append(fill_card(making.pool, making.card, making.source, paths[-1], last, plan.card_frames))
    return paths


def _sound(plan: Plan, making: Rendering) -> Samples | None:
    """None for a silent source: a recap of it has no sound track."""
    source = making.source
    if not source.has_sound:
        return None
    last = plan.clips[-1]
    pieces = [
        Piece(start_s=source.seconds(clip.span.first), length_s=source.seconds(clip.span.length),
              trail_s=_trail(clip, making.footage) if clip is last and plan.card_frames else Fraction(0))
        for clip in plan.clips
    ]  # fmt: skip
    length = Fraction(audible_samples(plan.frames, source.fps), RATE)
    return join_sound(source, pieces, length, fade_s=_FADE_FRAMES / source.fps)


def _trail(clip: PlannedClip, footage: Footage) -> Fraction:
    """How long the game is still heard, never into what the broadcast shows next."""
    end = footage.source.seconds(clip.span.stop)
    run = footage.run_at(float(end), 0.0)
    return max(Fraction(0), min(_TRAIL_S, Fraction(run.end_s) - end)) if run is not None else Fraction(0)


def _film(path: Path, plan: Plan, making: Rendering, clips: list[Path], sound: Samples | None, title: str) -> Measured:
    """Assembled and measured; made again where the encoder lifted a peak over the limit or lost loudness."""
    limit = making.config.true_peak_dbtp
    listed = chapters(plan, making.words, title)
    target, ceiling = making.config.loudness_lufs, limit - _CODING_ROOM_DB
    for _ in range(3):
        heard = sound if sound is None else set_loudness(sound, target_lufs=target, ceiling_dbtp=ceiling)
        assemble(path, clips, heard, fps=making.source.fps, title=title, chapters=listed)
        measured = measure_file(path)
        if measured.true_peak_dbtp is None or measured.integrated_lufs is None:
            break
        over, off = measured.true_peak_dbtp - limit, making.config.loudness_lufs - measured.integrated_lufs
        if over <= 0.0 and (abs(off) <= _FAIR_LU or measured.integrated_lufs <= SILENCE_LUFS):
            break
        ceiling -= max(0.0, over + 0.1) if over > 0.0 else 0.0
        target += off if abs(off) < _MOST_CORRECTION_LU else 0.0
    if measured.frames != plan.frames or measured.duration_s > Fraction(plan.request.seconds):
        raise InvariantError(f"{path}: {measured.frames} frames of {plan.frames} were written, "
                             f"{float(measured.duration_s):.3f} s of {plan.request.seconds:g} s.")
    return measured


def _poster(path: Path, plan: Plan, making: Rendering) -> None:
    clip = max(plan.clips, key=lambda item: (item.lead.importance or 0.0, -item.at))
    wished = making.source.frame_at((clip.lead.anchor_s or 0.0) - _BEFORE_RESULT_S) - clip.span.first
    frame = min(max(0, wished), clip.span.length - 1)
    write_poster(path, picture_at(making.pool.path(making.source, clip.span), frame), making.bugs)
