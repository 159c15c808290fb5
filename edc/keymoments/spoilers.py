"""What a viewer may see of the index, by what he has seen of the game.

`full` tells everything; `watched` everything up to where he has watched; `hidden` nothing of score,
winner or length. Which fields leave at which level is a list here, so that a new field stays inside
until somebody lets it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from edc.captions.slots import safe_label
from edc.keymoments.document import entry
from edc.moments import Moment
from edc.taxonomy import node

Level = Literal["full", "watched", "hidden"]
LEVELS: tuple[Level, ...] = ("full", "watched", "hidden")

HIDDEN_FIELDS = ("id", "status", "safe_title", "start_s", "safe_thumbnail")
HIDDEN_A_PERIOD = 6
"""The same number from every quarter: how many there are must not tell how the game went."""

_HIDDEN_FAMILIES = ("shot.made", "block", "steal")


def visible(moments: Sequence[Moment], level: Level, watched_s: float, key: Sequence[Moment]) -> list[dict[str, Any]]:
    """Entries of the index at a level; `key` are the key moments, `moments` all of the game."""
    pictured = frozenset(m.moment_id for m in key)
    if level == "full":
        return [entry(m, pictured) for m in key]
    if level == "watched":
        return [entry(m, pictured) for m in key if m.end_s is not None and m.end_s <= watched_s]
    return [_hidden(m) for m in hidden_choice(moments)]


def _hidden(moment: Moment) -> dict[str, Any]:
    told = entry(moment, frozenset((moment.moment_id,)))
    return {**{field: told[field] for field in HIDDEN_FIELDS}, "label": safe_label(moment.label)}


def hidden_choice(moments: Sequence[Moment]) -> list[Moment]:
    """From each quarter of regulation the plays most worth seeing for their own sake, by no account of the score."""
    chosen: list[Moment] = []
    for period in range(1, 5):
        own = [m for m in moments if m.period == period and m.placed and m.start_s is not None
               and m.status != "retracted" and m.label.startswith(_HIDDEN_FAMILIES)]
        own.sort(key=lambda m: (-node(m.label).interest, m.anchor_s or 0.0))
        chosen += own[:HIDDEN_A_PERIOD]
    return sorted(chosen, key=lambda m: m.anchor_s or 0.0)
