"""An editor's own clips: shown from exactly where to exactly where he says.

Comes in: a request's fixed clips, the moments, the footage. Goes out: plays that the selection must
take, each with the one cut that was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from edc.errors import UsageError
from edc.media.cutsource import FrameSpan
from edc.moments import Moment
from edc.recap.acts import Act
from edc.recap.candidates import Candidate
from edc.recap.cuts import Cut
from edc.recap.footage import Footage
from edc.recap.request import FixedClip, RecapRequest
from edc.recap.showing import Shown
from edc.recap.story import waved_off

PREFIX = "clip:"
"""Ids of fixed clips; moments' own ids never hold a colon."""
_REASON = "where the editor set it"


def fixed_plays(request: RecapRequest, moments: Sequence[Moment], footage: Footage) -> list[Shown]:
    """
    Raises:
        UsageError: a clip lies beyond the end of the recording.
    """
    return [_shown(f"{PREFIX}{number}", clip, moments, footage) for number, clip in enumerate(request.fixed, start=1)]


def _shown(id_: str, clip: FixedClip, moments: Sequence[Moment], footage: Footage) -> Shown:
    source = footage.source
    first, stop = source.frame_at(clip.start_s), source.frame_at(clip.end_s)
    if stop <= first or clip.end_s > float(source.seconds(source.frames)) + 1.0:
        raise UsageError(f"The clip {clip.start_s:g}-{clip.end_s:g} is not in the recording, "
                         f"which lasts {float(source.seconds(source.frames)):.1f} s.")
    inside = [m for m in moments if m.anchor_s is not None and clip.start_s <= m.anchor_s < clip.end_s]
    inside = [m for m in inside if not waved_off(m)]
    lead = max(inside, key=lambda m: m.importance or 0.0) if inside else _nameless(id_, clip)
    marker = replace(_nameless(id_, clip), anchor_s=lead.anchor_s, period=lead.period)
    act = Act(first_s=clip.start_s, last_s=clip.end_s, sd_s=0.0, wished_start_s=None, wished_end_s=None)
    worth = lead.importance or 0.0
    candidate = Candidate(moments=(marker, *inside), lead=lead, acts=(act,), kind="editor", value=worth)
    cut = Cut(span=FrameSpan(first=first, stop=stop), start_reason=_REASON, end_reason=_REASON)
    return Shown(candidates=(candidate,), cuts=(cut,))


def _nameless(id_: str, clip: FixedClip) -> Moment:
    text = f"{clip.start_s:g}-{clip.end_s:g} s"
    return Moment(moment_id=id_, game_id="", label="stoppage", start_s=clip.start_s, anchor_s=clip.start_s,
                  end_s=clip.end_s, title=text, safe_title=text, caption=text, confidence=1.0)  # fmt: skip
