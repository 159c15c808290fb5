"""The learning loop on the sample game: what a person corrects teaches the spotter, and the game is looked at anew."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch

from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.moments import read_moments
from edc.progress import Silent
from edc.spotter.checkpoint import read_weights, write_weights
from edc.spotter.recipe import Recipe
from edc.spotter.splits import split_of
from edc.spotter.weights import Weights, shipped
from labeling.learning.loop import judge, open_loop
from labeling.record.correct import Wish, correct
from labeling.record.database import open_database, reading
from labeling.record.people import add_person, people
from labeling.record.processing import take_in
from tests.conftest import ROOT, SAMPLE
from tests.labeling.conftest import copy_of
from tests.spotter.parts import PARTS, cut_part

torch.set_num_threads(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    game: GameFolder
    folder: Path
    corrected: str
    """A made three that a person called a layup."""
    also: tuple[Path, ...]
    """Parts of rendered games: one to learn from, one to validate and one to test on."""
    weights: Weights
    """The shipped backbone below a head that knows nothing."""


@pytest.fixture(scope="module")
def project(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("learning")
    game = GameFolder(copy_of(sample_folder, root / "game"))
    three = next(m for m in read_moments(game.moments) if m.label.startswith("shot.made.three") and m.anchor_s)
    folder = root / "review"
    folder.mkdir()
    engine = open_database(f"sqlite:///{folder / 'review.db'}")
    game_id = take_in(engine, game)
    with engine.begin() as connection:
        add_person(connection, "Ann", "labeler")
    with reading(engine) as connection:
        (ann,) = people(connection)
    wish = Wish(client_id=str(uuid.uuid4()), game_id=game_id, action="relabel", moment_id=three.moment_id,
                change={"label": "shot.made.layup"}, base_revision=1, queue_id=None, why=None)  # fmt: skip
    correct(engine, wish, ann)
    engine.dispose()
    look = read_json(SAMPLE / "truth.json")["bug"]["look"]
    seeds = {split: next(s for s in range(99) if split_of(f"drill-{s}-{look}") == split)
             for split in ("train", "val", "test")}  # fmt: skip
    also = tuple(cut_part(root / name, *PARTS[name], seed=seed)
                 for name, seed in zip(PARTS, seeds.values(), strict=True))  # fmt: skip
    return Project(game=game, folder=folder, corrected=three.moment_id, also=also, weights=_unlearnt(root / "weights"))


def _unlearnt(folder: Path) -> Weights:
    known = shipped()
    assert known is not None
    shutil.copytree(known.folder, folder, ignore=lambda _, names: [n for n in names if not n.startswith("spotter")])
    weights = Weights(folder)
    model = read_weights(known.torch)
    torch.manual_seed(0)
    for parameter in model.head.parameters():
        torch.nn.init.normal_(parameter, std=0.02)
    write_weights(weights.torch, model, Recipe(), "none", {"map": 0.0})
    return weights


def _learn(project: Project, steps: int) -> subprocess.CompletedProcess[str]:
    also = [word for folder in project.also for word in ("--also", str(folder))]
    return subprocess.run(
        [sys.executable, "-m", "flows", "learn", str(project.game.root), "--project", str(project.folder),
         "--steps", str(steps), *also],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "EDC_SPOTTER_WEIGHTS": str(project.weights.folder), "OMP_NUM_THREADS": "1",
             "PREFECT_HOME": str(project.folder / "prefect")},
    )  # fmt: skip


def test_corrections_become_weights_and_the_game_is_looked_at_anew(project: Project) -> None:
    scanned = project.game.features.stat().st_mtime_ns
    done = _learn(project, steps=60)
    assert done.returncode == 0, done.stderr
    assert "1 answers of people" in done.stdout and "4 games" in done.stdout
    assert "New weights are in use" in done.stdout and "EDC_SPOTTER_WEIGHTS=" in done.stdout
    own = Weights(project.folder / "learning" / "weights")
    assert own.complete and own.head.read_bytes() != project.weights.head.read_bytes()
    assert own.backbone.read_bytes() == project.weights.backbone.read_bytes()
    assert project.game.features.stat().st_mtime_ns == scanned, "a head trained anew costs no second scan"
    (moment,) = [m for m in read_moments(project.game.moments) if m.moment_id == project.corrected]
    assert moment.label == "shot.made.layup" and any(e.source == "human" for e in moment.evidence)
    assert read_json(project.game.root / "manifest.json")["stages"]["spot"]["seconds"] >= 0


def test_weights_that_are_worse_stay_out(project: Project) -> None:
    loop = open_loop([project.game.root], project.folder)
    before = {path.name: path.read_bytes() for path in loop.weights.files}
    verdict = judge(loop, project.weights.torch, Silent())
    assert not verdict.promoted and verdict.reasons
    assert {path.name: path.read_bytes() for path in loop.weights.files} == before
