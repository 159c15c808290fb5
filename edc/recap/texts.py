"""The words of a recap: headline, story, chapter titles and captions, at a spoiler level.

Comes in: moments with their texts, the game's facts. Goes out: strings in the language asked for.
Nothing is composed here but names and scores: sentences come from the caption stage, which has
verified them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from edc.errors import UsageError
from edc.gameclock import clock_text, period_name
from edc.moments import Moment, Texts
from edc.recap.request import RecapRequest

_STORY_CLIPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    language: str | None
    hidden: bool
    default: str = "en"
    """The game's default language."""

    @property
    def code(self) -> str:
        return self.language or self.default

    def title(self, moment: Moment) -> str:
        texts = self._texts(moment)
        return (texts.safe_title if self.hidden else texts.title) or moment.label

    def caption(self, moment: Moment) -> str:
        texts = self._texts(moment)
        return (texts.safe_title if self.hidden else texts.caption) or self.title(moment)

    def chapter(self, moment: Moment) -> str:
        if moment.period is None or moment.clock_s is None or (self.hidden and moment.period > 4):
            return self.title(moment)
        return f"{period_name(moment.period)} {clock_text(moment.clock_s)} {self.title(moment)}"

    def story(self, moments: Sequence[Moment]) -> str:
        """The captions of the most important plays, in the order of the game."""
        best = sorted(moments, key=lambda m: -(m.importance or 0.0))[:_STORY_CLIPS]
        told = [self.caption(m).strip() for m in moments if m in best]
        return " ".join(text if text.endswith((".", "!", "?", "。", "！")) else f"{text}." for text in told if text)

    def _texts(self, moment: Moment) -> Texts:
        if self.language is not None and self.language in moment.texts:
            return moment.texts[self.language]
        return Texts(title=moment.title or "", safe_title=moment.safe_title or "", caption=moment.caption or "")


def words_for(request: RecapRequest, moments: Sequence[Moment]) -> Words:
    """
    Raises:
        UsageError: the game has no texts in that language.
    """
    languages = sorted({language for moment in moments for language in moment.texts})
    if request.language is not None and request.language not in languages:
        raise UsageError(f"This game has no captions in {request.language!r}, only in "
                         f"{', '.join(languages) or 'none'}: "
                         "add it to `caption.languages` and process the game again.")  # fmt: skip
    plain = next((code for m in moments for code, t in m.texts.items() if t.title == m.title), "en")
    return Words(language=request.language, hidden=request.spoilers == "hidden", default=plain)


def team_name(game: dict[str, Any], side: str) -> str:
    return str(game[side].get("name") or game[side].get("tricode") or side)


def headline(game: dict[str, Any], *, with_score: bool) -> str:
    """The winner first; without a score only who plays."""
    final = game.get("final")
    if not with_score or not final:
        return f"{team_name(game, 'away')} at {team_name(game, 'home')}"
    winner, loser = ("home", "away") if final["home"] >= final["away"] else ("away", "home")
    return f"{team_name(game, winner)} {final[winner]}, {team_name(game, loser)} {final[loser]}"
