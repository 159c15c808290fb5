"""Reading the score bug, look after look.

Comes in: a `Layout` and the bug's crops at full resolution, in order of time. Goes out: a `Reading`
for each crop. A field is recognised again only when its pixels changed, and not even then where they look as they
did when it was surely read; where neither clock nor period can be read the rest is not tried, so ads and close-ups
cost little.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from edc.scorebug.crops import prepare, roomy, snug
from edc.scorebug.glyphs import Glyphs
from edc.scorebug.layout import Layout
from edc.scorebug.ocr import Box, Line, Picture, TextReader, text_reader
from edc.scorebug.reading import LEAST, NOTHING, Reading, Value, reading, without_loners
from edc.scorebug.values import VALUES, clock_words
from edc.scorebug.words import parse_clock

_GATE_HEIGHT = 24
_GATE_PIXELS = 3
"""So many pixels must have changed at a height of `_GATE_HEIGHT`."""
_GATE_SHARE = 0.22
"""By this share of the field's contrast: measured, another digit changes 0.42 and more, grain 0.1."""
_GATE_LEAST = 14
_LEAST_CONTRAST = 30
"""Grey levels between the darkest and the brightest of a field: less is no text."""


_VIEWS = 48
"""Views of a field that are remembered: a shot clock has some thirty, and a bug that comes back shows what it did."""

Small = NDArray[np.int16]


@dataclass(slots=True)
class _Cell:
    """One field's place in the crop, and what was read there."""

    name: str
    box: Box
    """Wide: with room for a character more at each end."""
    core: Box
    """What was read when the bug was found."""
    seen: Small | None = None
    value: Value = field(default=NOTHING)
    before: Value = field(default=NOTHING)
    """The last sure value of an earlier look."""
    fresh: bool = False
    """Whether the value is of the look at hand."""
    lost: int = 0
    """Looks at it since it was surely read."""
    patience: int = 1
    """Looks to wait before pixels that were not surely read are tried again though they hardly changed."""
    waited: int = 0
    views: deque[tuple[Small, Value]] = field(default_factory=lambda: deque(maxlen=_VIEWS))
    glyphs: Glyphs = field(default_factory=Glyphs)

    @property
    def sure(self) -> bool:
        return _sureness(self.value) >= SURE

    def due(self) -> bool:
        """Whether an unsure value is tried again: what was read may have been the last picture of a fade.

        The wait doubles each time, so that a field that stays unreadable costs little.
        """
        if self.sure:
            return False
        self.waited += 1
        if self.waited < self.patience:
            return False
        self.patience, self.waited = min(2 * self.patience, _MOST_PATIENCE), 0
        self.fresh = False
        return True

    def longer(self, window: Picture) -> Picture | None:
        """The window's text where it goes on beyond the core: a score of one digit more."""
        # the window may be cut at the crop's edge
        left = round(self.core.x - max(np.floor(self.box.x), 0.0))
        right = left + round(self.core.w)
        if self.follows() or (left <= 0 and right >= window.shape[1]):
            return None
        return snug(window, max(left, 0), min(right, window.shape[1]))

    def follows(self) -> bool:
        """Whether the value is what comes after the last sure one, so that no character of it can be missing."""
        now, before = self.value[0], self.before[0]
        if not self.sure or not isinstance(now, int | float) or not isinstance(before, int | float):
            return False
        step = before - now if self.name == "clock" else now - before
        return 0 <= step <= (_CLOCK_STEP_S if self.name == "clock" else _MOST_POINTS)

    def spelt(self, prepared: Picture) -> bool:
        """Takes a clock of known characters that comes after the last one, without the recogniser."""
        read = self.glyphs.read(prepared) if self.name == "clock" else None
        value = None if read is None else parse_clock(read[0])
        if read is None or value is None:
            return False
        unread, self.value = self.value, (value, read[1])
        if not self.follows():
            self.value = unread
        return self.value is not unread

    def learn(self, prepared: Picture, line: Line) -> None:
        """Learns a clock's characters."""
        if self.name == "clock" and self.value[0] is not None and self.value[1] >= _SURE_TO_REMEMBER:
            text, confidence = clock_words(line)
            if text is not None and confidence >= _SURE_TO_REMEMBER:
                self.glyphs.learn(prepared, text, confidence)

    def changed(self, window: Picture) -> bool:
        """Whether the pixels differ, beyond noise, from all views that were read.

        A view known from before brings its value back.
        """
        small = _small(window)
        if self.seen is not None and _same_view(self.seen, small):
            return False
        if self.sure:
            self.before, self.patience = self.value, 1
        if np.ptp(small) < _LEAST_CONTRAST:
            self.seen, self.value, self.patience, self.waited = small, NOTHING, _MOST_PATIENCE, 0
            return False
        known = self._known(small)
        if known is not None:
            # the view itself, not this look at it, or the next look might be two noises away from what was read
            self.seen, self.value = known
            return False
        self.seen, self.fresh, self.waited = small, False, 0
        self.patience = min(self.patience, _PATIENCE_ON_CHANGE)
        return True

    def _known(self, small: Small) -> tuple[Small, Value] | None:
        views = [(view, value) for view, value in self.views if view.shape == small.shape]
        if not views:
            return None
        nearest = np.abs(np.stack([view for view, _ in views]) - small).sum((1, 2)).argmin()
        return views[int(nearest)] if _same_view(views[int(nearest)][0], small) else None

    def settle(self) -> None:
        """Called after the look's readings: remembers a view whose value is very sure."""
        self.lost = 0 if self.sure else self.lost + 1
        if self.seen is not None and _sureness(self.value) >= _SURE_TO_REMEMBER:
            self.views.append((self.seen, self.value))

    def hopeful(self) -> bool:
        """Whether an unsure value deserves a second reading: there was a value, or something like one is there."""
        return not self.sure and (self.lost < _HOPE[self.name == "clock"] or _sureness(self.value) >= _SOMETHING)


def _small(window: Picture) -> Small:
    """A view of a field in few pixels, without the noise."""
    width = max(8, round(_GATE_HEIGHT * window.shape[1] / window.shape[0]))
    small = cv2.resize(window, (width, _GATE_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.blur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (3, 3)), np.int16)


def _same_view(seen: Small, small: Small) -> bool:
    """A stroke that comes or goes is a good part of the field's contrast; grain and the court behind are not."""
    if seen.shape != small.shape:
        return False
    moved = np.partition(np.abs(small - seen), -_GATE_PIXELS, axis=None)[-_GATE_PIXELS]
    return bool(moved < max(_GATE_LEAST, _GATE_SHARE * float(np.ptp(small))))


SURE = 0.9
_MOST_PATIENCE, _PATIENCE_ON_CHANGE = 32, 4
_SURE_OF_MORE = 0.97
"""From here a reading of more characters is believed over one of fewer."""
_SURE_TO_REMEMBER = 0.95
_CLOCK_STEP_S, _MOST_POINTS = 5.0, 3
"""What a clock falls and a score rises by from one sure reading to the next."""
_HOPE = (1, 8)
"""Looks after a sure one in which a field, and a clock, is read twice: a clock may have given way to `END 2ND`."""
_SOMETHING = 0.3


def _sureness(value: Value) -> float:
    return value[1] if value[0] is not None else 0.0


_ROOM = 0.2
"""Room at each end of a field as found, in text heights."""
_GROWTH = {"first": 1.1, "second": 1.1, "clock": 0.6}
"""Room at each end, in text heights, for a number that grows a digit."""


class Reader:
    """Reads one layout's bug; keeps the last look at every field, so give it crops in order of time."""

    def __init__(self, layout: Layout, width: int, height: int, *, threads: int = 1,
                 models: TextReader | None = None) -> None:  # fmt: skip
        """`width` and `height` are the whole picture's; crops are `layout.crop_pixels(width, height)`."""
        self.layout = layout
        self.rect = layout.crop_pixels(width, height)
        self._awake = True
        """Whether the look before showed a bug."""
        self.recognised = 0
        """Crops given to the recogniser so far."""
        self._models = models or text_reader(threads)
        x, y, _, _ = self.rect
        places = {"clock": layout.clock, "period": layout.period, "shot_clock": layout.shot_clock,
                  "first": layout.scores[0], "second": layout.scores[1]}  # fmt: skip
        boxes = {name: box.scaled(width, height, -x, -y) for name, box in places.items() if box is not None}
        others = [box.scaled(width, height, -x, -y) for box in layout.team_boxes or ()]
        self._cells = {}
        for name, box in boxes.items():
            beside = [*(other for key, other in boxes.items() if key != name), *others]
            self._cells[name] = _Cell(name=name, box=roomy(box, beside, _GROWTH.get(name, _ROOM)),
                                      core=roomy(box, beside, _ROOM))  # fmt: skip

    def read(self, crop: Picture) -> Reading:
        """One look."""
        guides: dict[str, Value] = {}
        for names in (("clock", "period"),) if self._awake else (("clock",), ("period",)):
            guides |= self._values(crop, [name for name in names if name in self._cells])
            if guides and max(_sureness(value) for value in guides.values()) < _SOMETHING:
                break  # no bug here: the other field would say no more
        self._awake = any(confidence >= LEAST for _, confidence in guides.values())
        if not self._awake:
            return Reading()
        rest = self._values(crop, [name for name in ("first", "second", "shot_clock") if name in self._cells])
        return reading({**guides, **rest})

    def read_many(self, crops: Iterable[Picture], times_s: Sequence[float] | None = None) -> list[Reading]:
        """Looks in order of time; given their times, values that no neighbouring look bears out are dropped."""
        readings = [self.read(crop) for crop in crops]
        return readings if times_s is None else without_loners(times_s, readings)

    def _values(self, crop: Picture, names: list[str]) -> dict[str, Value]:
        windows = {name: self._cells[name].box.crop(crop) for name in names}
        fresh = [name for name in names if self._cells[name].changed(windows[name]) or self._cells[name].due()]
        cores = {name: self._cells[name].core.crop(crop) for name in fresh}
        prepared = {name: prepare(core) for name, core in cores.items()}
        unread = {name: picture for name, picture in prepared.items() if not self._cells[name].spelt(picture)}
        for name, line in self._recognise(unread):
            self._cells[name].learn(unread[name], line)
        longer = {name: piece for name in unread if (piece := self._cells[name].longer(windows[name])) is not None}
        self._recognise({name: prepare(piece) for name, piece in longer.items()}, least=_SURE_OF_MORE)
        weak = [name for name in fresh if self._cells[name].hopeful()]
        self._recognise({name: prepare(windows[name]) if name == "clock" else cores[name] for name in weak})
        for name in fresh:
            self._cells[name].settle()
        return {name: self._cells[name].value for name in names}

    def _recognise(self, crops: dict[str, Picture], least: float | None = None) -> list[tuple[str, Line]]:
        """Reads crops of fields, and hands back what the recogniser saw.

        A field read already on this look keeps the surer value, or takes the new one from confidence `least` on.
        """
        self.recognised += len(crops)
        lines = list(zip(crops, self._models.recognise(list(crops.values())), strict=True))
        for name, line in lines:
            cell, value = self._cells[name], VALUES[name](line)
            if not cell.fresh or (least is not None and _sureness(value) >= least):
                cell.value = value
            else:
                cell.value = max(cell.value, value, key=_sureness)
            cell.fresh = True
        return lines
