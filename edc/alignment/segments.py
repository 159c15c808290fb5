"""What kind of programme each media second shows.

Comes in: where the bug was seen, the clock map, cuts, wipes, court-likeness. Goes out: segments that
tile the media: live, dead, replay, commercial, studio, halftime, intro, outro. Edges lie on cuts where
there is one nearby.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from edc.alignment.clockspan import ClockMap, ClockSpan
from edc.alignment.looks import Looks
from edc.alignment.screen import Screen

Kind = Literal["live", "dead", "replay", "commercial", "studio", "halftime", "intro", "outro"]
OFF_AIR: tuple[Kind, ...] = ("commercial", "studio", "halftime", "intro", "outro")

_BRIDGED_S = 1.3
"""A bug unread for less than this never left the screen."""
_GLIMPSE_S = 3.2
"""A close-up without the bug; shorter than any replay."""
_LONGEST_REPLAY_S, _LONGEST_UNTOLD_S = 40.0, 12.0
"""With and without a clock that goes on around it."""
_NO_CROWD, _ARENA = -1.5, -0.7
"""Mean crowd (z-score) below which no arena is heard, and above which one is."""
_STILL = 0.2
_USUAL_REPLAY_S, _USUAL, _WEAK_WIPE = 6.0, 1.3, 2.0
_SLIDE_S = 1.7
"""A bug slides in within this time after a cut, and out as long before one."""
_SHORTEST_S = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    start_s: float
    end_s: float
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    start_s: float
    end_s: float
    bug: bool

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


def segment(
    looks: Looks, clock: ClockMap, screen: Screen, live_around: Iterable[tuple[float, float]] = ()
) -> list[Segment]:
    """`live_around`: stretches in which a play with a dead clock (a free throw) is on."""
    stretches = _stretches(looks, screen)
    labelled = [part for index in range(len(stretches)) for part in _label(stretches, index, clock, screen)]
    tiles = list(_game_tiles(labelled, clock, sorted(live_around)))
    return _tidy(tiles, screen.duration_s)


def _stretches(looks: Looks, screen: Screen) -> list[_Stretch]:
    """The media in turns with and without the bug, cut at camera cuts where one is near."""
    seen = looks.media_s[looks.visible]
    if len(seen) == 0:
        return [_Stretch(start_s=0.0, end_s=screen.duration_s, bug=False)]
    runs: list[list[float]] = []
    for at in seen:
        if runs and at - runs[-1][1] <= _BRIDGED_S:
            runs[-1][1] = float(at)
        else:
            runs.append([float(at), float(at)])
    look_s = float(np.median(np.diff(looks.media_s))) if len(looks) > 1 else 0.25
    edges: list[tuple[float, float]] = []
    for first, last in runs:
        start = max(0.0, screen.snapped(first - look_s / 2, _SLIDE_S, look_s))
        end = min(screen.duration_s, screen.snapped(last + look_s / 2, look_s, _SLIDE_S))
        if edges and start - edges[-1][1] < 0.5:
            edges[-1] = (edges[-1][0], end)
        elif end > start:
            edges.append((start, end))
    return list(_alternating(edges, screen.duration_s))


def _alternating(edges: Sequence[tuple[float, float]], duration_s: float) -> Iterator[_Stretch]:
    at = 0.0
    for start, end in edges:
        if start > at + 0.02:
            yield _Stretch(start_s=at, end_s=start, bug=False)
            at = start
        yield _Stretch(start_s=at, end_s=end, bug=True)
        at = end
    if duration_s > at + 0.02:
        yield _Stretch(start_s=at, end_s=duration_s, bug=False)


_Tile = tuple[float, float, Kind | None]
"""None: the game is on; live or dead is the clock's to say."""


def _label(stretches: Sequence[_Stretch], index: int, clock: ClockMap, screen: Screen) -> list[_Tile]:
    this = stretches[index]
    if this.bug:
        return list(_replays_with_bug(this, screen, begins=_may_begin_in_replay(stretches[:index], screen)))
    if not any(s.bug for s in stretches):
        return [(this.start_s, this.end_s, None)]
    if index in (0, len(stretches) - 1) and this.length_s < _BRIDGED_S:
        return [(this.start_s, this.end_s, None)]
    if index == 0:
        return [(this.start_s, this.end_s, "intro")]
    if index == len(stretches) - 1:
        return [(this.start_s, this.end_s, "outro")]
    return _gap(this, clock, screen)


def _may_begin_in_replay(before: Sequence[_Stretch], screen: Screen) -> bool:
    """Whether a wipe at the start of a stretch with the bug can open a replay: where none is open to be closed."""
    if not any(s.bug for s in before):
        return True
    gap = before[-1]
    return not ((screen.wipes_s > gap.start_s - 0.5) & (screen.wipes_s < gap.end_s - 1.0)).any()


def _replays_with_bug(this: _Stretch, screen: Screen, *, begins: bool) -> Iterator[_Tile]:
    """Some broadcasts keep the bug over a replay: then two wipes enclose it; a stretch may begin in one."""
    earliest = this.start_s + (-0.5 if begins else 0.5)
    wiped = [(float(at), float(strength)) for at, strength in zip(screen.wipes_s, screen.wipe_strength, strict=True)
             if earliest < at < this.end_s - 0.5]  # fmt: skip
    at = this.start_s
    for first, last in _enclosed(wiped, screen):
        if first > at:
            yield at, first, None
        yield first, last, "replay"
        at = last
    yield at, this.end_s, None


def _enclosed(wiped: Sequence[tuple[float, float]], screen: Screen) -> list[tuple[float, float]]:
    """Which neighbouring wipes (second, strength) enclose a replay: the best set of pairs, as replays have a usual
    length and wipes cover the picture.
    """
    best: list[tuple[float, list[tuple[float, float]]]] = [(0.0, []), (0.0, [])]
    for (first, opening), (last, closing) in pairwise(wiped):
        worth = _USUAL - (np.log((last - first) / _USUAL_REPLAY_S) / 0.7) ** 2
        worth -= _WEAK_WIPE * (1 - min(opening, closing))
        taken = (best[-2][0] + worth, [*best[-2][1], (first, last)])
        usable = last - first < _LONGEST_REPLAY_S and len(screen.cuts_between(first, last)) <= 4
        best.append(max(taken, best[-1], key=lambda entry: entry[0]) if usable else best[-1])
    return best[-1][1]


def _gap(this: _Stretch, clock: ClockMap, screen: Screen) -> list[_Tile]:
    """A stretch without the bug between two with it: a close-up, a replay, a break, or several of these."""
    whole = (this.start_s, this.end_s)
    goes_on = clock.at((this.start_s + this.end_s) / 2) is not None
    if goes_on and this.length_s < _GLIMPSE_S:
        return [(*whole, None)]
    edges = [whole[0], *screen.edges_between(*whole).tolist(), whole[1]]
    half_time = _after_half(clock.at(this.start_s - 0.6))
    game = goes_on and this.length_s <= _LONGEST_REPLAY_S
    tiles: list[_Tile] = []
    for start, end in _pieces(edges, screen):
        if _is_game(start, end, whole, game, screen):
            enclosed = screen.wiped(start) and screen.wiped(end)
            tiles.append((start, end, "replay" if enclosed or (game and end - start >= _GLIMPSE_S) else None))
        else:
            tiles.append((start, end, _break_kind(start, end, screen, half_time)))
    return tiles


def _pieces(edges: Sequence[float], screen: Screen) -> Iterator[tuple[float, float]]:
    """From edge to edge; cuts between two wipes change the camera within one replay."""
    at = 0
    while at + 1 < len(edges):
        end = at + 1
        if screen.wiped(edges[at]):
            closing = next((i for i in range(at + 1, len(edges)) if screen.wiped(edges[i])), None)
            if closing is not None and edges[closing] - edges[at] <= _LONGEST_REPLAY_S:
                end = closing
        yield edges[at], edges[end]
        at = end


def _is_game(start_s: float, end_s: float, whole: tuple[float, float], game: bool, screen: Screen) -> bool:
    """Whether a piece of a gap belongs to the game: its clock goes on, or it borders on the game and sounds like it."""
    crowd = screen.mean("crowd", start_s, end_s)
    if game:
        return not crowd < _NO_CROWD
    if not crowd > _ARENA:
        return False
    if screen.wiped(start_s) and screen.wiped(end_s) and end_s - start_s <= _LONGEST_UNTOLD_S:
        return True
    return end_s - start_s < _GLIMPSE_S and (start_s == whole[0] or end_s == whole[1] or screen.wiped(end_s))


def _after_half(before: tuple[int, float] | None) -> bool:
    return before is not None and before[0] == 2 and before[1] < 1.0


def _break_kind(start_s: float, end_s: float, screen: Screen, half_time: bool) -> Kind:
    """Talk shows little movement, advertisements much."""
    still = screen.median("motion", start_s, end_s) < _STILL * screen.median("motion", 0.0, screen.duration_s)
    if still:
        return "halftime" if half_time else "studio"
    return "commercial"


def _game_tiles(
    tiles: Iterable[_Tile], clock: ClockMap, live_around: Sequence[tuple[float, float]]
) -> Iterator[Segment]:
    for start, end, kind in tiles:
        if kind is not None:
            yield Segment(start_s=start, end_s=end, kind=kind)
            continue
        edges = {start, end}
        for span in _overlapping(clock.spans, start, end):
            edges |= {min(max(span.start_s, start), end), min(max(span.end_s, start), end)}
        for a, b in live_around:
            edges |= {edge for edge in (a, b) if start < edge < end}
        for a, b in pairwise(sorted(edges)):
            middle = (a + b) / 2
            span_here = clock.span_at(middle)
            runs = span_here is not None and span_here.running
            around = any(x <= middle < y for x, y in live_around)
            yield Segment(start_s=a, end_s=b, kind="live" if runs or around else "dead")


def _overlapping(spans: Sequence[ClockSpan], start_s: float, end_s: float) -> list[ClockSpan]:
    return [span for span in spans if span.end_s > start_s and span.start_s < end_s]


def _tidy(tiles: Iterable[Segment], duration_s: float) -> list[Segment]:
    """Joins equal neighbours and gives crumbs of live and dead to their neighbour; tiles [0, duration)."""
    joined: list[Segment] = []
    for tile in tiles:
        if tile.end_s - tile.start_s < 1e-6:
            continue
        if joined and joined[-1].kind == tile.kind and tile.kind != "replay":
            joined[-1] = Segment(start_s=joined[-1].start_s, end_s=tile.end_s, kind=tile.kind)
        else:
            joined.append(tile)
    merged: list[Segment] = []
    for tile in joined:
        crumb = tile.end_s - tile.start_s < _SHORTEST_S and tile.kind in ("live", "dead")
        if merged and (crumb or merged[-1].kind == tile.kind != "replay") and merged[-1].kind not in OFF_AIR:
            merged[-1] = Segment(start_s=merged[-1].start_s, end_s=tile.end_s, kind=merged[-1].kind)
        else:
            merged.append(tile)
    if not merged:
        return [Segment(start_s=0.0, end_s=duration_s, kind="dead")]
    merged[0] = Segment(start_s=0.0, end_s=merged[0].end_s, kind=merged[0].kind)
    merged[-1] = Segment(start_s=merged[-1].start_s, end_s=duration_s, kind=merged[-1].kind)
    return merged


def without_breaks(clock: ClockMap, segments: Sequence[Segment]) -> ClockMap:
    """The clock map without what lies in breaks: no span where no game is on."""
    spans: list[ClockSpan] = []
    on_air = [s for s in segments if s.kind not in OFF_AIR]
    for span in clock.spans:
        for s in on_air:
            a, b = max(span.start_s, s.start_s), min(span.end_s, s.end_s)
            if b - a > 1e-6:
                part = span.within(a, b)
                if spans and _continues(spans[-1], part, span):
                    part = spans.pop().joined(part)
                spans.append(part)
    return ClockMap(spans=tuple(spans), display=clock.display)


def _continues(last: ClockSpan, part: ClockSpan, whole: ClockSpan) -> bool:
    return last.start_s >= whole.start_s - 1e-6 and abs(last.end_s - part.start_s) < 1e-6
