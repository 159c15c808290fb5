"""The recap as an OpenTimelineIO timeline, for an editing program.

Comes in: a plan and where the source lies. Goes out: one video and one audio track of clips over the
whole source, in the source's own timecode: everything before and after each cut is there as handle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from edc.media.cutsource import Source
from edc.recap.names import safe_name
from edc.recap.plan import Plan, PlannedClip
from edc.recap.soundcuts import Join
from edc.recap.texts import Words


def start_frame(timecode: str | None, fps: Fraction) -> int:
    """Frames since midnight of a start timecode; 0 without one. A semicolon marks drop frame."""
    match = re.fullmatch(r"(\d+):(\d+):(\d+)([:;.])(\d+)", timecode or "")
    if match is None:
        return 0
    hours, minutes, seconds, frames = (int(match[group]) for group in (1, 2, 3, 5))
    base = round(fps)
    count = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if match[4] == ":":
        return count
    dropped, total = base // 15, hours * 60 + minutes
    return count - dropped * (total - total // 10)


def recap_otio(
    plan: Plan, source: Source, words: Words, *, url: str, timecode: str | None, name: str, joins: Sequence[Join] = ()
) -> str:
    """The audio track's cuts lie where the recap's sound changes, in whole frames."""
    import opentimelineio as otio

    rate = float(source.fps)
    zero = start_frame(timecode, source.fps)
    timeline = otio.schema.Timeline(name=name, global_start_time=otio.opentime.RationalTime(0, rate))
    timeline.metadata["edc"] = {"schema": "edc.recap/1", "request": _plain(plan.request.to_json())}
    kinds = [otio.schema.TrackKind.Video, *([otio.schema.TrackKind.Audio] if source.has_sound else [])]
    shifts = [0, *(round(join.shift_s * source.fps) for join in joins), 0] if joins else [0] * (len(plan.clips) + 1)
    for kind in kinds:
        track = otio.schema.Track(name=kind, kind=kind)
        split = shifts if kind == otio.schema.TrackKind.Audio else [0] * len(shifts)
        track.extend(_clip(clip, source, words, url, zero, number, (split[number - 1], split[number]))
                     for number, clip in enumerate(plan.clips, start=1))  # fmt: skip
        timeline.tracks.append(track)
    return str(otio.adapters.write_to_string(timeline, "otio_json", indent=1)) + "\n"


def _clip(
    clip: PlannedClip, source: Source, words: Words, url: str, zero: int, number: int, shifted: tuple[int, int]
) -> Any:
    """`shifted`: frames by which this track's cuts before and after the clip lie behind the picture's."""
    import opentimelineio as otio

    def span(first: int, length: int) -> Any:
        time = otio.opentime.RationalTime
        return otio.opentime.TimeRange(time(first, float(source.fps)), time(length, float(source.fps)))

    reference = otio.schema.ExternalReference(target_url=url, available_range=span(zero, source.frames))
    reference.name = source.path.name
    piece = otio.schema.Clip(
        name=f"{number:02d} {safe_name(words.title(clip.lead))}", media_reference=reference,
        source_range=span(zero + clip.span.first + shifted[0], clip.span.length - shifted[0] + shifted[1]),
    )  # fmt: skip
    anchor = source.frame_at(clip.lead.anchor_s or 0.0)
    if clip.span.first <= anchor < clip.span.stop:
        piece.markers.append(otio.schema.Marker(name=clip.lead.label, marked_range=span(zero + anchor, 1)))
    piece.metadata["edc"] = {"moment_ids": [m.moment_id for m in clip.moments], "caption": words.caption(clip.lead),
                             "start_reason": clip.cut.start_reason, "end_reason": clip.cut.end_reason}  # fmt: skip
    return piece


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """OTIO's metadata knows no None."""
    return {key: item for key, item in value.items() if item is not None}
