"""The queue of doubtful moments on the sample game."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from edc.moments import read_moments
from labeling.queue import SURE, VAGUE_SD_S
from tests.conftest import ROOT


def test_the_queue_asks_for_what_is_doubtful_the_most_gainful_first(sample_without_feed: Path, tmp_path: Path) -> None:
    path = tmp_path / "queue.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "labeling", str(sample_without_feed), "--out", str(path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    moments = {m.moment_id: m for m in read_moments(sample_without_feed / "moments.parquet")}
    assert questions
    assert [q["gain"] for q in questions] == sorted((q["gain"] for q in questions), reverse=True)
    for question in questions:
        moment = moments[question["moment_id"]]
        assert moment.confidence < SURE or (moment.anchor_sd_s or 0) > VAGUE_SD_S
        assert question["start_s"] <= question["anchor_s"] <= question["end_s"]
        assert question["asked_because"] and question["evidence"]


def test_a_folder_that_is_no_game_is_refused(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "labeling", str(tmp_path)], cwd=ROOT, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 2 and "no game folder" in done.stderr
