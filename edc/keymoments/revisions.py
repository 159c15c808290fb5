"""Revisions: numbers that grow with each change and stand still without one.

Comes in: what is written now and what was written before. Goes out: the same with revisions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from edc.moments import Moment, to_row


def _content(moment: Moment) -> dict[str, Any]:
    """What a reader would notice; figures are compared as the table stores them."""
    row = to_row(replace(moment, revision=0, texts={}))
    return {key: round(value, 4) if isinstance(value, float) else value for key, value in row.items()}


def revised(moments: Sequence[Moment], before: Sequence[Moment]) -> list[Moment]:
    """Each moment with one revision more than it had, if it is not what it was."""
    known = {moment.moment_id: moment for moment in before}
    return [_revised(moment, known.get(moment.moment_id)) for moment in moments]


def _revised(moment: Moment, before: Moment | None) -> Moment:
    if before is None:
        return moment
    changed = not _alike(_content(moment), _content(before))
    return replace(moment, revision=max(moment.revision, before.revision + int(changed)))


def _alike(one: Any, other: Any) -> bool:
    """Equal but for the rounding of 32-bit figures."""
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and abs(one - other) < 1e-3
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def document_revision(document: Mapping[str, Any], before: Mapping[str, Any] | None) -> int:
    """Of a JSON document: one more than before where anything but its stamp differs."""
    if before is None or not isinstance(before.get("revision"), int):
        return 1
    same = _stampless(document) == _stampless(before)
    return int(before["revision"]) + (0 if same else 1)


def _stampless(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in ("revision", "generated_at")}
