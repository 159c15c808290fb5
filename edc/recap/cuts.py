"""Where a clip begins and ends.

Comes in: a play and the footage around it. Goes out: spans of frames with a reason for each edge,
and what had to be given up. Where rules collide, the play goes first, then the length, then adverts
and replays (never inside), then the broadcast's cuts, then speech.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np

from edc.media.cutsource import FrameSpan
from edc.recap.acts import AT_HORN_S, Act
from edc.recap.candidates import Candidate
from edc.recap.footage import Floats, Footage, Run
from edc.recap.givenup import GivenUp, Rule

LEAST_LEAD_S, LEAST_TRAIL_S = 2.5, 1.5
"""Seen before the shot, and of its result."""
_LEAD_S, _TRAIL_S = 2.8, 1.9
"""What is wished for where nothing else speaks."""
_MOST_SHIFT_S = 0.2
"""How far the moment's own start and end may move the wish: they are made for jumping in, not for cutting."""
_MOST_LEAD_S, _MOST_TRAIL_S = 6.5, 4.5
_MOST_HORN_TRAIL_S = AT_HORN_S + 2.0
_HORN_TRAIL_S = 4.0
"""Of a basket at the horn more is seen, and the clip goes on until the score tells that it counts."""
_SCORE_READ_S = 0.7
"""The new score is readable for this long before the clip ends."""
_MOST_SD_S = 1.5
"""A vaguely placed play gets this much more room at both ends, not more."""
NEAR_CUT_FRAMES = 5
_AFTER_CUT_FRAMES = (NEAR_CUT_FRAMES + 1, NEAR_CUT_FRAMES + 3)
_CLEAR_FRAMES = 2
"""Kept clear of where a replay or a break begins: cuts are found to a frame or two."""
_LEAST_SHOWN_BEFORE_S, _LEAST_SHOWN_AFTER_S = 0.7, 0.3
"""With less of it on screen the play cannot be understood: no clip."""
_OTHER_BASKET_S = 1.0
"""Kept clear of the basket before and after: it belongs to another play."""
BUILD_UP_S = 3.0
"""A clip does not end so shortly before another basket: one would be torn out of a play."""
_SHORT_ROOM_S = 0.3
"""Where that cannot be, it ends with the result, this much later at most."""
_JOIN_S = 2.0
"""Two pieces of a play nearer than this are one."""
_COST_NEAR_CUT, _COST_VAGUE, _COST_SPEECH, _GAIN_AT_CUT = 50.0, 20.0, 10.0, 1.5
"""In seconds of distance from the wished edge. Any pause in the window beats speech; no pause is worth the room that a
vaguely placed play needs; and that room is not worth an edge at a cut."""
_UNSURE = GivenUp(rule=Rule.SURE, text="it is shown without the score bug: make sure that it is no replay")
_NEXT_BASKET = GivenUp(rule=Rule.NEIGHBOUR, text="it ends while the next basket is being made: that one comes at once")
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    span: FrameSpan
    start_reason: str
    end_reason: str
    start_given_up: tuple[GivenUp, ...] = ()
    end_given_up: tuple[GivenUp, ...] = ()

    @property
    def given_up(self) -> tuple[GivenUp, ...]:
        """Rules that could not be kept at its edges."""
        return (*self.start_given_up, *self.end_given_up)

    @property
    def whole(self) -> bool:
        """Whether as much is seen of the play as a clip should show."""
        return not any(given.rule is Rule.WHOLE for given in self.given_up)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Anchors of the scoring plays before and after, where there are any."""

    before_s: float | None = None
    after_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge:
    frame: int
    reason: str
    given_up: tuple[GivenUp, ...]


def cut_play(
    candidate: Candidate, footage: Footage, neighbours: Neighbours, *, tight: bool = False
) -> tuple[Cut, ...] | str:
    """The play's cuts in order, or why it cannot be shown. `tight`: nothing beyond the least."""
    horn = "buzzer_beater" in candidate.flags
    cuts: list[Cut] = []
    for act in candidate.acts:
        cut = _cut_act(act, footage, neighbours, tight=tight, horn=horn and not act.ruling)
        if not isinstance(cut, str):
            cuts.append(cut)
        elif not act.ruling:
            return cut
        else:
            unseen = GivenUp(rule=Rule.RULING, text=f"the ruling on it cannot be shown: {cut}")
            cuts[-1] = replace(cuts[-1], end_given_up=(*cuts[-1].end_given_up, unseen))
    return _joined(cuts, footage)


def longest_end_s(candidate: Candidate) -> float:
    """The last second that its clip could show, wherever the cuts and pauses lie: known before what follows is."""
    trail = _MOST_HORN_TRAIL_S if "buzzer_beater" in candidate.flags else _MOST_TRAIL_S
    return max(act.last_s + trail + min(act.sd_s, _MOST_SD_S) for act in candidate.acts)


def _cut_act(act: Act, footage: Footage, neighbours: Neighbours, *, tight: bool, horn: bool) -> Cut | str:
    run = footage.run_at(act.first_s)
    if run is None or footage.run_at(act.last_s) is not run:
        kind = footage.kind_at(act.last_s if run is not None else act.first_s)
        return f"the broadcast shows {_names(kind)} while it happens"
    if act.first_s - run.start_s < _LEAST_SHOWN_BEFORE_S:
        return f"the broadcast comes back from {_names(run.before)} too late to see it"
    if run.end_s - act.last_s < _LEAST_SHOWN_AFTER_S:
        return f"the broadcast leaves for {_names(run.after)} before its result is seen"
    start = _start(act, run, footage, neighbours.before_s, tight)
    end = _end(act, run, footage, neighbours.after_s, tight, horn)
    doubt = () if run in footage.runs else (_UNSURE,)
    return Cut(span=FrameSpan(first=start.frame, stop=end.frame), start_reason=start.reason, end_reason=end.reason,
               start_given_up=(*doubt, *start.given_up), end_given_up=end.given_up)  # fmt: skip


def _names(kind: str) -> str:
    return {"replay": "a replay", "commercial": "a commercial", "start": "its beginning", "end": "its end",
            "nothing": "nothing", "bug_away": "pictures without the score bug"}.get(kind, f"the {kind}")  # fmt: skip


def _start(act: Act, run: Run, footage: Footage, basket_before_s: float | None, tight: bool) -> _Edge:
    sd = min(act.sd_s, _MOST_SD_S)
    latest = act.first_s - LEAST_LEAD_S
    earliest = max(run.start_s, act.first_s - _MOST_LEAD_S - sd)
    if basket_before_s is not None and basket_before_s + _OTHER_BASKET_S <= latest:
        earliest = max(earliest, basket_before_s + _OTHER_BASKET_S)
    if latest < earliest:
        return _Edge(frame=ceil(run.start_s * footage.source.fps) + (_CLEAR_FRAMES if run.start_s > 0 else 0),
                     reason=f"the broadcast comes back from {_names(run.before)} here",
                     given_up=(_short(f"only {act.first_s - run.start_s:.1f} s are seen before it"),))  # fmt: skip
    safe = latest - sd
    usual = act.first_s - _LEAD_S - sd
    wished = max(safe, earliest) if tight else _wished(act.wished_start_s, usual, earliest, safe)
    frames, times = _grid(earliest, latest, footage, end=False)
    distance = footage.frames_to_cut(times)
    at_cut = (distance >= _AFTER_CUT_FRAMES[0]) & (distance <= _AFTER_CUT_FRAMES[1])
    best, moved, given_up = _best("start", times, wished, times > safe, distance, footage, at_cut & (not tight))
    lead = f"{act.first_s - times[best]:.1f} s before the {'first touch' if act.last_s > act.first_s else 'play'}"
    if at_cut[best]:
        reason = f"just after the broadcast cuts to the play, {lead}"
    else:
        reason = f"{moved or 'where the action begins'}, {lead}"
    return _Edge(frame=int(frames[best]), reason=reason, given_up=given_up)


def _end(act: Act, run: Run, footage: Footage, basket_after_s: float | None, tight: bool, horn: bool) -> _Edge:
    sd = min(act.sd_s, _MOST_SD_S)
    earliest = act.last_s + LEAST_TRAIL_S
    safe = earliest + sd
    latest = min(run.end_s, act.last_s + sd + _most_trail_s(act, horn))
    entered = False
    if basket_after_s is not None and basket_after_s - BUILD_UP_S >= earliest:
        latest = min(latest, basket_after_s - BUILD_UP_S)
    elif basket_after_s is not None and basket_after_s - _OTHER_BASKET_S >= earliest:
        latest, entered = min(latest, earliest + _SHORT_ROOM_S, basket_after_s - _OTHER_BASKET_S), True
    elif basket_after_s is not None and basket_after_s + _OTHER_BASKET_S >= earliest:
        # it falls where this clip would end: seen with it, where the broadcast stays on the game for so long
        entered = basket_after_s + _OTHER_BASKET_S > latest
        earliest = earliest if entered else basket_after_s + _OTHER_BASKET_S
        safe = max(safe, earliest)
    if latest < earliest:
        return _Edge(frame=floor(run.end_s * footage.source.fps) - _CLEAR_FRAMES,
                     reason=f"the broadcast leaves for {_names(run.after)} here",
                     given_up=(_short(f"the result is seen for only {run.end_s - act.last_s:.1f} s"),))  # fmt: skip
    wished = act.last_s + sd + (_HORN_TRAIL_S if horn else _TRAIL_S)
    wished = min(safe, latest) if tight else _wished(act.wished_end_s if not horn else None, wished, safe, latest)
    if act.score_s is not None and not tight:
        wished = min(max(wished, act.score_s + _SCORE_READ_S), latest)
    frames, times = _grid(earliest, latest, footage, end=True)
    distance = footage.frames_to_cut(times)
    at_cut = (distance <= -_AFTER_CUT_FRAMES[0]) & (distance >= -_AFTER_CUT_FRAMES[1])
    best, moved, given_up = _best("end", times, wished, times < safe, distance, footage, at_cut & (not tight))
    if horn:
        given_up = (*given_up, *_ruling_unseen(act, float(times[best])))
    if entered:
        given_up = (*given_up, _NEXT_BASKET)
    trail = f"{times[best] - act.last_s:.1f} s after the result"
    crossed = bool(np.any((footage.cuts_s > act.last_s) & (footage.cuts_s < times[best])))
    if at_cut[best]:
        reason = f"before the broadcast cuts away, {trail}"
    elif crossed:
        reason = f"after the reaction, {trail}"
    else:
        reason = f"{moved or 'when the result has been seen'}, {trail}"
    return _Edge(frame=int(frames[best]), reason=reason, given_up=given_up)


def _most_trail_s(act: Act, horn: bool) -> float:
    if not horn:
        return _MOST_TRAIL_S
    told_s = 0.0 if act.score_s is None else act.score_s - act.last_s + 2 * _SCORE_READ_S
    return max(_MOST_TRAIL_S + _HORN_TRAIL_S, told_s)


def _short(text: str) -> GivenUp:
    return GivenUp(rule=Rule.WHOLE, text=text)


def _ruling_unseen(act: Act, end_s: float) -> tuple[GivenUp, ...]:
    """Of a basket at the horn."""
    if act.score_s is not None and end_s >= act.score_s:
        return ()
    early, silent = "the clip ends before the score tells that", "nothing was read that tells whether"
    told = silent if act.score_s is None else early
    return (GivenUp(rule=Rule.RULING, text=f"{told} the basket at the horn counted"),)


def _wished(asked: float | None, usual: float, earliest: float, latest: float) -> float:
    """Where the moment itself says how it is seen, near the usual place and inside what is possible."""
    wish = usual if asked is None else min(max(asked, usual - _MOST_SHIFT_S), usual + _MOST_SHIFT_S)
    return max(min(wish, latest), earliest) if earliest <= latest else latest


def _grid(
    earliest_s: float, latest_s: float, footage: Footage, *, end: bool
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Floats]:
    """Frames of the window, at least one, inside the source."""
    fps = footage.source.fps
    first = min(max(0, ceil(earliest_s * fps)), footage.source.frames)
    last = min(max(0, floor(latest_s * fps)), footage.source.frames)
    if last < first:  # the window lies between two frames: the one that is surely inside the run
        first = last = last if end else first
    frames = np.arange(first, last + 1, dtype=np.int64)
    return frames, frames / float(fps)


def _best(
    edge: str, times: Floats, wished: float, vague: Bools, distance: Floats, footage: Footage, at_cut: Bools
) -> tuple[int, str, tuple[GivenUp, ...]]:
    """The place of the edge among `times`, why it is not the wished one, and what could not be kept."""
    near, spoken = np.abs(distance) <= NEAR_CUT_FRAMES, footage.speaking(times)
    cost = np.abs(times - wished) + _COST_NEAR_CUT * near + _COST_VAGUE * vague + _COST_SPEECH * spoken
    cost -= _GAIN_AT_CUT * at_cut
    best = int(np.argmin(cost))
    given_up = []
    if near[best]:
        text = f"the {edge} lies within {NEAR_CUT_FRAMES} frames of a cut: there was no other place"
        given_up.append(GivenUp(rule=Rule.CLEAR, text=text))
    if spoken[best]:
        given_up.append(GivenUp(rule=Rule.PAUSE, text=f"the {edge} lies in speech: no pause was within reach"))
    there = int(np.argmin(np.abs(times - wished)))
    moved = ""
    if spoken[there] and not spoken[best]:
        moved = "in a pause of the commentary"
    elif near[there] and not near[best]:
        moved = "clear of the broadcast's cut"
    return best, moved, tuple(given_up)


def _joined(cuts: list[Cut], footage: Footage) -> tuple[Cut, ...]:
    """Pieces that nearly touch become one where the broadcast stays on the game between them."""
    out: list[Cut] = []
    for cut in cuts:
        last = out[-1] if out else None
        gap_s = footage.source.seconds(cut.span.first - last.span.stop) if last else None
        if last is not None and gap_s is not None and gap_s < _JOIN_S and one_run(last, cut, footage):
            out[-1] = join_cuts(last, cut)
        else:
            out.append(cut)
    return tuple(out)


def join_cuts(first: Cut, second: Cut) -> Cut:
    """One cut over both and what lies between."""
    span = FrameSpan(first=min(first.span.first, second.span.first), stop=max(first.span.stop, second.span.stop))
    return Cut(span=span, start_reason=first.start_reason, end_reason=second.end_reason,
               start_given_up=first.start_given_up, end_given_up=second.end_given_up)  # fmt: skip


def one_run(first: Cut, second: Cut, footage: Footage) -> bool:
    """Whether the broadcast stays on the game from the one's first to the other's last frame."""
    seconds = footage.source.seconds
    run = footage.run_at(float(seconds(first.span.first)), 0.0)
    return run is not None and float(seconds(second.span.stop)) <= run.end_s + 1e-6
