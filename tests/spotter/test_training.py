"""Training on real pictures: it learns, goes on where it was killed, and says what it cannot use."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from edc.errors import InputError, UsageError
from edc.progress import Silent
from edc.spotter.checkpoint import read_weights, write_weights
from edc.spotter.clips import Clips
from edc.spotter.dataset import Dataset
from edc.spotter.featured import fingerprint
from edc.spotter.model import Shape, Spotter
from edc.spotter.recipe import Recipe, recipe_from_json, recipe_of, with_values_of
from edc.spotter.running import features_of, outputs_of
from edc.spotter.targets import targets_of
from edc.spotter.train import losses, shown_loss, train
from edc.spotter.windows import windowed
from tests.conftest import ROOT

TINY = Recipe(start="nothing", steps=4, clip=8, clips=2, learnt=0.5, validate_every=4, checkpoint_every=2)


@pytest.fixture(scope="module")
def weights(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of a backbone that learnt nothing."""
    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("weights") / "start.safetensors"
    model = Spotter()
    with torch.no_grad():  # as in half precision many of ImageNet's are
        next(model.backbone.parameters())[0] = -0.0
    write_weights(path, model, TINY, dataset.version, {"map": 0.0})
    return path


def test_it_learns_a_batch_by_heart(dataset: Dataset) -> None:
    torch.manual_seed(0)
    recipe = replace(TINY, start="imagenet")
    from edc.spotter.pretrained import load_imagenet

    model = Spotter()
    load_imagenet(model.backbone)
    model.eval()  # no dropout: the batch is to be remembered
    batch = Clips(dataset.of("train"), 10, seed=3).batch(0, 1)
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    learnt = torch.ones(1, 10, dtype=torch.bool)
    first = last = 0.0
    for step in range(14):
        logits, displacements, flags, cells = model(torch.from_numpy(batch.inputs), learnt)
        loss = losses(logits, displacements, batch.targets, recipe) + shown_loss(flags, cells, batch.targets, learnt)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        first, last = (float(loss.detach()) if step == 0 else first), float(loss.detach())
    assert last < 0.5 * first


def test_a_whole_training_leaves_weights_metrics_and_a_picture(dataset: Dataset, tmp_path: Path) -> None:
    best = train(dataset, TINY, tmp_path, Silent())
    assert best.exists() and (tmp_path / "metrics.csv").read_text().startswith("step,loss,map")
    assert (tmp_path / "curve.png").stat().st_size > 1000
    assert recipe_from_json(torch.load(tmp_path / "last.pt", weights_only=True)["recipe"]) == TINY
    with pytest.raises(InputError, match="another recipe"):
        train(dataset, replace(TINY, seed=9), tmp_path, Silent())


def test_a_new_head_sees_the_features_of_its_backbone_standardised(
    dataset: Dataset, weights: Path, tmp_path: Path
) -> None:
    recipe = Recipe(part="head", start=str(weights), anew=True, steps=4, clip=8, clips=2, validate_every=4,
                    checkpoint_every=2)  # fmt: skip
    made = read_weights(train(dataset, recipe, tmp_path, Silent()))
    start = read_weights(weights)
    seen = np.concatenate([features_of(start.backbone, game) for game in dataset.of("train")])
    even = (torch.from_numpy(seen) - made.head.mean) / made.head.spread
    assert even.mean(0).abs().max() < 0.1
    moving = torch.from_numpy(seen.std(0)) > 0.01
    assert ((even.std(0)[moving] - 1).abs() < 0.15).all()
    assert fingerprint(made.backbone) == fingerprint(start.backbone)
    assert not torch.equal(made.head.into.weight, start.head.into.weight)


def test_clips_of_a_step_are_always_the_same(dataset: Dataset) -> None:
    one, two = (Clips(dataset.of("train"), 8, seed=5).batch(7, 2) for _ in range(2))
    assert np.array_equal(one.inputs, two.inputs)
    assert not np.array_equal(one.inputs, Clips(dataset.of("train"), 8, seed=5).batch(8, 2).inputs)


SCRIPT = """
import dataclasses, sys, torch
from pathlib import Path
from edc.progress import Silent
from edc.spotter.dataset import read_dataset
from edc.spotter.recipe import head_recipe
from edc.spotter.train import train
torch.set_num_threads(1)
data = read_dataset(Path(sys.argv[1]))
games = tuple(dataclasses.replace(g, split=s) for g, s in zip(data.games, ("train", "val", "test")))
recipe = head_recipe(sys.argv[2], steps=120, clip=32, clips=4, validate_every=60, checkpoint_every=5)
train(dataclasses.replace(data, games=games), recipe, Path(sys.argv[3]), Silent())
"""


def test_killed_five_times_it_ends_with_the_same_weights(dataset: Dataset, weights: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(dataset.root), str(weights)]
    subprocess.run([*command, str(tmp_path / "whole")], cwd=ROOT, check=True)
    dice, killed, out = random.Random(4), 0, tmp_path / "killed"
    while killed < 5:
        before = _written(out / "last.pt")
        process = subprocess.Popen([*command, str(out)], cwd=ROOT)
        while process.poll() is None and _written(out / "last.pt") == before:
            time.sleep(0.01)
        time.sleep(dice.uniform(0.0, 0.1))
        if process.poll() is not None:
            break
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        killed += 1
    assert killed >= 3
    subprocess.run([*command, str(out)], cwd=ROOT, check=True)
    one, two = (load_file(folder / "best.safetensors") for folder in (tmp_path / "whole", out))
    assert max(float((one[name].float() - two[name].float()).abs().max()) for name in one) < 1e-5
    assert (tmp_path / "whole" / "metrics.csv").read_text() == (out / "metrics.csv").read_text()
    before, after = (fingerprint(read_weights(path).backbone) for path in (weights, out / "best.safetensors"))
    assert before == after  # features of the same backbone serve again


def _written(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def test_windows_leave_no_trace(dataset: Dataset, weights: Path) -> None:
    model = read_weights(weights)
    features = features_of(model.backbone, dataset.games[0])
    whole, places = outputs_of(model.head, features)

    def run(part: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        with torch.inference_mode():
            scores, shifts = model.head(torch.from_numpy(part)[None])
        return scores[0].numpy(), shifts[0].numpy()

    cut, cut_places = windowed(run, features, model.head.reach, window=17)
    np.testing.assert_allclose(cut, whole, atol=1e-4)
    np.testing.assert_allclose(cut_places, places, atol=1e-4)


def test_targets_peak_at_the_event_and_say_how_far_it_is(dataset: Dataset) -> None:
    game = next(game for game in dataset.games if game.events)
    aims = targets_of(game)
    for event in game.events:
        from edc.spotter.classes import EVENTS

        c = EVENTS.index(event.label)
        nearest = int(np.abs(game.times_s - event.at_s).argmin())
        assert aims.scores[nearest, c] > 0.7
        assert game.times_s[nearest] + aims.displacements[nearest, c] / 5.994 == pytest.approx(event.at_s, abs=0.01)


def test_a_recipe_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    path.write_text('{"steps": 7, "ema": 0.5}')
    assert with_values_of(path, Recipe(lr=0.1)) == Recipe(lr=0.1, steps=7, ema=0.5)
    for bad in ('{"stepps": 7}', "[]", "{"):
        path.write_text(bad)
        with pytest.raises(InputError, match="no recipe"):
            with_values_of(path, Recipe())


def test_weights_of_another_architecture_are_refused(weights: Path, dataset: Dataset, tmp_path: Path) -> None:
    small = tmp_path / "small.safetensors"
    write_weights(small, Spotter(Shape(width=96)), TINY, dataset.version, {})
    with pytest.raises(UsageError, match="shape"):
        train(dataset, replace(TINY, start=str(small), shape=Shape()), tmp_path / "run", Silent())
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"not weights")
    with pytest.raises(InputError, match="no file of spotter weights"):
        read_weights(broken)
    with pytest.raises(UsageError, match="whole or head"):
        recipe_of("tail", start="imagenet", seed=0, steps=None)
    with pytest.raises(InputError, match="both are needed"):
        train(replace(dataset, games=dataset.games[:1]), TINY, tmp_path / "alone", Silent())
