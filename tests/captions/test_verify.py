"""The reader of captions: what is false in each language, and what is not."""

from __future__ import annotations

import pytest

from edc.captions.caption import matchup_of
from edc.captions.facts import Facts, contradictions, facts_of, without_hindsight
from edc.captions.language import languages, load_language
from edc.captions.reading import load_reading
from edc.captions.verify import verify, verify_level
from edc.importance.tallies import Milestone
from edc.moments import Moment, Player
from edc.taxonomy import LANGUAGES


def _facts(**changes: object) -> Facts:
    values: dict[str, object] = {
        "moment_id": "m1", "label": "shot.made.three.corner", "sure": True, "period": 4, "clock_s": 62.0,
        "periods_in_regulation": 4, "team": "DEN", "side": 1, "home": "DEN", "away": "MIN", "home_score": 101,
        "away_score": 98, "points": 3, "player": "N. Jokić", "other": None, "assist": "J. Murray", "blocker": None,
        "distance_ft": 23.0, "flags": (), "lead_before": 0, "run_points": 0, "comeback_points": 0,
        "scorer_points": 31, "milestone": None,
    }  # fmt: skip
    return Facts(**{**values, **changes})  # type: ignore[arg-type]


ROSTER = ("N. Jokić", "J. Murray", "A. Edwards", "K. Towns", "R. Gobert")

TRUE = {
    "en": "N. Jokić hits the corner three, J. Murray with the pass. DEN up 3",
    "es": "Triple desde la esquina de N. Jokić, asistencia de J. Murray. DEN, 3 arriba",
    "fr": "Trois points du corner par N. Jokić à 7,0 m. DEN à +3",
    "pt": "Bola de três do canto de N. Jokić, assistência de J. Murray. DEN 3 à frente",
    "zh": "J. Murray 助攻 N. Jokić 底角三分，DEN 领先 3 分",
    "ja": "J. Murray のパスから N. Jokić のコーナースリー、DEN が 3 点リード",
}  # fmt: skip

FALSE = {
    "en": ("J. Murray hits the corner three, N. Jokić with the pass", "N. Jokić hits the corner three. MIN up 3",
           "N. Jokić hits the corner three, DEN up three points", "N. Jokic dunks it", "A. Edwards hits the three",
           "N. Jokić hits the corner three at the buzzer", "N. Jokić hits the step-back three",
           "N. Jokić misses the three", "N. Jokić never hits the three", "N. Jokić hits the three, 98-101",
           "N. Jokić hits the three from 24 feet", "N. Jokić hits the three, Edwards watches", "Damn, N. Jokić",
           "N. Jokić hits the three, now at 32 points", "N. Jokić hits the three to tie it at 101",
           "N. Jokić hits the three, １01-97"),
    "es": ("Triple desde la esquina de J. Murray, asistencia de N. Jokić", "Mate de N. Jokić",
           "Triple de N. Jokić, treinta puntos", "Triple de N. Jokić. MIN, 3 arriba", "Triple fallado por N. Jokić",
           "Triple de N. Jokić. Empate a 101", "Triple de N. Jokić, remonta 12 puntos"),
    "fr": ("Dunk par N. Jokić", "Trois points du corner par J. Murray", "Trois points du corner par N. Jokić à 7,1 m",
           "Trois points du corner par N. Jokić au buzzer", "Trois points du corner par N. Jokić. MIN à +3"),
    "pt": ("Enterrada de N. Jokić", "Bola de três do canto de N. Jokić. MIN 3 à frente",
           "Bola de três do canto de N. Jokić no estouro", "Bola de três após drible de N. Jokić"),
    "zh": ("N. Jokić 助攻 J. Murray 底角三分", "N. Jokić 扣篮", "N. Jokić 底角三分，压哨命中", "詹姆斯底角三分",
           "N. Jokić 底角三分，三十一分", "N. Jokić 底角三分，MIN 领先 3 分", "N. Jokić 三分不中",
           "N. Jokić 几乎底角三分"),
    "ja": ("N. Jokić のパスから J. Murray のコーナースリー", "N. Jokić のダンク",
           "N. Jokić のコーナースリー、ブザービーター", "レブロンのコーナースリー",
           "N. Jokić のコーナースリー、MIN が 3 点リード", "N. Jokić の3ポイント失敗"),
}  # fmt: skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_true_captions_pass_and_false_ones_do_not(code: str) -> None:
    language, facts = load_language(code), _facts()
    assert verify(TRUE[code], facts, language, ROSTER) == []
    for wrong in FALSE[code]:
        assert verify(wrong, facts, language, ROSTER), wrong


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_vetted_words_hold_no_number_and_no_profanity(code: str) -> None:
    reading = load_reading(code)
    assert not reading.words & reading.number_words
    assert not reading.words & reading.profanity
    assert not any(c.isdigit() for word in reading.words for c in word)


def test_every_language_is_a_folder_of_data() -> None:
    assert set(languages()) == set(LANGUAGES)


def test_problems_have_their_class() -> None:
    english, facts = load_language("en"), _facts()

    def kinds(text: str) -> set[str]:
        return {p.kind for p in verify(text, facts, english, ROSTER)}

    assert "number" in kinds("N. Jokić hits the three, DEN up 4")
    assert "role" in kinds("J. Murray hits the three")
    assert "name" in kinds("A. Edwards hits the three")
    assert "team" in kinds("N. Jokić hits the three. MIN leads 101-98")
    assert "claim" in kinds("N. Jokić hits the three for the win")
    assert "word" in kinds("N. Jokić hits an incredible three")
    assert "profanity" in kinds("N. Jokić hits the damn three")


def test_hidden_texts_tell_no_score_and_watched_ones_nothing_of_the_end() -> None:
    english = load_language("en")
    winner = _facts(flags=("lead_change", "game_winner", "deciding"), clock_s=1.0)
    assert verify_level("Corner three by N. Jokić", winner, english, "hidden") == []
    for text in ("N. Jokić hits the three to win it", "N. Jokić, 101-98", "DEN leads", "N. Jokić takes the lead",
                 "N. Jokić, now at 31 points"):  # fmt: skip
        assert verify_level(text, winner, english, "hidden"), text
    assert verify_level("N. Jokić hits the three to win it", winner, english, "watched")
    assert verify_level("N. Jokić hits the three, 101-98", winner, english, "watched") == []
    assert without_hindsight(winner).flags == ("lead_change",)
    missed = _facts(label="free_throw.missed", points=0)
    assert verify_level("Missed free throw by N. Jokić", missed, english, "hidden")
    overtime = _facts(label="period.start", period=5, player=None)
    assert verify_level("The overtime begins", overtime, english, "hidden")


def test_a_milestone_is_its_own() -> None:
    english = load_language("en")
    facts = _facts(milestone=Milestone(kind="double_double", value=2, player_id="2", player="J. Murray"))
    assert verify("N. Jokić hits the corner three. Double-double for J. Murray", facts, english, ROSTER) == []
    assert verify("N. Jokić hits the corner three. Double-double for N. Jokić", facts, english, ROSTER)
    assert verify("N. Jokić hits the corner three. Triple-double for J. Murray", facts, english, ROSTER)


def test_facts_that_contradict_each_other_are_not_told() -> None:
    assert contradictions(_facts()) == []
    assert contradictions(_facts(points=2))
    assert contradictions(_facts(lead_before=1))
    assert contradictions(_facts(flags=("tie",)))
    assert contradictions(_facts(scorer_points=2))
    moment = Moment(moment_id="a", game_id="g", label="shot.made.three", start_s=1.0, anchor_s=2.0, end_s=9.0, period=1,
                    clock_s=600.0, team="DEN", players=(Player(id="1", name="N. Jokić", role="shooter"),),
                    home_score=2, away_score=0, points=2, confidence=0.9)  # fmt: skip
    facts = facts_of(moment, None, matchup_of([moment], None))
    assert facts.points == 0 and facts.home_score is None and facts.player == "N. Jokić"
