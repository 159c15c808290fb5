"""The plan of a recap: which plays, cut where, in which order, and why.

Comes in: a request, the game's moments and its footage. Goes out: a `Plan` whose length in frames is
the rendered file's length. Nothing is decoded or encoded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from edc.errors import InputError
from edc.importance.winprob import DEFAULT, Model
from edc.media.cutsource import FrameSpan
from edc.moments import Moment
from edc.playbyplay.play import Feed
from edc.recap.candidates import Candidate, Unavailable, find_candidates
from edc.recap.cuts import BUILD_UP_S, Cut, longest_end_s
from edc.recap.facts import facts
from edc.recap.fixed import PREFIX, fixed_plays
from edc.recap.footage import Footage
from edc.recap.leadcurve import lead_curve
from edc.recap.request import RecapRequest
from edc.recap.selection import Choice, Must, Relaxed, Rules, select, select_what_fits
from edc.recap.showing import APART_S, LeftOut, Shown, as_options, left_out, show_plays
from edc.recap.story import decisive, last_that_mattered, points_by_player, scoring
from edc.recap.wishes import check_ids, known_moments, nothing_message, wanted_plays

CARD_S = Fraction(2)
_SHORTEST_WITH_CARD_S = 30.0
_SETTLED_S = BUILD_UP_S + 0.5
"""At the live point a play is shown when its clip and this much after it have been seen: nothing that follows can
move its edges any more, so that its clip is the same for everybody and for ever."""
_RAPID_S = 120.0
"""The length for which the limits per player are meant."""
_WEIGHTS = {"clip of the editor's": 1000.0, "deciding play": 100.0, "asked for": 40.0,
            "last basket that mattered": 10.0}  # fmt: skip


class NothingToShow(InputError):
    """Nothing is wrong with the game's files: there is just no play in them for this request."""


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
class Plan:
    request: RecapRequest
    clips: tuple[PlannedClip, ...]
    opening_frames: int
    """The card that says who plays; 0 where none was asked for."""
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
        return self.opening_frames + sum(clip.span.length for clip in self.clips) + self.card_frames


def make_plan(
    request: RecapRequest, moments: Sequence[Moment], footage: Footage, *, card: bool,
    damaged: Sequence[FrameSpan] = (), feed: Feed | None = None, model: Model = DEFAULT,
) -> Plan:  # fmt: skip
    """The best recap for a request. `card`: end on the final score; `damaged`: spans that cannot be decoded.

    With `up_to_s` nothing of what came later is used: moments and feed are weighed anew, the footage ends there.

    Raises:
        UsageError: a moment that is asked for does not exist.
        NothingToShow: nothing of the game can be shown for this request.
    """
    known = known_moments(request, moments, feed, model)
    check_ids(request, moments)
    if request.up_to_s is not None:
        footage = footage.until(request.up_to_s)
    found, gone = find_candidates(known)
    wanted, unwanted = wanted_plays(request, found, known)
    wanted, unsettled = _settled(wanted, request)
    long_enough = request.seconds >= _SHORTEST_WITH_CARD_S
    card_frames = round(CARD_S * footage.source.fps) if card and long_enough else 0
    opening_frames = round(CARD_S * footage.source.fps) if request.opening and long_enough else 0
    scores = [m.anchor_s for m in scoring(known) if m.anchor_s is not None]
    fixed = fixed_plays(request, known, footage)
    musts, note = _musts(request, known, wanted, gone)
    frames = floor(Fraction(request.seconds) * footage.source.fps) - card_frames - opening_frames
    making = _Making(wanted=wanted, footage=footage, scores=scores, damaged=damaged, fixed=fixed)
    rules = _rules(request, known, frames, musts, making)
    choice, shown, refused = _choose(request, making, rules)
    if note is None and (decider := decisive(known)) is not None:
        note = next((item.reason for item in refused if item.moment.moment_id == decider.moment_id), None)
    chosen = [shown[index] for index in choice.chosen]
    return Plan(
        request=request, clips=_clips(chosen, footage, opening_frames), opening_frames=opening_frames,
        card_frames=card_frames, choice=choice, musts=musts, deciding=decisive(known), deciding_note=note,
        left_out=left_out(shown, choice, rules, refused, [*unwanted, *unsettled], gone),
        periods=tuple(sorted({item.lead.period for item in shown if item.lead.period})),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Making:
    """What plays are shown from, at any relaxation."""

    wanted: Sequence[Candidate]
    footage: Footage
    scores: Sequence[float]
    damaged: Sequence[FrameSpan]
    fixed: Sequence[Shown]

    def shown(self, *, tight: bool) -> tuple[list[Shown], list[LeftOut]]:
        shown, refused = show_plays(self.wanted, self.footage, self.scores, self.damaged, tight=tight)
        return [*self.fixed, *shown], refused


def _settled(wanted: Sequence[Candidate], request: RecapRequest) -> tuple[list[Candidate], list[LeftOut]]:
    """Plays whose clips can no longer change at the live point; all without one."""
    if request.up_to_s is None:
        return list(wanted), []
    latest = request.up_to_s - _SETTLED_S
    early = [candidate for candidate in wanted if longest_end_s(candidate) > latest]
    return ([candidate for candidate in wanted if longest_end_s(candidate) <= latest],
            [LeftOut(moment=candidate.lead, reason="it has only just happened: its end has not been seen yet")
             for candidate in early])  # fmt: skip


def _musts(
    request: RecapRequest, known: Sequence[Moment], wanted: Sequence[Candidate], gone: Sequence[Unavailable]
) -> tuple[tuple[Must, ...], str | None]:
    """What has to be in, and why the deciding play is not among it where it is not."""
    musts = [_must("clip of the editor's", f"{PREFIX}{number}") for number in range(1, len(request.fixed) + 1)]
    musts += [_must("asked for", id_) for id_ in request.must_have]
    ids = {id_ for candidate in wanted for id_ in candidate.ids}
    decider, last = decisive(known), last_that_mattered(known)
    note = None
    if decider is None:
        note = "the game's deciding play is not known"
    elif decider.moment_id in ids:
        musts.append(_must("deciding play", decider.moment_id))
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
    request: RecapRequest, known: Sequence[Moment], frames: int, musts: tuple[Must, ...], making: _Making
) -> Rules:
    shown, _ = making.shown(tight=False)
    showable = {moment.moment_id for item in shown for moment in item.moments}
    whole_game = not (request.filtered or request.labels)
    return Rules(
        frames=frames, apart=round(APART_S * making.footage.source.fps), musts=musts, points=points_by_player(known),
        curve=lead_curve(known) if whole_game else None,
        facts=facts(known, showable) if whole_game else (),
        length=request.seconds / _RAPID_S,
        balance_teams=request.team is None and not request.players,
        cover_periods=not request.periods and request.since_s is None,
        limit_defence=not request.labels and not request.players, limit_players=not request.players,
        present_players=whole_game,
    )  # fmt: skip


def _choose(request: RecapRequest, making: _Making, rules: Rules) -> tuple[Choice, list[Shown], list[LeftOut]]:
    """The mildest relaxation that works: whole plays, then plays cut tight, then what fits."""
    shown, refused = making.shown(tight=False)
    if not shown:
        raise NothingToShow(nothing_message(request, making.wanted))
    choice = select(as_options(shown), rules)
    if choice is not None:
        return choice, shown, refused
    tight, refused = making.shown(tight=True)
    choice = select(as_options(tight), rules, at_least=Relaxed.TIGHT) or select_what_fits(as_options(tight), rules)
    if choice is None or not choice.chosen:
        raise NothingToShow(f"No play of this request fits into {request.seconds:g} s: ask for a longer recap.")
    return choice, tight, refused


def _clips(chosen: Sequence[Shown], footage: Footage, at: int) -> tuple[PlannedClip, ...]:
    clips: list[PlannedClip] = []
    pieces = [(cut, item) for item in chosen for cut in item.cuts]
    for cut, item in sorted(pieces, key=lambda piece: piece[0].span.first):
        inside = tuple(m for m in item.moments if _is_in(m, cut, footage) and not m.moment_id.startswith(PREFIX))
        lead = item.lead if item.lead in inside else max(inside, key=lambda m: m.importance or 0.0, default=item.lead)
        clips.append(PlannedClip(cut=cut, at=at, lead=lead, moments=inside or (item.lead,)))
        at += cut.span.length
    return tuple(clips)


def _is_in(moment: Moment, cut: Cut, footage: Footage) -> bool:
    return cut.span.first <= footage.source.frame_at(moment.anchor_s or 0.0) < cut.span.stop
