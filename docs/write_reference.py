"""Writes the parts of the documentation that the code knows best: `python docs/write_reference.py`.

`docs/edc.example.toml` (every configuration key) and `docs/cli.md` (every verb's `--help`). Tests fail
when they and the code drift apart.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parent


def help_of(*verb: str) -> str:
    """A verb's help as a terminal of 100 columns without colours shows it."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "TERMINAL_WIDTH": "100"}
    done = subprocess.run(
        [sys.executable, "-m", "edc", *verb, "--help"], capture_output=True, text=True, check=True, env=environment
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def cli_reference() -> str:
    import typer.main

    from edc.cli.app import app

    verbs = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    parts = ["# The command line\n", f"```\n{help_of()}\n```\n"]
    parts += [f"## edc {verb}\n\n```\n{help_of(verb)}\n```\n" for verb in verbs]
    return "\n".join(parts)


def main() -> None:
    from edc.config import example_toml

    (DOCS / "edc.example.toml").write_text(example_toml(), encoding="utf-8")
    (DOCS / "cli.md").write_text(cli_reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
