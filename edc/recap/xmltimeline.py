"""The recap as Final Cut Pro X's XML (version 1.8), which Premiere and Resolve read as well.

Comes in: a plan, the source, its start timecode. Goes out: the document's text. Times are exact
fractions of a second; the asset is the whole source, so each clip has its handles.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from fractions import Fraction

from edc.media.cutsource import Source
from edc.recap.edl import is_drop
from edc.recap.interchange import start_frame
from edc.recap.names import safe_name
from edc.recap.plan import Plan, PlannedClip
from edc.recap.texts import Words


def _time(frames: int, fps: Fraction) -> str:
    value = frames / fps
    return f"{value.numerator}/{value.denominator}s" if value.denominator != 1 else f"{value.numerator}s"


def recap_fcpxml(plan: Plan, source: Source, words: Words, *, url: str, timecode: str | None, name: str) -> str:
    fps, zero = source.fps, start_frame(timecode, source.fps)
    form = "DF" if is_drop(timecode, fps) else "NDF"
    root = ElementTree.Element("fcpxml", version="1.8")
    resources = ElementTree.SubElement(root, "resources")
    ElementTree.SubElement(resources, "format", id="r1", name="source", frameDuration=_time(1, fps),
                           width=str(source.width), height=str(source.height))  # fmt: skip
    asset = ElementTree.SubElement(resources, "asset", id="r2", name=safe_name(source.path.stem), src=url,
                                   start=_time(zero, fps), duration=_time(source.frames, fps), format="r1",
                                   hasVideo="1")  # fmt: skip
    if source.has_sound:
        asset.attrib.update({"hasAudio": "1", "audioSources": "1", "audioChannels": "2", "audioRate": "48000"})
    event = ElementTree.SubElement(ElementTree.SubElement(root, "library"), "event", name=safe_name(name))
    project = ElementTree.SubElement(event, "project", name=safe_name(name))
    total = sum(clip.span.length for clip in plan.clips)
    sequence = ElementTree.SubElement(project, "sequence", format="r1", tcStart="0s", tcFormat=form,
                                      duration=_time(total, fps))  # fmt: skip
    spine = ElementTree.SubElement(sequence, "spine")
    for number, clip in enumerate(plan.clips, start=1):
        _add(spine, number, clip, source, words, zero, plan.opening_frames)
    ElementTree.indent(root, " ")
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{body}\n'


def _add(
    spine: ElementTree.Element, number: int, clip: PlannedClip, source: Source, words: Words, zero: int, opening: int
) -> None:
    fps, anchor = source.fps, source.frame_at(clip.lead.anchor_s or 0.0)
    piece = ElementTree.SubElement(
        spine, "asset-clip", name=f"{number:02d} {safe_name(words.title(clip.lead))}", ref="r2",
        offset=_time(clip.at - opening, fps), start=_time(zero + clip.span.first, fps),
        duration=_time(clip.span.length, fps), format="r1", tcFormat="NDF",
    )  # fmt: skip
    note = ElementTree.SubElement(piece, "note")
    note.text = words.caption(clip.lead)
    if clip.span.first <= anchor < clip.span.stop:
        ElementTree.SubElement(piece, "marker", start=_time(zero + anchor, fps), duration=_time(1, fps),
                               value=clip.lead.label)  # fmt: skip
