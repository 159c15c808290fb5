"""The house itself: data flows one way, shells stay thin, help answers at once, references do not drift."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from edc.errors import EdcError, InputError, InvariantError, TransientError, UsageError
from tests.conftest import ROOT, Edc

ORDER = (
    "media", "playbyplay", "scorebug", "signals", "spotter", "alignment", "fusion", "evaluation", "importance",
    "captions", "keymoments", "recap", "report", "stages", "pipeline", "store", "cli",
)  # fmt: skip
"""A package may import from what stands before it, never from what stands after."""
EDGES_ONLY = {
    "prefect": (), "boto3": ("store", "captions"), "botocore": ("store", "captions"), "typer": ("cli",), "fastapi": (),
}  # fmt: skip


AT_THE_TOP = {
    "pyproject.toml", "README.md", "edc", "flows", "labeling", "models", "tests", "sample_media", "Makefile",
    "constraints.txt", "LICENSE", "CHANGELOG.md", "benchmarks", "docs", ".ci", ".gitignore",
}  # fmt: skip


def test_nothing_else_lies_at_the_top() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("no checkout: only git knows what belongs to it")
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert {line.split("/")[0] for line in listed.splitlines()} == AT_THE_TOP


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def _package(path: Path) -> str:
    part = path.relative_to(ROOT / "edc").parts[0]
    return part.removesuffix(".py")


def test_nothing_imports_from_its_right() -> None:
    wrong = []
    for path in (ROOT / "edc").rglob("*.py"):
        mine = _package(path)
        for name in _imports(path):
            parts = name.split(".")
            if parts[0] != "edc" or len(parts) < 2 or parts[1] not in ORDER or mine not in ORDER:
                continue
            if ORDER.index(parts[1]) > ORDER.index(mine):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong


def test_only_the_edges_know_the_outside_world() -> None:
    wrong = []
    for path in (ROOT / "edc").rglob("*.py"):
        for name in _imports(path):
            allowed = EDGES_ONLY.get(name.split(".")[0])
            if allowed is not None and _package(path) not in allowed:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong


def test_help_does_not_wait_for_heavy_libraries() -> None:
    script = (
        "import sys, edc.cli.app\n"
        "heavy = {'torch', 'prefect', 'pandas', 'cv2', 'onnxruntime', 'rapidocr', 'av', 'scipy', 'boto3', 'pyarrow'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_reference_of_the_command_line_is_true() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import write_reference
    finally:
        sys.path.pop(0)
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == write_reference.cli_reference(), (
        "run: python docs/write_reference.py"
    )


def test_wrong_use_exits_with_2_and_says_what_is_right(edc: Edc, tmp_path: Path) -> None:
    done = edc("recap", tmp_path / "nothing")
    assert done.returncode == 2 and "no game folder" in done.stderr
    done = edc("process", tmp_path / "a.mp4", "--out", tmp_path / "o", "--until", "dinner")
    assert done.returncode == 2 and "no stage" in done.stderr
    assert not (tmp_path / "nothing").exists() and not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("error", "code"), [(InvariantError, 1), (UsageError, 2), (InputError, 3), (TransientError, 4)]
)
def test_exit_codes(error: type[EdcError], code: int) -> None:
    assert error.exit_code == code
