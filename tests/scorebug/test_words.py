"""What a bug's words mean."""

from __future__ import annotations

import pytest

from edc.scorebug.words import Status, parse_clock, parse_period, parse_score, parse_team


@pytest.mark.parametrize(("text", "seconds"), [
    ("11:42", 702.0), ("12:00", 720.0), (":35.0", 35.0), ("38.7", 38.7), ("0.4", 0.4), ("0:07.3", 7.3), (":09", 9.0),
    ("1142", None), ("1:75", None), ("24", None), ("95:12", None), ("", None),
])  # fmt: skip
def test_clock(text: str, seconds: float | None) -> None:
    assert parse_clock(text) == (None if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize(("text", "period", "status"), [
    ("1ST", 1, Status.PLAYING), ("Q1", 1, Status.PLAYING), ("1st QTR", 1, Status.PLAYING), ("IST", 1, Status.PLAYING),
    ("FIRST QUARTER", 1, Status.PLAYING), ("4TH", 4, Status.PLAYING), ("END 2ND", 2, Status.END),
    ("HALF", 2, Status.HALF), ("FINAL", 4, Status.FINAL), ("OT", 5, Status.PLAYING), ("2OT", 6, Status.PLAYING),
    ("OT2", 6, Status.PLAYING), ("FINAL/OT", 5, Status.FINAL), ("FINAL/2OT", 6, Status.FINAL),
])  # fmt: skip
def test_period(text: str, period: int, status: Status) -> None:
    assert parse_period(text) == (period, status)


@pytest.mark.parametrize("text", ["BONUS", "GAME 3", "5TH", "ESPN", "24"])
def test_no_period(text: str) -> None:
    assert parse_period(text) is None


def test_score() -> None:
    assert [parse_score(text) for text in ("0", "7", "106", "07", "240", "A")] == [0, 7, 106, None, None, None]


@pytest.mark.parametrize(("text", "name"), [
    ("NYK", "NYK"), ("3NYK", "NYK"), ("REAL MADRID", "REAL MADRID"), ("..NGT.", "NGT"), ("BULLS", "BULLS"),
    ("BONUS", None), ("FOLLS", None), ("2ND", None), ("105", None),
])  # fmt: skip
def test_team(text: str, name: str | None) -> None:
    assert parse_team(text) == name
