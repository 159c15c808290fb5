"""Reading the score bug, look after look.

Comes in: a `Layout` and the bug's crops at full resolution, in order of time. Goes out: a `Reading`
for each crop. A field is recognised again only when its pixels changed; where neither clock nor
period can be read the rest is not tried, so ads and close-ups cost little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from edc.scorebug.crops import prepare, roomy, snug
from edc.scorebug.layout import Layout
from edc.scorebug.ocr import Box, Picture, TextReader, text_reader
from edc.scorebug.reading import LEAST, NOTHING, Reading, Value, reading, without_loners
from edc.scorebug.values import VALUES

_GATE_HEIGHT = 24
_GATE_PIXELS = 3
"""So many pixels must have changed at a height of `_GATE_HEIGHT`."""
_GATE_SHARE = 0.22
"""By this share of the field's contrast: measured, another digit changes 0.42 and more, grain 0.1."""
_GATE_LEAST = 14


@dataclass(slots=True)
class _Cell:
    """One field's place in the crop, and what was read there last."""

    box: Box
    """Wide: with room for a character more at each end."""
    core: Box
    """What was read when the bug was found."""
    seen: NDArray[np.int16] | None = None
    value: Value = field(default=NOTHING)
    fresh: bool = False
    """Whether the value is of the look at hand."""
    good: bool = False
    """Whether the look before was surely read."""
    patience: int = 0
    """Looks to wait before pixels that were not surely read are tried again though they hardly changed."""
    waited: int = 0

    def due(self) -> bool:
        """Whether an unsure value is tried again: what was read may have been the last picture of a fade.

        The wait doubles each time, so that a field that stays unreadable costs little.
        """
        if self.value[0] is not None and self.value[1] >= SURE:
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
        if left <= 0 and right >= window.shape[1]:
            return None
        return snug(window, max(left, 0), min(right, window.shape[1]))

    def changed(self, window: Picture) -> bool:
        """Whether the pixels differ from those last read, beyond noise."""
        width = max(8, round(_GATE_HEIGHT * window.shape[1] / window.shape[0]))
        small = cv2.resize(window, (width, _GATE_HEIGHT), interpolation=cv2.INTER_AREA)
        small = cv2.blur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (3, 3)).astype(np.int16)
        if self.seen is not None and self.seen.shape == small.shape:
            # a stroke that comes or goes is a good part of the field's contrast, grain and the court behind are not
            moved = np.partition(np.abs(small - self.seen), -_GATE_PIXELS, axis=None)[-_GATE_PIXELS]
            if moved < max(_GATE_LEAST, _GATE_SHARE * float(np.ptp(small))):
                return False
        self.seen, self.fresh, self.patience, self.waited = small, False, 1, 0
        return True


SURE = 0.9
_MOST_PATIENCE = 32
_SURE_OF_MORE = 0.97
"""From here a reading of more characters is believed over one of fewer."""


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
            self._cells[name] = _Cell(box=roomy(box, beside, _GROWTH.get(name, _ROOM)), core=roomy(box, beside, _ROOM))

    def read(self, crop: Picture) -> Reading:
        """One look."""
        guides = self._values(crop, [name for name in ("clock", "period") if name in self._cells])
        if not any(confidence >= LEAST for _, confidence in guides.values()):
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
        self._recognise({name: prepare(core) for name, core in cores.items()})
        longer = {name: piece for name in fresh if (piece := self._cells[name].longer(windows[name])) is not None}
        self._recognise({name: prepare(piece) for name, piece in longer.items()}, least=_SURE_OF_MORE)
        # what was read before and is not now gets a second chance; a clock may have given way to a wider `END 2ND`
        weak = [name for name in fresh
                if (self._cells[name].good or name == "clock") and self._cells[name].value[1] < SURE]  # fmt: skip
        self._recognise({name: prepare(windows[name]) if name == "clock" else cores[name] for name in weak})
        for name in fresh:
            self._cells[name].good = self._cells[name].value[1] >= SURE
        return {name: self._cells[name].value for name in names}

    def _recognise(self, crops: dict[str, Picture], least: float | None = None) -> None:
        """Reads crops of fields.

        A field read already on this look keeps the surer value, or takes the new one from confidence `least` on.
        """
        self.recognised += len(crops)
        for name, line in zip(crops, self._models.recognise(list(crops.values())), strict=True):
            cell, value = self._cells[name], VALUES[name](line)
            if not cell.fresh or (least is not None and _sureness(value) >= least):
                cell.value = value
            else:
                cell.value = max(cell.value, value, key=_sureness)
            cell.fresh = True
