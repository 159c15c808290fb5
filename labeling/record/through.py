"""The record written through to the game folder: `corrections.jsonl`, which fusion reads.

One line for each moment that people have decided something about, with what holds now; lines that
other tools wrote stay where they are. The history itself lies in the record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from edc.files import write_text
from edc.fusion.corrections import SCHEMA
from edc.taxonomy import load_taxonomy
from labeling.record.changes import Present, all_present
from labeling.record.database import reading
from labeling.record.state import is_gone, said_values, value_of

SOURCE = "review"
_WHOLE = ("label", "start_s", "anchor_s", "end_s", "team", "players", "period", "clock_s", "home_score", "away_score")
_DECIDED = ("confirmed", "corrected")


def write_through(engine: Engine, game_id: str, path: Path) -> bool:
    """Rewrites the file, whole or not at all; gives whether it changed.

    Raises:
        UsageError, TransientError: it cannot be written.
    """
    with reading(engine) as connection:
        moments = all_present(connection, game_id)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    foreign = [line for line in before.splitlines() if line.strip() and not _is_ours(line)]
    lines = [line for m in moments.values() if (line := correction_line(m)) is not None]
    ours = [json.dumps(line, ensure_ascii=False, allow_nan=False, sort_keys=True) for line in lines]
    after = "".join(line + "\n" for line in (*foreign, *ours))
    if after == before:
        return False
    write_text(path, after)
    return True


def nearest_known(label: str) -> str | None:
    """The label, or its nearest ancestor that the taxonomy still has: a later version may know fewer."""
    nodes = load_taxonomy().nodes
    while label and label not in nodes:
        label = label.rpartition(".")[0]
    return label or None


def _is_ours(line: str) -> bool:
    try:
        value = json.loads(line)
    except json.JSONDecodeError:
        return False
    return isinstance(value, dict) and value.get("source") == SOURCE


def correction_line(moment: Present) -> dict[str, Any] | None:
    """What fusion is to do with a moment; None where people have decided nothing."""
    state = moment.state
    op, values = _op(moment.state)
    if "label" in values:
        values["label"] = nearest_known(str(values["label"]))
        if values["label"] is None:
            del values["label"]
    if op is None or (op == "add" and "label" not in values):
        return None
    return {
        "schema": SCHEMA, "source": SOURCE, "op": op, "moment_id": moment.moment_id, "values": values,
        "by": moment.by or "", "at": datetime.fromtimestamp(moment.at, UTC).isoformat(timespec="seconds"),
        "note": moment.why or "", "sure": state.get("verdict") in _DECIDED or bool(state.get("deleted")),
    }  # fmt: skip


def _op(state: Mapping[str, Any]) -> tuple[str | None, dict[str, Any]]:
    said = said_values(state)
    if state.get("deleted"):
        # A moment that only a person told of simply ends; the ledger of ids keeps it as retracted.
        return ("retract", {}) if state.get("machine") is not None and not is_gone(state) else (None, {})
    if state.get("machine") is None:
        return "add", said
    if is_gone(state):
        # Processing dropped it, a person said that it happened: it stays, as the person saw it.
        whole = {name: v for name in _WHOLE if (v := value_of(state, name)) is not None}
        return ("add", whole) if said or state.get("verdict") in _DECIDED else (None, {})
    if said:
        return "confirm" if state.get("verdict") == "confirmed" else "set", said
    return ("confirm", {}) if state.get("verdict") in _DECIDED else (None, {})
