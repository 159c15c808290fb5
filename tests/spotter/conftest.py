"""A small dataset: the first seconds of the sample game, small, with their truth."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from edc.files import read_json, write_json
from edc.media.ffmpeg import run_ffmpeg
from edc.spotter.dataset import Dataset, read_dataset
from edc.spotter.gather import build
from tests.conftest import SAMPLE

torch.set_num_threads(1)  # two threads that share a core wait for each other most of the time

PARTS = {"one": (21.0, 24.0), "two": (121.0, 24.0), "three": (240.0, 24.0)}
"""Stretches of the sample game: media second and length."""


def cut_part(folder: Path, start_s: float, length_s: float, *, seed: int) -> Path:
    """A folder like `edc sample`'s, of a part of the sample game at 398 × 224."""
    folder.mkdir(parents=True)
    run_ffmpeg(
        ["-ss", str(start_s), "-t", str(length_s), "-i", str(SAMPLE / "broadcast.mp4"), "-vf", "scale=398:224", "-an",
         "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", str(folder / "broadcast.mp4")],
        doing="cutting a part",
    )  # fmt: skip
    truth = read_json(SAMPLE / "truth.json")
    plays = [
        {**play, "anchor_s": play["anchor_s"] - start_s} for play in truth["plays"]
        if play["on_screen"] and start_s <= play["anchor_s"] < start_s + length_s
    ]  # fmt: skip
    spans = {
        name: [
            {**span, "start_s": max(0.0, span["start_s"] - start_s), "end_s": span["end_s"] - start_s}
            for span in truth[name] if span["end_s"] > start_s and span["start_s"] < start_s + length_s
        ]
        for name in ("replays", "cutaways")
    }  # fmt: skip
    write_json(folder / "truth.json", {**truth, "seed": seed, "kind": "drill", "plays": plays, **spans})
    return folder


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
    from dataclasses import replace

    games = tuple(
        replace(game, split=split) for game, split in zip(dataset.games, ("train", "val", "test"), strict=True)
    )
    return replace(dataset, games=games)
