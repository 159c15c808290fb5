"""The training dataset for the spotter: labels with weights, known negatives, and splits by game.

Comes in: the record. Goes out: one JSON document for each game; its version is the hash of its content,
so that a model can say exactly what it was trained on. A game is whole in one split.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from edc.spotter import splits
from edc.spotter.splits import REVIEW_NAMES
from edc.taxonomy import load_taxonomy
from labeling.agreement.answers import by_person, label_of, standing_answers
from labeling.formats.exchange import video_of
from labeling.formats.label import ascii_json
from labeling.record.changes import all_present
from labeling.record.correct import shown
from labeling.record.sweeps import swept

SCHEMA = "edc.dataset/1"
_ALONE = 0.8
"""Weight of what one person alone has said."""


def dataset(connection: Connection, game_id: str, uri: str) -> dict[str, Any]:
    """Only what people have answered, and what they swept: what nobody looked at is neither yes nor no."""
    video = video_of(connection, game_id, uri)
    answers = {moment_id: a for (_, moment_id), a in standing_answers(connection, game_id).items()}
    labels, negatives, unsure = [], [], []
    for present in all_present(connection, game_id).values():
        moment = shown(present)
        if moment["anchor_s"] is None:
            continue
        span = {name: moment[name] for name in ("start_s", "anchor_s", "end_s")}
        if moment["verdict"] == "cannot_tell":
            unsure.append({"moment_id": present.moment_id, **span})
        elif moment["deleted"]:
            negatives.append({"moment_id": present.moment_id, **span, "label": moment["label"], "why": "deleted"})
        elif moment["verdict"] is not None:
            labels.append(_label(moment, span, answers.get(present.moment_id, {})))
    watched = [{k: s[k] for k in ("start_s", "end_s", "labels")} for s in swept(connection, game_id, video.duration_s)]
    content = {
        "schema": SCHEMA, "game_id": game_id, "video": video.video, "fps": video.fps, "duration_s": video.duration_s,
        "split": split_of(game_id), "taxonomy": load_taxonomy().version, "labels": _sorted(labels),
        "negatives": _sorted(negatives), "unsure": _sorted(unsure),
        "swept": watched,
    }  # fmt: skip
    return {**content, "version": hashlib.sha256(ascii_json(content).encode()).hexdigest()[:16]}


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["anchor_s"], row["moment_id"]))


def _label(
    moment: Mapping[str, Any], span: Mapping[str, Any], answers: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    node = load_taxonomy().nodes.get(moment["label"])
    machine = moment["machine"] or {}
    return {
        "moment_id": moment["moment_id"], **span, "label": moment["label"], "class": node.spot if node else None,
        "team": moment["team"], "weight": weight(str(moment["label"]), answers), "answers": len(by_person(answers)),
        "machine_label": machine.get("label"), "machine_anchor_s": machine.get("anchor_s"),
    }  # fmt: skip


def weight(label: str, answers: Mapping[str, Mapping[str, Any]]) -> float:
    """The share of people who say so; adjudicated ones count in full, what one person alone saw a little less."""
    if "adjudicated" in answers:
        return 1.0
    told = [label_of(answer) for answer in by_person(answers).values()]
    if len(told) < 2:
        return _ALONE
    return round(sum(one == label for one in told) / len(told), 4)


def split_of(game_id: str) -> str:
    """The game's split in every dataset, by its name in this one."""
    return REVIEW_NAMES[splits.split_of(game_id)]
