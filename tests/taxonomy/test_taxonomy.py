"""The taxonomy's promises: whole in every language, and official words mapped as deep as they go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edc.errors import InvariantError
from edc.taxonomy import LANGUAGES, is_a, label_of, load_taxonomy, node


def test_every_node_is_whole() -> None:
    for entry in load_taxonomy().nodes.values():
        assert set(entry.names) == set(LANGUAGES), entry.label
        assert 0.0 <= entry.interest <= 1.0
        assert entry.lead_in_s > 0 and entry.lead_out_s > 0
        assert entry.parent is None or entry.parent in load_taxonomy().nodes


def test_it_has_the_promised_breadth() -> None:
    assert len(load_taxonomy().leaves) >= 87
    assert {"replay", "commercial", "interview", "halftime_show"} <= set(load_taxonomy().nodes)


def test_no_name_holds_a_digit_but_the_three_pointer_of_languages_that_write_it_so() -> None:
    for entry in load_taxonomy().nodes.values():
        for language in ("en", "es", "fr", "pt", "zh"):
            allowed = entry.label == "foul.flagrant2"
            assert allowed or not any(c.isdigit() for c in entry.name(language)), (entry.label, language)


@pytest.mark.parametrize(("words", "label"), [
    ({"action_type": "2pt", "sub_type": "DUNK", "descriptor": "alley-oop", "made": True}, "shot.made.dunk.alley_oop"),
    ({"action_type": "2pt", "sub_type": "DUNK", "descriptor": "driving reverse", "made": True},
     "shot.made.dunk.reverse"),
    ({"action_type": "2pt", "sub_type": "DUNK", "made": True}, "shot.made.dunk.other"),
    ({"action_type": "2pt", "sub_type": "Layup", "descriptor": "driving finger roll", "made": True},
     "shot.made.layup.finger_roll"),
    ({"action_type": "2pt", "sub_type": "Jump Shot", "descriptor": "driving floating bank", "made": True},
     "shot.made.floater"),
    ({"action_type": "2pt", "sub_type": "Hook", "descriptor": "turnaround bank", "made": True}, "shot.made.hook"),
    ({"action_type": "2pt", "sub_type": "Jump Shot", "descriptor": "pullup", "made": True}, "shot.made.mid.pullup"),
    ({"action_type": "3pt", "sub_type": "Jump Shot", "descriptor": "step back", "made": True, "distance_ft": 25.0},
     "shot.made.three.stepback"),
    ({"action_type": "3pt", "sub_type": "Jump Shot", "made": True, "distance_ft": 31.0}, "shot.made.three.deep"),
    ({"action_type": "3pt", "sub_type": "Jump Shot", "made": True, "distance_ft": 47.0}, "shot.made.three.heave"),
    ({"action_type": "3pt", "sub_type": "Jump Shot", "made": True, "distance_ft": 23.0, "y_legacy": 12.0},
     "shot.made.three.corner"),
    ({"action_type": "3pt", "sub_type": "Jump Shot", "made": True, "distance_ft": 26.0, "y_legacy": 200.0},
     "shot.made.three.catch"),
    ({"action_type": "3pt", "sub_type": "Jump Shot", "made": False, "distance_ft": 26.0}, "shot.missed.three"),
    ({"action_type": "2pt", "sub_type": "something new", "made": True}, "shot.made.two"),
    ({"action_type": "block"}, "block"),
    ({"action_type": "block", "against": "DUNK"}, "block.dunk_denied"),
    ({"action_type": "rebound", "sub_type": "offensive", "qualifiers": ["team"]}, "rebound.team"),
    ({"action_type": "foul", "sub_type": "personal", "descriptor": "flagrant-type-2"}, "foul.flagrant2"),
    ({"action_type": "foul", "sub_type": "technical", "descriptor": "defensive-3-second"}, "foul.def3sec"),
    ({"action_type": "foul", "sub_type": "technical"}, "foul.technical"),
    ({"action_type": "foul", "sub_type": "personal", "descriptor": "transition take"}, "foul.transition_take"),
    ({"action_type": "turnover", "sub_type": "3-second-violation"}, "turnover.three_sec"),
    ({"action_type": "turnover", "sub_type": "punched ball"}, "turnover.other"),
    ({"action_type": "freethrow", "sub_type": "1 of 1", "descriptor": "technical", "made": True},
     "free_throw.technical"),
    ({"action_type": "timeout", "sub_type": "full", "qualifiers": ["team", "mandatory"]}, "timeout.mandatory"),
    ({"action_type": "instantreplay", "sub_type": "challenge", "descriptor": "overturned"}, "review.overturned"),
    ({"action_type": "never seen before"}, "stoppage"),
])  # fmt: skip
def test_official_words_become_labels(words: dict[str, object], label: str) -> None:
    assert label_of(**words) == label  # type: ignore[arg-type]


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.sampled_from([True, False, None]))
def test_any_words_have_a_label(action: str, sub: str, descriptor: str, made: bool | None) -> None:
    assert node(label_of(action, sub, descriptor, made=made))


def test_a_dunk_is_a_two_pointer_and_a_shot_made_but_no_three() -> None:
    assert is_a("shot.made.dunk.tip", "shot.made.two") and is_a("shot.made.dunk.tip", "shot.made")
    assert not is_a("shot.made.dunk.tip", "shot.made.three")


def test_an_unknown_deeper_label_takes_its_ancestor_and_nonsense_is_a_bug() -> None:
    assert node("steal.from_behind").label == "steal"
    with pytest.raises(InvariantError, match="gibberish"):
        node("gibberish")
