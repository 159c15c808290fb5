"""Keeps off standard output what a compiled library prints there by itself.

HiGHS now and then prints a line that its makers left in (`transformNewIntegerFeasibleSolution …`), whatever it is told;
in the output of `--json` it would be a syntax error. Only its own lines go: they are written below Python, where a
redirection of `sys.stdout` does not reach. `edc.cli.terminal.only_json` does the like for a whole command; this holds
wherever a recap is solved.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_STDOUT = 1
_lock = threading.Lock()
_inside = 0
_kept: int | None = None


@contextmanager
def silenced() -> Iterator[None]:
    """While somebody is inside, standard output leads nowhere; any number of threads may be."""
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _inside, _kept
    with _lock:
        _inside += 1
        if _inside > 1:
            return
        try:
            flush_stdout()
            _kept = os.dup(_STDOUT)
        except OSError:  # closed: there is nothing to keep clean
            _kept = None
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STDOUT)
        os.close(nowhere)


def _leave() -> None:
    global _inside, _kept
    with _lock:
        _inside -= 1
        if _inside or _kept is None:
            return
        flush_stdout()
        os.dup2(_kept, _STDOUT)
        os.close(_kept)
        _kept = None


def flush_stdout() -> None:
    """Python's buffer, then that of the C library, which would else be written after the redirection."""
    if sys.stdout is not None and not sys.stdout.closed:
        sys.stdout.flush()
    ctypes.CDLL(None).fflush(None)
