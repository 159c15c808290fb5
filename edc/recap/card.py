"""Cards: who plays, before the first clip; the final score, held for two seconds, after the last.

Comes in: teams and final score, a still of the game to lay them over. Goes out: a lossless clip of
our own, composed by moviepy, that the pool encodes like any other. A game has one of each in each of its
languages, whatever is asked for, so that a personal recap needs none of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from edc.captions.names import NO_NAMES, Names
from edc.captions.recapwords import card_word
from edc.media.cutsource import FrameSpan, Source
from edc.media.pool import Pool
from edc.media.poolpicture import Size
from edc.media.poolsound import PoolSound, fill_sound
from edc.media.stretches import Stretch, bare
from edc.recap.lettering import face_for, font
from edc.recap.texts import final_of

if TYPE_CHECKING:
    from PIL.Image import Image

_FADE_S = 0.3
_DARKER = 0.28
_VERSION = 2
_WHITE, _SOFT, _LINE = (255, 255, 255), (178, 186, 198), (255, 176, 58)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Two rows, the team printed first on top, as score bugs do it; scores are None before the game."""

    first: str
    first_score: int | None
    second: str
    second_score: int | None
    below: str
    """FINAL, FINAL / OT, …, or the date."""


def closing_card(game: Mapping[str, Any], code: str = "en", names: Names = NO_NAMES) -> Card | None:
    """None where the final score is not known."""
    final = final_of(game)
    if final is None or final[0] == final[1]:
        return None
    home, away, periods = final
    return Card(first=_name(game["away"], code, names), first_score=away, second=_name(game["home"], code, names),
                second_score=home, below=card_word(periods, code))  # fmt: skip


def opening_card(game: Mapping[str, Any], code: str = "en", names: Names = NO_NAMES) -> Card:
    return Card(first=_name(game["away"], code, names), first_score=None, second=_name(game["home"], code, names),
                second_score=None, below=str(game.get("date") or ""))  # fmt: skip


def _name(team: Mapping[str, Any], code: str, names: Names) -> str:
    return (names.of(str(team.get("name") or team.get("tricode") or ""), code) or "").upper()


def card_source(card: Card, source: Source, behind_frame: int) -> Source:
    """Named by all that it shows, so that it is drawn only once."""
    made_of = json.dumps([asdict(card), source.sha256, behind_frame, source.width, source.height, _VERSION])
    return replace(source, path=Path("card"), sha256="card-" + hashlib.sha256(made_of.encode()).hexdigest(),
                   start_s=Fraction(0), has_sound=False, interlaced=False, drawn=True)  # fmt: skip


def fill_card(
    pool: Pool, card: Card, source: Source, behind_frame: int, frames: int, *, sizes: Sequence[Size | None] = (None,),
    sound: PoolSound | None = None,
) -> tuple[Source, Stretch]:  # fmt: skip
    """The card as a stretch of the pool; drawn only where it is not there yet. Behind it a frame of the source."""
    shown, stretch = card_source(card, source, behind_frame), card_stretch(card, source, frames)
    lacking = [size for size in sizes if pool.missing(shown, [stretch], size)]
    if lacking:
        with _drawn(card, still_of(source, behind_frame), source, frames) as path:
            for size in lacking:
                pool.fill(replace(shown, path=path), [stretch], workers=1, size=size)
    if sound is not None:
        fill_sound(pool.folder, shown, [stretch], sound)
    return shown, stretch


def still_of(source: Source, frame: int) -> Image:
    """A frame of the source as displayed, the middle of it where the picture is cut narrower; dark where none is."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    from edc.errors import InputError
    from edc.media.ffmpeg import PROTOCOLS, run_ffmpeg

    at = float(source.start_s + source.seconds(frame))
    try:
        data = run_ffmpeg(["-protocol_whitelist", PROTOCOLS, "-seek_timestamp", "1", "-ss", f"{at:.6f}", "-i",
                           str(source.path), "-map", "0:v:0", "-frames:v", "1", "-vf", "scale=iw*sar:ih", "-f",
                           "image2pipe", "-c:v", "png", "pipe:1"],
                          doing=f"Reading a still of {source.path}")  # fmt: skip
    except InputError:
        data = b""
    if not data:
        return Pictures.new("RGB", (source.width, source.height), (30, 34, 42))
    import io

    return ImageOps.fit(Pictures.open(io.BytesIO(data)).convert("RGB"), (source.width, source.height))


def card_stretch(card: Card, source: Source, frames: int) -> Stretch:
    """The opening card lies before the broadcast's time, the closing one behind it."""
    after = card.first_score is not None
    return replace(bare(FrameSpan(first=0, stop=frames)), at=source.frames if after else 0)


@contextmanager
def _drawn(card: Card, behind: Image, source: Source, frames: int) -> Iterator[Path]:
    """Fades in over the still; every pixel as drawn (PNG in a MOV)."""
    import numpy as np
    from moviepy import CompositeVideoClip, ImageClip
    from moviepy.video.fx import CrossFadeIn

    length = float(frames / source.fps) + 0.5
    still = ImageClip(np.asarray(behind.convert("RGB")), duration=length)
    face = ImageClip(np.asarray(draw(card, behind)), duration=length).with_effects([CrossFadeIn(_FADE_S)])
    with TemporaryDirectory(prefix="edc-card-") as folder:
        path = Path(folder) / "card.mov"
        film = CompositeVideoClip([still, face])
        film.write_videofile(
            str(path), fps=float(source.fps), codec="png", pixel_format="rgb24", audio=False, logger=None
        )
        film.close()
        yield path


def draw(card: Card, behind: Image) -> Image:
    """The card at the size of the picture it is laid over."""
    from PIL import Image as Pictures
    from PIL import ImageDraw, ImageEnhance, ImageFilter

    width, height = behind.size
    soft = behind.convert("RGB").filter(ImageFilter.GaussianBlur(height / 36))
    face: Pictures.Image = ImageEnhance.Brightness(soft).enhance(_DARKER)
    pen = ImageDraw.Draw(face)
    edge = 0.16 if width > height else 0.08
    left, right, unit = width * edge, width * (1 - edge), min(height, width * 1.2) / 100
    first, second = card.first_score or 0, card.second_score or 0
    middle = height / 2
    _row(pen, card.first, card.first_score, first >= second, (left, right, middle - 12 * unit), unit)
    pen.line([(left, middle), (right, middle)], fill=_SOFT, width=max(1, round(0.3 * unit)))
    _row(pen, card.second, card.second_score, second >= first, (left, right, middle + 12 * unit), unit)
    pen.text((width / 2, middle + 30 * unit), card.below, font=_font(5 * unit, card.below), fill=_LINE, anchor="mm")
    return face


def _row(
    pen: Any, name: str, score: int | None, won: bool, place: tuple[float, float, float], unit: float
) -> None:
    left, right, middle = place
    colour = _WHITE if won else _SOFT
    told = "" if score is None else str(score)
    number = _font(15 * unit, told)
    room = right - left - pen.textlength(told, font=number) - 4 * unit
    size = 10 * unit
    while size > 3 * unit and pen.textlength(name, font=_font(size, name)) > room:
        size *= 0.92
    pen.text((left, middle), name, font=_font(size, name), fill=colour, anchor="lm")
    pen.text((right, middle), told, font=number, fill=colour, anchor="rm")


def _font(size: float, text: str) -> Any:
    return font(face_for(text, "en"), round(size))
