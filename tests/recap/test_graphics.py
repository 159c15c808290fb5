"""What is drawn into a recap's pictures can be read: in every language, in every shape, and only where it is due."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from edc.config import load_config
from edc.gamefolder import GameFolder
from edc.media.cutsource import FrameSpan
from edc.progress import Silent
from edc.recap.action import follow
from edc.recap.graphics import Graphic, Standing, caption, strip, title
from edc.recap.lettering import face_for, font, lines, missing, undrawable
from edc.recap.make import make_recap
from edc.recap.overlays import room_for
from edc.recap.poster import Area
from edc.recap.request import RecapRequest
from edc.tables import CLOCK, READINGS, write_table
from edc.taxonomy import LANGUAGES, load_taxonomy
from tests.media.numbered_video import HEIGHT, NTSC, WIDTH, picture
from tests.recap.simulated_game import SimulatedGame
from tests.recap.test_recap_files import SECONDS, lay, plays

LANGUAGE_DATA = Path(__file__).parents[2] / "edc" / "captions" / "languages"
CONFIG = load_config().recap.model_copy(update={"pool": "chosen"})


def box_of(graphic: Graphic) -> tuple[int, int, int, int]:
    """Where in the picture it lies."""
    (left, top), (width, height) = graphic.at, Image.open(io.BytesIO(graphic.png)).size
    return left, top, left + width, top + height


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_shipped_fonts_draw_every_word_that_captions_can_hold(code: str) -> None:
    words = "".join(path.read_text(encoding="utf-8") for path in (LANGUAGE_DATA / code).glob("*.toml"))
    texts = ["".join(words.split()), *(node.name(code) for node in load_taxonomy().nodes.values()), "0123456789-–:,.’"]
    assert missing("".join(texts), code) == set()
    beyond = set() if code not in ("ja", "zh") else set("ŁłŞşĆćČčŠšĐđ")
    assert missing("Dončić Šarić Jokić Nurkić Ćosić Şengün Peña Müller Ødegaard Łukasz", code) <= beyond


@pytest.mark.parametrize(("code", "names"), [
    ("zh", "尼古拉·约基奇 卢卡·东契奇 斯蒂芬·库里 扬尼斯·阿德托昆博 掘金 凯尔特人 独行侠"),
    ("ja", "ニコラ・ヨキッチ ルカ・ドンチッチ 八村塁 河村勇輝 富永啓生 ナゲッツ"),
])  # fmt: skip
def test_the_shipped_fonts_draw_names_as_the_language_writes_them(code: str, names: str) -> None:
    assert missing(names, code) == set() and face_for(names, code) == code


def test_what_a_font_cannot_draw_is_drawn_by_another_or_told() -> None:
    assert missing("Ab\u0e01", "en") == {"\u0e01"} == undrawable("Ab\u0e01", "en")
    assert face_for("八村塁", "en") == "ja" and undrawable("八村塁", "en") == set()


@pytest.mark.parametrize(("code", "text"), [
    ("en", "Nikola Vučević hits the step-back three from 26 feet to tie it at 101"),
    ("ja", "ニコラ ヨキッチ のパスから Jamal Murray が 7.9 m のスリーポイント、Nuggets が 101-99 でリード"),
    ("zh", "Jamal Murray 命中 7.9 米三分，Nuggets 以 101-99 领先，个人得到 30 分"),
])  # fmt: skip
@pytest.mark.parametrize("size", [(1280, 720), (404, 720), (720, 720)])
def test_captions_fit_their_picture(code: str, text: str, size: tuple[int, int]) -> None:
    box = box_of(caption(text, code, *size))
    assert box[0] >= 4 and box[2] <= size[0] - 4 and box[1] > size[1] * 0.5 and box[3] <= size[1] - 4
    for line in lines(text, code, 30, size[0] - 60):
        assert font(code, 30).getlength(line) <= size[0] - 60 or " " not in line


def test_a_title_and_a_caption_do_not_cover_each_other() -> None:
    for size in ((1280, 720), (404, 720)):
        below = box_of(caption("A long caption " * 8, "en", *size))
        assert box_of(title("A play with a title", "en", *size, above=True))[3] <= below[1]


def test_the_score_graphic_is_small_and_inside_the_safe_area() -> None:
    standing = Standing(first="BKN", first_score=101, second="GSW", second_score=99, period="2OT", clock="0:38.7")
    for size in ((1280, 720), (404, 720)):
        box = box_of(strip(standing, *size))
        assert box[0] > 0.03 * size[0] * 0.5 and box[2] < size[0] and box[3] < 0.15 * size[1]


def test_nothing_of_ours_covers_the_score_bug_by_half() -> None:
    """Captions end above a bug at the bottom; over what a crop leaves of it stands our own score."""
    bug = Area(left=0.2, top=0.86, right=0.8, bottom=0.95)
    room = room_for([bug], cropped=False)
    assert room.band is None and room_for([replace(bug, top=0.02, bottom=0.1)], cropped=False).floor > 0.9
    for size in ((1280, 720), (404, 720)):
        drawn = (caption("A long caption " * 6, "en", *size, room.floor),
                 title("A title", "en", *size, above=False, floor=room.floor))  # fmt: skip
        assert all(box_of(each)[3] <= 0.86 * size[1] for each in drawn)
    standing = Standing(first="BKN", first_score=101, second="GSW", second_score=99, period="2OT", clock="0:38.7")
    band = room_for([bug], cropped=True).band
    assert band == (0.86, 0.95) and room_for([bug, replace(bug, top=0.0, bottom=0.1)], cropped=True).band is None
    over = strip(standing, 404, 720, band)
    assert box_of(over) == (0, round(0.86 * 720), 404, round(0.95 * 720) + 1)
    pixels = np.asarray(Image.open(io.BytesIO(over.png)))
    assert (pixels[:, :, 3] == 255).all() and pixels[:, :4, :3].max() < 60 < pixels[:, :, :3].max()


def readings(unread: tuple[float, float]) -> list[dict[str, object]]:
    return [
        {"media_s": n / 4, "visible": not unread[0] <= n / 4 < unread[1], "period": 1, "period_confidence": 0.9,
         "clock_s": 700.0 - n / 4, "clock_confidence": 0.9, "home_score": 3, "home_score_confidence": 0.9,
         "away_score": 0, "away_score_confidence": 0.9, "layout": 0}
        for n in range(SECONDS * 4)
    ]  # fmt: skip


def grey(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray")[:HEIGHT].astype(float) for frame in container.decode(video=0)]


@pytest.fixture(scope="module")
def game(video: Path, tmp_path_factory: pytest.TempPathFactory) -> GameFolder:
    """The bug is away while the second play begins, and seen for the rest."""
    here = GameFolder(tmp_path_factory.mktemp("graphics") / "game")
    lay(here, video, plays())
    write_table(here.readings, readings((18.0, 24.5)), READINGS)
    clock = {"start_s": 4.0, "end_s": float(SECONDS), "period": 1, "clock_start_s": 700.0, "clock_end_s": 554.0,
             "running": True, "visible": True, "confidence": 0.9}  # fmt: skip
    write_table(here.clock, [clock], CLOCK)
    return here


def test_our_own_graphic_stands_where_the_bug_cannot_be_read_and_only_there(game: GameFolder) -> None:
    document = make_recap(game, RecapRequest(), CONFIG, Silent())
    assert next(row for row in document["rules"] if "score can be read" in row["rule"])["holds"] is True
    shown = grey(game.recap() / "recap.mp4")
    drawn, away = [], []
    for clip in document["clips"]:
        at = round(clip["at_s"] * NTSC) + 3
        own = picture(clip["in_frame"] + 3).astype(float)
        drawn.append(float(np.abs(shown[at] - own)[6:15, 6:60].mean()) > 25)
        away.append(18.0 <= clip["start_s"] < 23.5)
    assert any(away) and not all(away)
    assert drawn == away


@pytest.mark.parametrize(("aspect", "width"), [("9:16", 80), ("1:1", 144)])
def test_other_shapes_are_cut_from_the_picture_at_full_height(game: GameFolder, aspect: str, width: int) -> None:
    name = aspect.replace(":", "x")
    document = make_recap(game, RecapRequest(name=name, seconds=30, aspect=aspect, burn=True, lower_third=True,  # type: ignore[arg-type]
                                             opening=True), CONFIG, Silent())  # fmt: skip
    with av.open(str(game.recap(name) / "recap.mp4")) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (width, HEIGHT)
        assert sum(1 for p in container.demux(video=0) if p.size) == document["frames"]
    assert document["opening"] == {"at_s": 0.0, "duration_s": pytest.approx(2.0, abs=0.02)}
    assert document["clips"][0]["at_s"] == pytest.approx(2.0, abs=0.02)
    assert next(row for row in document["rules"] if "score can be read" in row["rule"])["holds"] is True


def test_captions_are_in_the_picture_only_when_asked_for(game: GameFolder) -> None:
    make_recap(game, RecapRequest(name="plain", seconds=20), CONFIG, Silent())
    make_recap(game, RecapRequest(name="burnt", seconds=20, burn=True), CONFIG, Silent())
    plain, burnt = (grey(game.recap(name) / "recap.mp4")[20] for name in ("plain", "burnt"))
    difference = np.abs(plain - burnt)
    assert difference[HEIGHT * 3 // 4 :].mean() > 2 > 0.5 > difference[: HEIGHT // 2].mean()


def test_the_window_follows_what_moves(tmp_path: Path) -> None:
    """A bright square goes from left to right over a still floor: it stays in the narrow window."""
    path, fps = tmp_path / "move.mp4", Fraction(25)
    rng = np.random.default_rng(1)
    floor = rng.integers(60, 120, (144, 256)).astype(np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=fps, options={"crf": "18", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 256, 144, "yuv420p"
        for number in range(200):
            luma = floor.copy()
            x = 10 + number
            luma[60:90, x : x + 24] = 235
            planes = np.vstack([luma, np.full((72, 256), 128, np.uint8)])
            out.mux(stream.encode(av.VideoFrame.from_ndarray(planes, "yuv420p")))
        out.mux(stream.encode(None))
    source = SimulatedGame(end_s=8.0).source(path, fps=fps, frames=200)
    crop = follow(source, FrameSpan(first=10, stop=190), "9:16", np.zeros(0))
    inside = [left <= 10 + frame + 12 <= left + crop.width for frame, left in crop.knots]
    assert crop.width == 80 and sum(inside) / len(inside) >= 0.9
    steps = [abs(b - a) for (_, a), (_, b) in zip(crop.knots, crop.knots[1:], strict=False)]
    assert max(steps) < 40, "it glides"
    assert WIDTH == 256
