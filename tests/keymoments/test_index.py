"""The index of a game: from captioned moments and a small real video to the files of the contract."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import jsonschema
import numpy as np
import pytest

from edc.captions.caption import Wish, caption, tell
from edc.captions.document import captions_document
from edc.captions.recapwords import game_facts
from edc.captions.templates import TemplateWriter
from edc.config import Config, load_config
from edc.errors import InputError
from edc.files import content_hash, read_json, write_json
from edc.gamefolder import GameFolder
from edc.importance.rank import rank
from edc.keymoments.entries import key_moments, one_a_play
from edc.keymoments.reading import read_index
from edc.keymoments.spoilers import Wording, visible
from edc.keymoments.thumbnails import Box, bug_boxes, hide, safe_time, without_bugs
from edc.media.probe import probe
from edc.moments import Moment, read_moments, write_moments
from edc.playbyplay.feed import feed_to_json, load_feed
from edc.playbyplay.play import Feed
from edc.progress import Silent
from edc.stages import index as stage
from edc.tables import SEGMENTS, write_table
from tests.importance.games import feed as real_feed
from tests.importance.games import moments as fused
from tests.importance.games import without_feed
from tests.media.numbered_video import write_video

SECONDS = 40
SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
PLAIN = Wording(words={}, language="en")
BUG = {"x": 0.05, "y": 0.85, "w": 0.4, "h": 0.1}
OUTSIDE = ("key_moments.vtt", "key_moments.chapters.json", "key_moments.jsonld", "key_moments.m3u8")


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("home_of_somebody") / "broadcast.mp4", seconds=SECONDS)


@pytest.fixture(scope="module")
def official(data: Path) -> Feed:
    folder = data / "playbyplay"
    return load_feed(folder / "live_0022501186.json", folder / "boxscore_live_0022501186.json")


def squeezed(moments: list[Moment]) -> list[Moment]:
    """A whole game placed in a video of seconds, in order."""
    span = (SECONDS - 6.0) / max(1, len(moments))
    return [
        replace(m, start_s=1.0 + i * span, anchor_s=3.0 + i * span, end_s=4.5 + i * span) for i, m in enumerate(moments)
    ]  # fmt: skip


Lay = Callable[..., GameFolder]


def lay(root: Path, video: Path, moments: list[Moment], feed: Feed | None) -> GameFolder:
    """The files that earlier stages leave."""
    game = GameFolder(root)
    write_json(game.media, probe(video, str(video), content_hash(video)).media.to_json())
    if feed is not None:
        write_json(game.feed, feed_to_json(feed))
    write_json(game.layout, {"schema": "edc.scorebug/1", "layouts": [{"bug": BUG}]})
    write_json(game.alignment, {"home_known": feed is not None, "home": {"tricode": "BOS", "name": "BOS"},
                                "away": {"tricode": "ORL", "name": "ORL"}, "final": None})  # fmt: skip
    write_table(game.segments, [{"start_s": 0.0, "end_s": float(SECONDS), "kind": "live"}], SEGMENTS)
    write_moments(game.captioned, moments)
    return game


def told(feed: Feed, languages: tuple[str, ...] = ("en", "es")) -> list[Moment]:
    return caption(rank(squeezed(fused(feed)), feed), feed, languages)


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory, video: Path, official: Feed) -> GameFolder:
    ranked, wish = rank(squeezed(fused(official)), official), Wish(languages=("en", "es"))
    words = tell(ranked, official, wish)
    made = lay(tmp_path_factory.mktemp("index") / "game", video, words.moments, official)
    facts = game_facts(ranked, official, (official.home.name, official.away.name))
    write_json(made.captions, captions_document(words, wish, TemplateWriter(), facts))
    stage.run(made, load_config(caption={"languages": ("en", "es")}), Silent())
    return made


def validate(path: Path, name: str) -> dict[str, Any]:
    value: dict[str, Any] = read_json(path)
    jsonschema.validate(value, read_json(SCHEMAS / f"{name}.schema.json"))
    return value


def test_game_json_says_which_game_this_is(game: GameFolder) -> None:
    value = validate(game.game, "game")
    assert (value["home"]["name"], value["away"]["tricode"]) == ("Boston Celtics", "ORL")
    assert value["final"] == {"home": 113, "away": 108, "periods": 4}
    assert value["date"] == "2026-04-12" and value["home_known"] is True and value["status"] == "final"
    assert {p["number"] for p in value["home"]["roster"]} >= {"55"}
    assert value["media"]["fps"] == "30000/1001" and value["media"]["uri"] == "broadcast.mp4"


def test_the_index_holds_the_moments_worth_a_jump(game: GameFolder) -> None:
    value = validate(game.key_moments, "key_moments")
    entries = value["moments"]
    assert 25 <= len(entries) <= 60
    assert all(e["stars"] >= 2 and e["start_s"] < e["anchor_s"] < e["end_s"] for e in entries)
    assert [e["anchor_s"] for e in entries] == sorted(e["anchor_s"] for e in entries)
    assert sum("deciding" in e["flags"] for e in entries) == 1
    assert all(set(e["texts"]) == {"en", "es"} for e in entries)
    assert all(e["alt"] and e["safe_alt"] and set(e["texts"]["es"]) == {
        "title", "safe_title", "caption", "watched_title", "watched_caption", "alt", "safe_alt"} for e in entries)
    assert len({(e["period"], e["clock"], e["score"]["home"], e["score"]["away"]) for e in entries}) == len(entries)


def test_moments_parquet_holds_everything(game: GameFolder, official: Feed) -> None:
    assert len(read_moments(game.moments)) == len(fused(official))


def test_no_file_names_a_place_on_this_machine(game: GameFolder, video: Path) -> None:
    for name in (*OUTSIDE, "key_moments.json", "game.json"):
        text = (game.root / name).read_text(encoding="utf-8")
        assert str(video.parent) not in text and "home_of_somebody" not in text and "/tmp" not in text


def test_the_vtt_is_chapters_in_order(game: GameFolder) -> None:
    text = (game.root / "key_moments.vtt").read_text(encoding="utf-8")
    assert text.startswith("WEBVTT\n\n")
    spans = re.findall(r"(\d\d:\d\d:\d\d\.\d{3}) --> (\d\d:\d\d:\d\d\.\d{3})", text)
    assert len(spans) == len(read_json(game.key_moments)["moments"])
    assert all(start < end for start, end in spans)
    assert all(end <= later for (_, end), (later, _) in pairwise(spans))


def test_the_chapters_are_podcasting_2(game: GameFolder) -> None:
    value = read_json(game.root / "key_moments.chapters.json")
    assert value["version"] == "1.2.0" and value["fileName"] == "broadcast.mp4" and value["title"] == "ORL @ BOS"
    starts = [c["startTime"] for c in value["chapters"]]
    assert starts == sorted(starts)
    assert all((game.root / c["img"]).is_file() for c in value["chapters"])


def test_the_json_ld_is_a_video_with_clips(game: GameFolder) -> None:
    value = read_json(game.root / "key_moments.jsonld")
    assert value["@type"] == "VideoObject" and value["uploadDate"] == "2026-04-12" and value["duration"] == "PT40S"
    for clip in value["hasPart"]:
        assert clip["@type"] == "Clip" and clip["name"] and clip["url"].startswith("broadcast.mp4#t=")
        assert isinstance(clip["startOffset"], int) and clip["startOffset"] < clip["endOffset"]
        assert (game.root / clip["thumbnail"]["contentUrl"]).is_file() and clip["thumbnail"]["caption"]


def test_the_date_ranges_lie_where_the_moments_are(game: GameFolder) -> None:
    text = (game.root / "key_moments.m3u8").read_text(encoding="utf-8")
    entries = read_json(game.key_moments)["moments"]
    ranges = re.findall(r'#EXT-X-DATERANGE:ID="([^"]+)",CLASS="[^"]+",START-DATE="([^"]+)",DURATION=([\d.]+)', text)
    assert text.startswith("#EXTM3U\n") and text.rstrip().endswith("#EXT-X-ENDLIST")
    assert [r[0] for r in ranges] == [e["id"] for e in entries]
    assert ranges[0][1].startswith("1970-01-01T00:00:") and float(ranges[0][1][17:-1]) == pytest.approx(
        entries[0]["start_s"], abs=0.001
    )


def test_a_public_address_is_used_everywhere(tmp_path: Path, video: Path, official: Feed) -> None:
    made = lay(tmp_path, video, told(official, ("en",))[:60], official)
    stage.run(made, load_config(index={"public_url": "https://video.example/g.mp4"}), Silent())
    assert read_json(made.key_moments)["game"]["media_url"] == "https://video.example/g.mp4"
    assert read_json(tmp_path / "key_moments.jsonld")["contentUrl"] == "https://video.example/g.mp4"
    assert "\nhttps://video.example/g.mp4\n" in (tmp_path / "key_moments.m3u8").read_text()


def test_every_entry_has_a_picture_and_a_safe_one(game: GameFolder) -> None:
    for e in read_json(game.key_moments)["moments"]:
        shown, safe = (cv2.imread(str(game.root / e[key])) for key in ("thumbnail", "safe_thumbnail"))
        assert shown.shape == safe.shape == (360, 640, 3)


@pytest.mark.parametrize("bug", [(0.05, 0.85, 0.4, 0.1), (0.1, 0.02, 0.8, 0.12), (0.0, 0.4, 1.0, 0.1)])
def test_a_safe_picture_has_no_score_bug(bug: tuple[float, float, float, float]) -> None:
    x, y, w, h = bug
    picture = np.full((360, 640, 3), 40, np.uint8)
    picture[int(y * 360) : int((y + h) * 360), int(x * 640) : int((x + w) * 640) : 2] = 255
    safe = without_bugs(picture, [Box(x=x, y=y, w=w, h=h)])
    stripes = np.abs(np.diff(safe.astype(int), axis=1))
    assert stripes.max() < 40 and safe.shape[0] >= 0.7 * 360


def test_what_hides_a_score_bug_leaves_nothing_to_read() -> None:
    picture = np.full((360, 640, 3), 40, np.uint8)
    cv2.putText(picture, "103-101", (40, 330), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (255, 255, 255), 3)
    hidden = hide(picture, [Box(x=0.05, y=0.82, w=0.4, h=0.12)])
    assert picture[290:340, 40:250].std() > 40 > 20 > hidden[290:340, 40:250].std()
    assert (hidden[:280] == picture[:280]).all()


def test_bug_boxes_are_found_however_deep() -> None:
    assert bug_boxes({"layout": None}) == [] and bug_boxes(None) == []
    assert len(bug_boxes({"layouts": [{"bug": BUG, "clock": BUG}, {"bug": BUG}]})) == 2


def test_the_safe_picture_is_before_the_result_and_of_the_game(official: Feed) -> None:
    moment = replace(fused(official)[20], anchor_s=20.0)
    assert safe_time(moment, [{"start_s": 0.0, "end_s": 40.0, "kind": "live"}]) == pytest.approx(18.4)
    cut = [{"start_s": 0.0, "end_s": 18.5, "kind": "commercial"}, {"start_s": 18.5, "end_s": 40.0, "kind": "live"}]
    assert 18.5 <= safe_time(moment, cut) < 20.0


def test_a_second_run_changes_nothing_and_a_change_raises_revisions(
    tmp_path: Path, video: Path, official: Feed
) -> None:
    some = told(official, ("en",))[:80]
    made = lay(tmp_path, video, some, official)
    stage.run(made, Config(), Silent())
    first, game_before = read_json(made.key_moments), read_json(made.game)
    stage.run(made, Config(), Silent())
    assert read_json(made.key_moments) == first and read_json(made.game) == game_before
    changed = next(m for m in read_moments(made.moments) if m.moment_id == first["moments"][0]["id"])
    edited = [replace(m, caption="Otherwise") if m.moment_id == changed.moment_id else m for m in some]
    write_moments(made.captioned, edited)
    stage.run(made, Config(), Silent())
    again = read_json(made.key_moments)
    assert again["revision"] == first["revision"] + 1
    assert {m.moment_id: m.revision for m in read_moments(made.moments)}[changed.moment_id] == changed.revision + 1
    assert sum(m.revision == 2 for m in read_moments(made.moments)) == 1


def test_without_a_feed_the_index_is_whole_too(tmp_path: Path, video: Path, official: Feed) -> None:
    seen = caption(rank(squeezed(without_feed(official)), None), None, ("en",))
    made = lay(tmp_path, video, seen, None)
    stage.run(made, Config(), Silent())
    value, facts = validate(made.key_moments, "key_moments"), validate(made.game, "game")
    assert facts["playbyplay"] is None and facts["home_known"] is False and facts["game_id"] == "x"
    assert value["moments"] and {e["status"] for e in value["moments"]} == {"provisional"}


def test_a_game_without_moments_has_an_empty_index(tmp_path: Path, video: Path) -> None:
    made = lay(tmp_path, video, [], None)
    stage.run(made, Config(), Silent())
    assert validate(made.key_moments, "key_moments")["moments"] == []
    assert validate(made.game, "game")["game_id"] == read_json(made.media)["sha256"][:12]


def test_retracted_moments_stay_listed_but_leave_the_outside_formats(
    tmp_path: Path, video: Path, official: Feed
) -> None:
    some = told(official, ("en",))[:80]
    gone = max(some, key=lambda m: m.importance or 0.0)
    made = lay(tmp_path, video, [replace(m, status="retracted") if m is gone else m for m in some], official)
    stage.run(made, Config(), Silent())
    listed = {e["id"]: e["status"] for e in read_json(made.key_moments)["moments"]}
    assert listed[gone.moment_id] == "retracted"
    assert gone.moment_id not in (tmp_path / "key_moments.vtt").read_text()
    assert gone.moment_id not in (tmp_path / "key_moments.m3u8").read_text()


def test_one_entry_a_play(data: Path) -> None:
    official = real_feed(data, "live_0022400500.json")
    ranked = rank(fused(official), official)
    chosen = key_moments(ranked)
    clocks = [(m.period, m.clock_s) for m in chosen if not m.made]
    assert len(clocks) == len(set(clocks))
    assert len(one_a_play(ranked)) < len(ranked)
    assert all(m.placed for m in chosen) and key_moments(rank(fused(official, placed=False), official)) == []


# ------------------------------------------------------------------ spoilers
def test_a_viewer_who_may_know_nothing_learns_nothing(game: GameFolder, official: Feed) -> None:
    index = read_index(GameFolder(game.root), "hidden")
    text = json.dumps(index)
    assert "final" not in index["game"] and "stars" not in text and "score" not in text and "flags" not in text
    assert all(set(e) == {"id", "status", "label", "safe_title", "start_s", "safe_thumbnail", "safe_alt", "texts"}
               for e in index["moments"])  # fmt: skip
    for e in index["moments"]:
        assert all(set(words) == {"safe_title", "safe_alt"} for words in e["texts"].values())
        said = [e["safe_title"], e["safe_alt"], *(text for words in e["texts"].values() for text in words.values())]
        assert all(text and not re.search(r"\d", text) for text in said)
    assert all((game.root / e["safe_thumbnail"]).is_file() for e in index["moments"])
    assert len(index["moments"]) == 24


def test_what_is_hidden_does_not_depend_on_who_won(official: Feed, data: Path) -> None:
    def mirrored(feed: Feed) -> Feed:
        plays = tuple(replace(p, home_score=p.away_score, away_score=p.home_score) for p in feed.plays)
        return replace(feed, plays=plays)

    def hidden(feed: Feed) -> list[dict[str, Any]]:
        shown = caption(rank(squeezed(fused(feed)), feed), feed, ("en",))
        return visible(shown, "hidden", 0.0, key_moments(shown), PLAIN)

    assert hidden(official) == hidden(mirrored(official))
    overtime = real_feed(data, "lineups_0042400301.csv")
    told = caption(rank(squeezed(fused(overtime)), overtime), overtime, ("en",))
    periods = {m.moment_id: m.period for m in told}
    assert {periods[e["id"]] for e in visible(told, "hidden", 0.0, key_moments(told), PLAIN)} == {1, 2, 3, 4}


def test_a_viewer_sees_what_he_has_watched(game: GameFolder) -> None:
    half = read_index(game, "watched", 20.0)
    assert half["moments"] and all(e["end_s"] <= 20.0 for e in half["moments"])
    assert "final" not in half["game"] and "duration_s" not in half["game"]
    whole = read_index(game, "watched", float(SECONDS))["moments"]
    decider = next(e for e in read_json(game.key_moments)["moments"] if "deciding" in e["flags"])
    seen = next(e for e in whole if e["id"] == decider["id"])
    assert "for good" in decider["caption"] and decider["why"].startswith("Puts BOS ahead for good")
    assert "for good" not in json.dumps(seen["texts"]["en"]) + seen["caption"] and seen["why"] is None
    assert not {"deciding", "game_winner", "comeback", "run"} & {flag for e in whole for flag in e["flags"]}
    assert read_index(game, "watched", 0.0)["moments"] == []


def test_a_folder_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="edc process"):
        read_index(GameFolder(tmp_path))
