"""Datasets: what they hold, and what becomes of games that cannot be used."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from edc.errors import InputError
from edc.files import read_json, write_json
from edc.spotter.classes import EVENTS, class_of
from edc.spotter.dataset import Dataset, read_dataset
from edc.spotter.gather import build
from edc.spotter.pictures import BLANK, SIZE, planes
from edc.spotter.sampled import picked
from edc.spotter.splits import SPLITS
from edc.taxonomy import load_taxonomy
from tests.conftest import Edc


def test_pictures_labels_and_a_bug_that_is_blanked(dataset: Dataset, parts: dict[str, Path]) -> None:
    game = dataset.games[0]
    assert 140 <= len(game) <= 146 and game.source == "rendered"
    pictures = game.pictures(0, 6)
    assert pictures.shape == (6, SIZE[1], SIZE[0], 3)
    x, y, w, h = read_json(parts["one"] / "truth.json")["bug"]["box"]
    middle = pictures[:, int((y + h / 2) * SIZE[1]), int(x * SIZE[0]) + 2 : int((x + w) * SIZE[0]) - 2].astype(int)
    assert np.abs(middle - BLANK).max() <= 12
    assert {event.label for event in game.events} <= set(EVENTS) and game.events


def test_five_planes_and_a_picture_that_is_its_own_neighbour_at_the_end(dataset: Dataset) -> None:
    pictures = dataset.games[0].pictures(0, 5)
    whole = planes(pictures)
    assert whole.shape == (5, 5, SIZE[1], SIZE[0]) and not whole[0, 3].any() and not whole[-1, 4].any()
    np.testing.assert_array_equal(planes(pictures, inner=slice(1, 4)), whole[1:4])


@pytest.mark.parametrize(("fps", "every"), [(30000 / 1001, 5), (25.0, 4), (60000 / 1001, 10), (50.0, 8), (24.0, 4)])
def test_about_six_pictures_a_second_at_any_rate(fps: float, every: int) -> None:
    assert set(np.diff(picked(np.arange(600) / fps, 1 / fps))) == {every}


def test_the_same_labels_give_the_same_version(dataset: Dataset, parts: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(dataset.root / "pictures", tmp_path / "pictures")
    assert build(list(parts.values()), [], tmp_path, lambda line: None).version == dataset.version


def test_what_cannot_be_used_is_named_and_the_rest_is_used(parts: dict[str, Path], tmp_path: Path, edc: Edc) -> None:
    missing, corrupt, odd = (tmp_path / name for name in ("missing", "corrupt", "odd"))
    for number, folder in enumerate((missing, corrupt, odd)):
        shutil.copytree(parts["one"], folder)
        write_json(folder / "truth.json", {**read_json(folder / "truth.json"), "seed": 50 + number})
    (missing / "broadcast.mp4").unlink()
    (corrupt / "broadcast.mp4").write_bytes(b"\0" * 4096)
    truth = read_json(odd / "truth.json")
    truth["plays"][0]["label"] = "teleport.made"
    write_json(odd / "truth.json", truth)
    done = edc("train", tmp_path / "set", "--build", missing, "--build", corrupt, "--build", odd, "--split", "train")
    assert done.returncode == 0, done.stderr
    assert "missing" in done.stderr and str(corrupt) in done.stderr and "teleport.made" in done.stderr
    assert "1 games" in done.stdout
    assert len(read_dataset(tmp_path / "set").of("train")) == 1
    done = edc("train", tmp_path / "none", "--build", missing)
    assert done.returncode == 3 and "No game could be used" in done.stderr


def test_a_split_is_built_beside_the_others(parts: dict[str, Path], tmp_path: Path) -> None:
    for split in SPLITS:
        built = build([parts["one" if split == "test" else "two"]], [], tmp_path, lambda line: None, split=split)
        assert built.games == 1
    found = read_dataset(tmp_path)  # the second split took over the game of the first
    assert [(game.split, len(game.events) > 0) for game in found.games] == [("test", True), ("val", True)]


def test_a_file_cut_short_is_found(dataset: Dataset, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(dataset.root, copy)
    victim = next((copy / "pictures").glob("*.bin"))
    victim.write_bytes(victim.read_bytes()[:-100])
    with pytest.raises(InputError, match="cut short"):
        read_dataset(copy)
    with pytest.raises(InputError, match="no dataset"):
        read_dataset(tmp_path)


def test_what_people_say_replaces_what_the_machine_said(sample_folder: Path, tmp_path: Path) -> None:
    from edc.moments import read_moments
    from edc.spotter.gather import read_source

    moments = read_moments(sample_folder / "moments.parquet")
    right, wrong, unsure = [m for m in moments if m.anchor_s is not None and class_of(m.label)][:3]
    game_id = read_json(sample_folder / "game.json")["game_id"]

    def said(moment: object, **more: object) -> dict[str, object]:
        return {"moment_id": moment.moment_id, "start_s": 0.0, "anchor_s": moment.anchor_s, "end_s": 0.0, **more}  # type: ignore[attr-defined]

    review = {
        "schema": "edc.dataset/1", "game_id": game_id, "split": "validation",
        "labels": [said(right, label="block", weight=1.0, machine_label=right.label, machine_anchor_s=right.anchor_s)],
        "negatives": [said(wrong, label=wrong.label)], "unsure": [said(unsure)],
    }  # fmt: skip
    source = read_source(sample_folder, {game_id: review}, None, lambda line: None)
    assert source.kind == "reviewed" and source.split == "val"
    at = {(e.label, round(e.at_s, 3)): e for e in source.events}
    human = at["block", round(right.anchor_s, 3)]
    assert human.weight == 3.0 and not human.wrong
    assert at[class_of(right.label), round(right.anchor_s, 3)].wrong
    assert at[class_of(wrong.label), round(wrong.anchor_s, 3)].wrong
    assert any(s.label == "unknown" and s.start_s < unsure.anchor_s < s.end_s for s in source.states)


def test_every_class_of_the_taxonomy_is_one_of_the_spotters() -> None:
    spots = {node.spot for node in load_taxonomy().nodes.values()} - {None}
    assert spots == set(EVENTS)
