"""The recap for editing programs: OpenTimelineIO, Final Cut Pro XML and, where the format can say it, CMX 3600.

Comes in: a plan, the game, where the source lies. Goes out: `recap.otio`, `recap.fcpxml` and `recap.edl`
in the recap's folder, and a check for the editor where an edit decision list cannot be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from edc.errors import UsageError
from edc.files import write_text
from edc.recap.edl import recap_edl
from edc.recap.interchange import recap_otio
from edc.recap.plan import Plan
from edc.recap.ready import Ready
from edc.recap.soundcuts import Join
from edc.recap.texts import Words
from edc.recap.xmltimeline import recap_fcpxml


def write_handoff(
    folder: Path, plan: Plan, ready: Ready, words: Words, *, url: str, name: str, joins: Sequence[Join]
) -> list[dict[str, Any]]:
    source, timecode = ready.footage.source, ready.facts["media"].get("start_timecode")
    write_text(folder / "recap.otio", recap_otio(plan, source, words, url=url, timecode=timecode, name=name,
                                                joins=joins))
    write_text(folder / "recap.fcpxml", recap_fcpxml(plan, source, words, url=url, timecode=timecode, name=name))
    try:
        write_text(folder / "recap.edl", recap_edl(plan, source, words, timecode=timecode, name=name))
    except UsageError as error:
        return [{"at_s": None, "reason": str(error)}]
    return []
