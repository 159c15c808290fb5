"""The taxonomy: what can happen in a game, and which official action is which.

Comes in: `taxonomy.toml`. Goes out: nodes with names, spotter classes and defaults, and
`label_of`, which turns a play-by-play action into the deepest label that its words support.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from edc.errors import InvariantError

LANGUAGES = ("en", "es", "fr", "pt", "zh", "ja")

CORNER_TENTHS_OF_FT = 87
"""A three from nearer the baseline than this (the provider's yLegacy) is a corner three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A pattern over a play-by-play action; what is None or empty is not asked for."""

    type: str
    sub: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    bare: bool = False
    made: bool | None = None
    min_ft: float | None = None
    corner: bool = False
    qualifier: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A play-by-play action in the taxonomy's spelling: lower case, no spaces, no dashes."""

    type: str
    sub: str
    descriptor: str
    qualifiers: frozenset[str]
    made: bool | None
    distance_ft: float | None
    y_legacy: float | None
    against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    label: str
    parent: str | None
    names: Mapping[str, str]
    """Plain name per language; English is always there."""
    spot: str | None
    """Class of the spotter that sees it, or None."""
    lead_in_s: float
    lead_out_s: float
    interest: float
    """0..1, before any context."""
    per_game: float | None
    """Measured rate in a game, where known."""
    actions: tuple[Action, ...]

    def name(self, language: str = "en") -> str:
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    version: str
    nodes: Mapping[str, Node]
    fallbacks: tuple[tuple[str, tuple[Action, ...]], ...]

    def node(self, label: str) -> Node:
        """The node of a label; of an unknown deeper label, its nearest known ancestor.

        Raises:
            InvariantError: nothing of the label is known.
        """
        known = label
        while known not in self.nodes:
            known, dot, _ = known.rpartition(".")
            if not dot:
                raise InvariantError(f"{label!r} is no label of the taxonomy")
        return self.nodes[known]

    def ancestors(self, label: str) -> Iterator[str]:
        """The label itself, then its parents, nearest first."""
        current: Node | None = self.node(label)
        while current is not None:
            yield current.label
            current = self.nodes[current.parent] if current.parent else None

    def is_a(self, label: str, ancestor: str) -> bool:
        return ancestor in self.ancestors(label)

    @property
    def leaves(self) -> tuple[str, ...]:
        """Labels of plays that nothing is below, and those that an action maps to (`block`)."""
        parents = {node.parent for node in self.nodes.values()}
        return tuple(
            node.label for node in self.nodes.values()
            if (node.actions or node.label not in parents) and not self.is_a(node.label, "nonplay")
        )


def _words(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(squash(word) for word in value)


def _action(raw: Mapping[str, Any]) -> Action:
    return Action(
        type=raw["type"],
        sub=_words(raw.get("sub", ())),
        with_=_words(raw.get("with", ())),
        bare=raw.get("bare", False),
        made=raw.get("made"),
        min_ft=raw.get("min_ft"),
        corner=raw.get("corner", False),
        qualifier=_words(raw.get("qualifier", ())),
        against=_words(raw.get("against", ())),
    )


def _parent_label(raw: Mapping[str, Any]) -> str | None:
    prefix = str(raw["label"]).rpartition(".")[0]
    return raw.get("parent") or prefix or None


def _inherited(raw: Mapping[str, Any], by_label: Mapping[str, Mapping[str, Any]], key: str) -> Any:
    current: Mapping[str, Any] | None = raw
    while current is not None:
        if key in current:
            return current[key]
        parent = _parent_label(current)
        current = by_label[parent] if parent else None
    return None


def _node(raw: Mapping[str, Any], by_label: Mapping[str, Mapping[str, Any]]) -> Node:
    lead_in_s, lead_out_s = _inherited(raw, by_label, "lead")
    return Node(
        label=raw["label"],
        parent=_parent_label(raw),
        names=raw["name"],
        spot=_inherited(raw, by_label, "spot"),
        lead_in_s=lead_in_s,
        lead_out_s=lead_out_s,
        interest=_inherited(raw, by_label, "interest"),
        per_game=raw.get("per_game"),
        actions=tuple(_action(a) for a in raw.get("actions", ())),
    )


@cache
def load_taxonomy() -> Taxonomy:
    raw = tomllib.loads(files("edc").joinpath("taxonomy.toml").read_text(encoding="utf-8"))
    by_label = {entry["label"]: entry for entry in raw["node"]}
    return Taxonomy(
        version=raw["version"],
        nodes={label: _node(entry, by_label) for label, entry in by_label.items()},
        fallbacks=tuple((f["label"], tuple(_action(a) for a in f["actions"])) for f in raw["fallback"]),
    )


def node(label: str) -> Node:
    return load_taxonomy().node(label)


def is_a(label: str, ancestor: str) -> bool:
    """Whether a label is the ancestor or lies below it (a dunk is a two-pointer)."""
    return load_taxonomy().is_a(label, ancestor)


def squash(word: str | None) -> str:
    """A provider's word in the taxonomy's spelling: "Alley-Oop" and "alley oop" are one."""
    return re.sub(r"[\s\-_/]+", "", word or "").lower()


def _fits(action: Action, words: Words) -> bool:
    wanted = (
        words.type == action.type
        and (not action.sub or words.sub in action.sub)
        and (not action.with_ or any(w in words.descriptor for w in action.with_))
        and (not action.bare or not words.descriptor)
        and (action.made is None or words.made is action.made)
        and (not action.qualifier or not words.qualifiers.isdisjoint(action.qualifier))
        and (not action.against or words.against in action.against)
    )
    if not wanted:
        return False
    far_enough = action.min_ft is None or (words.distance_ft is not None and words.distance_ft >= action.min_ft)
    in_corner = not action.corner or (words.y_legacy is not None and words.y_legacy <= CORNER_TENTHS_OF_FT)
    return far_enough and in_corner


def _matching(words: Words) -> str | None:
    taxonomy = load_taxonomy()
    for candidate in taxonomy.nodes.values():
        if any(_fits(action, words) for action in candidate.actions):
            return candidate.label
    for label, actions in taxonomy.fallbacks:
        if any(_fits(action, words) for action in actions):
            return label
    return None


def label_of(
    action_type: str,
    sub_type: str | None = None,
    descriptor: str | None = None,
    qualifiers: Iterable[str] = (),
    made: bool | None = None,
    distance_ft: float | None = None,
    y_legacy: float | None = None,
    against: str | None = None,
) -> str:
    """The deepest label that a play-by-play action's words support.

    Words are liveData's (`2pt`, `Jump Shot`, `step back`); `against` is the sub type of the shot a
    block stopped. An action of an unknown type is a `stoppage`, as it interrupts nothing we know.
    """
    words = Words(
        type=squash(action_type),
        sub=squash(sub_type),
        descriptor=squash(descriptor),
        qualifiers=frozenset(squash(q) for q in qualifiers),
        made=made,
        distance_ft=distance_ft,
        y_legacy=y_legacy,
        against=squash(against),
    )
    return _matching(words) or "stoppage"


def known_action(action_type: str) -> bool:
    """Whether any node maps this action type."""
    wanted = squash(action_type)
    return any(action.type == wanted for n in load_taxonomy().nodes.values() for action in n.actions)
