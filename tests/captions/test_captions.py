"""Captions of real games: true, short, varied, and in every language."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from edc.captions.caption import Wish, caption, matchup_of, roster_of, tell
from edc.captions.facts import Facts, facts_of
from edc.captions.fit import columns, lines
from edc.captions.language import load_language
from edc.captions.verify import verify
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
        for code, texts in moment.texts.items():
            assert texts.title and texts.safe_title and texts.caption
            assert len(texts.title) < 60 and len(texts.safe_title) < 60
            width = 32 if code in ("zh", "ja") else 42
            assert len(lines(texts.caption, width)) <= 2
            assert all(columns(line) <= width for line in lines(texts.caption, width))


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


def test_no_two_moments_of_a_game_read_alike(game: Game) -> None:
    for code in LANGUAGES:
        captions = [m.texts[code].caption for m in game[0]]
        titles = [m.texts[code].title for m in game[0]]
        assert len(set(captions)) == len(captions)
        assert len(set(titles)) == len(titles)


def test_the_broadcaster_sounds_unlike_the_neutral_voice(game: Game, data: Path) -> None:
    moments_ = game[0]
    loud = tell(moments_, None, Wish(languages=("en",), voice="broadcaster"))
    calm = tell(moments_, None, Wish(languages=("en",)))
    dunks = [m.moment_id for m in moments_ if ".dunk" in m.label and m.made]
    assert any(loud.written[i, "en"].texts.caption != calm.written[i, "en"].texts.caption for i in dunks)


def test_a_view_tells_the_score_from_its_side(data: Path) -> None:
    official = feed(data, "live_0022400500.json")
    ranked = rank(moments(official), official)
    told = tell(ranked, official, Wish(languages=("en",), view="home"))
    home = official.home.tricode
    against = [w.texts.caption for m in ranked if m.made and m.team == official.away.tricode
               for w in (told.written[m.moment_id, "en"],)]  # fmt: skip
    assert any(f"{home} trails" in caption for caption in against)
    assert any(f"{home} still leads" in caption for caption in against)


def test_watched_captions_tell_nothing_of_what_comes_later(data: Path) -> None:
    official = feed(data, "v3_0022400001.json")
    told = tell(rank(moments(official), official), official, Wish(languages=LANGUAGES))
    winner = next(m for m in told.moments if "game_winner" in m.flags)
    later = {"en": ("win", "good"), "es": ("ganar", "final"), "zh": ("绝杀", "终场"), "ja": ("決勝",)}
    for code, words in later.items():
        title, caption_ = told.written[winner.moment_id, code].watched
        assert not any(word in title + caption_ for word in words), (title, caption_)
        assert "117" in caption_ or "116" in caption_


def test_alt_texts_name_the_play_and_the_safe_ones_no_clock(game: Game) -> None:
    told = tell(game[0], None, Wish(languages=("en",)))
    for written in told.written.values():
        assert written.alt and written.safe_alt
        assert " left in the" not in written.safe_alt


def test_a_play_that_the_recording_does_not_show_is_told_as_the_feed_tells_it(data: Path) -> None:
    official = feed(data, "v3_0022400001.json")
    missing = [replace(m, confidence=0.0) for m in moments(official, placed=False)]
    winner = next(m for m in tell(rank(missing, official), official, Wish()).moments if "game_winner" in m.flags)
    assert winner.caption and "Okongwu" in winner.caption and "117-116" in winner.caption
    unsure = [replace(m, confidence=0.2) for m in moments(official)]
    winner = next(m for m in tell(rank(unsure, official), official, Wish()).moments if "game_winner" in m.flags)
    assert winner.caption == "Basket"
