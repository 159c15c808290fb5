"""`python -m labeling GAME [--out FILE]`: writes the queue of a game's doubtful moments."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from edc.errors import EdcError
from edc.gamefolder import require_game_folder
from labeling.queue import write_queue


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m labeling", description="A game's doubtful moments as a queue file."
    )
    parser.add_argument("game", type=Path, help="the game folder")
    parser.add_argument("--out", type=Path, help="the file to write (GAME/queue.jsonl)")
    arguments = parser.parse_args()
    path: Path = arguments.out or arguments.game / "queue.jsonl"
    try:
        count = write_queue(require_game_folder(arguments.game), path)
    except EdcError as error:
        print(f"edc: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    print(f"{count} doubtful moments in {path}")


if __name__ == "__main__":
    main()
