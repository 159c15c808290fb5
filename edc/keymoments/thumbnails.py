"""Two pictures of each key moment: one of the play, and a safe one that tells nothing.

Comes in: the media, the moments, where the score bug is, where breaks and replays are. Goes out: JPEGs.
The safe picture is taken before the release, so that nobody celebrates yet, and has no score bug.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edc.keymoments.document import thumbnail_name
from edc.moments import Moment

if TYPE_CHECKING:
    from edc.media.media import Media

WIDTH = 640
QUALITY = 85
BATCH = 8
"""Moments whose pictures are in memory at once."""

SAFE_BEFORE_S = (1.6, 1.3, 2.0, 1.0, 2.5)
"""Tried in this order: a shot is in the air for about a second."""

MARGIN = 0.01
"""Round the score bug, in fractions of the picture."""

LEAST_LEFT = 0.7
"""Of the picture's height: a smaller part is no picture of the play any more."""

BLOCKS = 4
"""A hidden box keeps so few colours that nothing in it can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """In fractions of the picture."""

    x: float
    y: float
    w: float
    h: float


def bug_boxes(layout: Any) -> list[Box]:
    """Every score bug that `scorebug.json` knows of, whatever it is nested in."""
    if isinstance(layout, Mapping):
        bug = layout.get("bug")
        own = [Box(x=bug["x"], y=bug["y"], w=bug["w"], h=bug["h"])] if isinstance(bug, Mapping) else []
        return own + [box for key, value in layout.items() if key != "bug" for box in bug_boxes(value)]
    return [box for value in layout for box in bug_boxes(value)] if isinstance(layout, list) else []


def safe_time(moment: Moment, segments: Sequence[Mapping[str, Any]]) -> float:
    """Before the result, and of the game itself: never in a replay or a break where that can be avoided."""
    anchor_s = moment.anchor_s or 0.0
    tried = [max(0.0, anchor_s - before) for before in SAFE_BEFORE_S]
    return next((at for at in tried if _kind(segments, at) in ("live", "dead")), tried[0])


def _kind(segments: Sequence[Mapping[str, Any]], at_s: float) -> str:
    return next((str(s["kind"]) for s in segments if s["start_s"] <= at_s < s["end_s"]), "live")


def without_bugs(picture: Any, boxes: Sequence[Box]) -> Any:
    """The part of the picture above or below every score bug, of the same shape; where little would be left, hidden."""
    top = max((box.y + box.h + MARGIN for box in boxes if box.y + box.h / 2 < 0.5), default=0.0)
    bottom = min((box.y - MARGIN for box in boxes if box.y + box.h / 2 >= 0.5), default=1.0)
    share = bottom - top
    if share < LEAST_LEFT:
        return hide(picture, boxes)
    height, width = picture.shape[:2]
    left = int((1.0 - share) / 2 * width)
    return picture[int(top * height) : int(bottom * height), left : left + int(share * width)]


def hide(picture: Any, boxes: Sequence[Box]) -> Any:
    """The picture with each box turned into a few blocks of colour."""
    import cv2

    height, width = picture.shape[:2]
    hidden = picture.copy()
    for box in boxes:
        x0, y0 = max(0, int((box.x - MARGIN) * width)), max(0, int((box.y - MARGIN) * height))
        x1 = min(width, int((box.x + box.w + MARGIN) * width) + 1)
        y1 = min(height, int((box.y + box.h + MARGIN) * height) + 1)
        if x1 > x0 and y1 > y0:
            few = cv2.resize(hidden[y0:y1, x0:x1], (BLOCKS, 1), interpolation=cv2.INTER_AREA)
            hidden[y0:y1, x0:x1] = cv2.resize(few, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
    return hidden


def _write(path: Path, picture: Any, shape: float) -> None:
    """`shape` is height by width of the whole picture."""
    import cv2

    small = cv2.resize(picture, (WIDTH, round(shape * WIDTH / 2) * 2), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(path), small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


def write_thumbnails(
    folder: Path,
    media: Media,
    moments: Sequence[Moment],
    boxes: Sequence[Box],
    segments: Sequence[Mapping[str, Any]],
) -> Iterator[int]:
    """Writes `<id>.jpg` and `<id>.safe.jpg` into the folder; yields how many moments are done.

    Raises:
        InputError: the video is gone or cannot be decoded.
    """
    from edc.media.stills import stills

    for first in range(0, len(moments), BATCH):
        batch = moments[first:first + BATCH]
        shown = [min(m.anchor_s or 0.0, media.duration_s) for m in batch]
        pictures = stills(media, [*shown, *(safe_time(m, segments) for m in batch)])
        for at, moment in enumerate(batch):
            _write(folder / Path(thumbnail_name(moment.moment_id)).name, pictures[at], media.height / media.width)
            safe = without_bugs(pictures[len(batch) + at], boxes)
            _write(folder / Path(thumbnail_name(moment.moment_id, safe=True)).name, safe, media.height / media.width)
        yield first + len(batch)
