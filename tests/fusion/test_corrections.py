"""What people say wins, and is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from edc.errors import InputError
from edc.fusion.corrections import Correction, read_corrections
from edc.fusion.fuse import Fused, fuse
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
