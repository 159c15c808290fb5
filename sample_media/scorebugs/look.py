"""What a score bug consists of: panels, words and marks, laid out on a 1280 x 720 picture.

In: nothing. Out: the frozen values a look is written in. The drawing scales them to any picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from sample_media.scene import Side

DESIGN_SIZE = (1280, 720)

Rgb = tuple[int, int, int]
Colour = Rgb | Literal["shirt", "number", "accent"]
"""An RGB triple, or a colour of the team whose side the part belongs to."""

Align = Literal["left", "centre", "right"]
NameStyle = Literal["tricode", "nickname", "city"]
PeriodStyle = Literal["1ST", "1st", "Q1", "1st QTR", "1ST QUARTER"]
ClockStyle = Literal["0:59", ":59", "59.9", ":59.9", "0:59.9", "00:59"]
ShotClockStyle = Literal["24", ":24", "05", "4.9"]
FlashStyle = Literal["none", "blink", "spin", "roll", "grow", "takeover"]
SlideStyle = Literal["slide", "fade", "wipe"]


class Box(NamedTuple):
    """Where a bug lies, in pixels of the picture; the right and bottom edges are exclusive."""

    x: int
    y: int
    width: int
    height: int


class What(StrEnum):
    """What a text cell says."""

    NAME = "name"
    SCORE = "score"
    PERIOD = "period"
    CLOCK = "clock"
    SHOT_CLOCK = "shot_clock"
    BONUS = "bonus"
    FOULS = "fouls"
    TIMEOUTS = "timeouts"
    SERIES = "series"
    WORDS = "words"  # fixed: a sponsor, a made-up channel, a rank
    TICKER = "ticker"  # changes with the game clock


class Mark(StrEnum):
    """What a row of dots or bars, or an arrow, counts."""

    TIMEOUTS = "timeouts"
    FOULS = "fouls"
    POSSESSION = "possession"
    BONUS = "bonus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    top: Colour
    bottom: Colour | None = None  # a vertical gradient from top to bottom
    alpha: float = 1.0
    radius: float = 0.0
    lean: float = 0.0  # how far the upper edge leans to the right
    border: Colour | None = None
    border_width: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    x: float
    y: float
    w: float
    h: float
    fill: Fill
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    what: What
    x: float
    y: float
    w: float
    h: float
    face: str
    size: float  # the height of a digit
    ink: Colour
    side: Side | None = None
    align: Align = "centre"
    stretch: float = 1.0  # width of the letters relative to the font's own
    shadow: bool = False
    raised: bool = False  # an ordinal's suffix small and high
    words: tuple[str, ...] = ()  # for WORDS and TICKER
    fill: Fill | None = None  # a box that is there only while the cell says something


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    what: Mark
    side: Side
    x: float
    y: float
    w: float
    h: float
    shape: Literal["dot", "bar", "arrow"]
    ink: Colour
    off: Rgb | None = None  # colour of the spent ones; None leaves them out
    count: int = 7
    down: bool = False  # stacked rather than side by side


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """One channel's score bug. Coordinates of its parts are relative to its upper left corner.

    Compared by identity: it is a key of caches that are asked for every picture.
    """

    name: str
    w: float
    h: float
    across: Literal["left", "centre", "right"]
    down: Literal["top", "bottom"]
    margin_x: float = 0.0
    margin_y: float = 0.0
    scale: float = 1.0
    held_out: bool = False
    names: NameStyle = "tricode"
    period_style: PeriodStyle = "1ST"
    clock_style: ClockStyle = "59.9"
    shot_clock_style: ShotClockStyle = "24"
    flash: FlashStyle = "none"
    slide: SlideStyle = "slide"
    panels: tuple[Panel, ...]
    texts: tuple[Text, ...]
    marks: tuple[Marks, ...] = ()
