"""Bedrock batch jobs for a backfill: requests as JSON lines in S3, submitted, followed and collected.

Comes in: orders that the cache has no answer for. Goes out: answers in the cache; whoever writes the captions
then finds them there, and asks Converse only for what has to be repaired.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from edc.captions.model.answers import drafts_of
from edc.captions.model.budget import Prices, Usage
from edc.captions.model.cache import AnswerCache
from edc.captions.model.prompt import ANSWER, TOOL, Prompt, fact_hash, prompt_of
from edc.captions.writer import Order
from edc.errors import TransientError, UsageError

SMALLEST_JOB = 100
"""Records under which Bedrock takes no job (a quota of the account; 100 for most models)."""
HALF_PRICE = 0.5
"""A batch costs half of what the same requests cost one by one."""
_DONE = ("Completed", "PartiallyCompleted")
_OVER = ("Failed", "Stopped", "Expired")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSettings:
    model: str
    bucket: str
    """Of the requests and the answers."""
    prefix: str
    role_arn: str
    """What Bedrock may read and write the bucket as."""
    region: str | None = None
    endpoint_url: str | None = None
    s3_endpoint_url: str | None = None
    poll_s: float = 30.0
    timeout_s: float = 24 * 3600.0
    moments_per_record: int = 4


def model_input(prompt: Prompt) -> dict[str, Any]:
    """The body of `InvokeModel` for Claude: a batch knows no Converse."""
    return {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": prompt.max_tokens,
        "system": [{"type": "text", "text": prompt.system, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": [{"type": "text", "text": prompt.user}]}],
        "tools": [{"name": TOOL, "description": "Hands in the captions.", "input_schema": dict(ANSWER)}],
        "tool_choice": {"type": "tool", "name": TOOL},
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    job_arn: str
    records: int
    answered: int
    """Moments with an answer in the cache now."""
    usage: Usage
    cost_usd: float


class BatchJob:
    """One job over orders of any number of games."""

    def __init__(self, settings: BatchSettings, cache: AnswerCache, prices: Prices, ceiling_usd: float) -> None:
        import boto3

        self._settings = settings
        self._cache = cache
        self._prices = prices
        self._ceiling_usd = ceiling_usd
        where = {"region_name": settings.region}
        self._bedrock = boto3.client("bedrock", endpoint_url=settings.endpoint_url, **where)
        self._s3 = boto3.client("s3", endpoint_url=settings.s3_endpoint_url, **where)

    def run(self, orders: Sequence[Order], told: Callable[[str], None] = lambda _: None) -> BatchResult:
        """Submits, waits and collects.

        Raises:
            UsageError: it could cost more than the ceiling, or Bedrock refuses the job.
            TransientError: the job failed or is not over in time; its answers so far are kept.
        """
        records = self._records(orders)
        if not records:
            return BatchResult(job_arn="", records=0, answered=0, usage=Usage(), cost_usd=0.0)
        self._check_cost(records)
        arn = self._submit(records)
        told(f"job {arn}: {len(records)} records")
        self._follow(arn, told)
        return self._collect(arn, records)

    # -------------------------------------------------------------- before
    def _records(self, orders: Sequence[Order]) -> dict[str, list[Order]]:
        model = f"bedrock:{self._settings.model}"
        groups: dict[tuple[str, str, str], list[Order]] = {}
        for order in orders:
            if self._cache.get(fact_hash(order, model)) is None:
                groups.setdefault((order.language.code, order.voice, order.view), []).append(order)
        size = self._settings.moments_per_record
        pieces = [group[i:i + size] for group in groups.values() for i in range(0, len(group), size)]
        return {f"R{at:010d}": piece for at, piece in enumerate(pieces)}

    def _check_cost(self, records: dict[str, list[Order]]) -> None:
        prompts = [prompt_of(orders) for orders in records.values()]
        worst = Usage(input=sum(p.input_tokens for p in prompts), output=sum(p.max_tokens for p in prompts))
        cost = self._prices.of(worst) * HALF_PRICE
        if cost > self._ceiling_usd:
            raise UsageError(f"The batch may cost up to {cost:.2f} USD, over the ceiling of {self._ceiling_usd:g} USD: "
                             "raise caption.ceiling_usd or caption fewer games at once.")  # fmt: skip

    def _submit(self, records: dict[str, list[Order]]) -> str:
        from botocore.exceptions import BotoCoreError, ClientError

        s = self._settings
        lines = [json.dumps({"recordId": key, "modelInput": model_input(prompt_of(orders))}, ensure_ascii=False)
                 for key, orders in records.items()]  # fmt: skip
        stem = f"{s.prefix.strip('/')}/{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}"
        try:
            self._s3.put_object(Bucket=s.bucket, Key=f"{stem}/in/records.jsonl",
                                Body=("\n".join(lines) + "\n").encode(), ContentType="application/jsonl")  # fmt: skip
            answer = self._bedrock.create_model_invocation_job(
                jobName=f"edc-captions-{stem.rpartition('/')[2]}", roleArn=s.role_arn, modelId=s.model,
                inputDataConfig={"s3InputDataConfig": {"s3Uri": f"s3://{s.bucket}/{stem}/in/records.jsonl"}},
                outputDataConfig={"s3OutputDataConfig": {"s3Uri": f"s3://{s.bucket}/{stem}/out/"}},
            )  # fmt: skip
        except ClientError as error:
            raise UsageError(f"Bedrock took no batch job: {error}. It needs a role that may use s3://{s.bucket} and "
                             f"at least {SMALLEST_JOB} records (this job has {len(records)}).") from error
        except BotoCoreError as error:
            raise TransientError(f"Bedrock or S3 cannot be reached ({error}). Try again later.") from error
        self._out = f"{stem}/out/"
        return str(answer["jobArn"])

    # -------------------------------------------------------------- after
    def _follow(self, arn: str, told: Callable[[str], None]) -> None:
        deadline = time.monotonic() + self._settings.timeout_s
        while True:
            job = self._bedrock.get_model_invocation_job(jobIdentifier=arn)
            status = job["status"]
            told(str(status))
            if status in _DONE:
                return
            if status in _OVER:
                raise TransientError(f"The batch job {arn} ended as {status}: {job.get('message', 'no reason given')}.")
            if time.monotonic() > deadline:
                raise TransientError(f"The batch job {arn} is still {status}. Run the command again to go on.")
            time.sleep(self._settings.poll_s)

    def _collect(self, arn: str, records: dict[str, list[Order]]) -> BatchResult:
        usage, answered = Usage(), 0
        model = f"bedrock:{self._settings.model}"
        for line in self._lines():
            orders, output = records.get(str(line.get("recordId"))), line.get("modelOutput")
            if orders is None or not isinstance(output, dict):
                continue
            usage += _usage(output)
            for at, draft in drafts_of(_answer(output), len(orders)).items():
                self._cache.put(fact_hash(orders[at], model), draft)
                answered += 1
        return BatchResult(job_arn=arn, records=len(records), answered=answered, usage=usage,
                           cost_usd=self._prices.of(usage) * HALF_PRICE)  # fmt: skip

    def _lines(self) -> list[dict[str, Any]]:
        """Of all `….jsonl.out` files of the job; what is no JSON is passed over."""
        found = []
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._settings.bucket, Prefix=self._out)
        for entry in (entry for page in pages for entry in page.get("Contents", ())):
            if not entry["Key"].endswith(".jsonl.out"):
                continue
            body = self._s3.get_object(Bucket=self._settings.bucket, Key=entry["Key"])["Body"].read()
            for line in body.decode("utf-8", errors="replace").splitlines():
                try:
                    value = json.loads(line)
                except ValueError:
                    continue
                if isinstance(value, dict):
                    found.append(value)
        return found


def _answer(output: dict[str, Any]) -> Any:
    content = output.get("content")
    blocks = [block for block in content if isinstance(block, dict)] if isinstance(content, list) else []
    used = next((block.get("input") for block in blocks if block.get("type") == "tool_use"), None)
    return used if used is not None else "".join(str(block.get("text", "")) for block in blocks)


def _usage(output: dict[str, Any]) -> Usage:
    told = output.get("usage") if isinstance(output.get("usage"), dict) else {}

    def number(name: str) -> int:
        value = told.get(name) if isinstance(told, dict) else None
        return value if isinstance(value, int) and value >= 0 else 0

    return Usage(input=number("input_tokens"), output=number("output_tokens"),
                 cache_read=number("cache_read_input_tokens"), cache_written=number("cache_creation_input_tokens"))
