"""How a team moves the ball within a passage: who holds it from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from sample_media.simulation.model import Passage


@dataclass(slots=True, kw_only=True)
class Hold:
    slot: int
    t0: float
    t1: float


def pass_chain(passage: Passage, rng: Random) -> list[Hold]:
    """Holds in order; between two of them the ball is in the air."""
    holds: list[Hold] = []
    first, begin = passage.slot, passage.wall_0
    if passage.release_s is not None and passage.touch_s is not None and passage.receiver is not None:
        holds.append(Hold(slot=passage.slot, t0=passage.wall_0, t1=passage.release_s))
        first, begin = passage.receiver, passage.touch_s
    end = passage.finish_s
    last = passage.finish_slot
    if end - begin < 0.9 and first != last:
        holds.append(Hold(slot=first, t0=begin, t1=begin + max(0.1, (end - begin) * 0.3)))
        holds.append(Hold(slot=last, t0=begin + max(0.2, (end - begin) * 0.8), t1=end))
        return holds
    receipts = _receipts(passage, first, last, begin, end, rng)
    slot, since = first, begin
    for next_slot, at in receipts:
        flight = min(0.62, max(0.2, (at - since) * 0.4))
        holds.append(Hold(slot=slot, t0=since, t1=at - flight))
        slot, since = next_slot, at
    holds.append(Hold(slot=slot, t0=since, t1=end))
    return holds


def bring_up_s(passage: Passage, begin: float) -> float:
    """How long the ball takes to come over half-court."""
    length = passage.finish_s - begin
    if passage.start == "continue":
        return 0.0
    share = 0.72 if passage.fast_break else 0.42
    return min(5.8 if not passage.fast_break else 4.2, share * length)


def _receipts(
    passage: Passage, first: int, last: int, begin: float, end: float, rng: Random
) -> list[tuple[int, float]]:
    """(receiver, when he has it) for each pass after the first touch."""
    assist = passage.assist_slot
    final_at = end - _hold_before_finish(passage, assist is not None, end - begin, rng)
    ready = begin + bring_up_s(passage, begin)
    chain: list[int] = []
    if first != last or assist is not None:
        chain = [last]
        if assist is not None and assist != first:
            chain.insert(0, assist)
    room = final_at - ready
    extra = int(max(0.0, room) / rng.uniform(2.2, 3.6)) - len(chain)
    current = chain[0] if chain else last
    for _ in range(max(0, min(4, extra))):
        options = [s for s in range(5) if s not in (first, current) and s != assist]
        if not options:
            break
        chosen = rng.choice(options)
        chain.insert(0, chosen)
        current = chosen
    if chain and chain[-1] != last:
        chain.append(last)
    if not chain:
        return []
    if len(chain) == 1:
        return [(chain[0], max(begin + 0.35, final_at))]
    start = max(begin + 0.5, min(ready + rng.uniform(0.2, 1.0), final_at - 0.8 * (len(chain) - 1)))
    gap = (final_at - start) / (len(chain) - 1)
    return [(slot, start + gap * i) for i, slot in enumerate(chain)]


def _hold_before_finish(passage: Passage, assisted: bool, length: float, rng: Random) -> float:
    shot = passage.shot
    if assisted and shot is not None:
        if shot.style == "jump":
            return min(rng.uniform(0.55, 0.9), length * 0.4)
        return min(rng.uniform(0.35, 0.6), length * 0.3)
    if shot is not None and shot.style in ("layup", "dunk", "floater", "jump"):
        return min(rng.uniform(1.6, 2.8), length * 0.55)
    return min(rng.uniform(1.0, 2.0), length * 0.5)
