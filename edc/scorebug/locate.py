"""Finding the score bug of a broadcast that nobody described.

Comes in: some 60 frames spread over the game, best in pairs one to three seconds apart. Goes out: the
layouts found, the best supported first; none where no clock, two scores, and a period or two team
words stand together at one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from edc.scorebug.assemble import Bug, assemble
from edc.scorebug.fields import Field, gather
from edc.scorebug.items import Item, read_items
from edc.scorebug.layout import Layout
from edc.scorebug.ocr import Box, Picture, TextReader, text_reader
from edc.scorebug.rows import filled, read_rows

Frame = tuple[float, Picture]
Look = tuple[float, list[Item]]

_SIDE = 736
"""Pixels to which a picture's shorter side is brought for the first pass."""
_CLOCK_HEIGHT = 44
"""Height in pixels to which the clock's box is brought for the second pass."""
_SECOND_LOOKS = 16
"""Frames in which a candidate's region is looked at enlarged."""
_THIRD_LOOKS = 10
"""Frames in which the rows of a doubtful candidate are read from edge to edge."""

T = TypeVar("T")


def locate(frames: Sequence[Frame], *, threads: int = 1, models: TextReader | None = None) -> list[Layout]:
    """The layouts of the score bug in these frames (media seconds and BGR pictures of one size)."""
    if not frames:
        return []
    models = models or text_reader(threads)
    height, width = frames[0][1].shape[:2]
    looks = [(time, first_pass(models, picture)) for time, picture in frames]
    pictures = dict(frames)
    layouts: list[Layout] = []
    explained: set[float] = set()
    for anchor in _anchors(looks):
        # a second bug is another channel's or another half's look; what stands beside the first is a ticker
        times = {time for time, _ in anchor.clocks}
        if len(times & explained) > 0.3 * len(times):
            continue
        bug = _confirmed(models, pictures, looks, anchor)
        if bug is not None:
            layouts.append(_layout(bug, anchor, width, height))
            explained |= times
    return sorted(layouts, key=lambda layout: -layout.support)


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
    if all(bug.teams is None for bug in candidates):
        # numbers without words may be a series' or a ticker's; the detector misses single digits, rows do not
        wide = _region(None, anchor, picture)
        third = [(time, _with_rows(models, pictures[time], items, wide, anchor)) for time, items in
                 _spread(there, _THIRD_LOOKS)]  # fmt: skip
        candidates += [bug for bug in (_best(third, anchor),) if bug is not None]
    return max(candidates, key=lambda bug: (bug.teams is not None) + (bug.period is not None) * 2 + bug.fit,
               default=None)  # fmt: skip


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
