"""Any server that speaks OpenAI's chat completions over HTTP: vLLM, llama.cpp, Ollama.

The answer is asked for as JSON of our schema. Errors that pass (429, 5xx, no connection) are tried again,
each try held in the budget.
"""

from __future__ import annotations

import json
import os
import random
import time
from dataclasses import dataclass
from typing import Any

from edc.captions.model.answers import LONGEST_ANSWER
from edc.captions.model.asking import ModelAway, Reply
from edc.captions.model.budget import Budget, Usage
from edc.captions.model.prompt import ANSWER, TOOL, Prompt

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 20.0
_LARGEST_BODY = 4 * LONGEST_ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAISettings:
    base_url: str = "http://127.0.0.1:8000/v1"
    model: str = "default"
    timeout_s: float = 60.0
    """For the whole answer, however it trickles in."""
    attempts: int = 5
    """At most, of one question."""
    requests_at_once: int = 8
    temperature: float = 0.7


class _Again(Exception):
    """`lost`: the answer may have been paid for; `nobody`: no server is there."""

    def __init__(
        self, reason: str, after_s: float | None = None, *, lost: bool = False, nobody: bool = False
    ) -> None:
        super().__init__(reason)
        self.nobody = nobody
        self.after_s = after_s
        self.lost = lost


class OpenAIModel:
    """The key, where the server wants one, is taken from OPENAI_API_KEY and kept nowhere."""

    def __init__(self, settings: OpenAISettings) -> None:
        import httpx

        self.name = f"openai:{settings.model}"
        self._settings = settings
        key = os.environ.get("OPENAI_API_KEY")
        self._client = httpx.Client(
            timeout=httpx.Timeout(settings.timeout_s, connect=10.0),
            headers={"Authorization": f"Bearer {key}"} if key else {},
            limits=httpx.Limits(max_connections=max(10, settings.requests_at_once)),
        )

    def ask(self, prompt: Prompt, budget: Budget) -> Reply:
        worst = Usage(input=prompt.input_tokens, output=prompt.max_tokens)
        error: _Again | None = None
        for attempt in range(self._settings.attempts):
            if attempt:
                time.sleep(_pause_s(attempt, error))
            held = budget.hold(worst)
            usage: Usage | None = None
            lost = False
            try:
                body = self._post(prompt)
                usage = _usage(body)
                # An answer that tells no tokens counts as the dearest one.
                usage, lost = (usage, False) if usage.input + usage.output else (None, True)
                return Reply(answer=_answer(body), usage=usage or Usage())
            except _Again as again:
                error, lost = again, again.lost
                if again.nobody and attempt:
                    break
            finally:
                budget.settle(held, usage, unknown=lost)
        raise ModelAway(f"{self._settings.base_url}: {error}")

    def _post(self, prompt: Prompt) -> dict[str, Any]:
        import httpx

        url = self._settings.base_url.rstrip("/") + "/chat/completions"
        try:
            with self._client.stream("POST", url, json=_request(prompt, self._settings)) as response:
                _check(response.status_code, response.headers.get("retry-after"))
                body = self._read(response)
        except httpx.ConnectError as error:
            raise _Again(f"cannot be reached ({error})", nobody=True) from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise _Again(f"{type(error).__name__}: {error}", lost=True) from error
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            # The server has answered and will be paid; asking again for the same would only cost more.
            return {}
        return value if isinstance(value, dict) else {}

    def _read(self, response: Any) -> bytes:
        deadline = time.monotonic() + self._settings.timeout_s
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > _LARGEST_BODY:
                return b""
            if time.monotonic() > deadline:
                raise _Again("too slow", lost=True)
        return bytes(body)


def _pause_s(attempt: int, error: _Again | None) -> float:
    """What the server asks for, else full jitter that doubles."""
    if error is not None and error.after_s is not None:
        return min(error.after_s, _LONGEST_PAUSE_S)
    return random.uniform(0.0, min(_FIRST_PAUSE_S * 2**attempt, _LONGEST_PAUSE_S))


def _check(status: int, retry_after: str | None) -> None:
    if status < 400:
        return
    if status == 429 or status >= 500:
        raise _Again(f"answered {status}", float(retry_after) if retry_after and retry_after.isdigit() else None)
    remedy = {401: "set OPENAI_API_KEY", 403: "no permission", 404: "no such path or model"}.get(status, "bad request")
    raise ModelAway(f"the server answered {status} ({remedy})", final=True)


def _request(prompt: Prompt, settings: OpenAISettings) -> dict[str, Any]:
    return {
        "model": settings.model,
        "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
        "max_tokens": prompt.max_tokens,
        "temperature": settings.temperature,
        "response_format": {"type": "json_schema",
                            "json_schema": {"name": TOOL, "strict": True, "schema": dict(ANSWER)}},
    }  # fmt: skip


def _usage(body: dict[str, Any]) -> Usage:
    told = body.get("usage")
    told = told if isinstance(told, dict) else {}

    def number(value: Any) -> int:
        return value if isinstance(value, int) and value >= 0 else 0

    details = told.get("prompt_tokens_details")
    cached = number(details.get("cached_tokens")) if isinstance(details, dict) else 0
    return Usage(input=max(0, number(told.get("prompt_tokens")) - cached),
                 output=number(told.get("completion_tokens")), cache_read=cached)  # fmt: skip


def _answer(body: dict[str, Any]) -> Any:
    try:
        return body["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        return None
