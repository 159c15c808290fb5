"""What could not be kept where rules collide: the play goes first, then the length, adverts, cuts, speech.

Goes out: `GivenUp`, by which later steps know what is missing and people read why.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    WHOLE = "whole"
    """As much is seen of the play as a clip should show."""
    RULING = "ruling"
    """A basket under review or at the horn is followed to its ruling."""
    NEIGHBOUR = "neighbour"
    """No other play is torn."""
    CLEAR = "clear"
    """No edge within a few frames of a cut."""
    PAUSE = "pause"
    """Edges in pauses of speech."""
    SURE = "sure"
    """It is the first showing, no replay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    rule: Rule
    text: str
