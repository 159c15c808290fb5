"""What people said about moments.

Comes in: `corrections.jsonl`, one correction a line: {"schema": "edc.correction/1", "op": "set", "moment_id",
"values": {...}, "by", "at", "note", "sure"}. `op` is "set" (new values for a moment), "confirm", "retract"
or "add" (a moment that no evidence told of; with a `moment_id` it keeps that id, and should evidence turn
up later, it is a "set"). `sure` false leaves the moment as doubtful as it was: nobody looked at it, its
values were changed with many others. Goes out: corrected moments, with "human" as evidence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from edc.errors import InputError, InvariantError
from edc.moments import Evidence, Moment, Player, Span
from edc.taxonomy import node

SCHEMA = "edc.correction/1"
_SETTABLE = (
    "label", "start_s", "anchor_s", "end_s", "period", "clock_s", "team", "players", "home_score", "away_score",
    "points", "distance_ft", "replays",
)  # fmt: skip
_SURE = 0.99
ADDED = "added"
"""Model version of moments that only a person knows of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    op: Literal["set", "confirm", "retract", "add"]
    moment_id: str | None
    values: Mapping[str, Any]
    by: str
    note: str
    sure: bool = True


def read_corrections(path: Path) -> list[Correction]:
    """In the order in which they were made; none where the file is missing.

    Raises:
        InputError: a line cannot be understood; names it.
    """
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_parse(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]


def _parse(line: str, where: str) -> Correction:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where} is broken JSON ({error.msg}): repair or remove the line.") from error
    if not isinstance(raw, dict) or raw.get("op") not in ("set", "confirm", "retract", "add"):
        raise InputError(f'{where}: "op" must be set, confirm, retract or add. Repair or remove the line.')
    values = raw.get("values") or {}
    unknown = sorted(set(values) - set(_SETTABLE))
    if unknown:
        raise InputError(f"{where}: {unknown[0]!r} cannot be set; allowed are {', '.join(_SETTABLE)}.")
    if raw["op"] != "add" and not raw.get("moment_id"):
        raise InputError(f'{where}: "moment_id" is missing. Repair or remove the line.')
    if "label" in values or raw["op"] == "add":
        _check_label(values.get("label"), where)
    return Correction(op=raw["op"], moment_id=raw.get("moment_id"), values=values, by=str(raw.get("by", "")),
                      note=str(raw.get("note", "")), sure=raw.get("sure") is not False)  # fmt: skip


def _check_label(label: object, where: str) -> None:
    try:
        node(str(label))
    except InvariantError as error:
        raise InputError(f"{where}: {label!r} is no label of the taxonomy. Repair or remove the line.") from error


def added_moments(corrections: Sequence[Correction], game_id: str) -> list[Moment]:
    """Moments that people added, without ids."""
    return [_added(c, "", game_id) for c in corrections if c.op == "add" and not c.moment_id]


def named_moments(corrections: Sequence[Correction], game_id: str, known: Set[str]) -> list[Moment]:
    """Moments that people added under an id of their own, and that no evidence tells of."""
    return [
        _added(c, c.moment_id, game_id)
        for c in corrections if c.op == "add" and c.moment_id and c.moment_id not in known
    ]  # fmt: skip


def _added(correction: Correction, moment_id: str, game_id: str) -> Moment:
    empty = Moment(moment_id=moment_id, game_id=game_id, label="", start_s=None, anchor_s=None, end_s=None,
                   model_version=ADDED)  # fmt: skip
    return _changed(empty, correction)


def apply(moments: Sequence[Moment], corrections: Sequence[Correction]) -> tuple[list[Moment], list[str]]:
    """Corrected moments, and a sentence for each correction that fits no moment."""
    by_id = {moment.moment_id: moment for moment in moments}
    added = {moment.moment_id for moment in moments if moment.model_version == ADDED}
    lost = []
    for correction in corrections:
        if correction.op == "add" and (not correction.moment_id or correction.moment_id in added):
            continue
        known = by_id.get(str(correction.moment_id))
        if known is None:
            lost.append(f"A correction names the moment {correction.moment_id}, which is not there: it was left out.")
            continue
        by_id[known.moment_id] = _changed(known, correction)
    return [by_id[moment.moment_id] for moment in moments], lost


def _changed(moment: Moment, correction: Correction) -> Moment:
    values = dict(correction.values)
    if "players" in values:
        values["players"] = tuple(Player(**player) for player in values["players"])
    note = correction.note or f"{correction.op} by {correction.by or 'a person'}"
    said = Evidence(source="human", media_s=values.get("anchor_s"), score=1.0, note=note)
    if "replays" in values:
        values["replays"] = tuple(Span(**span) for span in values["replays"])
    values["evidence"] = (*moment.evidence, said)
    if correction.sure:
        values |= {"confidence": _SURE, "status": "retracted" if correction.op == "retract" else "confirmed"}
    if values.get("anchor_s") is not None and correction.sure:
        values["anchor_sd_s"] = 0.1
    if values.get("anchor_s") is not None:
        values |= _moved_span(moment, values)
    return replace(moment, **values)


def _moved_span(moment: Moment, values: Mapping[str, Any]) -> dict[str, float]:
    """A new anchor takes its span along where the correction says nothing about it."""
    anchor = float(values["anchor_s"])
    label = node(str(values.get("label", moment.label)))
    span = {"start_s": max(0.0, anchor - label.lead_in_s), "end_s": anchor + label.lead_out_s}
    if moment.anchor_s is not None and moment.start_s is not None and moment.end_s is not None:
        span = {"start_s": max(0.0, anchor - (moment.anchor_s - moment.start_s)),
                "end_s": anchor + (moment.end_s - moment.anchor_s)}  # fmt: skip
    return {name: value for name, value in span.items() if name not in values}
