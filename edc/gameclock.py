"""Basketball's time (periods, seconds left, seconds played) and how people write it and media time."""

from __future__ import annotations

REGULAR_PERIODS = 4
REGULAR_PERIOD_S = 720.0
OVERTIME_S = 300.0
REGULATION_S = REGULAR_PERIODS * REGULAR_PERIOD_S


def period_length_s(period: int) -> float:
    return REGULAR_PERIOD_S if period <= REGULAR_PERIODS else OVERTIME_S


def elapsed_s(period: int, clock_s: float) -> float:
    """Seconds of game time played since the tip-off, from the period (5 is overtime) and the seconds left in it."""
    before = min(period - 1, REGULAR_PERIODS) * REGULAR_PERIOD_S + max(0, period - 1 - REGULAR_PERIODS) * OVERTIME_S
    return before + period_length_s(period) - clock_s


def period_name(period: int) -> str:
    """Q1 … Q4, OT, 2OT, …"""
    if period <= REGULAR_PERIODS:
        return f"Q{period}"
    overtime = period - REGULAR_PERIODS
    return "OT" if overtime == 1 else f"{overtime}OT"


def clock_text(clock_s: float) -> str:
    """11:42 above a minute, 38.7 below: as a score bug writes it."""
    if clock_s >= 60.0:
        return f"{int(clock_s) // 60}:{int(clock_s) % 60:02d}"
    return f"{int(clock_s * 10 + 1e-6) / 10:.1f}"


def media_text(media_s: float) -> str:
    """12:07, or 1:12:07 after an hour: a place in the broadcast."""
    whole = int(media_s)
    minutes = f"{whole // 60 % 60:02d}:{whole % 60:02d}" if whole >= 3600 else f"{whole // 60}:{whole % 60:02d}"
    return f"{whole // 3600}:{minutes}" if whole >= 3600 else minutes
