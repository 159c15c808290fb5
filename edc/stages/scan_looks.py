"""Looks at the score bug while a stretch is decoded, spending little where no bug is on screen.

Comes in: crops in order of time, one reader per layout. Goes out: rows of the `LOOKS` table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.scorebug.reader import Reader
from edc.scorebug.reading import Reading, without_loners

Picture = NDArray[np.uint8]

_GONE, _LONGEST_WAIT = 4, 16
"""After so many looks in a row without a bug only every so-manieth is read, then fewer and fewer: breaks are a third of
a broadcast. Looks not read are kept until a bug is seen again, so none of its looks is lost."""


@dataclass(slots=True)
class Looks:
    """One layout's looks."""

    reader: Reader
    times_s: list[float] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    _unseen: int = 0
    """Readings in a row without a bug."""
    _waiting: list[Picture] = field(default_factory=list)
    """Crops not read yet, oldest first."""

    @property
    def seen(self) -> bool:
        """Whether the bug was on screen of late."""
        return self._unseen < _GONE

    def take(self, media_s: float, crop: Picture) -> None:
        self.times_s.append(media_s)
        self._waiting.append(crop)
        if len(self._waiting) >= self._wait():
            self.read_waiting()

    def _wait(self) -> int:
        """1 while the bug is there; after that 4 looks, 8 from the twelfth reading on, 16 from the twentieth."""
        steps = self._unseen // _GONE
        return 1 if steps == 0 else min(_LONGEST_WAIT, _GONE << max(0, (steps - 1) // 2))

    def read_waiting(self) -> None:
        """Reads the newest crop; the ones before it only where a bug is seen on it."""
        if not self._waiting:
            return
        newest = self.reader.read(self._waiting[-1])
        if newest.visible:
            self.readings += [self.reader.read(crop) for crop in self._waiting]
        else:
            self.readings += [Reading()] * (len(self._waiting) - 1) + [newest]
        self._unseen = 0 if newest.visible else self._unseen + 1
        self._waiting.clear()


def look_rows(layouts: Sequence[Looks]) -> list[dict[str, Any]]:
    """One row a look: of the layouts that see something, the one that reads its clock best."""
    if not layouts:
        return []
    for looks in layouts:
        looks.read_waiting()
    kept = [without_loners(looks.times_s, looks.readings) for looks in layouts]
    rows = []
    # a decoder that is cut short may hand over the last look to some of the layouts only
    for i in range(min(map(len, kept))):
        best = max(range(len(kept)), key=lambda n: (kept[n][i].visible, kept[n][i].clock_confidence))
        rows.append({"media_s": layouts[best].times_s[i], "layout": best, **asdict(kept[best][i])})
    return rows
