"""Moments of a game with its play-by-play: one for every row but substitutions and team rebounds.

Comes in: the feed, where its plays were placed, the context. Goes out: moments without ids. A play
that the recording does not hold keeps its place in the game and has no times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from edc.alignment.placing import match_scores
from edc.alignment.scores import ScoreStep
from edc.alignment.teams import Sides
from edc.fusion.context import Context
from edc.gameclock import clock_text
from edc.moments import Evidence, Moment
from edc.playbyplay.play import Feed, Play

_NO_MOMENT = ("substitution", "rebound.team")


def moments_of_feed(feed: Feed, placed: Sequence[Mapping[str, Any]], context: Context) -> list[Moment]:
    home_first = Sides(home_side=0, home_known=True, first=None, second=None, told_by="nothing", agreement=None)
    steps = match_scores(feed.plays, context.track, home_first, context.clock)
    rows = {row["play_index"]: row for row in placed}
    return [
        _moment(play, rows.get(play.index), steps.get(play.index), context)
        for play in feed.plays
        if play.label not in _NO_MOMENT
    ]


def _moment(play: Play, row: Mapping[str, Any] | None, step: ScoreStep | None, context: Context) -> Moment:
    anchor = row["anchor_s"] if row else None
    span = context.shown_span(play.label, anchor) if anchor is not None else (None, None)
    evidence = [Evidence(source="playbyplay", media_s=None, score=None, note=_note(play))]
    if anchor is not None:
        if step is not None:
            note = f"shows {step.new} instead of {step.old}"
            evidence.append(Evidence(source="scorebug", media_s=step.at_s, score=round(step.confidence, 3), note=note))
        evidence += context.heard(play.label, anchor) + context.looked_like(play.label, anchor)
    return Moment(
        moment_id="", game_id=context.game_id, status="confirmed", label=play.label,
        start_s=span[0], anchor_s=anchor, end_s=span[1], anchor_sd_s=row["anchor_sd_s"] if row else None,
        period=play.period, clock_s=play.clock_s, team=play.team, players=play.players,
        home_score=play.home_score, away_score=play.away_score, play_number=play.action_number,
        confidence=round(float(row["confidence"]), 4) if row and anchor is not None else 0.0,
        evidence=tuple(evidence), points=play.points, distance_ft=play.distance_ft,
    )  # fmt: skip


def _note(play: Play) -> str:
    return f"{clock_text(play.clock_s)} {play.description}".strip()
