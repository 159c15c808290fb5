"""Where a broadcast's score bug and its fields are.

Comes in: nothing. Goes out: `Layout`, in fractions of the picture so that it holds at any size, and
its JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from edc.errors import InputError
from edc.scorebug.ocr import Box

SCHEMA = "edc.layout/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Boxes are in fractions of the picture; scores and teams are in printed order."""

    bug: Box
    """What the scan cuts out: all fields and a little room."""
    clock: Box | None
    period: Box | None
    shot_clock: Box | None
    scores: tuple[Box, Box]
    teams: tuple[str, str] | None
    """The words printed beside the scores, None where only logos are."""
    team_boxes: tuple[Box, Box] | None
    confidence: float
    """0..1: how sure it is that this is a score bug."""
    support: int
    """Probe frames in which it was seen."""

    def crop_pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """x, y, w, h of the bug's crop in a picture of this size: even numbers, inside the picture."""
        x0, y0 = int(self.bug.x * width) // 2 * 2, int(self.bug.y * height) // 2 * 2
        x1 = min(-(-int(self.bug.right * width + 0.999) // 2) * 2, width // 2 * 2)
        y1 = min(-(-int(self.bug.bottom * height + 0.999) // 2) * 2, height // 2 * 2)
        return max(x0, 0), max(y0, 0), x1 - max(x0, 0), y1 - max(y0, 0)

    def to_json(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Layout:
        """The layout that `to_json` wrote.

        Raises:
            InputError: another schema.
        """
        if value.get("schema") != SCHEMA:
            raise InputError(f"A score bug layout has schema {value.get('schema')!r}, expected {SCHEMA!r}: scan again.")

        def box(part: Mapping[str, float] | None) -> Box | None:
            return None if part is None else Box(**part)

        def pair(parts: Any) -> tuple[Box, Box] | None:
            return None if parts is None else (Box(**parts[0]), Box(**parts[1]))

        scores = pair(value["scores"])
        assert scores is not None
        teams = value["teams"]
        return cls(bug=Box(**value["bug"]), clock=box(value["clock"]), period=box(value["period"]),
                   shot_clock=box(value["shot_clock"]), scores=scores, team_boxes=pair(value["team_boxes"]),
                   teams=None if teams is None else (teams[0], teams[1]),
                   confidence=value["confidence"], support=value["support"])  # fmt: skip
