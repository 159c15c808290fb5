"""What the spotter tells apart.

Comes in: labels of the taxonomy. Goes out: the spotter's class of each, and the classes in the order of its outputs.
"""

from __future__ import annotations

from edc.taxonomy import load_taxonomy

EVENTS: tuple[str, ...] = (
    "dunk", "layup", "jumper", "three", "missed", "free_throw", "block", "steal", "rebound", "foul",
)  # fmt: skip
"""Instants. A made shot is a dunk, layup, jumper (any other two) or three; `missed` is any shot that missed."""
STATES: tuple[str, ...] = ("replay", "cutaway")
"""What lasts: a replay; a face, the bench or the crowd while the game is on."""
CLASSES: tuple[str, ...] = EVENTS + STATES
MADE: tuple[str, ...] = ("dunk", "layup", "jumper", "three")
FAMILIES: dict[str, tuple[str, ...]] = {
    "shot": (*MADE, "missed"), "block": ("block",), "steal": ("steal",), "rebound": ("rebound",),
}  # fmt: skip
"""Coarser classes, for figures that do not ask for the kind of a shot."""

PLAIN: dict[str, str] = {
    "dunk": "dunk", "layup": "layup", "jumper": "jump shot", "three": "three", "missed": "missed shot",
    "free_throw": "free throw", "block": "block", "steal": "steal", "rebound": "rebound", "foul": "foul",
}  # fmt: skip
"""As a person would say it."""


def class_of(label: str) -> str | None:
    """The event class of a taxonomy label; None where the spotter has none for it.

    Raises:
        InvariantError: nothing of the label is known.
    """
    spot = load_taxonomy().node(label).spot
    return spot if spot in EVENTS else None
