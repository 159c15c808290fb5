"""A real S3 API (moto's server) under the object store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from edc.errors import InputError, TransientError, UsageError
from edc.files import write_json
from edc.store.games import job_folder, publish
from edc.store.objects import download, split, upload


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[object]:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("EDC_CACHE", str(tmp_path / "cache"))
    client = boto3.client("s3")
    client.create_bucket(Bucket="games")
    yield client
    server.stop()


def _game(folder: Path) -> Path:
    for name in ("moments.parquet", "pool/a.mp4", "recaps/rapid/recap.json", ".lock", "work/source.mp4"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    write_json(folder / "key_moments.json", {"moments": []})
    write_json(folder / "manifest.json", {"schema": "edc.manifest/1", "stages": {}, "files": {}})
    return folder


def test_what_goes_up_comes_down(s3: object, tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text("{}")
    upload(source, "s3://games/x/a.json")
    assert download("s3://games/x/a.json", tmp_path / "b.json").read_text() == "{}"
    head = s3.head_object(Bucket="games", Key="x/a.json")  # type: ignore[attr-defined]
    assert head["ContentType"] == "application/json"


def test_a_changed_object_is_fetched_again_and_an_unchanged_one_is_not(s3: object, tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_text("one")
    upload(source, "s3://games/a.txt")
    download("s3://games/a.txt", target)
    first = target.stat().st_mtime_ns
    download("s3://games/a.txt", target)
    assert target.stat().st_mtime_ns == first
    source.write_text("two")
    upload(source, "s3://games/a.txt")
    assert download("s3://games/a.txt", target).read_text() == "two"


def test_publishing_ends_with_what_refers_to_the_rest(s3: object, tmp_path: Path) -> None:
    order: list[str] = []
    publish(_game(tmp_path / "game"), "s3://games/g1", lambda done, total, name: order.append(name))
    assert order[-1] == "manifest.json"
    assert order.index("pool/a.mp4") < order.index("key_moments.json")
    assert not {".lock", "work/source.mp4"} & set(order)


def test_a_remote_game_folder_is_fetched_worked_on_and_published(s3: object, tmp_path: Path) -> None:
    publish(_game(tmp_path / "game"), "s3://games/g1")
    video = tmp_path / "v.mp4"
    video.write_bytes(b"video")
    with job_folder(video=str(video), playbyplay=None, boxscore=None, out="s3://games/g1") as job:
        assert (job.out / "moments.parquet").read_text() == "moments.parquet"
        (job.out / "moments.parquet").write_text("changed")
    body = s3.get_object(Bucket="games", Key="g1/moments.parquet")["Body"].read()  # type: ignore[attr-defined]
    assert body == b"changed"


def test_errors_say_what_to_do(s3: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="s3://games/missing.mp4 does not exist"):
        download("s3://games/missing.mp4", tmp_path / "x.mp4")
    with pytest.raises(InputError, match="does not exist"), job_folder(
        video="s3://nowhere/v.mp4", playbyplay=None, boxscore=None, out=str(tmp_path / "o")
    ):
        pass
    with pytest.raises(UsageError, match="no game folder"):
        publish(tmp_path / "empty", "s3://games/x")
    with pytest.raises(UsageError, match="s3://bucket/key"):
        split("s3:///key")
    assert not (tmp_path / "x.mp4").exists()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr("edc.store.objects.MAX_ATTEMPTS", 1)
    with pytest.raises(TransientError, match="cannot be reached"):
        download("s3://games/a.txt", tmp_path / "x.mp4")
