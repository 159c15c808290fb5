"""What a game's captions may cost.

A request is sent only if even its dearest answer fits under the ceiling, and every attempt counts, also one
that is sent again after an error.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """US dollars for a million tokens; what is read from a prompt cache costs a tenth, writing it a quarter more."""

    input: float
    output: float

    def of(self, usage: Usage) -> float:
        tokens = usage.input + 0.1 * usage.cache_read + 1.25 * usage.cache_written
        return (tokens * self.input + usage.output * self.output) / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one answer, or of many."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_written: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(input=self.input + other.input, output=self.output + other.output,
                     cache_read=self.cache_read + other.cache_read,
                     cache_written=self.cache_written + other.cache_written)  # fmt: skip


class CeilingReached(Exception):
    """The next request could cost more than is left."""


class Budget:
    """Counts requests and money over all threads."""

    def __init__(self, *, ceiling_usd: float, max_requests: int, prices: Prices) -> None:
        self.ceiling_usd = ceiling_usd
        self.max_requests = max_requests
        self.prices = prices
        self.requests = 0
        self.spent_usd = 0.0
        self.usage = Usage()
        self.reached = False
        self._held = 0.0
        self._lock = threading.Lock()

    def hold(self, worst: Usage) -> float:
        """Takes the worst cost of one attempt out of what is left, and returns it.

        Raises:
            CeilingReached: it does not fit, or there were as many requests as may be.
        """
        cost = self.prices.of(worst) * 1.25
        with self._lock:
            if self.requests >= self.max_requests or self.spent_usd + self._held + cost > self.ceiling_usd:
                self.reached = True
                raise CeilingReached
            self.requests += 1
            self._held += cost
            return cost

    def settle(self, held: float, usage: Usage | None, *, unknown: bool = False) -> None:
        """Gives back what was held; `unknown` where a lost answer may have been paid for: then all of it is spent."""
        with self._lock:
            self._held = max(0.0, self._held - held)
            if usage is not None:
                self.usage = self.usage + usage
                self.spent_usd += self.prices.of(usage)
            elif unknown:
                self.spent_usd += held
