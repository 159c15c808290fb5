"""The stretches of a play that must be seen whole.

Comes in: moments that are one play. Goes out: `Act`s: the play itself, and where officials looked at it again, what
they said. A basket at the horn is seen until the score bug tells that it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edc.moments import Moment

_BUG_LAG_S = 4.0
"""A score bug follows the basket by up to this much."""
AT_HORN_S = 12.0
"""After a basket at the horn one waits for so long until the score tells that it counts."""
_FLIGHT_S = {"dunk": 0.2, "layup": 0.4, "three": 1.2, "free_throw": 1.0, "shot": 0.8}
"""From the hand to the rim, about; the first word that a label holds counts."""
_LONGEST_REVIEW_S = 240.0
_SAME_CLOCK_S = 1.0
"""A basket is under review where the game has not gone on since: the clock stands where it stood, or is put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A stretch that must be seen whole: from the first thing that happens to the result."""

    first_s: float
    last_s: float
    sd_s: float
    wished_start_s: float | None
    wished_end_s: float | None
    score_s: float | None = None
    """When the score bug showed the new score, where it did soon after."""
    ruling: bool = False
    """Whether it is the ruling on the act before: shown where it can be."""


def released_s(moment: Moment) -> float:
    """When the ball leaves the hand: the anchor of a shot is the ball at the rim."""
    parts = moment.label.split(".")
    flight = next((seconds for word, seconds in _FLIGHT_S.items() if word in parts), 0.0)
    return (moment.anchor_s or 0.0) - flight


def act_of(chain: Sequence[Moment], *, ruling: bool = False) -> Act:
    anchors = [m.anchor_s for m in chain if m.anchor_s is not None]
    return Act(
        first_s=min(released_s(m) for m in chain if m.anchor_s is not None), last_s=max(anchors),
        sd_s=max(m.anchor_sd_s or 0.0 for m in chain),
        wished_start_s=chain[0].start_s, wished_end_s=chain[-1].end_s, score_s=_score_shown(chain[-1]),
        ruling=ruling,
    )  # fmt: skip


def ruling_of(basket: Moment, after: Sequence[Moment]) -> Moment | None:
    """What the officials said when they had looked at a basket again; None where nobody did.

    `after` are the placed moments that follow it, in their order.
    """
    for moment in after:
        late = (moment.anchor_s or 0.0) - (basket.anchor_s or 0.0) > _LONGEST_REVIEW_S
        if late or moment.period != basket.period or moment.made:
            return None
        near = abs((moment.clock_s or 0.0) - (basket.clock_s or 0.0)) <= _SAME_CLOCK_S
        if moment.label.startswith("review.") and near:
            return moment
    return None


def _score_shown(moment: Moment) -> float | None:
    """When the score bug showed a basket: at the horn somebody may have to say first that it counts."""
    within_s = AT_HORN_S if is_at_horn(moment) else _BUG_LAG_S
    seen = [e.media_s for e in moment.evidence if e.source == "scorebug" and e.media_s is not None]
    after = [at for at in seen if moment.anchor_s is not None and 0.0 < at - moment.anchor_s <= within_s]
    return max(after, default=None) if moment.points else None


def is_at_horn(moment: Moment) -> bool:
    return "buzzer_beater" in moment.flags
