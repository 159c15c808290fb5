"""Twelve rendered games of looks and seeds never used in development: how well each is understood.

Comes in: nothing; the games are rendered once into `benchmarks/cache/games` and kept. Goes out: one line a game,
with and without its play-by-play, and the figures over all plays of all games.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from edc.evaluation.compare import Figures, evaluate, pooled
from edc.files import read_json

CACHE = Path(__file__).parent / "cache" / "games"
FIRST_SEED = 9000
"""Seeds from here on belong to the benchmark: nothing is developed on them."""


def looks() -> list[str]:
    """All looks, the ones drawn only here last."""
    from sample_media.scorebugs import HELD_OUT, LOOKS

    return [*(name for name in LOOKS if name not in HELD_OUT), *HELD_OUT][:12]


def rendered(number: int, look: str) -> Path:
    """The folder of a rendered game, made where it is missing."""
    folder = CACHE / f"{number:02d}-{look}"
    if not (folder / "truth.json").exists():
        subprocess.run(
            [sys.executable, "-m", "edc", "sample", "--kind", "bench", "--seed", str(FIRST_SEED + number),
             "--look", look, "--out", str(folder)],
            check=True,
        )  # fmt: skip
    return folder


def processed(folder: Path, *, with_feed: bool) -> Path:
    """The game folder of a rendered game; without feed the scan of the other one is taken over."""
    out, twin = folder / ("with_feed" if with_feed else "without_feed"), folder / "with_feed"
    if not with_feed and not out.exists():
        shutil.copytree(twin, out, ignore=shutil.ignore_patterns("recaps", "pool", "ids.jsonl"))
    feed = ["--playbyplay", str(folder / "playbyplay.json"), "--boxscore", str(folder / "boxscore.json")]
    subprocess.run(
        [sys.executable, "-m", "edc", "process", str(folder / "broadcast.mp4"), "--out", str(out), "--json",
         *(feed if with_feed else [])],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return out


def _line(name: str, fed: Figures, bare: Figures) -> str:
    return (
        f"{name:<24}{fed.clock_within_1_s:>9.1%}{fed.clock_within_half_s:>9.1%}{fed.shot_error_median_s:>9.2f}"
        f"{fed.shots_within_1_5_s:>9.1%}{bare.made_shot_f1:>9.3f}{bare.free_throw_f1:>9.3f}"
    )


def main() -> None:
    print(f"{'game':<24}{'clock 1s':>9}{'0.5 s':>9}{'shot med':>9}{'in 1.5 s':>9}{'F1 made':>9}{'F1 FT':>9}")
    fed, bare = [], []
    for number, look in enumerate(looks()):
        folder = rendered(number, look)
        truth = read_json(folder / "truth.json")
        fed.append(evaluate(processed(folder, with_feed=True), truth))
        bare.append(evaluate(processed(folder, with_feed=False), truth))
        print(_line(folder.name, fed[-1], bare[-1]), flush=True)
    print(_line("all", pooled(fed), pooled(bare)))
