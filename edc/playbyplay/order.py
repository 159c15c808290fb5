"""Putting a feed's rows in order, each once.

Comes in: rows as the provider lists them. Goes out: rows in the order of play with period and clock
filled in, and what was repaired. Rows are never dropped but for an older version of themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from edc.playbyplay.play import Repair
from edc.playbyplay.rows import Row

CLOCK_TOLERANCE_S = 5.0
"""Officials put a few seconds back; a clock that rises more than this inside a period is worth a note."""


def upsert(rows: Sequence[Row]) -> tuple[list[Row], list[Repair]]:
    """One row per number: of several the one edited last, else the last in the file; rows without number stay."""
    latest: dict[int, Row] = {}
    repairs: list[Repair] = []
    for row in rows:
        if row.number is None:
            continue
        before = latest.get(row.number)
        if before is None or (row.edited or "") >= (before.edited or ""):
            latest[row.number] = row
        if before is not None:
            repairs.append(Repair(kind="duplicate", action_number=row.number, note="told twice; the later edit holds"))
    kept = [row for row in rows if row.number is None or latest[row.number] is row]
    return kept, repairs


def _numbered(rows: Sequence[Row]) -> tuple[list[Row], list[Repair]]:
    """Rows without a number get a negative one made of their order, which no provider uses."""
    result: list[Row] = []
    repairs: list[Repair] = []
    for row in rows:
        if row.number is None:
            made_up = -int(row.order) - 1
            repairs.append(Repair(kind="missing", action_number=made_up, note="row without a number, kept"))
            row = replace(row, number=made_up)
        result.append(row)
    return result, repairs


def _timed(rows: Sequence[Row]) -> tuple[list[Row], list[Repair]]:
    """A row without period or clock takes those of the row before it."""
    result: list[Row] = []
    repairs: list[Repair] = []
    period, clock_s = 1, 0.0
    for row in rows:
        if row.period is None or row.clock_s is None:
            repairs.append(Repair(kind="missing", action_number=row.number,
                                  note="no readable period or clock: taken from the row before"))
        period = row.period if row.period is not None else period
        clock_s = row.clock_s if row.clock_s is not None else clock_s
        result.append(replace(row, period=period, clock_s=clock_s))
    return result, repairs


def _frame(row: Row) -> int:
    """Starts come first and ends last in their period."""
    if row.type == "game":
        return 3
    if row.type == "period":
        return 0 if row.sub == "start" else 2
    return 1


def _by_clock(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: (r.period or 0, _frame(r), -(r.clock_s or 0.0), r.order))


def _moved(before: Sequence[Row], after: Sequence[Row]) -> list[Repair]:
    """A note for every row that now stands before a row which the file listed earlier."""
    place = {row.number: at for at, row in enumerate(before)}
    repairs: list[Repair] = []
    lowest_later = len(before)
    for row in reversed(after):
        if place[row.number] > lowest_later:
            repairs.append(Repair(kind="order", action_number=row.number, note="late insert put in its place"))
        lowest_later = min(lowest_later, place[row.number])
    return repairs[::-1]


def _rising_clocks(rows: Sequence[Row]) -> list[Repair]:
    return [
        Repair(kind="clock", action_number=row.number,
               note=f"clock rises from {before.clock_s:g} to {row.clock_s:g} s in period {row.period}")
        for before, row in pairwise(rows)
        if row.period == before.period
        and (row.clock_s or 0.0) > (before.clock_s or 0.0) + CLOCK_TOLERANCE_S
    ]


def in_order(rows: Sequence[Row], *, ordered: bool) -> tuple[list[Row], list[Repair]]:
    """Rows in the order of play: by the provider's order where it has one, else by period and clock."""
    unique, duplicates = upsert(rows)
    numbered, missing = _numbered(unique)
    if ordered:
        timed, untimed = _timed(sorted(numbered, key=lambda r: r.order))
    else:
        in_file, untimed = _timed(numbered)
        timed = _by_clock(in_file)
    return timed, [*duplicates, *missing, *untimed, *_moved(numbered, timed), *_rising_clocks(timed)]
