"""Captions: what the verifier catches, what a bad language model can do, what templates say of real games, and speed.

    python -m benchmarks captions

The feeds are real ones, which are not part of the repository: without them this prints that they are missing. A
second reader, `captions_checker.py`, reads the play-by-play itself; mutations come from `captions_mutations.py`.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.captions_checker import Truth, false_in
from benchmarks.captions_mutations import NUMBER_AND_NAME, WORD_AND_CLAIM, mutations
from benchmarks.captions_recaps import check
from edc.captions.caption import Wish, all_facts, orders_of, roster_of, tell
from edc.captions.facts import Facts
from edc.captions.language import load_language
from edc.captions.model.asking import ModelWriter
from edc.captions.model.bedrock import BedrockModel, BedrockSettings
from edc.captions.model.budget import Budget, Prices, Usage
from edc.captions.model.openai import OpenAIModel, OpenAISettings
from edc.captions.verify import verify
from edc.captions.writer import Order
from edc.errors import EdcError
from edc.importance.rank import rank
from edc.moments import Moment
from edc.playbyplay.feed import load_feed
from edc.playbyplay.play import Feed
from edc.taxonomy import LANGUAGES
from tests.importance.games import moments as moments_of

ROOT = Path(__file__).parent.parent
FEEDS = ROOT.parent / "shared" / "data" / "playbyplay"
VOICES = (("neutral", "neutral"), ("broadcaster", "home"), ("broadcaster", "away"))
TRUE_CAPTIONS = 2000
PRICES = Prices(input=1.0, output=5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class GameTold:
    name: str
    feed: Feed
    moments: list[Moment]
    facts: dict[str, Facts]
    roster: list[str]


def games() -> list[GameTold]:
    """Every file of the folder that is a feed."""
    found = []
    for path in sorted(FEEDS.glob("*")):
        try:
            feed = load_feed(path)
        except (EdcError, ValueError, KeyError):
            continue
        ranked = rank(moments_of(feed), feed)
        found.append(GameTold(name=path.name, feed=feed, moments=ranked, facts=all_facts(ranked, feed),
                              roster=roster_of(ranked, feed)))  # fmt: skip
    return found


# ------------------------------------------------------------------ mutation test
def true_captions(told: Sequence[GameTold], chance: random.Random) -> list[tuple[str, Facts, str, list[str]]]:
    """Captions, titles and alt texts of all games, as many from each language."""
    by_language: dict[str, list[tuple[str, Facts, str, list[str]]]] = {code: [] for code in LANGUAGES}
    for game in told:
        for code in LANGUAGES:
            for voice, view in VOICES[:2]:
                written = tell(game.moments, game.feed, Wish(languages=(code,), voice=voice, view=view)).written
                by_language[code] += [(text, game.facts[moment_id], code, game.roster)
                                      for (moment_id, _), w in written.items()
                                      for text in (w.texts.caption, w.texts.title, w.alt)]  # fmt: skip
    each = TRUE_CAPTIONS // len(LANGUAGES) + 1
    picked = [one for texts in by_language.values() for one in chance.sample(texts, min(each, len(texts)))]
    return picked[:TRUE_CAPTIONS]


def mutation_test(told: Sequence[GameTold], seed: int = 20) -> tuple[Counter[str], Counter[str], int, int]:
    """Caught and made by class, false alarms, true captions."""
    chance = random.Random(seed)
    texts = true_captions(told, chance)
    caught: Counter[str] = Counter()
    made: Counter[str] = Counter()
    alarms = 0
    for text, facts, code, roster in texts:
        language = load_language(code)
        alarms += bool(verify(text, facts, language, roster))
        periods = [*language.periods["quarter"], *language.periods["overtime"][:2]]
        for one in mutations(text, facts, code, roster, periods, chance):
            made[one.kind] += 1
            caught[one.kind] += bool(verify(one.text, facts, language, roster))
    return caught, made, alarms, len(texts)


# ------------------------------------------------------------------ real feeds
@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    texts: int
    false: int
    captions: int
    repeats: int
    """Captions that another moment of the same game has too; a recap shows a part of a game."""
    seconds: float
    processor_s: float


def check_templates(game: GameTold) -> Checked:
    truth = Truth(game.feed)
    number = {m.moment_id: m.play_number for m in game.moments}
    texts = false = captions = repeats = 0
    seconds = processor = 0.0
    for code in LANGUAGES:
        for voice, view in VOICES:
            start, begun = time.perf_counter(), time.process_time()
            written = tell(game.moments, game.feed, Wish(languages=(code,), voice=voice, view=view)).written
            seconds += time.perf_counter() - start
            processor += time.process_time() - begun
            captions += len(written)
            repeats += len(written) - len({w.texts.caption for w in written.values()})
            for (moment_id, _), w in written.items():
                at = number[moment_id]
                assert at is not None
                for text in (w.texts.caption, w.texts.title, w.texts.safe_title, w.watched[1], w.alt, w.safe_alt):
                    texts += 1
                    false += bool(false_in(text, code, truth, at))
    return Checked(texts=texts, false=false, captions=captions, repeats=repeats, seconds=seconds,
                   processor_s=processor)  # fmt: skip


# ------------------------------------------------------------------ servers
@contextmanager
def server(**options: object) -> Iterator[str]:
    """The model server in a process of its own; gives its address."""
    arguments = [part for key, value in options.items() for part in (f"--{key.replace('_', '-')}", str(value))]
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.captions_server", *arguments], cwd=ROOT,
                               stdout=subprocess.PIPE, text=True)  # fmt: skip
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def counts(address: str) -> dict[str, int]:
    with urllib.request.urlopen(f"{address}/counts") as answer:
        told: dict[str, int] = json.loads(answer.read())
    return told


def model_writer(wire: str, address: str, budget: Budget, **options: Any) -> ModelWriter:
    """A writer that asks the server over one of the two wire formats."""
    service = {"timeout_s": options.pop("timeout_s", 2.0), "attempts": options.pop("attempts", 5),
               "requests_at_once": options.get("requests_at_once", 8)}  # fmt: skip
    if wire == "bedrock":
        for key, value in (("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")):
            os.environ.setdefault(key, value)
        model: Any = BedrockModel(BedrockSettings(model="test-model", region="us-east-1", endpoint_url=address,
                                                  **service))  # fmt: skip
    else:
        model = OpenAIModel(OpenAISettings(base_url=f"{address}/v1", model="test-model", **service))
    return ModelWriter(model, budget, **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    captions: int
    false: int
    missing: int
    by_model: int
    requests: int
    beyond: int
    """Requests over the ceiling, as the server counted them."""
    errors: dict[str, int]
    spent_usd: float
    billed_usd: float
    """By the server's own count."""


def against_bad(game: GameTold, code: str, wire: str, *, ceiling_usd: float, max_requests: int, seed: int) -> Published:
    budget = Budget(ceiling_usd=ceiling_usd, max_requests=max_requests, prices=PRICES)
    truth = Truth(game.feed)
    number = {m.moment_id: m.play_number for m in game.moments}
    with server(mode="bad", seed=seed, sick_for=4) as address:
        writer = model_writer(wire, address, budget, deadline_s=60.0)
        told = tell(game.moments, game.feed, Wish(languages=(code,)), writer)
        seen = counts(address)
    texts = [(t, number[i] or 0) for (i, _), w in told.written.items()
             for t in (w.texts.caption, w.texts.title, w.texts.safe_title)]  # fmt: skip
    billed = PRICES.of(Usage(input=seen.get("input_tokens", 0), output=seen.get("output_tokens", 0)))
    return Published(
        captions=len(told.written), false=sum(bool(false_in(t, code, truth, at)) for t, at in texts),
        missing=len(game.moments) - sum(bool(m.caption and m.title) for m in told.moments),
        by_model=sum(w.writer == writer.name for w in told.written.values()), requests=seen["requests"],
        beyond=max(0, seen["requests"] - max_requests) + (billed > ceiling_usd), billed_usd=billed,
        errors=dict(told.counts.errors), spent_usd=budget.spent_usd,
    )  # fmt: skip


def in_flight(orders: Sequence[Order], wire: str) -> tuple[float, int, int]:
    """Seconds for 500 moments against 500 ms of latency, requests, most at once."""
    budget = Budget(ceiling_usd=100.0, max_requests=1000, prices=PRICES)
    with server(mode="good", latency_s=0.5) as address:
        writer = model_writer(wire, address, budget, timeout_s=30.0)
        start = time.perf_counter()
        drafts = writer.drafts(orders)
        seconds = time.perf_counter() - start
        seen = counts(address)
    assert all(draft is not None for draft in drafts)
    return seconds, seen["requests"], seen["most_at_once"]


# ------------------------------------------------------------------ the table
def main() -> None:
    told = games()
    if not told:
        print(f"no play-by-play files at {FEEDS}")
        return
    caught, made, alarms, total = mutation_test(told)
    print(f"mutation test: {total} true captions in {len(LANGUAGES)} languages, {sum(made.values())} mutations")
    for kind in (*NUMBER_AND_NAME, *WORD_AND_CLAIM):
        print(f"  {kind:<10}{caught[kind]:>6} of {made[kind]:<6}{caught[kind] / max(1, made[kind]):>8.2%}")
    for name, kinds, goal in (("number and name", NUMBER_AND_NAME, 0.995), ("word and claim", WORD_AND_CLAIM, 0.97)):
        share = sum(caught[k] for k in kinds) / max(1, sum(made[k] for k in kinds))
        print(f"  {name:<18}{share:>8.2%}  (goal {goal:.1%})")
    print(f"  false alarms      {alarms / total:>8.2%}  (goal 1 %)")

    print("bad writer, a server process that answers wrong by turns:")
    pairs = [(game, code) for game, code in zip(told, ("en", "es", "fr", "pt", "zh", "ja"), strict=False)]
    for at, (game, code) in enumerate(pairs[:4]):
        for wire in ("bedrock", "openai"):
            tight = at % 2 == 1
            p = against_bad(game, code, wire, ceiling_usd=0.15 if tight else 5.0, max_requests=60, seed=at + 1)
            print(f"  {wire:<8}{code}  captions {p.captions}  false {p.false}  missing {p.missing}  by the model "
                  f"{p.by_model}  requests {p.requests}  beyond the ceiling {p.beyond}  spent {p.spent_usd:.3f} USD "
                  f"(billed {p.billed_usd:.3f})  errors {p.errors}", flush=True)  # fmt: skip

    print("templates over real feeds, three voices and views, six languages, read by the second checker:")
    results = [(game.name, check_templates(game)) for game in told]
    for name, one in results:
        print(f"  {name:<42}texts {one.texts:>7}  false {one.false:>3}  captions {one.captions:>6}  "
              f"repeats {one.repeats:>3}")  # fmt: skip
    seconds, captions = sum(r.seconds for _, r in results), sum(r.captions for _, r in results)
    print(f"  all: texts {sum(r.texts for _, r in results)}, false {sum(r.false for _, r in results)}, repeats "
          f"{sum(r.repeats for _, r in results)}")  # fmt: skip
    processor = sum(r.processor_s for _, r in results)
    print(f"speed: {captions / processor:.0f} captions a second of one core by templates ({captions / seconds:.0f} a "
          "second as this machine was loaded), with title, safe title, alt texts and verification (goal 2000)")
    recaps = [check(game.feed, game.moments) for game in told]
    print(f"headlines and stories of whole games and at live points: {sum(n for n, _ in recaps)}, false "
          f"{sum(false for _, false in recaps)}")
    orders = orders_of(told[0].moments, told[0].feed, Wish(languages=("en", "es")))[:500]
    for wire in ("bedrock", "openai"):
        took, requests, most = in_flight(orders, wire)
        print(f"  500 moments, 500 ms latency, {wire}: {took:.1f} s, {requests} requests, {most} at once (goal 20 s)")


if __name__ == "__main__":
    main()
