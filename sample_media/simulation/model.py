"""The values a simulated game is made of: players, plays, passages of play, the official clock.

`wall_s` counts real seconds in the arena from the moment the referee is ready for the tip-off. The
director maps it to media seconds; nothing here knows about media.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from sample_media.scene import Side, TeamLook

Point = tuple[float, float]

REGULATION_PERIODS = 4


def period_length_s(period: int) -> float:
    return 720.0 if period <= REGULATION_PERIODS else 300.0


def other(side: Side) -> Side:
    return "away" if side == "home" else "home"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Player:
    """A player with what he is good at; skills are factors around 1. Equal only to himself."""

    player_id: int
    first_name: str
    family_name: str
    number: int
    position: Literal["PG", "SG", "SF", "PF", "C"]
    skin: float
    usage: float
    outside: float
    inside: float
    passing: float
    rebounding: float
    defence: float

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.family_name}"

    @property
    def short_name(self) -> str:
        """As feeds abbreviate: "J. Hightower"."""
        return f"{self.first_name[0]}. {self.family_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    look: TeamLook
    players: tuple[Player, ...]
    coach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    role: str
    player: Player


@dataclass(slots=True, kw_only=True)
class Play:
    """One thing that happened, as the feed has it (action_type) or as only the viewer saw it (None)."""

    index: int
    label: str
    action_type: str | None
    period: int
    clock_s: float
    wall_s: float
    """the instant a viewer would name"""
    start_wall_s: float
    end_wall_s: float
    home_score: int
    away_score: int
    sub_type: str | None = None
    descriptor: str | None = None
    qualifiers: tuple[str, ...] = ()
    side: Side | None = None
    actors: tuple[Actor, ...] = ()
    points: int = 0
    spot: Point | None = None
    """where a shot was taken, court feet"""
    distance_ft: float | None = None
    basket: int | None = None
    """0 the left rim, 1 the right"""
    counted: bool = True
    reason: str | None = None
    shot_index: int | None = None
    """the missed shot that a rebound belongs to"""
    value: str | None = None
    possession: Side | None = None
    with_index: int | None = None
    """the play whose stamp this companion row shares (block, steal)"""
    retracted: bool = False
    """stood in the feed until a review took it out"""
    officiated: bool = False

    @property
    def player(self) -> Player | None:
        return self.actors[0].player if self.actors else None

    def actor(self, role: str) -> Player | None:
        return next((a.player for a in self.actors if a.role == role), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSpan:
    wall_0: float
    wall_1: float
    period: int
    clock_0: float
    clock_1: float

    @property
    def running(self) -> bool:
        return self.clock_0 > self.clock_1

    def at(self, wall_s: float) -> float:
        if not self.running:
            return self.clock_0
        return max(0.0, self.clock_0 - (wall_s - self.wall_0))


Five = tuple[Player, Player, Player, Player, Player]

LiveStart = Literal["tip", "baseline", "sideline", "rebound", "steal", "continue"]
FinishKind = Literal["shot", "steal", "out", "whistle", "horn"]
ShotStyle = Literal["dunk", "layup", "hook", "floater", "jump", "heave", "tip"]
ShotResult = Literal["made", "missed", "blocked", "airball"]


@dataclass(slots=True, kw_only=True)
class Shot:
    """The flight of one shot, for those who draw it."""

    style: ShotStyle
    slot: int
    spot: Point
    basket: int
    release_s: float
    rim_s: float
    result: ShotResult
    blocker_slot: int | None = None


@dataclass(slots=True, kw_only=True)
class Passage:
    """A stretch of wall time with one plan on the court. Slots 0..4 are places in the fives."""

    kind: Literal["live", "dead", "free_throw", "break"]
    wall_0: float
    wall_1: float
    period: int
    offense: Side
    fives: dict[Side, Five]
    start: LiveStart = "continue"
    slot: int = 0
    """who has the ball first (the inbounder of an inbound)"""
    start_spot: Point | None = None
    release_s: float | None = None
    """an inbound pass leaves the hand"""
    touch_s: float | None = None
    receiver: int | None = None
    finish: FinishKind = "whistle"
    finish_s: float = 0.0
    finish_slot: int = 0
    finish_spot: Point | None = None
    assist_slot: int | None = None
    shot: Shot | None = None
    defender_slot: int | None = None
    """who steals, fouls or blocks"""
    next_slot: int | None = None
    next_side: Side | None = None
    """who controls the ball when the passage ends"""
    fast_break: bool = False
    setup: Literal["inbound", "free_throw", "tip", "bench", "idle"] = "idle"
    setup_spot: Point | None = None
    made_last: bool = False
    """a free throw after which nobody contests a rebound"""
    break_kind: Literal["timeout", "quarter", "half", "end"] | None = None
    swaps: tuple[tuple[float, Side, int, Player, Player], ...] = ()
    """substitutions in a dead passage: (when, side, slot, out, in)"""
    late_shot: Shot | None = None
    """a shot after the whistle"""
    celebrate: Side | None = None


@dataclass(slots=True, kw_only=True)
class GameLog:
    """Everything that happened in one game."""

    seed: int
    game_id: str
    home: Team
    away: Team
    plays: list[Play] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    clock: list[ClockSpan] = field(default_factory=list)
    shot_clock_resets: list[tuple[float, float]] = field(default_factory=list)
    """(wall, seconds on the shot clock from then on)"""
    timeouts_left: list[tuple[float, Side, int]] = field(default_factory=list)
    fouls: list[tuple[float, Side, int]] = field(default_factory=list)
    """(wall, side, team fouls of the period from then on)"""
    possession: list[tuple[float, Side]] = field(default_factory=list)
    corrections: list[tuple[float, float]] = field(default_factory=list)
    """(wall, seconds put back on the clock)"""
    whistles: list[float] = field(default_factory=list)
    horns: list[float] = field(default_factory=list)
    buzzers: list[float] = field(default_factory=list)
    board: list[tuple[float, int, int]] = field(default_factory=list)
    """(wall, home, away) on the arena's scoreboard, baskets overturned later included"""
    periods: int = 4
    starters: dict[Side, Five] = field(default_factory=dict)

    def team(self, side: Side) -> Team:
        return self.home if side == "home" else self.away

    def span_at(self, wall_s: float) -> ClockSpan:
        index = bisect_right(self.clock, wall_s, key=lambda s: s.wall_0) - 1
        return self.clock[max(0, index)]

    def clock_at(self, wall_s: float) -> tuple[int, float]:
        span = self.span_at(wall_s)
        return span.period, span.at(wall_s)

    def passage_at(self, wall_s: float) -> int:
        return max(0, bisect_right(self.passages, wall_s, key=lambda p: p.wall_0) - 1)

    @property
    def final(self) -> tuple[int, int]:
        return self.plays[-1].home_score, self.plays[-1].away_score
