"""Names in other languages: told by their alias where there is one, and never somebody else's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from edc.captions.caption import Wish, all_facts, tell
from edc.captions.language import load_language
from edc.captions.names import NameFile, in_language, names_of, read_name_file
from edc.captions.recapwords import game_facts, recap_words
from edc.captions.verify import verify
from edc.errors import InputError
from edc.importance.rank import rank
from tests.importance.games import feed, moments

FILE = """
[players."1630168"]
zh = "奥尼卡·奥孔武"
ja = "オニエカ・オコング"

[teams.ATL]
zh = "老鹰"
ja = "ホークス"

[teams.BOS]
zh = "凯尔特人"
"""


@pytest.fixture
def file(tmp_path: Path) -> NameFile:
    path = tmp_path / "names.toml"
    path.write_text(FILE, encoding="utf-8")
    return read_name_file(path)


def test_captions_name_people_and_teams_as_the_language_writes_them(file: NameFile, data: Path) -> None:
    official = feed(data, "v3_0022400001.json")
    ranked = rank(moments(official), official)
    told = tell(ranked, official, Wish(languages=("en", "zh", "ja"), names=file))
    winner = next(m for m in told.moments if "game_winner" in m.flags)
    texts = {code: winner.texts[code] for code in ("en", "zh", "ja")}
    assert "Okongwu" in texts["en"].caption and "奥尼卡·奥孔武" in texts["zh"].caption
    assert "オニエカ・オコング" in texts["ja"].title and "オニエカ・オコング" in texts["ja"].safe_title
    assert not any("Okongwu" in t for m in told.moments for code in ("zh", "ja")
                   for t in (m.texts[code].title, m.texts[code].caption))  # fmt: skip
    chinese = " ".join(m.texts["zh"].caption for m in told.moments)
    assert "老鹰" in chinese and "凯尔特人" in chinese and "ATL" not in chinese and "BOS" not in chinese
    assert told.counts.fallbacks == 0


def test_the_verifier_knows_whose_name_it_is(file: NameFile, data: Path) -> None:
    official = feed(data, "v3_0022400001.json")
    ranked = rank(moments(official), official)
    names, chinese = names_of(file, ranked, official), load_language("zh")
    winner = next(m for m in ranked if "game_winner" in m.flags)
    other = next(m for m in ranked if m.made and m.players[0].id != winner.players[0].id)
    facts = {id_: in_language(f, names, "zh") for id_, f in all_facts(ranked, official).items()}
    told = tell(ranked, official, Wish(languages=("zh",), names=file)).written[winner.moment_id, "zh"].texts.caption
    assert verify(told, facts[winner.moment_id], chinese, names.aliases()) == []
    stolen = replace(facts[winner.moment_id], player=facts[other.moment_id].player)
    assert verify(told, stolen, chinese, names.aliases())


def test_a_recap_in_chinese_names_the_teams_in_chinese(file: NameFile, data: Path) -> None:
    official = feed(data, "v3_0022400001.json")
    ranked = rank(moments(official), official)
    facts = game_facts(ranked, official, (official.home.name, official.away.name))
    names = names_of(file, ranked, official)
    words = recap_words(facts, "zh", names=names)
    assert "老鹰" in words.headline and official.away.name not in words.headline + "".join(words.story)
    assert recap_words(facts, "en", names=names) == recap_words(facts, "en")
    printed = next(p.name for m in ranked for p in m.players if p.id == "1630168")
    own = recap_words(facts, "zh", names=names, about=printed)
    assert own.headline.startswith("奥尼卡·奥孔武 ") and own.story == words.story


def test_two_who_are_printed_alike_keep_their_printed_name(data: Path) -> None:
    official = feed(data, "v3_0022400001.json")
    twins = [replace(m, players=tuple(replace(p, name="J. Same") for p in m.players)) for m in moments(official)[:40]]
    ids = sorted({p.id for m in twins for p in m.players if p.id})[:2]
    file = NameFile(players={ids[0]: {"zh": "甲"}, ids[1]: {"zh": "乙"}})
    assert names_of(file, twins, official).of("J. Same", "zh") == "J. Same"


@pytest.mark.parametrize("text", ["[players", 'zh = "x"', '[players."1"]\nzh = 3', '[people."1"]\nzh = "x"',
                                  '[teams.ATL]\nzh = "{score}"', '[teams.ATL]\nzh = ""'])  # fmt: skip
def test_a_broken_file_is_refused_by_name(text: str, tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"names\.toml"):
        read_name_file(path)
