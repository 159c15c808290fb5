"""Draws the review guide's examples, one picture a class: `python docs/draw_guide.py` (needs edc-moments[sample]).

Invented games are simulated until each class that they can show has been seen; its picture is the frame at the
anchor, cut around the ball. Out: `labeling/page/examples/<label>.jpg`, and `examples.json`, which lists them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cv2

from edc.taxonomy import load_taxonomy
from sample_media.drawing import Painter
from sample_media.drawing.view import View
from sample_media.scene import Scene, ShotKind
from sample_media.scorebugs import LOOKS, draw_bug
from sample_media.simulation.programme import Programme, make_programme

OUT = Path(__file__).parent.parent / "labeling" / "page" / "examples"
SEEDS = range(200, 290)
LOOK = "ribbon"
SIZE, SHOWN = (1280, 720), (352, 198)
CLOSE = 0.42
"""Share of the picture's width that is cut out around the ball."""
QUALITY = 66
BEFORE_S = {
    "shot.made.dunk": 0.08, "shot.made.layup": 0.4, "shot.made.floater": 0.6, "shot.made.hook": 0.7,
    "shot.made.mid": 0.8, "shot.made.three": 1.1, "shot.missed.dunk": 0.1, "shot.missed": 0.05, "free_throw": 0.9,
}  # fmt: skip
"""So long before the anchor a picture says more: how the ball is let go tells the class. The longest counts."""
UNPLACED = ("period.start", "substitution", "stoppage", "game.end", "rebound.team")
"""The truth gives them no instant, since no viewer could name one; a picture can be had all the same."""
FILLINGS = {
    ShotKind.ADVERT: "commercial", ShotKind.CROWD: "crowd", ShotKind.BENCH: "bench", ShotKind.STUDIO: "studio",
    ShotKind.HALFTIME: "halftime_show", ShotKind.INTRO: "lineups", ShotKind.OUTRO: "postgame",
}  # fmt: skip


def main() -> None:
    known = set(load_taxonomy().nodes)
    OUT.mkdir(exist_ok=True)
    found: set[str] = set()
    for seed in SEEDS:
        programme = make_programme(seed, kind="full")
        fresh = {label: at for label, at in instants(programme) if label in known - found}
        if not fresh:
            continue
        painter = Painter(SIZE, programme.home, programme.away, programme.seed, 0.0, None)
        for label, at in fresh.items():
            draw(painter, programme, at, OUT / f"{label}.jpg")
        found |= set(fresh)
    (OUT / "examples.json").write_text(json.dumps(sorted(found), indent=1) + "\n", encoding="utf-8")
    print(f"{len(found)} classes drawn; none for {', '.join(sorted(known - found))}")


def instants(programme: Programme) -> Iterator[tuple[str, float]]:
    """Labels and the media seconds at which they are seen best; a later one of a label counts."""
    for play in programme.log.plays:
        at = programme.walls.media(play.wall_s) if play.label in UNPLACED else programme.seen_at(play)
        if at is not None and at < programme.duration_s:
            yield play.label, at - max((s for root, s in BEFORE_S.items() if play.label.startswith(root)), default=0.0)
    for cut in programme.reel.cuts:
        middle = (cut.media_0 + cut.media_1) / 2
        if cut.filling == "replay" and cut.shot is ShotKind.COURT:
            yield "replay", middle
        elif cut.shot in FILLINGS:
            yield FILLINGS[cut.shot], middle


def draw(painter: Painter, programme: Programme, at: float, path: Path) -> None:
    scene = programme.scene_at(at)
    picture = painter.paint(scene)
    if scene.bug is not None:
        draw_bug(picture, LOOKS[LOOK], scene.bug, programme.home, programme.away, programme.series_text)
    left, top, width, height = around_the_ball(scene)
    close = cv2.resize(picture[top : top + height, left : left + width], SHOWN, interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(".jpg", close, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    assert done
    path.write_bytes(data.tobytes())


def around_the_ball(scene: Scene) -> tuple[int, int, int, int]:
    """Left, top, width and height of what is shown; the whole picture where no ball is in it."""
    width, height = SIZE
    if scene.camera is None or scene.ball is None:
        return 0, 0, width, height
    x, y, _ = View.of(scene.camera, SIZE).pixel(scene.ball.x, scene.ball.y, scene.ball.z)
    wide, high = round(width * CLOSE), round(height * CLOSE)
    left = min(max(round(x - wide / 2), 0), width - wide)
    return left, min(max(round(y - high * 0.4), 0), height - high), wide, high


if __name__ == "__main__":
    main()
