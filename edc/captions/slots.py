"""Slots: the only way that a number or a name enters a caption.

Comes in: facts and a language. Goes out: the text of each slot that is known.
"""

from __future__ import annotations

from functools import lru_cache

from edc.captions.facts import Facts
from edc.captions.language import Language
from edc.captions.message import parse, slots_in
from edc.taxonomy import node

METRES_A_FOOT = 0.3048

SLOTS = (
    "shot", "Shot", "SafeShot", "player", "other", "assist", "blocker", "team", "leader", "mine", "score", "lead",
    "tied", "distance", "run", "deficit", "total", "milestone_player", "period", "clock",
)  # fmt: skip
"""The closed list."""

_SAFE_LABELS = {"free_throw": "free_throw", "shot.missed": "shot", "review": "review", "violation": "violation"}
"""Labels whose own name would tell how it ended."""


@lru_cache(maxsize=4096)
def _decimal(value: float, code: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, format="0.0", locale=code)


def distance_text(distance_ft: float, language: Language) -> str:
    """Whole feet, or metres with one decimal as the language writes it."""
    if not language.metric:
        return f"{distance_ft:.0f}"
    return _decimal(round(distance_ft * METRES_A_FOOT, 1), language.code)


def clock_text(clock_s: float) -> str:
    """Minutes and whole seconds, as a scoreboard shows them."""
    whole = int(clock_s)
    return f"{whole // 60}:{whole % 60:02d}"


def score_text(facts: Facts) -> str | None:
    """Leader first."""
    if facts.home_score is None or facts.away_score is None:
        return None
    return f"{max(facts.home_score, facts.away_score)}-{min(facts.home_score, facts.away_score)}"


def safe_label(label: str) -> str:
    return next((safe for ending, safe in _SAFE_LABELS.items() if (label + ".").startswith(ending + ".")), label)


def _small(name: str, language: Language) -> str:
    return name[0].lower() + name[1:] if language.lower_names else name


def slots_of(facts: Facts, language: Language, view: str = "neutral") -> dict[str, str]:
    """Slot → text; what is not known is left out. `view` names whose side is told: neutral, home or away."""
    name = node(facts.label).name(language.code)
    lead = facts.lead
    known: dict[str, str | int | None] = {
        "shot": _small(name, language),
        "Shot": name,
        "SafeShot": node(safe_label(facts.label)).name(language.code),
        "player": facts.player,
        "other": facts.other,
        "assist": facts.assist,
        "blocker": facts.blocker,
        "team": facts.team,
        "leader": facts.leader,
        "mine": {"home": facts.home, "away": facts.away}.get(view),
        "score": score_text(facts),
        "lead": abs(lead) if lead else None,
        "tied": facts.home_score if facts.level else None,
        "distance": distance_text(facts.distance_ft, language) if facts.distance_ft is not None else None,
        "run": facts.run_points or None,
        "deficit": facts.comeback_points or None,
        "total": facts.scorer_points or None,
        "milestone_player": facts.milestone.player if facts.milestone else None,
        "period": None if facts.period is None else language.period_name(facts.period, facts.periods_in_regulation),
        "clock": None if facts.clock_s is None else clock_text(facts.clock_s),
    }
    return {slot: str(value) for slot, value in known.items() if value is not None and value != ""}


@lru_cache(maxsize=16384)
def slot_faults(sentence: str) -> tuple[str, ...]:
    """What a sentence holds that only code may write: digits, braces that are no slot, slots of no list."""
    faults = [f"{{{slot}}} is no slot" for slot in slots_in(sentence) if slot not in SLOTS]
    literal = "".join(part.text + "".join(form for _, form in part.forms) for part in parse(sentence))
    if any(c.isnumeric() for c in literal if not "\u4e00" <= c <= "\u9fff"):
        faults.append("a digit outside a slot")
    if any(c in "{}" for c in literal):
        faults.append("a brace that is no slot")
    return tuple(faults)


_TELLING = {"team": 1, "player": 2, "other": 2, "assist": 2, "blocker": 2, "distance": 2, "period": 2}


@lru_cache(maxsize=16384)
def richness(template: str) -> int:
    """How much of the play a template tells; its bare name tells nothing."""
    return sum(_TELLING.get(slot, 0) for slot in slots_in(template))
