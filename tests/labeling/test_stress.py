"""Four reviewers at once and a server that is killed: nothing that was acknowledged is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.labeling_stress import stress
from tests.labeling.conftest import copy_of


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost(
    kind: str, sample_folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    make: Callable[[], str] | None = request.getfixturevalue("postgresql") if kind == "postgresql" else None
    game = copy_of(sample_folder, tmp_path / "game")
    kills = 1 if make else 2
    outcome = stress(game, tmp_path, corrections=120, kills=kills, reviewers=4, database=make() if make else None)
    assert outcome.acknowledged == 120 and outcome.kills == kills
    assert (outcome.lost, outcome.twice, outcome.overwritten, outcome.broken) == (0, 0, 0, ())
    assert outcome.conflicts > 0
