"""Captions of real games read by a second checker, and true captions made wrong."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.captions_checker import Truth, false_in
from benchmarks.captions_mutations import NUMBER_AND_NAME, mutations
from edc.captions.caption import Wish, all_facts, roster_of, tell
from edc.captions.language import load_language
from edc.captions.recapwords import game_facts, recap_words
from edc.captions.verify import verify
from edc.importance.rank import rank
from edc.taxonomy import LANGUAGES
from tests.importance.games import feed, moments


@pytest.mark.parametrize("name", ["live_0022400500.json", "v2_technical_before_period_start.json"])
def test_a_second_reader_finds_nothing_false_and_every_mutation_is_caught(data: Path, name: str) -> None:
    official, chance = feed(data, name), random.Random(3)
    ranked = rank(moments(official), official)
    facts, roster, truth = all_facts(ranked, official), roster_of(ranked, official), Truth(official)
    told = tell(ranked, official, Wish(languages=LANGUAGES, voice="broadcaster", view="home"))
    caught: dict[str, list[bool]] = {}
    for at, ((moment_id, code), written) in enumerate(told.written.items()):
        language, right = load_language(code), facts[moment_id]
        assert not false_in(written.texts.caption, code, truth, int(moment_id[1:]))
        if at % 8:
            continue
        for one in mutations(written.texts.caption, right, code, roster, language.periods["quarter"], chance):
            caught.setdefault(one.kind, []).append(bool(verify(one.text, right, language, roster)))
    assert set(caught) >= {"player", "number", "class", "claim", "word"}
    for kind, found in caught.items():
        assert sum(found) / len(found) >= (0.995 if kind in NUMBER_AND_NAME else 0.97), kind


def test_the_second_reader_sees_what_is_false(data: Path) -> None:
    official = feed(data, "v3_0022400001.json")
    truth = Truth(official)
    winner = next(p for p in official.plays if p.points and truth.ahead_for_good(p.index) and truth.goes_ahead(p.index))
    right = "O. Okongwu tips it in to win it, 117-116"
    assert false_in(right, "en", truth, winner.action_number) == []
    for wrong in (right.replace("117", "118"), right.replace("tips it in", "throws it down"),
                  right.replace("O. Okongwu", "T. Young"), right + " to tie it at 117", right + " brilliantly"):
        assert false_in(wrong, "en", truth, winner.action_number), wrong


def test_recap_words_are_the_games(data: Path) -> None:
    official = feed(data, "live_0022400500.json")
    ranked = rank(moments(official), official)
    facts = game_facts(ranked, official, (official.home.name, official.away.name))
    home, away = official.final or (0, 0)
    assert (facts.home_score, facts.away_score) == (home, away)
    points = {name: total for name, total, _ in facts.scorers}
    assert sum(points.values()) == home + away
    for code in LANGUAGES:
        words = recap_words(facts, code)
        assert f"{max(home, away)}-{min(home, away)}" in words.headline
        assert len(words.story) == 3 and all(sentence[-1] in ".。" for sentence in words.story)
        assert str(abs(home - away)) in words.story[0]
        hidden = recap_words(facts, code, "hidden", ranked[:40])
        assert not any(c.isdigit() for c in hidden.headline + "".join(hidden.story))
        running = recap_words(facts, code, "watched")
        assert running.headline == hidden.headline
