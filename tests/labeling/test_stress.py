"""Four reviewers at once and a server that is killed: nothing that was acknowledged is lost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.labeling_stress import stress
from tests.labeling.conftest import MEMORY, a_moment, write_game


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    make: Callable[[], str] | None = request.getfixturevalue("postgresql") if kind == "postgresql" else None
    game = write_game(tmp_path / "game", [a_moment(number) for number in range(1, 49)]).root
    kills = 1 if make else 2
    database = make() if make else None
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        outcome = stress(game, Path(folder), corrections=120, kills=kills, reviewers=4, database=database)
    assert outcome.acknowledged == 120 and outcome.kills == kills
    assert (outcome.lost, outcome.twice, outcome.overwritten, outcome.broken) == (0, 0, 0, ())
    assert outcome.conflicts > 0
