"""The writer that asks a language model: many moments a request, many requests at once.

Comes in: orders. Goes out: drafts, or None where there was no usable answer, no time or no money left; what
is None the template writes. A model that is away for good is not asked for ever.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from edc.captions.model.answers import drafts_of
from edc.captions.model.budget import Budget, CeilingReached, Usage
from edc.captions.model.cache import AnswerCache
from edc.captions.model.prompt import Prompt, fact_hash, prompt_of
from edc.captions.writer import Draft, Order

_FAILURES_TO_STOP = 4
"""Requests in a row without any answer after which the model counts as away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    answer: Any
    """JSON, or text that should be JSON."""
    usage: Usage


class ModelAway(Exception):
    """No answer: away, too slow, refused. `final` where asking again cannot help (no permission, no such model)."""

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


class Model(Protocol):
    name: str
    """Of the service and the model: part of the cache's key."""

    def ask(self, prompt: Prompt, budget: Budget) -> Reply:
        """Asks once, with retries of its own; every attempt is held in the budget.

        Raises:
            ModelAway, CeilingReached
        """


class ModelWriter:
    def __init__(
        self, model: Model, budget: Budget, *, cache: AnswerCache | None = None, moments_per_request: int = 12,
        requests_at_once: int = 8, deadline_s: float = 900.0,
    ) -> None:  # fmt: skip
        self.name = model.name
        self.budget = budget
        self.warnings: list[str] = []
        self.cached = 0
        self.unanswered = 0
        self._model = model
        self._cache = cache or AnswerCache()
        self._per_request = moments_per_request
        self._at_once = requests_at_once
        self._deadline = time.monotonic() + deadline_s
        self._failures = 0
        self._stopped = False
        self._lock = threading.Lock()
        self._log = logging.getLogger("edc.captions")

    def drafts(self, orders: Sequence[Order]) -> list[Draft | None]:
        keys = [fact_hash(order, self.name) for order in orders]
        found = [self._cache.get(key) for key in keys]
        self.cached += sum(draft is not None for draft in found)
        missing = [at for at, draft in enumerate(found) if draft is None]
        batches = self._batches(orders, missing)
        if batches:
            with ThreadPoolExecutor(min(self._at_once, len(batches))) as pool:
                for batch, answers in zip(batches, pool.map(lambda b: self._ask([orders[i] for i in b]), batches),
                                          strict=True):  # fmt: skip
                    for place, at in enumerate(batch):
                        found[at] = answers.get(place)
                        if found[at] is not None:
                            self._cache.put(keys[at], found[at])  # type: ignore[arg-type]
        self.unanswered += sum(draft is None for draft in found)
        return found

    def batches(self, orders: Sequence[Order]) -> list[list[Order]]:
        """Requests that would be sent for orders that are not in the cache."""
        missing = [i for i, o in enumerate(orders) if self._cache.get(fact_hash(o, self.name)) is None]
        return [[orders[i] for i in batch] for batch in self._batches(orders, missing)]

    def _batches(self, orders: Sequence[Order], missing: Sequence[int]) -> list[list[int]]:
        groups: dict[tuple[str, str, str], list[int]] = {}
        for at in missing:
            order = orders[at]
            groups.setdefault((order.language.code, order.voice, order.view), []).append(at)
        size = self._per_request
        return [places[i:i + size] for places in groups.values() for i in range(0, len(places), size)]

    def _ask(self, orders: Sequence[Order]) -> dict[int, Draft]:
        if self._stopped or time.monotonic() > self._deadline:
            self._stop("the time for this game's captions is over" if not self._stopped else "")
            return {}
        try:
            reply = self._model.ask(prompt_of(orders), self.budget)
        except CeilingReached:
            self._stop(f"the ceiling of {self.budget.ceiling_usd:g} USD or {self.budget.max_requests} requests is "
                       "reached")  # fmt: skip
            return {}
        except ModelAway as error:
            self._failed(error)
            return {}
        with self._lock:
            self._failures = 0
        drafts = drafts_of(reply.answer, len(orders))
        self._log.info("%s: %d drafts for %d moments, tokens %d in, %d out, %d cached, %.5f USD so far", self.name,
                       len(drafts), len(orders), reply.usage.input, reply.usage.output, reply.usage.cache_read,
                       self.budget.spent_usd)  # fmt: skip
        return drafts

    def _failed(self, error: ModelAway) -> None:
        with self._lock:
            self._failures += 1
            over = error.final or self._failures >= _FAILURES_TO_STOP
        self._log.info("%s: no answer: %s", self.name, error)
        if over:
            self._stop(str(error))

    def _stop(self, reason: str) -> None:
        with self._lock:
            self._stopped = True
            if reason and not self.warnings:
                self.warnings.append(f"Captions by {self.name}: {reason}. The rest is written by templates.")
