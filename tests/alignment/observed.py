"""Looks at the score bug of a simulated broadcast as a reader would make them, without drawing a picture.

Comes in: a programme of `sample_media.simulation`. Goes out: rows of `edc.tables.LOOKS` with
misreads that last until the digits change, unread fields, and spoilt looks.
"""

from __future__ import annotations

import math
from random import Random
from typing import Any

from edc.tables import LOOKS
from sample_media.scene import Bug
from sample_media.simulation.programme import Programme

LOOKS_PER_S = 4.0
_CONFUSED = {"0": "8", "1": "7", "2": "7", "3": "8", "4": "1", "5": "6", "6": "8", "7": "1", "8": "3", "9": "0"}


def looks_of_programme(
    programme: Programme, *, seed: int = 0, misread: float = 0.01, unread: float = 0.02, tenths: bool = True,
    home_first: bool = False, shows_period: bool = True,
) -> list[dict[str, Any]]:  # fmt: skip
    """Four looks a second. `misread` and `unread` are shares of distinct displays."""
    rng = Random(seed)
    memory: dict[str, tuple[str, str | None, float]] = {}
    count = int(programme.duration_s * LOOKS_PER_S)
    return [
        _look(programme, round(i / LOOKS_PER_S * 29.97) / 29.97, rng, memory, misread, unread, tenths, home_first,
              shows_period)
        for i in range(count)
    ]  # fmt: skip


def _clock_text(clock_s: float, tenths: bool) -> str:
    if clock_s < 60 and tenths:
        return f"{math.floor(clock_s * 10 + 1e-6) / 10:.1f}"
    return str(math.floor(clock_s + 1e-6))


def _look(
    programme: Programme, at: float, rng: Random, memory: dict[str, tuple[str, str | None, float]], misread: float,
    unread: float, tenths: bool, home_first: bool, shows_period: bool,
) -> dict[str, Any]:  # fmt: skip
    row: dict[str, Any] = dict.fromkeys(LOOKS.names)
    row |= {"media_s": at, "visible": False, "layout": None}
    row |= {name: 0.0 for name in LOOKS.names if name.endswith("confidence")}
    bug = programme.bug_at(programme.reel.at(at), at)
    if bug is None or bug.slide < 0.97 or rng.random() < 0.01:
        return row

    def read(name: str, shown: str) -> tuple[float | None, float]:
        before = memory.get(name)
        if before is None or before[0] != shown or rng.random() < 0.03:
            value = _recognised(shown, rng, misread, unread)
            memory[name] = before = (shown, value, rng.uniform(0.9, 1.0) if value == shown else rng.uniform(0.55, 0.98))
        return (None, 0.3) if before[1] is None else (float(before[1]), before[2])

    row |= {"visible": True, "layout": 0, "status": "playing"}
    row["period"], row["period_confidence"] = _period(bug, rng, shows_period)
    if bug.status is None:
        row["clock_s"], row["clock_confidence"] = read("clock", _clock_text(bug.clock_s, tenths))
    else:
        row["status"] = "final" if bug.status == "FINAL" else "half" if bug.status == "HALF" else "end"
    scores = (bug.home_score, bug.away_score) if home_first else (bug.away_score, bug.home_score)
    for name, score in zip(("first", "second"), scores, strict=True):
        value, confidence = read(name, str(score))
        row[f"{name}_score"] = None if value is None else int(value)
        row[f"{name}_score_confidence"] = confidence
    return row


def _period(bug: Bug, rng: Random, shows_period: bool) -> tuple[int | None, float]:
    if not shows_period or rng.random() < 0.05:
        return None, 0.0
    if rng.random() < 0.01:
        return rng.randint(1, 4), 0.6
    return bug.period, 0.97


def _recognised(shown: str, rng: Random, misread: float, unread: float) -> str | None:
    if rng.random() < unread:
        return None
    if rng.random() < misread:
        place = rng.randrange(len(shown))
        if shown[place] in _CONFUSED:
            return shown[:place] + _CONFUSED[shown[place]] + shown[place + 1 :]
        if len(shown) > 2:
            return shown[:-1].rstrip(".")
    return shown


def true_clock(programme: Programme, at: float) -> tuple[int, float] | None:
    """Period and clock of the arena at a media second; None where the arena is not on."""
    cut = programme.reel.cuts[programme.reel.at(at)]
    if cut.wall_0 is None:
        return None
    if cut.filling == "replay":
        return programme.log.clock_at(cut.frozen_wall + at - cut.media_0)
    return programme.log.clock_at(cut.wall_at(at))
