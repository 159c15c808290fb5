"""The record: nothing is lost, nothing is overwritten unseen, everything can be taken back."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from edc.errors import InputError, UsageError
from edc.fusion.corrections import read_corrections
from edc.moments import Evidence, write_moments
from labeling.agreement.answers import standing_answers
from labeling.formats.exchange import export_labels, video_of
from labeling.formats.registry import FORMATS
from labeling.queue.filling import Shares, fill
from labeling.queue.leasing import Ask, next_questions
from labeling.record.acts import decided
from labeling.record.batches import batches
from labeling.record.bulk import Bulk, do_bulk, restore_to, undo_bulk, would_restore
from labeling.record.changes import Act, Conflict, write_act
from labeling.record.correct import Wish, correct
from labeling.record.database import migrate, open_database, reading
from labeling.record.history import history_of
from labeling.record.processing import take_in
from labeling.record.state import view
from labeling.record.tables import METADATA
from labeling.record.through import correction_line, write_through
from tests.labeling.conftest import Bench, a_moment

_WHY = "he dunks <script>alert(1)</script>"


def _view(bench: Bench, moment_id: str) -> dict[str, object]:
    now = bench.now(moment_id)
    return view(moment_id, now.revision, now.state, now.aside)


def test_a_correction_says_who_when_what_before_and_after_and_why(bench: Bench) -> None:
    before = time.time()
    answer = bench.does(bench.ann, "relabel", "m-0001", label="shot.made.dunk", why=_WHY)
    assert answer["moment"]["label"] == "shot.made.dunk" and answer["moment"]["revision"] == 2
    with reading(bench.engine) as connection:
        first, second = history_of(connection, "G1", "m-0001")
    assert first["by"] == "machine" and second["by"] == "Ann"
    assert before <= second["at"] <= time.time()
    assert second["before"]["said.label"] is None and second["after"]["said.label"] == ["shot.made.dunk"]
    assert second["why"] == _WHY
    assert second["model_version"] == "rules-1" and second["feed_revision"] == "1"
    assert not bench.broken()


def test_an_older_revision_is_refused_and_nothing_is_written(bench: Bench) -> None:
    bench.does(bench.ann, "relabel", "m-0001", label="block")
    with pytest.raises(Conflict):
        bench.does(bench.bob, "relabel", "m-0001", on=1, label="steal")
    assert _view(bench, "m-0001")["label"] == "block"
    blindly = Wish(client_id=str(uuid.uuid4()), game_id="G1", action="confirm", moment_id="m-0001")
    with pytest.raises(InputError, match="If-Match"):
        correct(bench.engine, blindly, bench.bob)


def test_the_same_client_id_twice_is_one_correction(bench: Bench) -> None:
    client_id = str(uuid.uuid4())
    first = bench.does(bench.ann, "relabel", "m-0001", client_id=client_id, label="block")
    bench.does(bench.bob, "relabel", "m-0001", label="steal")
    again = bench.does(bench.ann, "relabel", "m-0001", client_id=client_id, on=1, label="block")
    assert again == first and _view(bench, "m-0001")["label"] == "steal"
    with pytest.raises(InputError, match="somebody else"):
        bench.does(bench.bob, "relabel", "m-0001", client_id=client_id, label="block")


def test_undo_and_redo_go_back_and_forth_and_spare_what_others_did(bench: Bench) -> None:
    untouched = bench.now("m-0001").state
    bench.does(bench.ann, "relabel", "m-0001", label="block")
    moved = bench.does(bench.ann, "move", "m-0001", anchor_s=19.0)
    assert moved["moment"]["start_s"] == 15.0 and moved["moment"]["end_s"] == 22.0
    bench.does(bench.ann, "undo")
    assert _view(bench, "m-0001")["anchor_s"] == 18.0 and _view(bench, "m-0001")["label"] == "block"
    bench.does(bench.ann, "undo")
    assert bench.now("m-0001").state == untouched
    bench.does(bench.ann, "redo")
    bench.does(bench.ann, "redo")
    assert _view(bench, "m-0001")["anchor_s"] == 19.0 and _view(bench, "m-0001")["label"] == "block"
    with pytest.raises(InputError, match="nothing to redo"):
        bench.does(bench.ann, "redo")
    # Bob's new label stands in the way of Ann's old one, not of her move.
    named = bench.does(bench.bob, "relabel", "m-0001", label="steal")
    bench.does(bench.ann, "undo")
    assert _view(bench, "m-0001")["label"] == "steal" and _view(bench, "m-0001")["anchor_s"] == 18.0
    with pytest.raises(Conflict):
        bench.does(bench.ann, "undo")
    with pytest.raises(InputError, match="somebody else's"):
        bench.does(bench.ann, "undo", correction_id=named["correction_id"])
    assert not bench.broken()


def test_an_offline_act_is_taken_back_by_its_client_id(bench: Bench) -> None:
    client_id = str(uuid.uuid4())
    bench.does(bench.ann, "delete", "m-0002", client_id=client_id)
    bench.does(bench.ann, "confirm", "m-0003")
    undo = Wish(client_id=str(uuid.uuid4()), game_id="G1", action="undo", change={"client_id": client_id})
    assert correct(bench.engine, undo, bench.ann)["moment"]["deleted"] is False
    redo = Wish(client_id=str(uuid.uuid4()), game_id="G1", action="redo", change={"client_id": client_id})
    assert correct(bench.engine, redo, bench.ann)["moment"]["deleted"] is True


def test_split_merge_delete_restore_add(bench: Bench) -> None:
    split = bench.does(bench.ann, "split", "m-0001", at_s=19.5)
    assert split["moment"]["end_s"] == 19.5 and split["others"][0]["start_s"] == 19.5
    new = split["others"][0]["moment_id"]
    merged = bench.does(bench.ann, "merge", "m-0001", **{"with": new})
    assert (merged["moment"]["start_s"], merged["moment"]["end_s"]) == (14.0, 21.0)
    assert merged["others"][0]["deleted"]
    bench.does(bench.ann, "undo")
    assert not bench.now(new).state.get("deleted")
    bench.does(bench.ann, "undo")
    assert bench.now(new).state["deleted"] and _view(bench, "m-0001")["end_s"] == 21.0
    bench.does(bench.bob, "delete", "m-0002")
    with pytest.raises(InputError, match="restore it first"):
        bench.does(bench.bob, "relabel", "m-0002", label="block")
    assert bench.does(bench.bob, "restore", "m-0002")["moment"]["deleted"] is False
    added = bench.does(bench.bob, "add", label="steal", anchor_s=300.0, team="RMC")
    assert added["moment"]["moment_id"].startswith("r-") and added["moment"]["start_s"] < 300.0
    assert not bench.broken()


def test_two_people_who_did_not_see_each_other_merge_nothing_twice(bench: Bench) -> None:
    seen = bench.now("m-0003").revision
    bench.does(bench.bob, "move", "m-0003", anchor_s=35.0)
    with pytest.raises(Conflict):
        bench.does(bench.ann, "merge", "m-0002", **{"with": "m-0003", "with_revision": seen})


@pytest.mark.parametrize(
    ("action", "change", "message"),
    [
        ("relabel", {"label": "shot.made.moonshot"}, "no label of the taxonomy"),
        ("relabel", {}, "no label of the taxonomy"),
        ("move", {}, "must say anchor_s"),
        ("move", {"anchor_s": 1e9}, "outside the video"),
        ("move", {"anchor_s": "12"}, "must be a number"),
        ("move", {"start_s": 100.0, "end_s": 90.0}, "before it starts"),
        ("move", {"start_s": 18.5}, "outside the moment"),
        ("split", {"at_s": 500.0}, "inside the moment"),
        ("merge", {"with": "m-0001"}, "another moment"),
        ("merge", {"with": "m-9999"}, "no moment 'm-9999'"),
        ("set_player", {"players": "Ball"}, "list"),
        ("restore", {}, "nothing to restore"),
        ("dance", {}, "no action"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_why_and_changes_nothing(
    bench: Bench, action: str, change: dict[str, object], message: str
) -> None:
    before = bench.now("m-0001")
    with pytest.raises(InputError, match=message):
        bench.does(bench.ann, action, "m-0001", **change)
    assert bench.now("m-0001") == before


def test_words_of_sql_and_half_letters_are_only_words(bench: Bench) -> None:
    note = "'; DROP TABLE act; -- \x00 \ud83d"
    answer = bench.does(bench.ann, "flag", "m-0001", note=note)
    assert answer["moment"]["flag"].startswith("'; DROP TABLE act; --")
    with pytest.raises(InputError, match="no id"):
        bench.does(bench.ann, "confirm", "m-1'; DROP TABLE act; --", on=1)
    assert len(bench.moments()) == 24 and not bench.broken()


def test_bulk_acts_are_undone_as_one_and_spare_later_work(bench: Bench) -> None:
    everything = {id_: m.state for id_, m in bench.moments().items()}
    shift = Bulk(client_id=str(uuid.uuid4()), action="shift", game_id="G1", select={"period": 1}, change={"by_s": 0.5})
    done = do_bulk(bench.engine, shift, bench.boss)
    assert done["changed"] == 19 and _view(bench, "m-0001")["anchor_s"] == 18.5
    assert _view(bench, "m-0001")["confidence"] == pytest.approx(0.7)  # nobody has looked at it
    assert do_bulk(bench.engine, shift, bench.boss)["batch_id"] == done["batch_id"]
    assert _view(bench, "m-0001")["anchor_s"] == 18.5
    bench.does(bench.ann, "move", "m-0002", anchor_s=30.0)
    back = undo_bulk(bench.engine, done["batch_id"], bench.boss)
    assert back == {"batch_id": back["batch_id"], "changed": 18, "kept": ["m-0002"]}
    assert {id_: m.state for id_, m in bench.moments().items() if id_ != "m-0002"} == {
        id_: state for id_, state in everything.items() if id_ != "m-0002"
    }
    with pytest.raises(InputError, match="no such bulk act"):
        undo_bulk(bench.engine, "nothing", bench.boss)
    with pytest.raises(InputError, match="`select`"):
        do_bulk(bench.engine, Bulk(client_id=str(uuid.uuid4()), action="relabel", game_id="G1", select={},
                                   change={"label": "block"}), bench.boss)  # fmt: skip
    assert not bench.broken()


def test_restoring_to_a_time_takes_back_what_people_did_since(bench: Bench) -> None:
    bench.does(bench.ann, "relabel", "m-0001", label="block")
    fill(bench.engine, bench.game, "G1", Shares(random=0.0, second=0.0))
    then, at = {id_: m.state for id_, m in bench.moments().items()}, time.time()
    time.sleep(0.01)
    bench.does(bench.ann, "relabel", "m-0001", label="steal")
    bench.does(bench.bob, "delete", "m-0002")
    added = bench.does(bench.bob, "add", label="steal", anchor_s=300.0)["moment"]["moment_id"]
    with reading(bench.engine) as connection:
        assert would_restore(connection, "G1", at) == 3 and len(standing_answers(connection)) == 3
    done = restore_to(bench.engine, "G1", at, bench.boss, "too hasty")
    assert done["changed"] == 3
    with reading(bench.engine) as connection:
        (listed,) = batches(connection, "G1")
        assert set(standing_answers(connection)) == {("G1", "m-0001")}
    assert (listed["action"], listed["by"], listed["changed"], listed["why"], listed["undone"]) == (
        "restore_to", "Boss", 3, "too hasty", False)  # fmt: skip
    fill(bench.engine, bench.game, "G1", Shares(random=0.0, second=0.0))
    with reading(bench.engine) as connection:
        asked = connection.execute(text("SELECT moment_id FROM queue_item WHERE state = 'open' AND kind = 'gain'"))
        assert set(asked.scalars()) == set(then) - {"m-0001"}
    now = {id_: m.state for id_, m in bench.moments().items()}
    assert now.pop(added)["deleted"] and now == then
    undo_bulk(bench.engine, done["batch_id"], bench.boss)
    assert _view(bench, "m-0001")["label"] == "steal" and bench.now("m-0002").state["deleted"]
    with reading(bench.engine) as connection:
        assert batches(connection, "G1")[0]["undone"] and len(standing_answers(connection)) == 3
    assert not bench.broken()


def test_nobody_changes_the_past_not_even_by_hand(bench: Bench) -> None:
    bench.does(bench.ann, "confirm", "m-0001")
    for statement in ("UPDATE effect SET revision = 9", "DELETE FROM act", "UPDATE answer SET label = 'x'"):
        with pytest.raises(DBAPIError, match="append-only"), bench.engine.begin() as connection:
            connection.execute(text(statement))


def test_human_decisions_stand_above_reprocessing_and_conflicts_are_asked_again(bench: Bench) -> None:
    bench.does(bench.ann, "relabel", "m-0001", label="block")
    bench.does(bench.ann, "confirm", "m-0002")
    bench.does(bench.ann, "confirm", "m-0003")
    moments = [a_moment(n) for n in range(1, 25) if n != 3]
    moments[0] = a_moment(1, label="foul.shooting")
    moments[4] = a_moment(6, label="steal")
    write_moments(bench.game.moments, moments)
    take_in(bench.engine, bench.game)
    assert _view(bench, "m-0001")["label"] == "block" and _view(bench, "m-0001")["conflict"] == ["label"]
    assert _view(bench, "m-0002")["conflict"] == []
    assert _view(bench, "m-0003")["conflict"] == ["status"]
    assert _view(bench, "m-0006")["label"] == "steal"
    with reading(bench.engine) as connection:
        asked = connection.execute(text("SELECT moment_id FROM queue_item WHERE kind = 'conflict'")).scalars().all()
    assert sorted(asked) == ["m-0001", "m-0003"]
    line = correction_line(bench.now("m-0003"))
    assert line is not None and line["op"] == "add" and line["values"]["anchor_s"] == 34.0
    bench.does(bench.bob, "confirm", "m-0001")
    assert _view(bench, "m-0001")["conflict"] == []
    # Fusion adds the dropped one as the person saw it: that is no news from the machine.
    said = Evidence(source="human", media_s=34.0, score=1.0, note="confirm by Ann")
    kept = replace(a_moment(3), evidence=(said,), confidence=0.99, model_version="added")
    write_moments(bench.game.moments, [*moments, kept])
    take_in(bench.engine, bench.game)
    line = correction_line(bench.now("m-0003"))
    assert line is not None and line["op"] == "add"
    revisions = {id_: m.revision for id_, m in bench.moments().items()}
    take_in(bench.engine, bench.game)
    assert {id_: m.revision for id_, m in bench.moments().items()} == revisions
    assert not bench.broken()


def test_a_label_that_the_taxonomy_has_no_more_is_kept_asked_again_and_stops_nothing(bench: Bench) -> None:
    """As an older version may have left it."""
    old = {"m-0001": "shot.made.dunk.skyhook", "m-0002": "pinball"}
    with bench.engine.begin() as connection:
        for moment_id, label in old.items():
            act = Act(game_id="G1", action="relabel", person_id=bench.ann.person_id, name="Ann", at=time.time(),
                      moment_id=moment_id, change={"label": label})  # fmt: skip
            known = {moment_id: bench.now(moment_id)}
            write_act(connection, act, {moment_id: decided({"said.label": [label]})}, known, lambda _after: {})
    fill(bench.engine, bench.game, "G1", Shares(random=0.0, second=0.0))
    asked = next_questions(bench.engine, Ask(person=bench.bob, filters={"kinds": ["conflict"]}))
    assert asked["left"] == 2 and "no label" in asked["item"]["reason"]
    write_through(bench.engine, "G1", bench.game.corrections)
    said = {c.moment_id: c.values.get("label") for c in read_corrections(bench.game.corrections)}
    assert said == {"m-0001": "shot.made.dunk", "m-0002": None}
    assert [_view(bench, id_)["label"] for id_ in old] == list(old.values())
    for name in FORMATS:
        raw = export_labels(bench.engine, "G1", "g.mp4", name)
        with reading(bench.engine) as connection:
            names = {la.name for la in FORMATS[name].read(raw, video_of(connection, "G1", "g.mp4")).labels}
        assert set(old.values()) <= names
    bench.does(bench.bob, "relabel", "m-0001", label="shot.made.hook")
    assert next_questions(bench.engine, Ask(person=bench.bob, filters={"kinds": ["conflict"]}))["left"] == 1


def test_the_schema_can_be_brought_up_to_date_again_and_again(bench: Bench) -> None:
    migrate(bench.engine)
    assert len(bench.moments()) == 24


def test_the_migrations_make_the_tables_that_the_code_knows(bench: Bench) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with bench.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_what_is_no_database_is_said(tmp_path: object) -> None:
    with pytest.raises(UsageError, match="--database"):
        open_database("carrier-pigeon://coop")


def test_a_persons_work_can_be_asked_again_of_others_and_that_taken_back(bench: Bench) -> None:
    for moment_id in ("m-0001", "m-0002"):
        bench.does(bench.ann, "confirm", moment_id)
    again = Bulk(client_id=str(uuid.uuid4()), action="requeue", game_id="G1", select={}, change={"person": "Ann"})
    done = do_bulk(bench.engine, again, bench.boss)
    assert done["changed"] == 2
    for person, left in ((bench.ann, 0), (bench.bob, 2)):
        asked = next_questions(bench.engine, Ask(person=person, filters={"kinds": ["requeue"]}))
        assert asked["left"] == left
    undo_bulk(bench.engine, done["batch_id"], bench.boss)
    assert next_questions(bench.engine, Ask(person=bench.bob, filters={"kinds": ["requeue"]}))["left"] == 0
    with pytest.raises(InputError, match="no person 'Nobody'"):
        do_bulk(bench.engine, replace(again, client_id=str(uuid.uuid4()), change={"person": "Nobody"}), bench.boss)
