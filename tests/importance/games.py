"""Games for tests: real feeds as fused moments, and small made-up ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from edc.importance.beats import Beat, Game
from edc.importance.winprob import Rules
from edc.moments import Moment, Player
from edc.playbyplay.feed import load_feed
from edc.playbyplay.play import Feed, Play, is_moment

REAL = (
    "live_0022000001.json", "live_0022400500.json", "live_0022501186.json", "v2_0021500438.csv",
    "v2_0021600270.json", "v2_0021900001.json", "v2_technical_before_period_start.json", "v3_0022400001.json",
    "wnba_1022400005.json", "lineups_0042400301.csv",
)  # fmt: skip


@cache
def feed(data: Path, name: str) -> Feed:
    return load_feed(data / "playbyplay" / name)


def media_second(play: Play) -> float:
    """A broadcast without breaks that begins 60 s before the tip-off, each play a little after the other."""
    return 60.0 + (play.period - 1) * 800.0 + (720.0 - play.clock_s) + play.index * 0.01


def moments(game: Feed, *, placed: bool = True) -> list[Moment]:
    """What fusion makes of a feed, in short."""
    return [_moment(game, p, placed=placed) for p in game.plays if is_moment(p)]


def _moment(game: Feed, play: Play, *, placed: bool) -> Moment:
    at = media_second(play) if placed else None
    return Moment(
        moment_id=f"m{play.action_number}", game_id=game.game_id, label=play.label,
        start_s=None if at is None else at - 5.0, anchor_s=at, end_s=None if at is None else at + 3.0,
        period=play.period, clock_s=play.clock_s, team=play.team, players=play.players,
        home_score=play.home_score, away_score=play.away_score, play_number=play.action_number,
        points=play.points or None, distance_ft=play.distance_ft, confidence=0.9,
    )  # fmt: skip


def without_feed(game: Feed) -> list[Moment]:
    """What the score bug alone would tell: baskets and free throws, no players, no labels deeper than the points."""
    labels = {1: "free_throw.made", 2: "shot.made.two", 3: "shot.made.three"}
    return [
        Moment(
            moment_id=f"s{p.action_number}", game_id="x", status="provisional", label=labels[p.points],
            start_s=media_second(p) - 5.0, anchor_s=media_second(p), end_s=media_second(p) + 3.0, period=p.period,
            clock_s=p.clock_s, team=p.team, home_score=p.home_score, away_score=p.away_score, points=p.points,
            confidence=0.8,
        )
        for p in game.plays if p.points
    ]  # fmt: skip


def game_of_scores(scores: Sequence[tuple[int, float, int, int]], *, complete: bool = True) -> Game:
    """Baskets of a made-up game: period, clock, home and away after it."""
    beats = []
    home = away = 0
    for at, (period, clock_s, new_home, new_away) in enumerate(scores):
        side = 1 if new_home > home else -1
        points = (new_home - home) + (new_away - away)
        home, away = new_home, new_away
        beats.append(Beat(
            key=f"p{at}", period=period, clock_s=clock_s, side=side, points=points, home=home, away=away,
            label="free_throw.made" if points == 1 else "shot.made.three" if points == 3 else "shot.made.two",
            players=(Player(id=f"{side}", name="A", role="shooter"),),
        ))  # fmt: skip
    return Game(beats=tuple(beats), rules=Rules(), complete=complete)
