"""Everything that may be said of a moment, and nothing else.

Comes in: a ranked moment, its context in the game, the two teams. Goes out: frozen `Facts`. Writers
see only these; the verifier checks against only these.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from edc.captions.clean import clean_name
from edc.importance.story import Context
from edc.importance.tallies import Milestone
from edc.moments import Moment
from edc.taxonomy import is_a

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
    """Of the home and the away team."""
    seconds: float | None = None
    """Length of the clip in which the caption is read."""

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
    names = (clean_name(p.name) for p in moment.players if p.role == role)
    return next(filter(None, names), None) if role else None


def _main(moment: Moment, family: str) -> str | None:
    roles = ("blocker",) if family == "block" else ("stealer",) if family == "steal" else _MAIN_ROLES
    return next((name for role in roles if (name := _of_role(moment, role))), None)


def _distance(moment: Moment) -> float | None:
    far = moment.distance_ft is not None and moment.distance_ft >= NAMED_DISTANCE_FT
    return moment.distance_ft if far and moment.label.startswith("shot.made") else None


def facts_of(moment: Moment, context: Context | None, matchup: Matchup) -> Facts:
    """Of a moment that is not sure only the kind of play is told, as far up the taxonomy as it takes.

    Where score, points and flags contradict each other, none of them is told.
    """
    facts = _facts(moment, context, matchup)
    return without_score(facts) if contradictions(facts) else facts


def _is_official(moment: Moment) -> bool:
    """A play of the feed that this recording does not show: only its place is unknown."""
    return moment.anchor_s is None and moment.play_number is not None and moment.status == "confirmed"


def _facts(moment: Moment, context: Context | None, matchup: Matchup) -> Facts:
    family = moment.label.partition(".")[0]
    sure = moment.confidence >= SURE or _is_official(moment)
    told = context if sure else None
    placed = moment.start_s is not None and moment.end_s is not None
    return Facts(
        moment_id=moment.moment_id,
        label=moment.label if sure else ".".join(moment.label.split(".")[:2]),
        sure=sure,
        period=moment.period,
        clock_s=moment.clock_s,
        periods_in_regulation=matchup.periods,
        team=moment.team if sure else None,
        side=told.side if told else 0,
        home=matchup.home,
        away=matchup.away,
        home_score=moment.home_score if sure else None,
        away_score=moment.away_score if sure else None,
        points=(moment.points or 0) if sure else 0,
        player=_main(moment, family) if sure else None,
        other=_of_role(moment, _OTHER_ROLES.get(family)) if sure else None,
        assist=_of_role(moment, "assist") if sure else None,
        blocker=_of_role(moment, "blocker") if sure else None,
        distance_ft=_distance(moment) if sure else None,
        flags=moment.flags if sure else (),
        lead_before=told.lead_before if told else None,
        run_points=told.run_points if told else 0,
        comeback_points=told.comeback_points if told else 0,
        scorer_points=told.scorer_points if told else None,
        milestone=_milestone(told.milestone) if told else None,
        team_names=matchup.names,
        seconds=(moment.end_s or 0.0) - (moment.start_s or 0.0) if placed else None,
    )


def _milestone(milestone: Milestone | None) -> Milestone | None:
    name = clean_name(milestone.player) if milestone else None
    return replace(milestone, player=name) if milestone and name else None


# ------------------------------------------------------------------ arithmetic
_POINTS = {"shot.made.three": 3, "shot.made.two": 2, "free_throw.made": 1}


def contradictions(facts: Facts) -> list[str]:
    """What in the facts cannot be true together; nothing for nearly every play of a real feed."""
    found = []
    worth = next((points for label, points in _POINTS.items() if is_a(facts.label, label)), None)
    if facts.points and worth and facts.points != worth:
        found.append(f"{facts.points} points for {facts.label}")
    if min(facts.home_score or 0, facts.away_score or 0, facts.points) < 0:
        found.append("a score below nothing")
    lead = facts.lead
    if facts.points and facts.side and lead is not None:
        scored = facts.home_score if facts.side > 0 else facts.away_score
        if scored is not None and scored < facts.points:
            found.append("a score below the points of the play")
        if facts.lead_before is not None and facts.lead_before + facts.side * facts.points != lead:
            found.append("the lead did not change by the points of the play")
        if "tie" in facts.flags and lead != 0:
            found.append("a tie with a lead")
        if "lead_change" in facts.flags and lead * facts.side <= 0:
            found.append("a lead change without a lead")
    if facts.scorer_points is not None and facts.scorer_points < facts.points:
        found.append("a total below the points of the play")
    return found


_OF_SCORE = frozenset(("lead_change", "tie", "go_ahead_late", "game_tying", "game_winner", "comeback", "run",
                       "deciding", "milestone"))  # fmt: skip


def without_score(facts: Facts) -> Facts:
    """The play alone: nothing of the score and of what follows from it."""
    return replace(
        facts, home_score=None, away_score=None, points=0, lead_before=None, run_points=0, comeback_points=0,
        scorer_points=None, milestone=None, flags=tuple(flag for flag in facts.flags if flag not in _OF_SCORE),
    )  # fmt: skip


def without_hindsight(facts: Facts) -> Facts:
    """What was known when the play was over."""
    gone = {"deciding", "game_winner", "comeback", "run"}
    if gone.isdisjoint(facts.flags):
        return facts
    return replace(facts, flags=tuple(f for f in facts.flags if f not in gone), run_points=0, comeback_points=0)
