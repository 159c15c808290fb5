"""Finding the score bug of a broadcast that nobody described.

Comes in: some 60 frames spread over the game, best in pairs one to three seconds apart. Goes out: the
layouts found, the best supported first; none where no clock, two scores, and a period or two team
words stand together at one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from edc.scorebug.assemble import Bug, assemble
from edc.scorebug.fields import Field, gather
from edc.scorebug.items import Item, read_items
from edc.scorebug.layout import Layout
from edc.scorebug.ocr import Box, Picture, TextReader, text_reader
from edc.scorebug.reader import SURE, Reader
from edc.scorebug.rows import filled, read_rows
from edc.scorebug.words import parse_period

Frame = tuple[float, Picture]
Look = tuple[float, list[Item]]

_SIDE = 736
"""Pixels to which a picture's shorter side is brought for the first pass."""
_CLOCK_HEIGHT = 44
"""Height in pixels to which the clock's box is brought for the second pass."""
_FEW = 12
"""Fewer frames than these are all read whole."""
_SECOND_LOOKS = 10
"""Frames in which a candidate's region is looked at enlarged."""
_THIRD_LOOKS = 10
"""Frames in which the rows of a doubtful candidate are read from edge to edge."""

T = TypeVar("T")


def locate(frames: Sequence[Frame], *, threads: int = 1, models: TextReader | None = None) -> list[Layout]:
    """The layouts of the score bug in these frames (media seconds and BGR pictures of one size).

    Half of the frames are read whole. Where they make sure of the bug, the others are read whole only if it is not
    on them: they may show another look of it.
    """
    if not frames:
        return []
    search = _Search(models or text_reader(threads))
    early, late = _halves(frames)
    search.look(early)
    if any(_sure(layout) for layout in search.layouts):
        late = [frame for frame in late if not search.known(frame)]
    else:
        search.forget()
    search.look(late)
    return sorted(search.layouts, key=lambda layout: -layout.support)


def _halves(frames: Sequence[Frame]) -> tuple[list[Frame], list[Frame]]:
    """Every other pair of neighbours, and the rest; few frames are one half."""
    if len(frames) < _FEW:
        return list(frames), []
    places = [i // 2 % 2 for i in range(len(frames))]
    early, late = ([frame for frame, place in zip(frames, places, strict=True) if place == half] for half in (0, 1))
    return early, late


def _sure(layout: Layout) -> bool:
    return layout.confidence >= 0.95 and layout.support >= 6 and None not in (layout.teams, layout.period)


class _Search:
    """What has been looked at, and the layouts found so far."""

    def __init__(self, models: TextReader) -> None:
        self.layouts: list[Layout] = []
        self._models = models
        self._pictures: dict[float, Picture] = {}
        self._looks: list[Look] = []
        self._explained: set[float] = set()
        """Times of the frames whose clock is a layout's."""

    def look(self, frames: Sequence[Frame]) -> None:
        """Reads these frames and finds layouts in all that was read."""
        self._pictures |= dict(frames)
        self._looks += [(time, first_pass(self._models, picture)) for time, picture in frames]
        for anchor in _anchors(self._looks):
            # a second bug is another channel's or another half's look; what stands beside the first is a ticker
            times = {time for time, _ in anchor.clocks}
            if len(times & self._explained) > 0.3 * len(times):
                continue
            bug = _confirmed(self._models, self._pictures, self._looks, anchor)
            if bug is not None:
                height, width = self._pictures[min(times)].shape[:2]
                self.layouts.append(_layout(bug, anchor, width, height))
                self._explained |= times

    def forget(self) -> None:
        """What was found on these looks alone; the looks stay."""
        self.layouts.clear()
        self._explained.clear()

    def known(self, frame: Frame) -> bool:
        """Whether the frame shows a bug that is sure, which then has one look more."""
        _, picture = frame
        for place, layout in enumerate(self.layouts):
            if not _sure(layout):
                continue
            reader = Reader(layout, picture.shape[1], picture.shape[0], models=self._models)
            x, y, w, h = reader.rect
            reading = reader.read(picture[y : y + h, x : x + w])
            if min(reading.clock_confidence, reading.first_score_confidence) >= SURE:
                self.layouts[place] = replace(layout, support=layout.support + 1)
                return True
        return False


def first_pass(models: TextReader, picture: Picture) -> list[Item]:
    """All text of a whole picture."""
    return read_items(models, picture, scale=_SIDE / min(picture.shape[:2]))


def _anchors(looks: Sequence[Look]) -> list[Field]:
    """Places where a clock was read, the most often seen first."""
    least = 1 if len(looks) < 4 else 2
    fields = [field for field in gather(looks) if len(field.clocks) >= least and field.share(field.clocks) >= 0.5]
    return sorted((field for field in fields if _runs_down(field)), key=lambda field: -len(field.clocks))


def _runs_down(field: Field) -> bool:
    """Whether this is a clock that runs; another game's on a ticker stands for minutes."""
    good, bad = field.falling()
    values = {value for _, value in field.clocks}
    span_s = field.clocks[-1][0] - field.clocks[0][0]
    stands = len(field.clocks) >= 4 and span_s > 60 and len(values) < 0.3 * len(field.clocks)
    return bad <= 0.34 * (good + bad) and not stands


def _confirmed(models: TextReader, pictures: dict[float, Picture], looks: Sequence[Look], anchor: Field) -> Bug | None:
    """The bug round an anchor, after a second, enlarged look at its region, and a third, wider one where in doubt."""
    times = {time for time, _ in anchor.clocks}
    there = [(time, items) for time, items in looks if time in times]
    first = _best(there, anchor)
    picture = next(iter(pictures.values()))
    region = _region(first, anchor, picture)
    chosen = _spread(sorted(times), _SECOND_LOOKS)
    scale = min(_CLOCK_HEIGHT / anchor.height, 4.0)
    second = [(time, read_items(models, pictures[time], region, scale)) for time in chosen]
    candidates = [bug for bug in (first, _best(second, anchor)) if bug is not None]
    if all(bug.teams is None for bug in candidates) and (candidates or _period_beside(there, anchor)):
        # numbers without words may be a series' or a ticker's; the detector misses single digits, rows do not
        wide = _region(None, anchor, picture)
        third = [(time, _with_rows(models, pictures[time], items, wide, anchor)) for time, items in
                 _spread(there, _THIRD_LOOKS)]  # fmt: skip
        candidates += [bug for bug in (_best(third, anchor),) if bug is not None]
    return max(candidates, key=lambda bug: (bug.teams is not None) + (bug.period is not None) * 2 + bug.fit,
               default=None)  # fmt: skip


def _period_beside(looks: Sequence[Look], anchor: Field) -> bool:
    """Whether a period's word was read near the clock: a board in the hall has none."""
    around = anchor.box.grown(8 * anchor.height, 3 * anchor.height)
    return any(parse_period(item.text) is not None and item.confidence > 0.6 and around.overlap(item.box) > 0.9
               for _, items in looks for item in items)  # fmt: skip


def _with_rows(models: TextReader, picture: Picture, items: list[Item], region: Box, anchor: Field) -> list[Item]:
    return filled(items, read_rows(models, picture, items, region, anchor.height))


def _best(looks: Sequence[Look], anchor: Field) -> Bug | None:
    least = 1 if len(looks) < 4 else max(2, 0.3 * len(looks))
    fields = [field for field in gather(looks) if len(field.times) >= least]
    home = max(fields, key=lambda field: field.box.overlap(anchor.box) * len(field.clocks), default=None)
    if home is None or home.box.overlap(anchor.box) < 0.3 or not home.clocks:
        return None
    return assemble(fields, home)


def _region(bug: Bug | None, anchor: Field, picture: Picture) -> Box:
    """Where to look closer: round the bug found, else all that a bug with this clock could cover."""
    height, width = picture.shape[:2]
    h = anchor.height
    box = bug.box.grown(3 * h, 1.5 * h) if bug is not None else anchor.box.grown(26 * h, 4.5 * h)
    x, y = max(box.x, 0.0), max(box.y, 0.0)
    return Box(x=x, y=y, w=min(box.right, width) - x, h=min(box.bottom, height) - y)


def _spread(given: Sequence[T], count: int) -> list[T]:
    """At most so many, evenly spread."""
    return [given[i * len(given) // count] for i in range(count)] if len(given) > count else list(given)


def _layout(bug: Bug, anchor: Field, width: int, height: int) -> Layout:
    def share(box: Box) -> Box:
        return box.scaled(1 / width, 1 / height)

    h = anchor.height
    bounds = bug.box.grown(0.6 * h, 0.3 * h)
    x, y = max(bounds.x, 0.0), max(bounds.y, 0.0)
    bounds = Box(x=x, y=y, w=min(bounds.right, width) - x, h=min(bounds.bottom, height) - y)
    good, bad = anchor.falling()
    seen = len(anchor.clocks)
    confidence = min(1.0, bug.fit / 6) * (good + 1) / (good + bad + 1) * (1 - 0.5 ** (seen / 2))
    first, second = bug.scores
    return Layout(
        bug=share(bounds), scores=(share(first.number_box), share(second.number_box)),
        clock=share(bug.clock.number_box) if bug.clock else None,
        period=share(bug.period.box) if bug.period else None,
        shot_clock=share(bug.shot_clock.box) if bug.shot_clock else None,
        teams=(bug.teams[0].team[0], bug.teams[1].team[0]) if bug.teams else None,
        team_boxes=(share(bug.teams[0].box), share(bug.teams[1].box)) if bug.teams else None,
        confidence=round(float(confidence), 4), support=seen,
    )  # fmt: skip
