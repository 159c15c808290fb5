"""The plan of a recap: which plays, cut where, in which order, and why.

Comes in: a request, the game's moments and its footage. Goes out: a `Plan` whose length in frames is
the rendered file's length. Nothing is decoded or encoded here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import floor

from edc.errors import InputError, UsageError
from edc.media.cutsource import FrameSpan
from edc.moments import Moment
from edc.recap.candidates import Candidate, Unavailable, find_candidates, single
from edc.recap.cuts import Cut, Neighbours, cut_play, join_cuts, one_run
from edc.recap.footage import Footage
from edc.recap.request import RecapRequest
from edc.recap.selection import Choice, Must, Option, Relaxed, Rules, select, select_what_fits
from edc.recap.story import HINDSIGHT, deciding, elements, last_that_mattered, points_by_player, scoring

_APART_S = 1.0
"""Two clips nearer than this in the broadcast would look like a fault: they are shown as one, or only one of them."""
_LONGEST_PAIR_S = 16.0
_WORTH_OF_PAIR = 0.95
CARD_S = Fraction(2)
_SHORTEST_WITH_CARD_S = 30.0
_WEIGHTS = {"deciding play": 100.0, "asked for": 40.0, "last basket that mattered": 10.0}


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
class PlannedClip:
    cut: Cut
    at: int
    """Frame of the recap at which it begins."""
    lead: Moment
    moments: tuple[Moment, ...]

    @property
    def span(self) -> FrameSpan:
        return self.cut.span


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    moment: Moment
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    request: RecapRequest
    clips: tuple[PlannedClip, ...]
    card_frames: int
    """The final score, held at the end; 0 where it is not shown."""
    choice: Choice
    left_out: tuple[LeftOut, ...]
    musts: tuple[Must, ...]
    deciding: Moment | None
    deciding_note: str | None
    """Why the deciding play is not a must here, or could not be shown."""
    periods: tuple[int, ...]
    """Periods of which a play could have been shown."""

    @property
    def frames(self) -> int:
        return sum(clip.span.length for clip in self.clips) + self.card_frames


def make_plan(
    request: RecapRequest, moments: Sequence[Moment], footage: Footage, *, card: bool
) -> Plan:
    """
    Raises:
        UsageError: a moment that is asked for does not exist.
        InputError: nothing of the game can be shown for this request.
    """
    known = _known(request, moments)
    _check_ids(request, moments)
    found, gone = find_candidates(known)
    wanted, unwanted = _wanted(request, found, known)
    card_frames = round(CARD_S * footage.source.fps) if card and request.seconds >= _SHORTEST_WITH_CARD_S else 0
    scores = [m.anchor_s for m in scoring(known) if m.anchor_s is not None]
    shown, refused = _shown(wanted, footage, scores, tight=False)
    shown = [item for item in shown if _within(item, request, footage)]
    musts, note = _musts(request, known, wanted, refused, gone)
    frames = floor(Fraction(request.seconds) * footage.source.fps) - card_frames
    rules = _rules(request, known, frames, musts, footage)
    choice, shown = _choose(request, shown, rules, footage, wanted, scores)
    chosen = [shown[index] for index in choice.chosen]
    return Plan(
        request=request, clips=_clips(chosen, footage), card_frames=card_frames, choice=choice, musts=musts,
        deciding=deciding(known), deciding_note=note,
        left_out=_left_out(shown, choice, rules, refused, unwanted, gone),
        periods=tuple(sorted({item.lead.period for item in shown if item.lead.period})),
    )  # fmt: skip


def _known(request: RecapRequest, moments: Sequence[Moment]) -> list[Moment]:
    """What may be used: with `up_to_s`, nothing that happens later and no flag that only hindsight gives."""
    if request.up_to_s is None:
        return list(moments)
    known = [m for m in moments if m.anchor_s is not None and m.anchor_s < request.up_to_s]
    return [replace(m, flags=tuple(f for f in m.flags if f not in HINDSIGHT)) for m in known]


def _check_ids(request: RecapRequest, moments: Sequence[Moment]) -> None:
    ids = {moment.moment_id for moment in moments}
    unknown = [id_ for id_ in (*request.must_have, *request.exclude) if id_ not in ids]
    if unknown:
        raise UsageError(f"This game has no moment {unknown[0]!r}: `moments.parquet` and the report list them.")


def _wanted(
    request: RecapRequest, found: Sequence[Candidate], moments: Sequence[Moment]
) -> tuple[list[Candidate], list[LeftOut]]:
    wanted: list[Candidate] = []
    unwanted: list[LeftOut] = []
    for candidate in found:
        if set(candidate.ids) & set(request.exclude):
            unwanted.append(LeftOut(moment=candidate.lead, reason="it was excluded by the request"))
        elif set(candidate.ids) & set(request.must_have) or matches(candidate, request):
            wanted.append(candidate)
    have = {id_ for candidate in wanted for id_ in candidate.ids}
    extra = [m for m in moments if m.moment_id in request.must_have and m.moment_id not in have]
    return sorted([*wanted, *(single(m) for m in extra if m.anchor_s is not None)],
                  key=lambda c: c.acts[0].first_s), unwanted  # fmt: skip


def matches(candidate: Candidate, request: RecapRequest) -> bool:
    """Whether the filters of a request let a play through."""
    names = {name.casefold() for name in request.players}
    acting = {word.casefold() for actor in candidate.acting for word in (actor.id, actor.name)}
    labels = [moment.label for moment in candidate.moments]
    return (
        (request.team is None or (candidate.lead.team or "").casefold() == request.team.casefold())
        and (not names or bool(names & acting))
        and (not request.labels or any(label == node or label.startswith(f"{node}.")
                                       for label in labels for node in request.labels))
        and (not request.periods or candidate.lead.period in request.periods)
        and (request.since_s is None or candidate.acts[0].first_s >= request.since_s)
    )  # fmt: skip


def _shown(
    candidates: Sequence[Candidate], footage: Footage, scores: Sequence[float], *, tight: bool
) -> tuple[list[Shown], list[LeftOut]]:
    """Each play with its cuts, neighbours also as one piece; and what cannot be shown."""
    shown: list[Shown] = []
    refused: list[LeftOut] = []
    for candidate in candidates:
        cuts = cut_play(candidate, footage, _neighbours(candidate, scores), tight=tight)
        if isinstance(cuts, str):
            refused.append(LeftOut(moment=candidate.lead, reason=cuts))
        else:
            shown.append(Shown(candidates=(candidate,), cuts=cuts))
    return [*shown, *_pairs(shown, footage)], refused


def _neighbours(candidate: Candidate, scores: Sequence[float]) -> Neighbours:
    first, last = candidate.acts[0].first_s, candidate.acts[-1].last_s
    return Neighbours(before_s=max((s for s in scores if s < first - 0.05), default=None),
                      after_s=min((s for s in scores if s > last + 0.05), default=None))  # fmt: skip


def _pairs(shown: Sequence[Shown], footage: Footage) -> list[Shown]:
    """Neighbouring plays whose clips would touch, as one clip over both."""
    pairs = []
    order = sorted(shown, key=lambda item: item.cuts[0].span.first)
    apart = round(_APART_S * footage.source.fps)
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


def _within(item: Shown, request: RecapRequest, footage: Footage) -> bool:
    end_s = float(footage.source.seconds(item.cuts[-1].span.stop))
    return request.up_to_s is None or end_s <= request.up_to_s


def _musts(
    request: RecapRequest, known: Sequence[Moment], wanted: Sequence[Candidate], refused: Sequence[LeftOut],
    gone: Sequence[Unavailable],
) -> tuple[tuple[Must, ...], str | None]:  # fmt: skip
    """What has to be in, and why the deciding play is not among it where it is not."""
    musts = [_must("asked for", id_) for id_ in request.must_have]
    ids = {id_ for candidate in wanted for id_ in candidate.ids}
    decider, last = deciding(known), last_that_mattered(known)
    note = None
    if decider is None:
        note = "the game's deciding play is not known"
    elif decider.moment_id in ids:
        musts.append(_must("deciding play", decider.moment_id))
        note = next((item.reason for item in refused if item.moment.moment_id == decider.moment_id), None)
    else:
        reason = next((item.reason for item in gone if item.moment.moment_id == decider.moment_id), None)
        note = reason or ("the request asks for other plays" if request.filtered or request.exclude
                          else "no clip can be made of it")  # fmt: skip
    if last is not None and last.moment_id in ids:
        musts.append(_must("last basket that mattered", last.moment_id))
    return tuple(musts), note


def _must(name: str, moment_id: str) -> Must:
    return Must(name=name, moment_id=moment_id, weight=_WEIGHTS[name])


def _rules(
    request: RecapRequest, known: Sequence[Moment], frames: int, musts: tuple[Must, ...], footage: Footage
) -> Rules:
    return Rules(
        frames=frames, apart=round(_APART_S * footage.source.fps), musts=musts, points=points_by_player(known),
        balance_teams=request.team is None and not request.players,
        cover_periods=not request.periods and request.since_s is None,
        limit_defence=not request.labels and not request.players, limit_players=not request.players,
    )  # fmt: skip


def _choose(
    request: RecapRequest, shown: list[Shown], rules: Rules, footage: Footage, wanted: Sequence[Candidate],
    scores: Sequence[float],
) -> tuple[Choice, list[Shown]]:  # fmt: skip
    """The mildest relaxation that works: whole plays, then plays cut tight, then what fits."""
    if not shown:
        raise InputError(_nothing(request, wanted))
    choice = select(_options(shown), rules)
    if choice is not None:
        return choice, shown
    tight = [item for item in _shown(wanted, footage, scores, tight=True)[0] if _within(item, request, footage)]
    choice = select(_options(tight), rules, at_least=Relaxed.TIGHT) or select_what_fits(_options(tight), rules)
    if choice is None or not choice.chosen:
        raise InputError(f"No play of this request fits into {request.seconds:g} s: ask for a longer recap.")
    return choice, tight


def _nothing(request: RecapRequest, wanted: Sequence[Candidate]) -> str:
    if request.filtered and not wanted:
        return "No play of this game is what the request asks for: widen its team, players, labels, periods or stretch."
    return "No play of this game can be shown: none was found and placed in the pictures of the game."


def _options(shown: Sequence[Shown]) -> list[Option]:
    return [_option(item) for item in shown]


def _option(item: Shown) -> Option:
    pair = len(item.candidates) > 1
    value = sum(candidate.value for candidate in item.candidates) * (_WORTH_OF_PAIR if pair else 1.0)
    return Option(
        frames=item.frames, value=value, moment_ids=tuple(m.moment_id for m in item.moments),
        first=item.cuts[0].span.first, stop=item.cuts[-1].span.stop, period=item.lead.period, team=item.lead.team,
        kind=max(item.candidates, key=lambda c: c.value).kind,
        actors=frozenset(actor for candidate in item.candidates for actor in candidate.actors()),
        defence=not any(candidate.scoring for candidate in item.candidates), story=elements(item.moments),
        garbage=any("garbage" in moment.flags for moment in item.moments),
    )  # fmt: skip


def _clips(chosen: Sequence[Shown], footage: Footage) -> tuple[PlannedClip, ...]:
    clips: list[PlannedClip] = []
    at = 0
    pieces = [(cut, item) for item in chosen for cut in item.cuts]
    for cut, item in sorted(pieces, key=lambda piece: piece[0].span.first):
        inside = tuple(m for m in item.moments if cut.span.first <= footage.source.frame_at(m.anchor_s or 0.0) < cut.span.stop)
        lead = item.lead if item.lead in inside else max(inside, key=lambda m: m.importance or 0.0, default=item.lead)
        clips.append(PlannedClip(cut=cut, at=at, lead=lead, moments=inside or (item.lead,)))
        at += cut.span.length
    return tuple(clips)


_MOST_LEFT_OUT = 12


def _left_out(
    shown: Sequence[Shown], choice: Choice, rules: Rules, refused: Sequence[LeftOut], unwanted: Sequence[LeftOut],
    gone: Sequence[Unavailable],
) -> tuple[LeftOut, ...]:  # fmt: skip
    """The next best, and why they are not in; each moment once, the most important first."""
    chosen = [shown[index] for index in choice.chosen]
    inside = {moment.moment_id for item in chosen for moment in item.moments}
    out = [LeftOut(moment=item.lead, reason=_why_not(item, chosen, rules, choice)) for item in shown
           if len(item.candidates) == 1 and item.lead.moment_id not in inside]  # fmt: skip
    out += [*refused, *unwanted, *(LeftOut(moment=item.moment, reason=item.reason) for item in gone)]
    ordered = sorted(out, key=lambda item: -(item.moment.importance or 0.0))
    unique: Mapping[str, LeftOut] = {item.moment.moment_id: item for item in reversed(ordered)}
    return tuple(sorted(unique.values(), key=lambda item: -(item.moment.importance or 0.0))[:_MOST_LEFT_OUT])


def _why_not(item: Shown, chosen: Sequence[Shown], rules: Rules, choice: Choice) -> str:
    span = FrameSpan(first=item.cuts[0].span.first, stop=item.cuts[-1].span.stop)
    for other in chosen:
        if other.cuts[0].span.first < span.stop + rules.apart and span.first < other.cuts[-1].span.stop + rules.apart:
            return f"it runs into the clip of “{other.lead.title or other.lead.label}”"
    free = rules.frames - sum(other.frames for other in chosen)
    if item.frames > free:
        return "there is no room left for it: the plays that are in are worth more for their seconds"
    return "the recap already shows enough of this player, team or kind of play"
