"""SoccerNet's Labels-v2.json: annotations at milliseconds from the start of a half.

A broadcast of basketball is one "half" that begins with the file; files with several halves need to be
told where in the video each begins.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from edc.errors import InputError
from labeling.formats.label import PAYLOAD, Label, LabelSet, counterpart, merged, payload_of, read_json_bytes, rest_of

KEY = "soccernet"
_KNOWN = ("gameTime", "label", "position", "team", "confidence", "half", PAYLOAD)
_LISTS = ("annotations", "predictions")
_MAY_LACK = ("team", "visibility", "half", "confidence")
_MAY_BE_NUMBERS = ("position", "half", "confidence")


def write(labels: LabelSet) -> dict[str, Any]:
    """Annotations, and predictions where there are some."""
    halves = _halves(labels)
    document: dict[str, Any] = {"UrlLocal": labels.video, **labels.document.get(KEY, {})}
    predicted = [_item(label, halves) for label in labels.labels if label.predicted]
    told = [_item(label, halves) for label in labels.labels if not label.predicted]
    lists = labels.document.get(f"{KEY}.lists", ["annotations"])
    for name, items in zip(_LISTS, (told, predicted), strict=True):
        document |= {name: items} if items or name in lists else {}
    return document


def _halves(labels: LabelSet) -> dict[int, float]:
    known = labels.document.get(f"{KEY}.halves") or {"1": 0.0}
    return {int(half): float(start_s) for half, start_s in known.items()}


def _item(label: Label, halves: Mapping[int, float]) -> dict[str, Any]:
    own = label.attributes.get(KEY, {})
    half = int(own.get("half", 1))
    position = max(0, round(((label.anchor_s or 0.0) - halves.get(half, 0.0)) * 1000))
    minutes, seconds = divmod(position // 1000, 60)
    item: dict[str, Any] = {"gameTime": f"{half} - {minutes:02d}:{seconds:02d}", "label": label.name,
                            "position": str(position), "team": label.team or ""}  # fmt: skip
    if label.predicted:
        item |= {"half": str(half), "confidence": str(label.confidence if label.confidence is not None else 0.0)}
    else:
        item["visibility"] = "visible"
    return {**_as_it_came(item, own), **own.get("item", {}), PAYLOAD: payload_of(label)}


def _as_it_came(item: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the file did not say and is not said now, and with numbers where it had numbers."""
    unsaid = {"team": "", "visibility": "visible", "half": "1", "confidence": "0.0"}
    kept = {key: value for key, value in item.items() if key not in own.get("lacks", ()) or value != unsaid[key]}
    numbers = {key: json.loads(kept[key]) for key in own.get("numbers", ()) if key in kept}
    return {**kept, **numbers}


def read(raw: bytes, video: LabelSet) -> LabelSet:
    """Raises:
    InputError: the file is none, or names a half of which it is not known where it begins.
    """
    value = read_json_bytes(raw, "SoccerNet")
    if not isinstance(value, Mapping) or not any(isinstance(value.get(name), list) for name in _LISTS):
        raise InputError('The SoccerNet file has no list "annotations": it must be a Labels-v2.json.')
    halves = _halves(video)
    found = []
    for name in _LISTS:
        for number, item in enumerate(value.get(name) or [], 1):
            where = f"{name[:-1]} {number} of the SoccerNet file"
            try:
                found.append(_label(item, halves, name == "predictions"))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise InputError(f"The {where} cannot be understood ({error}).") from error
    document = {KEY: rest_of(value, *_LISTS), f"{KEY}.lists": [n for n in _LISTS if n in value],
                f"{KEY}.halves": {str(half): start_s for half, start_s in halves.items()}}  # fmt: skip
    return LabelSet(video=str(value.get("UrlLocal", video.video)), fps=video.fps, duration_s=video.duration_s,
                    title=video.title, labels=tuple(found), document=document)  # fmt: skip


def _label(item: Mapping[str, Any], halves: Mapping[int, float], predicted: bool) -> Label:
    half = int(str(item["gameTime"]).partition("-")[0])
    if half not in halves:
        raise ValueError(f"it is of half {half}, of which nobody said where in the video it begins: give half_starts_s")
    rest = rest_of(item, *_KNOWN)
    if rest.get("visibility") == "visible" and not predicted:
        del rest["visibility"]
    own: dict[str, Any] = ({"half": half} if half != 1 else {}) | ({"item": rest} if rest else {})
    lacks = [key for key in _MAY_LACK if key not in item and (key in ("half", "confidence")) <= predicted]
    numbers = [key for key in _MAY_BE_NUMBERS if isinstance(item.get(key), int | float)]
    own |= ({"lacks": lacks} if lacks else {}) | ({"numbers": numbers} if numbers else {})
    name, confidence = str(item["label"]), item.get("confidence")
    shown = Label(
        name=name, label=counterpart(name), anchor_s=halves[half] + int(item["position"]) / 1000,
        team=str(item.get("team") or "") or None, predicted=predicted,
        confidence=None if confidence is None else float(confidence), attributes={KEY: own} if own else {},
    )  # fmt: skip
    return merged(shown, item.get(PAYLOAD), lambda known: _as_shown(known, halves, predicted))


def _as_shown(label: Label, halves: Mapping[int, float], predicted: bool) -> Label:
    return _label({**_item(label, halves), PAYLOAD: None}, halves, predicted)
