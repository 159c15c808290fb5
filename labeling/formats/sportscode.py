"""Sportscode XML: instances with start, end, code and grouped labels, as Hudl, Nacsport and Dartfish read and write.

An instance has no instant: the anchor, and whatever else the format has no place for, is a label of the
group "EDC". Labels without a group, and a group that occurs twice, are legal and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from edc.errors import InputError
from labeling.formats.label import Label, LabelSet, ascii_json, counterpart, merged, payload_of

KEY = "sportscode"
_GROUP = "EDC"
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KNOWN = ("Team", "Player", "Quarter", "Note", _GROUP)
_TAGS = ("ID", "start", "end", "code", "label")
_COLOURS = ((19532, 44975, 20560), (51657, 9252, 9252), (9252, 20560, 51657), (51400, 38550, 9252))


def write(labels: LabelSet) -> bytes:
    root = ET.Element("file")
    instances = ET.SubElement(root, "ALL_INSTANCES")
    for number, label in enumerate(labels.labels, 1):
        _add_instance(instances, label, number)
    if labels.document.get(f"{KEY}.rows") != []:
        _add_rows(root, labels)
    ET.indent(root, " ")
    document: str = ET.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{document}\n".encode()


def _add_rows(root: ET.Element, labels: LabelSet) -> None:
    """A colour for each code; those that the file had stay."""
    rows = ET.SubElement(root, "ROWS")
    known = {row["code"]: row for row in labels.document.get(f"{KEY}.rows", [])}
    names = [*known, *(n for n in dict.fromkeys(_text(la.name) for la in labels.labels) if n not in known)]
    for place, name in enumerate(names):
        row = ET.SubElement(rows, "row")
        colour = dict(zip("RGB", map(str, _COLOURS[place % len(_COLOURS)]), strict=True))
        for tag, text in {"code": name, **colour, **known.get(name, {})}.items():
            ET.SubElement(row, tag).text = text


def _text(text: str) -> str:
    """Without what XML cannot carry, nor a reader would keep; the payload has it."""
    return _NO_XML.sub("?", text).replace("\r", " ")


def _add_instance(parent: ET.Element, label: Label, number: int) -> None:
    instance = ET.SubElement(parent, "instance")
    start_s, end_s = _span(label)
    own = label.attributes.get(KEY, {})
    times = {"start": f"{start_s:.3f}", "end": f"{end_s:.3f}"}
    values = {"ID": own.get("ID", str(number)), **times, "code": _text(label.name)}
    for tag, text in {**values, **own.get("tags", {})}.items():
        ET.SubElement(instance, tag).text = text
    for group, text in (*_shown_groups(label), *own.get("labels", [])):
        _add_label(instance, group, text)
    _add_label(instance, _GROUP, ascii_json(payload_of(label)))


def _add_label(instance: ET.Element, group: str | None, text: str) -> None:
    element = ET.SubElement(instance, "label")
    if group is not None:
        ET.SubElement(element, "group").text = _text(group)
    ET.SubElement(element, "text").text = _text(text)


def _span(label: Label) -> tuple[float, float]:
    at_s = label.anchor_s or 0.0
    return (label.start_s if label.start_s is not None else at_s, label.end_s if label.end_s is not None else at_s)


def _shown_groups(label: Label) -> Iterable[tuple[str | None, str]]:
    if label.team is not None:
        yield "Team", label.team
    for player in label.players:
        yield "Player", player.get("name", "")
    if label.period is not None:
        yield "Quarter", f"Q{label.period}"
    if label.note:
        yield "Note", label.note


def read(raw: bytes, video: LabelSet) -> LabelSet:
    """Raises:
    InputError: the file is no Sportscode XML, or an instance has no times.
    """
    if b"<!DOCTYPE" in raw[:4096].upper() or b"<!ENTITY" in raw.upper():
        raise InputError("The Sportscode file declares entities: that is not allowed.")
    try:
        root = ET.fromstring(raw)
    except (ET.ParseError, ValueError) as error:
        raise InputError(f"The Sportscode file is broken XML ({error}).") from error
    instances = root.find("ALL_INSTANCES")
    if instances is None:
        raise InputError("The Sportscode file has no ALL_INSTANCES: export the timeline as XML edit list.")
    found = tuple(_label(instance, number) for number, instance in enumerate(instances.findall("instance"), 1))
    rows = [{child.tag: child.text or "" for child in row} for row in root.iterfind("ROWS/row")]
    rows = [row for row in rows if "code" in row]
    return LabelSet(video=video.video, fps=video.fps, duration_s=video.duration_s, title=video.title, labels=found,
                    document={f"{KEY}.rows": rows} if rows or root.find("ROWS") is None else {})  # fmt: skip


def _label(instance: ET.Element, number: int) -> Label:
    def time(tag: str) -> float:
        try:
            return float(instance.findtext(tag) or "")
        except ValueError as error:
            raise InputError(f"Instance {number} of the Sportscode file has no {tag} in seconds.") from error

    name = instance.findtext("code") or ""
    groups = [(e.findtext("group"), e.findtext("text") or "") for e in instance.findall("label")]
    payload = next((text for group, text in groups if group == _GROUP), None)
    tags = {child.tag: child.text or "" for child in instance if child.tag not in _TAGS}
    own: dict[str, Any] = {"ID": instance.findtext("ID") or str(number)}
    own |= {"tags": tags} if tags else {}
    kept = [[g, t] for g, t in groups if g not in _KNOWN or _second(groups, g, t)]
    own |= {"labels": kept} if kept else {}
    shown = _from_groups(name, time("start"), time("end"), groups, own)
    return merged(shown, payload, lambda known: _shown_again(known, number), has_anchor=False)


def _second(groups: list[tuple[str | None, str]], group: str | None, text: str) -> bool:
    """Whether a value of a group that we know cannot be kept in a field of ours."""
    values = [t for g, t in groups if g == group]
    if group in ("Team", "Note"):
        return values[0] != text
    return group == "Quarter" and (_period(values[0]) is None or values[0] != text)


def _period(text: str) -> int | None:
    digits = text.removeprefix("Q")
    return int(digits) if text.startswith("Q") and digits.isascii() and digits.isdigit() and len(digits) < 3 else None


def _from_groups(
    name: str, start_s: float, end_s: float, groups: list[tuple[str | None, str]], own: Mapping[str, Any]
) -> Label:
    first = dict(reversed(groups))
    return Label(
        name=name, label=counterpart(name), start_s=start_s, anchor_s=(start_s + end_s) / 2, end_s=end_s,
        team=first.get("Team"), period=_period(first.get("Quarter", "")), note=first.get("Note"),
        players=tuple({"id": "", "name": text, "role": ""} for group, text in groups if group == "Player"),
        attributes={KEY: dict(own)},
    )  # fmt: skip


def _shown_again(label: Label, number: int) -> Label:
    """What is read of a label that we wrote, without its payload."""
    start_s, end_s = (round(at_s, 3) for at_s in _span(label))
    groups = [(g, _text(t)) for g, t in _shown_groups(label)]
    return _from_groups(_text(label.name), start_s, end_s, groups, {"ID": str(number)})
