"""The promises of recaps over two hundred simulated games."""

from __future__ import annotations

from benchmarks.recaps import FIRST_SEED, report


def main() -> None:
    report(FIRST_SEED, 200)
