"""What a flow tries again."""

from __future__ import annotations

from typing import Any

from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from edc.errors import TransientError


def is_transient(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Only what passes by itself: a full disk, a busy service. A broken video stays broken."""
    return isinstance(state.result(raise_on_failure=False), TransientError)
