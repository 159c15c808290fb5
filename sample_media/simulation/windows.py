"""Which parts of the game a programme shows, and what kind of game it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from sample_media.simulation.arena import Wish
from sample_media.simulation.model import GameLog

ProgrammeKind = Literal["sample", "bench", "full"]
Bridge = Literal["intro", "studio", "adverts", "halftime"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of arena time on air, and what leads over to it."""

    wall_0: float
    wall_1: float
    bridge: Bridge


def wish_for(kind: ProgrammeKind, seed: int) -> Wish:
    if kind == "sample":
        return Wish(
            close_finish=True, waved_off=(1, 690.0), overturned=(2, 330.0), correction=(2, 300.0)
        )  # fmt: skip
    if kind == "bench":
        third = Random(seed * 17 + 3).random() < 0.3
        return Wish(overtime=third, waved_off=(1, 700.0), overturned=(4, 700.0), correction=(2, 500.0))
    return Wish()


def windows(log: GameLog, kind: ProgrammeKind) -> list[Window]:
    if kind == "full":
        return [Window(wall_0=0.0, wall_1=_end(log), bridge="intro")]
    if kind == "sample":
        return _sample(log)
    return _bench(log)


def _end(log: GameLog) -> float:
    last = log.passages[-1]
    return last.wall_0 + min(6.0, last.wall_1 - last.wall_0) if last.kind == "break" else last.wall_1


def _at_clock(log: GameLog, period: int, clock_s: float) -> float:
    """The first arena instant at which the period's clock is down to `clock_s`."""
    for span in log.clock:
        if span.period == period and span.clock_1 <= clock_s:
            return span.wall_0 + max(0.0, span.clock_0 - clock_s) if span.running else span.wall_0
    return log.horns[period - 1]


def _dead_before(log: GameLog, wall_s: float) -> float:
    """The start of the live passage that is on at `wall_s`, so that a window opens with an attack."""
    index = log.passage_at(wall_s)
    while index > 0 and log.passages[index].kind != "live":
        index -= 1
    return log.passages[index].wall_0 + 0.2


def _quiet_after(log: GameLog, wall_s: float) -> float:
    """Shortly after the play that is on at `wall_s` has ended."""
    return log.passages[log.passage_at(wall_s)].wall_1 + 1.5


def _sample(log: GameLog) -> list[Window]:
    first_end = _quiet_after(log, 72.0)
    specials = [p.wall_s for p in log.plays if p.reason == "overturned"] + [w for w, _ in log.corrections]
    middle = min(specials)
    second_0 = _dead_before(log, middle - 22.0)
    second_1 = _quiet_after(log, min(max(specials) + 12.0, second_0 + 85.0))
    half = log.horns[1]
    last_horn = log.horns[log.periods - 1]
    third_0 = _dead_before(log, max(_at_clock(log, log.periods, 34.0), last_horn - 95.0))
    return [
        Window(wall_0=2.0, wall_1=first_end, bridge="intro"),
        Window(wall_0=second_0, wall_1=second_1, bridge="adverts"),
        Window(wall_0=_dead_before(log, half - 9.0), wall_1=half + 5.0, bridge="studio"),
        Window(wall_0=third_0, wall_1=last_horn + 7.0, bridge="halftime"),
    ]


def _bench(log: GameLog) -> list[Window]:
    rng = Random(log.seed * 29 + 1)
    period = rng.choice((1, 2, 3)) if log.periods == 4 else 4
    ends = log.horns[period - 1]
    first_0 = _dead_before(log, _at_clock(log, period, rng.uniform(34.0, 46.0)))
    late = log.periods if log.periods > 4 else rng.choice([p for p in (1, 2, 3, 4) if p != period])
    second_0 = _dead_before(log, _at_clock(log, late, rng.uniform(170.0, 280.0)))
    return [
        Window(wall_0=first_0, wall_1=min(ends + 5.0, first_0 + 75.0) if ends - first_0 < 75 else ends + 5.0, bridge="intro"),
        Window(wall_0=second_0, wall_1=_quiet_after(log, second_0 + 62.0), bridge="adverts"),
    ]
