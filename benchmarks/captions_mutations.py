"""Makes true captions wrong, one slot or word at a time, from the facts alone.

Comes in: a true text, its facts, who else plays. Goes out: texts that are false for sure, by class. The word
lists here were written for this purpose, from the taxonomy and the languages, without the verifier's data.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from edc.captions.facts import Facts
from edc.taxonomy import is_a, load_taxonomy, node

NUMBER_AND_NAME = ("player", "role", "number", "team", "quarter")
WORD_AND_CLAIM = ("class", "claim", "word")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    kind: str
    text: str


_UNTRUE: Mapping[str, Mapping[str, Sequence[str]]] = {
    "en": {
        "game_winner": (" to win the game", " for the win", ", the game-winner", " to win it"),
        "buzzer_beater": (" at the buzzer", ", beating the buzzer", " as time expires"),
        "tie": (" to tie it", ", tying the game", " and it's all square"),
        "lead_change": (" to take the lead", ", and the lead changes hands", " to go in front"),
        "run": (" to cap a run", ", unanswered points", " on a scoring run"),
        "comeback": (", completing the comeback", " after trailing all night"),
        "milestone": (", a triple-double", ", a career high", " with a double-double"),
        "and_one": (", and the foul", " plus the foul", ", and-one"),
    },
    "es": {
        "game_winner": (" para ganar el partido", ", canasta ganadora", " y victoria"),
        "buzzer_beater": (" sobre la bocina", " en el último segundo"),
        "tie": (" para empatar", ", empate en el marcador"),
        "lead_change": (" y se pone por delante", ", cambio de líder"),
        "run": (" tras un parcial", ", puntos seguidos"),
        "comeback": (", completa la remontada", " y remonta"),
        "milestone": (", triple-doble", ", récord personal"),
        "and_one": (" y falta", ", más tiro adicional"),
    },
    "fr": {
        "game_winner": (" pour la victoire", ", panier de la gagne"),
        "buzzer_beater": (" au buzzer", " à la dernière seconde"),
        "tie": (" pour égaliser", ", égalité"),
        "lead_change": (" pour passer devant", ", changement de leader"),
        "run": (", points de suite", " après une série"),
        "comeback": (", la remontée est complète", " et remonte"),
        "milestone": (", triple-double", ", record en carrière"),
        "and_one": (" avec la faute", ", plus la faute"),
    },
    "pt": {
        "game_winner": (" para vencer o jogo", ", cesta da vitória"),
        "buzzer_beater": (" no estouro do relógio", " no último segundo"),
        "tie": (" para empatar", " e empate"),
        "lead_change": (" e passa à frente", ", virada no placar"),
        "run": (", pontos seguidos", " em sequência"),
        "comeback": (" e completa a virada", ", virada histórica"),
        "milestone": (", triplo-duplo", ", recorde pessoal"),
        "and_one": (" e falta", ", mais a falta"),
    },
    "zh": {
        "game_winner": ("，完成绝杀", "，赢得比赛"),
        "buzzer_beater": ("，压哨命中", "，压哨"),
        "tie": ("，扳平比分", "，双方战平"),
        "lead_change": ("，反超比分", "，取得领先"),
        "run": ("，连续得分", "，打出攻击波"),
        "comeback": ("，完成逆转", "，实现大逆转"),
        "milestone": ("，达成大三元", "，生涯新高"),
        "and_one": ("，并造成犯规", "，打成加罚"),
    },
    "ja": {
        "game_winner": ("、決勝点", "で勝利"),
        "buzzer_beater": ("、ブザービーター", "、ブザーと同時"),
        "tie": ("で同点", "、同点に追いつく"),
        "lead_change": ("で逆転", "、逆転に成功"),
        "run": ("、連続得点", "、猛攻"),
        "comeback": ("、大逆転", "、点差をはね返す"),
        "milestone": ("、トリプルダブル", "、自己最多"),
        "and_one": ("、さらにファウルも獲得", "、バスケットカウント"),
    },
}

_STRAY: Mapping[str, Sequence[str]] = {
    "en": ("almost", "never", "injured", "again", "first", "lucky", "twice", "not"),
    "es": ("casi", "nunca", "lesionado", "otra vez", "primera", "no"),
    "fr": ("presque", "jamais", "blessé", "encore", "première", "pas"),
    "pt": ("quase", "nunca", "lesionado", "novamente", "primeira", "não"),
    "zh": ("几乎", "受伤", "再次", "首次", "没有", "差点"),
    "ja": ("ほぼ", "負傷", "再び", "初の", "なかった", "惜しくも"),
}  # fmt: skip

_OPPOSITES: Mapping[str, Sequence[tuple[str, str]]] = {
    "en": (("hits", "misses"), ("misses", "hits"), ("makes", "misses"), ("scores", "misses"), ("leads", "trails"),
           ("up", "down"), ("steals", "loses"), ("blocks", "fouls"), ("begins", "ends"), ("ends", "begins"),
           ("offensive", "defensive"), ("defensive", "offensive"), ("lays it in", "throws it down"),
           ("throws it down", "lays it in"), ("dunks", "shoots"), ("three", "dunk"), ("tips", "banks"),
           ("drives", "pulls up"), ("hooks", "floats"), ("floats", "hooks"), ("layup", "three"),
           ("steps back", "drives"), ("pulls up", "steps back"), ("deep", "close"), ("corner", "top")),
    "es": (("fallado", "anotado"), ("anotado", "fallado"), ("gana", "pierde"), ("arriba", "abajo"),
           ("ofensivo", "defensivo"), ("defensivo", "ofensivo"), ("Inicio", "Final"), ("Final", "Inicio")),
    "fr": (("manqué", "réussi"), ("réussi", "manqué"), ("mène", "perd"), ("offensif", "défensif"),
           ("défensif", "offensif"), ("Début", "Fin"), ("Fin", "Début")),
    "pt": (("errado", "certo"), ("convertido", "errado"), ("lidera", "perde"), ("ofensivo", "defensivo"),
           ("defensivo", "ofensivo"), ("à frente", "atrás"), ("Início", "Fim"), ("Fim", "Início")),
    "zh": (("不中", "命中"), ("领先", "落后"), ("前场", "后场"), ("后场", "前场"), ("开始", "结束"), ("结束", "开始")),
    "ja": (("失敗", "成功"), ("成功", "失敗"), ("リード", "ビハインド"), ("オフェンス", "ディフェンス"),
           ("ディフェンス", "オフェンス"), ("開始", "終了"), ("終了", "開始")),
}  # fmt: skip


def mutations(
    text: str, facts: Facts, code: str, roster: Sequence[str], periods: Sequence[str], chance: random.Random
) -> Iterator[Mutation]:
    """At most one of each class; a class that the text has no hold for is left out."""
    for kind, made in (
        ("player", _player(text, facts, roster, chance)),
        ("role", _role(text, facts)),
        ("number", _number(text, facts, chance)),
        ("team", _team(text, facts)),
        ("quarter", _quarter(text, periods, chance)),
        ("class", _class(text, facts, code, chance)),
        ("claim", _claim(text, facts, code, chance)),
        ("word", _word(text, facts, code, chance)),
    ):
        if made is not None and made != text:
            yield Mutation(kind=kind, text=made)


def _alone(name: str) -> str:
    return rf"(?<![0-9A-Za-zÀ-ɏ]){re.escape(name)}(?![0-9A-Za-zÀ-ɏ])"


def _said_names(text: str, facts: Facts) -> list[str]:
    return [name for name in facts.names if re.search(_alone(name), text)]


def _player(text: str, facts: Facts, roster: Sequence[str], chance: random.Random) -> str | None:
    """Somebody else who plays in this game; one whose name is part of the right one, or the other way, is harder."""
    said = _said_names(text, facts)
    strangers = [n for n in roster if n not in facts.names and not any(n in name for name in facts.names)]
    if not said or not strangers:
        return None
    name = chance.choice(said)
    return re.sub(_alone(name), lambda _: stranger, text, count=1) if (stranger := chance.choice(strangers)) else None


def _role(text: str, facts: Facts) -> str | None:
    """Two people of the play change places."""
    said = _said_names(text, facts)
    if len(said) < 2:
        return None
    first, second = said[:2]
    held = re.sub(_alone(first), "\0", text)
    return re.sub(_alone(second), lambda _: first, held).replace("\0", second)


def _number(text: str, facts: Facts, chance: random.Random) -> str | None:
    """One number a little larger or smaller, in digits; numbers inside names are left alone."""
    held = text
    for at, name in enumerate(facts.names):
        held = held.replace(name, chr(0xF000 + at) * len(name))
    found = list(re.finditer(r"\d+", held))
    if not found:
        return None
    one = chance.choice(found)
    wrong = int(one.group()) + chance.choice((-1, 1))
    return text[:one.start()] + str(wrong if wrong >= 0 else 1) + text[one.end():]


def _team(text: str, facts: Facts) -> str | None:
    for team, other in ((facts.home, facts.away), (facts.away, facts.home)):
        if team and other and re.search(_alone(team), text):
            return re.sub(_alone(team), other, text)
    return None


def _quarter(text: str, periods: Sequence[str], chance: random.Random) -> str | None:
    said = next((p for p in sorted(periods, key=len, reverse=True) if p in text), None)
    if said is None:
        return None
    other = chance.choice([p for p in periods if p != said])
    return text.replace(said, other, 1)


def _class(text: str, facts: Facts, code: str, chance: random.Random) -> str | None:
    """The play's name replaced by the name of a play that it is not."""
    names = {node(label).name(code) for label in load_taxonomy().ancestors(facts.label)}
    lower = text.lower()
    said = next((n for n in sorted(names, key=len, reverse=True) if n.lower() in lower), None)
    if said is None:
        return None
    line = set(load_taxonomy().ancestors(facts.label))
    wrong = [n for label, n in ((leaf, node(leaf).name(code)) for leaf in load_taxonomy().leaves)
             if n not in names and label not in line and not is_a(label, facts.label)
             and n.lower() not in said.lower() and said.lower() not in n.lower()]  # fmt: skip
    at = lower.index(said.lower())
    return text[:at] + chance.choice(wrong) + text[at + len(said):]


def _implied(facts: Facts) -> set[str]:
    """Flags whose words may be true though the flag is not set."""
    found = set(facts.flags)
    if facts.home_score is not None and facts.home_score == facts.away_score:
        found |= {"tie", "game_tying"}
    if found & {"go_ahead_late", "comeback", "deciding", "game_winner"}:
        found.add("lead_change")
    if facts.label.startswith(("game", "period")):
        found.add("buzzer_beater")
    if facts.label.startswith("foul"):
        found.add("and_one")
    return found


def _claim(text: str, facts: Facts, code: str, chance: random.Random) -> str | None:
    untrue = [flag for flag in _UNTRUE[code] if flag not in _implied(facts)]
    if not untrue:
        return None
    said = chance.choice(_UNTRUE[code][chance.choice(untrue)])
    end = len(text.rstrip(".!?。！？ "))
    return text[:end] + said + text[end:]


def _word(text: str, facts: Facts, code: str, chance: random.Random) -> str | None:
    """A word turned into its opposite, or one that no fact supports put in."""
    held = text
    for at, name in enumerate(facts.names):
        held = held.replace(name, chr(0xF000 + at) * len(name))
    turned = [(a, b) for a, b in _OPPOSITES[code] if _has(held, a, code)]
    if turned and chance.random() < 0.5:
        a, b = chance.choice(turned)
        at = held.index(a)
        return text[:at] + b + text[at + len(a):]
    stray = chance.choice(_STRAY[code])
    if code in ("zh", "ja"):
        return text + stray
    words = text.split(" ")
    at = chance.randrange(1, len(words) + 1)
    return " ".join([*words[:at], stray, *words[at:]])


def _has(held: str, word: str, code: str) -> bool:
    return word in held if code in ("zh", "ja") else re.search(_alone(word), held) is not None
