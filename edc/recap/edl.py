"""The recap as a CMX 3600 edit decision list.

Comes in: a plan, the source, its start timecode. Goes out: the list's text. The format knows whole
frame counts of 24, 25 and 30 a second and says by one FCM line whether 29.97 drops frames.
"""

from __future__ import annotations

import re
from fractions import Fraction

from edc.errors import UsageError
from edc.media.cutsource import Source
from edc.recap.interchange import start_frame
from edc.recap.names import safe_name
from edc.recap.plan import Plan, PlannedClip
from edc.recap.texts import Words

_RATES = (Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30))


def is_drop(timecode: str | None, fps: Fraction) -> bool:
    """Whether timecode drops frame numbers: as the source's does; without one, 29.97 does."""
    if fps.denominator == 1 or round(fps) % 30:
        return False
    return timecode is None or bool(re.search(r"[;.]\d+$", timecode))


def timecode_at(frame: int, fps: Fraction, *, drop: bool) -> str:
    """hh:mm:ss:ff of a count of frames since midnight; past midnight it begins anew."""
    base = round(fps)
    if drop:
        dropped = base // 15
        per_ten, per_minute = base * 600 - dropped * 9, base * 60 - dropped
        tens, rest = divmod(frame, per_ten)
        frame += dropped * 9 * tens + (dropped * ((rest - dropped) // per_minute) if rest >= base * 60 else 0)
    seconds, frames = divmod(frame, base)
    last = ";" if drop else ":"
    return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{last}{frames:02d}"


def recap_edl(plan: Plan, source: Source, words: Words, *, timecode: str | None, name: str) -> str:
    """
    Raises:
        UsageError: the format cannot count the source's frames.
    """
    if source.fps not in _RATES:
        raise UsageError(
            f"A CMX 3600 edit decision list cannot count {float(source.fps):.2f} frames a second: no recap.edl was "
            "written. Use recap.otio or recap.fcpxml, which keep every frame, or process a 29.97 copy of the source."
        )
    drop = is_drop(timecode, source.fps)
    zero = start_frame(timecode, source.fps)
    record = round(source.fps) * 3600
    if drop:
        record = start_frame("01:00:00;00", source.fps)
    lines = [f"TITLE: {safe_name(name)}", f"FCM: {'DROP FRAME' if drop else 'NON-DROP FRAME'}", ""]
    for number, clip in enumerate(plan.clips, start=1):
        lines += _event(number, clip, source, words, zero, record, drop)
    return "\n".join(lines) + "\n"


def _event(
    number: int, clip: PlannedClip, source: Source, words: Words, zero: int, record: int, drop: bool
) -> list[str]:
    times = [zero + clip.span.first, zero + clip.span.stop, record + clip.at, record + clip.at + clip.span.length]
    told = " ".join(timecode_at(frame, source.fps, drop=drop) for frame in times)
    channels = "AA/V" if source.has_sound else "V"
    return [f"{number:03d}  AX       {channels:<5} C        {told}",
            f"* FROM CLIP NAME: {number:02d} {safe_name(words.title(clip.lead))}",
            f"* SOURCE FILE: {source.path.name}",
            f"* COMMENT: {safe_name(words.caption(clip.lead), 160)}", ""]  # fmt: skip
