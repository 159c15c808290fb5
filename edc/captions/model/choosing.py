"""The writer that the configuration asks for, and what a run with it would cost.

Comes in: the caption section of the configuration. Goes out: a `Writer`, or an `Estimate` that sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from edc.captions.model.asking import Model, ModelWriter
from edc.captions.model.budget import Budget, Prices, Usage
from edc.captions.model.cache import AnswerCache
from edc.captions.model.prompt import Prompt, prompt_of
from edc.captions.templates import TemplateWriter
from edc.captions.writer import Order, Writer
from edc.config import CaptionConfig
from edc.errors import UsageError


def prices_of(config: CaptionConfig) -> Prices:
    return Prices(input=config.usd_per_million_input, output=config.usd_per_million_output)


def bedrock_model(config: CaptionConfig) -> str:
    from edc.captions.model.bedrock import DEFAULT_MODEL

    return config.model or DEFAULT_MODEL


def _model(config: CaptionConfig) -> Model:
    if config.writer == "bedrock":
        from edc.captions.model.bedrock import BedrockModel, BedrockSettings

        return BedrockModel(BedrockSettings(
            model=bedrock_model(config), region=config.region, endpoint_url=config.endpoint_url,
            guardrail_id=config.guardrail_id, guardrail_version=config.guardrail_version,
            timeout_s=config.timeout_s, requests_at_once=config.requests_at_once,
        ))  # fmt: skip
    from edc.captions.model.openai import OpenAIModel, OpenAISettings

    if not config.endpoint_url or not config.model:
        raise UsageError("The writer openai needs caption.endpoint_url (such as http://127.0.0.1:8000/v1) and "
                         "caption.model.")  # fmt: skip
    return OpenAIModel(OpenAISettings(base_url=config.endpoint_url, model=config.model, timeout_s=config.timeout_s,
                                      requests_at_once=config.requests_at_once))  # fmt: skip


def _told_name(config: CaptionConfig) -> str:
    return f"bedrock:{bedrock_model(config)}" if config.writer == "bedrock" else f"openai:{config.model}"


def writer_of(config: CaptionConfig, answers: Path | None = None) -> Writer:
    """
    Raises:
        UsageError: the writer needs a setting that is missing, or AWS is not set up.
    """
    if config.writer == "template":
        return TemplateWriter()
    budget = Budget(ceiling_usd=config.ceiling_usd, max_requests=config.max_requests, prices=prices_of(config))
    try:
        model = _model(config)
    except UsageError:
        raise
    except Exception as error:  # boto3 tells a missing region or profile in several ways, all when a client is made
        raise UsageError(f"The writer {config.writer} cannot be set up: {error}") from error
    return ModelWriter(model, budget, cache=AnswerCache(answers), moments_per_request=config.moments_per_request,
                       requests_at_once=config.requests_at_once, deadline_s=config.deadline_s)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What would be sent, counted from above: tokens by bytes, answers as long as they may be."""

    requests: int
    moments: int
    cached: int
    tokens: Usage
    usd: float
    ceiling_usd: float
    first: Prompt | None


class _Never:
    """Stands for the model where nothing may be sent."""

    def __init__(self, name: str) -> None:
        self.name = name

    def ask(self, prompt: Prompt, budget: Budget) -> object:
        raise AssertionError("a dry run asks nobody")


def estimate(config: CaptionConfig, orders: Sequence[Order], answers: Path | None = None) -> Estimate:
    """What a run would ask for; nothing is sent and nothing is written."""
    prices = prices_of(config)
    budget = Budget(ceiling_usd=config.ceiling_usd, max_requests=config.max_requests, prices=prices)
    writer = ModelWriter(_Never(_told_name(config)), budget, cache=AnswerCache(answers),  # type: ignore[arg-type]
                         moments_per_request=config.moments_per_request)  # fmt: skip
    batches = writer.batches(orders) if config.writer != "template" else []
    prompts = [prompt_of(batch) for batch in batches]
    asked = sum(map(len, batches))
    worst = Usage(input=sum(p.input_tokens for p in prompts), output=sum(p.max_tokens for p in prompts))
    return Estimate(requests=len(prompts), moments=asked, cached=len(orders) - asked if batches else 0, tokens=worst,
                    usd=prices.of(worst), ceiling_usd=config.ceiling_usd, first=prompts[0] if prompts else None)


def run_batch(
    config: CaptionConfig, orders: Sequence[Order], answers: Path, game_id: str, told: Callable[[str], None]
) -> None:
    """Has Bedrock answer all orders in one batch job; the answers lie in the cache after it.

    Raises:
        UsageError: no bucket or role, over the ceiling, or Bedrock refuses the job.
        TransientError: the job failed.
    """
    from edc.captions.model.batch import BatchJob, BatchSettings

    if config.writer != "bedrock" or not config.batch_bucket or not config.batch_role_arn:
        raise UsageError("A batch needs --writer bedrock, caption.batch_bucket and caption.batch_role_arn.")
    settings = BatchSettings(
        model=bedrock_model(config), bucket=config.batch_bucket, prefix=f"edc-captions/{game_id}",
        role_arn=config.batch_role_arn, region=config.region, endpoint_url=config.endpoint_url,
    )  # fmt: skip
    job = BatchJob(settings, AnswerCache(answers), prices_of(config), config.ceiling_usd)
    result = job.run(orders, told)
    told(f"{result.answered} moments answered, {result.cost_usd:.4f} USD")
