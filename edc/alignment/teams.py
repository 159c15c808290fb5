"""Which printed score is the home team's, and whether the play-by-play is of this game at all.

Comes in: the words printed beside the scores, the displayed scores, the clock map, the feed. Goes
out: `Sides`. Without a feed the team printed first is taken as away, and that is not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from edc.alignment.clockspan import ClockMap
from edc.alignment.feedscore import feed_score
from edc.alignment.scores import ScoreTrack
from edc.errors import InputError
from edc.playbyplay.play import Feed, Team

Words = tuple[str, str]

_LIKE, _UNLIKE = 0.75, 0.5
_AGREE, _CONTRADICT = 0.5, 0.15
_FEWEST_SAMPLES, _SAMPLE_S = 15, 2.0
_TELLING_TOTAL = 6
"""Scores below this total fit any game."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    home_side: int
    """0 where the score printed first is the home team's, else 1."""
    home_known: bool
    first: str | None
    """Tricode, or the printed word, of the team printed first; None where only logos are."""
    second: str | None
    told_by: str
    """words, scores, or nothing"""
    agreement: float | None
    """Share of looks whose scores fit the feed's; None without a feed or readable scores."""

    def home_away(self, scores: tuple[int, int]) -> tuple[int, int]:
        return scores[self.home_side], scores[1 - self.home_side]

    @property
    def home(self) -> str | None:
        return self.first if self.home_side == 0 else self.second

    @property
    def away(self) -> str | None:
        return self.second if self.home_side == 0 else self.first


def resolve_sides(words: Words | None, feed: Feed | None, track: ScoreTrack, clock: ClockMap, source: str) -> Sides:
    """Who is printed where.

    Raises:
        InputError: teams or scores say that the play-by-play (`source`) is of another game.
    """
    if feed is None:
        first, second = words or (None, None)
        return Sides(home_side=1, home_known=False, first=first, second=second, told_by="nothing", agreement=None)
    likeness = [_likeness(words, team) for team in (feed.home, feed.away)] if words else None
    shares = _score_agreement(feed, track, clock)
    _refuse_other_game(words, likeness, shares, feed, source)
    side, told_by = _home_side(likeness, shares)
    codes = (feed.home.tricode, feed.away.tricode) if side == 0 else (feed.away.tricode, feed.home.tricode)
    return Sides(home_side=side, home_known=True, first=codes[0], second=codes[1], told_by=told_by,
                 agreement=None if shares is None else shares[side])  # fmt: skip


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def team_likeness(word: str, team: Team) -> float:
    """0..1: how well a printed word fits a team's code, city, nickname or whole name."""
    printed = _letters(word)
    parts = team.name.split()
    names = [team.tricode, team.name, *parts]
    names += [" ".join(parts[:cut]) for cut in range(1, len(parts))]
    names += [" ".join(parts[cut:]) for cut in range(1, len(parts))]
    return max(
        (SequenceMatcher(None, printed, _letters(name)).ratio() for name in names if _letters(name)), default=0.0
    )


def _likeness(words: Words | None, team: Team) -> tuple[float, float]:
    first, second = words or ("", "")
    return team_likeness(first, team), team_likeness(second, team)


def _score_agreement(feed: Feed, track: ScoreTrack, clock: ClockMap) -> tuple[float, float] | None:
    """Shares of sampled looks that fit the feed with home printed first, and printed second."""
    known = feed_score(feed)
    fits, count, last_s = [0, 0], 0, -_SAMPLE_S
    for at in track.media_s[track.read]:
        if at - last_s < _SAMPLE_S:
            continue
        shown, when = track.at(float(at)), clock.at(float(at))
        if shown is None or when is None or sum(shown) < _TELLING_TOTAL:
            continue
        last_s = float(at)
        allowed = known.may_show(*when)
        count += 1
        fits[0] += shown in allowed
        fits[1] += (shown[1], shown[0]) in allowed
    return (fits[0] / count, fits[1] / count) if count >= _FEWEST_SAMPLES else None


def _refuse_other_game(
    words: Words | None,
    likeness: list[tuple[float, float]] | None,
    shares: tuple[float, float] | None,
    feed: Feed,
    source: str,
) -> None:
    remedy = "Give the play-by-play of the game in the video, or none."
    teams = f"{feed.away.tricode} at {feed.home.tricode}"
    if shares is not None and max(shares) < _CONTRADICT:
        raise InputError(
            f"{source} is of another game: its scores ({teams}) fit only {max(shares):.0%} of what the score bug "
            f"shows. {remedy}"
        )
    if words is None or likeness is None or (shares is not None and max(shares) >= _AGREE):
        return
    if all(max(team[side] for team in likeness) < _UNLIKE for side in (0, 1)):
        raise InputError(
            f"{source} is of another game: it says {teams}, the score bug shows {words[0]} and {words[1]}. {remedy}"
        )


def _home_side(likeness: list[tuple[float, float]] | None, shares: tuple[float, float] | None) -> tuple[int, str]:
    if likeness is not None:
        home, away = likeness
        home_first, home_second = home[0] + away[1], home[1] + away[0]
        if abs(home_first - home_second) > 0.25 and max(home_first, home_second) > _LIKE:
            return (0 if home_first > home_second else 1), "words"
    if shares is not None and abs(shares[0] - shares[1]) > 0.1:
        return (0 if shares[0] > shares[1] else 1), "scores"
    return 1, "nothing"


def words_of_layout(layout: Any) -> Words | None:
    """The words beside the scores, of the layout seen most often; None where only logos are printed."""
    layouts = [entry for entry in _layouts(layout) if entry and entry.get("teams")]
    if not layouts:
        return None
    first, second = max(layouts, key=lambda entry: entry.get("support", 0))["teams"]
    return (str(first), str(second)) if first and second else None


def _layouts(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, Mapping) and "layouts" in value:
        return list(value["layouts"])
    if isinstance(value, Mapping) and "layout" in value:
        return [value["layout"]]
    return [value] if isinstance(value, Mapping) else []
