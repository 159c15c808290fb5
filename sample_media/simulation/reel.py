"""The programme as a list of cuts, and the way from arena time to media time."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Literal

from sample_media.scene import ShotKind, Side
from sample_media.simulation.model import Player

CameraName = Literal["main", "tight", "baseline", "far_side", "high", "rail"]
BugMode = Literal["none", "live", "frozen"]
Filling = Literal["game", "replay", "commercial", "studio", "halftime", "intro", "outro"]

WIPE_S = 0.8
"""a replay wipe covers the picture around its cut"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """From one cut of the picture to the next."""

    media_0: float
    media_1: float
    shot: ShotKind
    filling: Filling
    wall_0: float | None = None
    """arena time at media_0; None where the arena is not seen"""
    speed: float = 1.0
    camera: CameraName = "main"
    bug: BugMode = "none"
    frozen_wall: float = 0.0
    slide_in: bool = False
    slide_out: bool = False
    of_play: int | None = None
    wipe_in: bool = False
    wipe_out: bool = False
    subject: tuple[Side, Player] | None = None
    title: str | None = None
    subtitle: str | None = None
    lower_third: str | None = None

    def wall_at(self, media_s: float) -> float:
        return (self.wall_0 or 0.0) + (media_s - self.media_0) * self.speed

    @property
    def wall_1(self) -> float:
        return self.wall_at(self.media_1)

    @property
    def real_time(self) -> bool:
        """The arena's time passes as the viewer's."""
        return self.filling == "game" and self.wall_0 is not None


@dataclass(slots=True)
class Reel:
    """Cuts in order, without gaps."""

    cuts: list[Cut] = field(default_factory=list)

    @property
    def end(self) -> float:
        return self.cuts[-1].media_1 if self.cuts else 0.0

    def add(self, seconds: float, shot: ShotKind, filling: Filling, **fields: object) -> Cut:
        cut = Cut(
            media_0=self.end,
            media_1=self.end + seconds,
            shot=shot,
            filling=filling,
            **fields,  # type: ignore[arg-type]
        )
        self.cuts.append(cut)
        return cut

    def amend_last(self, **fields: object) -> None:
        self.cuts[-1] = replace(self.cuts[-1], **fields)  # type: ignore[arg-type]

    def at(self, media_s: float) -> int:
        return max(0, bisect_right(self.cuts, media_s, key=lambda c: c.media_0) - 1)


@dataclass(slots=True)
class WallMap:
    """Arena time to media time, over everything that is shown or could be heard as it happens."""

    spans: list[tuple[float, float, float]]
    """(wall_0, wall_1, media_0)"""

    def media(self, wall_s: float) -> float | None:
        index = bisect_right(self.spans, wall_s, key=lambda s: s[0]) - 1
        if index < 0:
            return None
        wall_0, wall_1, media_0 = self.spans[index]
        return media_0 + wall_s - wall_0 if wall_s <= wall_1 else None


def wall_map(cuts: list[Cut], overlays: list[tuple[float, float, float]]) -> WallMap:
    """`overlays`: (wall_0, wall_1, media_0) of arena time that passes under replays."""
    spans = [(c.wall_0 or 0.0, c.wall_1, c.media_0) for c in cuts if c.real_time] + overlays
    spans.sort()
    merged: list[tuple[float, float, float]] = []
    for wall_0, wall_1, media_0 in spans:
        if merged:
            last = merged[-1]
            if abs(last[1] - wall_0) < 1e-6 and abs(last[2] + wall_0 - last[0] - media_0) < 1e-6:
                merged[-1] = (last[0], wall_1, last[2])
                continue
        merged.append((wall_0, wall_1, media_0))
    return WallMap(merged)
