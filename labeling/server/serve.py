"""`edc review`: the server on this machine's own address, and the one address that lets a person in."""

from __future__ import annotations

import logging
import webbrowser
from collections.abc import Callable

from edc.errors import UsageError
from labeling.server.app import create_app
from labeling.server.desk import Settings

_GRACE_S = 3
"""An open page may be in the middle of a video: stopping waits no longer for it."""


def serve(
    settings: Settings, *, host: str, port: int, show: Callable[[dict[str, str]], None], browser: bool = False
) -> None:  # fmt: skip
    """Serves until it is stopped; `show` gets each person's address, the admin's first under "Review", and where the
    record lies.

    Raises:
        UsageError: the port is taken.
    """
    import uvicorn

    app = create_app(settings)
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False,
                            timeout_graceful_shutdown=_GRACE_S)  # fmt: skip
    server = uvicorn.Server(config)
    logging.getLogger("uvicorn.error").addFilter(_without_bind_error)
    try:
        sock = config.bind_socket()
    except SystemExit as error:
        remedy = "choose another --port or --host"
        raise UsageError(f"Port {port} is taken, or {host} is no address of this machine: {remedy}.") from error
    root = f"http://{host}:{sock.getsockname()[1]}/?token="
    address = root + app.state.desk.token
    people = {name: root + token for name, token in app.state.desk.tokens.items()}
    record = app.state.desk.engine.url.render_as_string(hide_password=True)
    show({"Review": address, **people, "Record": record.removeprefix("sqlite:///")})
    if browser:
        webbrowser.open(address)
    server.run(sockets=[sock])


def _without_bind_error(record: logging.LogRecord) -> bool:
    return "address already in use" not in record.getMessage()
