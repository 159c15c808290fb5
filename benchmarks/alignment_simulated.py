"""How well alignment and fusion understand simulated broadcasts, without drawing a picture.

Looks at the score bug come straight from the simulation, with misreads and gaps; sound and motion are what a
good detector would tell. Prints a line a game and the figures over all of them:

    python -m benchmarks.alignment_simulated --kind bench --first 1 --count 24
"""

from __future__ import annotations

import argparse

from edc.evaluation.compare import Figures, pooled
from tests.alignment.simulated import understood


def _line(name: str, fed: Figures, bare: Figures) -> str:
    return (
        f"{name:<10}{fed.clock_within_1_s:>9.2%}{fed.clock_within_half_s:>9.2%}{fed.shot_error_median_s:>7.2f}"
        f"{fed.shot_error_p95_s:>7.2f}{fed.shots_within_1_5_s:>8.1%}{fed.plays_within_2_s:>8.1%}"
        f"{bare.made_shot_f1:>8.3f}{bare.free_throw_f1:>8.3f}{fed.period_end_f1:>8.3f}{fed.replay_iou:>8.3f}"
        f"{fed.break_iou:>8.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kind", default="bench", choices=("sample", "bench", "full"))
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--signals", action=argparse.BooleanOptionalAction, default=True)
    wanted, _ = parser.parse_known_args()
    print(f"{'game':<10}{'clock 1s':>9}{'0.5 s':>9}{'median':>7}{'p95':>7}{'in 1.5s':>8}{'others':>8}{'F1':>8}"
          f"{'F1 FT':>8}{'ends':>8}{'replay':>8}{'breaks':>8}")  # fmt: skip
    fed, bare = [], []
    for seed in range(wanted.first, wanted.first + wanted.count):
        fed.append(understood(seed, wanted.kind, with_feed=True, signals=wanted.signals).figures)
        bare.append(understood(seed, wanted.kind, with_feed=False, signals=wanted.signals).figures)
        print(_line(f"{wanted.kind} {seed}", fed[-1], bare[-1]), flush=True)
    print(_line("all", pooled(fed), pooled(bare)))


if __name__ == "__main__":
    main()
