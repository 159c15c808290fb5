"""The looks as readings: scores of the home and the away team instead of the first and the second printed.

Comes in: rows of `work/looks.parquet` and `Sides`. Goes out: rows of `readings.parquet`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from edc.alignment.teams import Sides

_KEPT = (
    "media_s", "visible", "period", "period_confidence", "clock_s", "clock_confidence", "shot_clock_s",
    "shot_clock_confidence", "status", "layout",
)  # fmt: skip


def reading_rows(looks: Iterable[Mapping[str, Any]], sides: Sides) -> Iterator[dict[str, Any]]:
    home, away = ("first", "second") if sides.home_side == 0 else ("second", "first")
    for row in looks:
        yield {name: row[name] for name in _KEPT} | {
            f"{team}_score{tail}": row[f"{printed}_score{tail}"]
            for team, printed in (("home", home), ("away", away))
            for tail in ("", "_confidence")
        }
