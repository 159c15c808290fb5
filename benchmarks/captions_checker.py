"""A second reader of captions, written without the first: it reads the play-by-play itself.

Comes in: a text, a language, a play and its whole feed. Goes out: what in the text is false or cannot be
explained. It shares nothing with `edc.captions`: what happened is worked out again from the feed's rows
(score, totals, runs, lead changes, who did what), and a text is read by cutting known phrases out of it until
nothing but joining words is left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from edc.playbyplay.play import Feed, Play
from edc.taxonomy import load_taxonomy

FT_TO_M = 0.3048

# Phrases by what they say; P a person, T a team, N a number, S a score. One line a language.
PHRASES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "en": {
        "assist": ("P with the assist", "P with the pass", "off the pass from P", "from P", "P lobs it", "P lobs"),
        "victim": ("blocks P", "shot of P", "the dunk of P", "chases down P", "from P", "fouls P", "P draws",
                   "rejects P", "stuffs P", "strips P", "pocket of P"),
        "blocker": ("P with the block",), "double": ("Double-double for P",), "triple": ("Triple-double for P",),
        "leads": ("T leads", "T up", "S T", "T in front", "put T in front", "T takes the lead", "T still leads",
                  "T leads S"),
        "trails": ("T within", "T trails"), "gap": ("up N", "within N"), "total": ("now at N points",
                                                                                   "N points so far"),
        "feet": ("N feet", "N-foot"), "run": ("N straight points", "N points in a row"),
        "deficit": ("after trailing by N",), "level": ("to tie it at N", "all square at N", "Tied at N"),
        "ties": ("ties it",), "wins": ("to win it", "for the win", "wins it"),
        "buzzer": ("at the buzzer", "to beat the buzzer", "beats the buzzer"), "ahead": ("takes the lead", "to put"),
        "good": ("for good",), "and_one": ("plus the foul", "and the foul"), "clock": ("C left", "C)"),
        "made": ("scores", "hits", "drops in", "finishes", "knocks down", "drains", "buries"), "missed": ("misses",),
        "glue": ("and", "the", "by", "with", "in", "of", "for", "off", "it", "on", "to", "good", "oh my", "up it goes",
                 "huge", "from", "goes"),
    },
    "es": {
        "assist": ("asistencia de P",), "victim": ("a P",), "blocker": (), "double": ("Doble-doble de P",),
        "triple": ("Triple-doble de P",),
        "leads": ("T gana", "S para T", "T, N arriba", "T manda", "T se pone por delante", "se adelanta T",
                  "T sigue por delante"),
        "trails": ("T se queda a N", "T pierde"), "gap": ("N arriba", "se queda a N"), "total": ("ya suma N puntos",),
        "metres": ("desde N m",), "run": ("N puntos seguidos de T",), "deficit": ("T remonta N puntos",),
        "level": ("Empate a N",), "ties": ("y empate",), "wins": ("para ganar el partido", "para ganar"),
        "buzzer": ("sobre la bocina",), "ahead": ("se pone por delante", "se adelanta"), "good": ("hasta el final",),
        "and_one": ("y falta",), "clock": ("quedan C", "C)"), "steal": ("roba el balón",),
        "glue": ("de", "por", "y", "qué", "gran"),
    },
    "fr": {
        "assist": ("passe de P",), "victim": ("sur P", "à P"), "blocker": (), "double": ("Double-double de P",),
        "triple": ("Triple-double de P",),
        "leads": ("T mène", "S pour T", "T à +N", "T reste devant", "T passe devant"),
        "trails": ("T revient à N", "T est mené"), "gap": ("à +N", "revient à N"), "total": ("déjà N points",),
        "metres": ("à N m",), "run": ("N points de suite pour T",), "deficit": ("T remonte N points",),
        "level": ("Égalité à N",), "ties": ("pour égaliser",), "wins": ("pour la victoire",), "buzzer": ("au buzzer",),
        "ahead": ("passe devant",), "good": ("jusqu'au bout",), "and_one": ("avec la faute",),
        "clock": ("à C de la fin", "C)"), "steal": ("vole le ballon",), "glue": ("de", "par", "et", "quel", "superbe"),
    },
    "pt": {
        "assist": ("assistência de P",), "victim": ("em P", "rouba a bola de P"), "blocker": (),
        "double": ("Duplo-duplo de P",), "triple": ("Triplo-duplo de P",),
        "leads": ("T lidera", "S para T", "T N à frente", "T passa à frente", "T segue à frente"),
        "trails": ("T a N de distância", "T perde"), "gap": ("N à frente", "a N de distância"),
        "total": ("já são N pontos",), "metres": ("de N m",), "run": ("N pontos seguidos de T",),
        "deficit": ("T vira após estar N atrás",), "level": ("Empate em N",), "ties": ("e empate",),
        "wins": ("para vencer o jogo", "para vencer"), "buzzer": ("no estouro do relógio", "no estouro"),
        "ahead": ("passa à frente",), "good": ("até o fim",), "and_one": ("e falta",), "clock": ("a C do fim", "C)"),
        "steal": ("rouba a bola",), "glue": ("de", "por", "e", "que", "grande"),
    },
    "zh": {
        "assist": ("P助攻", "接到P传球"), "victim": ("盖帽P", "抢断P", "对P"), "blocker": (), "double": ("P达成两双",),
        "triple": ("P达成大三元",), "leads": ("TS领先", "T领先", "T反超", "T仍以S领先"),
        "trails": ("T追到只差", "TS落后"), "gap": ("领先N分", "只差N分"), "total": ("个人得分N分",),
        "metres": ("N米外",), "run": ("T连得N分",), "deficit": ("T落后N分后逆转",), "level": ("双方N平",),
        "ties": ("扳平比分",), "wins": ("完成绝杀", "绝杀"), "buzzer": ("压哨命中",), "ahead": ("反超比分", "反超"),
        "good": ("到终场",), "and_one": ("并造成犯规", "造成犯规"), "clock": ("剩C",), "made": ("命中",),
        "steal": ("抢断",), "block": ("盖帽",), "glue": ("漂亮", "精彩", "好球", "强力"),
    },
    "ja": {
        "assist": ("Pのパスから",), "victim": ("Pをブロック", "Pからスティール", "Pに"), "blocker": (),
        "double": ("Pがダブルダブル",), "triple": ("Pがトリプルダブル",),
        "leads": ("TがSでリード", "TがN点リード", "Tが最後までリード", "Tが逆転", "TがSでなおリード"),
        "trails": ("TがN点差に迫る", "TはSでビハインド"), "gap": ("N点リード", "N点差に迫る"), "total": ("個人N得点",),
        "metres": ("Nmの", "Nm"), "run": ("TがN連続得点",), "deficit": ("TがN点差をはね返す",),
        "level": ("N点で同点",), "ties": ("で同点",), "wins": ("決勝点", "で決勝点"), "buzzer": ("ブザービーター",),
        "ahead": ("で逆転", "逆転"), "good": ("最後までリード",), "and_one": ("さらにファウルも獲得", "＋ファウル"),
        "clock": ("残りC",), "steal": ("スティール",), "block": ("ブロック",),
        "glue": ("の", "が", "を", "に", "は", "豪快に", "見事な"),
    },
}

_ENGLISH_VERBS: Mapping[str, str] = {
    "throws it down": "shot.made.dunk", "dunks": "shot.made.dunk", "dunk": "dunk", "slams": "shot.made.dunk",
    "slams home": "shot.made.dunk",
    "slams it home": "shot.made.dunk", "hammers it home": "shot.made.dunk", "takes off": "shot.made.dunk",
    "alley-oop": "alley_oop", "the rebound": "putback|rebound", "puts back the miss": "shot.made.layup.putback",
    "on the rebound": "putback", "tips it in": "tip", "drives": "driving", "cuts": "cutting", "on the run": "running",
    "runs the floor": "running", "runs in": "running", "rolls it in": "finger_roll", "off the fingers": "finger_roll",
    "lays it in": "shot.made.layup", "layup": "shot.made.layup", "at the rim": "shot.made.layup",
    "to the rim": "layup|dunk", "goes under": "reverse", "floats it in": "shot.made.floater",
    "hooks it in": "shot.made.hook", "the hook": "shot.made.hook", "jumper": "shot.made.mid",
    "steps back": "stepback", "fades away": "fadeaway", "turns": "turnaround", "pulls up": "pullup",
    "banks it in": "bank", "banks in": "bank", "the three": "three|heave", "for three": "three", "from three": "three",
    "from beyond the arc": "three", "running three": "three.running", "catches": "three.catch",
    "corner three": "three.corner", "from the corner": "three.corner", "from deep": "deep|heave",
    "from way downtown": "deep|heave", "heaves it in": "heave", "inside the arc": "shot.made.two",
    "two points": "shot.made.two", "blocks": "block", "sends back": "block", "block": "block|shot.missed",
    "rejects": "block", "stuffs": "block", "chases down": "chasedown", "chase-down": "chasedown", "steals": "steal",
    "steals it": "steal", "takes it away": "steal", "steal": "steal", "strips": "steal", "picks the": "steal",
    "free throw": "free_throw", "makes": "free_throw.made", "keeps it alive": "rebound.offensive", "draws": "foul",
    "begins": "period.start", "ends": "period.end", "hits the": "shot.made", "dunks it": "shot.made.dunk",
    "slams the": "shot.made.dunk", "the block": "block|shot.missed", "fouls": "foul", "the dunk": "dunk",
    "free throw good": "free_throw.made", "the miss": "putback", "hits the three": "shot.made.three",
}  # fmt: skip

_PERIODS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "en": (("1st quarter", "2nd quarter", "3rd quarter", "4th quarter"), ("overtime", "2nd overtime")),
    "es": (("1.er cuarto", "2.º cuarto", "3.er cuarto", "4.º cuarto"), ("prórroga", "2.ª prórroga")),
    "fr": (("1er quart-temps", "2e quart-temps", "3e quart-temps", "4e quart-temps"),
           ("prolongation", "2e prolongation")),
    "pt": (("1º quarto", "2º quarto", "3º quarto", "4º quarto"), ("prorrogação", "2ª prorrogação")),
    "zh": (("第1节", "第2节", "第3节", "第4节"), ("加时赛", "第2个加时")),
    "ja": (("第1Q", "第2Q", "第3Q", "第4Q"), ("延長", "2度目の延長")),
}  # fmt: skip


class Truth:
    """What the feed says, worked out from its rows."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.plays = feed.plays
        self.at = {play.action_number: at for at, play in enumerate(feed.plays)}

    def lead(self, at: int) -> int:
        """Of the home team after the play; nothing before the first."""
        return self.plays[at].home_score - self.plays[at].away_score if at >= 0 else 0

    def side(self, team: str | None) -> int:
        return 1 if team == self.feed.home.tricode else -1 if team == self.feed.away.tricode else 0

    @cached_property
    def points_rows(self) -> list[int]:
        return [at for at, play in enumerate(self.plays) if play.points]

    def scorer_total(self, at: int) -> int:
        who = _person(self.plays[at], "shooter")
        return sum(p.points for p in self.plays[:at + 1] if p.points and _person(p, "shooter") == who)

    def run_ending(self, at: int) -> int:
        """Points of the acting team alone up to this play, if the other side scores next or nobody does."""
        team, total = self.plays[at].team, 0
        rows = self.points_rows
        where = rows.index(at) if at in rows else -1
        if where < 0 or (where + 1 < len(rows) and self.plays[rows[where + 1]].team == team):
            return 0
        for row in reversed(rows[:where + 1]):
            if self.plays[row].team != team:
                break
            total += self.plays[row].points
        return total

    def worst_of_winner(self) -> int:
        winner = self.side_of_winner
        return max((-self.lead(at) * winner for at in range(len(self.plays))), default=0)

    @property
    def side_of_winner(self) -> int:
        last = self.lead(len(self.plays) - 1)
        return (last > 0) - (last < 0)

    def ahead_for_good(self, at: int) -> bool:
        """The acting team leads from here to the end."""
        side = self.side(self.plays[at].team)
        return side != 0 and all(self.lead(later) * side > 0 for later in range(at, len(self.plays)))

    def goes_ahead(self, at: int) -> bool:
        side = self.side(self.plays[at].team)
        return self.lead(at) * side > 0 >= self.lead(at - 1) * side

    def doubles(self, at: int, name: str) -> int:
        """Columns in which the player has ten or more after this play."""
        row = self.plays[at]
        ids = {p.id for p in row.players if p.name == name}
        counted: Counter[str] = Counter()
        for play in self.plays[:at + 1]:
            family = play.label.split(".")[0]
            for p in play.players:
                if p.id not in ids:
                    continue
                if p.role == "shooter" and play.points:
                    counted["points"] += play.points
                elif p.role == "assist":
                    counted["assists"] += 1
                elif (p.role, family) in (("rebounder", "rebound"), ("blocker", "block"), ("stealer", "steal")):
                    counted[p.role] += 1
        return sum(value >= 10 for value in counted.values())

    def has_bonus(self, at: int) -> bool:
        """The shooter goes to the line at the same clock."""
        row = self.plays[at]
        who = _person(row, "shooter")
        return any(p.label.startswith("free_throw") and _person(p, "shooter") == who
                   and (p.period, p.clock_s) == (row.period, row.clock_s) for p in self.plays[at + 1:at + 25])


def _person(play: Play, role: str) -> str | None:
    return next((p.id or p.name for p in play.players if p.role == role), None)


_DOERS = {"block": ("blocker",), "steal": ("stealer",)}
_VICTIMS = {"block": "shooter", "steal": "turnover", "foul": "fouled"}
_ANY = ("shooter", "blocker", "stealer", "rebounder", "fouler", "violator", "ejected", "turnover", "player")


@dataclass(frozen=True, slots=True)
class Found:
    kind: str
    people: tuple[str, ...]
    teams: tuple[str, ...]
    numbers: tuple[str, ...]
    phrase: str


def false_in(text: str, code: str, truth: Truth, number: int) -> list[str]:
    """What the text says that the feed does not; `number` is the play's action number."""
    return _Reader(text, code, truth, truth.at[number]).faults()


class _Reader:
    def __init__(self, text: str, code: str, truth: Truth, at: int) -> None:
        self.code, self.truth, self.at = code, truth, at
        self.play = truth.plays[at]
        self.text = text
        self.people: list[str] = []
        self.teams: list[str] = []
        self.numbers: list[str] = []

    # -------------------------------------------------------------- the text with its names taken out
    def _marked(self) -> str:
        text = self.text.replace("’", "'")
        names = sorted({p.name for p in self.play.players if p.name}, key=len, reverse=True)
        teams = (self.truth.feed.home.tricode, self.truth.feed.away.tricode)
        spots: list[tuple[int, int, str, str]] = []
        for kind, listed in (("P", names), ("T", teams)):
            for name in listed:
                for found in re.finditer(rf"(?<![A-Za-zÀ-ɏ]){re.escape(name)}(?![A-Za-zÀ-ɏ])", text):
                    if not any(a < found.end() and found.start() < b for a, b, *_ in spots):
                        spots.append((*found.span(), kind, name))
        result, last = "", 0
        for start, end, kind, name in sorted(spots):
            result += text[last:start] + {"P": "\x01", "T": "\x02"}[kind]
            (self.people if kind == "P" else self.teams).append(name)
            last = end
        return result + text[last:]

    def faults(self) -> list[str]:
        text = self._marked()
        if self.code in ("zh", "ja"):
            text = re.sub(r"\s+", "", text)
        faults: list[str] = []
        text = self._cut_periods(text, faults)
        text = self._cut_names_of_plays(text, faults, shared=False)
        text = re.sub(r"\d+-\d+", self._score(faults), text)
        text = re.sub(r"\d{1,2}:\d{2}", self._keep("\x05"), text)
        text = re.sub(r"\d+(?:[.,]\d+)?", self._keep("\x03"), text)
        text = self._cut_names_of_plays(self._cut_phrases(text, faults), faults, shared=True)
        left = re.sub(r"[\s.,:;!?()'+&/\-，。！？：（）、；¡¿…]|\x01|\x02|\x04|\x06", "", text)
        if left:
            faults.append(f"cannot be explained: {left!r}")
        return faults

    def _keep(self, mark: str) -> Callable[[re.Match[str]], str]:
        def kept(found: re.Match[str]) -> str:
            self.numbers.append(found.group())
            return mark + chr(0xE000 + len(self.numbers) - 1)

        return kept

    def _score(self, faults: list[str]) -> Callable[[re.Match[str]], str]:
        def checked(found: re.Match[str]) -> str:
            high, low = map(int, found.group().split("-"))
            if [low, high] != sorted((self.play.home_score, self.play.away_score)):
                faults.append(f"the score is not {found.group()}")
            return "\x04"

        return checked

    def _cut_names_of_plays(self, text: str, faults: list[str], *, shared: bool) -> str:
        """Names that are part of a phrase too (抢断, ブロック) are left to the phrases first."""
        own = _line_names(self.play.label, self.code)
        pattern, others = _all_names(self.code)
        phrases = _phrase_text(self.code)

        def checked(found: re.Match[str]) -> str:
            said = found.group().lower()
            if self.code in ("zh", "ja") and not shared and said in phrases:
                return found.group()
            if said in own:
                return "\x06"
            if self.code == "en" or (not shared and said in phrases):
                return found.group()
            if said in others:
                faults.append(f"no {said!r} here")
            return "\x06"

        return pattern.sub(checked, text)

    def _cut_periods(self, text: str, faults: list[str]) -> str:
        quarters, overtimes = _PERIODS[self.code]
        right = quarters[self.play.period - 1] if self.play.period <= 4 else overtimes[min(self.play.period - 5, 1)]
        for name in sorted((*quarters, *overtimes), key=len, reverse=True):
            if name in text:
                if name != right:
                    faults.append(f"not the {name}")
                text = text.replace(name, "\x06")
        return text

    # -------------------------------------------------------------- phrases
    def _cut_phrases(self, text: str, faults: list[str]) -> str:
        people = iter(self.people)
        order = {at: next(people) for at, c in enumerate(text) if c == "\x01"}
        teams = iter(self.teams)
        team_at = {at: next(teams) for at, c in enumerate(text) if c == "\x02"}
        used: set[int] = set()
        covered = [False] * len(text)
        for kind, phrase, pattern in _patterns(self.code):
            for found in pattern.finditer(text):
                places = range(*found.span())
                mine = [at for at in places if at in order or at in team_at]
                if kind == "glue" and any(covered[i] for i in places):
                    continue
                if kind in ("assist", "victim") and any(at in used for at in mine):
                    continue
                numbers = tuple(self.numbers[ord(text[i + 1]) - 0xE000] for i in places
                                if text[i] in "\x03\x05" and i + 1 < len(text))  # fmt: skip
                told = Found(kind, tuple(order[i] for i in mine if i in order),
                             tuple(team_at[i] for i in mine if i in team_at), numbers, phrase)
                if kind in ("assist", "victim") and self._wrong_role(told):
                    if self._fits_other_role(told):
                        continue
                    faults.append(f"{told.people[0]} is not the {kind}")
                elif kind not in ("assist", "victim", "glue"):
                    faults += self._check(told)
                used.update(at for at in mine if kind in ("assist", "victim", "blocker", "double", "triple", "leads",
                                                          "trails", "run", "deficit"))
                for i in places:
                    covered[i] = True
        faults += [f"{order[at]} did not do it" for at in order if at not in used and not self._did_it(order[at])]
        faults += [f"{team_at[at]} does not act" for at in team_at if at not in used and team_at[at] != self.play.team]
        return "".join(c for i, c in enumerate(text) if not covered[i])

    def _names(self, *roles: str) -> set[str]:
        return {p.name for p in self.play.players if p.role in roles}

    def _did_it(self, name: str) -> bool:
        roles = _DOERS.get(self.play.label.split(".")[0])
        if roles:
            return name in self._names(*roles)
        return next((name == p.name for role in _ANY for p in self.play.players if p.role == role and p.name), False)

    def _wrong_role(self, told: Found) -> bool:
        victim = _VICTIMS.get(self.play.label.split(".")[0], "-")
        return told.people[0] not in self._names("assist" if told.kind == "assist" else victim)

    def _fits_other_role(self, told: Found) -> bool:
        """A short preposition serves several roles ("from P", "a P"): then one of them must be right."""
        victim = _VICTIMS.get(self.play.label.split(".")[0], "-")
        short = len(re.sub(r"[^a-zà-ÿ]", "", told.phrase.lower())) <= 5
        return short and told.people[0] in self._names("assist", victim)

    def _check(self, told: Found) -> list[str]:
        truth, at, play = self.truth, self.at, self.play
        lead = truth.lead(at)
        acting = truth.side(play.team)
        value = told.numbers[0] if told.numbers else ""
        team = truth.side(told.teams[0]) if told.teams else acting
        rules: Mapping[str, Callable[[], bool]] = {
            "blocker": lambda: told.people[0] in self._names("blocker"),
            "double": lambda: truth.doubles(at, told.people[0]) == 2,
            "triple": lambda: truth.doubles(at, told.people[0]) >= 3,
            "leads": lambda: lead * team > 0,
            "trails": lambda: lead * team < 0,
            "gap": lambda: value == str(abs(lead)) and lead != 0,
            "total": lambda: value == str(truth.scorer_total(at)),
            "feet": lambda: play.distance_ft is not None and value == f"{play.distance_ft:.0f}",
            "metres": lambda: play.distance_ft is not None
            and abs(float(value.replace(",", ".")) - play.distance_ft * FT_TO_M) <= 0.051,
            "run": lambda: value == str(truth.run_ending(at)) and team == acting,
            "deficit": lambda: value == str(truth.worst_of_winner()) and team == truth.side_of_winner
            and lead * team > 0,
            "level": lambda: lead == 0 and value == str(play.home_score),
            "ties": lambda: lead == 0 and truth.lead(at - 1) != 0,
            "wins": lambda: truth.ahead_for_good(at) and truth.goes_ahead(at) and play.period >= 4
            and play.clock_s <= 24.0,
            "buzzer": lambda: play.clock_s <= 0.5 and bool(play.made),
            "ahead": lambda: truth.goes_ahead(at),
            "good": lambda: truth.ahead_for_good(at) and truth.goes_ahead(at),
            "and_one": lambda: bool(play.made) and truth.has_bonus(at),
            "clock": lambda: value == f"{int(play.clock_s) // 60}:{int(play.clock_s) % 60:02d}",
            "made": lambda: bool(play.made),
            "missed": lambda: play.made is False,
            "steal": lambda: play.label.startswith("steal"),
            "block": lambda: play.label.startswith("block"),
            "verb": lambda: any(part in play.label for part in _ENGLISH_VERBS[told.phrase].split("|")),
        }
        said = told.phrase.replace("\x01", "P").replace("\x02", "T")
        return [] if rules[told.kind]() else [f"{told.kind}: {said} {value}".strip()]


@lru_cache(maxsize=4096)
def _line_names(label: str, code: str) -> frozenset[str]:
    taxonomy = load_taxonomy()
    names = {taxonomy.nodes[a].name(code).lower() for a in taxonomy.ancestors(label)}
    if label.startswith("shot"):
        names.add(taxonomy.nodes["shot"].name(code).lower())
    return frozenset(names)


@lru_cache(maxsize=16)
def _phrase_text(code: str) -> str:
    return "\n".join(phrase.lower() for phrases in PHRASES[code].values() for phrase in phrases)


@lru_cache(maxsize=16)
def _all_names(code: str) -> tuple[re.Pattern[str], frozenset[str]]:
    names = {n.name(code) for n in load_taxonomy().nodes.values()}
    body = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    alone = body if code in ("zh", "ja") else rf"(?<![A-Za-zÀ-ɏ-])(?:{body})(?![A-Za-zÀ-ɏ-])"
    return re.compile(alone, re.IGNORECASE), frozenset(n.lower() for n in names)


@lru_cache(maxsize=16)
def _patterns(code: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Every phrase as a pattern, longer ones first, joining words last."""
    marks = {"P": "\x01", "T": "\x02", "N": "\x03[\ue000-\uefff]", "C": "\x05[\ue000-\uefff]", "S": "\x04"}
    listed = [(kind, phrase) for kind, phrases in PHRASES[code].items() for phrase in phrases]
    if code == "en":
        listed += [("verb", phrase) for phrase in _ENGLISH_VERBS]
    listed.sort(key=lambda pair: (pair[0] == "glue", -len(pair[1])))
    found = []
    for kind, phrase in listed:
        body = re.escape(phrase)
        if kind not in ("glue", "verb"):
            places = r"([PTNCS])" if code in ("zh", "ja") else r"(?<![A-Za-z])([PTNCS])(?![a-z])"
            body = re.sub(places, lambda m: marks[m[1]], body)
        wide = code in ("zh", "ja")
        body = body if wide else rf"(?<![A-Za-zÀ-ɏ-]){body}(?![A-Za-zÀ-ɏ])"
        found.append((kind, phrase, re.compile(body, re.IGNORECASE)))
    return tuple(found)
