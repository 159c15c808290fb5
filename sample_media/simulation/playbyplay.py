"""The official-style feed of a simulated game: liveData JSON, as late and as untidy as the real one.

The clock of a live play is stamped late by a second or so; rows are edited after the fact; some
are inserted late under a fresh number. `feed(log, revision="early")` is the feed before the edits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any, Literal

from sample_media.simulation.feedwords import describe, family_name
from sample_media.simulation.model import GameLog, Play, Player

STAMP_LATE_S = 1.0
STAMP_SD_S = 0.5
LATE_INSERT_SHARE = 0.008
Revision = Literal["early", "final"]

# share of rows, seconds from timeActual to edited: measured on a real game
_EDIT_QUANTILES = (
    (0.0, 0.0), (0.25, 2.9), (0.5, 8.7), (0.75, 16.2), (0.825, 60.0), (0.9, 191.0), (0.95, 359.0),
    (0.99, 609.0), (1.0, 1800.0),
)  # fmt: skip
_TIMED_LIVE = ("2pt", "3pt", "rebound", "steal", "block", "jumpball")
_LATE_KINDS = ("stoppage", "jumpball", "block", "steal", "instantreplay", "violation")


@dataclass(slots=True, kw_only=True)
class Row:
    """A play with what the feed adds: its numbers and stamps."""

    play: Play
    action_number: int
    order_number: int
    clock_s: float
    stamped: datetime
    edited_after_s: float
    inserted_late: bool


def number_rows(log: GameLog) -> list[Row]:
    """Rows in feed order; the same for every revision, the retracted one included."""
    rng = Random(log.seed * 6007 + 3)
    plays = [p for p in log.plays if p.action_type is not None]
    start = game_start(log)
    rows: list[Row] = []
    lateness: dict[int, float] = {}
    number, order = 1, 10_000
    for play in plays:
        leader = play.with_index if play.with_index is not None else play.index
        late = lateness.setdefault(leader, rng.gauss(STAMP_LATE_S, STAMP_SD_S))
        step = 1 if rng.random() < 0.86 else rng.choice((2, 2, 3))
        number, order = number + step, order + 10_000
        alone = not rows or not rows[-1].inserted_late
        inserted = alone and play.action_type in _LATE_KINDS and rng.random() < LATE_INSERT_SHARE * 12
        rows.append(
            Row(
                play=play,
                action_number=number,
                order_number=order - (5_000 if inserted else 0),
                clock_s=_stamped_clock(log, play, late),
                stamped=start + timedelta(seconds=round(play.wall_s + max(0.0, late), 1)),
                edited_after_s=_quantile(rng.random()),
                inserted_late=inserted,
            )
        )
        if inserted:
            order -= 10_000
    _renumber_inserts(rows, rng)
    _order_clocks(rows)
    return rows


def _stamped_clock(log: GameLog, play: Play, late: float) -> float:
    live = play.action_type in _TIMED_LIVE or (play.action_type == "turnover" and play.actor("stealer"))
    if not live:
        return play.clock_s
    period, clock = log.clock_at(play.wall_s + late)
    if period != play.period:
        return 0.0
    return max(0.0, clock)


def _renumber_inserts(rows: list[Row], rng: Random) -> None:
    """A row inserted late takes a number above those that were there by then, midway in the order."""
    for index, row in enumerate(rows):
        if row.inserted_late:
            later = rows[min(len(rows) - 1, index + rng.randint(15, 80))]
            row.action_number = later.action_number
    seen: set[int] = set()
    for row in sorted(rows, key=lambda r: r.action_number):
        while row.action_number in seen:
            row.action_number += 1
        seen.add(row.action_number)


def _order_clocks(rows: list[Row]) -> None:
    """The feed's clock never rises within a period."""
    for row, following in zip(rows[-2::-1], rows[:0:-1], strict=True):
        if row.play.period == following.play.period:
            row.clock_s = max(row.clock_s, following.clock_s)


def _quantile(u: float) -> float:
    for (u0, s0), (u1, s1) in pairwise(_EDIT_QUANTILES):
        if u <= u1:
            return s0 + (s1 - s0) * (u - u0) / (u1 - u0)
    return _EDIT_QUANTILES[-1][1]


def game_start(log: GameLog) -> datetime:
    return datetime(2026, 11, 3, 0, 10, 0, tzinfo=UTC) + timedelta(days=log.seed % 120)


def clock_text(clock_s: float) -> str:
    """Whole seconds above a minute, tenths below."""
    shown = math.floor(clock_s + 1e-6) if clock_s >= 60.0 else math.floor(clock_s * 10 + 1e-6) / 10
    minutes, seconds = divmod(shown, 60)
    return f"PT{int(minutes):02d}M{seconds:05.2f}S"


def feed(log: GameLog, revision: Revision = "final") -> dict[str, Any]:
    """The liveData document."""
    totals = Totals()
    actions = []
    taken_back = 0
    for row in number_rows(log):
        if revision == "final" and row.play.retracted:
            continue
        if revision == "early" and row.inserted_late:
            continue
        action = _action(log, row, totals, revision)
        if revision == "early":
            if row.play.retracted:
                taken_back = row.play.points
            if row.play.label == "review.overturned":
                taken_back = 0
            if taken_back and row.play.side is not None and row.play.retracted:
                key = "scoreHome" if row.play.side == "home" else "scoreAway"
                action[key] = str(int(action[key]) + taken_back)
        actions.append(action)
    stamp = (game_start(log) + timedelta(hours=2, minutes=40)).strftime("%Y-%m-%d %H:%M:%S.%f")
    meta = {"version": 1, "code": 200, "request": f"playbyplay/{log.game_id}", "time": stamp}
    return {"meta": meta, "game": {"gameId": log.game_id, "actions": actions}}


class Totals:
    """Running counts per player and kind, as feeds print them."""

    def __init__(self) -> None:
        self._counts: dict[tuple[int, str], int] = {}

    def add(self, player: Player, what: str, by: int = 1) -> int:
        key = (player.player_id, what)
        self._counts[key] = self._counts.get(key, 0) + by
        return self._counts[key]

    def of(self, player: Player, what: str) -> int:
        return self._counts.get((player.player_id, what), 0)


def _action(log: GameLog, row: Row, totals: Totals, revision: Revision) -> dict[str, Any]:
    play = row.play
    stamped = row.stamped.strftime("%Y-%m-%dT%H:%M:%S.") + f"{row.stamped.microsecond // 100_000}Z"
    delay = row.edited_after_s if revision == "final" else min(row.edited_after_s, 12.0)
    edited = (row.stamped + timedelta(seconds=delay)).strftime("%Y-%m-%dT%H:%M:%SZ")
    action: dict[str, Any] = {
        "actionNumber": row.action_number,
        "clock": clock_text(row.clock_s),
        "timeActual": stamped,
        "period": play.period,
        "periodType": "REGULAR" if play.period <= 4 else "OVERTIME",
        "actionType": play.action_type,
        "qualifiers": list(play.qualifiers),
        "personId": play.player.player_id if play.player else 0,
        "x": None,
        "y": None,
        "side": None,
        "possession": log.team(play.possession).look.team_id if play.possession else 0,
        "scoreHome": str(play.home_score),
        "scoreAway": str(play.away_score),
        "edited": edited,
        "orderNumber": row.order_number,
        "isTargetScoreLastPeriod": False,
        "xLegacy": None,
        "yLegacy": None,
        "isFieldGoal": 1 if play.action_type in ("2pt", "3pt") else 0,
        "personIdsFilter": [a.player.player_id for a in play.actors],
    }
    if play.sub_type is not None:
        action["subType"] = play.sub_type
    if play.descriptor is not None:
        action["descriptor"] = play.descriptor
    if play.side is not None:
        action["teamId"] = log.team(play.side).look.team_id
        action["teamTricode"] = log.team(play.side).look.tricode
    if play.player is not None and play.action_type != "jumpball":
        action["playerName"] = family_name(play.player)
        action["playerNameI"] = play.player.short_name
    if play.officiated:
        action["officialId"] = 9_800_001 + play.index % 3
    _details(log, play, action, totals)
    text = describe(log, play, totals, action)
    if text:
        action["description"] = text
    return action


def _details(log: GameLog, play: Play, action: dict[str, Any], totals: Totals) -> None:
    player = play.player
    match play.action_type:
        case "2pt" | "3pt":
            _place(play, action)
            _shot_result(play, action, totals)
            assist = play.actor("assist")
            if assist is not None and play.points:
                action["assistPlayerNameInitial"] = assist.short_name
                action["assistPersonId"] = assist.player_id
                action["assistTotal"] = totals.add(assist, "assists")
            blocker = play.actor("blocker")
            if blocker is not None:
                action["blockPlayerName"], action["blockPersonId"] = family_name(blocker), blocker.player_id
        case "freethrow":
            _shot_result(play, action, totals)
        case "rebound" if play.shot_index is not None:
            number = next((r for r in _numbers(log) if r[0] == play.shot_index), None)
            action["shotActionNumber"] = number[1] if number else 0
            if player is not None:
                kind = "offensive" if play.sub_type == "offensive" else "defensive"
                totals.add(player, f"rebounds_{kind}")
                off, dfs = totals.of(player, "rebounds_offensive"), totals.of(player, "rebounds_defensive")
                action["reboundTotal"] = off + dfs
                action["reboundDefensiveTotal"], action["reboundOffensiveTotal"] = dfs, off
        case "turnover" if player is not None:
            action["turnoverTotal"] = totals.add(player, "turnovers")
            stealer = play.actor("stealer")
            if stealer is not None:
                action["stealPlayerName"], action["stealPersonId"] = family_name(stealer), stealer.player_id
        case "foul" if player is not None:
            technical = play.sub_type == "technical"
            totals.add(player, "technicals" if technical else "fouls")
            action["foulPersonalTotal"] = totals.of(player, "fouls")
            action["foulTechnicalTotal"] = totals.of(player, "technicals")
            drawn = play.actor("fouled")
            if drawn is not None:
                action["foulDrawnPlayerName"], action["foulDrawnPersonId"] = family_name(drawn), drawn.player_id
        case "steal" | "block" if player is not None:
            totals.add(player, f"{play.action_type}s")
            action["subType"] = ""
        case "jumpball":
            for role, name in (("won", "Won"), ("lost", "Lost")):
                who = play.actor(role)
                if who is not None:
                    action[f"jumpBall{name}PlayerName"] = family_name(who)
                    action[f"jumpBall{name}PersonId"] = who.player_id
            recovered = play.actor("recovered")
            if recovered is not None:
                action["personId"] = recovered.player_id
                action["playerName"], action["playerNameI"] = family_name(recovered), recovered.short_name
                action["jumpBallRecoveredName"] = recovered.short_name
                action["jumpBallRecoverdPersonId"] = recovered.player_id
        case "instantreplay" if play.value:
            action["value"] = play.value


_NUMBERS: dict[int, list[tuple[int, int]]] = {}


def _numbers(log: GameLog) -> list[tuple[int, int]]:
    """(play index, action number) pairs; worked out once a game."""
    key = id(log)
    if key not in _NUMBERS:
        _NUMBERS.clear()
        _NUMBERS[key] = [(r.play.index, r.action_number) for r in number_rows(log)]
    return _NUMBERS[key]


def _shot_result(play: Play, action: dict[str, Any], totals: Totals) -> None:
    made = play.points > 0
    action["shotResult"] = "Made" if made else "Missed"
    if made and play.player is not None:
        action["pointsTotal"] = totals.add(play.player, "points", play.points)


def _place(play: Play, action: dict[str, Any]) -> None:
    """Where the shot was taken: per cent of the court, and tenths of feet from the rim."""
    assert play.spot is not None and play.basket is not None and play.distance_ft is not None
    x, y = play.spot
    left = play.basket == 0
    across = (25.0 - y) if left else (y - 25.0)
    along = (x - 5.25) if left else (88.75 - x)
    action["x"], action["y"] = x / 94.0 * 100.0, y / 50.0 * 100.0
    action["side"] = "left" if left else "right"
    action["xLegacy"], action["yLegacy"] = round(across * 10), round(along * 10)
    action["shotDistance"] = round(play.distance_ft, 2)
    action["area"], action["areaDetail"] = _area(play, across, along)


def _area(play: Play, across: float, along: float) -> tuple[str, str]:
    far = play.distance_ft or 0.0
    band = "0-8" if far < 8 else "8-16" if far < 16 else "16-24" if play.action_type == "2pt" else "24+"
    angle = math.degrees(math.atan2(across, max(0.1, along)))
    side = "Center" if abs(angle) < 25 else "Left Center" if -60 < angle < 0 else "Left" if angle < 0 else (
        "Right Center" if angle < 60 else "Right"
    )  # fmt: skip
    if play.action_type == "3pt":
        if along <= 8.7 and far < 40:
            return ("Left Corner 3" if across < 0 else "Right Corner 3"), "24+ " + side
        return ("Above the Break 3" if far < 47 else "Backcourt"), "24+ " + side
    if far <= 4.0:
        return "Restricted Area", "0-8 Center"
    if abs(across) <= 8 and along <= 13.75:
        return "In The Paint (Non-RA)", f"{band} {side}"
    return "Mid-Range", f"{band} {side}"
