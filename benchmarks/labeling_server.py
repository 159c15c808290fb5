"""The review tool in a process of its own, for the measurements of it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx


def start(
    games: list[Path], project: Path, *, port: int = 0, people: tuple[str, ...] = (), database: str | None = None
) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """The process and each person's address; "Review" is the admin's."""
    command = [sys.executable, "-m", "edc", "review", *map(str, games), "--project", str(project), "--port", str(port)]
    command += [part for person in people for part in ("--person", person)]
    command += ["--database", database] if database else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    addresses: dict[str, str] = {}
    while len(addresses) <= len(people):
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("the review tool did not start")
        name, _, url = line.strip().partition(": ")
        addresses[name] = url
    return process, addresses


def signed_in(address: str) -> httpx.Client:
    """A client with a session that sends the CSRF header; waits until the server answers."""
    client = httpx.Client(base_url=address.partition("/?")[0], timeout=60)
    for _ in range(600):
        try:
            client.get(address)
            break
        except httpx.TransportError:
            time.sleep(0.05)
    client.headers["X-CSRF-Token"] = client.get("/api/me").json()["csrf"]
    return client


@contextmanager
def running(games: list[Path], project: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    process, addresses = start(games, project)
    try:
        yield signed_in(addresses["Review"]), process
    finally:
        process.terminate()
        process.wait()
