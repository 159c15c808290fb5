"""What a stage costs: seconds, processor seconds of all its processes, and peak memory of all of them at once."""

from __future__ import annotations

import os
import threading
import time

_EVERY_S = 0.25


def _processor_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


class Meter:
    """A context manager; its figures stand after the block."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.cpu_seconds = 0.0
        self.peak_mb = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Meter:
        self._start, self._start_cpu = time.monotonic(), _processor_s()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self.seconds = time.monotonic() - self._start
        self.cpu_seconds = _processor_s() - self._start_cpu

    def _watch(self) -> None:
        import psutil

        me = psutil.Process()
        while True:
            resident = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    resident += process.memory_info().rss
                except psutil.Error:
                    continue
            self.peak_mb = max(self.peak_mb, resident / 1e6)
            if self._stop.wait(_EVERY_S):
                return
