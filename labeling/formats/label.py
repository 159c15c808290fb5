"""One label of one game as every format can carry it.

Each format shows what its own tools understand; beside it every label carries all that we know, as
ASCII JSON. What a tool changed in the part that it shows counts; what it does not show is kept.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Set
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from typing import Any

from edc.errors import InputError
from edc.taxonomy import load_taxonomy

PAYLOAD = "edc"
"""Name of the attribute that carries all of a label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    name: str
    """As the file says; a label of the taxonomy, or another tool's word."""
    label: str | None
    """Of the taxonomy; None where the word has no counterpart in it."""
    label_id: str | None = None
    start_s: float | None = None
    anchor_s: float | None = None
    end_s: float | None = None
    team: str | None = None
    players: tuple[Mapping[str, str], ...] = ()
    period: int | None = None
    clock_s: float | None = None
    confidence: float | None = None
    note: str | None = None
    predicted: bool = False
    """A model's guess, not a person's word."""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    """What the file says besides, by format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSet:
    """All labels of one game, in the file's order."""

    video: str
    fps: float
    duration_s: float
    labels: tuple[Label, ...]
    title: str = ""
    document: Mapping[str, Any] = field(default_factory=dict)
    """What the file says of the whole, by format."""

    @property
    def unmatched(self) -> list[str]:
        """Words without a counterpart in the taxonomy."""
        return sorted({label.name for label in self.labels if label.label is None})


@cache
def _names() -> dict[str, str]:
    """Titles in every language that mean one label or what lies below it; English ones before all others."""
    english: dict[str, set[str]] = {}
    others: dict[str, set[str]] = {}
    for node in load_taxonomy().nodes.values():
        for language, name in node.names.items():
            (english if language == "en" else others).setdefault(name.casefold(), set()).add(node.label)
    found = {**others, **english}
    return {name: one for name, labels in found.items() if (one := _one_of(labels)) is not None}


def _one_of(labels: Set[str]) -> str | None:
    """The label that all others lie below; None where they have none such in common."""
    is_a = load_taxonomy().is_a
    return next((one for one in sorted(labels) if all(is_a(other, one) for other in labels)), None)


def counterpart(name: str) -> str | None:
    """The taxonomy's label for a word: itself, or the label whose title it is."""
    return name if name in load_taxonomy().nodes else _names().get(name.strip().casefold())


def payload_of(label: Label) -> dict[str, Any]:
    values = asdict(label)
    values["players"] = [dict(player) for player in label.players]
    return values


def from_payload(values: Mapping[str, Any]) -> Label:
    """Raises:
    TypeError, ValueError: it is no label.
    """
    known = {f.name for f in fields(Label)}
    kept = {name: value for name, value in values.items() if name in known}
    kept["players"] = tuple({str(k): str(v) for k, v in player.items()} for player in kept.get("players") or ())
    label = Label(**kept)
    for name in ("start_s", "anchor_s", "end_s", "clock_s", "confidence"):
        checked_number(getattr(label, name), name)
    if not isinstance(label.name, str) or not isinstance(label.attributes, Mapping):
        raise ValueError("no label")
    return replace(label, label=counterpart(label.name))


def checked_number(value: object, what: str) -> float | None:
    """Raises:
    ValueError: it is neither a finite number nor nothing.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{what} is {str(value)[:40]!r}, no number")
    return float(value)


Shown = Callable[[Label], Label]


def merged(shown: Label, payload: object, as_shown: Shown, *, has_anchor: bool = True) -> Label:
    """What the file shows, upon what it carries: `as_shown` is what would be shown of a label.

    `has_anchor` false: the format shows spans alone, and the anchor that was read is only their middle.

    A broken payload is as good as none: then what is shown is all there is.
    """
    if isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except json.JSONDecodeError:
            return shown
    if not isinstance(payload, Mapping):
        return shown
    try:
        known = from_payload(payload)
    except (TypeError, ValueError, AttributeError):
        return shown
    before = as_shown(known)
    carried = ("attributes",) if has_anchor else ("attributes", "anchor_s")
    changed = {f.name: getattr(shown, f.name) for f in fields(Label)
               if f.name not in carried and getattr(shown, f.name) != getattr(before, f.name)}  # fmt: skip
    if "name" in changed:
        changed["label"] = counterpart(shown.name)
    return _sound(replace(known, **changed)) if changed else known


def _sound(label: Label) -> Label:
    """A span that was moved away from its anchor takes it along."""
    start_s, anchor_s, end_s = label.start_s, label.anchor_s, label.end_s
    if start_s is None or anchor_s is None or end_s is None or start_s <= anchor_s <= end_s:
        return label
    return replace(label, anchor_s=(start_s + end_s) / 2)


def ascii_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, sort_keys=True)


def read_json_bytes(raw: bytes, what: str) -> Any:
    """Raises:
    InputError: it is no JSON; says where.
    """
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"The {what} file is no UTF-8 text ({error.reason} at byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise InputError(f"The {what} file is broken JSON: {error.msg} in line {error.lineno}.") from error
    except (RecursionError, ValueError) as error:
        raise InputError(f"The {what} file is no JSON that can be read ({str(error)[:80]}).") from error


def rest_of(raw: Mapping[str, Any], *known: str) -> dict[str, Any]:
    """The keys that we do not know: they are kept."""
    return {key: value for key, value in raw.items() if key not in known}
