"""What a rendered broadcast shows and lets hear at one instant.

This is the seam between the simulated game (which decides what happens) and the drawing and the
sound (which decide how it looks and sounds). Nothing here knows about pixels or samples.

Court coordinates are feet: x runs 0..94 along the court, y 0..50 across it, z up from the floor.
The rims are at (5.25, 25, 10) and (88.75, 25, 10), the main camera stands on the side of y < 0,
so x grows to the right of the picture and y away from the viewer.
Times are media seconds, game clocks seconds left in the period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

Side = Literal["home", "away"]

COURT_LENGTH_FT = 94.0
COURT_WIDTH_FT = 50.0
RIMS = ((5.25, 25.0, 10.0), (88.75, 25.0, 10.0))


class ShotKind(StrEnum):
    """What the director has on air."""

    COURT = "court"  # the main camera, or another one that sees the play
    CLOSE_UP = "close_up"  # one player, from the waist up
    BENCH = "bench"
    CROWD = "crowd"
    ADVERT = "advert"
    STUDIO = "studio"
    INTRO = "intro"  # title and line-ups before the game
    HALFTIME = "halftime"
    OUTRO = "outro"


class Pose(StrEnum):
    STAND = "stand"
    WALK = "walk"
    RUN = "run"
    DRIBBLE = "dribble"
    PASS = "pass"
    CATCH = "catch"
    SHOOT = "shoot"
    LAYUP = "layup"
    DUNK = "dunk"
    BLOCK = "block"
    STEAL = "steal"
    REBOUND = "rebound"
    DEFEND = "defend"
    FREE_THROW = "free_throw"
    CELEBRATE = "celebrate"
    SIGNAL = "signal"  # a referee's arm


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLook:
    """A fictional team as the graphics and the shirts show it."""

    team_id: int
    tricode: str
    city: str
    nickname: str
    shirt_rgb: tuple[int, int, int]
    number_rgb: tuple[int, int, int]
    accent_rgb: tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A person on the court."""

    side: Side | Literal["referee"]
    number: int
    x: float
    y: float
    z: float  # height of the feet over the floor, feet: a jump
    heading_rad: float  # 0 looks along +x, pi/2 along +y
    pose: Pose
    phase: float  # 0..1 through the pose's movement, cyclic for run, walk, dribble
    skin: float = 0.5  # 0..1, a tone kept for a player's whole game


@dataclass(frozen=True, slots=True, kw_only=True)
class Ball:
    x: float
    y: float
    z: float
    spin: float = 0.0  # radians


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A pinhole at a place, looking at a point."""

    x: float
    y: float
    z: float
    look_x: float
    look_y: float
    look_z: float
    fov_deg: float  # horizontal
    roll_deg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """What the score bug says, as displayed (a score may follow the basket by some seconds)."""

    slide: float  # 0 out of the picture .. 1 fully in
    period: int  # 5 is the first overtime
    clock_s: float
    shot_clock_s: float | None
    home_score: int
    away_score: int
    home_timeouts: int
    away_timeouts: int
    home_fouls: int
    away_fouls: int
    home_bonus: bool
    away_bonus: bool
    possession: Side | None
    flash: Side | None = None  # whose score has just changed and is animated
    flash_phase: float = 0.0  # 0..1 through that animation
    status: str | None = None  # instead of the clock: "HALF", "END 1ST", "FINAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything on screen at one instant."""

    media_s: float
    shot: ShotKind
    shot_number: int  # grows at each cut; seeds whatever is random within the shot
    camera: Camera | None  # for ShotKind.COURT
    figures: tuple[Figure, ...]
    ball: Ball | None
    bug: Bug | None  # None: this shot carries no bug
    crowd_energy: float  # 0..1
    net_swish: tuple[float, float] = (0.0, 0.0)  # left and right net, 0 at rest .. 1 just passed
    replay: bool = False
    wipe: float | None = None  # 0..1 through the replay wipe's cover of the picture
    subject: Figure | None = None  # whom a close-up shows
    title: str | None = None  # headline of an advert, studio, intro, half-time or outro picture
    subtitle: str | None = None
    lower_third: str | None = None  # a caption graphic over the picture


class SoundKind(StrEnum):
    WHISTLE = "whistle"
    HORN = "horn"
    SHOT_CLOCK_BUZZER = "shot_clock_buzzer"
    BOUNCE = "bounce"
    SQUEAK = "squeak"
    SWISH = "swish"
    RIM = "rim"
    BACKBOARD = "backboard"
    CHEER = "cheer"
    GROAN = "groan"
    ORGAN = "organ"
    SPEECH = "speech"
    MUSIC = "music"  # adverts, studio


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundCue:
    at_s: float
    kind: SoundKind
    level: float = 1.0  # 0..1
    duration_s: float = 0.0  # 0: the sound's own length
    text: str = ""  # for SPEECH


class Broadcast(Protocol):
    """A whole programme that can be drawn at any instant, in any order."""

    duration_s: float
    seed: int
    series_text: str  # "GAME 3 · SERIES 1-1", or empty

    @property
    def home(self) -> TeamLook: ...

    @property
    def away(self) -> TeamLook: ...

    def scene_at(self, media_s: float) -> Scene: ...

    def sounds(self) -> Sequence[SoundCue]: ...

    def crowd_level(self, media_s: float) -> float: ...
