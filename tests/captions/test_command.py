"""`edc captions` as a user runs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from benchmarks.captions import counts, server
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.moments import read_moments
from tests.conftest import Edc


def test_captions_are_written_again_in_other_languages_and_by_a_model(
    edc: Edc, sample_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "game"
    shutil.copytree(sample_folder, folder)
    done = edc("captions", folder, "--language", "fr", "--language", "ja", "--voice", "broadcaster", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["languages"] == ["fr", "ja"] and told["metrics"]["errors"] == {}
    assert all(set(m.texts) == {"fr", "ja"} for m in read_moments(GameFolder(folder).moments))
    assert read_json(folder / "key_moments.json")["language"] == "fr"

    with server(mode="good") as address:
        model = ("--language", "en", "--writer", "openai", "--model", "m", "--endpoint-url", f"{address}/v1")
        dry = edc("captions", folder, *model, "--dry-run", "--json")
        assert dry.returncode == 0, dry.stderr
        estimate = json.loads(dry.stdout)
        assert estimate["cost_usd"] > 0 and "slots" in estimate["prompt"]["user"]
        assert counts(address).get("requests", 0) == 0
        done = edc("captions", folder, *model, "--json")
        assert done.returncode == 0, done.stderr
        metrics = json.loads(done.stdout)["metrics"]
        assert metrics["requests"] >= estimate["requests"] and metrics["cost_usd"] <= estimate["cost_usd"]
        dry = edc("captions", folder, *model, "--dry-run", "--json")
        assert json.loads(dry.stdout)["requests"] == 0
    forms = read_json(folder / "work" / "captions.json")["moments"]
    assert all(one["en"]["hidden"]["caption"] and one["en"]["alt"] for one in forms.values())


def test_a_writer_without_its_settings_says_what_is_missing(edc: Edc, sample_folder: Path) -> None:
    done = edc("captions", sample_folder, "--writer", "openai")
    assert done.returncode == 2 and "endpoint_url" in done.stderr
    done = edc("captions", sample_folder, "--language", "xx", "--dry-run")
    assert done.returncode == 2 and "xx" in done.stderr


def test_the_report_counts_caption_errors(sample_folder: Path) -> None:
    page = (sample_folder / "report.html").read_text(encoding="utf-8")
    assert 'id="captions"' in page and "written by a template instead" in page
