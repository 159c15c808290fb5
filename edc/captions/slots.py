"""Slots: the only way that a number or a name enters a caption.

Comes in: facts and a language. Goes out: the text of each slot that is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from edc.captions.facts import Facts
from edc.captions.language import Language
from edc.taxonomy import node

METRES_A_FOOT = 0.3048

_SLOT = re.compile(r"\{(\w+)\}")

_SAFE_LABELS = {"free_throw": "free_throw", "shot.missed": "shot", "review": "review", "violation": "violation"}
"""Labels whose own name would tell how it ended."""


def distance_text(distance_ft: float, language: Language) -> str:
    """Whole feet, or metres with one decimal."""
    if not language.metric:
        return f"{distance_ft:.0f}"
    return f"{distance_ft * METRES_A_FOOT:.1f}".replace(".", language.decimal)


def score_text(facts: Facts) -> str | None:
    """Leader first."""
    if facts.home_score is None or facts.away_score is None:
        return None
    return f"{max(facts.home_score, facts.away_score)}-{min(facts.home_score, facts.away_score)}"


def safe_label(label: str) -> str:
    return next((safe for ending, safe in _SAFE_LABELS.items() if (label + ".").startswith(ending + ".")), label)


def _small(name: str, language: Language) -> str:
    return name[0].lower() + name[1:] if language.lower_names else name


def slots_of(facts: Facts, language: Language) -> dict[str, str]:
    """Slot → text; what is not known is left out."""
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
        "score": score_text(facts),
        "lead": abs(lead) if lead else None,
        "tied": facts.home_score if facts.level else None,
        "distance": distance_text(facts.distance_ft, language) if facts.distance_ft is not None else None,
        "run": facts.run_points or None,
        "deficit": facts.comeback_points or None,
        "total": facts.scorer_points,
        "milestone_player": facts.milestone.player if facts.milestone else None,
        "period": None if facts.period is None else language.period_name(facts.period, facts.periods_in_regulation),
    }
    return {slot: str(value) for slot, value in known.items() if value is not None and value != ""}


def fill(template: str, slots: Mapping[str, str]) -> str | None:
    """The template with its slots filled; None where one of them is not known. "Jr.." becomes "Jr."."""
    if any(name not in slots for name in _SLOT.findall(template)):
        return None
    return _SLOT.sub(lambda found: slots[found.group(1)], template).replace("..", ".")


_TELLING = {"team": 1, "player": 2, "other": 2, "assist": 2, "blocker": 2, "distance": 2, "period": 2}


def richness(template: str) -> int:
    """How much of the play a template tells; its bare name tells nothing."""
    return sum(_TELLING.get(slot, 0) for slot in _SLOT.findall(template))
