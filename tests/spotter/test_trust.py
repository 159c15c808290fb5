"""The self-check: weights that know the pictures are trusted, those that do not do no harm."""

from __future__ import annotations

import numpy as np
import pytest

from edc.alignment.seen import Seen, seen_of
from edc.spotter.calibration import Calibration, applied, calibrated, calibration_error
from edc.spotter.classes import EVENTS, MADE
from edc.spotter.peaks import Spot
from edc.spotter.precision import Marks, marks
from edc.spotter.trust import NOTHING, Trust, trust

LIVE = [(100.0, 700.0), (900.0, 1500.0)]


def game(seed: int, *, blind: bool, count: int = 40) -> tuple[list[Spot], list[float]]:
    """Baskets two seconds before the display changes, seen well or not at all; and false alarms."""
    rng = np.random.default_rng(seed)
    baskets = np.sort(np.concatenate([rng.uniform(110, 690, count // 2), rng.uniform(910, 1490, count // 2)]))
    seen = np.sort(rng.uniform(100, 1500, count)) if blind else baskets + rng.normal(0, 0.1, count)
    spots = [Spot(label=MADE[int(rng.integers(4))], at_s=float(t), score=float(rng.uniform(0.6, 1.0))) for t in seen]
    spots += [Spot(label="layup", at_s=float(t), score=0.3) for t in rng.uniform(100, 1500, 30)]
    return spots, [float(t) + 2.0 for t in baskets]


def test_who_sees_baskets_before_the_score_changes_is_trusted() -> None:
    spots, changes = game(1, blind=False)
    found = trust(spots, changes, LIVE, prior=0.5)
    assert found.told_by == "score changes" and found.weight > 0.6 and found.p is not None and found.p < 0.01


def test_who_guesses_is_not() -> None:
    weights = [trust(*game(seed, blind=True), LIVE, prior=0.5).weight for seed in range(12)]
    assert sum(weight > 0 for weight in weights) <= 1


def test_with_few_changes_the_prior_holds() -> None:
    spots, changes = game(2, blind=False)
    few = trust(spots, changes[:9], LIVE, prior=0.35)
    assert few.told_by == "prior" and few.weight == 0.35


def test_nothing_seen_says_nothing() -> None:
    _, changes = game(3, blind=False)
    assert trust([], changes, LIVE, prior=0.5).weight == 0.0
    at_s = np.linspace(0, 10, 50)
    assert not Seen().log_chance("shot.made.dunk", at_s).any() and not NOTHING.weight


def test_evidence_peaks_where_it_was_seen_and_grows_with_trust() -> None:
    rows = [{"label": "dunk", "at_s": 5.0, "score": 0.9}, {"label": "block", "at_s": 7.0, "score": 0.9}]
    at_s = np.linspace(0, 10, 101)
    strong, weak = (
        seen_of(rows, Trust(weight=w, told_by="prior", changes=0, followed=None, by_chance=None, p=None))
        for w in (0.9, 0.1)
    )
    chance = strong.log_chance("shot.made.dunk.driving", at_s)
    assert (
        at_s[chance.argmax()] == pytest.approx(5.0) and chance.max() > weak.log_chance("shot.made.dunk", at_s).max() > 0
    )
    assert 0 < strong.log_chance("shot.made.three.catch", at_s).max() < chance.max()
    assert at_s[strong.log_chance("block", at_s).argmax()] == pytest.approx(7.0)
    assert not strong.log_chance("substitution", at_s).any()


def test_probabilities_are_what_they_say_after_calibration() -> None:
    rng = np.random.default_rng(4)

    def overconfident(count: int) -> Marks:
        there, said = [], []
        for label in EVENTS:
            for at in range(0, 40 * count, 40):
                right = rng.random() < 0.5
                there += [(label, float(at))] if right else []
                said.append(
                    Spot(
                        label=label,
                        at_s=float(at),
                        score=float(np.clip(rng.normal(0.95 if right else 0.85, 0.05), 0.01, 0.999)),
                    )
                )
        return marks(said, there)

    fitted = calibrated([overconfident(80)])
    test = [overconfident(80)]
    assert calibration_error(test) > 0.2 and calibration_error(applied(test, fitted)) < 0.08
    again = Calibration.from_json(fitted.to_json())
    assert again.of("dunk", 0.9) == pytest.approx(fitted.of("dunk", 0.9), abs=1e-3)
