"""Recordings and feeds that are not whole: joined late, a break cut out, a quarter missing, overtime, a frozen bug."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from edc.alignment.align import Alignment, Observed, align
from edc.alignment.quality import alignment_json
from edc.playbyplay.play import Feed, Play
from sample_media.simulation.programme import Programme
from tests.alignment.observed import true_clock
from tests.alignment.simulated import feed_of, observed_of, programme_of

Rows = Sequence[dict[str, Any]]


@pytest.fixture(scope="module")
def programme() -> Programme:
    """Parts of the first, second and fourth quarter: the third is missing."""
    return programme_of(3, "sample")


@pytest.fixture(scope="module")
def observed(programme: Programme) -> Observed:
    return observed_of(programme, seed=3)


def _cut_out(observed: Observed, first_s: float, last_s: float) -> Observed:
    """The recording without a stretch."""
    gone = last_s - first_s

    def rows(given: Any) -> list[dict[str, Any]]:
        kept = [dict(row) for row in given if not first_s <= row.get("media_s", row.get("start_s")) < last_s]
        for row in kept:
            for name in ("media_s", "start_s", "end_s"):
                if name in row and row[name] >= last_s - 1e-6:
                    row[name] -= gone
                elif name == "end_s" and name in row:
                    row[name] = min(row[name], first_s)
        return kept

    return replace(observed, duration_s=observed.duration_s - gone, looks=rows(observed.looks),
                   shots=rows(observed.shots), sound=rows(observed.sound), motion=rows(observed.motion))  # fmt: skip


def _share_right(found: Alignment, programme: Programme, first_s: float = 0.0, last_s: float = 0.0) -> float:
    """Share of the seconds with a bug on screen at which the map is within a second; a stretch was cut out."""
    right = []
    for row in range(int(programme.duration_s)):
        at = row + 0.5
        bug = programme.bug_at(programme.reel.at(at), at)
        true = true_clock(programme, at)
        if first_s <= at < last_s or bug is None or bug.slide < 1 or true is None or bug.status is not None:
            continue
        mapped = found.clock.at(at - (last_s - first_s) if at >= last_s else at)
        right.append(mapped is not None and mapped[0] == true[0] and abs(mapped[1] - true[1]) <= 1.0)
    return float(np.mean(right))


@pytest.mark.parametrize(("first_s", "last_s"), [(0.0, 63.0), (120.0, 190.0)], ids=["joins late", "a stretch is gone"])
def test_a_recording_with_a_hole_keeps_its_clock(
    programme: Programme, observed: Observed, first_s: float, last_s: float
) -> None:
    found = align(_cut_out(observed, first_s, last_s), feed_of(programme))
    assert _share_right(found, programme, first_s, last_s) >= 0.97


def test_a_feed_that_lacks_a_quarter_places_the_others(programme: Programme, observed: Observed) -> None:
    whole = feed_of(programme)
    feed = replace(whole, plays=tuple(
        replace(play, index=index) for index, play in enumerate(p for p in whole.plays if p.period != 2)
    ))  # fmt: skip
    found = align(observed, feed)
    assert _share_right(found, programme) >= 0.97
    assert found.placing is not None
    placed = {play.period for play, at in zip(feed.plays, found.placing.placed, strict=True) if at.anchor_s is not None}
    assert placed == {1, 4}


def _corrected(feed: Feed, wrong: Play) -> Feed:
    """The feed after its officials found that a two was a three: all later scores of its side are one more."""
    side = "home_score" if wrong.home_score > feed.plays[wrong.index - 1].home_score else "away_score"
    plays = [replace(play, **{side: getattr(play, side) + (play.index >= wrong.index)}) for play in feed.plays]
    plays[wrong.index] = replace(plays[wrong.index], points=3, action_type="3pt", label="shot.made.three")
    return replace(feed, plays=tuple(plays))


def test_a_feed_corrected_after_the_broadcast_still_places_everything(programme: Programme, observed: Observed) -> None:
    whole = feed_of(programme)
    before = align(observed, whole)
    assert before.placing is not None
    on_screen = [placed.anchor_s is not None for placed in before.placing.placed]
    wrong = next(play for play in whole.plays if play.action_type == "2pt" and play.points and on_screen[play.index])
    feed = _corrected(whole, wrong)
    found = align(observed, feed)
    assert found.placing is not None and found.sides.home_side == before.sides.home_side
    moved = [abs(a.anchor_s - b.anchor_s) for a, b in zip(found.placing.placed, before.placing.placed, strict=True)
             if a.anchor_s is not None and b.anchor_s is not None]  # fmt: skip
    assert len(moved) == sum(on_screen) and max(moved) < 0.5
    assert any("differ by a constant" in doubt for doubt in alignment_json(found, feed)["doubts"])


def test_overtime_is_overtime() -> None:
    programme = programme_of(9006)
    found = align(observed_of(programme, seed=1), feed_of(programme))
    assert 5 in found.clock.periods()
    assert _share_right(found, programme) >= 0.97


def test_a_frozen_bug_never_gives_a_running_clock(programme: Programme, observed: Observed) -> None:
    """The graphics machine hangs: what it shows from then on is the same for good."""
    frozen_from = 25.0
    shown = next(dict(row) for row in observed.looks if row["media_s"] > frozen_from and row["clock_s"] is not None)
    looks = [
        dict(row) if row["media_s"] < frozen_from else {**shown, "media_s": row["media_s"]} for row in observed.looks
    ]
    found = align(replace(observed, looks=looks), None)
    assert not any(s.running for s in found.clock.spans if s.start_s > frozen_from + 2.0)
