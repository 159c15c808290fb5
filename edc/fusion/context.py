"""What fusion knows about the broadcast.

Comes in: the rows that alignment and scan left. Goes out: `Context`: clock map, segments, displayed
scores, what was heard, who is who, and the moment spans that a label is shown with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from edc.alignment.clockspan import ClockMap
from edc.alignment.looks import Floats
from edc.alignment.scores import ScoreTrack
from edc.alignment.seen import Seen
from edc.alignment.segments import OFF_AIR
from edc.moments import Evidence
from edc.spotter.classes import FAMILIES, PLAIN, class_of
from edc.taxonomy import node

Row = Mapping[str, Any]
_CROWD_NOTED, _HEARD = 0.8, 0.4
_EDGE_S = 0.05
_SEEN_S, _SEEN_SCORE = 0.8, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    media_s: Floats
    crowd: Floats
    whistle: Floats
    horn: Floats

    def peak(self, name: str, start_s: float, end_s: float) -> tuple[float, float] | None:
        """Media second and height of the strongest value in a stretch."""
        first, last = np.searchsorted(self.media_s, [start_s, end_s])
        if last <= first:
            return None
        values: Floats = getattr(self, name)[first:last]
        at = int(values.argmax())
        return float(self.media_s[first + at]), float(values[at])


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    game_id: str
    duration_s: float
    home: str | None
    away: str | None
    clock: ClockMap
    segments: Sequence[Row]
    track: ScoreTrack
    """Side 0 is the home team."""
    display_tenths: bool
    """Whether the bug counts the last minute in tenths."""
    display_lag_s: float
    display_lag_spread: float
    sound: Sound
    final: tuple[int, int] | None
    """Home and away, where the bug showed the end of the game."""
    seen: Seen = field(default_factory=Seen)
    """By the spotter."""

    def shown_span(self, label: str, anchor_s: float, earliest_s: float | None = None) -> tuple[float, float]:
        """Where a moment starts and ends: its label's lead-in and lead-out, never into a break."""
        kind = node(label)
        start, end = anchor_s - kind.lead_in_s, anchor_s + kind.lead_out_s
        if earliest_s is not None:
            start = min(start, earliest_s)
        low, high = self._on_air(anchor_s)
        return max(low, start), max(anchor_s, min(high, end))

    def _on_air(self, at_s: float) -> tuple[float, float]:
        low, high = 0.0, self.duration_s
        for row in self.segments:
            if row["kind"] not in OFF_AIR:
                continue
            if row["end_s"] <= at_s + _EDGE_S:
                low = max(low, min(row["end_s"], at_s))
            elif row["start_s"] >= at_s - _EDGE_S:
                high = min(high, max(row["start_s"], at_s))
        return low, high

    def heard(self, label: str, anchor_s: float) -> list[Evidence]:
        """What the sound says at a moment."""
        found = []
        crowd = self.sound.peak("crowd", anchor_s - 0.5, anchor_s + 4.0)
        if crowd and crowd[1] > _CROWD_NOTED:
            found.append(Evidence(source="crowd", media_s=crowd[0], score=round(crowd[1], 2), note="the crowd is loud"))
        whistle = self.sound.peak("whistle", anchor_s - 0.6, anchor_s + 1.0)
        if whistle and whistle[1] > _HEARD and not label.startswith(("shot", "free_throw", "rebound")):
            found.append(Evidence(source="whistle", media_s=whistle[0], score=round(whistle[1], 2), note="a whistle"))
        horn = self.sound.peak("horn", anchor_s - 0.8, anchor_s + 1.2)
        if horn and horn[1] > _HEARD and label.startswith(("period", "game", "timeout")):
            found.append(Evidence(source="horn", media_s=horn[0], score=round(horn[1], 2), note="a horn"))
        return found

    def looked_like(self, label: str, anchor_s: float) -> list[Evidence]:
        """What the spotter saw of such a play."""
        name = class_of(label)
        weight = self.seen.trust.of(name) if name is not None else 0.0
        if name is None or weight <= 0:
            return []
        kinds = FAMILIES["shot"] if name in FAMILIES["shot"] else (name,)
        spot = self.seen.best(kinds, anchor_s - _SEEN_S, anchor_s + _SEEN_S)
        if spot is None or spot.score < _SEEN_SCORE:
            return []
        return [Evidence(source="spotter", media_s=round(spot.at_s, 3), score=round(weight * spot.score, 3),
                         note=f"looks like a {PLAIN[spot.label]}")]  # fmt: skip

    def replays(self) -> list[tuple[float, float]]:
        return [(float(r["start_s"]), float(r["end_s"])) for r in self.segments if r["kind"] == "replay"]


def sound_of(rows: Sequence[Row]) -> Sound:
    def column(name: str) -> Floats:
        return np.nan_to_num(np.array([row[name] if row[name] is not None else 0.0 for row in rows], np.float64))

    return Sound(media_s=column("media_s"), crowd=column("crowd"), whistle=column("whistle"), horn=column("horn"))
