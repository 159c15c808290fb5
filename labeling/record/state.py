"""The state of a moment in the record, and what a reader is shown of it.

A state is a flat mapping: `machine` (what processing says, None for a moment that a person added),
`said.<field>` (a person's value, in a list of one, so that "no team" is a value too), `verdict`
(confirmed, corrected or cannot_tell), `deleted`, `flag` (a note for discussion), `conflict` (the
fields that processing changed after a person had decided them). A key that is missing is None. Human
values stand above the machine's whatever processing does later: that is how decisions are carried over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from edc.moments import Moment

State = dict[str, Any]
Patch = dict[str, Any]

FIELDS = (
    "label", "start_s", "anchor_s", "end_s", "team", "players", "replays", "period", "clock_s", "home_score",
    "away_score", "points", "distance_ft",
)  # fmt: skip
"""What a person may say of a moment."""
ASIDE = ("anchor_sd_s", "play_number", "confidence", "evidence", "importance", "stars", "title")
"""What processing says besides. It changes with every correction nearby, so that it has no revision."""
_DECIDED = ("confirmed", "corrected")
_STAYS_S = {"anchor_s": 1.0, "start_s": 2.0, "end_s": 2.0, "clock_s": 2.0}
"""Times that move by less than this have not changed."""


def machine_values(moment: Moment) -> tuple[dict[str, Any], dict[str, Any]]:
    """What processing says, as plain JSON values: what a person decides about, and what stands beside it."""
    values: dict[str, Any] = {name: getattr(moment, name) for name in (*FIELDS, *ASIDE, "status")}
    values["players"] = [{"id": p.id, "name": p.name, "role": p.role} for p in moment.players]
    values["replays"] = [{"start_s": r.start_s, "end_s": r.end_s} for r in moment.replays]
    values["evidence"] = [
        {"source": e.source, "media_s": e.media_s, "score": e.score, "note": e.note} for e in moment.evidence
    ]
    plain = {name: rounded(value) for name, value in values.items()}
    return {name: plain[name] for name in (*FIELDS, "status")}, {name: plain[name] for name in ASIDE}


def rounded(value: Any) -> Any:
    """Floats to a millionth, so that a table's float32 columns read the same each time."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return {k: rounded(v) for k, v in value.items()} if isinstance(value, dict) else value


def value_of(state: Mapping[str, Any], name: str) -> Any:
    """The present value of a field: a person's, else the machine's."""
    said = state.get(f"said.{name}")
    return said[0] if said is not None else (state.get("machine") or {}).get(name)


def said_values(state: Mapping[str, Any]) -> dict[str, Any]:
    return {name: state[f"said.{name}"][0] for name in FIELDS if state.get(f"said.{name}") is not None}


def is_human(state: Mapping[str, Any]) -> bool:
    """Whether a person has decided anything about it."""
    return state.get("verdict") in _DECIDED or bool(state.get("deleted")) or bool(said_values(state))


def is_gone(state: Mapping[str, Any]) -> bool:
    """Whether processing no longer knows of it."""
    machine = state.get("machine")
    return machine is not None and machine.get("status") == "retracted"


def view(moment_id: str, revision: int, state: Mapping[str, Any], aside: Mapping[str, Any]) -> dict[str, Any]:
    """The moment as the page and the exports read it."""
    machine = state.get("machine") or {}
    shown = {name: value_of(state, name) for name in FIELDS}
    decided = state.get("verdict") in _DECIDED
    return {
        "moment_id": moment_id, "revision": revision, **shown,
        "players": shown["players"] or [], "replays": shown["replays"] or [],
        "confidence": 0.99 if decided else aside.get("confidence", 0.0), "evidence": aside.get("evidence", []),
        "anchor_sd_s": 0.1 if state.get("said.anchor_s") else aside.get("anchor_sd_s"),
        **{name: aside.get(name) for name in ("importance", "stars", "title", "play_number")},
        "status": _status(state, decided), "deleted": bool(state.get("deleted")),
        "human": is_human(state), "verdict": state.get("verdict"), "flag": state.get("flag"),
        "conflict": state.get("conflict") or [], "said": sorted(said_values(state)),
        "machine": {name: machine.get(name) for name in ("label", "team", "start_s", "anchor_s", "end_s", "status")}
        if machine else None,
    }  # fmt: skip


def _status(state: Mapping[str, Any], decided: bool) -> str:
    if state.get("deleted"):
        return "retracted"
    return "confirmed" if decided else str((state.get("machine") or {}).get("status", "confirmed"))


def patched(state: Mapping[str, Any], patch: Mapping[str, Any]) -> State:
    """The state after a patch; a key set to None is taken out."""
    return {key: value for key, value in {**state, **patch}.items() if value is not None}


def before_of(state: Mapping[str, Any], patch: Iterable[str]) -> Patch:
    """What the patch's keys hold now."""
    return {key: state.get(key) for key in patch}


def changes_only(state: Mapping[str, Any], patch: Mapping[str, Any]) -> Patch:
    return {key: value for key, value in patch.items() if state.get(key) != value}


def machine_patch(state: Mapping[str, Any], machine: Mapping[str, Any]) -> Patch:
    """What new processing changes of a state: human values stay, and where it now says otherwise, that is noted."""
    patch: Patch = {"machine": dict(machine)}
    if is_human(state):
        conflict = set(state.get("conflict") or ()) | conflicts(state, machine)
        patch["conflict"] = sorted(conflict) or None
    return changes_only(state, patch)


def conflicts(state: Mapping[str, Any], machine: Mapping[str, Any]) -> set[str]:
    """The fields that processing changed to something else than a person decided."""
    old = state.get("machine") or {}
    decided = set(said_values(state)) | ({"anchor_s"} if state.get("verdict") in _DECIDED else set())
    found = {
        name for name in decided
        if differ(name, old.get(name), machine.get(name)) and differ(name, machine.get(name), value_of(state, name))
    }  # fmt: skip
    if machine.get("status") == "retracted" != old.get("status") and not state.get("deleted"):
        found.add("status")
    return found


def differ(name: str, one: Any, other: Any) -> bool:
    if one is None or other is None or name not in _STAYS_S:
        return bool(one != other)
    return bool(abs(float(one) - float(other)) > _STAYS_S[name])
