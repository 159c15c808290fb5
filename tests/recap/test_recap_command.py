"""`edc recap`: what a person and a machine see, and what happens to wrong wishes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from edc.cli.recap import recap
from edc.errors import InputError, UsageError
from edc.files import write_json
from edc.gamefolder import GameFolder
from tests.recap.test_recap_files import lay, plays

APP = typer.Typer()
APP.command()(recap)


@pytest.fixture(scope="module")
def game(silent_video: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("command") / "game"
    lay(GameFolder(root), silent_video, plays())
    write_json(root / "manifest.json", {})
    return root


def run(*arguments: object) -> str:
    result = CliRunner(env={"COLUMNS": "160"}).invoke(APP, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_table_says_why_each_clip_is_in_and_where_the_file_is(game: Path) -> None:
    said = run(game)
    assert "Why it is in" in said and "because" in said and "shot.made.mid.pullup 8" in said
    assert str(game / "recaps" / "rapid" / "recap.mp4") in said


def test_a_source_without_sound_gives_a_recap_without_sound(game: Path) -> None:
    document = json.loads(run(game, "--json"))
    assert document["loudness"] is None and document["clips"]


def test_machines_get_the_document_and_the_path(game: Path) -> None:
    document = json.loads(run(game, "--team", "BKN", "--seconds", 40, "--json"))
    assert document["schema"] == "edc.recap/1"
    assert document["path"] == str(game / "recaps" / "40s-BKN" / "recap.mp4")
    assert Path(document["path"]).exists()


def test_every_wish_reaches_the_request(game: Path) -> None:
    document = json.loads(run(
        game, "--name", "mine", "--seconds", 60, "--player", "A. One", "--label", "shot", "--label", "block",
        "--period", 4, "--since", 80, "--up-to", 149, "--must-have", "m0007", "--exclude", "m0001",
        "--language", "en", "--spoilers", "hidden", "--json"))  # fmt: skip
    assert document["request"] == {
        "name": "mine", "seconds": 60.0, "team": None, "players": ["A. One"], "labels": ["shot", "block"],
        "periods": [4], "up_to_s": 149.0, "since_s": 80.0, "language": "en", "spoilers": "hidden", "exclude": ["m0001"],
        "must_have": ["m0007"], "fixed": [], "aspect": "16:9", "burn": False, "opening": False, "lower_third": False,
        "closing": True,
    }  # fmt: skip
    assert [clip["moment_ids"] for clip in document["clips"]] == [["m0007"], ["m0008"]]


@pytest.mark.parametrize(("wish", "message"), [
    (("--seconds", 3), "15 to 600"), (("--name", "../out"), "letters"),
    (("--spoilers", "half"), "full, watched, hidden"), (("--spoilers", "watched"), "up to which"),
    (("--must-have", "m9999"), "m9999"), (("--language", "xx"), "only in en"),
])  # fmt: skip
def test_a_wrong_wish_is_wrong_use(game: Path, wish: tuple[object, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run(game, *wish)


def test_a_folder_that_is_no_game_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no game folder"):
        run(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_wish_that_nothing_answers_says_what_to_widen(game: Path) -> None:
    with pytest.raises(InputError, match="widen"):
        run(game, "--team", "NYK")
    assert not (game / "recaps" / "120s-NYK").exists()
