"""How well a processed game agrees with the truth of its broadcast.

Comes in: a game folder and a truth file's content (schema edc.truth/1). Goes out: `Figures`, which can be
pooled over games. Only plays that the truth shows on screen and that counted are asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from edc.alignment.clockspan import ClockMap, clock_of
from edc.alignment.segments import OFF_AIR
from edc.errors import InputError
from edc.evaluation.matching import Hits, Marked, Overlap, Span, overlap, pair
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.moments import Moment, read_moments
from edc.tables import CLOCK, SEGMENTS, read_rows

SCHEMA = "edc.truth/1"
STEP_S = 0.1
NEAR_S = 2.0
Truth = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Sums, so that games can be added up; the figures are the properties."""

    clock_errors_s: tuple[float, ...]
    """At each tenth of a second in which a bug is on screen; infinite where the map says nothing."""
    shot_errors_s: tuple[float, ...]
    """Of made shots of the feed; infinite where not placed. Empty without a feed."""
    play_errors_s: tuple[float, ...]
    """Of all other plays of the feed on screen."""
    shots: Hits
    free_throws: Hits
    period_ends: Hits
    replays: Overlap
    breaks: Overlap
    attached: tuple[float, ...]
    """1 for each replay of a play on screen that hangs on that play's moment, else 0. Empty without a feed."""

    def __add__(self, other: Figures) -> Figures:
        return Figures(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    @property
    def clock_within_1_s(self) -> float:
        return _share(self.clock_errors_s, 1.0)

    @property
    def clock_within_half_s(self) -> float:
        return _share(self.clock_errors_s, 0.5)

    @property
    def plays_placed(self) -> float:
        """Share of all plays of the feed on screen that were given a place."""
        return _share([*self.shot_errors_s, *self.play_errors_s], sys.float_info.max)

    @property
    def shot_error_median_s(self) -> float:
        return _quantile(self.shot_errors_s, 0.5)

    @property
    def shot_error_p95_s(self) -> float:
        return _quantile(self.shot_errors_s, 0.95)

    @property
    def shots_within_1_5_s(self) -> float:
        return _share(self.shot_errors_s, 1.5)

    @property
    def plays_within_2_s(self) -> float:
        return _share(self.play_errors_s, NEAR_S)

    @property
    def made_shot_f1(self) -> float:
        return self.shots.f1

    @property
    def free_throw_f1(self) -> float:
        return self.free_throws.f1

    @property
    def period_end_f1(self) -> float:
        return self.period_ends.f1

    @property
    def replay_iou(self) -> float:
        return self.replays.iou

    @property
    def replays_attached(self) -> float:
        return float(np.mean(self.attached)) if self.attached else float("nan")

    @property
    def break_iou(self) -> float:
        return self.breaks.iou

    def to_json(self) -> dict[str, Any]:
        """Figures as numbers; null where there was nothing to measure."""
        names = ["clock_within_1_s", "clock_within_half_s", "plays_placed", "shot_error_median_s",
                 "shot_error_p95_s", "shots_within_1_5_s", "plays_within_2_s", "made_shot_f1", "free_throw_f1",
                 "period_end_f1", "replay_iou", "replays_attached", "break_iou"]  # fmt: skip
        values = {name: float(getattr(self, name)) for name in names}
        figures: dict[str, Any] = {k: round(v, 4) if np.isfinite(v) else None for k, v in values.items()}
        return figures | {"made_shots": self.shots.found + self.shots.missed,
                          "bug_visible_s": round(len(self.clock_errors_s) * STEP_S, 1)}  # fmt: skip


def _share(errors: Sequence[float], within: float) -> float:
    return float(np.mean(np.array(errors) <= within)) if errors else float("nan")


def _quantile(errors: Sequence[float], q: float) -> float:
    return float(np.quantile(np.array(errors), q, method="higher")) if errors else float("nan")


def pooled(figures: Sequence[Figures]) -> Figures:
    """Over all plays and seconds of all games."""
    total = figures[0]
    for further in figures[1:]:
        total = total + further
    return total


def read_truth(path: Path) -> Truth:
    """A truth file.

    Raises:
        InputError: missing, broken, or of another schema.
    """
    try:
        value = read_json(path)
    except OSError as error:
        raise InputError(f"Cannot read the truth file {path}: {error.strerror}.") from error
    except ValueError as error:
        raise InputError(f"The truth file {path} is broken JSON ({error}).") from error
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise InputError(f"{path} is no truth file of schema {SCHEMA}: `edc sample` writes truth.json.")
    return value


def evaluate(folder: Path, truth: Truth) -> Figures:
    """Compares a processed game with its truth."""
    game = GameFolder(folder)
    return compare(
        clock_of(read_rows(game.clock, CLOCK)), read_rows(game.segments, SEGMENTS), read_moments(game.moments), truth
    )


def compare(
    clock: ClockMap, segments: Sequence[Mapping[str, Any]], moments: Sequence[Moment], truth: Truth
) -> Figures:
    alive = [m for m in moments if m.status != "retracted" and m.anchor_s is not None]
    numbers = {m.play_number: m for m in alive if m.play_number is not None}
    with_feed = any(m.play_number is not None for m in moments)
    return Figures(
        clock_errors_s=tuple(_clock_errors(clock, truth)),
        shot_errors_s=tuple(_errors(truth, numbers, made=True)) if with_feed else (),
        play_errors_s=tuple(_errors(truth, numbers, made=False)) if with_feed else (),
        shots=hits(truth, alive, lambda label, points: label.startswith("shot.made")),
        free_throws=hits(truth, alive, lambda label, points: label.startswith("free_throw") and points > 0),
        period_ends=hits(truth, alive, lambda label, points: label == "period.end"),
        replays=overlap(_spans(truth["segments"], ("replay",)), _spans(segments, ("replay",))),
        breaks=overlap(_spans(truth["segments"], OFF_AIR), _spans(segments, OFF_AIR)),
        attached=tuple(_attached(truth, numbers)) if with_feed else (),
    )


def _attached(truth: Truth, numbers: Mapping[int, Moment]) -> Iterable[float]:
    on_screen = {play["action_number"] for play in asked_plays(truth)}
    for shown in truth.get("replays", ()):
        if shown["of_action_number"] is None or shown["of_action_number"] not in on_screen:
            continue
        moment = numbers.get(shown["of_action_number"])
        overlaps = [min(r.end_s, shown["end_s"]) - max(r.start_s, shown["start_s"])
                    for r in (moment.replays if moment else ())]  # fmt: skip
        yield float(max(overlaps, default=0.0) > 0.5 * (shown["end_s"] - shown["start_s"]))


def _clock_errors(clock: ClockMap, truth: Truth) -> Iterable[float]:
    for span in truth["clock"]:
        if not span["bug_visible"]:
            continue
        length = span["end_s"] - span["start_s"]
        for at in np.arange(span["start_s"] + STEP_S / 2, span["end_s"], STEP_S):
            share = (at - span["start_s"]) / length
            true = span["clock_start_s"] + share * (span["clock_end_s"] - span["clock_start_s"])
            mapped = clock.at(float(at))
            fits = mapped is not None and mapped[0] == span["period"]
            yield abs(mapped[1] - true) if fits and mapped is not None else float("inf")


def asked_plays(truth: Truth) -> list[Mapping[str, Any]]:
    """Plays on screen that counted."""
    return [play for play in truth["plays"] if play["on_screen"] and play["counted"]]


def _errors(truth: Truth, numbers: Mapping[int, Moment], *, made: bool) -> Iterable[float]:
    for play in asked_plays(truth):
        if play["action_number"] is None or play["label"].startswith("shot.made") is not made:
            continue
        moment = numbers.get(play["action_number"])
        yield float("inf") if moment is None or moment.anchor_s is None else abs(moment.anchor_s - play["anchor_s"])


def hits(
    truth: Truth, moments: Sequence[Moment], wanted: Callable[[str, int], bool], within_s: float = NEAR_S
) -> Hits:  # fmt: skip
    """Moments against the plays on screen, of those that are wanted by label and points."""
    def marks(plays: Iterable[Mapping[str, Any]]) -> list[Marked]:
        return [(play["anchor_s"], _points(play["label"], play["points"])) for play in plays
                if play["anchor_s"] is not None and wanted(play["label"], play["points"])]  # fmt: skip

    asked = asked_plays(truth)
    rest = [play for play in truth["plays"] if play["counted"] and not play["on_screen"]]
    found: list[Marked] = [
        (m.anchor_s, _points(m.label, m.points or 0)) for m in moments
        if m.anchor_s is not None and wanted(m.label, m.points or 0)
    ]  # fmt: skip
    return pair(marks(asked), found, marks(rest), within_s)


def _points(label: str, points: int) -> Hashable:
    """Baskets must agree in what they were worth, other plays in nothing."""
    return points if label.startswith(("shot", "free_throw")) else 0


def _spans(rows: Iterable[Mapping[str, Any]], kinds: Sequence[str]) -> list[Span]:
    return [(float(row["start_s"]), float(row["end_s"])) for row in rows if row["kind"] in kinds]
