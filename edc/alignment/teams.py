"""Which printed score is the home team's, and whether the play-by-play is of this game at all.

Comes in: the words printed beside the scores, the displayed scores, the clock map, the feed. Goes
out: `Sides`. Without a feed the team printed first is taken as away, and that is not known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
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
_MOST_SHIFT = 6
"""Points that corrections after the broadcast may have moved a team's score by."""
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
    shifted_agreement: float | None = None
    """The same where a team's score may differ by a constant in each period, as after a later correction."""

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
    exact, shifted = _score_agreement(feed, track, clock) or (None, None)
    _refuse_other_game(words, likeness, exact, shifted, feed, source)
    side, told_by = _home_side(likeness, exact, shifted)
    codes = (feed.home.tricode, feed.away.tricode) if side == 0 else (feed.away.tricode, feed.home.tricode)
    return Sides(home_side=side, home_known=True, first=codes[0], second=codes[1], told_by=told_by,
                 agreement=None if exact is None else exact[side],
                 shifted_agreement=None if shifted is None else shifted[side])  # fmt: skip


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


_Shares = tuple[float, float]
"""With home printed first, and printed second."""


def _score_agreement(feed: Feed, track: ScoreTrack, clock: ClockMap) -> tuple[_Shares, _Shares] | None:
    """Shares of sampled looks that fit the feed as it is, and with a constant shift in each period."""
    known, samples, last_s = feed_score(feed), [], -_SAMPLE_S
    for at in track.media_s[track.read]:
        if at - last_s < _SAMPLE_S:
            continue
        shown, when = track.at(float(at)), clock.at(float(at))
        if shown is None or when is None or sum(shown) < _TELLING_TOTAL:
            continue
        last_s = float(at)
        samples.append((when[0], shown, known.may_show(*when)))
    if len(samples) < _FEWEST_SAMPLES:
        return None
    turned = [(period, (second, first), allowed) for period, (first, second), allowed in samples]
    return (
        (_fitting(samples, shifted=False), _fitting(turned, shifted=False)),
        (_fitting(samples, shifted=True), _fitting(turned, shifted=True)),
    )


_Sample = tuple[int, tuple[int, int], set[tuple[int, int]]]
"""Period, home and away score as shown, and those that the feed allows at that moment."""


def _fitting(samples: Sequence[_Sample], *, shifted: bool) -> float:
    """The share that fits; `shifted`: with the shift of both scores that fits most of each period."""
    fitting = 0
    for period in {sample[0] for sample in samples}:
        shifts: Counter[tuple[int, int]] = Counter()
        for _, (home, away), allowed in (sample for sample in samples if sample[0] == period):
            found = {(home - a, away - b) for a, b in allowed}
            shifts.update(shift for shift in found if max(map(abs, shift)) <= (_MOST_SHIFT if shifted else 0))
        fitting += max(shifts.values(), default=0)
    return fitting / len(samples)


def _refuse_other_game(
    words: Words | None,
    likeness: list[tuple[float, float]] | None,
    exact: _Shares | None,
    shifted: _Shares | None,
    feed: Feed,
    source: str,
) -> None:
    """Scores that fit but for a constant, with the right teams, are this game's after a correction."""
    remedy = "Give the play-by-play of the game in the video, or none."
    teams = f"{feed.away.tricode} at {feed.home.tricode}"
    named = likeness is not None and all(max(team) > _LIKE for team in likeness)
    corrected = shifted is not None and max(shifted) >= _AGREE and (named or words is None)
    if exact is not None and max(exact) < _CONTRADICT and not corrected:
        raise InputError(
            f"{source} is of another game: its scores ({teams}) fit only {max(exact):.0%} of what the score bug "
            f"shows. {remedy}"
        )
    if words is None or likeness is None or (exact is not None and max(exact) >= _AGREE):
        return
    if all(max(team[side] for team in likeness) < _UNLIKE for side in (0, 1)):
        raise InputError(
            f"{source} is of another game: it says {teams}, the score bug shows {words[0]} and {words[1]}. {remedy}"
        )


def _home_side(
    likeness: list[tuple[float, float]] | None, exact: _Shares | None, shifted: _Shares | None
) -> tuple[int, str]:
    if likeness is not None:
        home, away = likeness
        home_first, home_second = home[0] + away[1], home[1] + away[0]
        if abs(home_first - home_second) > 0.25 and max(home_first, home_second) > _LIKE:
            return (0 if home_first > home_second else 1), "words"
    for shares in (exact, shifted):
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
