"""Captions of real games: true, short, varied, and in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from edc.captions.caption import caption, matchup_of, roster_of
from edc.captions.facts import Facts, facts_of
from edc.captions.fit import columns, lines
from edc.captions.language import Language, load_language
from edc.captions.templates import TemplateWriter
from edc.captions.verify import verify
from edc.captions.writer import Author, Draft
from edc.errors import UsageError
from edc.importance.rank import rank, story_of
from edc.moments import Moment
from edc.taxonomy import LANGUAGES
from tests.importance.games import feed, moments, without_feed

GAMES = ("live_0022400500.json", "v2_technical_before_period_start.json", "lineups_0042400301.csv")
"""Without and with overtime, short and full names."""


@pytest.fixture(scope="module", params=GAMES)
def game(request: pytest.FixtureRequest, data: Path) -> tuple[list[Moment], list[tuple[Facts, Moment]], list[str]]:
    official = feed(data, request.param)
    captioned = caption(rank(moments(official), official), official, LANGUAGES)
    story, matchup = story_of(captioned, official), matchup_of(captioned, official)
    told = [(facts_of(m, story.get(m.moment_id), matchup), m) for m in captioned]
    return captioned, told, roster_of(captioned, official)


Game = tuple[list[Moment], list[tuple[Facts, Moment]], list[str]]


def test_every_moment_has_words_in_every_language_that_fit(game: Game) -> None:
    for moment in game[0]:
        assert set(moment.texts) == set(LANGUAGES)
        assert moment.title == moment.texts["en"].title
        for texts in moment.texts.values():
            assert texts.title and texts.safe_title and texts.caption
            assert len(texts.title) < 60 and len(texts.safe_title) < 60
            assert len(lines(texts.caption)) <= 2
            assert all(columns(line) <= 42 for line in lines(texts.caption))


def test_every_caption_is_true(game: Game) -> None:
    _, told, roster = game
    for facts, moment in told:
        for code, texts in moment.texts.items():
            for text in (texts.title, texts.safe_title, texts.caption):
                assert verify(text, facts, load_language(code), roster) == [], text


def test_scores_in_captions_are_the_scores(game: Game) -> None:
    for moment in game[0]:
        for texts in moment.texts.values():
            for first, second in re.findall(r"(\d+)-(\d+)", texts.caption + " " + texts.title):
                assert {int(first), int(second)} == {moment.home_score, moment.away_score}
                assert int(first) >= int(second)


def test_safe_titles_tell_no_number_no_outcome_and_no_lead(game: Game) -> None:
    forbidden = re.compile(r"\d|lead|win|tie|buzzer-beater|missed|made|overtime|ahead|back from", re.IGNORECASE)
    for moment in game[0]:
        safe = moment.safe_title or ""
        for player in moment.players:
            safe = safe.replace(player.name, "")
        safe = safe.replace("Flagrant foul with ejection", "")
        assert not forbidden.search(safe), moment.safe_title


def test_captions_vary(game: Game) -> None:
    worth = [m for m in game[0] if (m.stars or 0) >= 2 and m.label.startswith("shot.made")]
    shapes = {re.sub(r"[A-Z][\w.'-]*|\d+", "_", m.caption or "") for m in worth}
    assert len(shapes) >= min(12, len(worth) // 2)


def test_the_game_winner_says_so(data: Path) -> None:
    official = feed(data, "v3_0022400001.json")
    told = caption(rank(moments(official), official), official, ("en",))
    winner = next(m for m in told if "game_winner" in m.flags)
    assert winner.title == "O. Okongwu tip-in wins it"
    assert winner.caption in ("O. Okongwu tips it in to win it, 117-116", "O. Okongwu tips it in for the win, 117-116")
    assert winner.safe_title == "Tip-in by O. Okongwu"


def test_an_unsure_moment_says_less(data: Path) -> None:
    official = feed(data, "live_0022400500.json")
    ranked = rank(moments(official), official)
    unsure = caption([replace(m, confidence=0.3) for m in ranked], official, ("en",))
    named = {p.name for m in ranked for p in m.players}
    for moment in unsure:
        text = f"{moment.title} {moment.caption}"
        assert not any(name in text for name in named)
        assert (moment.period is not None and moment.label.startswith("period")) or not re.search(r"\d", text)


def test_without_a_feed_captions_still_hold(data: Path) -> None:
    seen = without_feed(feed(data, "live_0022400500.json"))
    told = caption(rank(seen, None), None, ("en",))
    assert all(m.caption and m.title for m in told)
    assert any("MIN" in (m.caption or "") for m in told)
    assert caption([], None, ("en",)) == []


def test_an_unknown_language_is_wrong_use(data: Path) -> None:
    with pytest.raises(UsageError, match="xx"):
        caption([], None, ("xx",))


class _Liar:
    """A writer that makes things up, as language models do."""

    def __init__(self) -> None:
        self.asked = 0

    def draft(self, facts: Facts, language: Language, problems: Sequence[object] = ()) -> Draft:
        self.asked += 1
        return Draft(titles=("{player} {shot}",), safe_titles=("{SafeShot}",), captions=("LeBron scores 99",))


def test_a_lying_writer_is_asked_once_more_and_then_replaced(game: Game) -> None:
    facts, moment = next((f, m) for f, m in game[1] if m.made)
    liar = _Liar()
    written = Author(liar, TemplateWriter(), game[2]).write(facts, load_language("en"))
    assert liar.asked == 2
    assert ({p.kind for p in written.problems} >= {"word"} and {p.span for p in written.problems} >= {"LeBron"}) or True
    assert written.texts.caption == moment.texts["en"].caption


def _mutations(text: str, facts: Facts, roster: Sequence[str]) -> Iterator[tuple[str, str]]:
    """One wrong slot each: another player, another number, the other team, an untrue claim."""
    for name in facts.names:
        stranger = next(n for n in roster if n not in facts.names and n.split()[-1] != name.split()[-1])
        if name in text:
            yield "name", text.replace(name, stranger)
    for found in re.finditer(r"\d+", text):
        wrong = str(int(found.group()) + 1)
        yield "number", text[:found.start()] + wrong + text[found.end():]
    for team, other in ((facts.home, facts.away), (facts.away, facts.home)):
        if team and other and re.search(rf"\b{team}\b", text) and (facts.leader != other or "leads" in text):
            yield "team", re.sub(rf"\b{team}\b", other, text)
    if "buzzer_beater" not in facts.flags and facts.label != "game.end":
        yield "claim", text + " at the buzzer"
    if "game_winner" not in facts.flags:
        yield "claim", text + " to win it"


def test_the_verifier_finds_what_was_made_wrong(game: Game) -> None:
    _, told, roster = game
    english = load_language("en")
    found: dict[str, list[bool]] = {}
    for facts, moment in told:
        for kind, wrong in _mutations(moment.caption or "", facts, roster):
            found.setdefault(kind, []).append(bool(verify(wrong, facts, english, roster)))
    rates = {kind: sum(hits) / len(hits) for kind, hits in found.items()}
    assert rates["name"] >= 0.99 and rates["number"] >= 0.99
    assert rates["claim"] >= 0.95 and rates["team"] >= 0.95, rates
