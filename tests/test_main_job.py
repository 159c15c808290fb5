"""The main job on the sample game: what a stranger gets from `make demo`, against the broadcast's truth."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path
from typing import Any

import av
import pytest

from edc.files import content_hash, read_json
from edc.gamefolder import GameFolder
from edc.moments import read_moments
from edc.pipeline import STAGES
from edc.tables import SEGMENTS, read_rows
from tests.conftest import SAMPLE, Edc

CONTRACT = (
    "game.json", "readings.parquet", "clock.parquet", "segments.parquet", "moments.parquet", "ids.jsonl",
    "key_moments.json", "key_moments.vtt", "key_moments.chapters.json", "key_moments.jsonld", "key_moments.m3u8",
    "report.html", "manifest.json", "recaps/rapid/recap.mp4", "recaps/rapid/recap.json", "recaps/rapid/recap.otio",
    "recaps/rapid/recap.vtt", "recaps/rapid/poster.jpg",
)  # fmt: skip


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    value: dict[str, Any] = read_json(SAMPLE / "truth.json")
    return value


@pytest.fixture(scope="module")
def plan(sample_folder: Path) -> dict[str, Any]:
    value: dict[str, Any] = read_json(sample_folder / "recaps" / "rapid" / "recap.json")
    return value


def _deciding(truth: dict[str, Any]) -> dict[str, Any]:
    wanted = truth["deciding_action_number"]
    return next(play for play in truth["plays"] if play["action_number"] == wanted)


def test_every_file_of_the_contract_is_there(sample_folder: Path) -> None:
    missing = [name for name in CONTRACT if not (sample_folder / name).is_file()]
    assert not missing
    assert list((sample_folder / "thumbnails").glob("*.safe.jpg"))


def test_the_recap_is_at_most_two_minutes(sample_folder: Path, plan: dict[str, Any]) -> None:
    with av.open(str(sample_folder / "recaps" / "rapid" / "recap.mp4")) as recap:
        assert recap.duration is not None
        seconds = recap.duration / av.time_base
        assert 60.0 < seconds <= 120.0
        assert {stream.type for stream in recap.streams} >= {"video", "audio"}
        picture = recap.streams.video[0]
        assert (picture.width, picture.height) == (1280, 720)
        frames = sum(1 for _ in recap.decode(picture))
    assert plan["duration_s"] == pytest.approx(seconds, abs=0.05)
    assert frames / 29.97 == pytest.approx(seconds, abs=0.1)


def test_the_deciding_basket_is_in_the_recap(plan: dict[str, Any], truth: dict[str, Any]) -> None:
    anchor = _deciding(truth)["anchor_s"]
    holding = [c for c in plan["clips"] if c["start_s"] <= anchor - 1.5 and anchor + 1.0 <= c["end_s"]]
    assert holding, f"no clip shows the deciding basket at {anchor:.1f} s"


def test_no_advertisement_studio_or_intro_is_in_the_recap(plan: dict[str, Any], truth: dict[str, Any]) -> None:
    for clip in plan["clips"]:
        for segment in truth["segments"]:
            if segment["kind"] in ("commercial", "studio", "halftime", "intro", "outro"):
                shared = min(clip["end_s"], segment["end_s"]) - max(clip["start_s"], segment["start_s"])
                assert shared <= 0.1, f"{shared:.2f} s of {segment['kind']} in the clip at {clip['at_s']:.1f} s"


def test_no_basket_that_did_not_count_is_shown_as_one(sample_folder: Path, truth: dict[str, Any]) -> None:
    feed_numbers = {p["action_number"] for p in truth["plays"] if p["counted"]}
    made = [m for m in read_moments(sample_folder / "moments.parquet") if m.made]
    assert made
    assert all(m.play_number in feed_numbers for m in made)


def test_the_figures_with_play_by_play(sample_folder: Path, edc: Edc) -> None:
    figures = _figures(edc, sample_folder)
    assert figures["clock_within_1_s"] >= 0.99
    assert figures["shot_error_median_s"] <= 0.5
    assert figures["shots_within_1_5_s"] >= 0.95


def test_the_figures_without_play_by_play(sample_without_feed: Path, edc: Edc) -> None:
    figures = _figures(edc, sample_without_feed)
    assert figures["clock_within_1_s"] >= 0.99
    assert figures["made_shot_f1"] >= 0.9
    statuses = {m.status for m in read_moments(sample_without_feed / "moments.parquet")}
    assert statuses <= {"provisional", "retracted"}
    game = read_json(sample_without_feed / "game.json")
    assert game["home_known"] is False and game["playbyplay"] is None


def _figures(edc: Edc, folder: Path) -> dict[str, float]:
    done = edc("evaluate", folder, "--truth", SAMPLE / "truth.json", "--json")
    assert done.returncode == 0, done.stderr
    value: dict[str, float] = json.loads(done.stdout)
    return value


def test_segments_tile_the_media(sample_folder: Path) -> None:
    rows = read_rows(sample_folder / "segments.parquet", SEGMENTS)
    assert rows[0]["start_s"] == 0.0
    assert all(a["end_s"] == b["start_s"] for a, b in itertools.pairwise(rows))
    assert rows[-1]["end_s"] == pytest.approx(read_json(sample_folder / "work" / "media.json")["duration_s"], abs=0.05)


def test_a_second_run_changes_nothing_and_skips_everything(sample_folder: Path, edc: Edc) -> None:
    before = {p: content_hash(p) for p in sorted(sample_folder.rglob("*")) if p.is_file() and p.name != "manifest.json"}
    done = edc(
        "process", SAMPLE / "broadcast.mp4", "--playbyplay", SAMPLE / "playbyplay.json",
        "--boxscore", SAMPLE / "boxscore.json", "--out", sample_folder, "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    stages = json.loads(done.stdout)["stages"]
    assert len(stages) == len(STAGES) and all(stage["skipped"] for stage in stages.values())
    assert before == {p: content_hash(p) for p in before}


def test_a_changed_feed_does_not_scan_again_and_keeps_ids(sample_folder: Path, edc: Edc, tmp_path: Path) -> None:
    folder = tmp_path / "game"
    shutil.copytree(sample_folder, folder)
    feed = read_json(SAMPLE / "playbyplay.json")
    shot = next(a for a in feed["game"]["actions"] if a["actionType"] == "2pt" and a["shotResult"] == "Missed")
    shot["subType"], shot["edited"] = "Hook", "2030-01-01T00:00:00Z"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(feed))
    done = edc(
        "process", SAMPLE / "broadcast.mp4", "--playbyplay", changed, "--boxscore", SAMPLE / "boxscore.json",
        "--out", folder, "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    stages = json.loads(done.stdout)["stages"]
    assert stages["scan"]["skipped"] and not stages["fuse"]["skipped"]
    ids = {m.play_number: m.moment_id for m in read_moments(sample_folder / "moments.parquet")}
    again = {m.play_number: m.moment_id for m in read_moments(folder / "moments.parquet")}
    assert {n: i for n, i in again.items() if n in ids} == ids


def test_key_moments_name_no_local_path(sample_folder: Path) -> None:
    for name in ("key_moments.json", "key_moments.vtt", "key_moments.chapters.json", "key_moments.jsonld",
                 "key_moments.m3u8"):  # fmt: skip
        text = (sample_folder / name).read_text(encoding="utf-8")
        assert str(SAMPLE.parent) not in text and str(sample_folder) not in text
    entries = read_json(sample_folder / "key_moments.json")["moments"]
    assert all(entry["stars"] >= 2 for entry in entries)
    for entry in entries:
        assert (sample_folder / entry["thumbnail"]).is_file() and (sample_folder / entry["safe_thumbnail"]).is_file()


def test_the_manifest_tells_what_each_stage_cost(sample_folder: Path) -> None:
    manifest = read_json(GameFolder(sample_folder).manifest)
    assert list(manifest["stages"]) == [
        "probe", "scan", "spot", "align", "fuse", "rank", "caption", "index", "recap", "report",
    ]  # fmt: skip
    assert all(stage["seconds"] >= 0 and stage["peak_mb"] > 0 for stage in manifest["stages"].values())
    assert max(stage["peak_mb"] for stage in manifest["stages"].values()) < 2000
