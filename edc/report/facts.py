"""What the report says, gathered from a game folder.

Comes in: the finished files of a game. Goes out: one `Facts` value with everything that the page
shows; no markup is decided here.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from edc.alignment.clockspan import clock_of
from edc.alignment.looks import looks_of_readings
from edc.alignment.quality import residuals
from edc.captions.forms import forms_from_json
from edc.files import read_json
from edc.gameclock import elapsed_s, period_length_s, period_name
from edc.gamefolder import GameFolder
from edc.moments import Moment, read_moments
from edc.report.charts import Band, Mark
from edc.tables import CLOCK, PLACED, READINGS, SEGMENTS, read_rows

DOUBTFUL_BELOW = 0.7
"""Confidence under which a moment is listed as uncertain."""
MOST_READINGS = 1500
"""Dots on the clock chart: more would only make the page heavy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    game: dict[str, Any]
    media: dict[str, Any]
    moments: list[Moment]
    plan: dict[str, Any] | None
    alignment: dict[str, Any]
    clock: list[dict[str, Any]]
    segments: list[dict[str, Any]]
    readings: list[dict[str, Any]]
    repairs: list[dict[str, Any]]
    unplaced: int
    stages: list[dict[str, Any]]
    warnings: list[str]
    captions: dict[str, Any] | None
    """Counts of drafts and of errors by class, from the caption stage."""
    alts: dict[str, str]
    """By moment id: what its picture shows."""
    video: str
    """The source, relative to the page."""

    @property
    def home(self) -> str:
        return str(self.game["home"]["tricode"] or "home")

    @property
    def away(self) -> str:
        return str(self.game["away"]["tricode"] or "away")

    @property
    def duration_s(self) -> float:
        return float(self.media["duration_s"])


def gather(game: GameFolder) -> Facts:
    media = read_json(game.media)
    feed = read_json(game.feed) if game.feed.exists() else None
    plan_file = game.recap() / "recap.json"
    manifest = read_json(game.manifest) if game.manifest.exists() else {"stages": {}}
    source = game.work / "source.mp4"
    video = source if source.exists() else Path(media["path"])
    return Facts(
        game=read_json(game.game),
        media=media,
        moments=read_moments(game.moments),
        plan=read_json(plan_file) if plan_file.exists() else None,
        alignment=read_json(game.alignment),
        clock=read_rows(game.clock, CLOCK),
        segments=read_rows(game.segments, SEGMENTS),
        readings=read_rows(game.readings, READINGS),
        repairs=feed["repairs"] if feed else [],
        unplaced=sum(row["anchor_s"] is None for row in read_rows(game.placed, PLACED)) if game.placed.exists() else 0,
        stages=[{"name": name, **entry} for name, entry in manifest["stages"].items() if name != "report"],
        warnings=[w for name, entry in manifest["stages"].items() if name != "report" for w in entry["warnings"]],
        captions=read_json(game.captions)["metrics"] if game.captions.exists() else None,
        alts=_alts(game),
        video=Path(os.path.relpath(video.absolute(), game.root.absolute())).as_posix(),
    )


def _alts(game: GameFolder) -> dict[str, str]:
    """In the game's default language."""
    if not game.captions.exists():
        return {}
    document = read_json(game.captions)
    code = document["languages"][0]
    return {id_: words[code].alt for id_, words in forms_from_json(document).items() if code in words}


def _timed(moments: Sequence[Moment]) -> list[tuple[float, Moment]]:
    """Moments of the game clock in the order they were played."""
    timed = [
        (elapsed_s(m.period, m.clock_s), m)
        for m in moments
        if m.period and m.clock_s is not None and m.status != "retracted"
    ]
    return sorted(timed, key=lambda item: (item[0], item[1].play_number or 0))


def leads(moments: Sequence[Moment]) -> list[tuple[float, float]]:
    """Home lead after each change of the score, over the seconds played."""
    points: list[tuple[float, float]] = [(0.0, 0.0)]
    for at, moment in _timed(moments):
        if moment.home_score is not None and moment.away_score is not None and moment.points:
            points.append((at, float(moment.home_score - moment.away_score)))
    return points


def probabilities(moments: Sequence[Moment]) -> list[tuple[float, float]]:
    return [(at, float(m.wp_after)) for at, m in _timed(moments) if m.wp_after is not None]


def marks(moments: Sequence[Moment], home: str, away: str) -> list[Mark]:
    """Moments of two stars and more, at the lead they left behind."""
    out = []
    for at, m in _timed(moments):
        if (m.stars or 0) < 2 or m.home_score is None or m.away_score is None:
            continue
        side = "home" if m.team == home else "away" if m.team == away else "none"
        out.append(Mark(x=at, y=m.home_score - m.away_score, moment_id=m.moment_id, title=m.title or m.label,
                        stars=m.stars or 1, side=side, placed=m.placed))  # fmt: skip
    return out


def period_ends(moments: Sequence[Moment]) -> list[tuple[float, str]]:
    last = max((m.period for m in moments if m.period), default=4)
    return [(elapsed_s(p, 0.0), period_name(p)) for p in range(1, max(4, last) + 1)]


def on_screen(clock: Sequence[dict[str, Any]]) -> list[Band]:
    """Stretches of game time that this recording holds, joined where they touch."""
    spans = sorted(
        (elapsed_s(row["period"], min(row["clock_start_s"], period_length_s(row["period"]))),
         elapsed_s(row["period"], max(0.0, row["clock_end_s"])))
        for row in clock
    )  # fmt: skip
    joined: list[list[float]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < 2.0:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return [Band(start=a, end=b, kind="shown", title="in this recording") for a, b in joined]


def read_clocks(facts: Facts) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Clock readings over media time, and their differences from what the map would display."""
    rows = [row for row in facts.readings if row["clock_s"] is not None]
    looks = looks_of_readings(rows)
    errors = residuals(looks, clock_of(facts.clock, facts.alignment["quality"]["display"]))
    kept = range(0, len(rows), max(1, len(rows) // MOST_READINGS))
    return (
        [(float(looks.media_s[i]), float(looks.clock_s[i])) for i in kept],
        [(float(looks.media_s[i]), float(errors[i])) for i in kept if isfinite(errors[i])],
    )


def doubtful(moments: Sequence[Moment]) -> list[Moment]:
    shown = [m for m in moments if m.status != "retracted" and m.placed and m.confidence < DOUBTFUL_BELOW]
    return sorted(shown, key=lambda m: m.confidence)[:40]
