"""`edc review` as people meet it: a real server on the sample game, over HTTP."""

from __future__ import annotations

import json
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from edc.cli.app import main
from edc.gamefolder import GameFolder
from edc.recap.stale import mark_published
from tests.conftest import SAMPLE, Edc
from tests.labeling.conftest import Server, copy_of, review_server

PEOPLE = ("Ann:labeler", "Jo:adjudicator")
_PATIENCE_S = 90.0


@pytest.fixture(scope="module")
def game(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("review") / "game"
    return copy_of(sample_folder, out)


@pytest.fixture(scope="module")
def server(game: Path) -> Iterator[Server]:
    with review_server(game, "--project", game.parent / "project", "--port", 0, people=PEOPLE) as running:
        yield running


@pytest.fixture(scope="module")
def admin(server: Server) -> httpx.Client:
    return server.client()


@pytest.fixture(scope="module")
def game_id(admin: httpx.Client) -> str:
    return str(admin.get("/api/games").json()[0]["game_id"])


Row = dict[str, Any]


def send(client: httpx.Client, game_id: str, action: str, moment: Row | None, **change: Any) -> httpx.Response:
    body = {"client_id": str(uuid.uuid4()), "game_id": game_id, "action": action, "change": change,
            "moment_id": moment["moment_id"] if moment else None, "at": time.time()}  # fmt: skip
    headers = {"If-Match": f'"{moment["revision"]}"'} if moment else {}
    return client.post("/api/corrections", json=body, headers=headers)


def moments(client: httpx.Client, game_id: str) -> dict[str, dict[str, Any]]:
    return {m["moment_id"]: m for m in client.get(f"/api/games/{game_id}/moments").json()}


def until(told: Any) -> Any:
    started = time.time()
    while time.time() - started < _PATIENCE_S:
        if value := told():
            return value
        time.sleep(0.1)
    raise AssertionError("it did not come about")


def corrections(game: Path) -> str:
    path = game / "corrections.jsonl"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def key_moments(game: Path) -> dict[str, dict[str, Any]]:
    return {m["id"]: m for m in json.loads((game / "key_moments.json").read_text(encoding="utf-8"))["moments"]}


def test_nothing_can_be_read_without_a_session(server: Server, game_id: str) -> None:
    stranger = httpx.Client(base_url=server.url)
    paths = ["/", "/index.html", "/main.js", "/api/me", "/api/games", "/api/taxonomy", "/api/progress", "/api/people",
             "/api/agreement", "/api/adjudication", "/api/check", "/openapi.json", "/docs", "/api/nothing",
             *(f"/api/games/{game_id}{part}" for part in ("", "/moments", "/video", "/waveform", "/frames",
                                                          "/bugcrop?media_s=1", "/export?format=csv"))]  # fmt: skip
    for path in paths:
        answer = stranger.get(path)
        assert answer.status_code == 401, path
        assert "edc review" in answer.json()["detail"]
    assert stranger.post("/api/queue/next", json={}).status_code == 401
    assert stranger.get("/?token=wrong").status_code == 401
    stranger.cookies.set("edc_review", "guess")
    assert stranger.get("/api/me").status_code == 401


def test_the_session_is_a_cookie_that_scripts_and_other_sites_cannot_use(server: Server) -> None:
    answer = httpx.get(server.addresses["Review"])
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 303 and "token" not in answer.headers["location"]
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_change_needs_its_csrf_header(server: Server, game_id: str) -> None:
    client = server.client()
    del client.headers["X-CSRF-Token"]
    assert client.post("/api/queue/next", json={}).status_code == 403
    client.headers["X-CSRF-Token"] = "guess"
    assert send(client, game_id, "undo", None).status_code == 403


def test_roles(server: Server, admin: httpx.Client, game_id: str) -> None:
    ann, jo = server.client("Ann"), server.client("Jo")
    assert [c.get("/api/me").json()["role"] for c in (ann, jo, admin)] == ["labeler", "adjudicator", "admin"]
    bulk = {"client_id": str(uuid.uuid4()), "action": "shift", "game_id": game_id, "select": {"period": 1},
            "change": {"by_s": 0.0}}  # fmt: skip
    assert ann.post("/api/bulk", json=bulk).status_code == 403
    assert jo.post("/api/bulk", json=bulk).status_code == 422
    assert ann.get("/api/adjudication").status_code == 403 and jo.get("/api/adjudication").status_code == 200
    assert jo.get("/api/people").status_code == 403 and jo.post("/api/restore", json={}).status_code in (403, 422)
    made = admin.post("/api/people", json={"name": "Zoë <b>", "role": "labeler"}).json()
    assert httpx.get(made["url"]).status_code == 303
    assert admin.post("/api/people", json={"name": "x", "role": "king"}).status_code == 422


def test_files_outside_the_page_are_not_served(admin: httpx.Client) -> None:
    for path in ("/../server/app.py", "/%2e%2e/server/app.py", "/..%2fserver%2fapp.py", "//etc/passwd", "/api/../x"):
        assert admin.get(path).status_code == 404, path


def test_what_the_page_needs_is_there(admin: httpx.Client, game_id: str) -> None:
    game = admin.get(f"/api/games/{game_id}").json()
    assert game["fps"] == "30000/1001" and game["roster"][0]["jersey"] and game["segments"]
    frames = admin.get(f"/api/games/{game_id}/frames").content
    assert len(frames) % 8 == 0 and len(frames) // 8 == pytest.approx(game["duration_s"] * 30000 / 1001, abs=2)
    part = admin.get(f"/api/games/{game_id}/video", headers={"Range": "bytes=0-99"})
    assert part.status_code == 206 and len(part.content) == 100
    assert admin.get(f"/api/games/{game_id}/bugcrop", params={"media_s": 30}).content[:2] == b"\xff\xd8"
    assert len(admin.get(f"/api/games/{game_id}/waveform").content) == pytest.approx(game["duration_s"] * 50, rel=0.01)
    labels = admin.get("/api/taxonomy").json()
    assert all({"label", "title", "key", "parents", "lead_in_s", "lead_out_s"} <= set(row) for row in labels)
    keys = [row["key"] for row in labels if row["key"]]
    assert len(keys) == len(set(keys)) >= 8
    with_row = [m for m in moments(admin, game_id).values() if m["feed_row"]]
    assert with_row and with_row[0]["feed_row"]["text"]


def test_bad_requests_get_a_message_and_change_nothing(admin: httpx.Client, game_id: str) -> None:
    one = next(iter(moments(admin, game_id).values()))
    tried: list[httpx.Response] = [
        admin.post("/api/corrections", content=b"{", headers={"Content-Type": "application/json"}),
        admin.post("/api/corrections", json={}), admin.post("/api/corrections", json=[]),
        send(admin, game_id, "relabel", one, label="shot.made.hoverboard"),
        send(admin, "'; DROP TABLE act; --", "relabel", one, label="block"),
        send(admin, game_id, "relabel", {**one, "revision": "x"}, label="block"),
        send(admin, game_id, "confirm", {**one, "moment_id": "m-9999"}),
        admin.post("/api/corrections", headers={"Content-Type": "application/json"}, content=json.dumps(
            {"client_id": "12345678", "game_id": game_id, "moment_id": one["moment_id"], "action": "move",
             "change": {"anchor_s": float("nan")}})),
        admin.post("/api/queue/next", json={"filters": {"colour": "red"}}),
        admin.get(f"/api/games/{game_id}/export", params={"format": "betamax"}),
        admin.post(f"/api/games/{game_id}/import", params={"format": "csv"}, content=b"\xff\xfe\x00"),
        admin.post(f"/api/games/{game_id}/import", params={"format": "sportscode-xml"}, content=b"<file>"),
        admin.get("/api/games/none/moments"),
        admin.get(f"/api/games/{game_id}/bugcrop", params={"media_s": "soon"}),
    ]  # fmt: skip
    for answer in tried:
        assert answer.status_code == 422, answer.text
        detail = answer.json()["detail"]
        assert isinstance(detail, str) and len(detail) > 15 and "Traceback" not in detail
    assert moments(admin, game_id)[one["moment_id"]]["revision"] == one["revision"]


def test_a_wrong_clock_is_said_and_two_tabs_get_a_merge_view(admin: httpx.Client, game_id: str) -> None:
    one = next(m for m in moments(admin, game_id).values() if m["label"] == "timeout" or m["anchor_s"])
    body = {"client_id": str(uuid.uuid4()), "game_id": game_id, "action": "flag", "moment_id": one["moment_id"],
            "change": {"note": "<script>alert(1)</script>"}, "at": time.time() * 1000 + 3.6e6}  # fmt: skip
    first = admin.post("/api/corrections", json=body, headers={"If-Match": f'"{one["revision"]}"'})
    assert "60 minutes fast" in first.json()["warnings"][0]
    second = send(admin, game_id, "flag", one, note="other tab")
    told = second.json()
    assert second.status_code == 412 and told["mine"]["change"] == {"note": "other tab"}
    assert told["theirs"]["flag"] == "<script>alert(1)</script>" and told["base"]["flag"] is None
    assert told["changed"] == ["flag"] and told["by"] == "local"
    send(admin, game_id, "undo", None)


def test_corrections_reach_key_moments_and_mark_the_recap(admin: httpx.Client, game: Path, game_id: str) -> None:
    before = key_moments(game)
    chosen = max((m for m in before.values() if m["label"].startswith("shot.made")), key=lambda m: m["stars"])
    now = moments(admin, game_id)[chosen["id"]]
    assert send(admin, game_id, "relabel", now, label="shot.made.dunk.putback").status_code == 200
    after = until(lambda: (k := key_moments(game).get(chosen["id"])) and k["label"] == "shot.made.dunk.putback" and k)
    assert after["revision"] == chosen["revision"] + 1
    added = send(admin, game_id, "add", None, label="shot.made.dunk", anchor_s=57.0, team="KCK").json()["moment"]
    gone = moments(admin, game_id)[chosen["id"]]
    assert send(admin, game_id, "delete", gone).status_code == 200
    until(lambda: key_moments(game).get(chosen["id"], {"status": "retracted"})["status"] == "retracted")
    # the key moments are written first, the plan after them: an earlier mark may still stand
    mark = game / "recaps" / "rapid" / "stale.json"
    stale = until(lambda: mark.is_file() and chosen["id"] in (m := json.loads(mark.read_text()))["goes_out"] and m)
    assert stale["plan"]
    lines = [json.loads(line) for line in corrections(game).splitlines()]
    said = {(line["op"], line["moment_id"]) for line in lines}
    assert said == {("retract", chosen["id"]), ("add", added["moment_id"])}
    for _ in range(3):
        assert send(admin, game_id, "undo", None).status_code == 200
    until(lambda: not (game / "recaps" / "rapid" / "stale.json").exists())
    assert corrections(game) == ""
    back = key_moments(game)[chosen["id"]]
    assert (back["label"], back["status"]) == (chosen["label"], "confirmed")
    assert admin.get("/api/check").json() == {"wrong": []}


def test_a_corrected_feed_leaves_human_decisions_standing(
    server: Server, admin: httpx.Client, game: Path, game_id: str, edc: Edc, tmp_path: Path
) -> None:
    feed = json.loads((SAMPLE / "playbyplay.json").read_text(encoding="utf-8"))
    known = moments(admin, game_id)
    decided = next(m for m in known.values() if m["label"].startswith("shot.made.three") and m["anchor_s"])
    assert send(admin, game_id, "relabel", decided, label="shot.made.layup").status_code == 200
    until(lambda: "shot.made.layup" in corrections(game))
    saved = time.time()
    admin.post("/api/gold", json={"game_id": game_id, "moment_id": decided["moment_id"]})
    until(lambda: (admin.get(f"/api/games/{game_id}").json()["followed"] or {"at": 0.0})["at"] >= saved)
    action = next(a for a in feed["game"]["actions"] if a["actionNumber"] == decided["play_number"])
    action.update(actionType="2pt", subType="DUNK", description="J. Doe driving DUNK (2 PTS)")
    changed = tmp_path / "playbyplay.json"
    changed.write_text(json.dumps(feed), encoding="utf-8")
    done = edc("process", SAMPLE / "broadcast.mp4", "--playbyplay", changed, "--boxscore", SAMPLE / "boxscore.json",
               "--out", game, "--until", "index")  # fmt: skip
    assert done.returncode == 0, done.stderr
    ours = key_moments(game).get(decided["moment_id"])
    assert ours is None or ours["label"] == "shot.made.layup"
    now = until(lambda: (m := moments(admin, game_id)[decided["moment_id"]])["conflict"] and m)
    assert now["label"] == "shot.made.layup" and "label" in now["conflict"]
    asked = until(lambda: admin.post("/api/queue/next", json={"filters": {"kinds": ["conflict"]}}).json()["item"])
    assert asked["moment"]["moment_id"] == decided["moment_id"] and "processing changed" in asked["reason"]


def test_what_was_acknowledged_survives_a_kill_and_sessions_too(sample_folder: Path, tmp_path: Path) -> None:
    game = copy_of(sample_folder, tmp_path / "game")
    with review_server(game, "--port", 0) as first:
        assert first.process.stdout is not None
        assert first.process.stdout.readline() == f"Record: {tmp_path / 'review' / 'review.db'}\n"
        client = first.client()
        game_id = client.get("/api/games").json()[0]["game_id"]
        one = next(m for m in moments(client, game_id).values() if m["anchor_s"])
        assert send(client, game_id, "relabel", one, label="block").status_code == 200
        first.kill()
    port = first.url.rpartition(":")[2]
    with review_server(game, "--port", port, stopped=True):
        now = moments(client, game_id)[one["moment_id"]]
        assert now["label"] == "block"
        assert client.get("/api/check").json() == {"wrong": []}
        assert send(client, game_id, "relabel", now, label="steal").status_code == 200
    assert '"steal"' in corrections(game)  # stopped, it first lets moments follow


def test_a_default_recap_follows_and_a_published_one_is_only_marked(sample_folder: Path, tmp_path: Path) -> None:
    game = copy_of(sample_folder, tmp_path / "game")
    rapid, published = game / "recaps" / "rapid", game / "recaps" / "published"
    shutil.copytree(rapid, published)
    document = json.loads((published / "recap.json").read_text(encoding="utf-8"))
    document["request"]["name"] = "published"
    mark_published(GameFolder(game), "s3://games/one")
    (rapid / "published.json").unlink()
    (published / "recap.json").write_text(json.dumps(document), encoding="utf-8")
    short = json.loads((rapid / "recap.json").read_text(encoding="utf-8"))
    short["request"]["seconds"] = 15.0  # a few clips are cut sooner than many
    (rapid / "recap.json").write_text(json.dumps(short), encoding="utf-8")
    as_published = {path.name: path.read_bytes() for path in published.iterdir() if path.is_file()}
    with review_server(game, "--project", tmp_path / "p", "--port", 0, "--recut-after", 0.5) as running:
        client = running.client()
        game_id = client.get("/api/games").json()[0]["game_id"]
        chosen = document["clips"][1]["moment_ids"][0]
        assert send(client, game_id, "delete", moments(client, game_id)[chosen]).status_code == 200
        until(lambda: chosen not in str(json.loads((rapid / "recap.json").read_text(encoding="utf-8"))["clips"]))
        until(lambda: not (rapid / "stale.json").exists())
        mark = json.loads((published / "stale.json").read_text(encoding="utf-8"))
    assert mark["kept_because_edited_or_published"] and chosen in mark["goes_out"]
    now = {path.name: path.read_bytes() for path in published.iterdir() if path.is_file()}
    assert now.pop("stale.json") and now == as_published


def test_wrong_use_says_what_is_right(
    tmp_path: Path, sample_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["edc", "review", *map(str, arguments)])
        with pytest.raises(SystemExit) as leaving:
            main()
        return int(str(leaving.value.code)), " ".join(capsys.readouterr().err.split())

    code, said = refused(tmp_path)
    assert code == 2 and "no game folder" in said
    code, said = refused(sample_folder, "--project", tmp_path / "p", "--database", "carrier-pigeon://coop")
    assert code == 2 and "--database" in said
    elsewhere = copy_of(sample_folder, tmp_path / "elsewhere" / "game")
    code, said = refused(sample_folder, elsewhere)
    assert code == 2 and "different folders" in said and "--project" in said
    (tmp_path / "q").mkdir()
    (tmp_path / "q" / "review.db").write_text("this is no database, it is a letter" * 100)
    code, said = refused(sample_folder, "--project", tmp_path / "q")
    assert code == 3 and "no database" in said
    code, said = refused(sample_folder, "--project", tmp_path / "q" / "review.db")
    assert code == 2 and "--project" in said
    code, said = refused(sample_folder, "--project", tmp_path / "p", "--port", "0", "--host", "203.0.113.1")
    assert code == 2 and "--host" in said
