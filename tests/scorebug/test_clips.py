"""The bug of real broadcasts, found in a few frames of a short clip and read each half second."""

from __future__ import annotations

import csv
from pathlib import Path

import av
import numpy as np
import pytest

from edc.scorebug.locate import Frame, locate
from edc.scorebug.reader import Reader


def frames(path: Path, every: int) -> list[Frame]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        pictures = [(float(f.time or 0), f.to_ndarray(format="bgr24")) for f in container.decode(stream)][::every]
    start = pictures[0][0]
    return [(time - start, np.asarray(picture, np.uint8)) for time, picture in pictures]


@pytest.mark.parametrize(("name", "teams"), [("ind_at_nyk_tnt", ("IND", "NYK")), ("cle_at_gsw_espn", ("CLE", "GS"))])
def test_real_bug_is_found_and_read(data: Path, name: str, teams: tuple[str, str]) -> None:
    looks = frames(data / "video" / f"{name}.mp4", 7)
    height, width = looks[0][1].shape[:2]
    layouts = locate(looks[::5])
    assert [layout.teams for layout in layouts] == [teams]
    reader = Reader(layouts[0], width, height)
    x, y, w, h = reader.rect
    times = [time for time, _ in looks]
    readings = reader.read_many([picture[y : y + h, x : x + w] for _, picture in looks], times)
    truth = list(csv.DictReader((data / "video" / f"{name}.truth.csv").open()))
    for row in truth:
        place = int(np.argmin([abs(time - float(row["media_s"])) for time in times]))
        reading = readings[place]
        assert reading.period == int(row["period"])
        if reading.clock_s is not None:
            assert abs(reading.clock_s - float(row["clock_s"])) <= 1.0
        for score, printed in ((reading.first_score, "away_score"), (reading.second_score, "home_score")):
            assert score is None or score == int(row[printed])
    whole = [r for r in readings if None not in (r.period, r.clock_s, r.first_score, r.second_score)]
    assert len(whole) >= 0.9 * len(readings)
    # the clock changes once a second and the rest hardly ever
    assert reader.recognised <= 0.35 * 5 * len(looks)


@pytest.mark.parametrize("name", ["lal_replay_no_bug", "cha_replay_no_bug"])
def test_a_replay_without_a_bug_gives_none(data: Path, name: str) -> None:
    assert locate(frames(data / "video" / f"{name}.mp4", 25)) == []


def test_no_frames() -> None:
    assert locate([]) == []
