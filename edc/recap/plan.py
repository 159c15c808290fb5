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
from edc.media.cutsource import FrameSpan
from edc.moments import Moment
from edc.recap.candidates import Candidate, Unavailable, find_candidates
from edc.recap.cuts import Cut
from edc.recap.footage import Footage
from edc.recap.request import RecapRequest
from edc.recap.selection import Choice, Must, Relaxed, Rules, select, select_what_fits
from edc.recap.showing import APART_S, LeftOut, Shown, as_options, left_out, show_plays
from edc.recap.story import decisive, last_that_mattered, points_by_player, scoring
from edc.recap.wishes import check_ids, known_moments, nothing_message, wanted_plays

CARD_S = Fraction(2)
_SHORTEST_WITH_CARD_S = 30.0
_RAPID_S = 120.0
"""The length for which the limits per player are meant."""
_WEIGHTS = {"deciding play": 100.0, "asked for": 40.0, "last basket that mattered": 10.0}


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
    request: RecapRequest, moments: Sequence[Moment], footage: Footage, *, card: bool,
    damaged: Sequence[FrameSpan] = (),
) -> Plan:  # fmt: skip
    """The best recap for a request. `card`: end on the final score; `damaged`: spans that cannot be decoded.

    Raises:
        UsageError: a moment that is asked for does not exist.
        NothingToShow: nothing of the game can be shown for this request.
    """
    known = known_moments(request, moments)
    check_ids(request, moments)
    found, gone = find_candidates(known)
    wanted, unwanted = wanted_plays(request, found, known)
    card_frames = round(CARD_S * footage.source.fps) if card and request.seconds >= _SHORTEST_WITH_CARD_S else 0
    scores = [m.anchor_s for m in scoring(known) if m.anchor_s is not None]
    shown, refused = show_plays(wanted, footage, scores, damaged, tight=False)
    shown = [item for item in shown if is_within(item, request, footage)]
    musts, note = _musts(request, known, wanted, refused, gone)
    frames = floor(Fraction(request.seconds) * footage.source.fps) - card_frames
    rules = _rules(request, known, frames, musts, footage)
    choice, shown = _choose(request, shown, rules, footage, wanted, scores, damaged)
    chosen = [shown[index] for index in choice.chosen]
    return Plan(
        request=request, clips=_clips(chosen, footage), card_frames=card_frames, choice=choice, musts=musts,
        deciding=decisive(known), deciding_note=note,
        left_out=left_out(shown, choice, rules, refused, unwanted, gone),
        periods=tuple(sorted({item.lead.period for item in shown if item.lead.period})),
    )  # fmt: skip


def _musts(
    request: RecapRequest, known: Sequence[Moment], wanted: Sequence[Candidate], refused: Sequence[LeftOut],
    gone: Sequence[Unavailable],
) -> tuple[tuple[Must, ...], str | None]:  # fmt: skip
    """What has to be in, and why the deciding play is not among it where it is not."""
    musts = [_must("asked for", id_) for id_ in request.must_have]
    ids = {id_ for candidate in wanted for id_ in candidate.ids}
    decider, last = decisive(known), last_that_mattered(known)
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
        frames=frames, apart=round(APART_S * footage.source.fps), musts=musts, points=points_by_player(known),
        length=request.seconds / _RAPID_S,
        balance_teams=request.team is None and not request.players,
        cover_periods=not request.periods and request.since_s is None,
        limit_defence=not request.labels and not request.players, limit_players=not request.players,
    )  # fmt: skip


def _choose(
    request: RecapRequest, shown: list[Shown], rules: Rules, footage: Footage, wanted: Sequence[Candidate],
    scores: Sequence[float], damaged: Sequence[FrameSpan],
) -> tuple[Choice, list[Shown]]:  # fmt: skip
    """The mildest relaxation that works: whole plays, then plays cut tight, then what fits."""
    if not shown:
        raise NothingToShow(nothing_message(request, wanted))
    choice = select(as_options(shown), rules)
    if choice is not None:
        return choice, shown
    closer, _ = show_plays(wanted, footage, scores, damaged, tight=True)
    tight = [item for item in closer if is_within(item, request, footage)]
    choice = select(as_options(tight), rules, at_least=Relaxed.TIGHT) or select_what_fits(as_options(tight), rules)
    if choice is None or not choice.chosen:
        raise NothingToShow(f"No play of this request fits into {request.seconds:g} s: ask for a longer recap.")
    return choice, tight


def _clips(chosen: Sequence[Shown], footage: Footage) -> tuple[PlannedClip, ...]:
    clips: list[PlannedClip] = []
    at = 0
    pieces = [(cut, item) for item in chosen for cut in item.cuts]
    for cut, item in sorted(pieces, key=lambda piece: piece[0].span.first):
        inside = tuple(m for m in item.moments if _is_in(m, cut, footage))
        lead = item.lead if item.lead in inside else max(inside, key=lambda m: m.importance or 0.0, default=item.lead)
        clips.append(PlannedClip(cut=cut, at=at, lead=lead, moments=inside or (item.lead,)))
        at += cut.span.length
    return tuple(clips)


def _is_in(moment: Moment, cut: Cut, footage: Footage) -> bool:
    return cut.span.first <= footage.source.frame_at(moment.anchor_s or 0.0) < cut.span.stop


def is_within(item: Shown, request: RecapRequest, footage: Footage) -> bool:
    end_s = float(footage.source.seconds(item.cuts[-1].span.stop))
    return request.up_to_s is None or end_s <= request.up_to_s
