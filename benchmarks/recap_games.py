"""Simulated games as a processed folder would hold them, without a picture: what recaps are planned from.

Comes in: a seed. Goes out: moments (ranked and captioned), the feed, footage, the scoreboard. Anchors are the truth
with the error that alignment has; what did not count is there as a retracted moment.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from edc.captions.caption import caption
from edc.fusion.replays import attach_replays
from edc.importance.rank import rank
from edc.media.cutsource import Source
from edc.moments import Moment
from edc.playbyplay.play import Feed, Play, is_moment
from edc.recap.footage import Footage, make_footage
from edc.recap.standing import Scoreboard, scoreboard
from sample_media.scene import SoundKind
from sample_media.simulation.programme import Programme, make_programme
from sample_media.simulation.truth import truth
from tests.alignment.simulated import feed_of
from tests.recap.simulated_game import NTSC

_ANCHOR_SD_S = 0.35
_LETTERS_PER_S = 15.0


@dataclass(frozen=True, kw_only=True)
class Game:
    moments: list[Moment]
    feed: Feed
    tables: dict[str, list[dict[str, Any]]]
    duration_s: float
    truth: dict[str, Any]

    @property
    def source(self) -> Source:
        return Source(path=Path("simulated.mp4"), sha256="0" * 64, fps=NTSC, width=1280, height=720,
                      frames=int(self.duration_s * NTSC))  # fmt: skip

    def footage(self) -> Footage:
        return make_footage(self.source, self.tables["segments"], self.tables["shots"], self.tables["sound"],
                            self.moments)  # fmt: skip

    def board(self) -> Scoreboard:
        return scoreboard(self.tables["readings"], self.tables["clock"], self.moments, self.truth["game"])


def simulated(seed: int) -> Game:
    programme = make_programme(seed, kind="full")
    answers, feed = truth(programme), feed_of(programme)
    rng = random.Random(seed)
    where = {play["action_number"]: play for play in answers["plays"] if play["action_number"] is not None}
    fused = [_moment(play, where.get(play.action_number), rng, feed.game_id) for play in feed.plays if is_moment(play)]
    fused += [_uncounted(number, play) for number, play in enumerate(answers["plays"])
              if not play["counted"] and play["label"].startswith("shot") and play["on_screen"]]  # fmt: skip
    fused = attach_replays(fused, [(row["start_s"], row["end_s"]) for row in answers["replays"]])
    moments = caption(rank(fused, feed), feed, ["en"])
    ordered = sorted(moments, key=lambda m: (m.anchor_s is None, m.anchor_s or 0.0, m.play_number or 0))
    return Game(moments=ordered, feed=feed, tables=_tables(programme, answers), duration_s=programme.duration_s,
                truth=answers)  # fmt: skip


def cut_off(game: Game, up_to_s: float) -> Game:
    """The same game as if recording and feed had ended there: everything later is unknown, all is weighed anew."""
    known = [m for m in game.moments if m.anchor_s is not None and m.anchor_s < up_to_s]
    last = max((m.play_number or 0 for m in known), default=0)
    place = next((at for at, play in enumerate(game.feed.plays) if play.action_number == last), -1)
    place = max([place, *(at for at, play in enumerate(game.feed.plays)
                          if play.action_number in {m.play_number for m in known})])  # fmt: skip
    feed = replace(game.feed, plays=game.feed.plays[: place + 1], complete=False)
    fused = [replace(m, flags=(), importance=None, stars=None, wp_before=None, wp_after=None, why=None,
                     replays=tuple(span for span in m.replays if span.start_s < up_to_s)) for m in known]  # fmt: skip
    moments = caption(rank(fused, feed), feed, ["en"])
    tables = {name: _until(rows, up_to_s) for name, rows in game.tables.items()}
    return replace(game, moments=moments, feed=feed, tables=tables, duration_s=up_to_s)


def _until(rows: list[dict[str, Any]], up_to_s: float) -> list[dict[str, Any]]:
    if rows and "media_s" in rows[0]:
        return [row for row in rows if row["media_s"] < up_to_s]
    return [{**row, "end_s": min(row["end_s"], up_to_s)} for row in rows if row["start_s"] < up_to_s]


def _moment(play: Play, seen: dict[str, Any] | None, rng: random.Random, game_id: str) -> Moment:
    on = seen is not None and seen["on_screen"]
    at = seen["anchor_s"] + rng.gauss(0, _ANCHOR_SD_S) if on and seen else None
    return Moment(
        moment_id=f"m{play.action_number:04d}", game_id=game_id, label=play.label,
        start_s=None if at is None else max(0.0, at - 6.0), anchor_s=at, end_s=None if at is None else at + 3.0,
        anchor_sd_s=_ANCHOR_SD_S, period=play.period, clock_s=play.clock_s, team=play.team, players=play.players,
        home_score=play.home_score, away_score=play.away_score, play_number=play.action_number, confidence=0.95,
        points=play.points, distance_ft=play.distance_ft,
    )  # fmt: skip


def _uncounted(number: int, play: dict[str, Any]) -> Moment:
    at = play["anchor_s"]
    return Moment(moment_id=f"x{number:04d}", game_id="", label=play["label"], start_s=at - 6.0, anchor_s=at,
                  end_s=at + 3.0, anchor_sd_s=0.3, team=play["team"], status="retracted", confidence=0.9)  # fmt: skip


def _tables(programme: Programme, answers: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    edges = sorted({0.0, programme.duration_s, *(cut.media_0 for cut in programme.reel.cuts)})
    spoken = [(cue.at_s, cue.at_s + (cue.duration_s or len(cue.text) / _LETTERS_PER_S)) for cue in programme.sounds()
              if cue.kind is SoundKind.SPEECH]  # fmt: skip
    speech = [0.0] * int(programme.duration_s * 10)
    for start, end in spoken:
        for at in range(round(start * 10), min(len(speech), round(end * 10))):
            speech[at] = 0.9
    looks = [at / 2 for span in answers["bug_visible"]
             for at in range(int(span["start_s"] * 2) + 1, int(span["end_s"] * 2))]  # fmt: skip
    return {
        "segments": answers["segments"],
        "shots": [{"start_s": a, "end_s": b, "cut_confidence": 1.0} for a, b in pairwise(edges)],
        "sound": [{"media_s": at / 10, "speech": value} for at, value in enumerate(speech)],
        "readings": [{"media_s": at, "visible": True, "period": 1, "clock_s": 1.0, "home_score": None,
                      "away_score": None, "read": True} for at in looks],
        "clock": answers["clock"],
    }  # fmt: skip
