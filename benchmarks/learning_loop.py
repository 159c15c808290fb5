"""The learning loop: what a fifth of the moments reviewed is worth, in the queue's order and in random order.

Rendered games whose labels are wrong by 15 % (another class, another place, or nothing there) are a review project.
A head trained on the labels of half of the games says what it sees in the other half; the queue orders the moments
with that. A fifth of them is reviewed, the truth answers; corrections go through the record, the dataset's export and
`edc.spotter.gather` into a training of a new head on features computed once. Backbone and judgement know none of the
games learnt from. Five seeds: other errors, other random orders, other weights at the start.

    python -m benchmarks learning_loop
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.learning_games import Answer, drawn_drills, judged_folder, project_folder, project_name, with_errors
from benchmarks.learning_review import reviewed
from edc.files import read_json, write_json
from edc.progress import Silent
from edc.spotter.classes import EVENTS

CACHE = Path(__file__).parent / "cache" / "learning"
SEEDS, FIRST_SEED = 5, 10
"""Earlier seeds were looked at while the numbers below were chosen."""
GAMES = 5
"""Learnt from; the other test drills judge, and more of them make less noise."""
REVIEWED = 0.2
STEPS = 600
HEADS = 4
"""Trainings a run: two heads that begin elsewhere differ by as much as labels do."""
LONGEST_S = 180.0
_T_95 = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78}
"""Student's t, two-sided 95 %, by the number of seeds."""
_WITHIN_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where everything shared by the runs lies."""

    weights: Path
    """Their backbone is used, their head is not."""
    project: tuple[str, ...]
    """The drills of the project."""
    judged: tuple[str, ...]
    """Folders to validate and test on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    order: str
    f1: float
    f1_of_classes: float
    """The mean over classes, of which a few have most of the events."""
    mean_ap: float
    corrections_left: int
    """False and missed on the test games: what a reviewer would have to put right there."""
    reviewed: int
    wrong: int
    """Of the reviewed, those that had to be corrected."""
    seconds: float
    """Of its trainings, of the processor."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    chosen, _ = parser.parse_known_args()
    place = prepared()
    with ProcessPoolExecutor(chosen.workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        seeds = range(FIRST_SEED, FIRST_SEED + chosen.seeds)
        found = list(pool.map(one_seed, seeds, [place] * chosen.seeds))
    show(found)


def show(found: Sequence[dict[str, Run]]) -> None:
    def values(order: str, name: str) -> list[float]:
        return [float(getattr(runs[order], name)) for runs in found]

    some = found[0]["queue"]
    print(f"games, wrong labels, seeds                    {GAMES}, 15 %, {len(found)}")
    print(f"moments reviewed                              {some.reviewed} of {round(some.reviewed / REVIEWED)}")
    for order in ("random", "queue"):
        shares = [runs[order].wrong / runs[order].reviewed for runs in found]
        print(f"of these to be corrected, {order + ' order':<20}{statistics.mean(shares):.0%}")
    titles = {"f1": "F1", "f1_of_classes": "F1, mean of classes", "mean_ap": "mean average precision"}
    for name, title in titles.items():
        for order in ("none", "random", "queue", "true"):
            told = {"none": "nothing reviewed", "true": "no label wrong"}.get(order, f"{order} order")
            print(f"{title}, {told:<{44 - len(title)}}{statistics.mean(values(order, name)):.3f}")
        gains = {order: [a - b for a, b in zip(values(order, name), values("none", name), strict=True)]
                 for order in ("random", "queue")}  # fmt: skip
        for order, gain in gains.items():
            print(f"gain in {title}, {order + ' order':<{36 - len(title)}}{interval(gain)}")
        more = [a - b for a, b in zip(gains["queue"], gains["random"], strict=True)]
        print(f"{title}, queue above random{'':<{27 - len(title)}}{interval(more)}   (goal: above 0)")
    left = {order: statistics.mean(values(order, "corrections_left")) for order in ("none", "random", "queue")}
    print(f"corrections needed on the test games          {left['none']:.0f} before, after random order "
          f"{left['random']:.0f}, {left['queue']:.0f} after the queue's")  # fmt: skip
    longest = max(run.seconds for runs in found for run in runs.values())
    print(f"longest run, of {HEADS} trainings                   {longest:.0f} s   (goal {LONGEST_S:.0f} s)")


def interval(values: Sequence[float]) -> str:
    mean = statistics.mean(values)
    if len(values) < 2:
        return f"{mean:+.4f}"
    half = _T_95[len(values)] * statistics.stdev(values) / len(values) ** 0.5
    return f"{mean:+.4f} (95 %: {mean - half:+.4f} to {mean + half:+.4f})"


def prepared() -> Place:
    """Games, their pictures and features, made once."""
    from edc.spotter.gather import build

    weights = _weights()
    drills = drawn_drills("test")
    project = drills[:GAMES]
    judged = [judged_folder(drill, "val", CACHE / "judged") for drill in drawn_drills("val")]
    judged += [judged_folder(drill, "test", CACHE / "judged") for drill in drills[GAMES:]]
    place = Place(weights=weights, project=tuple(map(str, project)), judged=tuple(map(str, judged)))
    shared = CACHE / "shared"
    whole = [project_folder(drill, with_errors(read_json(drill / "truth.json"), random.Random(0)), shared).root
             for drill in project]  # fmt: skip
    built = build([*whole, *judged], [], CACHE / "clips", lambda line: print(line, flush=True))
    assert not built.skipped, built.skipped
    _features(weights)
    return place


def _weights() -> Path:
    """Those in use, whose backbone learnt from none of these games."""
    from edc.spotter.weights import shipped

    in_use = shipped()
    assert in_use is not None, "no weights: nothing to learn on"
    return in_use.torch


def _features(weights: Path) -> None:
    from edc.spotter.checkpoint import read_weights
    from edc.spotter.dataset import read_dataset
    from edc.spotter.featured import cached_features

    clips = read_dataset(CACHE / "clips")
    cached_features(read_weights(weights).backbone, clips, clips.games, _Told())


class _Told:
    def step(self, done: float, text: str = "") -> None:
        if text.startswith("features"):
            print(text, flush=True)

    def warn(self, message: str) -> None:
        print(message, flush=True)


def one_seed(seed: int, place: Place) -> dict[str, Run]:
    """All orders with the same errors; kept, so that a run that was stopped goes on."""
    import torch

    from edc.spotter.weights import backbone_fingerprint

    torch.set_num_threads(1)
    root = CACHE / backbone_fingerprint() / f"seed-{seed}"
    kept = root / "runs.json"
    if kept.exists():
        return {order: Run(**run) for order, run in read_json(kept).items()}
    shutil.rmtree(root, ignore_errors=True)
    drills = [Path(drill) for drill in place.project]
    answers = {project_name(drill): with_errors(read_json(drill / "truth.json"), random.Random(f"{seed} {drill.name}"))
               for drill in drills}  # fmt: skip
    folders = [project_folder(drill, answers[project_name(drill)], root / "games").root for drill in drills]
    _see_each_other(folders, place, root, seed)
    runs = {"none": _trained(folders, [], place, root / "none", seed)}
    for order in ("random", "queue"):
        reviews, wrong, count = reviewed(folders, answers, order, REVIEWED, root / order, seed)
        run = _trained(folders, reviews, place, root / order, seed)
        runs[order] = Run(**{**asdict(run), "order": order, "wrong": wrong, "reviewed": count})
    true = [project_folder(drill, _true(answers[project_name(drill)]), root / "true-games").root for drill in drills]
    runs["true"] = _trained(true, [], place, root / "true", seed)
    for name in ("none", "random", "queue", "true", "games", "true-games"):
        shutil.rmtree(root / name, ignore_errors=True)
    write_json(kept, {order: asdict(run) for order, run in runs.items()})
    print(f"seed {seed}: " + ", ".join(f"{order} {run.f1:.3f}" for order, run in runs.items()), flush=True)
    return runs


def _true(answers: Sequence[Answer]) -> list[Answer]:
    return [Answer(moment_id=a.moment_id, said=a.true, true=a.true) for a in answers if a.true is not None]


def _see_each_other(folders: Sequence[Path], place: Place, root: Path, seed: int) -> None:
    """Spotter's scores of each game, by a head that has not learnt from it."""
    from edc.gamefolder import GameFolder
    from edc.spotter.assess import fitted, run_on
    from edc.spotter.checkpoint import read_weights
    from edc.spotter.classes import CLASSES
    from edc.spotter.dataset import read_dataset
    from edc.tables import SPOTS, write_table

    for fold in range(2):
        learnt = [folder for number, folder in enumerate(folders) if number % 2 != fold]
        out = root / f"fold-{fold}"
        best = _train(_dataset(learnt, [], place, out / "clips"), place, out / "run", seed)
        model, clips = read_weights(best), read_dataset(CACHE / "clips")
        _, calibration = fitted(run_on(model, clips, clips.of("val"), Silent()))
        names = {folder.name: folder for number, folder in enumerate(folders) if number % 2 == fold}
        for ran in run_on(model, clips, [game for game in clips.games if game.name in names], Silent()):
            sure = ran.scores.copy()
            for c, label in enumerate(EVENTS):
                sure[:, c] = calibration.curve(label, sure[:, c])
            rows = ({"media_s": float(at), **dict(zip(CLASSES, map(float, row), strict=True))}
                    for at, row in zip(ran.game.times_s, sure, strict=True))  # fmt: skip
            write_table(GameFolder(names[ran.game.name]).spots, rows, SPOTS)
        shutil.rmtree(out)


def _dataset(folders: Sequence[Path], reviews: Sequence[Path], place: Place, clips: Path) -> Path:
    """Its pictures and features are those that all share."""
    from edc.spotter.gather import build

    clips.mkdir(parents=True, exist_ok=True)
    for name in ("pictures", "features"):
        if not (clips / name).exists():
            (clips / name).symlink_to((CACHE / "clips" / name).resolve())
    built = build([*folders, *map(Path, place.judged)], reviews, clips, lambda _line: None)
    assert not built.skipped, built.skipped
    return clips


def _train(clips: Path, place: Place, out: Path, seed: int) -> Path:
    """A new head on the dataset; gives its best weights."""
    from edc.spotter.dataset import read_dataset
    from edc.spotter.model import Shape
    from edc.spotter.recipe import head_recipe
    from edc.spotter.train import train

    recipe = head_recipe(
        str(place.weights), anew=True, hears=True, steps=STEPS, clips=8, clip=192, seed=seed, validate_every=100,
        checkpoint_every=STEPS, shape=Shape(width=96, dilations=(1, 2, 4, 8, 16)),
    )  # fmt: skip
    return train(read_dataset(clips), recipe, out, Silent())


def _trained(folders: Sequence[Path], reviews: Sequence[Path], place: Place, out: Path, seed: int) -> Run:
    """The mean of some heads that begin elsewhere."""
    start = time.process_time()
    clips = _dataset(folders, reviews, place, out / "clips")
    trained = [_train(clips, place, out / f"head-{n}", HEADS * seed + n) for n in range(HEADS)]
    seconds = time.process_time() - start
    found = [_judged(best, clips) for best in trained]
    score, of_classes, left, precision = (statistics.mean(column) for column in zip(*found, strict=True))
    return Run(order="none", f1=score, f1_of_classes=of_classes, mean_ap=precision, corrections_left=round(left),
               reviewed=0, wrong=0, seconds=seconds)  # fmt: skip


def _judged(best: Path, dataset: Path) -> tuple[float, float, int, float]:
    """F1 of all and by class, corrections left and mean average precision on the test games."""
    from edc.spotter.assess import fitted, run_on
    from edc.spotter.calibration import applied
    from edc.spotter.checkpoint import read_weights
    from edc.spotter.dataset import read_dataset
    from edc.spotter.precision import mean_ap

    model, clips = read_weights(best), read_dataset(dataset)
    validation = run_on(model, clips, clips.of("val"), Silent())
    nms_s, calibration = fitted(validation)
    sure = applied([ran.marks(nms_s) for ran in validation], calibration)
    threshold = max((share / 20 for share in range(1, 20)), key=lambda share: f1(sure, share)[0])
    raw = [ran.marks(nms_s) for ran in run_on(model, clips, clips.of("test"), Silent())]
    judged = applied(raw, calibration)
    score, left = f1(judged, threshold)
    return score, statistics.mean(f1(judged, threshold, (label,))[0] for label in EVENTS), left, mean_ap(raw)


def f1(marks: Sequence[Any], threshold: float, labels: Sequence[str] = EVENTS) -> tuple[float, int]:
    """Of classes together, within a second; and how many spots are false or missing."""
    from edc.spotter.precision import judged

    right = found = there = 0
    for label in labels:
        scores, hits, total = judged(marks, label, _WITHIN_S)
        above = scores >= threshold
        right, found, there = right + int(hits[above].sum()), found + int(above.sum()), there + total
    return 2 * right / max(1, found + there), (found - right) + (there - right)


if __name__ == "__main__":
    main()
