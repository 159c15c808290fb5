"""Reading the score bug on a single picture: a whole frame, or a crop of the bug.

Comes in: one BGR picture. Goes out: a `StillReading`. Nothing moves in a picture, so the bug is
known by its parts alone; the region round the clock is looked at enlarged, and its rows are read
as strips, which finds the single digits that the detector misses.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from edc.errors import InputError
from edc.scorebug.assemble import Bug, assemble
from edc.scorebug.crops import prepare, roomy
from edc.scorebug.fields import Field, gather
from edc.scorebug.items import Item, read_items
from edc.scorebug.ocr import Box, Line, Picture, TextReader, text_reader
from edc.scorebug.reading import LEAST, NOTHING, Value
from edc.scorebug.rows import filled, merged, read_rows
from edc.scorebug.values import PARSERS, VALUES, clock_words
from edc.scorebug.words import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class StillTeam:
    """One team as printed; None where the word or the score cannot be read."""

    text: str | None = None
    text_confidence: float = 0.0
    score: int | None = None
    score_confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StillReading:
    """What a picture's score bug says; None where it cannot be read."""

    period: int | None = None
    """Overtime is 5, the second 6."""
    period_confidence: float = 0.0
    status: Status | None = None
    clock: str | None = None
    """As printed: 11:42, :35.0."""
    clock_s: float | None = None
    clock_confidence: float = 0.0
    shot_clock_s: float | None = None
    shot_clock_confidence: float = 0.0
    teams: tuple[StillTeam, StillTeam] = (StillTeam(), StillTeam())
    """In printed order: left or upper first."""


def read_picture(path: Path, *, models: TextReader | None = None) -> StillReading:
    """`read_image` on a file.

    Raises:
        InputError: no such file, or no picture.
    """
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror}.") from error
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    if picture is None:
        raise InputError(f"{path} is no picture that can be read: give a PNG or JPEG file.")
    return read_image(np.asarray(picture, np.uint8), models=models)


def read_image(picture: Picture, *, models: TextReader | None = None) -> StillReading:
    """The score bug of one BGR picture; everything None where none is found."""
    models = models or text_reader(1)
    picture = unsqueezed(picture)
    first = read_items(models, picture, scale=_first_scale(picture))
    bug = None
    for items, anchor in _places(models, picture, first):
        found = _closer(models, picture, items, anchor)
        if found is not None and (bug is None or _rank(found) > _rank(bug)):
            bug = found
    if bug is not None:
        return _read_bug(models, picture, bug, first)
    return _clock_only(first)


def _rank(bug: Bug) -> float:
    """The fit; a game's own bug is larger than a ticker's, says its period as no board in the hall does, and a clock
    with a colon is a shot clock's or a statistic's less likely."""
    colon = bug.clock is not None and ":" in bug.clock.seen[0][1].text.lstrip(":")
    return bug.fit + 2.0 * math.log(bug.scores[0].ink + bug.scores[1].ink) + 1.5 * (bug.period is not None) + colon


def unsqueezed(picture: Picture) -> Picture:
    """A square picture is a broadcast frame squeezed for a training set: 16:9 again."""
    height, width = picture.shape[:2]
    if abs(width - height) > 0.01 * height or height < 300:
        return picture
    return np.asarray(cv2.resize(picture, (round(height * 16 / 9), height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _first_scale(picture: Picture) -> float:
    height, width = picture.shape[:2]
    return float(min(736 / min(height, width), 1600 / max(height, width)))


def _anchors(items: Sequence[Item]) -> list[Field]:
    """What a bug may be built round: clocks, and the words of a card without one (`END 2ND`)."""
    fields = gather([(0.0, list(items))])
    clocks = [field for field in fields if field.clocks]
    cards = [field for field in fields if field.periods]
    return clocks + ([] if clocks else cards)


def _places(models: TextReader, picture: Picture, first: Sequence[Item]) -> Iterable[tuple[Sequence[Item], Field]]:
    """Anchors with the items round them; where none was seen, from enlarged parts of the picture."""
    anchors = _anchors(first)
    for anchor in anchors:
        yield first, anchor
    if any(assemble(gather([(0.0, list(first))]), anchor) is not None for anchor in anchors):
        return
    height, width = picture.shape[:2]
    if height < 300:
        return
    for y in (0.66 * height, 0.0, 0.33 * height):
        for x in (0.0, 0.45 * width):
            region = Box(x=x, y=y, w=0.55 * width, h=0.34 * height)
            items = read_items(models, picture, region, min(1600 / region.w, 4.0))
            for anchor in _anchors(items):
                yield items, anchor


def _closer(models: TextReader, picture: Picture, items: Sequence[Item], anchor: Field) -> Bug | None:
    """The bug round an anchor, from these items or from an enlarged look and its row strips."""
    first = assemble(gather([(0.0, list(items))]), anchor)
    height, width = picture.shape[:2]
    h = anchor.height
    box = first.box.grown(12 * h, 1.2 * h) if first is not None else anchor.box.grown(26 * h, 4.5 * h)
    x, y = max(box.x, 0.0), max(box.y, 0.0)
    region = Box(x=x, y=y, w=min(box.right, width) - x, h=min(box.bottom, height) - y)
    near = read_items(models, picture, region, min(44 / h, 2400 / region.w, 6.0))
    seen = merged([near, items])
    strips = read_rows(models, picture, seen, region, h)
    looks = [seen, filled(seen, strips)]
    found = [first]
    for look in looks:
        fields = gather([(0.0, look)])
        home = max(fields, key=lambda field: _is_anchor(field) * field.box.overlap(anchor.box), default=None)
        if home is None or not _is_anchor(home) or home.box.overlap(anchor.box) <= 0.3:
            continue
        # where only the period was seen at first, the clock may stand beside it
        clocks = [] if home.clocks else [field for field in fields if field.full_clocks and region.overlap(field.box)]
        found += [assemble(fields, anchor) for anchor in (home, *clocks)]
    # what the closer look shows is surer: it does not take `7` for `70`
    bugs = [(bug.fit + (0.4 if place else 0.0), place, bug) for place, bug in enumerate(found) if bug is not None]
    return max(bugs, default=(0.0, 0, None), key=lambda entry: entry[:2])[2]


def _is_anchor(field: Field) -> bool:
    return bool(field.clocks or field.periods)


def _clock_only(items: Sequence[Item]) -> StillReading:
    """A clock with a period beside it, where the scores are in an animation or hidden."""
    fields = gather([(0.0, list(items))])
    for clock in (field for field in fields if field.full_clocks > 0.5):
        box = clock.box.grown(2.5 * clock.height, 1.2 * clock.height)
        period = next((field for field in fields if field.periods and field.box.overlap(box) > 0.8), None)
        if period is not None:
            (_, item), (_, word) = clock.seen[0], period.seen[0]
            number, status = period.periods[0][1]
            return StillReading(period=number, status=status, period_confidence=round(0.7 * word.confidence, 4),
                                clock=item.text, clock_s=clock.clocks[0][1],
                                clock_confidence=round(0.7 * item.confidence, 4))  # fmt: skip
    return StillReading()


def _missing_period(
    models: TextReader, picture: Picture, bug: Bug, items: Sequence[Item]
) -> tuple[Value, Box | None]:
    """The period from words near the clock that no reading of the picture knew (`3AD`, `4 TH`), and its place."""
    if bug.clock is None:
        return NOTHING, None
    h = bug.clock.height
    taken = [bug.clock, *bug.scores, *(bug.teams or ())]
    around = bug.clock.box.grown(4 * h, 1.5 * h)
    free = [item.box for item in items if item.box.overlap(around) > 0.8 and 0.4 * h < item.box.h < 1.5 * h
            and all(item.box.overlap(field.box) < 0.3 for field in taken)]  # fmt: skip
    pairs = [a.union(b) for a in free for b in free
             if a.x < b.x and b.x - a.right < h and abs(a.cy - b.cy) < 0.3 * h]  # fmt: skip
    boxes = [box for box in (*free, *pairs) if box.w < 6 * h][:12]
    lines = models.recognise([prepare(roomy(box, [], 0.15).crop(picture)) for box in boxes])
    read = [(VALUES["period"](line), box) for line, box in zip(lines, boxes, strict=True)]
    (value, confidence), place = max(read, key=lambda entry: entry[0][1], default=(NOTHING, None))
    return (value, confidence * 0.8), place if confidence * 0.8 >= LEAST else None


def _read_bug(models: TextReader, picture: Picture, bug: Bug, items: Sequence[Item]) -> StillReading:
    """Each field once more, cut tightly and read with its own alphabet."""
    fields = {"clock": bug.clock, "period": bug.period, "shot_clock": bug.shot_clock,
              "first": bug.scores[0], "second": bug.scores[1]}  # fmt: skip
    there = {name: field for name, field in fields.items() if field is not None}
    boxes = [field.box for field in there.values()] + [team.box for team in bug.teams or ()]
    crops = [prepare(roomy(field.box, [b for b in boxes if b is not field.box], 0.18).crop(picture))
             for field in there.values()]  # fmt: skip
    lines = models.recognise(crops)
    read = {name: _decided(name, line, there[name]) for name, line in zip(there, lines, strict=True)}
    if bug.period is None:
        value, place = _missing_period(models, picture, bug, items)
        read["period"] = (value, "")
        if bug.shot_clock is not None and place is not None and place.overlap(bug.shot_clock.box) > 0.5:
            del read["shot_clock"]  # it was the digit of `4TH`
    return _still(bug, read)


def _decided(name: str, line: Line, field: Field) -> tuple[Value, str]:
    """Value and text: from the tight crop, or from the line it was found in, whichever is surer."""
    item = field.seen[0][1]
    found = PARSERS[name](item.text)
    value, confidence = VALUES[name](line)
    if value is None or isinstance(value, tuple) != (name == "period"):
        return (found, item.confidence * 0.8 if found is not None else 0.0), item.text
    if found is None or found == value:
        both = max(confidence, item.confidence if found == value else 0.0)
        return (value, both), (clock_words(line)[0] or item.text if name == "clock" else item.text)
    if confidence >= item.confidence - 0.1:
        return (value, confidence * 0.7), clock_words(line)[0] or ""
    return (found, item.confidence * 0.7), item.text


_DOUBTFUL = 0.85
_TENTHS_BELOW_S = 60.0
_SHOT_CLOCK_S = 24.0


def _sure_of_part(name: str, value: object, bug: Bug, read: Mapping[str, tuple[Value, str]]) -> float:
    """How sure it is that the field is what it is taken for, however well it was read.

    Measured on pictures: without a period the whole bug is in doubt; a bare number may be another clock, and a
    single digit beside the clock may count fouls or timeouts.
    """
    sure = 1.0
    if name in ("first", "second"):
        sure = 0.45 if bug.fit < 6.0 else _DOUBTFUL if bug.margin < 1.0 else 1.0
    number = value if isinstance(value, int | float) else None
    bare_clock = name == "clock" and number is not None and number < _TENTHS_BELOW_S
    odd_shot_clock = name == "shot_clock" and number is not None and not 10.0 <= number <= _SHOT_CLOCK_S
    no_period = read.get("period", (NOTHING, ""))[0][1] < LEAST
    return min(sure, _DOUBTFUL) if bare_clock or odd_shot_clock or no_period else sure


def _still(bug: Bug, read: dict[str, tuple[Value, str]]) -> StillReading:
    def number(name: str) -> tuple[float | None, float]:
        (value, confidence), _ = read.get(name, (NOTHING, ""))
        good = isinstance(value, int | float) and confidence >= LEAST
        return (float(value) if good and isinstance(value, int | float) else None), round(float(confidence), 4)

    read = {name: ((value, confidence * _sure_of_part(name, value, bug, read)), text)
            for name, ((value, confidence), text) in read.items()}  # fmt: skip
    teams = []
    for place, name in enumerate(("first", "second")):
        score, confidence = number(name)
        word = bug.teams[place] if bug.teams else None
        teams.append(StillTeam(text=word.team[0] if word else None,
                               text_confidence=round(word.confidence, 4) if word else 0.0,
                               score=None if score is None else int(score), score_confidence=confidence))  # fmt: skip
    (period, period_c), _ = read.get("period", (NOTHING, ""))
    clock_s, clock_c = number("clock")
    shot_s, shot_c = number("shot_clock")
    known = period if isinstance(period, tuple) and period_c >= LEAST else None
    return StillReading(period=known[0] if known else None, period_confidence=round(float(period_c), 4),
                        status=known[1] if known else None, clock=read["clock"][1] if clock_s is not None else None,
                        clock_s=clock_s, clock_confidence=clock_c, shot_clock_s=shot_s, shot_clock_confidence=shot_c,
                        teams=(teams[0], teams[1]))  # fmt: skip
