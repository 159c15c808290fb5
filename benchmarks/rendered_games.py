"""Twelve rendered games of looks and seeds never used in development: how well each is understood.

Comes in: nothing; the games are rendered once into `benchmarks/cache/games` and kept. Most are 720p at good
quality; some are small or poor, and one is a transport stream whose clock jumps. Goes out: one line a game, with
and without its play-by-play, and the figures over all plays of all games. All without the action spotter: what that
adds, `benchmarks.spotter` prints.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from edc.evaluation.compare import Figures, evaluate, pooled
from edc.files import atomic_write, read_json
from edc.media.ffmpeg import run_ffmpeg

CACHE = Path(__file__).parent / "cache" / "games"
FIRST_SEED = 9500
"""Seeds from here on belong to the benchmark: nothing is developed on them."""


SAMPLE_LOOK = "ribbon"
"""The committed sample's, which was developed on."""
SMALL, POOR, STREAM = ("--size", "854x480"), ("--bitrate", "3000"), ("--ts",)
VARIANTS = {1: SMALL, 4: POOR, 6: STREAM, 9: POOR}
"""Options of the rendering by the game's number."""
JUMP_S = 1000.0


def looks() -> list[str]:
    """All others, the ones drawn only here last."""
    from sample_media.scorebugs import HELD_OUT, LOOKS

    return [*(name for name in LOOKS if name not in (*HELD_OUT, SAMPLE_LOOK)), *HELD_OUT]


def rendered(number: int, look: str) -> Path:
    """The folder of a rendered game, made where it is missing."""
    folder, variant = CACHE / f"{number:02d}-{look}", VARIANTS.get(number, ())
    if not (folder / "truth.json").exists():
        subprocess.run(
            [sys.executable, "-m", "edc", "sample", "--kind", "bench", "--seed", str(FIRST_SEED + number),
             "--look", look, "--out", str(folder), *variant],
            check=True,
        )  # fmt: skip
    if variant == STREAM and not (folder / "jumped.ts").exists():
        _let_the_clock_jump(folder / "broadcast.ts", folder / "jumped.ts")
    return folder


def _let_the_clock_jump(stream: Path, jumped: Path) -> None:
    """Half way through the time stamps go on `JUMP_S` later, as where a recorder was handed another input."""
    middle = read_json(stream.parent / "truth.json")["media"]["duration_s"] / 2
    with tempfile.TemporaryDirectory(dir=stream.parent) as name:
        folder = Path(name)
        cut = ["-i", str(stream), "-map", "0", "-c", "copy", "-copyts"]
        run_ffmpeg(
            [*cut, "-f", "segment", "-segment_times", f"{middle:.3f}", "-segment_format", "mpegts",
             str(folder / "%d.ts")], doing="cutting the stream",
        )  # fmt: skip
        late = ["-c", "copy", "-copyts", "-output_ts_offset", str(JUMP_S), str(folder / "late.ts")]
        run_ffmpeg(["-i", str(folder / "1.ts"), "-map", "0", *late], doing="moving its second half")
        with atomic_write(jumped) as temporary:
            temporary.write_bytes((folder / "0.ts").read_bytes() + (folder / "late.ts").read_bytes())


def broadcast(folder: Path) -> Path:
    """The game's video."""
    return next(path for name in ("jumped.ts", "broadcast.ts", "broadcast.mp4") if (path := folder / name).exists())


def processed(folder: Path, *, with_feed: bool, spotter: bool = False) -> Path:
    """The game folder of a rendered game; the scan, which depends on neither, is taken over from the first one."""
    first = folder / "with_feed"
    out = folder / (("with_feed" if with_feed else "without_feed") + ("_spotter" if spotter else ""))
    if out != first and not out.exists():
        shutil.copytree(processed(folder, with_feed=True), out,
                        ignore=shutil.ignore_patterns("recaps", "pool", "ids.jsonl"))  # fmt: skip
    config = folder / f"{out.name}.toml"
    config.write_text(f"[spot]\nuse = {'true' if spotter else 'false'}\n")
    feed = ["--playbyplay", str(folder / "playbyplay.json"), "--boxscore", str(folder / "boxscore.json")]
    subprocess.run(
        [sys.executable, "-m", "edc", "process", str(broadcast(folder)), "--out", str(out), "--until", "index",
         "--config", str(config), *(feed if with_feed else [])],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return out


COLUMNS: tuple[tuple[str, str, bool], ...] = (
    ("clock 1 s", "clock_within_1_s", True), ("0.5 s", "clock_within_half_s", True),
    ("placed", "plays_placed", True), ("shot med", "shot_error_median_s", True), ("p95", "shot_error_p95_s", True),
    ("in 1.5 s", "shots_within_1_5_s", True), ("plays 2 s", "plays_within_2_s", True),
    ("F1 made", "made_shot_f1", False), ("F1 FT", "free_throw_f1", False), ("F1 ends", "period_end_f1", False),
    ("replays", "replay_iou", True), ("attached", "replays_attached", True),
    ("breaks", "break_iou", True),
)  # fmt: skip
"""Heading, figure, and whether it is taken with the play-by-play."""
GOALS = (0.99, 0.995, 0.995, 0.5, 1.5, 0.95, None, 0.95, 0.9, 1.0, 0.85, 0.95, 0.95)
"""Of each column: errors at most, shares at least."""


def _line(name: str, fed: Figures, bare: Figures) -> str:
    values = [getattr(fed if with_feed else bare, figure) for _, figure, with_feed in COLUMNS]
    return f"{name:<16}" + "".join(f"{value:>10.3f}" for value in values)


def main() -> None:
    print(f"{'game':<16}" + "".join(f"{heading:>10}" for heading, _, _ in COLUMNS))
    fed, bare = [], []
    for number, look in enumerate(looks()):
        folder = rendered(number, look)
        truth = read_json(folder / "truth.json")
        fed.append(evaluate(processed(folder, with_feed=True), truth))
        bare.append(evaluate(processed(folder, with_feed=False), truth))
        print(_line(folder.name, fed[-1], bare[-1]), flush=True)
    print(_line("all", pooled(fed), pooled(bare)))
    print(f"{'goal':<16}" + "".join(f"{'' if goal is None else f'{goal:.3f}':>10}" for goal in GOALS))
