"""An official play and a whole feed, whatever provider they came from.

Goes out of every provider module; everything downstream sees only these.
"""

from __future__ import annotations

from dataclasses import dataclass

from edc.moments import Player


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPlayer:
    id: str
    name: str
    number: str
    """The shirt number as printed: "0" and "00" differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    team_id: str
    tricode: str
    name: str
    """City and nickname where the feed tells them, else the tricode."""
    roster: tuple[RosterPlayer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    index: int
    """Place in the repaired order, from 0."""
    action_number: int
    period: int
    clock_s: float
    """Seconds left in the period as stamped by the provider (often 1 to 2 s late)."""
    wall_s: float | None
    """Unix time of the stamp, where the provider tells it."""
    action_type: str
    """liveData's word, lower case, whatever the provider: 2pt, 3pt, freethrow, rebound, foul, …"""
    sub_type: str
    descriptor: str
    qualifiers: tuple[str, ...]
    label: str
    """Leaf of the taxonomy."""
    team: str | None
    """Tricode of the team that acts."""
    players: tuple[Player, ...]
    made: bool | None
    """Of shots and free throws; None for everything else."""
    points: int
    """What this play added to its team's score."""
    distance_ft: float | None
    home_score: int
    """After the play."""
    away_score: int
    description: str
    edited: str | None = None
    """The provider's time of the last edit, as given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One thing that was wrong in the feed and what was done about it."""

    kind: str
    """order, duplicate, score, clock, missing, unknown"""
    action_number: int | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    provider: str
    """liveData, stats_v2, stats_v3, datanba, wnba, lineups"""
    game_id: str
    revision: str
    """Changes whenever the feed's content does."""
    league: str
    season: str
    date: str | None
    """ISO date where known."""
    home: Team
    away: Team
    plays: tuple[Play, ...]
    repairs: tuple[Repair, ...]
    complete: bool
    """The feed says that the game has ended."""

    @property
    def periods(self) -> int:
        return max((play.period for play in self.plays), default=0)

    @property
    def final(self) -> tuple[int, int] | None:
        """Home and away score of the last play, where the game has ended."""
        return (self.plays[-1].home_score, self.plays[-1].away_score) if self.plays and self.complete else None


def is_moment(play: Play) -> bool:
    """Whether a play becomes a moment: every row of the feed but substitutions and team rebounds."""
    return play.label not in ("substitution", "rebound.team")
