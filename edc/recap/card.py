"""The closing card: the final score over a still of the last play, held for two seconds.

Comes in: teams and final score, the picture to lay it over. Goes out: a lossless clip of our own,
composed by moviepy, that the pool encodes like any other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from edc.media.cutsource import FrameSpan, Source
from edc.media.pool import Pool
from edc.recap.poster import picture_at

if TYPE_CHECKING:
    from PIL.Image import Image

_FADE_S = 0.3
_DARKER = 0.28
_VERSION = 1
_WHITE, _SOFT, _LINE = (255, 255, 255), (178, 186, 198), (255, 176, 58)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Two rows, the team printed first on top, as score bugs do it."""

    first: str
    first_score: int
    second: str
    second_score: int
    below: str
    """FINAL, FINAL / OT, …"""


def card_for(game: dict[str, Any]) -> Card | None:
    """None where the final score is not known."""
    final = game.get("final")
    if not final or game.get("status") != "final" or final["home"] == final["away"]:
        return None
    overtime = max(0, int(final.get("periods") or 4) - 4)
    below = "FINAL" if not overtime else "FINAL / OT" if overtime == 1 else f"FINAL / {overtime}OT"
    return Card(first=_name(game["away"]), first_score=final["away"], second=_name(game["home"]),
                second_score=final["home"], below=below)  # fmt: skip


def _name(team: dict[str, Any]) -> str:
    return str(team.get("name") or team.get("tricode") or "").upper()


def card_source(card: Card, source: Source, last_clip: Path) -> Source:
    """Named by all that it shows, so that it is drawn only once."""
    made_of = json.dumps([asdict(card), last_clip.name, _VERSION])
    return replace(source, path=Path("card"), sha256="card-" + hashlib.sha256(made_of.encode()).hexdigest(),
                   start_s=Fraction(0), has_sound=False, interlaced=False, drawn=True)  # fmt: skip


def fill_card(pool: Pool, card: Card, source: Source, last_clip: Path, last_frame: int, frames: int) -> Path:
    """The card as a clip of the pool; drawn only where it is not there yet."""
    shown, span = card_source(card, source, last_clip), FrameSpan(first=0, stop=frames)
    if pool.missing(shown, [span]):
        behind = picture_at(last_clip, last_frame)
        with _drawn(card, behind, source, frames) as path:
            pool.fill(replace(shown, path=path), [span], workers=1)
    return pool.path(shown, span)


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
    left, right, unit = width * 0.16, width * 0.84, height / 100
    won_first = card.first_score > card.second_score
    _row(pen, card.first, card.first_score, won_first, (left, right, 38 * unit), unit)
    pen.line([(left, 50 * unit), (right, 50 * unit)], fill=_SOFT, width=max(1, round(0.3 * unit)))
    _row(pen, card.second, card.second_score, not won_first, (left, right, 62 * unit), unit)
    pen.text((width / 2, 80 * unit), card.below, font=_font(5 * unit), fill=_LINE, anchor="mm")
    return face


def _row(pen: Any, name: str, score: int, won: bool, place: tuple[float, float, float], unit: float) -> None:
    left, right, middle = place
    colour = _WHITE if won else _SOFT
    number = _font(15 * unit)
    room = right - left - pen.textlength(str(score), font=number) - 4 * unit
    size = 10 * unit
    while size > 3 * unit and pen.textlength(name, font=_font(size)) > room:
        size *= 0.92
    pen.text((left, middle), name, font=_font(size), fill=colour, anchor="lm")
    pen.text((right, middle), str(score), font=number, fill=colour, anchor="rm")


def _font(size: float) -> Any:
    """The face that Pillow ships: no font of the machine's is needed."""
    from PIL import ImageFont

    return ImageFont.load_default(size=size)
