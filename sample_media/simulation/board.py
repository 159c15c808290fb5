"""What the score bug says at an instant of the arena's time, some seconds behind the baskets."""

from __future__ import annotations

from bisect import bisect_right
from random import Random

from sample_media.scene import Bug, Side
from sample_media.simulation.model import GameLog

FLASH_S = 1.2
LAG_RANGE_S = (0.5, 4.0)


class Board:
    """The graphics operator of one game."""

    def __init__(self, log: GameLog) -> None:
        self.log = log
        self.scores = _displayed_scores(log)
        self._timeouts = {s: [(w, n) for w, side, n in log.timeouts_left if side == s] for s in _SIDES}
        self._fouls = {s: [(w, n) for w, side, n in log.fouls if side == s] for s in _SIDES}

    def bug(self, wall_s: float, slide: float) -> Bug:
        period, clock = self.log.clock_at(wall_s)
        index = bisect_right(self.scores, wall_s, key=lambda s: s[0]) - 1
        home, away = self.scores[index][1:] if index >= 0 else (0, 0)
        flash, phase = self._flash(index, wall_s)
        fouls = {s: _latest(self._fouls[s], wall_s, 0) for s in _SIDES}
        return Bug(
            slide=slide,
            period=period,
            clock_s=clock,
            shot_clock_s=self._shot_clock(wall_s, period, clock),
            home_score=home,
            away_score=away,
            home_timeouts=_latest(self._timeouts["home"], wall_s, 7),
            away_timeouts=_latest(self._timeouts["away"], wall_s, 7),
            home_fouls=fouls["home"],
            away_fouls=fouls["away"],
            home_bonus=fouls["away"] >= 5,
            away_bonus=fouls["home"] >= 5,
            possession=self._possession(wall_s),
            flash=flash,
            flash_phase=phase,
            status=self._status(period, clock, wall_s),
        )

    def _flash(self, index: int, wall_s: float) -> tuple[Side | None, float]:
        if index < 0:
            return None, 0.0
        at, home, away = self.scores[index]
        if wall_s - at >= FLASH_S:
            return None, 0.0
        before = self.scores[index - 1][1:] if index else (0, 0)
        side: Side | None = "home" if home > before[0] else "away" if away > before[1] else None
        return side, (wall_s - at) / FLASH_S if side else 0.0

    def _shot_clock(self, wall_s: float, period: int, clock: float) -> float | None:
        resets = self.log.shot_clock_resets
        index = bisect_right(resets, wall_s, key=lambda r: r[0]) - 1
        if index < 0:
            return 24.0
        at, value = resets[index]
        then_period, then = self.log.clock_at(at)
        if then_period != period:
            return min(24.0, clock)
        left = value - (then - clock)
        if clock <= left or left > 24.05:
            return None
        return max(0.0, left)

    def _possession(self, wall_s: float) -> Side | None:
        index = bisect_right(self.log.possession, wall_s, key=lambda p: p[0]) - 1
        return self.log.possession[index][1] if index >= 0 else None

    def _status(self, period: int, clock: float, wall_s: float) -> str | None:
        if clock > 0.0:
            return None
        horn = next((h for h in reversed(self.log.horns) if h <= wall_s), None)
        if horn is None or wall_s - horn < 4.0:
            return None
        if period == self.log.periods:
            return "FINAL"
        if period == 2:
            return "HALF"
        return {1: "END 1ST", 3: "END 3RD", 4: "END 4TH"}.get(period, f"END OT{period - 4}")


_SIDES: tuple[Side, Side] = ("home", "away")


def _latest(entries: list[tuple[float, int]], wall_s: float, initial: int) -> int:
    index = bisect_right(entries, wall_s, key=lambda e: e[0]) - 1
    return entries[index][1] if index >= 0 else initial


def _displayed_scores(log: GameLog) -> list[tuple[float, int, int]]:
    """(wall at which the bug shows it, home, away): the operator is 0.5 to 4 s behind."""
    rng = Random(log.seed * 131 + 9)
    shown: list[tuple[float, int, int]] = []
    for wall, home, away in log.board:
        lag = min(LAG_RANGE_S[1], max(LAG_RANGE_S[0], rng.lognormvariate(0.4, 0.45)))
        at = wall + lag
        if shown and at <= shown[-1][0] + 0.3:
            at = max(wall + LAG_RANGE_S[0], shown[-1][0] + 0.3)
        shown.append((at, home, away))
    return shown
