"""`python -m flows`: the flow that processes a game as a command, with Prefect's embedded server.

Uses the server of `PREFECT_API_URL` where one is named. The embedded one's first start migrates a
database and takes most of a minute on two busy cores, hence the long time-out.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

STARTUP_TIMEOUT_S = 300


def _prepare_prefect() -> None:
    """Prefect reads its settings when it is imported, so this comes first."""
    defaults = {
        "PREFECT_HOME": str(Path("out/.prefect").absolute()),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(STARTUP_TIMEOUT_S),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",  # the terminal already shows it, better
        "DO_NOT_TRACK": "1",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    # The embedded server makes no folder above its database; without it, it starts again and again.
    Path(os.environ["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Process one game as a Prefect flow.")
    parser.add_argument("video", help="the broadcast: a file or s3://…")
    parser.add_argument("--out", required=True, help="the game folder: local or s3://…")
    parser.add_argument("--playbyplay", help="the official play-by-play")
    parser.add_argument("--boxscore", help="the official box score")
    return parser.parse_args()


def main() -> None:
    arguments = _arguments()
    _prepare_prefect()
    print("Starting Prefect (its first start takes up to a minute) …", file=sys.stderr, flush=True)
    from edc.errors import EdcError
    from flows.process_game import process_game

    try:
        process_game(
            video=arguments.video, out=arguments.out, playbyplay=arguments.playbyplay, boxscore=arguments.boxscore
        )
    except EdcError as error:
        print(f"edc: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        print("Stopped. What was finished is kept: run the same command to go on.", file=sys.stderr)
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
