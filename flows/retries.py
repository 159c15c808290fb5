"""What a flow tries again."""

from __future__ import annotations

from typing import Any

from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from edc.errors import TransientError


def is_transient(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Only what passes by itself: a full disk, a busy service. A broken video stays broken."""
    return isinstance(state.result(raise_on_failure=False), TransientError)


TRIED_AGAIN: dict[str, Any] = {
    "retries": 2,
    "retry_delay_seconds": [15, 60],
    "retry_condition_fn": is_transient,
    # The game folder's manifest is the one cache; a second one could only disagree with it.
    "cache_policy": NO_CACHE,
    "persist_result": False,
}
"""Options of a task that works on a game folder."""
