"""Pairing what was found with what was there.

Comes in: instants or spans of both. Goes out: counts of hits, misses and false alarms, and overlaps.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

Marked = tuple[float, Hashable]
"""An instant and what it must agree in with its partner."""
Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    found: int = 0
    missed: int = 0
    false: int = 0

    def __add__(self, other: Hits) -> Hits:
        return Hits(found=self.found + other.found, missed=self.missed + other.missed, false=self.false + other.false)

    @property
    def f1(self) -> float:
        """1 where there was nothing to find and nothing was found."""
        total = 2 * self.found + self.missed + self.false
        return 2 * self.found / total if total else 1.0


def pair(truth: Sequence[Marked], found: Sequence[Marked], ignored: Sequence[Marked], within_s: float) -> Hits:
    """One-to-one, nearest first. What was found near an ignored instant only counts neither way."""
    pairs = sorted(
        (abs(t - f), i, j)
        for i, (t, mark) in enumerate(truth)
        for j, (f, other) in enumerate(found)
        if mark == other and abs(t - f) <= within_s
    )
    taken_truth: set[int] = set()
    taken_found: set[int] = set()
    for _, i, j in pairs:
        if i not in taken_truth and j not in taken_found:
            taken_truth.add(i)
            taken_found.add(j)
    false = sum(
        j not in taken_found and not any(mark == other and abs(t - f) <= within_s for t, mark in ignored)
        for j, (f, other) in enumerate(found)
    )
    return Hits(found=len(taken_truth), missed=len(truth) - len(taken_truth), false=false)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    shared_s: float = 0.0
    either_s: float = 0.0

    def __add__(self, other: Overlap) -> Overlap:
        return Overlap(shared_s=self.shared_s + other.shared_s, either_s=self.either_s + other.either_s)

    @property
    def iou(self) -> float:
        return self.shared_s / self.either_s if self.either_s else 1.0


def overlap(truth: Sequence[Span], found: Sequence[Span]) -> Overlap:
    """Of spans that do not overlap among themselves."""
    shared = sum(max(0.0, min(b, d) - max(a, c)) for a, b in truth for c, d in found)
    total = sum(b - a for a, b in truth) + sum(d - c for c, d in found)
    return Overlap(shared_s=shared, either_s=total - shared)
