"""What the recording shows when: the ground on which cuts are made.

Comes in: segments, camera shots, sound and where the broadcast repeats itself. Goes out: `Footage`,
which answers where game pictures run, where the broadcast cuts and where nobody speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from edc.media.cutsource import Source
from edc.moments import Moment

GAME_KINDS = frozenset({"live", "dead"})
SPEECH_STEP_S = 0.1
_TIE = 1e-6
"""A frame half way between two steps is counted to the same one however its second was worked out."""
BUG_AWAY = "bug_away"
_LEAST_AWAY_S = 1.0
"""A score bug that is unread for less has only not been read."""
_SPEAKING = 0.5
_LEAST_CUT_CONFIDENCE = 0.5
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of game pictures without a break, a replay or a studio in it."""

    start_s: float
    end_s: float
    before: str
    """What the broadcast shows before it: replay, commercial, …, or start."""
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    source: Source
    runs: tuple[Run, ...]
    doubtful_runs: tuple[Run, ...]
    """The same with the stretches in which the score bug is away: most often a replay that nobody recognised.

    They serve only for a play that is itself in one.
    """
    cuts_s: Floats
    """Media seconds at which the broadcast cuts from one picture to another, sorted."""
    speech: npt.NDArray[np.bool_]
    """Ten a second from media second 0: somebody speaks, pauses under 150 ms filled."""
    kinds: tuple[tuple[float, float, str], ...]
    """All segments, for the reasons that people are told."""

    def run_at(self, media_s: float, slack_s: float = 0.5) -> Run | None:
        """The run that holds a second; where it lies just outside, the nearest within `slack_s`."""
        for runs in (self.runs, self.doubtful_runs):
            best = min(runs, key=lambda run: _distance(run, media_s), default=None)
            if best is not None and _distance(best, media_s) <= slack_s:
                return best
        return None

    def until(self, up_to_s: float) -> Footage:
        """The same as if the recording ended there."""
        return replace(
            self, runs=_runs_until(self.runs, up_to_s), doubtful_runs=_runs_until(self.doubtful_runs, up_to_s),
            cuts_s=self.cuts_s[self.cuts_s < up_to_s], speech=self.speech[: round(up_to_s / SPEECH_STEP_S)],
            kinds=tuple((start, min(end, up_to_s), kind) for start, end, kind in self.kinds if start < up_to_s),
        )  # fmt: skip

    def kind_at(self, media_s: float) -> str:
        return next((kind for start, end, kind in self.kinds if start <= media_s < end), "nothing")

    def speaking(self, times_s: Floats) -> npt.NDArray[np.bool_]:
        if not len(self.speech):
            return np.zeros(len(times_s), np.bool_)
        nearest = np.floor(times_s / SPEECH_STEP_S + 0.5 + _TIE)
        at = np.clip(nearest.astype(int), 0, len(self.speech) - 1)
        spoken: npt.NDArray[np.bool_] = self.speech[at]
        return spoken

    def frames_to_cut(self, times_s: Floats) -> Floats:
        """Distance of each time to the broadcast's nearest cut, in frames, negative where the cut comes after."""
        if not len(self.cuts_s):
            return np.full(len(times_s), np.inf)
        right = np.searchsorted(self.cuts_s, times_s)
        before = times_s - self.cuts_s[np.maximum(right - 1, 0)]
        after = self.cuts_s[np.minimum(right, len(self.cuts_s) - 1)] - times_s
        before, after = np.where(right > 0, before, np.inf), np.where(right < len(self.cuts_s), after, np.inf)
        nearest: Floats = np.where(before <= after, before, -after) * float(self.source.fps)
        return nearest


def _runs_until(runs: Sequence[Run], up_to_s: float) -> tuple[Run, ...]:
    return tuple(run if run.end_s <= up_to_s else replace(run, end_s=up_to_s, after="live point")
                 for run in runs if run.start_s < up_to_s)  # fmt: skip


def _distance(run: Run, media_s: float) -> float:
    return max(run.start_s - media_s, media_s - run.end_s, 0.0)


def make_footage(
    source: Source, segments: Sequence[Mapping[str, Any]], shots: Sequence[Mapping[str, Any]],
    sound: Sequence[Mapping[str, Any]], moments: Iterable[Moment], clock: Sequence[Mapping[str, Any]] = (),
) -> Footage:  # fmt: skip
    kinds = tuple((float(row["start_s"]), float(row["end_s"]), str(row["kind"])) for row in segments)
    repeats = [(span.start_s, span.end_s, "replay") for moment in moments for span in moment.replays]
    away = [(float(row["start_s"]), float(row["end_s"]), BUG_AWAY) for row in clock
            if not row["visible"] and row["end_s"] - row["start_s"] >= _LEAST_AWAY_S]  # fmt: skip
    runs, doubtful = _runs(_without(kinds, [*repeats, *away])), _runs(_without(kinds, repeats))
    cuts = {float(row["start_s"]) for row in shots[1:] if (row["cut_confidence"] or 0.0) >= _LEAST_CUT_CONFIDENCE}
    cuts |= {edge for run in doubtful for edge in (run.start_s, run.end_s) if edge > 0.0}
    return Footage(source=source, runs=runs, doubtful_runs=doubtful, cuts_s=np.array(sorted(cuts)),
                   speech=_spoken(sound), kinds=kinds)  # fmt: skip


def _without(
    kinds: Sequence[tuple[float, float, str]], repeats: Sequence[tuple[float, float, str]]
) -> list[tuple[float, float, str]]:
    """Segments with the known replays taken out of them."""
    edges = sorted({edge for start, end, _ in [*kinds, *repeats] for edge in (start, end)})
    out: list[tuple[float, float, str]] = []
    for start, end in pairwise(edges):
        middle = (start + end) / 2
        kind = next((k for a, b, k in [*repeats, *kinds] if a <= middle < b), None)
        if kind is not None:
            out.append((start, end, kind))
    return out


def _runs(kinds: Sequence[tuple[float, float, str]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    previous = "start"
    for start, end, kind in kinds:
        if kind in GAME_KINDS:
            if runs and previous in GAME_KINDS and abs(runs[-1].end_s - start) < 1e-6:
                runs[-1] = Run(start_s=runs[-1].start_s, end_s=end, before=runs[-1].before, after="end")
            else:
                runs.append(Run(start_s=start, end_s=end, before=previous, after="end"))
        elif runs and previous in GAME_KINDS:
            runs[-1] = Run(start_s=runs[-1].start_s, end_s=runs[-1].end_s, before=runs[-1].before, after=kind)
        previous = kind
    return tuple(runs)


def _spoken(sound: Sequence[Mapping[str, Any]]) -> npt.NDArray[np.bool_]:
    if not sound:
        return np.zeros(0, np.bool_)
    spoken = np.zeros(round(float(sound[-1]["media_s"]) / SPEECH_STEP_S) + 1, np.bool_)
    for row in sound:
        spoken[round(float(row["media_s"]) / SPEECH_STEP_S)] = (row["speech"] or 0.0) >= _SPEAKING
    alone = ~spoken[1:-1] & spoken[:-2] & spoken[2:]
    spoken[1:-1] |= alone
    return spoken
