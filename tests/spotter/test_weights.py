"""Weights on their way into use: exported, gated, and at work in a scan."""

from __future__ import annotations

import json
import multiprocessing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from edc.progress import Silent
from edc.spotter.checkpoint import write_weights
from edc.spotter.dataset import Dataset
from edc.spotter.looking import Looking, OnnxExtractor
from edc.spotter.model import Spotter
from edc.spotter.pictures import planes
from edc.spotter.pretrained import load_imagenet
from edc.spotter.promote import promote
from edc.spotter.recipe import Recipe, head_recipe
from edc.spotter.served import Server, torch_extractor
from edc.spotter.train import train
from edc.spotter.weights import Weights
from edc.spotter.windows import onnx_head


@pytest.fixture(scope="module")
def start(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(2)
    model = Spotter()
    load_imagenet(model.backbone)
    path = tmp_path_factory.mktemp("start") / "start.safetensors"
    write_weights(path, model, Recipe(), dataset.version, {"map": 0.0})
    return path


@pytest.fixture(scope="module")
def trained(dataset: Dataset, start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A head that has seen the test game: it must be better than one that has seen nothing."""
    known = tuple(replace(game, split="train") for game in dataset.games)
    recipe = head_recipe(str(start), steps=80, clip=48, clips=3, validate_every=80, checkpoint_every=80)
    games = (*known, replace(dataset.games[1], split="val"))
    return train(replace(dataset, games=games), recipe, tmp_path_factory.mktemp("trained"), Silent())


@pytest.fixture(scope="module")
def weights(dataset: Dataset, trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Weights:
    folder = tmp_path_factory.mktemp("models")
    assert promote(trained, dataset, Weights(folder), Silent()).promoted
    return Weights(folder)


def test_all_four_files_stand_after_a_promotion(weights: Weights) -> None:
    assert weights.complete and not (weights.folder / ".new").exists()
    facts = json.loads(weights.card.read_text())
    assert facts["schema"] == "edc.spotter.card/1" and facts["figures"]["events"] and facts["calibration"]["gains"]
    assert sum(path.stat().st_size for path in weights.folder.iterdir()) < 26_000_000


def test_the_int8_network_says_what_pytorch_says(weights: Weights, dataset: Dataset) -> None:
    pictures = planes(dataset.games[0].pictures(0, 24))
    small = OnnxExtractor(weights.backbone)(pictures)
    full = torch_extractor(weights.torch, "cpu")(pictures)
    likeness = (small * full).sum(1) / np.linalg.norm(small, axis=1) / np.linalg.norm(full, axis=1)
    assert likeness.min() > 0.9
    logits, places = onnx_head(weights.head)(full)
    assert logits.shape == (24, 12) and places.shape == (24, 10)


def test_worse_weights_are_refused_and_nothing_changes(weights: Weights, dataset: Dataset, start: Path) -> None:
    before = {path.name: path.read_bytes() for path in weights.folder.iterdir()}
    verdict = promote(start, dataset, weights, Silent())
    assert not verdict.promoted and verdict.reasons
    assert {path.name: path.read_bytes() for path in weights.folder.iterdir()} == before


def test_only_pictures_of_the_game_are_looked_at(dataset: Dataset, weights: Weights) -> None:
    game = dataset.games[0]
    pictures = game.pictures(0, 40)
    looking = Looking(OnnxExtractor(weights.backbone), [])
    for number, picture in enumerate(pictures):
        looking.take(number / 6, picture, on=number < 30)
    looking.close()
    features = looking.features()
    assert features.shape == (30, 256) and sum(looking.on) == 30 and len(looking.times_s) == 40
    whole = OnnxExtractor(weights.backbone)(planes(pictures)[:30])
    np.testing.assert_allclose(features[:15], whole[:15], atol=1e-4)


def test_one_network_for_the_pictures_of_several_games(dataset: Dataset, weights: Weights) -> None:
    """Two workers ask at once: their pictures are looked at as one batch, and each gets its own answer."""
    context = multiprocessing.get_context("spawn")
    blocks = [planes(game.pictures(0, 12)) for game in dataset.games[:2]]
    extractor = torch_extractor(weights.torch, "cpu")
    alone = [extractor(block.astype(np.float16).astype(np.float32)) for block in blocks]
    with Server(extractor, context, batch=24) as server:
        remotes = [server.remote() for _ in blocks]
        for remote, block in zip(remotes, blocks, strict=True):
            remote._asked.put((remote._number, block.astype(np.float16)))
        answers = [remote._answers.recv() for remote in remotes]
    assert (24, 2) in server.sizes
    for answer, expected in zip(answers, alone, strict=True):
        np.testing.assert_allclose(answer, expected, atol=1e-3)
