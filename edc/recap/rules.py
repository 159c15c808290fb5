"""What became of each rule in a finished plan, and what an editor should look at before airing.

Comes in: a plan and its footage. Goes out: rows for `recap.json`. The rules are checked on the
result, not copied from the programme that was meant to keep them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from edc.moments import Moment
from edc.recap.cuts import LEAST_LEAD_S, LEAST_TRAIL_S
from edc.recap.dressing import Dressed
from edc.recap.footage import GAME_KINDS, Footage
from edc.recap.givenup import Rule
from edc.recap.plan import Plan, PlannedClip
from edc.recap.selection import Relaxed
from edc.recap.standing import READ_WITHIN_S, Scoreboard
from edc.recap.story import waved_off

_VAGUE_SD_S = 1.5
_DOUBTFUL = 0.5
_SLACK_S = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    rule: str
    holds: bool | None
    """None where the rule does not apply to this request or game."""
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "holds": self.holds, "note": self.note}


def outcomes(plan: Plan, footage: Footage) -> list[Outcome]:
    seconds = footage.source.seconds
    spans = [clip.span for clip in plan.clips]
    length = float(seconds(plan.frames))
    ids = Counter(id_ for clip in plan.clips for id_ in {m.moment_id for m in clip.moments})
    return [
        Outcome(rule="no longer than asked for", holds=length <= plan.request.seconds, note=f"{length:.3f} s"),
        *_musts(plan),
        Outcome(rule="in the order of the broadcast", holds=all(a.stop <= b.first for a, b in pairwise(spans))),
        Outcome(rule="no play twice", holds=all(count == 1 for count in ids.values())),
        Outcome(rule="only pictures of the game", holds=all(_on_the_game(clip, footage) for clip in plan.clips),
                note="no advertisement, studio or replay"),
        Outcome(rule="no basket that did not count", holds=not any(waved_off(m) for m in _moments(plan))),
        _periods(plan),
        _whole(plan, footage),
        Outcome(rule="limits per player, kind and team", holds=plan.choice.relaxed < Relaxed.CAPS,
                note="" if plan.choice.relaxed < Relaxed.CAPS else "given up: the request leaves no other choice"),
    ]  # fmt: skip


def told_standing(plan: Plan, dressed: Dressed, board: Scoreboard, footage: Footage) -> Outcome:
    """Whether period and score can be read within the first second of every clip, off the bug or off ours."""
    rule = "period and score can be read in every clip"
    if not board.judged:
        return Outcome(rule=rule, holds=None, note="nobody looked for a score bug")
    cropped, silent = plan.request.aspect != "16:9", []
    for number, (clip, stretch) in enumerate(zip(plan.clips, dressed.stretches, strict=True), start=1):
        start = float(footage.source.seconds(clip.span.first))
        second = round(footage.source.fps * Fraction(READ_WITHIN_S))
        ours = any(o.first < clip.span.first + second and o.stop > clip.span.first for o in stretch.overlays)
        if not ours and (cropped or not board.readable(start, start + READ_WITHIN_S)):
            silent.append(number)
    return Outcome(rule=rule, holds=not silent, note=f"not in clip {', '.join(map(str, silent))}" if silent else "")


def _moments(plan: Plan) -> list[Moment]:
    return [moment for clip in plan.clips for moment in clip.moments]


def _musts(plan: Plan) -> list[Outcome]:
    shown = {m.moment_id for m in _moments(plan)}
    rows = [Outcome(rule=f"{must.name} is in", holds=must.moment_id in shown, note=must.moment_id)
            for must in plan.musts]  # fmt: skip
    if not any(must.name == "deciding play" for must in plan.musts):
        rows.insert(0, Outcome(rule="deciding play is in", holds=None, note=plan.deciding_note or ""))
    return rows


def _on_the_game(clip: PlannedClip, footage: Footage) -> bool:
    start, end = (float(footage.source.seconds(frame)) for frame in (clip.span.first, clip.span.stop))
    inside = [kind for a, b, kind in footage.kinds if a < end - _SLACK_S and b > start + _SLACK_S]
    return all(kind in GAME_KINDS for kind in inside)


def _periods(plan: Plan) -> Outcome:
    shown = {m.period for clip in plan.clips for m in clip.moments}
    missing = [period for period in plan.periods if period not in shown]
    note = f"none of {', '.join(map(str, missing))}" if missing else ""
    return Outcome(rule="a play of each period", holds=not missing, note=note)


def _whole(plan: Plan, footage: Footage) -> Outcome:
    short = [clip for clip in plan.clips if not _is_whole(clip, footage)]
    note = f"{len(short)} of {len(plan.clips)} clips are short at an edge, see checks" if short else ""
    rule = f"at least {LEAST_LEAD_S:g} s before a play and {LEAST_TRAIL_S:g} s after"
    return Outcome(rule=rule, holds=not short, note=note)


def _is_whole(clip: PlannedClip, footage: Footage) -> bool:
    frame = 1 / float(footage.source.fps)
    start, end = (float(footage.source.seconds(n)) for n in (clip.span.first, clip.span.stop))
    anchors = [m.anchor_s for m in clip.moments if m.anchor_s is not None]
    return min(anchors) - start >= LEAST_LEAD_S - frame and end - max(anchors) >= LEAST_TRAIL_S - frame


def checks(plan: Plan, footage: Footage) -> list[dict[str, Any]]:
    """What to look at before airing, in the order of the recap."""
    rows: list[dict[str, Any]] = []
    if plan.deciding is not None and plan.deciding_note is not None and not plan.request.filtered:
        rows.append(_check(None, f"The deciding play is not in the recap: {plan.deciding_note}."))
    rows += [_check(None, f"Not in the recap, though it should be: {must.name} ({must.moment_id}).")
             for must in plan.choice.missing if must.name != "deciding play"]  # fmt: skip
    if plan.choice.relaxed >= Relaxed.TIGHT:
        rows.append(_check(None, "The plays are cut as short as they can be understood: the request is very short."))
    for clip in plan.clips:
        at_s = round(float(footage.source.seconds(clip.at)), 3)
        rows += [_check(at_s, f"{given.text[0].upper()}{given.text[1:]}.") for given in clip.cut.given_up
                 if given.rule is not Rule.PAUSE]  # fmt: skip
        sd, confidence = clip.lead.anchor_sd_s or 0.0, clip.lead.confidence
        if sd > _VAGUE_SD_S:
            rows.append(_check(at_s, f"The place of the play is known only to ±{sd:.1f} s."))
        if confidence < _DOUBTFUL:
            rows.append(_check(at_s, f"Only {confidence:.0%} sure that this is what happened."))
    return rows


def _check(at_s: float | None, reason: str) -> dict[str, Any]:
    return {"at_s": at_s, "reason": reason}
