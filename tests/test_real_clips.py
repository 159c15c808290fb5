"""Real broadcasts, end to end and without play-by-play: what a person reads off the score bug is what EDC read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.tables import READINGS, read_rows
from tests.conftest import Edc

NEAR_S = 0.35
"""The truth's times are good to about 0.3 s."""


@pytest.mark.parametrize(("name", "teams"), [("ind_at_nyk_tnt", ["IND", "NYK"]), ("cle_at_gsw_espn", ["CLE", "GS"])])
def test_a_readable_bug_is_read_as_a_person_reads_it(
    data: Path, edc: Edc, tmp_path: Path, name: str, teams: list[str]
) -> None:
    out = tmp_path / "game"
    done = edc("process", data / "video" / f"{name}.mp4", "--out", out)
    assert done.returncode == 0, done.stderr
    assert [layout["teams"] for layout in read_json(GameFolder(out).layout)["layouts"]] == [teams]
    readings = read_rows(out / "readings.parquet", READINGS)
    whole = [r for r in readings if None not in (r["period"], r["clock_s"], r["home_score"], r["away_score"])]
    assert len(whole) >= 0.9 * len(readings)
    with (data / "video" / f"{name}.truth.csv").open(encoding="utf-8") as handle:
        truth = list(csv.DictReader(handle))
    assert truth
    for row in truth:
        near = [r for r in readings if abs(r["media_s"] - float(row["media_s"])) <= NEAR_S]
        at = f"{name} at {row['media_s']} s"
        assert near, at
        if row["clock_s"]:
            assert any(r["clock_s"] is not None and abs(r["clock_s"] - float(row["clock_s"])) <= 1.0 for r in near), at
        for field in ("period", "home_score", "away_score"):
            if row[field]:
                read = {r[field] for r in near} - {None}
                assert int(row[field]) in read, f"{field}, {at}: {read}"
    assert (out / "report.html").is_file()


@pytest.mark.parametrize("name", ["lal_replay_no_bug", "cha_replay_no_bug"])
def test_a_replay_without_a_bug_is_never_given_a_clock(data: Path, edc: Edc, tmp_path: Path, name: str) -> None:
    out = tmp_path / "game"
    done = edc("process", data / "video" / f"{name}.mp4", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "no score bug" in done.stderr
    assert all(row["clock_s"] is None for row in read_rows(out / "readings.parquet", READINGS))
    assert read_json(out / "key_moments.json")["moments"] == []
