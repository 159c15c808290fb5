"""Plays as they can be shown: with their cuts, alone or two neighbours in one piece.

Comes in: candidates and the footage. Goes out: `Shown` plays and the options that the selection
weighs, and what cannot be shown with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from edc.media.cutsource import FrameSpan
from edc.moments import Moment
from edc.recap.candidates import Candidate, Unavailable
from edc.recap.cuts import Cut, Neighbours, cut_play, join_cuts, one_run
from edc.recap.footage import Footage
from edc.recap.selection import Choice, Option, Rules
from edc.recap.story import elements

APART_S = 1.0
"""Two clips nearer than this in the broadcast would look like a fault: they are shown as one, or only one of them."""
_LONGEST_PAIR_S = 16.0
_WORTH_OF_PAIR = 0.95
_WORTH_OF_PART = 0.7
"""Of a play that is seen too late or left too early, against the same play seen whole."""
_MOST_LEFT_OUT, _MOST_UNSHOWABLE = 12, 4
"""Listed as the next best; of a recording that holds a part of the game, most plays are merely not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A candidate (or two in one piece) with its cuts."""

    candidates: tuple[Candidate, ...]
    cuts: tuple[Cut, ...]

    @property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(moment for candidate in self.candidates for moment in candidate.moments)

    @property
    def lead(self) -> Moment:
        return max(self.candidates, key=lambda candidate: candidate.value).lead

    @property
    def frames(self) -> int:
        return sum(cut.span.length for cut in self.cuts)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    moment: Moment
    reason: str
    beside: Moment | None = None
    """The play that stands in its way: named in the reason."""


def show_plays(
    candidates: Sequence[Candidate], footage: Footage, scores: Sequence[float], damaged: Sequence[FrameSpan], *,
    tight: bool,
) -> tuple[list[Shown], list[LeftOut]]:
    """Each play with its cuts, neighbours also as one piece; and what cannot be shown."""
    shown: list[Shown] = []
    refused: list[LeftOut] = []
    for candidate in candidates:
        cuts = cut_play(candidate, footage, _neighbours(candidate, scores), tight=tight)
        if isinstance(cuts, str):
            refused.append(LeftOut(moment=candidate.lead, reason=cuts))
        elif any(_meet(cut.span, span) for cut in cuts for span in damaged):
            refused.append(LeftOut(moment=candidate.lead, reason="the file is damaged there"))
        else:
            shown.append(Shown(candidates=(candidate,), cuts=cuts))
    return [*shown, *_pairs(shown, footage)], refused


def _meet(a: FrameSpan, b: FrameSpan) -> bool:
    return a.first < b.stop and b.first < a.stop


def _neighbours(candidate: Candidate, scores: Sequence[float]) -> Neighbours:
    first, last = candidate.acts[0].first_s, candidate.acts[-1].last_s
    return Neighbours(before_s=max((s for s in scores if s < first - 0.05), default=None),
                      after_s=min((s for s in scores if s > last + 0.05), default=None))  # fmt: skip


def _pairs(shown: Sequence[Shown], footage: Footage) -> list[Shown]:
    """Neighbouring plays whose clips would touch, as one clip over both."""
    pairs = []
    order = sorted(shown, key=lambda item: item.cuts[0].span.first)
    apart = round(APART_S * footage.source.fps)
    for first, second in pairwise(order):
        a, b = first.cuts[-1], second.cuts[0]
        if b.span.first - a.span.stop >= apart or not one_run(a, b, footage):
            continue
        if len(first.cuts) > 1 or len(second.cuts) > 1:
            continue
        both = join_cuts(a, b)
        if footage.source.seconds(both.span.length) <= _LONGEST_PAIR_S:
            pairs.append(Shown(candidates=(*first.candidates, *second.candidates), cuts=(both,)))
    return pairs


def as_options(shown: Sequence[Shown]) -> list[Option]:
    return [_option(item) for item in shown]


def _option(item: Shown) -> Option:
    pair = len(item.candidates) > 1
    value = sum(candidate.value for candidate in item.candidates) * (_WORTH_OF_PAIR if pair else 1.0)
    value *= 1.0 if all(cut.whole for cut in item.cuts) else _WORTH_OF_PART
    return Option(
        frames=item.frames, value=value, moment_ids=tuple(m.moment_id for m in item.moments),
        first=item.cuts[0].span.first, stop=item.cuts[-1].span.stop, period=item.lead.period, team=item.lead.team,
        kind=max(item.candidates, key=lambda c: c.value).kind,
        actors=frozenset(actor for candidate in item.candidates for actor in candidate.actors()),
        scorers=frozenset(p.id or p.name for m in item.moments if m.points for p in m.players if p.role == "shooter"),
        defence=not any(candidate.scoring for candidate in item.candidates), story=elements(item.moments),
        garbage=any("garbage" in moment.flags for moment in item.moments),
    )  # fmt: skip


def left_out(
    shown: Sequence[Shown], choice: Choice, rules: Rules, refused: Sequence[LeftOut], unwanted: Sequence[LeftOut],
    gone: Sequence[Unavailable],
) -> tuple[LeftOut, ...]:  # fmt: skip
    """The next best, and why they are not in; each moment once, the most important first."""
    chosen = [shown[index] for index in choice.chosen]
    inside = {moment.moment_id for item in chosen for moment in item.moments}
    out = [_why_not(item, chosen, rules) for item in shown
           if len(item.candidates) == 1 and item.lead.moment_id not in inside]  # fmt: skip
    unshowable = [*refused, *unwanted, *(LeftOut(moment=item.moment, reason=item.reason) for item in gone)]
    unique = {item.moment.moment_id: item for item in [*_best(unshowable, _MOST_UNSHOWABLE), *out]}
    return tuple(_best(list(unique.values()), _MOST_LEFT_OUT))


def _best(items: Sequence[LeftOut], most: int) -> list[LeftOut]:
    return sorted(items, key=lambda item: -(item.moment.importance or 0.0))[:most]


def _why_not(item: Shown, chosen: Sequence[Shown], rules: Rules) -> LeftOut:
    span = FrameSpan(first=item.cuts[0].span.first, stop=item.cuts[-1].span.stop)
    for other in chosen:
        if other.cuts[0].span.first < span.stop + rules.apart and span.first < other.cuts[-1].span.stop + rules.apart:
            return LeftOut(moment=item.lead, reason="it runs into the clip of", beside=other.lead)
    free = rules.frames - sum(other.frames for other in chosen)
    if item.frames > free:
        return LeftOut(moment=item.lead, reason="there is no room left for it: the plays that are in are worth more "
                                                "for their seconds")  # fmt: skip
    return LeftOut(moment=item.lead, reason="the recap already shows enough of this player, team or kind of play")
