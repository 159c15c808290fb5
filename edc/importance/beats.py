"""The game as a line of beats: the same shape from a feed as from moments without one.

Comes in: a feed, moments. Goes out: beats in the order of play. What is counted (score, runs, win
probability) is counted over all beats, placed in the media or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edc.importance.winprob import DEFAULT, Model, Rules, rules_of
from edc.moments import Moment, Player
from edc.playbyplay.play import Feed, Play
from edc.taxonomy import is_a

UNKNOWN_CLOCK_S = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    key: str
    """`p<action number>` of a play of the feed, else the moment's id."""
    period: int
    clock_s: float
    side: int
    """1 home, -1 away, 0 unknown."""
    label: str
    players: tuple[Player, ...]
    points: int
    home: int
    """Score after the beat."""
    away: int
    last_of_trip: bool = True
    """Of free throws: no more of this trip follow."""
    gap: bool = False
    """Stands for a stretch that nobody saw, in which the score changed."""
    official_kind: str = ""
    """Descriptor of the play: a technical's free throw does not change the ball."""

    @property
    def lead(self) -> int:
        return self.home - self.away

    @property
    def field_goal(self) -> bool:
        return self.label.startswith("shot.made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    beats: tuple[Beat, ...]
    rules: Rules
    complete: bool
    """The final score is known."""
    model: Model = DEFAULT
    """Of the win probability: knows who was favoured, where ratings are given."""

    @property
    def winner(self) -> int:
        """1 home, -1 away, 0 while nobody has won."""
        lead = self.beats[-1].lead if self.complete and self.beats else 0
        return (lead > 0) - (lead < 0)


def key_of(moment: Moment) -> str:
    return moment.moment_id if moment.play_number is None else f"p{moment.play_number}"


def _side(team: str | None, home: str | None, away: str | None) -> int:
    return 0 if team is None else 1 if team == home else -1 if team == away else 0


def _last_of_trip(play: Play) -> bool:
    words = play.sub_type.split()
    return len(words) != 3 or words[0] == words[2]


def _of_play(play: Play, feed: Feed) -> Beat:
    return Beat(
        key=f"p{play.action_number}",
        period=play.period,
        clock_s=play.clock_s,
        side=_side(play.team, feed.home.tricode, feed.away.tricode),
        label=play.label,
        players=play.players,
        points=play.points,
        home=play.home_score,
        away=play.away_score,
        last_of_trip=_last_of_trip(play),
        official_kind=play.descriptor,
    )


def _of_moment(moment: Moment, side: int, home: int, away: int) -> Beat:
    return Beat(
        key=key_of(moment),
        period=moment.period or 1,
        clock_s=UNKNOWN_CLOCK_S if moment.clock_s is None else moment.clock_s,
        side=side,
        label=moment.label,
        players=moment.players,
        points=0 if moment.points is None else moment.points,
        home=home,
        away=away,
    )


def game_of_feed(feed: Feed, moments: Sequence[Moment] = (), model: Model = DEFAULT) -> Game:
    """The feed's plays; moments that the feed does not know (the spotter's) stand among them without points."""
    beats = [_of_play(play, feed) for play in feed.plays]
    extra = [m for m in moments if m.play_number is None and m.period is not None and m.clock_s is not None]
    for moment in extra:
        at = _place(beats, moment)
        before = beats[at - 1] if at else None
        side = _side(moment.team, feed.home.tricode, feed.away.tricode)
        stranger = _of_moment(moment, side, before.home if before else 0, before.away if before else 0)
        beats.insert(at, _pointless(stranger))
    first = max((b.clock_s for b in beats if b.period == 1), default=0.0)
    return Game(beats=tuple(beats), rules=rules_of(first, feed.league), complete=feed.complete, model=model)


def _pointless(beat: Beat) -> Beat:
    return Beat(key=beat.key, period=beat.period, clock_s=beat.clock_s, side=beat.side, label=beat.label,
                players=beat.players, points=0, home=beat.home, away=beat.away)


def _place(beats: Sequence[Beat], moment: Moment) -> int:
    """After every beat that was before the moment or at its clock."""
    period, clock_s = moment.period or 1, moment.clock_s or 0.0
    later = (at for at, b in enumerate(beats) if (b.period, -b.clock_s) > (period, -clock_s))
    return next(later, len(beats))


def sides_of(moments: Sequence[Moment]) -> dict[str, int]:
    """Team → side, learned from which score its points raised."""
    votes: dict[str, int] = {}
    home = away = 0
    for moment in moments:
        if moment.home_score is None or moment.away_score is None:
            continue
        up_home, up_away = moment.home_score - home, moment.away_score - away
        home, away = moment.home_score, moment.away_score
        if moment.team and moment.points and (up_home > 0) != (up_away > 0):
            votes[moment.team] = votes.get(moment.team, 0) + (1 if up_home > 0 else -1)
    return {team: (vote > 0) - (vote < 0) for team, vote in votes.items()}


def _in_play_order(moments: Sequence[Moment]) -> list[Moment]:
    known = [m for m in moments if m.status != "retracted" and m.period is not None]
    return sorted(known, key=lambda m: (m.period or 0, -(m.clock_s or 0.0), m.anchor_s or 0.0, m.play_number or 0))


def game_of_moments(moments: Sequence[Moment], model: Model = DEFAULT) -> Game:
    """Without a feed: what was seen, in the order of play. A score unread is the one before plus the points."""
    ordered = _in_play_order(moments)
    sides = sides_of(ordered)
    beats: list[Beat] = []
    home = away = 0
    for moment in ordered:
        side = sides.get(moment.team or "", 0)
        points = moment.points or 0
        home = max(home, moment.home_score if moment.home_score is not None else home + points * (side > 0))
        away = max(away, moment.away_score if moment.away_score is not None else away + points * (side < 0))
        beat = _of_moment(moment, side or _raised(beats, home, away), home, away)
        beats += [*_unseen(beats, beat), beat]
    first = max((m.clock_s or 0.0 for m in ordered if m.period == 1), default=720.0)
    rules = rules_of(first if first > 720.0 else 720.0)
    return Game(beats=tuple(beats), rules=rules, complete=_ended(beats, rules), model=model)


def _unseen(beats: Sequence[Beat], beat: Beat) -> list[Beat]:
    """A gap, where the score before the beat is not the one that the beat before left."""
    before = (beats[-1].home, beats[-1].away) if beats else (0, 0)
    own = (beat.points * (beat.side > 0), beat.points * (beat.side < 0))
    found = (beat.home - own[0], beat.away - own[1])
    if found == before or min(found) < 0:
        return []
    return [Beat(key=f"gap before {beat.key}", period=beat.period, clock_s=beat.clock_s, side=0, label="stoppage",
                 players=(), points=0, home=found[0], away=found[1], gap=True)]  # fmt: skip


def _raised(beats: Sequence[Beat], home: int, away: int) -> int:
    before = (beats[-1].home, beats[-1].away) if beats else (0, 0)
    return (home > before[0]) - (away > before[1])


def _ended(beats: Sequence[Beat], rules: Rules) -> bool:
    if not beats:
        return False
    last = beats[-1]
    closing = is_a(last.label, "game.end") or (is_a(last.label, "period.end") and rules.is_last(last.period))
    return closing and last.lead != 0
