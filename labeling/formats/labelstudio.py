"""Label Studio's TimelineLabels: tasks as JSON, full or JSON_MIN.

Ranges are frames, counted from 1, at the frame rate that the labeling configuration names (24 where it
names none); we write and read them at the video's own rate, which the task's data names as `fps`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from edc.errors import InputError
from labeling.formats.label import PAYLOAD, Label, LabelSet, counterpart, merged, payload_of, read_json_bytes, rest_of

KEY = "labelstudio"
_TYPE = "timelinelabels"


def write(labels: LabelSet) -> list[dict[str, Any]]:
    """One task with the annotations and predictions that the labels came from, or one annotation for all."""
    task: dict[str, Any] = dict(labels.document.get(KEY, {}))
    task.setdefault("id", 1)
    task["data"] = {"video": labels.video, "fps": labels.fps, **task.get("data", {})}
    for name in ("annotations", "predictions"):
        groups = [dict(group) for group in labels.document.get(f"{KEY}.{name}", [])]
        mine = [label for label in labels.labels if label.predicted == (name == "predictions")]
        if mine and not groups:
            groups = [{"model_version": "edc"} if name == "predictions" else {"completed_by": 1}]
        for group in groups:
            group["result"] = list(group.pop("other_results", []))
        for label in mine:
            place = label.attributes.get(KEY, {}).get("group", 0)
            groups[place if place < len(groups) else 0]["result"].append(_region(label, labels.fps))
        task[name] = groups
    return [task]


def _region(label: Label, fps: float) -> dict[str, Any]:
    own = label.attributes.get(KEY, {}).get("region", {})
    region = {
        "id": label.label_id, "from_name": "timelineLabels", "to_name": "video", "type": _TYPE,
        **({} if label.predicted else {"origin": "manual"}), **own,
        "value": {**own.get("value", {}), "ranges": [_range(label, fps)], _TYPE: [label.name]},
        "meta": {**own.get("meta", {}), PAYLOAD: payload_of(label)},
    }  # fmt: skip
    return region | ({"score": label.confidence} if label.confidence is not None and label.predicted else {})


def _range(label: Label, fps: float) -> dict[str, int]:
    start_s = label.start_s if label.start_s is not None else label.anchor_s or 0.0
    end_s = label.end_s if label.end_s is not None else label.anchor_s or start_s
    start = round(start_s * fps) + 1
    return {"start": start, "end": max(start, round(end_s * fps))}


def read(raw: bytes, video: LabelSet) -> LabelSet:
    """The labels of one task. `video` names the game that they are for.

    Raises:
        InputError: the file is none, or holds several tasks of which none is of this video.
    """
    tasks = read_json_bytes(raw, "Label Studio")
    task = dict(_task(tasks if isinstance(tasks, list) else [tasks], video))
    if "videoLabels" in task:
        task = _from_min(task)
    fps = task.get("data", {}).get("fps")
    fps = float(fps) if isinstance(fps, int | float) and fps > 0 else video.fps
    own = rest_of(task, "annotations", "predictions", "data")
    document: dict[str, Any] = {KEY: {**own, "data": rest_of(task.get("data", {}), "fps")}}
    found: list[Label] = []
    for name in ("annotations", "predictions"):
        groups = task.get(name) or []
        for place, group in enumerate(groups):
            found += _labels(group, place, name == "predictions", fps)
        document[f"{KEY}.{name}"] = [
            {**rest_of(group, "result"), "other_results": [r for r in group.get("result") or [] if not _is_label(r)]}
            for group in groups
        ]  # fmt: skip
    return LabelSet(video=str(task.get("data", {}).get("video", video.video)), fps=fps, duration_s=video.duration_s,
                    title=video.title, labels=tuple(found), document=document)  # fmt: skip


def _task(tasks: Sequence[Any], video: LabelSet) -> Mapping[str, Any]:
    if not tasks or not all(isinstance(task, Mapping) for task in tasks):
        raise InputError("The Label Studio file holds no tasks: export the project as JSON or JSON-MIN.")
    if len(tasks) == 1:
        found: Mapping[str, Any] = tasks[0]
        return found
    mine = PurePosixPath(video.video).name
    for task in tasks:
        name = task.get("video") or (task.get("data") or {}).get("video") or ""
        if PurePosixPath(str(name)).name == mine:
            return dict(task)
    raise InputError(f"The Label Studio file holds {len(tasks)} tasks, none of the video {mine}: export one task.")


def _from_min(task: Mapping[str, Any]) -> dict[str, Any]:
    """JSON_MIN has the values alone."""
    result = [{"type": _TYPE, "value": value} for value in task["videoLabels"] or []]
    rest = rest_of(task, "videoLabels", "video", "annotator")
    return {**rest, "data": {"video": task.get("video", "")},
            "annotations": [{"completed_by": task.get("annotator", 1), "result": result}]}  # fmt: skip


def _is_label(region: Any) -> bool:
    value = region.get("value") if isinstance(region, Mapping) else None
    return isinstance(value, Mapping) and bool(value.get("ranges")) and bool(value.get(_TYPE))


def _labels(group: Any, place: int, predicted: bool, fps: float) -> list[Label]:
    if not isinstance(group, Mapping):
        raise InputError("The Label Studio file has an annotation that is no object.")
    try:
        return [
            label for region in group.get("result") or [] if _is_label(region)
            for span in region["value"]["ranges"] for label in _of_region(region, span, place, predicted, fps)
        ]  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"The Label Studio file has a region that cannot be understood ({error}).") from error


def _of_region(
    region: Mapping[str, Any], span: Mapping[str, Any], place: int, predicted: bool, fps: float
) -> list[Label]:
    meta = region.get("meta") or {}
    own = {**rest_of(region, "id", "value", "meta", "score", "type", "from_name", "to_name", "origin"),
           **{k: region[k] for k in ("from_name", "to_name", "type", "origin") if k in region},
           "value": rest_of(region["value"], "ranges", _TYPE), "meta": rest_of(meta, PAYLOAD)}  # fmt: skip
    own = {key: value for key, value in own.items() if value not in ({}, None)}
    region_id = None if region.get("id") is None else str(region["id"])
    found = []
    for name in region["value"][_TYPE]:
        start_s, end_s = (float(span["start"]) - 1) / fps, float(span["end"]) / fps
        shown = Label(
            name=str(name), label=counterpart(str(name)), label_id=region_id,
            start_s=start_s, anchor_s=(start_s + end_s) / 2, end_s=end_s, predicted=predicted,
            confidence=region.get("score"), attributes={KEY: {"group": place, "region": own}},
        )  # fmt: skip
        found.append(merged(shown, meta.get(PAYLOAD), lambda known: _as_shown(known, place, predicted, fps),
                            has_anchor=False))  # fmt: skip
    return found


def _as_shown(label: Label, place: int, predicted: bool, fps: float) -> Label:
    """What is read of a label that we wrote, without its payload."""
    return _of_region({**_region(label, fps), "meta": {}}, _range(label, fps), place, predicted, fps)[0]
