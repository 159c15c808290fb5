"""OpenSportsLab's OSL JSON 2.0: events at milliseconds of a video, under heads of labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from edc.errors import InputError
from labeling.formats.label import PAYLOAD, Label, LabelSet, counterpart, merged, payload_of, read_json_bytes, rest_of

KEY = "osl"
VERSION = "2.0"
_HEAD = "action"


def write(labels: LabelSet) -> dict[str, Any]:
    fresh = {"version": VERSION, "date": "", "dataset_name": labels.title, "description": "", "modalities": ["video"],
             "metadata": {}}  # fmt: skip
    kept: dict[str, Any] = dict(labels.document.get(KEY, fresh))
    heads: dict[str, Any] = {name: dict(head) for name, head in labels.document.get(f"{KEY}.labels", {}).items()}
    for label in labels.labels:
        head = heads.setdefault(_head(label), {"type": "single_label", "labels": []})
        if label.name not in head["labels"]:
            head["labels"] = [*head["labels"], label.name]
    item = labels.document.get(f"{KEY}.item") or {
        "id": labels.title or "game", "inputs": [{"type": "video", "path": labels.video, "fps": labels.fps}]
    }
    events = [_event(label) for label in labels.labels]
    had_some = labels.document.get(f"{KEY}.events", True)
    return {**kept, "labels": heads, "data": [{**item, **({"events": events} if events or had_some else {})}]}


def _head(label: Label) -> str:
    return str(label.attributes.get(KEY, {}).get("head", _HEAD))


def _event(label: Label) -> dict[str, Any]:
    position = round((label.anchor_s or 0.0) * 1000)
    as_text = bool(label.attributes.get(KEY, {}).get("position_is_text"))
    event: dict[str, Any] = {"head": _head(label), "label": label.name,
                             "position_ms": str(position) if as_text else position}  # fmt: skip
    if label.confidence is not None and label.predicted:
        event["confidence"] = label.confidence
    return {**event, **label.attributes.get(KEY, {}).get("event", {}), PAYLOAD: payload_of(label)}


def read(raw: bytes, video: LabelSet) -> LabelSet:
    """Raises:
    InputError: the file is none, of another version, or holds several videos of which none is this one.
    """
    value = read_json_bytes(raw, "OSL")
    if not isinstance(value, Mapping) or not isinstance(value.get("data"), list) or not value["data"]:
        raise InputError('The OSL file has no list "data": it must be OSL JSON 2.0.')
    if str(value.get("version", VERSION)).partition(".")[0] != "2":
        raise InputError(f"The OSL file is of version {str(value['version'])[:20]}: only 2 can be read.")
    item = _item(value["data"], video)
    predicted = (value.get("metadata") or {}).get("type") == "predictions"
    try:
        found = [_label(event, predicted) for event in item.get("events") or []]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"The OSL file has an event that cannot be understood ({error}).") from error
    inputs = item.get("inputs") or [{}]
    document = {KEY: rest_of(value, "labels", "data"), f"{KEY}.labels": value.get("labels") or {},
                f"{KEY}.item": rest_of(item, "events"), f"{KEY}.events": "events" in item}  # fmt: skip
    return LabelSet(video=str(inputs[0].get("path", video.video)), fps=float(inputs[0].get("fps") or video.fps),
                    duration_s=video.duration_s, title=str(value.get("dataset_name", video.title)), labels=tuple(found),
                    document=document)  # fmt: skip


def _item(data: Sequence[Any], video: LabelSet) -> Mapping[str, Any]:
    if len(data) == 1 and isinstance(data[0], Mapping):
        return data[0]
    mine = PurePosixPath(video.video).name
    for item in data:
        inputs = item.get("inputs") if isinstance(item, Mapping) else None
        if any(PurePosixPath(str(i.get("path"))).name == mine for i in inputs or () if isinstance(i, Mapping)):
            found: Mapping[str, Any] = item
            return found
    raise InputError(f"The OSL file holds {len(data)} videos, none of them {mine}: export one.")


def _label(event: Mapping[str, Any], predicted: bool) -> Label:
    name, head = str(event["label"]), str(event.get("head", _HEAD))
    rest = rest_of(event, "head", "label", "position_ms", "confidence", PAYLOAD)
    own: dict[str, Any] = ({"head": head} if head != _HEAD else {}) | ({"event": rest} if rest else {})
    own |= {"position_is_text": True} if isinstance(event["position_ms"], str) else {}
    confidence = event.get("confidence")
    shown = Label(
        name=name, label=counterpart(name), anchor_s=float(event["position_ms"]) / 1000,
        predicted=predicted or confidence is not None, attributes={KEY: own} if own else {},
        confidence=None if confidence is None else float(confidence),
    )  # fmt: skip
    return merged(shown, event.get(PAYLOAD), lambda known: _label({**_event(known), PAYLOAD: None}, predicted))
