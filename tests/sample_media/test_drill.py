"""Drills: rare plays come often, and what is said of each picture is what the simulation has there."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from edc.spotter.shown import FLAGS as LEARNT
from sample_media.encode import DRILL_FPS
from sample_media.simulation.drill import drill
from sample_media.simulation.programme import Programme, make_programme
from sample_media.simulation.truth import truth
from sample_media.tracks import FLAGS, tracks


@pytest.fixture(scope="module")
def programme() -> Programme:
    return make_programme(77, kind="drill")


def test_stretches_are_in_order_and_apart(programme: Programme) -> None:
    spans = drill(programme.log)
    assert all(a[0] < a[1] < b[0] for a, b in pairwise(spans))
    assert 10 * 60 < programme.duration_s < 26 * 60


def test_rare_plays_are_many_and_replays_are_there(programme: Programme) -> None:
    facts = truth(programme)
    seen = Counter(play["label"].split(".")[0] for play in facts["plays"] if play["on_screen"])
    assert seen["block"] >= 3 and seen["steal"] >= 5 and seen["foul"] >= 5 and seen["shot"] >= 40
    assert facts["replays"] and facts["cutaways"]


def test_a_shot_is_in_the_pictures_before_it_falls(programme: Programme) -> None:
    assert FLAGS == LEARNT
    media_s = np.arange(0, 300, 1 / float(DRILL_FPS))
    found = tracks(programme, media_s)
    at_rim = found.flags[:, FLAGS.index("ball_at_rim")].astype(bool)
    shots = [play for play in truth(programme)["plays"] if play["label"].startswith("shot.made") and play["on_screen"]]
    near = [at_rim[np.abs(media_s - play["anchor_s"]) < 0.4].any() for play in shots if 1 < play["anchor_s"] < 298]
    assert near and np.mean(near) > 0.9
    known = found.ball[np.isfinite(found.ball[:, 0])]
    assert len(known) > 0.5 * len(media_s) and known.min() >= 0 and known.max() < 1
