"""How often the ball is inside the narrow window of a vertical recap: ours against one that stays in the middle.

Comes in: the sample game and its simulation, which knows where the ball is in every picture. Goes out: the share of
the recap's seconds in which the ball is in the window, and how fast the window moves.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from edc.config import load_config
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.media.cutsource import FrameSpan, Source
from edc.media.stretches import CropPath
from edc.recap.action import follow, window_of
from edc.recap.make import plan_for
from edc.recap.ready import open_game
from edc.recap.request import RecapRequest
from sample_media.drawing.view import View
from sample_media.simulation.programme import Programme, make_programme

TRUTH = Path(__file__).parent.parent / "sample_media" / "game" / "truth.json"
_EVERY = 5
"""Frames between two that are looked at."""
Floats = npt.NDArray[np.float64]


def ball_x(programme: Programme, media_s: float, size: tuple[int, int]) -> float | None:
    """Pixels from the left; None where no ball is in the picture."""
    scene = programme.scene_at(media_s)
    if scene.camera is None or scene.ball is None:
        return None
    x, y, depth = View.of(scene.camera, size).pixel(scene.ball.x, scene.ball.y, scene.ball.z)
    return x if depth > 0 and 0 <= x < size[0] and 0 <= y < size[1] else None


def left_at(crop: CropPath, frame: int) -> float:
    return float(np.interp(frame, *zip(*crop.knots, strict=True)))


def shares(
    programme: Programme, source: Source, spans: list[FrameSpan], cuts_s: Floats, aspect: str
) -> list[float]:
    """Of the looked-at frames with a ball: how often it is in our window, how often in the middle one."""
    width, ours, middle = window_of(source, aspect)[0], [], []
    for span in spans:
        crop = follow(source, span, aspect, cuts_s)
        for frame in range(span.first, span.stop, _EVERY):
            x = ball_x(programme, float(source.seconds(frame)), (source.width, source.height))
            if x is not None:
                left = left_at(crop, frame)
                ours.append(left <= x < left + width)
                middle.append(abs(x - source.width / 2) <= width / 2)
    return [float(np.mean(ours)), float(np.mean(middle))]


def speed(source: Source, spans: list[FrameSpan], cuts_s: Floats, aspect: str) -> float:
    """The 95th percentile of how fast the window moves, in widths of the picture a second."""
    found = []
    for span in spans:
        for (a, x), (b, y) in pairwise(follow(source, span, aspect, cuts_s).knots):
            if b > a:
                found.append(abs(y - x) / source.width / float(source.seconds(b - a)))
    return float(np.percentile(found, 95))


def main(folder: Path | None = None) -> None:
    from benchmarks.recap_speed import processed

    ready, truth = open_game(GameFolder(folder or processed()), load_config().recap), read_json(TRUTH)
    programme = make_programme(truth["seed"], kind=truth["kind"])
    source, plan = ready.footage.source, plan_for(RecapRequest(), ready, [])
    spans = [clip.span for clip in plan.clips]
    for aspect in ("9:16", "1:1"):
        ours, middle = shares(programme, source, spans, ready.footage.cuts_s, aspect)
        fast = speed(source, spans, ready.footage.cuts_s, aspect)
        print(f"{aspect}: the ball is in the window {ours:.0%} of the time, in one that stays in the middle "
              f"{middle:.0%}; the window moves at most (95 %) {fast:.2f} picture widths a second")


if __name__ == "__main__":
    main()
