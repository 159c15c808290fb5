"""A recap's files, made from a small real video whose pictures say where they are."""

from __future__ import annotations

import errno
import json
import math
import shutil
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import jsonschema
import opentimelineio as otio
import pytest
from PIL import Image

from edc.config import Config, load_config
from edc.errors import InputError
from edc.files import content_hash, read_json, write_json
from edc.gamefolder import GameFolder
from edc.media.assemble import decode_sound, measure_file
from edc.media.probe import probe
from edc.moments import Moment, write_moments
from edc.progress import Silent
from edc.recap.make import make_recap
from edc.recap.request import RecapRequest
from edc.recap.stale import mark_stale
from edc.stages import recap as stage
from edc.tables import SEGMENTS, SHOTS, SOUND, write_table
from tests.media.numbered_video import NTSC, beep_starts, numbers, write_video
from tests.recap.simulated_game import moment

CONFIG = load_config()
SECONDS = 150
SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
SEGMENT_ROWS = [(0.0, 4.0, "intro"), (4.0, 60.0, "live"), (60.0, 75.0, "commercial"), (75.0, 130.0, "live"),
                (130.0, 136.0, "replay"), (136.0, float(SECONDS), "dead")]  # fmt: skip


def plays() -> list[Moment]:
    made = [
        moment(1, "shot.made.three.catch", 12.0, period=1, clock_s=650.0, home_score=3, away_score=0),
        moment(2, "steal", 26.0, period=1, clock_s=600.0, home_score=3, away_score=0),
        moment(3, "shot.made.dunk.driving", 29.0, period=1, clock_s=597.0, home_score=5, away_score=0),
        moment(4, "shot.made.layup.other", 45.0, period=2, clock_s=500.0, team="BKN", home_score=5, away_score=2),
        moment(5, "shot.made.three.catch", 66.0, period=3, clock_s=500.0, importance=0.9),
        moment(6, "shot.made.three.catch", 90.0, period=3, clock_s=300.0, team="BKN", home_score=5, away_score=5),
        moment(7, "block", 105.0, period=4, clock_s=30.0),
        moment(8, "shot.made.mid.pullup", 126.0, period=4, clock_s=2.0, home_score=7, away_score=5, importance=1.0,
               wp_before=0.5, wp_after=0.95, flags=("lead_change", "deciding", "game_winner")),
    ]  # fmt: skip
    return made


def lay(game: GameFolder, video: Path, moments: list[Moment]) -> None:
    """The files that earlier stages leave."""
    write_json(game.media, probe(video, str(video), content_hash(video)).media.to_json())
    write_moments(game.moments, moments)
    write_table(game.segments, [{"start_s": a, "end_s": b, "kind": kind} for a, b, kind in SEGMENT_ROWS], SEGMENTS)
    write_table(game.shots, [{"start_s": a, "end_s": b, "cut_confidence": 0.9} for a, b, _ in SEGMENT_ROWS], SHOTS)
    speech = [{"media_s": n / 10, "speech": 0.9 if n // 20 % 3 else 0.0} for n in range(SECONDS * 10)]
    write_table(game.sound, speech, SOUND)
    write_json(game.layout, {"layout": {"bug": {"x": 0.0, "y": 0.0, "w": 1.0, "h": 0.12}}})
    write_json(game.game, {
        "schema": "edc.game/1", "status": "final", "media": {"start_timecode": "10:00:00;00"},
        "home": {"tricode": "GSW", "name": "Gulls"}, "away": {"tricode": "BKN", "name": "Bears"},
        "final": {"home": 7, "away": 5, "periods": 4},
    })  # fmt: skip


@pytest.fixture(scope="module")
def rapid(video: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[GameFolder, dict[str, Any]]:
    game = GameFolder(tmp_path_factory.mktemp("game"))
    lay(game, video, plays())
    reporter = Silent()
    stage.run(game, Config(), reporter)
    assert reporter.warnings == []
    return game, read_json(game.recap() / "recap.json")


def test_all_files_of_the_contract_are_there_and_no_other(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    names = {path.name for path in rapid[0].recap().iterdir()}
    assert names == {"recap.mp4", "recap.json", "recap.vtt", "recap.otio", "recap.edl", "recap.fcpxml", "poster.jpg",
                     "hls"}
    assert not list(rapid[0].root.rglob("*.part-*"))


def test_the_document_keeps_its_schema(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    jsonschema.validate(rapid[1], json.loads((SCHEMAS / "recap.schema.json").read_text()))
    broken = [row["rule"] for row in rapid[1]["rules"] if row["holds"] is False]
    assert broken in ([], ["limits per player, kind and team"]), "of so few plays all are shown"
    assert rapid[1]["headline"] == "Gulls beat Bears 7-5"


def test_every_clip_shows_exactly_the_frames_that_the_document_names(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    game, document = rapid
    shown = numbers(game.recap() / "recap.mp4")
    named = [n for clip in document["clips"] for n in range(clip["in_frame"], clip["out_frame"])]
    assert shown[: len(named)] == named
    assert len(shown) == document["frames"] == len(named) + round(2 * NTSC)
    for clip in document["clips"]:
        assert shown[round(clip["at_s"] * NTSC)] == clip["in_frame"]
        assert clip["start_s"] == pytest.approx(clip["in_frame"] / NTSC, abs=1e-6)


def test_it_is_no_longer_than_asked_for_and_says_how_long(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    measured = measure_file(rapid[0].recap() / "recap.mp4")
    assert measured.duration_s <= 120
    assert rapid[1]["duration_s"] == pytest.approx(float(measured.duration_s), abs=1e-6)
    assert measured.integrated_lufs == pytest.approx(-23, abs=0.5)
    assert measured.true_peak_dbtp is not None and measured.true_peak_dbtp <= -1


def test_the_deciding_play_is_in_and_no_advertisement_or_replay(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    ids = {id_ for clip in rapid[1]["clips"] for id_ in clip["moment_ids"]}
    assert "m0008" in ids and "m0005" not in ids
    assert "commercial" in next(row["reason"] for row in rapid[1]["left_out"] if row["moment_id"] == "m0005")
    for clip in rapid[1]["clips"]:
        for start, end, kind in SEGMENT_ROWS:
            assert kind in ("live", "dead") or clip["end_s"] <= start or clip["start_s"] >= end


def test_sound_meets_picture_in_the_whole_recap(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    heard = beep_starts(decode_sound(rapid[0].recap() / "recap.mp4").mean(axis=1))
    expected = [clip["at_s"] + second - clip["start_s"] for clip in rapid[1]["clips"]
                for second in range(math.ceil(clip["start_s"] + 0.2), math.floor(clip["end_s"] - 0.2) + 1)]  # fmt: skip
    assert len(expected) > 15
    assert max(min(abs(beep - at) for beep in heard) for at in expected) < 0.010


def test_captions_and_chapters_follow_the_clips(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    game, document = rapid
    vtt = (game.recap() / "recap.vtt").read_text()
    assert vtt.startswith("WEBVTT\n\n") and vtt.count("-->") == len(document["clips"])
    assert all(clip["caption"] in vtt for clip in document["clips"])
    with av.open(str(game.recap() / "recap.mp4")) as container:
        assert len(container.chapters()) == len(document["clips"]) + 1


def test_the_poster_shows_no_score_bug(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    """The video's number blocks are where the layout says that the bug is: none of them may be in the picture."""
    with Image.open(rapid[0].recap() / "poster.jpg") as poster:
        assert poster.size == (256, 144)
        top = poster.convert("L").crop((0, 0, 256, 8)).getextrema()
    assert top[0] > 50 and top[1] < 200


def test_the_timeline_opens_in_an_editor_at_the_sources_timecode(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    game, document = rapid
    timeline = otio.adapters.read_from_file(str(game.recap() / "recap.otio"))
    first_frame = 10 * 3600 * 30 - 18 * 60
    assert [track.kind for track in timeline.tracks] == ["Video", "Audio"]
    for piece, clip in zip(timeline.tracks[0], document["clips"], strict=True):
        assert piece.source_range.start_time.value == first_frame + clip["in_frame"]
        assert piece.source_range.duration.value == clip["out_frame"] - clip["in_frame"]
        assert piece.available_range().start_time.value == first_frame
        assert (game.recap() / piece.media_reference.target_url).resolve() == Path(read_json(game.media)["path"])
        assert piece.source_range.start_time.value - piece.available_range().start_time.value > 4 * 29


def test_a_second_recap_encodes_nothing_and_changes_nothing(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    game, document = rapid
    before = {path.name: path.stat().st_mtime_ns for path in game.pool.iterdir()}
    stage.run(game, Config(), Silent())
    assert {path.name: path.stat().st_mtime_ns for path in game.pool.iterdir()} == before
    assert read_json(game.recap() / "recap.json") == document


def test_a_recap_that_the_moments_have_moved_on_from_is_marked_and_left_as_it_is(
    rapid: tuple[GameFolder, dict[str, Any]], tmp_path: Path
) -> None:
    game = GameFolder(tmp_path / "game")
    shutil.copytree(rapid[0].root, game.root, ignore=shutil.ignore_patterns("pool"))
    film = (game.recap() / "recap.mp4").read_bytes()
    write_moments(game.moments, [m for m in plays() if m.moment_id != "m0004"])
    assert mark_stale(game)["rapid"] is not None
    mark = read_json(game.recap() / "stale.json")
    jsonschema.validate(mark, json.loads((SCHEMAS / "stale.schema.json").read_text()))
    assert mark["goes_out"] == ["m0004"] and mark["comes_in"] == [] and not mark["kept_because_edited_or_published"]
    assert (game.recap() / "recap.mp4").read_bytes() == film and not game.pool.exists()
    write_moments(game.moments, plays())
    assert mark_stale(game)["rapid"] is None and not (game.recap() / "stale.json").exists()


def test_another_wish_uses_the_same_pool_and_another_folder(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    game, document = rapid
    before = set(game.pool.iterdir())
    wish = RecapRequest(name="bkn", team="BKN", seconds=30)
    other = make_recap(game, wish, CONFIG.recap, Silent())
    assert [clip["moment_ids"] for clip in other["clips"]] == [["m0004"], ["m0006"]]
    assert {clip["in_frame"] for clip in other["clips"]} <= {clip["in_frame"] for clip in document["clips"]}
    assert set(game.pool.iterdir()) == before, "nothing is encoded: the clips and the closing card are there"
    assert read_json(game.recap() / "recap.json") == document


def test_hidden_tells_nobody_who_won(rapid: tuple[GameFolder, dict[str, Any]]) -> None:
    game, _ = rapid
    hidden = make_recap(game, RecapRequest(name="safe", spoilers="hidden"), CONFIG.recap, Silent())
    assert hidden["headline"] == "Bears at Gulls" and hidden["card"] is None
    folder = game.recap("safe")
    with av.open(str(folder / "recap.mp4")) as container:
        said = json.dumps([chapter["metadata"] for chapter in container.chapters()]) + container.metadata["title"]
    said += (folder / "recap.vtt").read_text() + hidden["story"] + json.dumps([c["caption"] for c in hidden["clips"]])
    assert "Caption" not in said and "Gulls 7" not in said and "FINAL" not in said
    assert all(clip["why"] is None for clip in hidden["clips"])


def test_a_game_without_plays_gets_a_warning_and_no_recap(video: Path, tmp_path: Path) -> None:
    game, reporter = GameFolder(tmp_path), Silent()
    lay(game, video, [])
    stage.run(game, Config(), reporter)
    assert not game.recap().exists()
    assert len(reporter.warnings) == 1 and "No play of this game can be shown" in reporter.warnings[0]
    with pytest.raises(InputError):
        make_recap(game, RecapRequest(name="mine"), CONFIG.recap, Silent())


def test_a_vanished_video_is_one_clear_message_and_the_earlier_recap_stays(video: Path, tmp_path: Path) -> None:
    here = tmp_path / "here.mp4"
    shutil.copy(video, here)
    game = GameFolder(tmp_path / "game")
    lay(game, here, plays()[:1])
    stage.run(game, Config(), Silent())
    here.unlink()
    with pytest.raises(InputError, match=r"here\.mp4 is gone"):
        stage.run(game, Config(), Silent())
    assert (game.recap() / "recap.mp4").exists()


def test_a_full_disk_keeps_the_earlier_recap_and_leaves_no_half_file(
    video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = GameFolder(tmp_path)
    lay(game, video, plays()[:1])
    stage.run(game, Config(), Silent())
    before, pooled = read_json(game.recap() / "recap.json"), set(game.pool.iterdir())

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as half:
            half.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    write_moments(game.moments, plays())
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        stage.run(game, Config(), Silent())
    monkeypatch.undo()
    assert read_json(game.recap() / "recap.json") == before
    assert set(game.pool.iterdir()) == pooled and not list(game.root.rglob("*.part-*"))
    stage.run(game, Config(), Silent())
    assert read_json(game.recap() / "recap.json")["revision"] == 2


def test_a_damaged_stretch_costs_its_play_not_the_recap(silent_video: Path, tmp_path: Path) -> None:
    """The video's index promises more than its data hold: plays in the missing end give way to others."""
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(silent_video.read_bytes()[: int(silent_video.stat().st_size * 0.7)])
    game, reporter = GameFolder(tmp_path / "game"), Silent()
    lay(game, silent_video, plays())
    media = read_json(game.media)
    write_json(game.media, {**media, "path": str(broken), "sha256": content_hash(broken)})
    stage.run(game, Config(), reporter)
    document = read_json(game.recap() / "recap.json")
    shown = numbers(game.recap() / "recap.mp4")
    named = [n for clip in document["clips"] for n in range(clip["in_frame"], clip["out_frame"])]
    assert shown[: len(named)] == named
    lost = [row["moment_id"] for row in document["left_out"] if "damaged" in row["reason"]]
    assert "m0008" in lost and len(reporter.warnings) == len(lost)
    assert any("deciding play is not in the recap" in row["reason"] for row in document["checks"])


def test_a_variable_rate_source_gives_a_steady_recap(tmp_path: Path) -> None:
    keep = {n for n in range(int(30 * NTSC)) if n % 5 != 3 or n % 40 < 20}
    path = write_video(tmp_path / "vfr.mp4", seconds=30, keep=keep)
    game = GameFolder(tmp_path / "game")
    lay(game, path, plays()[:1])
    stage.run(game, Config(), Silent())
    with av.open(str(game.recap() / "recap.mp4")) as container:
        stamps = [packet.pts for packet in container.demux(video=0) if packet.size]
    assert len({b - a for a, b in pairwise(stamps)}) == 1
    document = read_json(game.recap() / "recap.json")
    first = document["clips"][0]
    shown = numbers(game.recap() / "recap.mp4")[: first["out_frame"] - first["in_frame"]]
    rate = Fraction(document["fps"])
    late = [abs(number / NTSC - (first["in_frame"] + n) / rate) for n, number in enumerate(shown)]
    assert max(late) <= 1.6 / NTSC
