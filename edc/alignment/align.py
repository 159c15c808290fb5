"""The whole alignment of a game.

Comes in: rows of looks, shots, sound and motion, the words beside the scores, and the feed where there is
one. Goes out: an `Alignment`: clock map, segments, placed plays, displayed scores, who is at home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from edc.alignment.chances import Heard
from edc.alignment.clockmap import build_clock
from edc.alignment.clockspan import ClockMap
from edc.alignment.feedscore import feed_score
from edc.alignment.looks import Ints, Looks, looks_of
from edc.alignment.periods import assign_periods
from edc.alignment.placing import Placing, place_plays
from edc.alignment.scores import ScoreTrack, track_scores
from edc.alignment.screen import screen_of
from edc.alignment.seen import seen_of, spots_of
from edc.alignment.segments import Segment, segment, without_breaks
from edc.alignment.teams import Sides, Words, resolve_sides
from edc.playbyplay.play import Feed
from edc.spotter.trust import Trust, trust

Row = Mapping[str, Any]
_WATCHED_S = 3.0
"""A change of the score that took longer to be read happened somewhere out of sight."""
_JOIN_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What the scan saw and heard."""

    duration_s: float
    looks: Sequence[Row]
    shots: Sequence[Row]
    sound: Sequence[Row]
    motion: Sequence[Row]
    words: Words | None
    """Printed beside the first and the second score."""
    spotted: Sequence[Row] = ()
    """What the spotter saw."""
    prior: float = 0.0
    """How far it is trusted where the score checks too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    looks: Looks
    periods: Ints
    """Of each look; 0 where unknown."""
    clock: ClockMap
    segments: tuple[Segment, ...]
    track: ScoreTrack
    sides: Sides
    placing: Placing | None
    """None without a feed."""
    trust: Trust
    """In the spotter."""


def align(observed: Observed, feed: Feed | None, source: str = "The play-by-play") -> Alignment:
    """Aligns a game.

    Raises:
        InputError: the play-by-play (`source` in messages) is of another game.
    """
    looks = looks_of(observed.looks)
    screen = screen_of(observed.duration_s, observed.shots, observed.motion, observed.sound)
    periods = assign_periods(looks, feed_score(feed) if feed else None)
    heard = Heard(media_s=screen.sound_at_s, whistle=screen.whistle, horn=screen.horn, crowd=screen.crowd)
    bridged = build_clock(looks, periods, [*screen.cuts_s.tolist(), observed.duration_s], _StopBonus(heard))
    first_segments = segment(looks, bridged, screen)
    clock = without_breaks(bridged, first_segments)
    track = track_scores(looks, [(s.start_s, s.end_s) for s in first_segments if s.kind == "replay"])
    sides = resolve_sides(observed.words, feed, track, clock, source)
    trusted = trust(spots_of(observed.spotted), _baskets_s(track), _live(clock), observed.prior)
    seen = seen_of(observed.spotted, trusted)
    placing = place_plays(feed, clock, track, sides, heard, looks.shows_tenths, seen) if feed else None
    segments = segment(looks, clock, screen, _free_throws(feed, placing))
    return Alignment(looks=looks, periods=periods, clock=clock, segments=tuple(segments), track=track, sides=sides,
                     placing=placing, trust=trusted)  # fmt: skip


def _baskets_s(track: ScoreTrack) -> list[float]:
    """When the display told of field goals, while it was watched."""
    return [step.at_s for step in track.steps if step.points in (2, 3) and step.at_s - step.before_s < _WATCHED_S]


def _live(clock: ClockMap) -> list[tuple[float, float]]:
    """The stretches in which the game is on, joined."""
    joined: list[tuple[float, float]] = []
    for span in clock.spans:
        if joined and span.start_s - joined[-1][1] < _JOIN_S:
            joined[-1] = (joined[-1][0], span.end_s)
        else:
            joined.append((span.start_s, span.end_s))
    return joined


class _StopBonus:
    """How much a whistle speaks for the clock stopping at a media second, from a table of tenths of a second."""

    _GAIN = 2.0

    def __init__(self, heard: Heard) -> None:
        last = float(heard.media_s[-1]) if len(heard.media_s) else 0.0
        grid = np.arange(0.0, last + 1.0, 0.1)
        self._table: list[float] = (self._GAIN * heard.whistle_at(grid)).tolist() if last else []

    def __call__(self, media_s: float) -> float:
        index = int(media_s * 10.0 + 0.5)
        return self._table[index] if 0 <= index < len(self._table) else 0.0


def _free_throws(feed: Feed | None, placing: Placing | None) -> list[tuple[float, float]]:
    """Stretches in which a free throw is on: the ball is live though the clock stands."""
    if feed is None or placing is None:
        return []
    return [
        (placed.anchor_s - 2.5, placed.anchor_s + 1.2)
        for play, placed in zip(feed.plays, placing.placed, strict=True)
        if play.action_type == "freethrow" and placed.anchor_s is not None
    ]
