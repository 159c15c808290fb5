"""Which parts of the game a programme shows, and what kind of game it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from sample_media.simulation.arena import Wish
from sample_media.simulation.drill import drill
from sample_media.simulation.model import GameLog

ProgrammeKind = Literal["sample", "bench", "full", "drill"]
Bridge = Literal["intro", "studio", "adverts", "halftime", "cut"]

SAMPLE_S = 322.0
"""shown game time, breaks at what their advertisements take"""
SAMPLE_FRAME_S = 56.0
"""intro, studio, half-time, outro, the advertisements between windows"""
FINISH_S = 84.0
BENCH_S = 146.0
BENCH_PART_S = 72.0
BREAK_SHOWN_S = 17.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of arena time on air, and what leads over to it."""

    wall_0: float
    wall_1: float
    bridge: Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchPlan:
    """The end of one period and a stretch of another."""

    first_period: int
    first_clock_s: float
    second_period: int
    second_clock_s: float
    overtime: bool


def bench_plan(seed: int) -> BenchPlan:
    rng = Random(seed * 17 + 3)
    overtime = rng.random() < 0.25
    first = 4 if overtime else rng.choice((1, 2, 3))
    second = 5 if overtime else rng.choice([p for p in (1, 2, 3, 4) if p > first])
    return BenchPlan(
        first_period=first,
        first_clock_s=rng.uniform(52.0, 64.0),
        second_period=second,
        second_clock_s=rng.uniform(150.0, 290.0) if overtime else rng.uniform(100.0, 690.0),
        overtime=overtime,
    )


def wish_for(kind: ProgrammeKind, seed: int, variant: int = 0) -> Wish:
    if kind == "sample":
        return Wish(
            close_finish=True, waved_off=(1, 700.0), overturned=(2, 330.0), correction=(2, 330.0), linked=True,
            brisk=((1, 720.0, 620.0), (2, 355.0, 220.0), (2, 40.0, 0.0), (4, 110.0, 22.0)), variant=variant,
        )  # fmt: skip
    if kind in ("full", "drill"):
        return Wish(variant=variant)
    plan = bench_plan(seed)
    rng = Random(seed * 23 + 1)
    inside = (plan.second_period, plan.second_clock_s - 8.0)
    later = (plan.second_period, 60.0)
    return Wish(
        overtime=plan.overtime,
        waved_off=inside if rng.random() < 0.5 else later,
        overturned=inside if rng.random() < 0.35 else later,
        correction=inside if rng.random() < 0.4 else later,
        brisk=(
            (plan.first_period, plan.first_clock_s + 20.0, 0.0),
            (plan.second_period, plan.second_clock_s + 20.0, plan.second_clock_s - 150.0),
        ),
        variant=variant,
    )


def windows(log: GameLog, kind: ProgrammeKind) -> list[Window]:
    if kind == "full":
        return [Window(wall_0=0.0, wall_1=_end(log), bridge="intro")]
    if kind == "drill":
        return _drill(log)
    return _sample(log) if kind == "sample" else _bench(log)


def _drill(log: GameLog) -> list[Window]:
    """Hard cuts from play to play; now and then something else in between."""
    rng = Random(log.seed * 29 + 5)
    bridges: tuple[Bridge, ...] = ("cut",) * 28 + ("adverts", "studio")
    return [
        Window(wall_0=wall_0, wall_1=wall_1, bridge=rng.choice(bridges) if number else "intro")
        for number, (wall_0, wall_1) in enumerate(drill(log))
    ]


def _end(log: GameLog) -> float:
    last = log.passages[-1]
    return last.wall_0 + min(6.0, last.wall_1 - last.wall_0) if last.kind == "break" else last.wall_1


def _at_clock(log: GameLog, period: int, clock_s: float) -> float:
    """The first arena instant at which the period's clock is down to `clock_s`."""
    for span in log.clock:
        if span.period == period and span.clock_1 <= clock_s:
            return span.wall_0 + max(0.0, span.clock_0 - clock_s) if span.running else span.wall_0
    return log.horns[period - 1]


def _attack_before(log: GameLog, wall_s: float) -> float:
    """The start of the live passage that is on at `wall_s`, so that a window opens with an attack."""
    index = log.passage_at(wall_s)
    while index > 0 and log.passages[index].kind != "live":
        index -= 1
    return log.passages[index].wall_0 + 0.2


def _quiet_after(log: GameLog, wall_s: float) -> float:
    """Shortly after the passage that is on at `wall_s`; a break that begins then is shown."""
    index = log.passage_at(wall_s)
    while index + 1 < len(log.passages) and log.passages[index].kind != "live":
        index += 1
    return log.passages[index].wall_1 + 1.5


def _shown(log: GameLog, wall_0: float, wall_1: float) -> float:
    """Media seconds that a stretch of arena time takes."""
    total = 0.0
    for passage in log.passages:
        length = min(wall_1, passage.wall_1) - max(wall_0, passage.wall_0)
        if length > 0:
            total += BREAK_SHOWN_S if passage.kind == "break" else length
    return total


def _back(log: GameLog, wall_1: float, seconds: float) -> float:
    """The arena instant from which it takes `seconds` of media to reach `wall_1`."""
    wall = wall_1
    while wall > 0 and _shown(log, wall, wall_1) < seconds:
        wall -= 2.0
    return wall


def _on(log: GameLog, wall_0: float, seconds: float) -> float:
    wall = wall_0
    while wall < log.passages[-1].wall_1 and _shown(log, wall_0, wall) < seconds:
        wall += 2.0
    return wall


def _sample(log: GameLog) -> list[Window]:
    fallback = _at_clock(log, 2, 250.0)
    taken_back = next((p.wall_s for p in log.plays if p.reason == "overturned"), fallback)
    corrected = log.corrections[0][0] if log.corrections else taken_back
    half, last_horn = log.horns[1], log.horns[log.periods - 1]
    middle_0 = _attack_before(log, taken_back - 14.0)
    middle_1 = _quiet_after(log, max(taken_back + 30.0, corrected + 12.0))
    half_0 = _attack_before(log, half - 12.0)
    finish_0 = _attack_before(log, _back(log, last_horn, FINISH_S))
    rest = _shown(log, middle_0, middle_1) + half + 5.0 - half_0 + _shown(log, finish_0, last_horn + 7.0)
    opening = max(50.0, SAMPLE_S - SAMPLE_FRAME_S - rest)
    return [
        Window(wall_0=2.0, wall_1=_quiet_after(log, _on(log, 2.0, opening)), bridge="intro"),
        Window(wall_0=middle_0, wall_1=middle_1, bridge="adverts"),
        Window(wall_0=half_0, wall_1=half + 5.0, bridge="studio"),
        Window(wall_0=finish_0, wall_1=last_horn + 7.0, bridge="halftime"),
    ]


def _bench(log: GameLog) -> list[Window]:
    plan = bench_plan(log.seed)
    ends = log.horns[plan.first_period - 1]
    from_clock = _at_clock(log, plan.first_period, plan.first_clock_s)
    first_0 = _attack_before(log, max(from_clock, _back(log, ends, BENCH_PART_S)))
    second_0 = _attack_before(log, _at_clock(log, plan.second_period, plan.second_clock_s))
    rest = BENCH_S - _shown(log, first_0, ends + 5.0)
    return [
        Window(wall_0=first_0, wall_1=ends + 5.0, bridge="intro"),
        Window(wall_0=second_0, wall_1=_quiet_after(log, _on(log, second_0, rest)), bridge="adverts"),
    ]
