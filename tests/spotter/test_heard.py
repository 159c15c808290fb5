"""What the head hears, of real sound through the real decoder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edc.errors import InputError
from edc.files import read_json
from edc.media.ffmpeg import run_ffmpeg
from edc.progress import Silent
from edc.spotter.assess import run_on
from edc.spotter.checkpoint import read_weights, write_weights
from edc.spotter.dataset import Dataset
from edc.spotter.gather import build
from edc.spotter.heard import HEARD, heard, read_heard, rows_of
from edc.spotter.model import Spotter
from edc.spotter.recipe import Recipe
from edc.spotter.train import train
from tests.conftest import SAMPLE

_NEAR_WHISTLE = HEARD.index("near_whistle")


def test_a_whistle_is_heard_where_a_foul_is_called() -> None:
    plays = read_json(SAMPLE / "truth.json")["plays"]
    fouls = np.array([play["anchor_s"] for play in plays if play["label"].startswith("foul") and play["on_screen"]])
    made = np.array([play["anchor_s"] for play in plays if play["label"].startswith("shot.made") and play["on_screen"]])
    rows = rows_of(SAMPLE / "broadcast.mp4")
    at_fouls, at_baskets = heard(rows, fouls + 0.2), heard(rows, made)
    assert at_fouls[:, 0].all() and np.median(at_fouls[:, _NEAR_WHISTLE]) > 0.5
    assert np.median(at_baskets[:, _NEAR_WHISTLE]) < 0.1


def test_a_game_without_sound_is_silence(parts: dict[str, Path], tmp_path: Path) -> None:
    mute = tmp_path / "mute"
    mute.mkdir()
    (mute / "truth.json").write_bytes((parts["one"] / "truth.json").read_bytes())
    run_ffmpeg(["-i", str(parts["one"] / "broadcast.mp4"), "-an", "-c", "copy", str(mute / "broadcast.mp4")],
               doing="dropping the sound")  # fmt: skip
    assert rows_of(mute / "broadcast.mp4") == []
    assert build([mute], [], tmp_path / "dataset", lambda line: None).games == 1
    (path,) = (tmp_path / "dataset" / "pictures").glob("*.heard.npy")
    assert not np.load(path).any() and np.load(path).shape[1] == len(HEARD)


_ROW = st.fixed_dictionaries({
    "level_db": st.floats(-90, 0), "crowd": st.floats(-10, 10), "whistle": st.floats(0, 1), "horn": st.floats(0, 1),
    "speech": st.floats(0, 1),
})  # fmt: skip


@given(st.lists(_ROW, max_size=30), st.lists(st.floats(-1, 5), max_size=10))
def test_anything_heard_is_finite_and_of_a_size(rows: list[dict[str, float]], times_s: list[float]) -> None:
    told = [{**row, "media_s": number / 10} for number, row in enumerate(rows)]
    values = heard(told, np.array(sorted(times_s)))
    assert values.shape == (len(times_s), len(HEARD)) and np.isfinite(values).all()
    assert np.abs(values).max(initial=0) < 10
    assert not values[values[:, 0] == 0].any()


def test_a_head_that_hears_listens_and_does_without(dataset: Dataset, weights: Path, tmp_path: Path) -> None:
    recipe = Recipe(part="head", start=str(weights), anew=True, hears=True, steps=4, clip=8, clips=2,
                    validate_every=4, checkpoint_every=2)  # fmt: skip
    best = train(dataset, recipe, tmp_path / "first", Silent())
    model = read_weights(best)
    assert model.shape.heard == len(HEARD) == model.head.heard
    assert model.head.into.weight.shape[1] == model.shape.features + len(HEARD)
    (loud,), (silent,) = (run_on(model, dataset, dataset.of("test"), Silent(), silent=mute) for mute in (False, True))
    assert np.isfinite(silent.scores).all() and not np.allclose(loud.scores, silent.scores)
    again = read_weights(train(dataset, replace(recipe, start=str(best), anew=False, hears=False), tmp_path / "on",
                               Silent()))  # fmt: skip
    assert again.shape.heard == len(HEARD)


def test_what_was_heard_and_is_damaged_is_named(dataset: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "game.heard.npy"
    path.write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"game\.heard\.npy"):
        read_heard(path, 3)
    np.save(path, np.zeros((2, len(HEARD)), np.float32))
    with pytest.raises(InputError, match="delete it"):
        read_heard(path, 3)


@pytest.fixture
def weights(dataset: Dataset, tmp_path: Path) -> Path:
    path = tmp_path / "start.safetensors"
    write_weights(path, Spotter(), Recipe(start="nothing"), dataset.version, {})
    return path
