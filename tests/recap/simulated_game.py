"""Games without pictures: moments, segments, shots and speech as a processed game folder would hold them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from edc.media.cutsource import Source
from edc.moments import Moment, Player, Span, Texts
from edc.recap.footage import Footage, make_footage

NTSC = Fraction(30000, 1001)
LABELS = {
    "shot.made.dunk.driving": (2, 0.6), "shot.made.three.catch": (3, 0.45), "shot.made.layup.other": (2, 0.3),
    "shot.made.mid.pullup": (2, 0.3), "shot.missed.two": (0, 0.05), "block": (0, 0.4), "steal": (0, 0.25),
    "rebound.offensive": (0, 0.05), "rebound.defensive": (0, 0.02), "free_throw.made": (1, 0.15),
}  # fmt: skip
SCORERS = ("shooter", "blocker", "stealer", "rebounder")


@dataclass(slots=True)
class SimulatedGame:
    moments: list[Moment] = field(default_factory=list)
    segments: list[dict[str, Any]] = field(default_factory=list)
    shots: list[dict[str, Any]] = field(default_factory=list)
    sound: list[dict[str, Any]] = field(default_factory=list)
    end_s: float = 0.0

    def source(self, path: Path = Path("game.mp4"), **changes: Any) -> Source:
        values: dict[str, Any] = {"path": path, "sha256": "e" * 64, "fps": NTSC, "width": 256, "height": 144,
                                  "frames": int(Fraction(self.end_s) * NTSC)}  # fmt: skip
        return Source(**{**values, **changes})

    def footage(self, source: Source | None = None) -> Footage:
        return make_footage(source or self.source(), self.segments, self.shots, self.sound, self.moments)


def moment(number: int, label: str, anchor_s: float | None, **changes: Any) -> Moment:
    role = {"block": "blocker", "steal": "stealer"}.get(label.split(".")[0], "shooter")
    values: dict[str, Any] = {
        "moment_id": f"m{number:04d}", "game_id": "g", "label": label,
        "start_s": None if anchor_s is None else anchor_s - 6.0, "anchor_s": anchor_s,
        "end_s": None if anchor_s is None else anchor_s + 3.0, "anchor_sd_s": 0.4, "period": 1, "clock_s": 600.0,
        "team": "GSW", "players": (Player(id="1", name="A. One", role=role),), "play_number": number,
        "confidence": 0.95, "importance": 0.3, "stars": 2, "points": LABELS.get(label, (0, 0.1))[0],
        "title": f"{label} {number}", "safe_title": label, "caption": f"Caption {number}.", "why": "because",
        "texts": {"en": Texts(title=f"{label} {number}", safe_title=label, caption=f"Caption {number}.")},
    }  # fmt: skip
    return Moment(**{**values, **changes})


def simulate(seed: int, *, plays: int = 120, periods: int = 4, talkative: float = 0.7) -> SimulatedGame:
    """A game of `plays` plays with replays, breaks and speech in it; the last lead change decides it."""
    rng = random.Random(seed)
    game, at, score = SimulatedGame(), 20.0, {"GSW": 0, "BKN": 0}
    game.segments.append({"start_s": 0.0, "end_s": 15.0, "kind": "intro"})
    live_from = 15.0
    for number in range(plays):
        at += rng.choice((2.2, 4.5, 9.0, 16.0, 25.0)) * rng.uniform(0.8, 1.3)
        label = rng.choices(list(LABELS), weights=(9, 22, 26, 25, 40, 6, 12, 10, 30, 20))[0]
        team, (points, interest) = rng.choice(("GSW", "BKN")), LABELS[label]
        score[team] += points
        period = 1 + number * periods // plays
        who = rng.randrange(8)
        flags = tuple(flag for flag in ("and_one", "run", "milestone", "waved_off") if rng.random() < 0.03)
        made = moment(
            number, label, at + rng.gauss(0, 0.2), period=period, clock_s=round(rng.uniform(0, 700), 1), team=team,
            players=(Player(id=f"{team}{who}", name=f"{team} {who}", role=rng.choice(SCORERS)),),
            home_score=score["BKN"], away_score=score["GSW"], importance=min(1.0, max(0.0, rng.gauss(interest, 0.15))),
            stars=rng.randint(1, 5), flags=flags, anchor_sd_s=rng.choice((0.2, 0.5, 1.0, 4.0)), confidence=rng.random(),
        )  # fmt: skip
        if rng.random() < 0.12:
            begin = at + rng.uniform(1.0, 5.0)
            end = begin + rng.uniform(3.0, 9.0)
            made = replace(made, replays=(Span(start_s=begin, end_s=end),) if rng.random() < 0.5 else ())
            at = _leave(game, live_from, begin, end, "replay")
            live_from = end
        game.moments.append(made)
        if rng.random() < 0.06:
            begin = at + rng.uniform(2.0, 6.0)
            end = begin + rng.uniform(20.0, 60.0)
            at = _leave(game, live_from, begin, end, rng.choice(("commercial", "studio")))
            live_from = end
    game.end_s = at + 30.0
    game.segments.append({"start_s": live_from, "end_s": game.end_s, "kind": "live"})
    _decide(game)
    _shots(game, rng)
    game.sound = [{"media_s": round(n * 0.1, 1), "speech": 0.9 if (n // 23 + n // 7 % 3) % 10 < talkative * 10 else 0.1}
                  for n in range(int(game.end_s * 10))]  # fmt: skip
    return game


def _leave(game: SimulatedGame, live_from: float, begin: float, end: float, kind: str) -> float:
    game.segments += [{"start_s": live_from, "end_s": begin, "kind": "live"},
                      {"start_s": begin, "end_s": end, "kind": kind}]  # fmt: skip
    return end


def _decide(game: SimulatedGame) -> None:
    """The last basket of the last period is the deciding one, where there is any that counts."""
    for index in range(len(game.moments) - 1, -1, -1):
        candidate = game.moments[index]
        if candidate.made and "waved_off" not in candidate.flags:
            game.moments[index] = replace(candidate, flags=(*candidate.flags, "deciding"), importance=1.0)
            return


def _shots(game: SimulatedGame, rng: random.Random) -> None:
    edges, at = [0.0], 0.0
    while at < game.end_s:
        at += rng.uniform(3.0, 25.0)
        edges.append(min(at, game.end_s))
    game.shots = [{"start_s": a, "end_s": b, "cut_confidence": 0.9} for a, b in pairwise(edges)]
