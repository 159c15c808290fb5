"""The action spotter: on its test games, in whole games with and without it, on real clips, and what it costs.

Comes in: nothing; drills and the twelve games are rendered once and kept. Goes out: the tables of the model card. The
test games share neither seed nor score bug with those it learnt from.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.rendered_games import looks, processed, rendered
from benchmarks.spotter_games import draw, games
from edc.evaluation.compare import Figures, evaluate, pooled
from edc.evaluation.seen import SeenFigures, evaluate_seen
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.spotter.weights import shipped
from edc.tables import SPOTS, SPOTTED, read_rows

CLIPS = Path(__file__).parent / "cache" / "clips"
REAL = Path(__file__).parent.parent.parent / "shared" / "data" / "video"


def main() -> None:
    if shipped() is None:
        print("no weights: nothing to measure")
        return
    on_test_games()
    in_whole_games()
    on_real_clips()
    cost()


def on_test_games() -> None:
    """`edc evaluate --spotter` on drills of other seeds and score bugs."""
    for split in ("val", "test"):
        for game in games(split):
            draw(game)
        folders = [str(game.folder) for game in games(split)]
        _edc("train", str(CLIPS), "--split", split, *(word for folder in folders for word in ("--build", folder)))
    subprocess.run([sys.executable, "-m", "edc", "evaluate", str(CLIPS), "--spotter"], check=True)


def _edc(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "edc", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)


def in_whole_games() -> None:
    names = ("shots, median error", "95th percentile", "made F1 at 1 s", "missed F1 at 2 s", "kind right", "block F1",
             "steal F1", "rebound F1", "foul F1")  # fmt: skip
    print(f"\n{'twelve games':<22}" + "".join(f"{name:>20}" for name in names))
    for fed in (True, False):
        for seen in (True, False):
            folders = [(rendered(number, look), number) for number, look in enumerate(looks())]
            figures: list[Figures] = []
            extra: list[SeenFigures] = []
            weights = []
            for folder, _ in folders:
                out = processed(folder, with_feed=fed, spotter=seen)
                truth = read_json(folder / "truth.json")
                figures.append(evaluate(out, truth))
                extra.append(evaluate_seen(out, truth))
                weights.append(read_json(GameFolder(out).alignment)["spotter"])
            _line(fed, seen, pooled(figures), extra)
            if seen:
                told = [w["told_by"] for w in weights]
                print(f"    trust: {np.mean([w['weight'] for w in weights]):.2f} on average, by the score's changes in "
                      f"{told.count('score changes')} games, by the card in {told.count('prior')}")  # fmt: skip


def _line(fed: bool, seen: bool, figures: Figures, extra: list[SeenFigures]) -> None:
    total = extra[0]
    for further in extra[1:]:
        total = total + further
    values = (figures.shot_error_median_s, figures.shot_error_p95_s, total.made_at_1_s.f1, total.missed.f1,
              total.kinds_right, total.blocks.f1, total.steals.f1, total.rebounds.f1, total.fouls.f1)  # fmt: skip
    name = ("with feed" if fed else "without feed") + (", spotter" if seen else ", none")
    print(f"{name:<22}" + "".join(f"{value:>20.3f}" for value in values), flush=True)


def on_real_clips() -> None:
    """What it says of four real clips: a dunk, a three that falls after the clip's last look, two replays."""
    if not REAL.is_dir():
        print(f"\nskipped: no real clips at {REAL}")
        return
    print("\nreal clips (it learnt from rendered pictures only)")
    for video in sorted(REAL.glob("*.mp4")):
        with tempfile.TemporaryDirectory() as name:
            out = Path(name) / "game"
            _edc("process", str(video), "--out", str(out), "--until", "align")
            game = GameFolder(out)
            rows = read_rows(game.spots, SPOTS)
            replay = float(np.mean([row["replay"] for row in rows])) if rows else 0.0
            best = sorted(read_rows(game.spotted, SPOTTED), key=lambda row: -row["score"])[:4]
            trusted = read_json(game.alignment)["spotter"]
        said = ", ".join(f"{row['label']} {row['score']:.2f} at {row['at_s']:.1f} s" for row in best)
        print(f"  {video.stem:<22} replay {replay:.2f}; {said or 'nothing'}; weight {trusted['weight']:.2f} "
              f"({trusted['told_by']})")  # fmt: skip


def cost() -> None:
    """Frames a second of the whole path against the backbone alone, on one core each."""
    from edc.media.decode import Wanted, decode
    from edc.media.probe import probe
    from edc.spotter.looking import Looking, OnnxExtractor
    from edc.spotter.pictures import planes

    weights = shipped()
    assert weights is not None
    video = next(game.folder / "broadcast.mp4" for game in games("val"))
    media = probe(video, video.name, "").media
    pictures = [item.data for item in decode(media, 0.0, 120.0, Wanted(crops=[], looks_per_s=4.0, frames_per_s=6.0))
                if item.kind == "small"]  # fmt: skip
    extractor = OnnxExtractor(weights.backbone)
    block = planes(np.stack(pictures[:16]))
    for _ in range(2):
        extractor(block)
    start = time.process_time()
    for _ in range(len(pictures) // 16):
        extractor(block)
    alone_s = (time.process_time() - start) / (len(pictures) // 16 * 16)
    looking = Looking(extractor, [(0.2, 0.87, 0.6, 0.08)])
    start = time.process_time()
    for number, picture in enumerate(pictures):
        looking.take(number / 6, picture, on=True)
    looking.close()
    path_s = (time.process_time() - start) / len(pictures)
    print(f"\nbackbone alone {1 / alone_s:.0f} pictures a second a core; with blanking, planes and batching "
          f"{1 / path_s:.0f}: {alone_s / path_s:.2f} of it (goal 0.85)")  # fmt: skip


if __name__ == "__main__":
    main()
