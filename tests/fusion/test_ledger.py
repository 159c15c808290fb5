"""Ids that stay, revisions that grow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edc.errors import InputError
from edc.fusion.ledger import give_ids, read_ledger, revise, write_ledger
from edc.moments import Moment

QUICK = settings(max_examples=40, deadline=None, derandomize=True)


def basket(anchor_s: float | None = 100.0, *, number: int | None = None, label: str = "shot.made.two",
           score: tuple[int, int] = (2, 0)) -> Moment:  # fmt: skip
    return Moment(
        moment_id="", game_id="g", label=label, start_s=None if anchor_s is None else anchor_s - 6, anchor_s=anchor_s,
        end_s=None if anchor_s is None else anchor_s + 3, period=1, clock_s=600.0, team="AAA", home_score=score[0],
        away_score=score[1], play_number=number, points=2,
    )  # fmt: skip


def run(moments: list[Moment], ledger: list) -> tuple[list[Moment], list]:  # type: ignore[type-arg]
    named = give_ids(moments, ledger)
    return revise(named, named, ledger)


def test_the_same_game_again_changes_nothing() -> None:
    moments = [basket(100.0, number=7), basket(130.0, number=9, score=(4, 0))]
    first, ledger = run(moments, [])
    again, after = run(moments, ledger)
    assert again == first and after == ledger


def test_an_edit_of_the_feed_keeps_the_id_and_grows_the_revision() -> None:
    first, ledger = run([basket(number=7)], [])
    second, _ = run([basket(number=7, label="shot.made.dunk.other")], ledger)
    assert second[0].moment_id == first[0].moment_id
    assert (first[0].revision, second[0].revision) == (1, 2)


def test_a_feed_that_comes_later_takes_over_the_ids_of_the_score_bug() -> None:
    first, ledger = run([basket(100.0)], [])
    second, _ = run([basket(101.2, number=7, label="shot.made.layup.driving")], ledger)
    assert second[0].moment_id == first[0].moment_id


def test_a_play_that_left_the_feed_stays_as_retracted() -> None:
    first, ledger = run([basket(100.0, number=7), basket(130.0, number=9, score=(4, 0))], [])
    second, after = run([basket(100.0, number=7)], ledger)
    gone = next(m for m in second if m.moment_id == first[1].moment_id)
    assert gone.status == "retracted" and gone.revision == 2
    third, _ = run([basket(100.0, number=7)], after)
    assert next(m for m in third if m.moment_id == gone.moment_id).revision == 2


def test_two_rows_of_a_feed_are_never_one_moment() -> None:
    first, ledger = run([basket(100.0, number=7)], [])
    second, _ = run([basket(100.5, number=8)], ledger)
    new = next(m for m in second if m.play_number == 8)
    assert new.moment_id != first[0].moment_id


def test_unplaced_plays_inherit_by_their_clock() -> None:
    first, ledger = run([basket(None)], [])
    second, _ = run([basket(None)], ledger)
    assert second[0].moment_id == first[0].moment_id


@QUICK
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 400)), unique_by=lambda t: t[1], max_size=25), st.data())
def test_ids_are_unique_and_never_given_to_another_play(plays: list[tuple[int, int]], data: st.DataObject) -> None:
    moments = [basket(float(at), number=number, score=(number, 0)) for at, number in plays]
    first, ledger = run(moments, [])
    kept = [m for m in moments if data.draw(st.booleans())]
    second, _ = run([replace(m, label="shot.made.three.catch") for m in kept], ledger)
    assert len({m.moment_id for m in second}) == len(second)
    known = {m.play_number: m.moment_id for m in first}
    assert all(m.moment_id == known[m.play_number] for m in second)


def test_the_ledger_survives_its_file(tmp_path: Path) -> None:
    _, ledger = run([basket(number=7)], [])
    write_ledger(tmp_path / "ids.jsonl", ledger)
    assert read_ledger(tmp_path / "ids.jsonl") == ledger
    assert read_ledger(tmp_path / "none.jsonl") == []


def test_a_broken_ledger_is_named(tmp_path: Path) -> None:
    (tmp_path / "ids.jsonl").write_text("{")
    with pytest.raises(InputError, match=r"ids\.jsonl"):
        read_ledger(tmp_path / "ids.jsonl")
