"""The queue that reviewers share: the greatest gain first, nobody gets what another has, nothing is asked in vain."""

from __future__ import annotations

import time
from typing import Any

import pytest
from sqlalchemy import text

from edc.errors import InputError
from edc.files import write_json
from edc.spotter.classes import CLASSES
from edc.tables import SPOTS, write_table
from labeling.agreement.adjudication import make_gold
from labeling.agreement.report import agreement
from labeling.queue.filling import Shares, fill, pieces
from labeling.queue.holding import leave, renew
from labeling.queue.leasing import Ask, next_questions, release
from labeling.queue.progress import progress
from labeling.queue.ranking import drawn, expected_gain, rarity
from labeling.queue.seen import Seen
from labeling.record.database import reading
from labeling.record.people import Person
from labeling.record.state import view
from labeling.record.sweeps import unswept
from labeling.server.beside import Beside
from tests.labeling.conftest import Bench, a_moment

NO_CHANCE = Shares(random=0.0, second=0.0)


def _next(bench: Bench, person: Person, **more: Any) -> dict[str, Any]:
    return next_questions(bench.engine, Ask(person=person, random_share=0.0, **more))


def _filled(bench: Bench, shares: Shares = NO_CHANCE) -> int:
    return fill(bench.engine, bench.game, "G1", shares)


def test_two_people_never_get_the_same_question_and_a_lease_runs_out(bench: Bench) -> None:
    assert _filled(bench) == 24 + 4  # each moment, and the live part in four sweeps
    ann, bob = _next(bench, bench.ann), _next(bench, bench.bob)
    ids = [q["queue_id"] for got in (ann, bob) for q in (got["item"], got["next"])]
    assert len(set(ids)) == 4
    assert _next(bench, bench.ann)["item"]["queue_id"] == ann["item"]["queue_id"]
    other_tab = _next(bench, bench.ann, tab="second")
    assert other_tab["item"]["queue_id"] not in ids or other_tab["item"]["queue_id"] in ids[:2]
    with bench.engine.begin() as connection:
        connection.execute(text("UPDATE queue_item SET lease_until = 1"))
    assert _next(bench, bench.bob)["item"]["queue_id"] == ann["item"]["queue_id"]


def test_a_question_is_kept_while_somebody_is_at_it_and_given_back_when_the_page_is_left(bench: Bench) -> None:
    _filled(bench)
    got = _next(bench, bench.ann, tab="one", lease_s=1000.0)
    mine = [got["item"]["queue_id"], got["next"]["queue_id"]]
    assert renew(bench.engine, bench.ann, "one", mine, 5000.0) == mine
    with bench.engine.connect() as connection:
        until = connection.execute(text("SELECT max(lease_until) FROM queue_item")).scalar_one()
    assert until > time.time() + 4000.0
    assert renew(bench.engine, bench.bob, "his", mine, 5000.0) == []  # hers, as long as she renews it
    bench.does(bench.bob, "confirm", got["item"]["moment"]["moment_id"])
    assert renew(bench.engine, bench.ann, "one", mine, 5000.0) == mine[1:]  # answered by somebody else
    leave(bench.engine, bench.ann, "another")
    assert _next(bench, bench.bob)["item"]["queue_id"] != mine[1]
    leave(bench.engine, bench.ann, "one")
    assert _next(bench, bench.boss)["item"]["queue_id"] == mine[1]


def test_two_tabs_of_one_person_get_different_questions(bench: Bench) -> None:
    _filled(bench)
    one, two = _next(bench, bench.ann, tab="one"), _next(bench, bench.ann, tab="two")
    assert {one["item"]["queue_id"], one["next"]["queue_id"]}.isdisjoint(
        {two["item"]["queue_id"], two["next"]["queue_id"]}
    )


def test_an_answer_settles_the_question_and_an_undo_asks_it_again(bench: Bench) -> None:
    _filled(bench)
    got = _next(bench, bench.ann)
    first = got["item"]
    bench.does(bench.ann, "confirm", first["moment"]["moment_id"])
    after = _next(bench, bench.ann, holding=[got["next"]["queue_id"]])
    assert after["item"]["queue_id"] == got["next"]["queue_id"] and after["left"] == got["left"] - 1
    assert bench.does(bench.ann, "undo")["queue_id"] == first["queue_id"]
    assert _next(bench, bench.ann)["left"] == got["left"]
    bench.does(bench.ann, "redo")
    assert _next(bench, bench.ann)["left"] == got["left"] - 1
    bench.does(bench.ann, "undo")
    assert _next(bench, bench.ann)["left"] == got["left"]


def test_skipping_puts_a_question_behind_the_others(bench: Bench) -> None:
    _filled(bench)
    first = _next(bench, bench.ann)["item"]
    with pytest.raises(InputError, match="somebody else's"):
        release(bench.engine, first["queue_id"], bench.bob)
    release(bench.engine, first["queue_id"], bench.ann)
    assert _next(bench, bench.bob)["item"]["queue_id"] != first["queue_id"]
    _filled(bench)
    assert _next(bench, bench.boss)["item"]["queue_id"] != first["queue_id"]


def test_filters_and_an_unknown_one(bench: Bench) -> None:
    _filled(bench)
    only = _next(bench, bench.ann, filters={"labels": ["shot.made"], "period": 1})
    assert only["left"] == 7 and only["item"]["moment"]["label"].startswith("shot.made")
    assert _next(bench, bench.bob, filters={"kinds": ["sweep"]})["item"]["moment"] is None
    assert _next(bench, bench.boss, games=frozenset({"another"}))["item"] is None  # known, and not served now
    with pytest.raises(InputError, match="no filter"):
        _next(bench, bench.ann, filters={"colour": "red"})


def test_sweeps_are_asked_until_they_are_swept_and_known_as_negatives(bench: Bench) -> None:
    _filled(bench)
    sweep = _next(bench, bench.ann, filters={"kinds": ["sweep"]})["item"]
    with pytest.raises(InputError, match="times speed"):
        bench.does(bench.ann, "sweep", None, start_s=0.0, end_s=50.0, speed=16)
    bench.does(bench.ann, "sweep", None, queue_id=sweep["queue_id"], start_s=sweep["start_s"], end_s=sweep["end_s"],
               speed=4)  # fmt: skip
    assert _filled(bench) == 24 + 3
    bench.does(bench.ann, "undo")
    assert _filled(bench) == 24 + 4
    assert pieces([(0.0, 400.0)])[0] == (0.0, 100.0)
    assert unswept([(0.0, 10.0)], [{"start_s": 2.0, "end_s": 4.0}]) == [(0.0, 2.0), (4.0, 10.0)]


def test_second_reviews_are_blind_and_for_others_only(bench: Bench) -> None:
    shares = Shares(random=0.0, second=1.0)
    _filled(bench, shares)
    bench.does(bench.ann, "relabel", "m-0001", label="block")
    _filled(bench, shares)
    assert _next(bench, bench.ann, filters={"kinds": ["second"]})["item"] is None
    asked = _next(bench, bench.bob, filters={"kinds": ["second"]})["item"]
    assert asked["blind"] and asked["moment"]["label"] is None and asked["moment"]["anchor_s"] is None
    assert "block" not in str(asked["moment"]) and "evidence" in asked["moment"] and not asked["moment"]["evidence"]
    with pytest.raises(InputError, match="blind question"):
        bench.does(bench.bob, "confirm", "m-0001", queue_id=asked["queue_id"])
    before = bench.now("m-0001")
    bench.does(bench.bob, "relabel", "m-0001", queue_id=asked["queue_id"], label="steal", anchor_s=18.2)
    assert bench.now("m-0001") == before
    with reading(bench.engine) as connection:
        report = agreement(connection)
    assert report["moments"] == 1 and report["pairs"][0]["agreed"] == 0.0
    _filled(bench, shares)
    assert _next(bench, bench.bob, filters={"kinds": ["second"]})["item"] is None


def test_gold_items_measure_each_labeler_once(bench: Bench) -> None:
    bench.does(bench.boss, "relabel", "m-0002", label="steal")
    with bench.engine.begin() as connection:
        make_gold(connection, "G1", "m-0002", bench.boss)
        with pytest.raises(InputError, match="decided by a person"):
            make_gold(connection, "G1", "m-0003", bench.boss)
    _filled(bench)
    for person, label in ((bench.ann, "steal"), (bench.bob, "block")):
        asked = _next(bench, person, filters={"kinds": ["gold"]})["item"]
        assert asked["moment"]["moment_id"] == "m-0002" and asked["blind"]
        bench.does(person, "relabel", "m-0002", queue_id=asked["queue_id"], label=label)
    _filled(bench)
    assert _next(bench, bench.ann, filters={"kinds": ["gold"]})["item"] is None
    with reading(bench.engine) as connection:
        people = {p["name"]: p for p in progress(connection)["people"]}
    assert people["Ann"]["gold_right"] == 1.0 and people["Bob"]["gold_right"] == 0.0


def test_what_gains_most_comes_first(bench: Bench) -> None:
    def gain(shown: bool = False, **values: Any) -> float:
        moment = view("m", 1, {"machine": {"label": "shot.made.two", "anchor_s": 1.0, **values}},
                      {"confidence": 0.8, "importance": 0.3, **values})  # fmt: skip
        return expected_gain(moment, frozenset({"m"} if shown else ())).gain

    assert gain(confidence=0.5) > gain(confidence=0.8) > gain(confidence=0.99)
    assert gain(importance=0.9) > gain() and gain(shown=True) > gain() and gain(anchor_sd_s=4.0) > gain()
    apart = [{"source": s, "media_s": t} for s, t in (("spotter", 10.0), ("scorebug", 20.0))]
    near = [{"source": s, "media_s": t} for s, t in (("spotter", 10.0), ("scorebug", 11.0))]
    assert gain(evidence=apart) > gain(evidence=near)
    assert rarity("shot.made.dunk.putback") > rarity("shot.made.dunk")
    share = sum(drawn(0.1, "G1", f"m-{n}", "random") for n in range(10_000)) / 10_000
    assert abs(share - 0.1) < 0.01


def test_what_the_model_contradicts_is_asked_first_and_shown_beside(bench: Bench) -> None:
    """m-0003 is a missed two at 34 s; the model sees a block there, and at 42 s the rebound that it is."""
    times = [round(n / 15, 4) for n in range(15 * 60)]
    peaks = {34.2: "block", 42.0: "rebound"}
    rows = [{"media_s": at, **dict.fromkeys(CLASSES, 0.0),
             **{label: 0.9 for peak, label in peaks.items() if abs(at - peak) < 0.03}} for at in times]  # fmt: skip
    write_table(bench.game.spots, rows, SPOTS)
    _filled(bench)
    first = _next(bench, bench.ann)["item"]
    assert first["moment"]["moment_id"] == "m-0003" and "the model sees: block" in first["reason"]
    beside = Beside(bench.game).of(first["moment"])["scores"]
    assert [(s["title"], s["score"], s["media_s"]) for s in beside] == [("block", 0.9, 34.2)]
    seen = Seen(bench.game)
    assert not seen.near(300.0) and not seen.near(None)
    assert seen.against("block", 34.0) is None and seen.against("timeout.team", 34.0) is None
    nothing = seen.against("steal", 42.0)
    assert nothing is not None and nothing.because == "the model sees: rebound"
    write_json(bench.game.alignment, {"spotter": {"weight": 0.0}})
    assert Seen(bench.game).against("steal", 42.0) is None  # where it is not trusted it has no say


def test_nothing_is_asked_about_what_cannot_be_seen(bench: Bench) -> None:
    assert a_moment(1).placed
    bench.does(bench.ann, "delete", "m-0001")
    bench.does(bench.ann, "cannot_tell", "m-0002")
    assert _filled(bench) == 22 + 4
