"""What each action does to a moment: pure functions from a state and a change to patches.

Comes in: the action, its change as the client sent it, the present state. Goes out: patches by moment
id. Every value is checked here; a message says what is wrong and what is allowed.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from edc.errors import InputError
from edc.taxonomy import load_taxonomy
from labeling.record.state import Patch, State, said_values, value_of

DECIDING = frozenset({"confirm", "relabel", "move", "set_player", "split", "merge", "delete", "add", "cannot_tell",
                      "adjudicate"})
"""Actions after which the person has answered what the moment is."""
TEXT_LIMIT = 4000
_MOST_PLAYERS = 10
SHORTEST_S = 0.04


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an action is done to."""

    moment_id: str
    state: State
    duration_s: float
    other_id: str | None = None
    """Of a merge: the moment that is taken in."""
    other: State | None = None


Patches = dict[str, Patch]


def patches_of(action: str, change: Mapping[str, Any], target: Target) -> Patches:
    """The patches of an action; empty where it changes nothing.

    Raises:
        InputError: the action or its change is none that can be done.
    """
    if action not in _ACTIONS:
        raise InputError(f"{action!r} is no action: there are {', '.join(sorted(ACTIONS))}.")
    if not isinstance(change, Mapping):
        raise InputError("`change` must be an object.")
    if target.state.get("deleted") and action not in ("restore", "flag", "adjudicate"):
        raise InputError("This moment has been deleted: restore it first.")
    return _ACTIONS[action](change, target)


def new_moment_id() -> str:
    """An id for a moment that no evidence told of; the ledger's own begin with "m-"."""
    return f"r-{uuid.uuid4().hex[:10]}"


def decided(patch: Patch, verdict: str = "corrected") -> Patch:
    return {**patch, "verdict": verdict, "conflict": None}


def _say(**values: Any) -> Patch:
    return {f"said.{name}": [value] for name, value in values.items()}


def _confirm(_change: Mapping[str, Any], target: Target) -> Patches:
    patch = _say(label=value_of(target.state, "label"), team=value_of(target.state, "team"))
    verdict = "corrected" if target.state.get("verdict") == "corrected" else "confirmed"
    return {target.moment_id: decided(patch, verdict)}


def _relabel(change: Mapping[str, Any], target: Target) -> Patches:
    patch = _say(label=checked_label(change.get("label")))
    if "team" in change:
        patch |= _say(team=checked_team(change["team"]))
    return {target.moment_id: decided(patch)}


def _move(change: Mapping[str, Any], target: Target) -> Patches:
    wanted = {name: checked_time(change[name], name, target.duration_s)
              for name in ("start_s", "anchor_s", "end_s") if change.get(name) is not None}  # fmt: skip
    if not wanted:
        raise InputError("`change` must say anchor_s, start_s or end_s, in seconds of the video.")
    return {target.moment_id: decided(_say(**moved_span(target.state, wanted, target.duration_s)))}


def moved_span(state: Mapping[str, Any], wanted: Mapping[str, float], duration_s: float) -> dict[str, float]:
    """Start, anchor and end after a move: a new anchor takes its span along where nothing is said about it.

    Raises:
        InputError: the anchor would lie outside its span.
    """
    old = {name: value_of(state, name) for name in ("start_s", "anchor_s", "end_s")}
    span = {name: value for name, value in {**old, **wanted}.items() if value is not None}
    if "anchor_s" in wanted and old["anchor_s"] is not None:
        shift = wanted["anchor_s"] - old["anchor_s"]
        for name in ("start_s", "end_s"):
            if name not in wanted and old[name] is not None:
                span[name] = min(max(old[name] + shift, 0.0), duration_s)
    if "anchor_s" in span:
        span = default_span(str(value_of(state, "label")), span["anchor_s"], duration_s) | span
    check_span(span)
    return {name: round(value, 6) for name, value in span.items()}


def default_span(label: str, anchor_s: float, duration_s: float) -> dict[str, float]:
    kind = load_taxonomy().nodes.get(label)
    lead_in_s, lead_out_s = (kind.lead_in_s, kind.lead_out_s) if kind else (3.0, 3.0)
    return {"start_s": max(0.0, anchor_s - lead_in_s), "anchor_s": anchor_s,
            "end_s": min(anchor_s + lead_out_s, duration_s)}  # fmt: skip


def check_span(span: Mapping[str, float]) -> None:
    start_s, anchor_s, end_s = span.get("start_s"), span.get("anchor_s"), span.get("end_s")
    if start_s is not None and end_s is not None and end_s - start_s < SHORTEST_S:
        raise InputError(f"The moment would end ({end_s:.3f} s) before it starts ({start_s:.3f} s).")
    if anchor_s is None:
        raise InputError("The moment has no anchor: `change` must say anchor_s.")
    if (start_s is not None and anchor_s < start_s) or (end_s is not None and anchor_s > end_s):
        raise InputError(f"The anchor ({anchor_s:.3f} s) would lie outside the moment "
                         f"({start_s or 0.0:.3f} to {end_s or 0.0:.3f} s).")  # fmt: skip


def _set_player(change: Mapping[str, Any], target: Target) -> Patches:
    patch = _say(players=checked_players(change.get("players")))
    if "team" in change:
        patch |= _say(team=checked_team(change["team"]))
    return {target.moment_id: decided(patch)}


def _split(change: Mapping[str, Any], target: Target) -> Patches:
    """The moment keeps what is before the cut; a new one takes what is after it."""
    at_s = checked_time(change.get("at_s"), "at_s", target.duration_s)
    start_s, anchor_s, end_s = (value_of(target.state, name) for name in ("start_s", "anchor_s", "end_s"))
    if start_s is None or end_s is None or not start_s + SHORTEST_S <= at_s <= end_s - SHORTEST_S:
        raise InputError(f"at_s ({at_s:.3f} s) must lie inside the moment, not at its edge.")
    first_anchor = min(anchor_s, at_s)
    second_anchor = anchor_s if anchor_s >= at_s else (at_s + end_s) / 2
    if change.get("anchor_s") is not None:
        second_anchor = checked_time(change["anchor_s"], "anchor_s", target.duration_s)
    label = checked_label(change.get("label") or value_of(target.state, "label"))
    keeps = _say(start_s=start_s, anchor_s=first_anchor, end_s=at_s)
    second = {"start_s": at_s, "anchor_s": second_anchor, "end_s": end_s}
    check_span(second)
    copied = {name: value_of(target.state, name) for name in ("team", "players", "period")}
    return {target.moment_id: decided(keeps), new_moment_id(): decided(_say(label=label, **second, **copied))}


def _merge(change: Mapping[str, Any], target: Target) -> Patches:
    """The other moment is taken into this one."""
    if target.other is None or target.other_id is None or target.other_id == target.moment_id:
        raise InputError("`change` must say `with`: the id of another moment of the game.")
    if target.other.get("deleted"):
        raise InputError("The other moment has been deleted: restore it first.")
    both = (target.state, target.other)
    starts = [v for s in both if (v := value_of(s, "start_s")) is not None]
    ends = [v for s in both if (v := value_of(s, "end_s")) is not None]
    anchor_s = value_of(target.state, "anchor_s")
    span = {"anchor_s": anchor_s if anchor_s is not None else value_of(target.other, "anchor_s")}
    span |= ({"start_s": min(starts)} if starts else {}) | ({"end_s": max(ends)} if ends else {})
    check_span(span)
    return {target.moment_id: decided(_say(**span)), target.other_id: {"deleted": True, "conflict": None}}


def _delete(_change: Mapping[str, Any], target: Target) -> Patches:
    return {target.moment_id: {"deleted": True, "conflict": None}}


def _restore(_change: Mapping[str, Any], target: Target) -> Patches:
    if not target.state.get("deleted"):
        raise InputError("This moment has not been deleted: there is nothing to restore.")
    # Processing may have dropped it as well: a person who restores it says that it happened.
    return {target.moment_id: decided({"deleted": None}, target.state.get("verdict") or "confirmed")}


def _add(change: Mapping[str, Any], target: Target) -> Patches:
    label = checked_label(change.get("label"))
    anchor_s = checked_time(change.get("anchor_s"), "anchor_s", target.duration_s)
    given = {name: checked_time(change[name], name, target.duration_s)
             for name in ("start_s", "end_s") if change.get(name) is not None}  # fmt: skip
    span = default_span(label, anchor_s, target.duration_s) | given
    check_span(span)
    values: dict[str, Any] = {"label": label, **span, "team": checked_team(change.get("team")),
                              "players": checked_players(change.get("players") or [])}  # fmt: skip
    values |= {name: checked_number(change[name], name) for name in ("period", "clock_s", "home_score", "away_score")
               if change.get(name) is not None}  # fmt: skip
    return {target.moment_id: decided(_say(**values))}


def _attach_replay(change: Mapping[str, Any], target: Target) -> Patches:
    span = {name: round(checked_time(change.get(name), name, target.duration_s), 6) for name in ("start_s", "end_s")}
    if span["end_s"] - span["start_s"] < SHORTEST_S:
        raise InputError("The replay would end before it starts.")
    replays = [*(value_of(target.state, "replays") or []), span]
    return {target.moment_id: _say(replays=sorted(replays, key=lambda r: r["start_s"]))}


def _cannot_tell(_change: Mapping[str, Any], target: Target) -> Patches:
    return {target.moment_id: decided({}, "cannot_tell" if not said_values(target.state) else "corrected")}


def _flag(change: Mapping[str, Any], target: Target) -> Patches:
    note = change.get("note", "")
    if change.get("flag") is False:
        return {target.moment_id: {"flag": None}}
    return {target.moment_id: {"flag": checked_text(note, "note") or "for discussion"}}


def _adjudicate(change: Mapping[str, Any], target: Target) -> Patches:
    """Settles what people disagreed about: label and team, and the instant where one is given; or that nothing was."""
    if change.get("deleted") is True:
        return _delete(change, target)
    patch = _say(label=checked_label(change.get("label")),
                 team=checked_team(change.get("team", value_of(target.state, "team"))))  # fmt: skip
    wanted = {name: checked_time(change[name], name, target.duration_s)
              for name in ("start_s", "anchor_s", "end_s") if change.get(name) is not None}  # fmt: skip
    if wanted:
        patch |= _say(**moved_span(target.state, wanted, target.duration_s))
    return {target.moment_id: decided({**patch, "deleted": None})}


_ACTIONS: dict[str, Callable[[Mapping[str, Any], Target], Patches]] = {
    "confirm": _confirm, "relabel": _relabel, "move": _move, "set_player": _set_player, "split": _split,
    "merge": _merge, "delete": _delete, "restore": _restore, "add": _add, "attach_replay": _attach_replay,
    "cannot_tell": _cannot_tell, "flag": _flag, "adjudicate": _adjudicate,
}  # fmt: skip
ACTIONS = (*_ACTIONS, "sweep", "undo", "redo")


def checked_label(label: object) -> str:
    taxonomy = load_taxonomy()
    if isinstance(label, str) and label in taxonomy.nodes:
        return label
    family = str(label).partition(".")[0]
    near = [name for name in taxonomy.nodes if name.partition(".")[0] == family][:8]
    near = near or ["shot.made.two", "foul", "block"]
    raise InputError(f"{str(label)[:80]!r} is no label of the taxonomy (version {taxonomy.version}); "
                     f"near it are {', '.join(near)}.")  # fmt: skip


def checked_number(value: object, name: str) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(f"{name} must be a number, not {str(value)[:40]!r}.")
    return value


def checked_time(value: object, name: str, duration_s: float) -> float:
    seconds = float(checked_number(value, name))
    if not -1e-6 <= seconds <= duration_s + 0.5:
        raise InputError(f"{name} ({seconds:.3f} s) lies outside the video, which is {duration_s:.3f} s long.")
    return round(min(max(seconds, 0.0), duration_s), 6)


def checked_text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise InputError(f"{name} must be text.")
    if len(value) > TEXT_LIMIT:
        raise InputError(f"{name} is {len(value)} characters long: at most {TEXT_LIMIT} are kept.")
    # What no database can keep (a NUL, half a surrogate pair) is no part of a note.
    return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def checked_team(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not 1 <= len(value) <= 12:
        raise InputError("team must be a team's three letters, or null.")
    return value


def checked_players(value: object) -> list[dict[str, str]]:
    if not isinstance(value, list) or len(value) > _MOST_PLAYERS:
        raise InputError(f"players must be a list of at most {_MOST_PLAYERS} players.")
    players = []
    for player in value:
        if not isinstance(player, Mapping) or set(player) - {"id", "name", "role"} or "name" not in player:
            raise InputError("each player must have id, name and role, as in the game's roster.")
        players.append({key: checked_text(player.get(key, ""), f"a player's {key}") for key in ("id", "name", "role")})
    return players
