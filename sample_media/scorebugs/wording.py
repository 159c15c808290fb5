"""What the cells of a bug say, in each channel's manner.

In: the bug's facts and a style. Out: the words. A clock counts whole seconds downwards, so that
11:59.9 reads 11:59, as a scoreboard shows it.
"""

from __future__ import annotations

import math

from sample_media.scene import Bug, Side, TeamLook
from sample_media.scorebugs.look import (
    ClockStyle,
    Look,
    NameStyle,
    PeriodStyle,
    ShotClockStyle,
    Text,
    What,
)

_ORDINALS = ("1st", "2nd", "3rd", "4th")
_TICKER_TURN_S = 15.0
_FOULS_TO_BONUS = 5


def period_text(period: int, style: PeriodStyle) -> str:
    """"1ST", "Q1", "1st QTR", "1ST QUARTER"; the fifth period is "OT", the sixth "2OT"."""
    if period > len(_ORDINALS):
        overtime = period - len(_ORDINALS)
        if style == "1ST QUARTER":
            return "OVERTIME" if overtime == 1 else f"{overtime}OT"
        return "OT" if overtime == 1 else f"{overtime}OT"
    ordinal = _ORDINALS[period - 1]
    return {
        "1ST": ordinal.upper(),
        "1st": ordinal,
        "Q1": f"Q{period}",
        "1st QTR": f"{ordinal} QTR",
        "1ST QUARTER": f"{ordinal.upper()} QUARTER",
    }[style]


def clock_text(clock_s: float, style: ClockStyle) -> str:
    tenths = max(0, math.floor(clock_s * 10 + 1e-6))
    whole = tenths // 10
    minutes, seconds = divmod(whole, 60)
    if minutes:
        return f"{minutes:02d}:{seconds:02d}" if style == "00:59" else f"{minutes}:{seconds:02d}"
    if style.endswith(".9"):
        lead = style.removesuffix("59.9")
        return f"{lead}{seconds:02d}.{tenths % 10}" if lead else f"{seconds}.{tenths % 10}"
    return style.removesuffix("59") + f"{seconds:02d}"


def shot_clock_text(shot_clock_s: float | None, style: ShotClockStyle) -> str:
    """Whole seconds upwards (24 stays until 23.0); tenths below five where the channel shows them."""
    if shot_clock_s is None:
        return ""
    if style == "4.9" and shot_clock_s < 5:
        return f"{max(0.0, math.floor(shot_clock_s * 10 + 1e-6) / 10):.1f}"
    whole = max(0, math.ceil(shot_clock_s - 1e-6))
    return {":24": f":{whole:02d}", "05": f"{whole:02d}"}.get(style, str(whole))


def name_text(team: TeamLook, style: NameStyle) -> str:
    return {"tricode": team.tricode, "nickname": team.nickname, "city": team.city}[style].upper()


def cell_text(look: Look, cell: Text, bug: Bug, team: TeamLook | None, series_text: str) -> str:
    """The words of one cell; empty where it has nothing to say."""
    match cell.what:
        case What.NAME if team:
            return name_text(team, look.names)
        case What.SCORE:
            return str(_of(cell.side, bug.home_score, bug.away_score))
        case What.PERIOD:
            return "" if bug.status else period_text(bug.period, look.period_style)
        case What.CLOCK:
            return bug.status or clock_text(bug.clock_s, look.clock_style)
        case What.SHOT_CLOCK:
            return "" if bug.status else shot_clock_text(bug.shot_clock_s, look.shot_clock_style)
        case What.BONUS:
            return (cell.words or ("BONUS",))[0] if _of(cell.side, bug.home_bonus, bug.away_bonus) else ""
        case What.FOULS:
            return f"{(cell.words or ('FOULS ',))[0]}{_of(cell.side, bug.home_fouls, bug.away_fouls)}"
        case What.TIMEOUTS:
            return f"{(cell.words or ('T.O.',))[0]}{_of(cell.side, bug.home_timeouts, bug.away_timeouts)}"
        case What.SERIES:
            return series_text or (cell.words or ("",))[0]
        case What.TICKER:
            turn = int(bug.clock_s // _TICKER_TURN_S) + bug.period
            return cell.words[turn % len(cell.words)] if cell.words else ""
        case _:
            return (cell.words or ("",))[0]


def marks_lit(what: str, side: Side, bug: Bug) -> int:
    """How many dots or bars of a row are lit."""
    match what:
        case "timeouts":
            return _of(side, bug.home_timeouts, bug.away_timeouts)
        case "fouls":
            return min(_FOULS_TO_BONUS, _of(side, bug.home_fouls, bug.away_fouls))
        case "bonus":
            return int(_of(side, bug.home_bonus, bug.away_bonus))
        case _:
            return int(bug.possession == side)


def _of(side: Side | None, home: int, away: int) -> int:
    return home if side == "home" else away
