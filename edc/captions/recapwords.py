"""Headline and three sentences about a game, at a spoiler level, in any language that has the data.

Comes in: moments, the feed where there is one. Goes out: a `RecapWords`. Every number is counted here from the
game's own beats and set by code; the sentences are the language's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from edc.captions.clean import clean_name
from edc.captions.language import Language, load_language
from edc.captions.message import fill
from edc.captions.names import NO_NAMES, Names
from edc.captions.verify import Level
from edc.importance.beats import Beat, Game
from edc.importance.rank import game_of
from edc.moments import Moment
from edc.playbyplay.play import Feed

COMEBACK_POINTS = 10
"""A deficit that is worth a headline."""
CHANGES = 8
"""Lead changes worth a sentence."""
LATE_S = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapWords:
    headline: str
    story: tuple[str, ...]
    """Three sentences; fewer where less is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GameFacts:
    """What may be said of the game as far as it is known."""

    home: str
    away: str
    home_score: int
    away_score: int
    over: bool
    overtime: bool
    changes: int
    """How often the lead changed hands."""
    deficit: int
    """Largest that the side now ahead had to make up."""
    largest: int
    """Largest lead of the side now ahead."""
    scorers: tuple[tuple[str, int, int], ...]
    """Name, points and side, most points first."""
    winning_player: str | None
    """Who scored the lead for good in the last seconds."""

    @property
    def lead(self) -> int:
        return self.home_score - self.away_score


def game_facts(
    moments: Sequence[Moment], feed: Feed | None, names: tuple[str | None, str | None],
    final: tuple[int, int, int] | None = None,
) -> GameFacts:
    """`names` of the home and the away team; `final` score of both and periods, where somebody knows it otherwise."""
    game = game_of(moments, feed)
    last = game.beats[-1] if game.beats else None
    home, away, period = final or ((last.home, last.away, last.period) if last else (0, 0, 0))
    side = (home > away) - (home < away)
    leads = [beat.lead for beat in game.beats]
    own = [lead * side for lead in leads]
    return GameFacts(
        home=clean_name(names[0]) or "home", away=clean_name(names[1]) or "away", home_score=home, away_score=away,
        over=(game.complete or final is not None) and side != 0, overtime=period > game.rules.periods,
        changes=_changes(leads), deficit=max((-lead for lead in own), default=0), largest=max(own, default=0),
        scorers=_scorers(game), winning_player=_winning_player(game),
    )  # fmt: skip


def _changes(leads: Sequence[int]) -> int:
    signs = [(lead > 0) - (lead < 0) for lead in leads if lead]
    return sum(before != after for before, after in pairwise(signs))


def _scorers(game: Game) -> tuple[tuple[str, int, int], ...]:
    points: Counter[tuple[str, int]] = Counter()
    for beat in game.beats:
        name = _shooter(beat)
        if name and beat.points and beat.side:
            points[name, beat.side] += beat.points
    return tuple((name, total, side) for (name, side), total in points.most_common())


def _shooter(beat: Beat) -> str | None:
    return next((clean_name(p.name) for p in beat.players if p.role == "shooter"), None)


def _winning_player(game: Game) -> str | None:
    """Who gave the winner the lead for good in the last seconds of the game, if anybody did."""
    winner = game.winner
    if not winner:
        return None
    after = next((at for at in reversed(range(len(game.beats))) if game.beats[at].lead * winner <= 0), -1)
    beat = game.beats[after + 1] if after + 1 < len(game.beats) else None
    if beat is None or beat.side != winner or not beat.points:
        return None
    late = beat.clock_s <= LATE_S and game.rules.is_last(beat.period)
    return _shooter(beat) if late else None


def recap_words(
    facts: GameFacts, code: str, level: Level = "full", shown: Sequence[Moment] = (), *, names: Names = NO_NAMES,
    about: str | None = None,
) -> RecapWords:
    """Words for a recap; `shown` are its moments, of whom `hidden` names only who is in them.

    `about`: the one player whose plays it shows, as he is printed; then the headline is his.

    Raises:
        UsageError: no such language.
    """
    language = load_language(code)
    facts = _in_language(facts, names, code)
    if level == "hidden":
        return _hidden(facts, language, [names.of(name, code) or name for name in _acting(shown)])
    told = _running(facts, language) if not facts.over or level == "watched" else _final(facts, language)
    own = _of_player(facts, language, names.of(about, code))
    return RecapWords(headline=own or told.headline, story=told.story)


def card_word(periods: int, code: str, regulation: int = 4) -> str:
    """What stands under a final score: that it is final, and after how many overtimes."""
    overtimes = max(0, periods - regulation)
    key = "card_final" if not overtimes else "card_overtime" if overtimes == 1 else "card_overtimes"
    return _said(load_language(code), key, {"overtimes": overtimes}) or ""


def _in_language(facts: GameFacts, names: Names, code: str) -> GameFacts:
    def of(printed: str) -> str:
        return names.of(printed, code) or printed

    return replace(
        facts, home=of(facts.home), away=of(facts.away), winning_player=names.of(facts.winning_player, code),
        scorers=tuple((of(name), points, side) for name, points, side in facts.scorers),
    )  # fmt: skip


def _said(language: Language, key: str, values: Mapping[str, object]) -> str | None:
    slots = {name: str(value) for name, value in values.items()}
    return fill(language.recap[key][0], slots, language.code)


def _final(facts: GameFacts, language: Language) -> RecapWords:
    won = facts.lead > 0
    values: dict[str, object] = {
        "winner": facts.home if won else facts.away, "loser": facts.away if won else facts.home,
        "score": f"{max(facts.home_score, facts.away_score)}-{min(facts.home_score, facts.away_score)}",
        "margin": abs(facts.lead), "deficit": facts.deficit, "largest": facts.largest, "changes": facts.changes,
        **({"player": facts.winning_player} if facts.winning_player else {}),
    }  # fmt: skip
    if facts.winning_player:
        head = "headline_winner"
    elif facts.deficit >= COMEBACK_POINTS:
        head = "headline_comeback"
    else:
        head = "headline_overtime" if facts.overtime else "headline_plain"
    turn = "turn_comeback" if facts.deficit >= COMEBACK_POINTS else (
        "turn_changes" if facts.changes >= CHANGES else "turn_largest")
    sentences = (_said(language, "result_overtime" if facts.overtime else "result", values), _stars(facts, language),
                 _said(language, turn, values))  # fmt: skip
    return RecapWords(headline=_said(language, head, values) or "", story=tuple(filter(None, sentences)))


def _stars(facts: GameFacts, language: Language) -> str | None:
    """The top scorer of the side ahead, and the other side's."""
    side = 1 if facts.lead >= 0 else -1
    first = next((s for s in facts.scorers if s[2] == side), None)
    second = next((s for s in facts.scorers if s[2] == -side), None)
    if first is None:
        return None
    values: dict[str, object] = {"scorer": first[0], "points": first[1]}
    if second is None:
        return _said(language, "star", values)
    team = facts.away if side > 0 else facts.home
    return _said(language, "stars", {**values, "second": second[0], "second_points": second[1], "second_team": team})


def _running(facts: GameFacts, language: Language) -> RecapWords:
    """As the game stands, nothing of how it ends."""
    teams = {"home": facts.home, "away": facts.away}
    if facts.lead:
        leader = facts.home if facts.lead > 0 else facts.away
        score = f"{max(facts.home_score, facts.away_score)}-{min(facts.home_score, facts.away_score)}"
        stands = _said(language, "standing", {"leader": leader, "score": score})
    else:
        stands = _said(language, "level", {"tied": facts.home_score}) if facts.home_score else None
    changes = _said(language, "turn_changes", {"changes": facts.changes}) if facts.changes >= 2 else None
    sentences = (stands, _stars(facts, language), changes)
    return RecapWords(headline=_said(language, "headline_open", teams) or "", story=tuple(filter(None, sentences)))


def _of_player(facts: GameFacts, language: Language, player: str | None) -> str | None:
    """His points, and how the game stands from his team's side; None of somebody who has not scored."""
    own = next((row for row in facts.scorers if row[0] == player), None)
    if own is None:
        return None
    name, points, side = own
    team, other = (facts.home, facts.away) if side > 0 else (facts.away, facts.home)
    score = (facts.home_score, facts.away_score) if side > 0 else (facts.away_score, facts.home_score)
    return _said(language, "headline_player", {"scorer": name, "points": points, "team": team, "other": other,
                                               "score": f"{score[0]}-{score[1]}"})  # fmt: skip


def _acting(shown: Sequence[Moment]) -> list[str]:
    """Names of those who do something in these moments, in an order that tells nothing."""
    return sorted({name for m in shown for p in m.players
                   if p.role in ("shooter", "blocker", "stealer") and (name := clean_name(p.name))})  # fmt: skip


def _hidden(facts: GameFacts, language: Language, acting: Sequence[str]) -> RecapWords:
    teams = {"home": facts.home, "away": facts.away}
    two = acting[:2]
    players = _said(language, "hidden_players", {"first": two[0], "second": two[1]}) if len(two) == 2 else None
    sentences = (_said(language, "hidden_teams", teams), players, _said(language, "hidden_end", {}))
    return RecapWords(headline=_said(language, "headline_open", teams) or "", story=tuple(filter(None, sentences)))
