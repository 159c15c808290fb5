"""Made-up clocks: a true clock over media time, and looks at it with misreads and gaps.

Goes out: hypothesis strategies and rows of `edc.tables.LOOKS`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from edc.tables import LOOKS


@dataclass(frozen=True)
class Stretch:
    seconds: float
    running: bool
    hidden: bool = False


def true_at(stretches: list[Stretch], start_clock_s: float, media_s: float) -> float:
    """The clock at a media second; it stands at zero once it is there."""
    clock = start_clock_s
    for stretch in stretches:
        spent = min(max(media_s, 0.0), stretch.seconds)
        clock -= spent if stretch.running else 0.0
        media_s -= stretch.seconds
        if media_s <= 0:
            break
    return max(0.0, clock)


@st.composite
def played(draw: st.DrawFn) -> tuple[list[Stretch], float]:
    """Some minutes of running and standing clock, hidden at times while it does one of them all through."""
    count = draw(st.integers(3, 9))
    stretches = []
    for i in range(count):
        hidden = 0 < i < count - 1 and draw(st.integers(0, 5)) == 0
        stretches.append(Stretch(draw(st.floats(4.0, 25.0)), i % 2 == 0, hidden))
    return stretches, draw(st.floats(40.0, 720.0))


def looks_at(
    stretches: list[Stretch], start_clock_s: float, *, seed: int = 0, misread: float = 0.03, period: int | None = 2,
    correction: tuple[float, float] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Four looks a second; `correction` is (media second, seconds put back)."""
    rng = Random(seed)
    total = sum(stretch.seconds for stretch in stretches)
    rows = []
    for i in range(int(total * 4)):
        at = i / 4 + 0.01
        clock = true_at(stretches, start_clock_s, at)
        if correction and at >= correction[0]:
            clock += correction[1]
        row = blank(at)
        if not is_hidden(stretches, at) and rng.random() > 0.03:
            shown = math.floor(clock * 10 + 1e-6) / 10 if clock < 60 else math.floor(clock + 1e-6)
            confidence = rng.uniform(0.9, 1.0)
            if rng.random() < misread:
                shown, confidence = float(rng.randrange(0, 720)), rng.uniform(0.5, 0.9)
            row |= {"visible": True, "clock_s": float(shown), "clock_confidence": confidence, "status": "playing",
                    "period": period, "period_confidence": 0.95 if period else 0.0}  # fmt: skip
        rows.append(row)
    return rows


def blank(at: float) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(LOOKS.names)
    row |= {name: 0.0 for name in LOOKS.names if name.endswith("confidence")}
    return row | {"media_s": at, "visible": False}


def is_hidden(stretches: list[Stretch], media_s: float) -> bool:
    for stretch in stretches:
        if media_s < stretch.seconds:
            return stretch.hidden
        media_s -= stretch.seconds
    return False
