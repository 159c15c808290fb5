"""Writers that ask a language model, against real servers in processes of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer

from benchmarks.captions import PRICES, counts, model_writer, server
from benchmarks.captions_checker import Truth, false_in
from edc.captions.author import Author
from edc.captions.caption import Wish, orders_of, roster_of, tell
from edc.captions.model.answers import drafts_of
from edc.captions.model.batch import BatchJob, BatchSettings
from edc.captions.model.bedrock import BedrockModel, BedrockSettings, request_of
from edc.captions.model.budget import Budget, CeilingReached, Usage
from edc.captions.model.cache import AnswerCache
from edc.captions.model.prompt import fact_hash, prompt_of
from edc.captions.writer import Draft, Order
from edc.errors import UsageError
from edc.importance.rank import rank
from edc.moments import Moment
from tests.importance.games import feed, moments

Game = tuple[Any, list[Moment]]


@pytest.fixture(scope="module")
def game(data: Path) -> Game:
    official = feed(data, "live_0022400500.json")
    return official, rank(moments(official), official)


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(key, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


def _budget(usd: float = 10.0, requests: int = 500) -> Budget:
    return Budget(ceiling_usd=usd, max_requests=requests, prices=PRICES)


WIRES = pytest.mark.parametrize("wire", ["bedrock", "openai"])


@WIRES
def test_nothing_false_is_published_whatever_the_model_answers(game: Game, wire: str) -> None:
    official, ranked = game
    some = sorted(ranked, key=lambda m: -(m.importance or 0.0))[:150]
    truth, budget = Truth(official), _budget(requests=20)
    with server(mode="bad", seed=4, sick_for=3) as address:
        writer = model_writer(wire, address, budget, deadline_s=30.0, timeout_s=0.5, attempts=3)
        told = tell(some, official, Wish(languages=("en",)), writer)
        seen = counts(address)
    assert seen["requests"] <= 20
    assert len(told.written) == len(some) and all(m.caption and m.title and m.safe_title for m in told.moments)
    for moment in told.moments:
        for text in (moment.caption, moment.title, moment.safe_title):
            assert not false_in(text or "", "en", truth, moment.play_number or 0), text
    assert told.counts.fallbacks > 0 and sum(told.counts.errors.values()) > 0


@WIRES
def test_a_model_that_does_as_told_writes_the_captions(game: Game, wire: str) -> None:
    official, ranked = game
    budget = _budget()
    with server(mode="busy", sick_for=2) as address:
        writer = model_writer(wire, address, budget, timeout_s=20.0)
        told = tell(ranked[:60], official, Wish(languages=("en", "ja")), writer)
        assert counts(address)["429"] + counts(address)["500"] == 2
    by_model = sum(w.writer == writer.name for w in told.written.values())
    assert by_model > 90 and budget.usage.output > 0 and 0 < budget.spent_usd < 1.0
    assert writer.warnings == []


@WIRES
def test_no_request_goes_beyond_the_ceiling(game: Game, wire: str) -> None:
    official, ranked = game
    budget = _budget(usd=0.12)
    with server(mode="good") as address:
        writer = model_writer(wire, address, budget)
        told = tell(ranked, official, Wish(languages=("en",)), writer)
        seen = counts(address)
    billed = PRICES.of(Usage(input=seen["input_tokens"], output=seen["output_tokens"]))
    assert billed <= budget.spent_usd + 1e-9 <= 0.12
    assert budget.reached and "ceiling" in writer.warnings[0]
    assert {w.writer for w in told.written.values()} == {writer.name, "template"}


def test_a_server_that_is_away_is_soon_left_alone(game: Game) -> None:
    official, ranked = game
    writer = model_writer("openai", "http://127.0.0.1:9", _budget(), requests_at_once=1)
    writer._model._settings = replace(writer._model._settings, timeout_s=0.2)  # type: ignore[attr-defined]
    told = tell(ranked[:100], official, Wish(languages=("en",)), writer)
    assert all(m.caption for m in told.moments) and writer.warnings
    assert writer.budget.requests <= 4 * 5


def test_paid_answers_are_kept_and_an_edited_fact_alone_is_asked_again(game: Game, tmp_path: Path) -> None:
    official, ranked = game
    path = tmp_path / "answers.jsonl"
    orders = orders_of(ranked[:40], official, Wish(languages=("en",)))
    with server(mode="good") as address:
        def ask(some: list[Order]) -> tuple[list[Draft | None], int]:
            before = counts(address).get("moments", 0)
            drafts = model_writer("openai", address, _budget(), cache=AnswerCache(path)).drafts(some)
            return drafts, counts(address).get("moments", 0) - before

        first, asked = ask(orders)
        assert asked == len({fact_hash(o, "m") for o in orders}) or asked == 40
        path.write_text(path.read_text() + '{"key": "torn')
        again, asked = ask(orders)
        assert asked == 0 and again == first
        edited = [replace(orders[0], facts=replace(orders[0].facts, scorer_points=49)), *orders[1:]]
        _, asked = ask(edited)
        assert asked == 1
        _, asked = ask(edited)
        assert asked == 0


class _Learns:
    """Wrong at first, right when told what was wrong."""

    name = "learns"

    def __init__(self) -> None:
        self.asked: list[list[Order]] = []

    def drafts(self, orders: Any) -> list[Draft | None]:
        self.asked.append(list(orders))
        right = Draft(titles=("{player} {shot}",), safe_titles=("{SafeShot}",), captions=("{player}: {shot}, {score}",))
        wrong = replace(right, captions=("LeBron scores ninety points",))
        return [right if o.problems else wrong for o in orders]


def test_a_wrong_draft_is_asked_for_once_more_with_its_errors(game: Game) -> None:
    official, ranked = game
    baskets = [m for m in ranked if m.made][:20]
    writer = _Learns()
    author = Author(writer, roster_of(ranked, official))
    written = author.write(orders_of(baskets, official, Wish(languages=("en",))))
    assert len(writer.asked) == 2 and all(o.problems for o in writer.asked[1])
    assert {w.writer for w in written} == {"learns"}
    assert author.counts.repaired == author.counts.refused == 20
    assert author.counts.errors["number"] == 20 and author.counts.errors["name"] >= 20


def test_the_request_forces_the_tool_caches_the_prompt_and_names_the_guardrail(game: Game) -> None:
    official, ranked = game
    prompt = prompt_of(orders_of(ranked[:5], official, Wish(languages=("fr",))))
    request = request_of(prompt, BedrockSettings(guardrail_id="g1", guardrail_version="2"))
    assert request["toolConfig"]["toolChoice"] == {"tool": {"name": "write_captions"}}
    assert request["system"][-1] == {"cachePoint": {"type": "default"}}
    assert request["guardrailConfig"] == {"guardrailIdentifier": "g1", "guardrailVersion": "2"}
    facts = json.loads(prompt.user[prompt.user.index("{"):])
    assert set(facts["moments"][0]) == {"id", "class", "points", "flags", "lead_before", "home", "away", "slots",
                                        "may_claim", "example"}  # fmt: skip
    settings = BedrockModel(BedrockSettings(region="us-east-1"))._client.meta.config
    assert settings.retries["mode"] == "adaptive"


def test_the_budget_never_holds_more_than_the_ceiling() -> None:
    budget = _budget(usd=1.0, requests=3)
    held = [budget.hold(Usage(input=100_000, output=20_000)) for _ in range(3)]
    with pytest.raises(CeilingReached):
        budget.hold(Usage(input=1))
    for amount in held:
        budget.settle(amount, None, unknown=True)
    assert budget.spent_usd == pytest.approx(sum(held)) and budget.spent_usd <= 1.0
    with pytest.raises(CeilingReached):
        _budget(usd=0.01).hold(Usage(input=100_000, output=0))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["moments", "id", "titles", "safe_titles", "captions", "x"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(json_values)
def test_no_answer_breaks_the_reading(answer: Any) -> None:
    for value in (answer, json.dumps(answer), json.dumps(answer)[:5]):
        assert all(0 <= at < 3 for at in drafts_of(value, 3))


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    moto = ThreadedMotoServer(port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://{host}:{port}")
    boto3.client("s3").create_bucket(Bucket="captions")
    yield f"http://{host}:{port}"
    moto.stop()


def test_a_batch_job_fills_the_cache(game: Game, s3: str, tmp_path: Path) -> None:
    official, ranked = game
    orders = orders_of(ranked[:60], official, Wish(languages=("en",)))
    cache, seen = AnswerCache(tmp_path / "answers.jsonl"), list[str]()
    with server(mode="good") as address:
        settings = BatchSettings(model="claude", bucket="captions", prefix="games", role_arn="arn:aws:iam::1:role/r",
                                 region="us-east-1", endpoint_url=address, poll_s=0.05)  # fmt: skip
        result = BatchJob(settings, cache, PRICES, 5.0).run(orders, seen.append)
        assert "InProgress" in seen and seen[-1] == "Completed"
        assert result.records == 15 and result.answered == 4 * 13 and 0 < result.cost_usd < 1.0
        kept = AnswerCache(tmp_path / "answers.jsonl")
        assert sum(kept.get(fact_hash(o, "bedrock:claude")) is not None for o in orders) == result.answered
        rest = BatchJob(settings, kept, PRICES, 5.0).run(orders)
        assert rest.records == 2
        with pytest.raises(UsageError, match="ceiling"):
            BatchJob(settings, AnswerCache(), PRICES, 0.001).run(orders)
