"""A small dataset: parts of the sample game, one a split."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from edc.spotter.dataset import Dataset, read_dataset
from edc.spotter.gather import build
from tests.spotter.parts import PARTS, cut_part

torch.set_num_threads(1)  # two threads that share a core wait for each other most of the time


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("parts")
    return {name: cut_part(root / name, *span, seed=number) for number, (name, span) in enumerate(PARTS.items())}


@pytest.fixture(scope="session")
def dataset(parts: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """One game to learn from, one to validate on, one to test on."""
    out = tmp_path_factory.mktemp("dataset")
    for name in parts:
        built = build([parts[name]], [], out, lambda line: None, split="train")
        assert built.games == 1 and not built.skipped
    built = build(list(parts.values()), [], out, lambda line: None)
    assert built.games == 3
    return split_by_hand(read_dataset(out))


def split_by_hand(dataset: Dataset) -> Dataset:
    games = tuple(
        replace(game, split=split) for game, split in zip(dataset.games, ("train", "val", "test"), strict=True)
    )
    return replace(dataset, games=games)
