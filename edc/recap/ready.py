"""A processed game with all that recaps of it are made from, read once.

Comes in: a game folder. Goes out: a `Ready`: moments, feed, footage, scoreboard and the plan of the pool.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from edc.captions.forms import FormsOf, read_forms
from edc.captions.names import Names, names_of, read_names
from edc.config import RecapConfig
from edc.files import read_json, write_json
from edc.gamefolder import GameFolder
from edc.importance.ratings import rated
from edc.importance.winprob import DEFAULT, Model
from edc.media.pool import Pool
from edc.media.poolpicture import Size
from edc.media.poolsound import PoolSound, game_gain
from edc.moments import Moment, read_moments
from edc.playbyplay.feed import feed_from_json
from edc.playbyplay.play import Feed
from edc.recap.card import Card, closing_card, opening_card
from edc.recap.footage import Footage, make_footage
from edc.recap.poolplan import PoolPlan, plan_pool
from edc.recap.poster import Area, bug_areas
from edc.recap.request import RecapRequest
from edc.recap.sourcefile import read_source
from edc.recap.standing import scoreboard
from edc.tables import CLOCK, READINGS, SEGMENTS, SHOTS, SOUND, read_rows

_CODING_ROOM_DB = 0.6
"""The AAC encoder may lift a peak by so much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    game: GameFolder
    moments: tuple[Moment, ...]
    feed: Feed | None
    footage: Footage
    facts: dict[str, Any]
    """`game.json`."""
    lay: Callable[[], PoolPlan]
    """Plans the pool, once: a plan of a recap alone does not need it."""
    bugs: tuple[Area, ...]
    config: RecapConfig
    model: Model
    """Of the win probability, for weighing a game anew at a live point."""
    forms: FormsOf
    names: Names

    @property
    def laid(self) -> PoolPlan:
        return self.lay()

    @property
    def pool(self) -> Pool:
        return Pool(self.game.pool)

    @property
    def backdrop(self) -> int:
        """The frame behind the cards: the end of the game's last play that can be shown."""
        return max((span.stop - 1 for span in self.laid.spans), default=0)

    def cards(self, code: str) -> tuple[Card, Card | None]:
        """The opening and the closing card in a language; the closing one where the final score is known."""
        return opening_card(self.facts, code, self.names), closing_card(self.facts, code, self.names)

    def closing(self, request: RecapRequest, code: str) -> Card | None:
        """The final score, where it may be told."""
        told = request.closing and request.spoilers == "full" and request.up_to_s is None
        return self.cards(code)[1] if told else None

    @property
    def languages(self) -> tuple[str, ...]:
        """Of the captions."""
        return tuple(sorted({code for moment in self.moments for code in moment.texts})) or ("en",)

    def sizes(self) -> list[Size | None]:
        """The renditions of the pool: the source's own size, then the smaller ones of the configuration."""
        return [None, *ladder(self.footage.source.width, self.footage.source.height, self.config.renditions)]

    def pool_sound(self) -> PoolSound | None:
        """How loud the pool's sound is; measured once for a game and kept. None for a silent source."""
        source = self.footage.source
        if not source.has_sound:
            return None
        runs = [(run.start_s, run.end_s) for run in self.footage.runs]
        made_of = [source.sha256, self.config.loudness_lufs, [[round(a, 3), round(b, 3)] for a, b in runs]]
        kept = self.game.pool / "loudness.json"
        try:
            value = read_json(kept)
        except (OSError, ValueError):
            value = {}
        if value.get("made_of") != made_of:
            value = {"schema": "edc.pool_loudness/1", "made_of": made_of,
                     "gain_db": game_gain(source, runs, self.config.loudness_lufs)}  # fmt: skip
            write_json(kept, value)
        return PoolSound(gain_db=value["gain_db"], ceiling_dbtp=self.config.true_peak_dbtp - _CODING_ROOM_DB)


def ladder(width: int, height: int, heights: Sequence[int]) -> list[Size]:
    """Sizes of the smaller renditions, in the picture's own shape, the largest first."""
    smaller = sorted({h for h in heights if h < height}, reverse=True)
    return [(max(2, round(width * h / height / 2) * 2), h // 2 * 2) for h in smaller]


def open_game(game: GameFolder, config: RecapConfig) -> Ready:
    moments = read_moments(game.moments)
    footage = load_footage(game, moments)
    facts = read_json(game.game)
    feed = feed_from_json(read_json(game.feed)) if game.feed.exists() else None

    @cache
    def lay() -> PoolPlan:
        clock = read_rows(game.clock, CLOCK) if game.clock.exists() else []
        readings = read_rows(game.readings, READINGS) if game.readings.exists() else []
        return plan_pool(moments, footage, scoreboard(readings, clock, moments, facts))

    return Ready(
        game=game, moments=tuple(moments), footage=footage, facts=facts, config=config,
        feed=feed, model=rated(game, feed) or DEFAULT, forms=read_forms(game.captions),
        names=names_of(read_names(game), moments, feed),
        lay=lay,
        bugs=tuple(bug_areas(read_json(game.layout))) if game.layout.exists() else (),
    )  # fmt: skip


def load_footage(game: GameFolder, moments: Sequence[Moment]) -> Footage:
    return make_footage(
        read_source(game), read_rows(game.segments, SEGMENTS), read_rows(game.shots, SHOTS),
        read_rows(game.sound, SOUND), moments, read_rows(game.clock, CLOCK) if game.clock.exists() else (),
    )  # fmt: skip
