"""The running state of a simulated game: the official clock, the score, who is on the court."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sample_media.scene import Side
from sample_media.simulation.model import (
    Actor,
    ClockSpan,
    Five,
    GameLog,
    Passage,
    Play,
    Player,
    Point,
    Team,
    other,
    period_length_s,
)

SIDES: tuple[Side, Side] = ("home", "away")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a game is asked to contain; each special happens at the first chance below its mark."""

    close_finish: bool = False
    overtime: bool = False
    waved_off: tuple[int, float] = (2, 500.0)
    """(period, clock) from which a basket is waved off"""
    overturned: tuple[int, float] = (3, 600.0)
    correction: tuple[int, float] = (2, 420.0)
    linked: bool = False
    """the correction waits for the overturned basket"""
    brisk: tuple[tuple[int, float, float], ...] = ()
    """(period, from clock, to clock) where both sides play fast and dead balls are short"""
    variant: int = 0
    """other dice for the same seed"""
    timeout_s: float = 150.0
    quarter_break_s: float = 150.0
    half_s: float = 600.0


@dataclass(slots=True)
class Arena:
    """Mutable state; `fork` copies it so that a quarter can be tried again."""

    rng: Random
    log: GameLog
    wish: Wish
    wall: float = 0.0
    period: int = 1
    clock: float = 720.0
    score: dict[Side, int] = field(default_factory=lambda: {"home": 0, "away": 0})
    five: dict[Side, Five] = field(default_factory=dict)
    bench: dict[Side, list[Player]] = field(default_factory=dict)
    personal: dict[int, int] = field(default_factory=dict)
    technicals: dict[int, int] = field(default_factory=dict)
    team_fouls: dict[Side, int] = field(default_factory=lambda: {"home": 0, "away": 0})
    late_fouls: dict[Side, int] = field(default_factory=lambda: {"home": 0, "away": 0})
    timeouts: dict[Side, int] = field(default_factory=lambda: {"home": 7, "away": 7})
    period_timeouts: int = 0
    on_since: dict[int, float] = field(default_factory=dict)
    """game seconds at which a player last came on or off"""
    last_scores: list[tuple[Side, int]] = field(default_factory=list)
    horn_wall: float | None = None
    done: set[str] = field(default_factory=set)
    """specials that have happened"""
    shot_clock: float = 24.0
    shot_clock_game_s: float = 0.0
    fastbreak_until: float = -1.0
    off_turnover: bool = False
    second_chance: bool = False
    board: list[tuple[float, int, int]] = field(default_factory=list)
    """(wall, home, away) as the arena's scoreboard shows it, overturned baskets included"""

    def fork(self, rng: Random) -> Arena:
        twin = copy(self)
        twin.rng = rng
        log = copy(self.log)
        for name in ("plays", "passages", "clock", "shot_clock_resets", "timeouts_left", "fouls"):
            setattr(log, name, list(getattr(log, name)))
        for name in ("possession", "corrections", "whistles", "horns", "buzzers"):
            setattr(log, name, list(getattr(log, name)))
        twin.log = log
        for name in ("score", "five", "personal", "technicals", "team_fouls", "late_fouls", "timeouts"):
            setattr(twin, name, dict(getattr(self, name)))
        twin.on_since = dict(self.on_since)
        twin.bench = {side: list(players) for side, players in self.bench.items()}
        twin.last_scores = list(self.last_scores)
        twin.board = list(self.board)
        twin.done = set(self.done)
        return twin

    # --- clock -----------------------------------------------------------------------------------

    @property
    def elapsed(self) -> float:
        """Game seconds played so far."""
        before = sum(period_length_s(p) for p in range(1, self.period))
        return before + period_length_s(self.period) - self.clock

    def _span(self, until: float, clock_1: float) -> None:
        spans = self.log.clock
        if until <= self.wall:
            return
        running = clock_1 < self.clock
        last = spans[-1] if spans else None
        if (
            last is not None
            and last.running == running
            and last.period == self.period
            and abs(last.clock_1 - self.clock) < 1e-9
        ):
            spans[-1] = ClockSpan(
                wall_0=last.wall_0, wall_1=until, period=self.period, clock_0=last.clock_0, clock_1=clock_1
            )
        else:
            spans.append(
                ClockSpan(wall_0=self.wall, wall_1=until, period=self.period, clock_0=self.clock, clock_1=clock_1)
            )
        self.wall, self.clock = until, clock_1

    def run_to(self, wall: float) -> None:
        """Let the clock run until `wall`; at 0:00 the horn sounds and it stands."""
        need = wall - self.wall
        if need <= 0:
            return
        if need >= self.clock:
            if self.horn_wall is None:
                self.horn_wall = self.wall + self.clock
            end = self.wall + self.clock
            if self.clock > 0:
                self._span(end, 0.0)
            self.clock = 0.0
            self.hold_to(wall)
            return
        self._span(wall, self.clock - need)

    def hold_to(self, wall: float) -> None:
        self._span(wall, self.clock)

    def put_back(self, seconds: float) -> None:
        """An official's correction: the clock jumps up."""
        self.log.corrections.append((self.wall, seconds))
        self.clock += seconds
        if self.clock > 0:
            self.horn_wall = None

    @property
    def expired(self) -> bool:
        return self.clock <= 1e-9

    @property
    def brisk(self) -> bool:
        return any(p == self.period and low < self.clock <= high for p, high, low in self.wish.brisk)

    @property
    def stops_on_baskets(self) -> bool:
        return self.clock < (120.0 if self.period >= 4 else 60.0)

    def reset_shot_clock(self, seconds: float) -> None:
        self.shot_clock, self.shot_clock_game_s = seconds, self.elapsed
        self.log.shot_clock_resets.append((self.wall, seconds))

    @property
    def shot_clock_left(self) -> float:
        return self.shot_clock - (self.elapsed - self.shot_clock_game_s)

    # --- people ----------------------------------------------------------------------------------

    def team(self, side: Side) -> Team:
        return self.log.team(side)

    def basket(self, side: Side) -> int:
        """Which rim a side attacks: home the right one in the first half."""
        right = (side == "home") == (self.period <= 2)
        return 1 if right else 0

    def fives(self) -> dict[Side, Five]:
        return dict(self.five)

    def lead(self, side: Side) -> int:
        return self.score[side] - self.score[other(side)]

    # --- records ---------------------------------------------------------------------------------

    def passage(self, **fields: Any) -> Passage:
        passage = Passage(period=self.period, fives=self.fives(), **fields)
        self.log.passages.append(passage)
        return passage

    def play(self, label: str, action_type: str | None, wall: float | None = None, **fields: Any) -> Play:
        """Record a play at `wall` (now by default); spans must already reach it."""
        at = self.wall if wall is None else wall
        start = fields.pop("start", at - 1.5)
        end = fields.pop("end", at + 1.0)
        clock = fields.pop("clock", None)
        if clock is None:
            clock = self.clock if at >= self.wall else self.log.clock_at(at)[1]
        play = Play(
            index=len(self.log.plays),
            label=label,
            action_type=action_type,
            period=self.period,
            clock_s=clock,
            wall_s=at,
            start_wall_s=start,
            end_wall_s=end,
            home_score=self.score["home"],
            away_score=self.score["away"],
            **fields,
        )
        self.log.plays.append(play)
        return play

    def add_points(self, side: Side, points: int, wall: float) -> None:
        self.score[side] += points
        self.last_scores.append((side, points))
        self.board.append((wall, self.score["home"], self.score["away"]))

    def whistle(self, wall: float) -> None:
        self.log.whistles.append(wall)

    def set_possession(self, side: Side) -> None:
        if not self.log.possession or self.log.possession[-1][1] != side:
            self.log.possession.append((self.wall, side))

    def special(self, name: str) -> bool:
        """True once, when the wished special is due."""
        period, clock = {
            "waved_off": self.wish.waved_off,
            "overturned": self.wish.overturned,
            "correction": self.wish.correction,
        }[name]
        if name == "correction" and self.wish.linked and "overturned" not in self.done:
            return False
        if name in self.done or (self.period, -self.clock) < (period, -clock):
            return False
        self.done.add(name)
        return True


def actors(*pairs: tuple[str, Player | None]) -> tuple[Actor, ...]:
    return tuple(Actor(role=role, player=player) for role, player in pairs if player is not None)


def weighted_slot(rng: Random, five: Five, weights: list[float], without: int | None = None) -> int:
    picks = [0.0 if slot == without else weight for slot, weight in enumerate(weights)]
    return rng.choices(range(5), picks)[0]


def mirrored(point: Point) -> Point:
    return 94.0 - point[0], 50.0 - point[1]
