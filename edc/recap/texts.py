"""The words of a recap: headline, story, chapter titles and captions, at a spoiler level.

Comes in: moments with their texts, what the caption stage wrote beside them, the game's facts. Goes out: strings in
the language asked for. Nothing is composed here: every sentence comes from `edc.captions`, which has verified it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from edc.captions.forms import FormsOf
from edc.captions.names import NO_NAMES, Names
from edc.captions.recapwords import RecapWords, game_facts, recap_words
from edc.captions.verify import Level
from edc.errors import UsageError
from edc.gameclock import REGULAR_PERIODS, clock_text, period_name
from edc.moments import Moment, Texts
from edc.playbyplay.play import Feed
from edc.recap.request import RecapRequest

_NO_SPACES = frozenset({"ja", "zh"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    language: str | None
    level: Level = "full"
    default: str = "en"
    """The game's default language."""
    forms: FormsOf = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.language or self.default

    @property
    def hidden(self) -> bool:
        return self.level == "hidden"

    def title(self, moment: Moment) -> str:
        return self._said(moment)[0] or moment.label

    def caption(self, moment: Moment) -> str:
        return self._said(moment)[1] or self.title(moment)

    def chapter(self, moment: Moment) -> str:
        if moment.period is None or moment.clock_s is None or (self.hidden and moment.period > 4):
            return self.title(moment)
        return f"{period_name(moment.period)} {clock_text(moment.clock_s)} {self.title(moment)}"

    def _said(self, moment: Moment) -> tuple[str, str]:
        """Title and caption; where only words are known that somebody wrote who knew the end, the safe ones."""
        texts = self._texts(moment)
        if self.level == "full":
            return texts.title, texts.caption
        told = self.forms.get(moment.moment_id, {}).get(self.code)
        if self.hidden or told is None:
            return texts.safe_title, texts.safe_title
        return told.watched_title, told.watched_caption

    def _texts(self, moment: Moment) -> Texts:
        if self.language is not None and self.language in moment.texts:
            return moment.texts[self.language]
        return Texts(title=moment.title or "", safe_title=moment.safe_title or "", caption=moment.caption or "")


def words_for(request: RecapRequest, moments: Sequence[Moment], forms: FormsOf) -> Words:
    """
    Raises:
        UsageError: the game has no texts in that language.
    """
    languages = sorted({language for moment in moments for language in moment.texts})
    if request.language is not None and request.language not in languages:
        raise UsageError(f"This game has no captions in {request.language!r}, only in "
                         f"{', '.join(languages) or 'none'}: run `edc captions GAME` with --language for each that it "
                         "should have.")  # fmt: skip
    plain = next((code for m in moments for code, t in m.texts.items() if t.title == m.title), "en")
    return Words(language=request.language, level=request.level, default=plain, forms=forms)


def team_name(game: Mapping[str, Any], side: str) -> str:
    return str(game[side].get("name") or game[side].get("tricode") or side)


def final_of(game: Mapping[str, Any]) -> tuple[int, int, int] | None:
    """Home and away score and periods, where the game is over and somebody knows how."""
    final = game.get("final")
    if not final or game.get("status") != "final":
        return None
    return final["home"], final["away"], int(final.get("periods") or REGULAR_PERIODS)


def telling(
    words: Words, request: RecapRequest, game: Mapping[str, Any], known: Sequence[Moment], feed: Feed | None,
    shown: Sequence[Moment], names: Names = NO_NAMES,
) -> RecapWords:  # fmt: skip
    """Headline and story. `known` and `feed` are what the viewer may know of the game; `shown` is in the recap."""
    names_of_teams = team_name(game, "home"), team_name(game, "away")
    facts = game_facts(known, feed, names_of_teams, None if request.up_to_s is not None else final_of(game))
    about = _one_player(request, known)
    return recap_words(facts, words.code, words.level, shown, names=names, about=about)


def _one_player(request: RecapRequest, known: Sequence[Moment]) -> str | None:
    """As he is printed, where the recap is of one player alone."""
    if len(request.players) != 1:
        return None
    asked = request.players[0].casefold()
    return next((p.name for m in known for p in m.players if asked in (p.id.casefold(), p.name.casefold())), None)


def joined(sentences: Sequence[str], code: str) -> str:
    return ("" if code in _NO_SPACES else " ").join(sentences)
