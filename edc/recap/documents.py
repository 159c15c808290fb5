"""The documents beside a recap: `recap.json` and its captions.

Comes in: a plan, the words, what was measured on the rendered file. Goes out: JSON by the contract
"edc.recap/1" and WebVTT.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from edc.captions.recapwords import RecapWords
from edc.media.assemble import Chapter, Measured
from edc.recap.dressing import Dressed
from edc.recap.footage import Footage
from edc.recap.givenup import Rule
from edc.recap.plan import Plan, PlannedClip
from edc.recap.rules import checks, outcomes, told_standing
from edc.recap.soundcuts import Join
from edc.recap.standing import Scoreboard
from edc.recap.texts import Words, joined

SCHEMA = "edc.recap/1"


def recap_json(
    plan: Plan, footage: Footage, words: Words, *, told: RecapWords, revision: int, measured: Measured,
    joins: Sequence[Join], dressed: Dressed, board: Scoreboard,
) -> dict[str, Any]:  # fmt: skip
    fps = footage.source.fps
    value = {
        "schema": SCHEMA, "request": plan.request.to_json(), "revision": revision,
        "duration_s": _seconds(measured.duration_s), "frames": measured.frames,
        "fps": f"{fps.numerator}/{fps.denominator}",
        "headline": told.headline, "story": joined(told.story, words.code),
        "clips": _clips(plan, fps, words, joins),
        "opening": {"at_s": 0.0, "duration_s": _seconds(plan.opening_frames / fps)} if plan.opening_frames else None,
        "card": _card(plan, fps),
        "left_out": [{"moment_id": item.moment.moment_id, "title": words.title(item.moment),
                      "importance": _rounded(item.moment.importance),
                      "reason": item.reason + (f" “{words.title(item.beside)}”" if item.beside else "")}
                     for item in plan.left_out],
        "objective": round(plan.choice.objective, 6), "bound": round(plan.choice.bound, 6),
        "gap": round(plan.choice.gap, 6), "relaxed": plan.choice.relaxed.name.lower(),
        "rules": [*(outcome.to_json() for outcome in outcomes(plan, footage)),
                  told_standing(plan, dressed, board, footage).to_json()],
        "checks": checks(plan, footage),
        "loudness": {"integrated_lufs": _rounded(measured.integrated_lufs, 1),
                     "true_peak_dbtp": _rounded(measured.true_peak_dbtp, 1)}
        if measured.integrated_lufs is not None else None,
    }  # fmt: skip
    return value


def _card(plan: Plan, fps: Fraction) -> dict[str, float] | None:
    if not plan.card_frames:
        return None
    return {"at_s": _seconds((plan.frames - plan.card_frames) / fps), "duration_s": _seconds(plan.card_frames / fps)}


def _clips(plan: Plan, fps: Fraction, words: Words, joins: Sequence[Join]) -> list[dict[str, Any]]:
    """With where the sound of each begins and ends beside its picture."""
    between = [None, *joins, None]
    return [_clip(clip, fps, words, *between[number : number + 2]) for number, clip in enumerate(plan.clips)]


def _clip(clip: PlannedClip, fps: Fraction, words: Words, before: Join | None, after: Join | None) -> dict[str, Any]:
    return {
        "start_s": _seconds(clip.span.first / fps), "end_s": _seconds(clip.span.stop / fps),
        "at_s": _seconds(clip.at / fps), "in_frame": clip.span.first, "out_frame": clip.span.stop,
        "moment_ids": [m.moment_id for m in clip.moments], "title": words.title(clip.lead),
        "caption": words.caption(clip.lead), "why": None if words.hidden else clip.lead.why,
        "start_reason": clip.cut.start_reason, "end_reason": clip.cut.end_reason,
        "given_up": _given_up(clip, before, after),
        "sound_lead_s": _seconds(-before.shift_s) if before else 0.0,
        "sound_trail_s": _seconds(after.shift_s) if after else 0.0,
        "alternates": [{"moment_id": m.moment_id, "start_s": round(r.start_s, 3), "end_s": round(r.end_s, 3)}
                       for m in clip.moments for r in m.replays],
    }  # fmt: skip


def _given_up(clip: PlannedClip, before: Join | None, after: Join | None) -> list[str]:
    """Of speech what is heard counts: sound that leads or trails may have mended it."""
    kept = [given.text for given in clip.cut.start_given_up if before is None or given.rule is not Rule.PAUSE]
    kept += ["its sound begins in speech: no pause was within reach"] if before and before.enters else []
    kept += [given.text for given in clip.cut.end_given_up if after is None or given.rule is not Rule.PAUSE]
    return kept + (["its sound ends in speech: no pause was within reach"] if after and after.breaks_off else [])


def _seconds(value: Fraction) -> float:
    return round(float(value), 6)


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(float(value), digits)


def recap_vtt(plan: Plan, fps: Fraction, words: Words) -> str:
    cues = []
    for clip in plan.clips:
        times = f"{_stamp(clip.at / fps)} --> {_stamp((clip.at + clip.span.length) / fps)}"
        cues.append(f"{times}\n{_cue(words.caption(clip.lead))}")
    return "WEBVTT\n\n" + "\n\n".join(f"{number}\n{cue}" for number, cue in enumerate(cues, start=1)) + "\n"


def _cue(text: str) -> str:
    """A cue's text may hold no blank line, no arrow, and no bare `&` or `<`."""
    one_line = " ".join(text.split())
    return one_line.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "→")


def _stamp(seconds: Fraction) -> str:
    thousandths = int(seconds * 1000)
    whole, rest = divmod(thousandths, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{rest:03d}"


def chapters(plan: Plan, words: Words, card_title: str) -> list[Chapter]:
    listed = [Chapter(start_frame=clip.at, stop_frame=clip.at + clip.span.length, title=words.chapter(clip.lead))
              for clip in plan.clips]  # fmt: skip
    if plan.opening_frames:
        listed.insert(0, Chapter(start_frame=0, stop_frame=plan.opening_frames, title="–"))
    if plan.card_frames:
        listed.append(Chapter(start_frame=plan.frames - plan.card_frames, stop_frame=plan.frames, title=card_title))
    return listed
