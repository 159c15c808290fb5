"""What people say wins, and is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from edc.errors import InputError
from edc.fusion.corrections import Correction, added_moments, apply, named_moments, read_corrections
from edc.fusion.fuse import Fused, fuse
from edc.moments import Moment
from tests.alignment.simulated import Understood, understood


@pytest.fixture(scope="module")
def game() -> Understood:
    return understood(11, "bench", with_feed=False)


def fused(game: Understood, corrections: list[Correction], ledger: Any = ()) -> Fused:
    return fuse(game.context, None, [], corrections, ledger)


def correction(op: Any, moment_id: str | None, **values: Any) -> Correction:
    return Correction(op=op, moment_id=moment_id, values=values, by="ana", note="")


def test_a_new_label_and_instant_are_taken_and_the_id_stays(game: Understood) -> None:
    before = fused(game, [])
    target = next(m for m in before.moments if m.made)
    assert target.anchor_s is not None
    said = correction("set", target.moment_id, label="shot.made.dunk.driving", anchor_s=target.anchor_s - 1.0)
    after = fused(game, [said], before.ledger)
    changed = next(m for m in after.moments if m.moment_id == target.moment_id)
    assert changed.label == "shot.made.dunk.driving" and changed.anchor_s == target.anchor_s - 1.0
    assert changed.start_s is not None and changed.start_s < changed.anchor_s
    assert changed.status == "confirmed" and changed.revision == 2
    assert any(e.source == "human" for e in changed.evidence)
    again = fused(game, [said], after.ledger)
    assert again.moments == after.moments


def test_a_retracted_moment_stays_listed(game: Understood) -> None:
    before = fused(game, [])
    target = before.moments[0]
    after = fused(game, [correction("retract", target.moment_id)], before.ledger)
    assert next(m for m in after.moments if m.moment_id == target.moment_id).status == "retracted"


def test_an_added_moment_keeps_its_id(game: Understood) -> None:
    before = fused(game, [])
    said = correction("add", None, label="block", anchor_s=40.0, start_s=36.0, end_s=42.0, period=1, clock_s=20.0)
    after = fused(game, [said], before.ledger)
    added = next(m for m in after.moments if m.label == "block")
    again = fused(game, [said], after.ledger)
    assert next(m for m in again.moments if m.label == "block").moment_id == added.moment_id
    assert added.moment_id not in {m.moment_id for m in before.moments}


def test_a_correction_of_a_moment_that_is_not_there_is_told(game: Understood) -> None:
    assert "m-9999" in fused(game, [correction("confirm", "m-9999")]).warnings[0]


@pytest.mark.parametrize("line", [
    "{", '{"op": "improve", "moment_id": "m-0001"}', '{"op": "set", "values": {"label": "shot.made.two"}}',
    '{"op": "set", "moment_id": "m-0001", "values": {"stars": 5}}',
    '{"op": "set", "moment_id": "m-0001", "values": {"label": "touchdown"}}',
])  # fmt: skip
def test_a_line_that_cannot_be_understood_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "corrections.jsonl"
    path.write_text(json.dumps({"op": "confirm", "moment_id": "m-0001"}) + "\n" + line + "\n")
    with pytest.raises(InputError, match="line 2"):
        read_corrections(path)


def test_a_moment_added_under_an_id_keeps_it_until_evidence_turns_up(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    path.write_text(json.dumps({"op": "add", "moment_id": "r-1", "by": "Ann", "values": {
        "label": "steal", "anchor_s": 50.0, "replays": [{"start_s": 60.0, "end_s": 62.0}]}}) + "\n")  # fmt: skip
    corrections = read_corrections(path)
    assert added_moments(corrections, "g") == []
    (added,) = named_moments(corrections, "g", set())
    assert (added.moment_id, added.label, added.anchor_s, added.confidence) == ("r-1", "steal", 50.0, 0.99)
    assert added.replays[0].start_s == 60.0 and added.start_s is not None and added.start_s < 50.0
    assert apply([added], corrections) == ([added], [])
    assert named_moments(corrections, "g", {"r-1"}) == []
    found = Moment(moment_id="r-1", game_id="g", label="turnover", start_s=47.0, anchor_s=51.0, end_s=53.0)
    (corrected,), lost = apply([found], corrections)
    assert corrected.label == "steal" and not lost


def test_values_changed_with_many_others_leave_the_doubt(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    path.write_text('{"op": "set", "moment_id": "m-1", "sure": false, "values": {"anchor_s": 52.0}}\n')
    found = Moment(moment_id="m-1", game_id="g", label="steal", start_s=47.0, anchor_s=51.0, end_s=53.0, confidence=0.4,
                   status="provisional", anchor_sd_s=2.0)  # fmt: skip
    (moved,), _ = apply([found], read_corrections(path))
    assert (moved.anchor_s, moved.start_s, moved.end_s) == (52.0, 48.0, 54.0)
    assert (moved.confidence, moved.status, moved.anchor_sd_s) == (0.4, "provisional", 2.0)


def test_a_moment_that_a_person_kept_keeps_its_id_run_after_run(game: Understood) -> None:
    before = fused(game, [])
    kept = correction("add", "r-77", label="steal", anchor_s=41.0)
    first = fused(game, [kept], before.ledger)
    again = fused(game, [kept], first.ledger)
    for one in (first, again):
        (mine,) = [m for m in one.moments if m.moment_id == "r-77"]
        assert mine.revision == 1 and mine.status == "confirmed"
        assert len(one.moments) == len(before.moments) + 1 and not one.warnings
    gone = fused(game, [], again.ledger)
    assert next(m for m in gone.moments if m.moment_id == "r-77").status == "retracted"
