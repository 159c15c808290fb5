"""Prefect's settings for a flow that is run as a command, with the embedded server.

The server of `PREFECT_API_URL` is used where one is named. The embedded one's first start migrates a database and takes
most of a minute on two busy cores, hence the long time-out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTUP_TIMEOUT_S = 300


@contextmanager
def command() -> Iterator[None]:
    """Around a flow, which is imported inside: Prefect reads its settings then. Errors become exit codes."""
    _prepare()
    print("Starting Prefect (its first start takes up to a minute) …", file=sys.stderr, flush=True)
    from edc.errors import EdcError

    try:
        yield
    except EdcError as error:
        print(f"edc: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        print("Stopped. What was finished is kept: run the same command to go on.", file=sys.stderr)
        raise SystemExit(130) from None


def _prepare() -> None:
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
