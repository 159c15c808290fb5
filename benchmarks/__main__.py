"""`python -m benchmarks [--full] [NAME …]`: runs the measurements one after the other and prints their tables.

What takes long to make (rendered games, their scans) is kept in `benchmarks/cache`, so a second run is quicker.
"""

from __future__ import annotations

import argparse
import importlib
import time

QUICK = (
    "rendered_games", "scan_speed", "scorebug_stills", "real_inputs", "alignment_simulated", "captions", "recaps",
    "recap_speed", "recap_window", "recaps_video",
)  # fmt: skip
FULL = (*QUICK, "spotter", "spotter_backbones", "recaps_full", "full_game", "labeling_follow", "labeling_stress",
        "review_bench", "learning_loop")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(FULL)} (all quick ones)")
    parser.add_argument("--full", action="store_true", help="also what takes hours")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(FULL)
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}: there are {', '.join(FULL)}")
    for name in arguments.names or (FULL if arguments.full else QUICK):
        print(f"\n=== {name} ===", flush=True)
        start = time.monotonic()
        importlib.import_module(f"benchmarks.{name}").main()
        print(f"({time.monotonic() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
