"""What one look at the score bug says, and which looks to doubt.

Comes in: the values read from each field. Goes out: a `Reading`; and over many looks, the readings
without the values that no neighbouring look bears out (a blended frame, a spinning score).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from edc.scorebug.words import Status

Value = tuple[float | int | tuple[int, Status] | None, float]
"""A field's value (the period with its status) and its confidence."""

NOTHING: Value = (None, 0.0)

LEAST = 0.5
"""Below this confidence a value is not given at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one look at the score bug shows; None where a field could not be read."""

    visible: bool = False
    period: int | None = None
    """Overtime is 5, the second 6."""
    period_confidence: float = 0.0
    status: Status | None = None
    clock_s: float | None = None
    """The displayed value."""
    clock_confidence: float = 0.0
    shot_clock_s: float | None = None
    shot_clock_confidence: float = 0.0
    first_score: int | None = None
    """The score printed first: left or above."""
    first_score_confidence: float = 0.0
    second_score: int | None = None
    second_score_confidence: float = 0.0


def reading(values: Mapping[str, Value]) -> Reading:
    """The reading from the fields' values; a bug of which fewer than two fields can be read is not visible."""
    sure = {name: value for name, (value, confidence) in values.items() if value is not None and confidence >= LEAST}
    if sum(name != "shot_clock" for name in sure) < 2:
        return Reading()

    def number(name: str) -> float | None:
        value = sure.get(name)
        return float(value) if isinstance(value, int | float) else None

    def whole(name: str) -> int | None:
        value = number(name)
        return None if value is None else int(value)

    def confidence(name: str) -> float:
        return values.get(name, NOTHING)[1]

    # a status printed where the clock was says the period too
    period = next((sure[name] for name in ("period", "clock") if isinstance(sure.get(name), tuple)), None)
    source = "period" if isinstance(sure.get("period"), tuple) or period is None else "clock"
    return Reading(
        visible=True,
        period=period[0] if isinstance(period, tuple) else None, period_confidence=confidence(source),
        status=period[1] if isinstance(period, tuple) else None,
        clock_s=number("clock"), clock_confidence=confidence("clock") if number("clock") is not None else 0.0,
        shot_clock_s=number("shot_clock"), shot_clock_confidence=confidence("shot_clock"),
        first_score=whole("first"), first_score_confidence=confidence("first"),
        second_score=whole("second"), second_score_confidence=confidence("second"),
    )  # fmt: skip


_NEARBY_S = 1.6
"""How far away a look may be that bears another one out."""

Agrees = Callable[[float, float, float], bool]


def without_loners(times_s: Sequence[float], readings: Sequence[Reading]) -> list[Reading]:
    """The readings without clocks and scores that none of at least two neighbouring looks agrees with."""
    dropped: list[dict[str, object]] = [{} for _ in readings]
    fields: tuple[tuple[str, str, Agrees], ...] = (
        ("clock_s", "clock_confidence", _clock_runs),
        ("first_score", "first_score_confidence", _same),
        ("second_score", "second_score_confidence", _same),
    )
    for name, confidence, agrees in fields:
        seen = [(i, t, getattr(r, name)) for i, (t, r) in enumerate(zip(times_s, readings, strict=True))
                if getattr(r, name) is not None]  # fmt: skip
        for place, (i, time, value) in enumerate(seen):
            near = [(t, v) for _, t, v in seen[max(0, place - 8) : place + 9] if 0 < abs(t - time) <= _NEARBY_S]
            if len(near) >= 2 and not any(agrees(t - time, value, v) for t, v in near):
                dropped[i] |= {name: None, confidence: getattr(readings[i], confidence) * 0.3}
    return [replace(r, **change) if change else r for r, change in zip(readings, dropped, strict=True)]  # type: ignore[arg-type]


def _clock_runs(later_s: float, clock_s: float, other_s: float) -> bool:
    """Whether a clock can show `clock_s` now and `other_s` at `later_s` from now (which may be negative)."""
    drop = (clock_s - other_s) if later_s > 0 else (other_s - clock_s)
    return -0.15 <= drop <= abs(later_s) + 1.1


def _same(_: float, score: float, other: float) -> bool:
    return score == other
