"""The box score of a simulated game in the liveData shape: rosters, starters, statistics."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from sample_media.scene import Side
from sample_media.simulation.model import GameLog, Player, period_length_s
from sample_media.simulation.names import OFFICIALS
from sample_media.simulation.playbyplay import game_start


def box_score(log: GameLog) -> dict[str, Any]:
    start = game_start(log)
    game: dict[str, Any] = {
        "gameId": log.game_id,
        "gameTimeUTC": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "gameEt": (start - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%S-05:00"),
        "gameCode": f"{(start - timedelta(hours=5)):%Y%m%d}/{log.away.look.tricode}{log.home.look.tricode}",
        "gameStatusText": "Final",
        "gameStatus": 3,
        "regulationPeriods": 4,
        "period": log.periods,
        "gameClock": "PT00M00.00S",
        "attendance": 14_000 + log.seed * 379 % 5_000,
        "arena": {"arenaName": f"{log.home.look.city} Arena", "arenaCity": log.home.look.city},
        "officials": [_official(log, i) for i in range(3)],
        "homeTeam": _team(log, "home"),
        "awayTeam": _team(log, "away"),
    }
    stamp = (start + timedelta(hours=2, minutes=45)).strftime("%Y-%m-%d %H:%M:%S.%f")
    return {"meta": {"version": 1, "code": 200, "request": f"boxscore/{log.game_id}", "time": stamp}, "game": game}


def _official(log: GameLog, index: int) -> dict[str, Any]:
    first, family = OFFICIALS[(log.seed + index * 2) % len(OFFICIALS)]
    return {
        "personId": 9_800_001 + index,
        "name": f"{first} {family}",
        "nameI": f"{first[0]}. {family}",
        "firstName": first,
        "familyName": family,
        "jerseyNum": str(20 + index),
        "assignment": f"OFFICIAL{index + 1}",
    }


def _team(log: GameLog, side: Side) -> dict[str, Any]:
    team = log.team(side)
    stats = _statistics(log, side)
    seconds = _seconds_played(log, side)
    by_period = [
        {
            "period": period,
            "periodType": "REGULAR" if period <= 4 else "OVERTIME",
            "score": sum(p.points for p in log.plays if p.counted and p.side == side and p.period == period),
        }
        for period in range(1, log.periods + 1)
    ]
    totals: Counter[str] = sum(stats.values(), Counter())
    left = [n for _, s, n in log.timeouts_left if s == side]
    return {
        "teamId": team.look.team_id,
        "teamName": team.look.nickname,
        "teamCity": team.look.city,
        "teamTricode": team.look.tricode,
        "score": log.final[0 if side == "home" else 1],
        "timeoutsRemaining": left[-1] if left else 7,
        "periods": by_period,
        "players": [
            _player(log, side, player, order, stats[player.player_id], seconds[player.player_id])
            for order, player in enumerate(team.players, start=1)
        ],
        "statistics": _named(totals),
    }


def _player(
    log: GameLog, side: Side, player: Player, order: int, stats: Counter[str], seconds: float
) -> dict[str, Any]:
    minutes, rest = divmod(seconds, 60)
    return {
        "status": "ACTIVE",
        "order": order,
        "personId": player.player_id,
        "jerseyNum": str(player.number),
        "position": player.position,
        "starter": "1" if player in log.starters[side] else "0",
        "played": "1" if seconds > 0 else "0",
        "statistics": {**_named(stats), "minutes": f"PT{int(minutes):02d}M{rest:05.2f}S"},
        "name": player.name,
        "nameI": player.short_name,
        "firstName": player.first_name,
        "familyName": player.family_name,
    }


def _named(stats: Counter[str]) -> dict[str, Any]:
    made, tried = stats["fg"], stats["fga"]
    return {
        "points": stats["points"],
        "assists": stats["assists"],
        "blocks": stats["blocks"],
        "steals": stats["steals"],
        "turnovers": stats["turnovers"],
        "foulsPersonal": stats["fouls"],
        "foulsTechnical": stats["technicals"],
        "fieldGoalsMade": made,
        "fieldGoalsAttempted": tried,
        "fieldGoalsPercentage": made / tried if tried else 0.0,
        "threePointersMade": stats["threes"],
        "threePointersAttempted": stats["threes_tried"],
        "twoPointersMade": made - stats["threes"],
        "twoPointersAttempted": tried - stats["threes_tried"],
        "freeThrowsMade": stats["ft"],
        "freeThrowsAttempted": stats["fta"],
        "reboundsOffensive": stats["offensive"],
        "reboundsDefensive": stats["defensive"],
        "reboundsTotal": stats["offensive"] + stats["defensive"],
    }


def _statistics(log: GameLog, side: Side) -> dict[int, Counter[str]]:
    stats: dict[int, Counter[str]] = {p.player_id: Counter() for p in log.team(side).players}
    for play in log.plays:
        if not play.counted or play.action_type is None or play.player is None or play.side != side:
            continue
        mine = stats[play.player.player_id]
        made = int(play.points > 0)
        match play.action_type:
            case "2pt" | "3pt":
                three = int(play.action_type == "3pt")
                mine.update(points=play.points, fg=made, fga=1, threes=made * three, threes_tried=three)
                assist = play.actor("assist")
                if assist is not None:
                    stats[assist.player_id]["assists"] += 1
            case "freethrow":
                mine.update(points=play.points, ft=made, fta=1)
            case "rebound":
                mine[play.sub_type or "defensive"] += 1
            case "steal" | "block" | "turnover":
                mine[f"{play.action_type}s"] += 1
            case "foul":
                mine["technicals" if play.sub_type == "technical" else "fouls"] += 1
    return stats


def _seconds_played(log: GameLog, side: Side) -> Counter[int]:
    """From the starters and the substitution rows."""
    seconds: Counter[int] = Counter()
    on: dict[int, float] = {p.player_id: 0.0 for p in log.starters[side]}
    for play in log.plays:
        if play.action_type != "substitution" or play.side != side or play.player is None:
            continue
        now = _elapsed(play.period, play.clock_s)
        if play.sub_type == "in":
            on[play.player.player_id] = now
        else:
            since = on.pop(play.player.player_id, now)
            seconds[play.player.player_id] += round(now - since)
    end = _elapsed(log.periods, 0.0)
    for player_id, since in on.items():
        seconds[player_id] += round(end - since)
    return seconds


def _elapsed(period: int, clock_s: float) -> float:
    return sum(period_length_s(p) for p in range(1, period + 1)) - clock_s
