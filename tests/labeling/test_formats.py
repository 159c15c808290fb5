"""Five formats: out, in and out again are equal; what other tools wrote and changed is understood and kept."""

from __future__ import annotations

import json
import string
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edc.errors import InputError
from edc.taxonomy import load_taxonomy
from labeling.formats.dataset import dataset, split_of
from labeling.formats.exchange import export_labels, import_labels, video_of
from labeling.formats.label import Label, LabelSet, counterpart
from labeling.formats.registry import FORMATS, with_halves
from labeling.record.bulk import undo_bulk
from labeling.record.database import reading
from tests.labeling.conftest import Bench

VIDEO = LabelSet(video="g.mp4", fps=30000 / 1001, duration_s=7200.0, labels=(), title="game_0001")

LABEL_STUDIO = """[{"id":1,"data":{"video":"/data/game.mp4"},
 "annotations":[{"completed_by":1,"result":[
   {"id":"r1","from_name":"timelineLabels","to_name":"video","type":"timelinelabels","origin":"manual",
    "value":{"ranges":[{"start":3,"end":5}],"timelinelabels":["Moving"]}}]}],
 "predictions":[{"model_version":"edc-1","score":0.9,"result":[
   {"id":"p1","from_name":"timelineLabels","to_name":"video","type":"timelinelabels","score":0.9,
    "value":{"ranges":[{"start":382,"end":445}],"timelinelabels":["Dunk"]}}]}]}]"""
LABEL_STUDIO_MIN = """[{"id":7,"video":"/g.mp4","videoLabels":[{"ranges":[{"start":10,"end":20}],
 "timelinelabels":["x"]}],"annotator":3}]"""
SOCCERNET = """{"UrlLocal":"england_epl/2014-2015/","annotations":[
 {"gameTime":"1 - 00:12","label":"PASS","position":"12340","team":"home","visibility":"visible"},
 {"gameTime":"1 - 44:02","label":"Block","position":"2642000","team":"away","visibility":"not shown"}]}"""
SOCCERNET_PREDICTED = """{"UrlLocal":"..","predictions":[
 {"gameTime":"1 - 03:22","label":"Goal","position":"202000","half":"1","confidence":"0.93"}]}"""
OSL = """{"version":"2.0","date":"2026-05-19","dataset_name":"d","description":"","modalities":["video"],"metadata":{},
 "labels":{"action":{"type":"single_label","labels":["dunk","three"]}},
 "data":[{"id":"game_0001","inputs":[{"type":"video","path":"g.mp4","fps":29.97,"UTC_time_start":"2025-10-24T23:30:00Z"}],
  "events":[{"head":"action","label":"dunk","position_ms":642340,"timestamp_utc":"2025-10-24T23:40:42.340Z"}]}]}"""
SPORTSCODE = """<?xml version='1.0' encoding='utf-8'?>
<file><ALL_INSTANCES>
 <instance><ID>1</ID><start>128.40</start><end>136.20</end><code>Made Shot</code>
  <label><group>Player</group><text>7 Smith</text></label>
  <label><group>Quarter</group><text>Q1</text></label><label><text>loose</text></label>
  <label><group>Zone</group><text>A</text></label><label><group>Zone</group><text>B</text></label></instance>
</ALL_INSTANCES>
<ROWS><row><code>Made Shot</code><R>19532</R><G>44975</G><B>20560</B></row></ROWS></file>"""
CSV = "id,label,start_s,anchor_s,end_s,team,coach\r\n7,Dunk,1.5,3,4.25,KCK,Bo\r\n8,Wave,5,,7,,\r\n"

OSL_AS_TOOLS_WRITE_IT = """{"version":"2.0","date":"2025-12-16","task":"action_spotting","dataset_name":"t",
 "metadata":{"source":"s","created_by":"c","notes":"","split":"test"},
 "labels":{"ball_action":{"type":"single_label","labels":["PASS","Steal"]}},
 "data":[{"inputs":[{"type":"video","path":"league/2019/g.mp4","fps":25.0}],
  "events":[{"head":"ball_action","label":"PASS","position_ms":"840"},
   {"head":"ball_action","label":"Steal","position_ms":"61720","team":"left"}]}]}"""
OSL_OF_ANOTHER_TASK = """{"version":"2.0","date":"2026-09-14","dataset_name":"q","description":"",
 "modalities":["video"],"metadata":{},"labels":{},"data":[{"id":"clip_1","inputs":[{"type":"video","path":"v.mp4"}],
  "streaming_vqa":[{"id":"q1","position_ms":5000,"question":"Who?","options":[{"id":"o1","text":"left"}]}]}]}"""
SOCCERNET_BALL = """{"UrlLocal":"game_01","fps":25,"num_frames":"142887","annotations":[
 {"gameTime":"1 - 00:00","label":"PASS","position":"680"},
 {"gameTime":"1 - 00:02","label":"Steal","position":"2680","team":"left","visibility":"visible","player_id":101}]}"""
SOCCERNET_BALL_PREDICTED = """{"UrlLocal":"game_01","predictions":[
 {"gameTime":"1 - 00:01","label":"Steal","position":"1000","half":1,"confidence":"0.95","player_id":7,"note":"c"}]}"""
LABEL_STUDIO_TYPED = """[{"id":3,"data":{"video":"/g.webm"},"annotations":[{"id":9,"result":[
 {"value":{"ranges":[{"start":5,"end":15}],"timelinelabels":["Movement"]},"id":"t1","from_name":"timeline",
  "to_name":"video","type":"timeserieslabels","origin":"manual"}]}],"predictions":[]}]"""
SPORTSCODE_OF_ANOTHER_TOOL = """<?xml version="1.0"?>
<file>
    <ALL_INSTANCES>
        <instance><ID>P1</ID><start>3.6</start><end>9.7</end><code>PASS</code>
            <label><group>Team</group><text>Henk</text></label><label><group>Packing.Value</group><text>1</text></label>
            <label><group>Receiver</group><text>N&#xF8;me</text></label>
            <label><group>Qualifiers</group><text>Long ball</text></label>
            <label><group>Qualifiers</group><text>Completed</text></label></instance>
        <instance><ID>P2</ID><start>68.3</start><end>74.5</end><code>Steal</code></instance>
    </ALL_INSTANCES>
</file>"""

PUBLISHED = [
    ("labelstudio", LABEL_STUDIO), ("labelstudio", LABEL_STUDIO_MIN), ("soccernet", SOCCERNET),
    ("soccernet", SOCCERNET_PREDICTED), ("osl", OSL), ("sportscode-xml", SPORTSCODE), ("csv", CSV),
    ("labelstudio", LABEL_STUDIO_TYPED), ("soccernet", SOCCERNET_BALL), ("soccernet", SOCCERNET_BALL_PREDICTED),
    ("osl", OSL_AS_TOOLS_WRITE_IT), ("osl", OSL_OF_ANOTHER_TASK), ("sportscode-xml", SPORTSCODE_OF_ANOTHER_TOOL),
]  # fmt: skip

_times = st.floats(0.0, 7000.0).map(lambda s: round(s, 6))
_texts = st.text(max_size=20)
_json = st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | _texts, lambda inner: st.lists(inner, max_size=2)
                     | st.dictionaries(_texts, inner, max_size=2), max_leaves=4)  # fmt: skip


@st.composite
def labels(draw: st.DrawFn) -> Label:
    words = st.text(string.ascii_letters + " é!<&\"',;\n", min_size=1)
    name = draw(st.sampled_from(sorted(load_taxonomy().nodes)) | words)
    start_s, anchor_s, end_s = sorted((draw(_times), draw(_times), draw(_times)))
    players = draw(st.lists(st.fixed_dictionaries({"id": _texts, "name": _texts, "role": _texts}), max_size=2))
    return Label(
        name=name, label=counterpart(name), label_id=draw(st.none() | st.text(string.ascii_lowercase, min_size=1)),
        start_s=draw(st.sampled_from([None, start_s])), anchor_s=anchor_s, end_s=draw(st.sampled_from([None, end_s])),
        team=draw(st.none() | _texts), players=tuple(players), period=draw(st.none() | st.integers(1, 9)),
        clock_s=draw(st.none() | _times), confidence=draw(st.none() | st.floats(0, 1)), note=draw(st.none() | _texts),
        predicted=draw(st.booleans()), attributes=draw(st.dictionaries(st.sampled_from(["x", "y"]), _json)),
    )  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(some=st.lists(labels(), max_size=6))
def test_out_and_in_again_is_equal(name: str, some: list[Label]) -> None:
    before = replace(VIDEO, labels=tuple(some))
    form = FORMATS[name]
    after = form.read(form.write(before), VIDEO)
    if name in ("labelstudio", "soccernet"):  # people's labels and models' stand in two lists there
        some = sorted(some, key=lambda label: label.predicted)
    assert list(after.labels) == some
    assert form.read(form.write(after), VIDEO).labels == after.labels
    assert after.unmatched == sorted({label.name for label in some if label.label is None})


@pytest.mark.parametrize(("name", "text"), PUBLISHED)
def test_published_examples_come_out_as_they_went_in(name: str, text: str) -> None:
    form = FORMATS[name]
    first = form.read(text.encode(), VIDEO)
    written = form.write(first)
    second = form.read(written, VIDEO)
    assert second.labels == first.labels and second.document == first.document
    if name == "csv" or text is LABEL_STUDIO_MIN:
        return
    ours = _bare(written.decode())
    assert ours == _bare(text)


def _bare(text: str) -> Any:
    """The content of a file, without what we add for ourselves and with numbers as numbers."""
    if text.lstrip().startswith("<"):
        from xml.etree import ElementTree as ET

        root = ET.fromstring(text.encode())
        for instance in root.iter("instance"):
            for label in instance.findall("label"):
                if label.findtext("group") == "EDC":
                    instance.remove(label)
        return [(e.tag, float(e.text) if e.tag in ("start", "end") else (e.text or "").strip()) for e in root.iter()]

    def clean(value: Any) -> Any:
        if isinstance(value, list):
            return [clean(item) for item in value]
        if isinstance(value, dict):
            ours = ("edc",) if "path" in value else ("edc", "fps")
            kept = {k: clean(v) for k, v in value.items() if k not in ours}
            return {k: v for k, v in kept.items() if v != {} or k in ("metadata",)}
        return value

    return clean(json.loads(text))


@pytest.mark.parametrize("one", FORMATS)
@pytest.mark.parametrize("other", FORMATS)
def test_from_one_format_to_another_nothing_is_lost(one: str, other: str) -> None:
    for name, text in PUBLISHED:
        if name == one:
            first = FORMATS[one].read(text.encode(), VIDEO)
            second = FORMATS[other].read(FORMATS[other].write(first), VIDEO)
            assert list(second.labels) == sorted(first.labels, key=lambda la: la.predicted)


def test_what_another_tool_changed_counts_and_the_rest_stays() -> None:
    known = replace(VIDEO, labels=(Label(name="shot.made.dunk", label="shot.made.dunk", label_id="m-1", start_s=10.0,
                                         anchor_s=12.345678, end_s=15.0, team="KCK", clock_s=300.0),))  # fmt: skip
    task = json.loads(FORMATS["labelstudio"].write(known))
    region = task[0]["annotations"][0]["result"][0]
    region["value"]["timelinelabels"] = ["Timeout"]
    region["value"]["ranges"][0]["end"] += 30
    (back,) = FORMATS["labelstudio"].read(json.dumps(task).encode(), VIDEO).labels
    assert back.label == counterpart("Timeout") is not None
    assert back.anchor_s == 12.345678 and back.clock_s == 300.0
    assert back.end_s == pytest.approx(16.0, abs=0.05) and back.start_s == 10.0
    rows = FORMATS["csv"].write(known).decode().replace("12.345678", "12.5", 1)
    (back,) = FORMATS["csv"].read(rows.encode(), VIDEO).labels
    assert back.anchor_s == 12.5 and back.team == "KCK"


def test_halves_of_a_match_need_to_be_placed() -> None:
    text = SOCCERNET.replace('"1 - 44:02"', '"2 - 44:02"').encode()
    with pytest.raises(InputError, match="half_starts_s"):
        FORMATS["soccernet"].read(text, VIDEO)
    placed = FORMATS["soccernet"].read(text, with_halves(VIDEO, "10,3000"))
    assert [label.anchor_s for label in placed.labels] == [22.34, 5642.0]
    assert _bare(FORMATS["soccernet"].write(placed).decode()) == _bare(text.decode())


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("labelstudio", b"{"), ("labelstudio", b"[]"), ("labelstudio", b"\xff\xfe"), ("labelstudio", b"[1]"),
        ("labelstudio",
         b'[{"annotations":[{"result":[{"value":{"ranges":[{"start":"x"}],"timelinelabels":["a"]}}]}]}]'),
        ("soccernet", b"[]"), ("soccernet", b'{"annotations":[{"label":"x"}]}'), ("soccernet", b'{"annotations":[3]}'),
        ("osl", b'{"version":"1.0","data":[{}]}'), ("osl", b"{}"), ("osl", b'{"data":[{"events":[{"label":"x"}]}]}'),
        ("sportscode-xml", b"<file>"), ("sportscode-xml", b"<file/>"),
        ("sportscode-xml", b"<file><ALL_INSTANCES><instance><code>x</code></instance></ALL_INSTANCES></file>"),
        ("sportscode-xml", b'<!DOCTYPE a [<!ENTITY b "c">]><file><ALL_INSTANCES/></file>'),
        ("csv", b""), ("csv", b"a,b\n1,2\n"), ("csv", b"label,anchor_s\nDunk,soon\n"),
        ("csv", b"label,anchor_s\nDunk,nan\n"), ("csv", b"label,anchor_s\nDunk,1,2,3\n"),
    ],
)  # fmt: skip
def test_broken_files_get_a_clear_message(name: str, raw: bytes) -> None:
    with pytest.raises(InputError, match="file"):
        FORMATS[name].read(raw, VIDEO)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(raw=st.binary(max_size=200))
def test_noise_is_refused_or_read_and_never_a_crash(name: str, raw: bytes) -> None:
    try:
        FORMATS[name].read(raw, VIDEO)
    except InputError:
        pass


@pytest.mark.parametrize("name", FORMATS)
def test_the_record_comes_out_and_in_again_unchanged(name: str, bench: Bench) -> None:
    bench.does(bench.ann, "relabel", "m-0001", label="block", team="RMC")
    bench.does(bench.ann, "add", label="steal", anchor_s=301.25)
    bench.does(bench.ann, "delete", "m-0005")
    bench.does(bench.ann, "flag", "m-0006", note="=1+1 \"odd\"\n<b>")
    before = {id_: m.state for id_, m in bench.moments().items()}
    raw = export_labels(bench.engine, "G1", "g.mp4", name)
    with reading(bench.engine) as connection:
        video = video_of(connection, "G1", "g.mp4")
    again = import_labels(bench.engine, "G1", FORMATS[name].read(raw, video), name, bench.boss)
    assert (again.batch_id, again.added, again.changed, again.unmatched) == (None, 0, 0, ())
    assert again.same == 24 and {id_: m.state for id_, m in bench.moments().items()} == before
    assert export_labels(bench.engine, "G1", "g.mp4", name) == raw


@pytest.mark.parametrize(("name", "text"), PUBLISHED)
def test_a_file_taken_in_twice_makes_nothing_twice_and_comes_out_whole(name: str, text: str, bench: Bench) -> None:
    text = text.replace("642340", "342340").replace("2642000", "542000")
    with reading(bench.engine) as connection:
        video = video_of(connection, "G1", "g.mp4")
    labels = FORMATS[name].read(text.encode(), video)
    first = import_labels(bench.engine, "G1", labels, name, bench.boss)
    people = [label for label in labels.labels if not label.predicted]
    assert first.added == sum(label.label is not None for label in people)
    assert set(first.unmatched) == set(labels.unmatched)
    second = import_labels(bench.engine, "G1", labels, name, bench.boss)
    assert (second.added, second.changed, second.same) == (0, 0, first.added)
    out = FORMATS[name].read(export_labels(bench.engine, "G1", "g.mp4", name), video)
    told = {(la.name if la.label is None else la.label, round(la.anchor_s or 0, 3)) for la in out.labels}
    assert {(la.name if la.label is None else la.label, round(la.anchor_s or 0, 3)) for la in people} <= told
    if first.batch_id is not None:
        undo_bulk(bench.engine, first.batch_id, bench.boss)
    assert not [m for m in bench.moments().values() if m.moment_id.startswith("r-") and not m.state.get("deleted")]
    assert not bench.broken()


def test_times_outside_the_video_are_left_out_and_listed(bench: Bench) -> None:
    with reading(bench.engine) as connection:
        video = video_of(connection, "G1", "g.mp4")
    labels = FORMATS["csv"].read(b"label,anchor_s\nDunk,99999\nDunk,300\n", video)
    done = import_labels(bench.engine, "G1", labels, "csv", bench.boss)
    assert done.added == 1 and "outside the video" in done.left_out[0]


def test_the_dataset_holds_what_people_said_and_its_version_is_its_content(bench: Bench) -> None:
    with reading(bench.engine) as connection:
        empty = dataset(connection, "G1", "g.mp4")
    assert not empty["labels"]
    bench.does(bench.ann, "relabel", "m-0001", label="shot.made.dunk")
    bench.does(bench.bob, "relabel", "m-0001", label="shot.made.dunk")
    bench.does(bench.ann, "relabel", "m-0002", label="steal")
    bench.does(bench.bob, "relabel", "m-0002", label="block")
    bench.does(bench.ann, "delete", "m-0003")
    bench.does(bench.ann, "cannot_tell", "m-0004")
    bench.does(bench.ann, "confirm", "m-0005")
    bench.does(bench.ann, "sweep", None, start_s=0.0, end_s=100.0)
    with reading(bench.engine) as connection:
        first, second = dataset(connection, "G1", "g.mp4"), dataset(connection, "G1", "g.mp4")
    assert first == second and first["version"] != empty["version"]
    weights = {row["moment_id"]: row["weight"] for row in first["labels"]}
    assert weights == {"m-0001": 1.0, "m-0002": 0.5, "m-0005": 0.8}
    assert [row["moment_id"] for row in first["negatives"]] == ["m-0003"]
    assert [row["moment_id"] for row in first["unsure"]] == ["m-0004"]
    assert first["swept"] == [{"start_s": 0.0, "end_s": 100.0, "labels": None}]
    splits = [split_of(f"game {n}") for n in range(2000)]
    assert 0.12 < splits.count("test") / 2000 < 0.18 and splits.count("training") > 1300
