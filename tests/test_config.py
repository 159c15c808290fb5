"""The configuration: one file, the environment over it, clear errors."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from edc.config import Config, example_toml, load_config
from edc.errors import UsageError

ROOT = Path(__file__).parent.parent


def test_the_example_file_is_the_defaults(tmp_path: Path) -> None:
    path = ROOT / "docs" / "edc.example.toml"
    assert path.read_text(encoding="utf-8") == example_toml(), "run: python docs/write_reference.py"
    assert load_config(path) == Config()
    assert set(tomllib.loads(path.read_text(encoding="utf-8"))) == set(Config.model_fields)


def test_every_key_is_documented() -> None:
    for name, field in Config.model_fields.items():
        for key, about in type(field.default).model_fields.items():
            assert about.description, f"{name}.{key} has no description"


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.toml"
    path.write_text("[recap]\nseconds = 60\n")
    assert load_config(path).recap.seconds == 60
    assert load_config(path, recap={"seconds": 30}).recap.seconds == 30
    monkeypatch.setenv("EDC_RECAP__SECONDS", "90")
    assert load_config(path).recap.seconds == 90
    assert load_config(path, recap={"seconds": 30}).recap.seconds == 30


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[recap]\nseconds = 3\n", r"recap\.seconds.*got 3"),
        ("[recap]\nsecond = 60\n", r"recap\.second.*"),
        ("[recaps]\n", "recaps"),
        ("= nonsense", "no valid TOML"),
    ],
)
def test_a_wrong_file_is_named_with_the_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=said):
        load_config(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml"):
        load_config(tmp_path / "none.toml")
