"""Agreement: published examples give the published values; disputes are found and settled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edc.errors import InputError
from labeling.agreement.adjudication import disputes
from labeling.agreement.measures import cohens_kappa, krippendorffs_alpha, overlap, spread_s
from labeling.agreement.report import agreement, bias
from labeling.queue.filling import Shares, fill
from labeling.queue.leasing import Ask, next_questions
from labeling.record.database import reading
from tests.labeling.conftest import Bench


def _units(*rows: str) -> list[dict[str, str]]:
    """Rows of observers, a letter a unit, a dot where an observer did not look."""
    return [{str(n): row[at] for n, row in enumerate(rows) if row[at] != "."} for at in range(len(rows[0]))]


def test_krippendorffs_own_examples() -> None:
    # Computing Krippendorff's Alpha-Reliability (2011): A, binary data; B, nominal data; C, four observers and gaps.
    assert krippendorffs_alpha(_units("0100000000", "1110010100")) == pytest.approx(0.095, abs=5e-4)
    assert krippendorffs_alpha(_units("aabbdcccedda", "babbbccceddd")) == pytest.approx(0.692, abs=5e-4)
    with_gaps = _units("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    assert krippendorffs_alpha(with_gaps) == pytest.approx(0.743, abs=5e-4)


def test_cohens_kappa_of_a_textbook_table() -> None:
    # Two readers of 50 grant proposals: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no give 0.4.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohens_kappa(pairs) == pytest.approx(0.4)
    assert cohens_kappa([]) is None and cohens_kappa([("y", "y")]) is None


@given(st.lists(st.dictionaries(st.sampled_from("pqr"), st.sampled_from("xy"), min_size=2), min_size=1))
def test_alpha_is_one_exactly_where_all_agree(units: list[dict[str, str]]) -> None:
    alpha = krippendorffs_alpha(units)
    agree = all(len(set(unit.values())) == 1 for unit in units)
    assert alpha is None or (alpha == pytest.approx(1.0)) == agree


def test_time() -> None:
    assert overlap((0.0, 10.0), (5.0, 15.0)) == pytest.approx(1 / 3)
    assert overlap((0.0, 1.0), (2.0, 3.0)) == 0.0 and spread_s([3.0, 1.0, 2.0]) == 2.0


def test_a_leaning_is_seen() -> None:
    told = bias([("dunk", "layup"), ("dunk", "dunk"), ("layup", "layup")])
    assert told["dunk"]["ratio"] == 2.0 and told["layup"]["ratio"] == 0.5


def test_a_dispute_is_settled_by_an_adjudicator_alone(bench: Bench) -> None:
    shares = Shares(random=0.0, second=1.0)
    for moment_id in ("m-0001", "m-0002"):
        bench.does(bench.ann, "relabel", moment_id, label="block")
    fill(bench.engine, bench.game, "G1", shares)
    for _ in range(2):
        asked = next_questions(bench.engine, Ask(person=bench.bob, filters={"kinds": ["second"]}))["item"]
        label = "steal" if asked["moment"]["moment_id"] == "m-0001" else "block"
        bench.does(bench.bob, "relabel", asked["moment"]["moment_id"], queue_id=asked["queue_id"], label=label,
                   team="KCK", anchor_s=asked["moment"]["start_s"] + 5.0)  # fmt: skip
    with reading(bench.engine) as connection:
        found = {d["moment"]["moment_id"]: d for d in disputes(connection)}
        report = agreement(connection)
    assert "label" in found["m-0001"]["about"] and "label" not in found.get("m-0002", {"about": []})["about"]
    assert report["moments"] == 2 and report["classes"]["block"]["moments"] == 2
    with pytest.raises(InputError, match="Only an adjudicator"):
        bench.does(bench.ann, "adjudicate", "m-0001", label="steal")
    bench.does(bench.boss, "adjudicate", "m-0001", label="steal", anchor_s=18.0)
    with reading(bench.engine) as connection:
        assert "m-0001" not in {d["moment"]["moment_id"] for d in disputes(connection)}
        people = {p["name"]: p for p in agreement(connection)["people"]}
    assert people["Bob"]["bias"]["steal"]["right"] == 1 and people["Ann"]["bias"]["steal"]["right"] == 0
    assert not bench.broken()


def test_an_answer_that_was_taken_back_counts_no_more(bench: Bench) -> None:
    bench.does(bench.ann, "relabel", "m-0001", label="block")
    bench.does(bench.bob, "relabel", "m-0001", label="steal")
    with reading(bench.engine) as connection:
        assert agreement(connection)["moments"] == 1
    bench.does(bench.bob, "undo")
    with reading(bench.engine) as connection:
        assert agreement(connection)["moments"] == 0
