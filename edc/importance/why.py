"""The importance in words, for an editor: what the moment did, and what that changed.

Comes in: a label, its context, the tricodes. Goes out: one English line.
"""

from __future__ import annotations

from edc.importance.story import Context
from edc.importance.weigh import FRAMES
from edc.taxonomy import node

TOLD_SWING = 0.04
RARE_PER_GAME = 0.6
HORN_S = 0.1


def why(label: str, context: Context, team: str | None, clock_s: float | None) -> str:
    team = team or "the team"
    parts = [*_decides(context, team, clock_s), *_tells(label, context, team), *_swings(context, team)]
    if not parts:
        parts = [_plainly(label, context)]
    line = "; ".join(parts)
    return line[0].upper() + line[1:]


def clock_words(clock_s: float) -> str:
    """4:05, or 0:03.2 in the last minute where tenths are told."""
    whole, tenths = divmod(round(clock_s * 10), 10)
    text = f"{whole // 60}:{whole % 60:02d}"
    return f"{text}.{tenths}" if tenths and clock_s < 60 else text


def _decides(context: Context, team: str, clock_s: float | None) -> list[str]:
    flags = set(context.flags)
    left = _time_left(clock_s)
    if "game_winner" in flags:
        return [f"wins it for {team}{left}"]
    told = []
    if "deciding" in flags:
        told.append(f"puts {team} ahead for good{left}")
    elif "game_tying" in flags:
        told.append(f"ties the game{left}")
    elif "go_ahead_late" in flags:
        told.append(f"puts {team} ahead{left}")
    elif "lead_change" in flags:
        told.append("lead change")
    elif "tie" in flags:
        told.append("ties the game")
    if "buzzer_beater" in flags:
        told.append("beats the buzzer")
    return told


def _time_left(clock_s: float | None) -> str:
    if clock_s is None:
        return ""
    return " at the horn" if clock_s < HORN_S else f" with {clock_words(clock_s)} left"


def _tells(label: str, context: Context, team: str) -> list[str]:
    told = []
    if context.winners_first_lead and "deciding" not in context.flags:
        told.append(f"first lead of the winner, {team}")
    if context.largest_lead:
        told.append(f"largest lead of the game, {context.largest_lead}")
    if context.last_basket:
        told.append("last points of the game")
    if context.comeback_points:
        told.append(f"leads after trailing by {context.comeback_points}")
    if context.run_points:
        told.append(f"closes a run of {context.run_points} unanswered points")
    if context.milestone:
        told.append(_milestone(context))
    if "and_one" in context.flags:
        told.append("fouled on the make")
    kind = node(label)
    if kind.per_game is not None and kind.per_game <= RARE_PER_GAME:
        told.append(f"{kind.name().lower()}, seen {kind.per_game:g} times a game")
    elif kind.interest >= 0.6:
        told.append(kind.name().lower())
    if "garbage" in context.flags:
        told.append("the game was decided")
    return told


def _milestone(context: Context) -> str:
    milestone = context.milestone
    if milestone is None:
        return ""
    if milestone.kind == "points":
        return f"{milestone.player} reaches {milestone.value} points"
    return f"{milestone.player} completes a {milestone.kind.replace('_', '-')}"


def _swings(context: Context, team: str) -> list[str]:
    before, after = context.wp_before, context.wp_after
    if abs(after - before) < TOLD_SWING or not context.side:
        return []
    if context.side < 0:
        before, after = 1.0 - before, 1.0 - after
    return [f"win probability of {team} {before:.0%} to {after:.0%}"]


def _plainly(label: str, context: Context) -> str:
    name = node(label).name().lower()
    return name if label.partition(".")[0] in FRAMES else f"{name}, {_stakes(context)}"


def _stakes(context: Context) -> str:
    if context.leverage >= 2.0:
        return "while everything was open"
    return "while the game was open" if context.leverage >= 0.6 else "little at stake"
