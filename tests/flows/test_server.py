"""Both deployments of `flows/prefect.yaml` against a real Prefect server with a real worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from edc.files import read_json
from edc.media.ffmpeg import run_ffmpeg
from tests.conftest import ROOT, SAMPLE

STARTS_WITHIN_S = 240
"""A first start migrates a database on a busy machine."""


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _stop(process: subprocess.Popen[Any]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _prefect(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server, a work pool, both deployments and a worker; gives the environment to talk to them."""
    port = _free_port()
    environment = {
        **os.environ,
        "PREFECT_HOME": str(tmp_path_factory.mktemp("prefect")),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "DO_NOT_TRACK": "1",
        "EDC_ROOT": str(ROOT),
        "PYTHONPATH": str(ROOT),
    }
    log = (tmp_path_factory.mktemp("logs") / "server.log").open("w")
    start = {"cwd": ROOT, "env": environment, "stdout": log, "stderr": log, "start_new_session": True}
    serving = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)], **start
    )
    working = None
    try:
        _wait_until_healthy(environment["PREFECT_API_URL"], serving)
        _prefect(environment, "work-pool", "create", "edc", "--type", "process")
        _prefect(environment, "deploy", "--prefect-file", "flows/prefect.yaml", "--all")
        working = subprocess.Popen([sys.executable, "-m", "prefect", "worker", "start", "--pool", "edc"], **start)
        yield environment
    finally:
        for process in (working, serving):
            if process is not None:
                _stop(process)


def _wait_until_healthy(api: str, serving: subprocess.Popen[Any]) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        assert serving.poll() is None, "the Prefect server ended"
        try:
            if httpx.get(f"{api}/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    pytest.fail("the Prefect server did not start")


def _run(environment: dict[str, str], deployment: str, *parameters: str) -> str:
    wanted = [part for parameter in parameters for part in ("--param", parameter)]
    return _prefect(environment, "deployment", "run", deployment, *wanted, "--watch", "--watch-timeout", "900")


def _artifacts(environment: dict[str, str]) -> set[str]:
    answer = httpx.post(f"{environment['PREFECT_API_URL']}/artifacts/filter", json={"limit": 100}, timeout=60)
    return {artifact["key"] for artifact in answer.json()}


def test_a_game_and_then_an_editors_recap(server: dict[str, str], tmp_path: Path) -> None:
    clip, out = tmp_path / "clip.mp4", tmp_path / "game"
    run_ffmpeg(["-ss", "20", "-i", str(SAMPLE / "broadcast.mp4"), "-t", "45", "-c", "copy", str(clip)], doing="cut")
    said = _run(server, "process-game/process-game", f'video="{clip}"', f'out="{out}"',
                f'playbyplay="{SAMPLE / "playbyplay.json"}"')  # fmt: skip
    assert "Completed" in said, said
    assert (out / "recaps" / "rapid" / "recap.mp4").is_file() and (out / "report.html").is_file()
    said = _run(server, "recap/recap", f'game="{out}"', "seconds=20", 'spoilers="hidden"')
    assert "Completed" in said, said
    assert read_json(out / "recaps" / "20s-hidden" / "recap.json")["duration_s"] <= 20.0
    assert {"edc-captions", "edc-recap-rapid", "edc-recap-20s-hidden"} <= _artifacts(server)


def test_bad_input_fails_the_run_with_the_reason(server: dict[str, str], tmp_path: Path) -> None:
    missing = tmp_path / "missing.mp4"
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", "deployment", "run", "process-game/process-game",
         "--param", f'video="{missing}"', "--param", f'out="{tmp_path / "out"}"', "--watch", "--watch-timeout", "120"],
        cwd=ROOT, env=server, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    answer = httpx.post(f"{server['PREFECT_API_URL']}/flow_runs/filter",
                        json={"sort": "START_TIME_DESC", "limit": 1}, timeout=60)  # fmt: skip
    assert "missing.mp4" in answer.json()[0]["state"]["message"]
