"""Everything that may be said of a moment, and nothing else.

Comes in: a ranked moment, its context in the game, the two teams. Goes out: frozen `Facts`. Writers
see only these; the verifier checks against only these.
"""

from __future__ import annotations

from dataclasses import dataclass

from edc.importance.story import Context
from edc.importance.tallies import Milestone
from edc.moments import Moment

SURE = 0.5
"""Below this confidence a caption tells no more than the kind of play."""

NAMED_DISTANCE_FT = 8.0
"""Nearer shots are told without their distance."""

_MAIN_ROLES = ("shooter", "blocker", "stealer", "rebounder", "fouler", "violator", "ejected", "turnover", "player")
_OTHER_ROLES = {"block": "shooter", "steal": "turnover", "foul": "fouled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    moment_id: str
    label: str
    sure: bool
    period: int | None
    clock_s: float | None
    periods_in_regulation: int
    team: str | None
    """Tricode of the team that acts."""
    side: int
    """1 home, -1 away, 0 unknown."""
    home: str | None
    away: str | None
    home_score: int | None
    """After the moment."""
    away_score: int | None
    points: int
    player: str | None
    other: str | None
    """The opponent in it: who was blocked, robbed, fouled."""
    assist: str | None
    blocker: str | None
    distance_ft: float | None
    flags: tuple[str, ...]
    lead_before: int | None
    """Of the home team."""
    run_points: int
    comeback_points: int
    scorer_points: int | None
    milestone: Milestone | None
    team_names: tuple[str, ...] = ()

    @property
    def lead(self) -> int | None:
        """Of the home team."""
        if self.home_score is None or self.away_score is None:
            return None
        return self.home_score - self.away_score

    @property
    def leader(self) -> str | None:
        lead = self.lead
        return None if not lead else self.home if lead > 0 else self.away

    @property
    def level(self) -> bool:
        return self.lead == 0

    @property
    def names(self) -> tuple[str, ...]:
        """Every person that a caption of this moment may name."""
        milestone = self.milestone.player if self.milestone else None
        found = (self.player, self.other, self.assist, self.blocker, milestone)
        return tuple(dict.fromkeys(name for name in found if name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matchup:
    """What is known of the two teams."""

    home: str | None
    away: str | None
    names: tuple[str, ...]
    periods: int = 4


def _of_role(moment: Moment, role: str | None) -> str | None:
    return next((p.name for p in moment.players if p.role == role and p.name), None) if role else None


def _main(moment: Moment, family: str) -> str | None:
    roles = ("blocker",) if family == "block" else ("stealer",) if family == "steal" else _MAIN_ROLES
    return next((name for role in roles if (name := _of_role(moment, role))), None)


def _distance(moment: Moment) -> float | None:
    far = moment.distance_ft is not None and moment.distance_ft >= NAMED_DISTANCE_FT
    return moment.distance_ft if far and moment.label.startswith("shot.made") else None


def facts_of(moment: Moment, context: Context | None, matchup: Matchup) -> Facts:
    """Of a moment that is not sure only the kind of play is told, as far up the taxonomy as it takes."""
    family = moment.label.partition(".")[0]
    sure = moment.confidence >= SURE
    named = moment if sure else None
    return Facts(
        moment_id=moment.moment_id,
        label=moment.label if sure else ".".join(moment.label.split(".")[:2]),
        sure=sure,
        period=moment.period,
        clock_s=moment.clock_s,
        periods_in_regulation=matchup.periods,
        team=moment.team if sure else None,
        side=context.side if context and sure else 0,
        home=matchup.home,
        away=matchup.away,
        home_score=moment.home_score if sure else None,
        away_score=moment.away_score if sure else None,
        points=(moment.points or 0) if sure else 0,
        player=_main(moment, family) if named else None,
        other=_of_role(moment, _OTHER_ROLES.get(family)) if named else None,
        assist=_of_role(moment, "assist") if named else None,
        blocker=_of_role(moment, "blocker") if named else None,
        distance_ft=_distance(moment) if named else None,
        flags=moment.flags if sure else (),
        lead_before=context.lead_before if context and sure else None,
        run_points=context.run_points if context and sure else 0,
        comeback_points=context.comeback_points if context and sure else 0,
        scorer_points=context.scorer_points if context and sure else None,
        milestone=context.milestone if context and sure else None,
        team_names=matchup.names,
    )
