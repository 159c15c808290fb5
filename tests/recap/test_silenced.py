"""What a compiled library prints stays out of the output of a command; all else comes through."""

from __future__ import annotations

import os
import subprocess
import sys

_PROGRAM = """
import ctypes, threading
from edc.recap.silenced import silenced

libc = ctypes.CDLL(None)
print("before")
ready = threading.Barrier(2)

def solve(first):
    with silenced():
        ready.wait()
        libc.puts(b"left over")
        if not first:
            ready.wait()
    if first:
        ready.wait()

threads = [threading.Thread(target=solve, args=(number == 0,)) for number in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.puts(b"between")
with silenced():
    libc.puts(b"left over")
print("after")
"""


def test_only_a_librarys_own_lines_are_kept_off_standard_output_however_many_threads_solve() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["before", "between", "after"]
    assert done.stderr == ""


def test_a_closed_standard_output_is_no_trouble() -> None:
    program = "import os; os.close(1)\nfrom edc.recap.silenced import silenced\nwith silenced(): pass"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_command_that_prints_json_keeps_their_lines_off_it_also_through_a_pipe() -> None:
    program = """
import ctypes
from edc.cli.terminal import only_json
with only_json(True):
    ctypes.CDLL(None).puts(b"left over")
print("{}")
"""
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=buffered)
    assert (done.stdout, done.stderr) == ("{}\n", "left over\n")
