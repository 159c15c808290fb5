"""How much looking at a moment is expected to gain.

Comes in: moments as the record shows them. Goes out: a gain and a sentence that says why it is asked.
The gain is the chance that something is wrong, times how many would see it, times how rare the class
is: a class of which there are few examples teaches the model more with each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from edc.taxonomy import load_taxonomy
from labeling.queue.doubtful import SURE, VAGUE_SD_S
from labeling.queue.seen import Against

_ALONE = 0.15
"""What only one source tells of is the more doubtful."""
_VAGUE = 0.2
"""Most that an unknown instant adds."""
_AGAINST = 0.25
"""Sources that say different things."""
_SEEN_OTHERWISE = 0.6
"""The spotter is sure of something else."""
_USUAL_PER_GAME = 20.0
_UNKNOWN_PER_GAME = 2.0
SKIPPED = 0.1
"""What is left of a question's gain each time somebody skips it."""
_SPREAD = 0.995
"""Each further question about a game counts this much less, so that games take turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    gain: float
    reason: str


def expected_gain(moment: Mapping[str, Any], shown: Set[str], against: Against | None = None) -> Asked:
    """`shown`: ids of the moments that a recap shows; `against`: what the spotter has to say against the label."""
    doubt, because = _doubt(moment)
    if against is not None:
        doubt = min(1.0, doubt + _SEEN_OTHERWISE * against.weight)
        because.append(against.because)
    weight = 1.0 + 2.0 * (moment["importance"] or 0.0)
    if moment["moment_id"] in shown:
        weight += 1.0
        because.append("it is in a recap")
    rare = rarity(str(moment["label"]))
    if rare > 1.5:
        because.append("the class is rare")
    if moment["confidence"] >= SURE and not because:
        because.append("to be sure of everything")
    return Asked(gain=round(doubt * weight * rare, 5), reason=", ".join(because))


def _doubt(moment: Mapping[str, Any]) -> tuple[float, list[str]]:
    """The chance that something is wrong, and what speaks for it."""
    doubt, because = 1.0 - float(moment["confidence"]), []
    if moment["confidence"] < SURE:
        because.append(f"only {moment['confidence']:.0%} sure")
    deviation_s = moment["anchor_sd_s"] or 0.0
    if deviation_s > VAGUE_SD_S:
        doubt += min(_VAGUE, _VAGUE * deviation_s / 5.0)
        because.append(f"the instant is known to {deviation_s:.1f} s only")
    sources = {e["source"] for e in moment["evidence"]}
    if len(sources) == 1:
        doubt += _ALONE * doubt
        because.append(f"only the {next(iter(sources))} tells of it")
    if disagree(moment):
        doubt += _AGAINST
        because.append("the sources disagree")
    return min(doubt, 1.0), because


def disagree(moment: Mapping[str, Any]) -> bool:
    """Whether two sources see the play at instants further apart than both can be right."""
    seen = [e for e in moment["evidence"] if e["media_s"] is not None and e["source"] in ("spotter", "scorebug")]
    times = [e["media_s"] for e in seen]
    return len(times) > 1 and max(times) - min(times) > 4.0


def rarity(label: str) -> float:
    """1 for what happens twenty times a game, up to 2 for what hardly ever happens."""
    node = load_taxonomy().nodes.get(label)
    rate = node.per_game if node is not None and node.per_game is not None else _UNKNOWN_PER_GAME
    return 1.0 + max(0.0, 1.0 - min(rate, _USUAL_PER_GAME) / _USUAL_PER_GAME)


def spread(gain: float, place: int) -> float:
    """The gain of a game's question at this place in the game's own order."""
    return round(gain * _SPREAD**place, 6)


def drawn(share: float, *what: str) -> bool:
    """A draw that comes out the same each time: whether these words are in the share."""
    digest = hashlib.sha256("\x1f".join(what).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64 < share
