"""What a viewer sees and when: the answer sheet of a programme, schema "edc.truth/1"."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sample_media.scene import ShotKind
from sample_media.simulation.game import deciding_play
from sample_media.simulation.model import Passage, Play
from sample_media.simulation.playbyplay import Row, number_rows
from sample_media.simulation.programme import Programme
from sample_media.simulation.reel import Cut

SCHEMA = "edc.truth/1"
FPS = "30000/1001"
_AROUND_S = 1.0
"""a play's second on either side of its anchor counts as live"""

Span = tuple[float, float]


def truth(programme: Programme) -> dict[str, Any]:
    """Everything in media seconds, rounded to a millisecond; the same seed gives the same bytes."""
    rows = {row.play.index: row for row in number_rows(programme.log)}
    plays = [_play(programme, play, rows.get(play.index)) for play in programme.log.plays]
    decider = deciding_play(programme.log)
    log = programme.log
    return {
        "schema": SCHEMA,
        "seed": programme.seed,
        "kind": programme.kind,
        "media": {"duration_s": _ms(programme.duration_s), "fps": FPS},
        "game": {
            "game_id": log.game_id,
            "home": _team(programme, "home"),
            "away": _team(programme, "away"),
            "periods": log.periods,
            "final": {"home": log.final[0], "away": log.final[1]},
        },
        "clock": clock_spans(programme),
        "plays": plays,
        "replays": [
            {"start_s": _ms(c.media_0), "end_s": _ms(c.media_1), "of_action_number": _number(rows, c.of_play)}
            for c in programme.reel.cuts
            if c.filling == "replay"
        ],
        "cutaways": [
            {"start_s": _ms(c.media_0), "end_s": _ms(c.media_1), "kind": str(c.shot)}
            for c in programme.reel.cuts
            if c.filling == "game" and c.shot is not ShotKind.COURT
        ],
        "segments": segments(programme),
        "score_changes": score_changes(programme),
        "bug_visible": [{"start_s": _ms(a), "end_s": _ms(b)} for a, b in bug_spans(programme)],
        "corrections": [
            {"at_s": _ms(at), "seconds": seconds}
            for wall, seconds in log.corrections
            if (at := programme.walls.media(wall)) is not None
        ],
        "deciding_action_number": _number(rows, decider.index if decider else None),
    }


def _ms(seconds: float) -> float:
    return round(seconds, 3)


def _number(rows: dict[int, Row], index: int | None) -> int | None:
    if index is None or index not in rows or rows[index].play.retracted:
        return None
    return rows[index].action_number


def _team(programme: Programme, side: str) -> dict[str, Any]:
    team = programme.log.home if side == "home" else programme.log.away
    return {
        "team_id": team.look.team_id,
        "tricode": team.look.tricode,
        "name": f"{team.look.city} {team.look.nickname}",
    }


# --- plays -------------------------------------------------------------------------------------------


def _play(programme: Programme, play: Play, row: Row | None) -> dict[str, Any]:
    at = programme.seen_at(play)
    heard = programme.walls.media(play.wall_s)
    length = play.wall_s - play.start_wall_s, play.end_wall_s - play.wall_s
    listed = row is not None and not play.retracted
    return {
        "action_number": row.action_number if row is not None and listed else None,
        "order_number": row.order_number if row is not None and listed else None,
        "retracted_action_number": row.action_number if row is not None and play.retracted else None,
        "label": play.label,
        "team": programme.log.team(play.side).look.tricode if play.side else None,
        "players": [{"id": str(a.player.player_id), "name": a.player.name, "role": a.role} for a in play.actors],
        "points": play.points,
        "period": play.period,
        "clock_s": round(play.clock_s, 2),
        "on_screen": at is not None,
        "anchor_s": _ms(heard) if heard is not None else None,
        "start_s": _ms(max(0.0, heard - length[0])) if heard is not None else None,
        "end_s": _ms(min(programme.duration_s, heard + length[1])) if heard is not None else None,
        "home_score": play.home_score,
        "away_score": play.away_score,
        "counted": play.counted,
        "reason": play.reason,
    }


# --- spans -------------------------------------------------------------------------------------------


def _fully_in(cut: Cut) -> Span:
    """From when to when the bug stands in the picture, its slide in and out left aside."""
    return cut.media_0 + (1.0 if cut.slide_in else 0.0), cut.media_1 - (0.9 if cut.slide_out else 0.0)


def bug_spans(programme: Programme) -> list[Span]:
    """Where the bug is fully in the picture with the game's own clock, in one piece each."""
    spans: list[Span] = []
    for cut in programme.reel.cuts:
        if cut.bug == "none" or cut.wall_0 is None:
            continue
        start, end = _fully_in(cut)
        if end <= start:
            continue
        if spans and abs(spans[-1][1] - start) < 1e-6:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def clock_spans(programme: Programme) -> list[dict[str, Any]]:
    """The official clock over every second in which the game is on, cut where anything changes."""
    visible = bug_spans(programme)
    found: list[dict[str, Any]] = []
    for wall_0, wall_1, media_0 in programme.walls.spans:
        for span in programme.log.clock:
            a, b = max(wall_0, span.wall_0), min(wall_1, span.wall_1)
            if b - a < 1e-9:
                continue
            start, end = media_0 + a - wall_0, media_0 + b - wall_0
            for piece_0, piece_1, seen in _pieces(start, end, visible):
                clock_0, clock_1 = (span.at(wall_0 + m - media_0) for m in (piece_0, piece_1))
                found.append(
                    {
                        "start_s": _ms(piece_0),
                        "end_s": _ms(piece_1),
                        "period": span.period,
                        "clock_start_s": _ms(clock_0),
                        "clock_end_s": _ms(clock_1),
                        "running": span.running,
                        "bug_visible": seen,
                    }
                )
    return sorted(found, key=lambda s: s["start_s"])


def _pieces(start: float, end: float, visible: list[Span]) -> list[tuple[float, float, bool]]:
    edges = sorted({start, end, *(e for span in visible for e in span if start < e < end)})
    return [(a, b, any(v0 <= (a + b) / 2 < v1 for v0, v1 in visible)) for a, b in pairwise(edges)]


def segments(programme: Programme) -> list[dict[str, Any]]:
    """Tile the media: what the reel says, and in the game live or dead."""
    live = _live_spans(programme)
    tiles: list[dict[str, Any]] = []
    for cut in programme.reel.cuts:
        for start, end, kind in _cut_tiles(cut, live):
            if tiles and tiles[-1]["kind"] == kind and kind in ("live", "dead", "commercial"):
                tiles[-1]["end_s"] = _ms(end)
            elif end - start > 1e-9:
                tiles.append({"start_s": _ms(start), "end_s": _ms(end), "kind": kind})
    return tiles


def _cut_tiles(cut: Cut, live: list[Span]) -> list[tuple[float, float, str]]:
    if cut.filling != "game":
        return [(cut.media_0, cut.media_1, cut.filling)]
    return [(a, b, "live" if on else "dead") for a, b, on in _pieces(cut.media_0, cut.media_1, live)]


def _live_spans(programme: Programme) -> list[Span]:
    """Ball in play, or a play within a second."""
    spans: list[Span] = []
    for passage in programme.log.passages:
        span = _live_part(passage)
        if span is not None:
            start, end = programme.walls.media(span[0] + 1e-9), programme.walls.media(span[1] - 1e-9)
            if start is not None and end is not None and end > start:
                spans.append((start, end))
            elif start is not None or end is not None:
                spans.extend(_clipped(programme, span))
    for play in programme.log.plays:
        at = programme.seen_at(play)
        if at is not None:
            spans.append((at - _AROUND_S, at + _AROUND_S))
    spans.sort()
    merged: list[Span] = []
    for start, end in spans:
        if merged and start - merged[-1][1] < 1.0:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _clipped(programme: Programme, span: Span) -> list[Span]:
    return [
        (media_0 + max(span[0], wall_0) - wall_0, media_0 + min(span[1], wall_1) - wall_0)
        for wall_0, wall_1, media_0 in programme.walls.spans
        if min(span[1], wall_1) > max(span[0], wall_0)
    ]


def _live_part(passage: Passage) -> Span | None:
    if passage.kind == "live":
        return passage.wall_0, passage.wall_1
    if passage.kind == "free_throw" and passage.shot is not None:
        return passage.shot.release_s - 2.5, passage.wall_1
    return None


def score_changes(programme: Programme) -> list[dict[str, Any]]:
    """When the viewer's bug first shows each score; what changes out of sight shows on its return."""
    changes: list[dict[str, Any]] = []
    shown: tuple[int, int] | None = None
    for cut in programme.reel.cuts:
        if cut.bug == "none" or cut.wall_0 is None or cut.filling != "game":
            continue
        start, end = _fully_in(cut)
        if end <= start:
            continue
        wall_0, wall_1 = cut.wall_at(start), cut.wall_at(end)
        before = [s for s in programme.board.scores if s[0] <= wall_0]
        current = before[-1][1:] if before else (0, 0)
        points = [(start, *current)]
        points += [
            (cut.media_0 + at - (cut.wall_0 or 0.0), home, away)
            for at, home, away in programme.board.scores
            if wall_0 < at < wall_1
        ]
        for at, home, away in points:
            if (home, away) != shown:
                changes.append({"at_s": _ms(at), "home": home, "away": away})
                shown = (home, away)
    return changes
