"""Bedrock's Converse through boto3: a forced tool whose input is the answer.

The client retries in botocore's adaptive mode; every attempt it makes is held in the budget first. Prompt
caching: the system part and the tool stand before a cache point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from edc.captions.model.asking import ModelAway, Reply
from edc.captions.model.budget import Budget, CeilingReached, Usage
from edc.captions.model.prompt import ANSWER, TOOL, Prompt

DEFAULT_MODEL = "global.anthropic.claude-haiku-4-5-20251001-v1:0"
_FINAL = frozenset(("AccessDeniedException", "ResourceNotFoundException", "ValidationException",
                    "UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException"))  # fmt: skip
_NEVER_SENT = frozenset(("EndpointConnectionError", "ConnectTimeoutError", "NoCredentialsError", "NoRegionError",
                         "CeilingReached", "ParamValidationError"))  # fmt: skip
"""After any other error without an answer the request went out, and may have been paid for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BedrockSettings:
    model: str = DEFAULT_MODEL
    region: str | None = None
    endpoint_url: str | None = None
    guardrail_id: str | None = None
    guardrail_version: str = "DRAFT"
    timeout_s: float = 60.0
    attempts: int = 5
    """At most, of one question."""
    requests_at_once: int = 8
    temperature: float = 0.7


def request_of(prompt: Prompt, settings: BedrockSettings) -> dict[str, Any]:
    """Arguments of `converse`."""
    request: dict[str, Any] = {
        "modelId": settings.model,
        "system": [{"text": prompt.system}, {"cachePoint": {"type": "default"}}],
        "messages": [{"role": "user", "content": [{"text": prompt.user}]}],
        "inferenceConfig": {"maxTokens": prompt.max_tokens, "temperature": settings.temperature},
        "toolConfig": {
            "tools": [{"toolSpec": {"name": TOOL, "description": "Hands in the captions.",
                                    "inputSchema": {"json": dict(ANSWER)}}}],
            "toolChoice": {"tool": {"name": TOOL}},
        },
    }  # fmt: skip
    if settings.guardrail_id:
        request["guardrailConfig"] = {
            "guardrailIdentifier": settings.guardrail_id, "guardrailVersion": settings.guardrail_version,
        }  # fmt: skip
    return request


class BedrockModel:
    def __init__(self, settings: BedrockSettings) -> None:
        import boto3
        from botocore.config import Config

        self.name = f"bedrock:{settings.model}"
        self._settings = settings
        self._client = boto3.client(
            "bedrock-runtime", region_name=settings.region, endpoint_url=settings.endpoint_url,
            config=Config(
                retries={"mode": "adaptive", "total_max_attempts": settings.attempts}, connect_timeout=10,
                read_timeout=settings.timeout_s, max_pool_connections=max(10, settings.requests_at_once),
            ),
        )  # fmt: skip
        self._attempts = _Attempts()
        self._client.meta.events.register("before-send.bedrock-runtime.Converse", self._attempts.one_more)
        self._client.meta.events.register("needs-retry.bedrock-runtime.Converse", self._attempts.failed)

    def ask(self, prompt: Prompt, budget: Budget) -> Reply:
        worst = Usage(input=prompt.input_tokens, output=prompt.max_tokens)
        with self._attempts.held(budget, worst) as attempts:
            try:
                response = self._client.converse(**request_of(prompt, self._settings))
            except CeilingReached:
                raise
            except Exception as error:  # botocore hands on whatever a broken answer made its parser raise
                raise self._away(error, attempts) from error
            usage = _usage(response)
            attempts.answered(usage)  # an answer that tells no tokens counts as the dearest one
        return Reply(answer=_answer(response), usage=usage)

    def _away(self, error: Exception, attempts: _Held) -> ModelAway:
        from botocore.exceptions import ClientError, NoCredentialsError, NoRegionError

        if isinstance(error, ClientError):
            code = str(error.response.get("Error", {}).get("Code", ""))
            return ModelAway(f"Bedrock answered {code or error}", final=code in _FINAL)
        if isinstance(error, NoCredentialsError | NoRegionError):
            return ModelAway("no AWS credentials or region: set AWS_PROFILE and AWS_REGION", final=True)
        if type(error).__name__ not in _NEVER_SENT:
            attempts.lose()
        return ModelAway(f"Bedrock: {type(error).__name__}: {str(error)[:200]}")


class _Held:
    """What one question holds in the budget, over all its attempts."""

    def __init__(self, budget: Budget, worst: Usage) -> None:
        self.budget = budget
        self.worst = worst
        self.holds: list[float] = []
        self._lost: set[int] = set()
        self._usage: Usage | None = None

    def lose(self) -> None:
        """The answer of the attempt that is on did not come."""
        self._lost.add(len(self.holds) - 1)

    def answered(self, usage: Usage) -> None:
        self._usage = usage if usage.input + usage.output else None
        if self._usage is None:
            self.lose()

    def release(self) -> None:
        for at, held in enumerate(self.holds):
            usage = self._usage if at == len(self.holds) - 1 else None
            self.budget.settle(held, usage, unknown=at in self._lost)


class _Attempts:
    """Binds botocore's attempts to the question that the same thread asks."""

    def __init__(self) -> None:
        import threading

        self._mine = threading.local()

    def held(self, budget: Budget, worst: Usage) -> Any:
        from contextlib import contextmanager

        @contextmanager
        def held() -> Any:
            self._mine.now = _Held(budget, worst)
            try:
                yield self._mine.now
            finally:
                self._mine.now.release()

        return held()

    def one_more(self, **_: Any) -> None:
        """Before each attempt, the first and those after an error.

        Raises:
            CeilingReached: then botocore gives up, since no retry is made for it.
        """
        now: _Held = self._mine.now
        now.holds.append(now.budget.hold(now.worst))

    def failed(self, caught_exception: Exception | None = None, **_: Any) -> None:
        """After each attempt: one that brought no answer at all may have been paid for."""
        if caught_exception is not None and type(caught_exception).__name__ not in _NEVER_SENT:
            self._mine.now.lose()


def _usage(response: dict[str, Any]) -> Usage:
    told = response.get("usage") or {}

    def number(name: str) -> int:
        value = told.get(name)
        return value if isinstance(value, int) and value >= 0 else 0

    return Usage(input=number("inputTokens"), output=number("outputTokens"), cache_read=number("cacheReadInputTokens"),
                 cache_written=number("cacheWriteInputTokens"))  # fmt: skip


def _answer(response: dict[str, Any]) -> Any:
    """The forced tool's input; text where a model answered with text after all."""
    content = ((response.get("output") or {}).get("message") or {}).get("content") or []
    for block in content:
        if "toolUse" in block:
            return block["toolUse"].get("input")
    return "".join(block["text"] for block in content if isinstance(block.get("text"), str))
