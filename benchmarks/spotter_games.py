"""The rendered games that the shipped spotter is trained, chosen and measured on.

`python -m benchmarks.spotter_games [train|val|test …]`. Comes in: nothing. Goes out: one folder a game below
`benchmarks/cache/spotter/<split>`, drawn once and kept (about two minutes of a core each). The splits share no
seed; the score bugs of the test games are drawn nowhere else but in the benchmark.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).parent / "cache" / "spotter"
FIRST_SEED = {"train": 20000, "val": 20800, "test": 20900}
GAMES = {"train": 16, "val": 2, "test": 13}
PLAIN_EVERY = 3
"""Every so-manieth game is an ordinary broadcast; the others have any floor, light, camera and crowd."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillGame:
    split: str
    seed: int
    look: str
    randomised: bool

    @property
    def folder(self) -> Path:
        return CACHE / self.split / f"{self.seed}-{self.look}"


def games(split: str) -> Iterator[DrillGame]:
    from sample_media.scorebugs import DEVELOPMENT, HELD_OUT

    looks = HELD_OUT if split == "test" else DEVELOPMENT
    for number in range(GAMES[split]):
        yield DrillGame(
            split=split, seed=FIRST_SEED[split] + number, look=looks[number % len(looks)],
            randomised=number % PLAIN_EVERY != 0,
        )  # fmt: skip


def draw(game: DrillGame) -> None:
    if (game.folder / "truth.json").exists():
        return
    varied = ["--randomise"] if game.randomised else []
    subprocess.run(
        [sys.executable, "-m", "edc", "sample", "--kind", "drill", "--seed", str(game.seed), "--look", game.look,
         "--size", "398x224", "--workers", "1", "--out", str(game.folder), *varied], check=True,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spotter_games", description=__doc__)
    parser.add_argument("splits", nargs="*", choices=list(GAMES), default=list(GAMES))
    for split in parser.parse_args().splits:
        for game in games(split):
            draw(game)


if __name__ == "__main__":
    main()
