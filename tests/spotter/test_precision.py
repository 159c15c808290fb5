"""Average precision: by hand, in general, and against the package that the field measures with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edc.spotter.classes import EVENTS
from edc.spotter.peaks import Spot, spots
from edc.spotter.precision import (
    LOOSE_S,
    TIGHT_S,
    Marks,
    average_precision,
    in_families,
    marks,
    mean_ap,
    soccernet,
    strongest_a_step,
)

times = st.lists(st.integers(0, 5999), min_size=1, max_size=25, unique=True)


def made_up(seed: int, games: int = 3) -> list[Marks]:
    """Games with events, and spots that are partly right."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(games):
        events, said = [], []
        for label in EVENTS:
            at = np.sort(rng.choice(1200, 8, replace=False)) / 2 + 0.25
            events += [(label, float(t)) for t in at]
            near = np.floor((at[rng.random(8) < 0.8] + rng.normal(0, 1.5)) * 2) / 2 + 0.25
            said += [Spot(label=label, at_s=float(t), score=float(rng.random())) for t in near]
            said += [Spot(label=label, at_s=float(rng.integers(1200) / 2 + 0.25), score=float(rng.random() * 0.7))
                     for _ in range(4)]  # fmt: skip
        found.append(marks([s for s in said if s.at_s > 0], events))
    return found


@pytest.mark.parametrize("deltas_s", [TIGHT_S, LOOSE_S])
def test_soccernets_own_evaluation_gives_the_same(deltas_s: tuple[float, ...]) -> None:
    reference = pytest.importorskip("SoccerNet.Evaluation.ActionSpotting", reason="SoccerNet is not installed")
    games, per_s, length = made_up(5), 2, 1400
    targets, detections, closests = [], [], []
    for game in games:
        target, detection = np.zeros((length, len(EVENTS))), np.full((length, len(EVENTS)), -1.0)
        for c, label in enumerate(EVENTS):
            for at in game.there[label]:
                target[int(per_s * at), c] = 1
            for at, score in game.found[label]:
                detection[int(per_s * at), c] = score
        targets.append(target)
        detections.append(detection)
        closests.append(np.ones_like(target))
    theirs = reference.average_mAP(targets, detections, closests, per_s, deltas=np.array(deltas_s))[0]
    assert soccernet(games, deltas_s, per_s=per_s) == pytest.approx(theirs, abs=1e-9)


@given(times)
def test_what_is_all_found_is_perfect(at: list[int]) -> None:
    events = [("block", t / 10) for t in at]
    game = marks([Spot(label=label, at_s=t, score=0.5) for label, t in events], events)
    assert mean_ap([game], (0.05,)) == 1.0


@given(times, st.floats(0.3, 3.0))
def test_more_tolerance_never_finds_less(at: list[int], off_s: float) -> None:
    events = [("steal", 10.0 * t) for t in at]
    game = marks([Spot(label="steal", at_s=t + off_s, score=0.9) for _, t in events], events)
    assert mean_ap([game], (0.25,)) == 0.0 and mean_ap([game], (off_s + 0.01,)) == 1.0


def test_a_false_alarm_before_the_hits_costs() -> None:
    assert average_precision(np.array([False, True, True]), 2) == pytest.approx((2 / 3 + 2 / 3) / 2)
    assert average_precision(np.array([True, False]), 2) == 0.5
    assert np.isnan(average_precision(np.array([], bool), 0))


def test_one_event_is_found_once() -> None:
    game = marks([Spot(label="dunk", at_s=t, score=s) for t, s in ((5.0, 0.9), (5.1, 0.8))], [("dunk", 5.0)])
    assert mean_ap([game], (1.0,)) == 1.0
    twice = marks([Spot(label="dunk", at_s=t, score=s) for t, s in ((5.0, 0.9), (5.1, 0.8))],
                  [("dunk", 5.0), ("dunk", 60.0)])  # fmt: skip
    assert mean_ap([twice], (1.0,)) == 0.5


def test_a_shot_of_another_kind_is_still_a_shot() -> None:
    game = marks([Spot(label="layup", at_s=5.0, score=0.9), Spot(label="dunk", at_s=5.2, score=0.4)], [("dunk", 5.1)])
    family = in_families(game)
    assert family.found["shot"] == ((5.0, 0.9),)
    assert mean_ap([family], (1.0,)) == 1.0


def test_peaks_stand_where_the_displacement_says_and_lower_their_neighbours() -> None:
    times_s = np.arange(60) / 6.0
    scores = np.zeros((60, len(EVENTS) + 2), np.float32)
    places = np.zeros((60, len(EVENTS)), np.float32)
    scores[29:32, 0], places[29:32, 0] = (0.6, 0.9, 0.5), (1.3, 0.3, -0.7)
    scores[50, 0] = 0.4
    found = spots(scores, places, times_s)
    assert [round(s.at_s, 3) for s in found if s.score > 0.3] == [round(30.3 / 6, 3), round(50 / 6, 3)]
    assert max(s.score for s in found) == pytest.approx(0.9)


def test_a_remnant_beside_a_strong_spot_does_not_stand_for_it() -> None:
    events = [("dunk", 10.1), ("dunk", 20.1)]
    said = [Spot(label="dunk", at_s=10.1, score=0.9), Spot(label="dunk", at_s=10.4, score=0.1),
            Spot(label="dunk", at_s=15.0, score=0.5), Spot(label="dunk", at_s=20.2, score=0.8)]  # fmt: skip
    game = marks(said, events)
    assert soccernet([game], (1.0,)) < 1.0 == soccernet([strongest_a_step(game)], (1.0,))
