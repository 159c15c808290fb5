"""The feed's descriptions, in the provider's manner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sample_media.simulation.model import GameLog, Play, Player

if TYPE_CHECKING:
    from sample_media.simulation.playbyplay import Totals


def family_name(player: Player) -> str:
    return player.family_name


def describe(log: GameLog, play: Play, totals: Totals, action: dict[str, Any]) -> str:
    who = play.player.short_name if play.player else "TEAM"
    match play.action_type:
        case "2pt" | "3pt":
            return _shot(play, who, totals, action)
        case "freethrow":
            kind = f"{play.descriptor} " if play.descriptor else ""
            text = f"{who} Free Throw {kind}{play.sub_type}"
            return f"{text} ({action['pointsTotal']} PTS)" if play.points else f"MISS {text}"
        case "rebound":
            if play.player is None:
                return f"TEAM {play.sub_type} REBOUND"
            return f"{who} REBOUND (Off:{action['reboundOffensiveTotal']} Def:{action['reboundDefensiveTotal']})"
        case "turnover":
            name = " ".join(part for part in (play.descriptor, play.sub_type) if part)
            if play.player is None and play.side is not None:
                return f"{log.team(play.side).look.tricode} {name} Team TURNOVER"
            return f"{who} {name} TURNOVER ({action['turnoverTotal']} TO)"
        case "foul":
            return _foul(play, who, action)
        case "steal" | "block":
            assert play.player is not None
            count = totals.of(play.player, f"{play.action_type}s")
            return f"{who} {play.action_type.upper()} ({count} {'STL' if play.action_type == 'steal' else 'BLK'})"
        case "substitution":
            return f"SUB {play.sub_type}: {who}"
        case "timeout":
            return f"{action.get('teamTricode', '')} Timeout"
        case "violation":
            return f"{who} {play.sub_type} VIOLATION"
        case "jumpball":
            return _jump_ball(play)
        case "period":
            return "Period Start" if play.sub_type == "start" else "Period End"
        case "game":
            return "Game End"
        case "ejection":
            return f"{who} Ejection: Second Technical"
        case "instantreplay":
            return f"Instant Replay {play.sub_type}" + (f": {play.value}" if play.value else "")
        case _:
            return ""


def _shot(play: Play, who: str, totals: Totals, action: dict[str, Any]) -> str:
    far = int(play.distance_ft or 0)
    kind = f"{play.descriptor} " if play.descriptor else ""
    if play.action_type == "3pt":
        text = f"{who} {far}' 3PT {kind.strip()}".rstrip() if play.points else f"{who} {far}' {kind}3PT"
    elif play.sub_type in ("DUNK", "Layup"):
        text = f"{who} {kind}{play.sub_type}"
    else:
        text = f"{who} {far}' {kind}{play.sub_type}"
    if not play.points:
        blocker = play.actor("blocker")
        return f"MISS {text}" + (" - blocked" if blocker else "")
    assist = play.actor("assist")
    tail = f" ({assist.short_name} {action['assistTotal']} AST)" if assist else ""
    return f"{text} ({action['pointsTotal']} PTS){tail}"


def _foul(play: Play, who: str, action: dict[str, Any]) -> str:
    if play.sub_type == "technical":
        return f"{who} technical FOUL ({action['foulTechnicalTotal']} Tech)"
    kind = f"{play.descriptor} " if play.descriptor else ""
    text = f"{who} {kind}{play.sub_type} FOUL ({action['foulPersonalTotal']} PF)"
    shots = next((q[0] for q in play.qualifiers if q.endswith("freethrow")), None)
    drawn = play.actor("fouled")
    return f"{text} ({drawn.family_name} {shots} FT)" if shots and drawn else text


def _jump_ball(play: Play) -> str:
    won, lost, got = play.actor("won"), play.actor("lost"), play.actor("recovered")
    if won is None or lost is None or got is None:
        return "Jump Ball"
    return f"Jump Ball {won.short_name} vs. {lost.short_name}: Tip to {got.short_name}"
