"""Single pictures: crops of a bug, squeezed frames, a picture without one, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from edc.errors import InputError
from edc.scorebug.still import StillReading, read_image, read_picture
from tests.conftest import Edc

PICTURES = {
    "leharris3_rois/lh_example_roi_30.png": (1, 223.0, (11, 14)),
    "leharris3_rois/lh_example_roi_78.png": (1, 358.0, (5, 10)),
    "rf_players17/frame_107501_jpg.rf.fef13a1fb5ac767a9a619feb40fbe92c.jpg": (2, 580.0, (37, 29)),
    "rf_players17/youtube-74_jpg.rf.240668b2982286d931a2597cb3831319.jpg": (3, 637.0, (70, 61)),
}


@pytest.mark.parametrize("name", PICTURES)
def test_real_picture(data: Path, name: str) -> None:
    reading = read_picture(data / "scorebugs" / name)
    period, clock_s, scores = PICTURES[name]
    assert (reading.period, reading.clock_s) == (period, clock_s)
    assert tuple(team.score for team in reading.teams) == scores
    assert reading.clock_confidence > 0.9


def test_a_picture_without_a_bug_says_nothing() -> None:
    rng = np.random.default_rng(1)
    picture = cv2.GaussianBlur(rng.integers(0, 255, (360, 640, 3)).astype(np.uint8), (0, 0), 3)
    assert read_image(np.asarray(picture, np.uint8)) == StillReading()


def test_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "bug.png"
    path.write_text("no picture")
    with pytest.raises(InputError, match="PNG or JPEG"):
        read_picture(path)
    with pytest.raises(InputError, match=r"gone\.png"):
        read_picture(tmp_path / "gone.png")


def test_command(data: Path, edc: Edc) -> None:
    name = next(iter(PICTURES))
    done = edc("scorebug", data / "scorebugs" / name, "--json")
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    value = json.loads(line)
    assert (value["period"], value["clock"], value["clock_s"]) == (1, "3:43", 223.0)
    assert [team["text"] for team in value["teams"]] == ["CON", "NYL"]
    assert [team["score"] for team in value["teams"]] == [11, 14]
    assert value["confidence"]["clock"] > 0.9
