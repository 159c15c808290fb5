"""Single pictures of a game as JPEG: a whole frame, and the score bug cut out of one.

Comes in: a game folder and media seconds. Goes out: JPEG bytes, and where the bug is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError
from edc.files import atomic_write, read_json
from edc.gamefolder import GameFolder
from edc.media.stills import stills
from labeling.media.source import cache_path, located_media

VERSION = 1
_QUALITY = 85
_MARGIN = 0.12
"""Of the bug's height, left around it so that a badge beside it is seen too."""
_BUG_WIDTH = 640
_WIDTHS = (64, 1280)

Box = dict[str, float]


def bug_box(game_folder: Path, media_s: float | None = None) -> Box | None:
    """Where the score bug is, as fractions `x`, `y`, `w`, `h` of the picture; None where the game has none.

    A game may have several layouts; the one read nearest to `media_s` is meant, else the first.
    """
    path = GameFolder(game_folder).layout
    layouts = [layout for layout in (read_json(path).get("layouts") or [] if path.is_file() else []) if layout]
    if not layouts:
        return None
    number = 0 if media_s is None or len(layouts) == 1 else _layout_at(game_folder, media_s)
    return _with_margin(layouts[min(number, len(layouts) - 1)]["bug"])


def bug_crop(game_folder: Path, media_s: float) -> bytes:
    """The score bug on screen at `media_s`, as JPEG.

    Raises:
        InputError: the game has no score bug, or the video cannot be read there.
    """
    box = bug_box(game_folder, media_s)
    if box is None:
        raise InputError("No score bug was found in this game.")
    whole = stills(located_media(game_folder), [media_s])[0]
    height, width = whole.shape[:2]
    left, top = int(box["x"] * width), int(box["y"] * height)
    crop = whole[top : top + max(2, round(box["h"] * height)), left : left + max(2, round(box["w"] * width))]
    return _jpeg(crop, _BUG_WIDTH)


def picture(game_folder: Path, media_s: float, width: int = 320) -> bytes:
    """The frame on screen at `media_s`, as JPEG of that width; kept once made.

    Raises:
        InputError: the width is out of bounds, or the video cannot be read there.
    """
    if not _WIDTHS[0] <= width <= _WIDTHS[1]:
        raise InputError(f"A picture's width must be {_WIDTHS[0]} to {_WIDTHS[1]} pixels, not {width}.")
    media = located_media(game_folder)
    media_s = min(max(media_s, 0.0), media.duration_s)
    path = cache_path(game_folder, media, f"pictures/{round(media_s * 1000)}-{width}", VERSION, ".jpg")
    if not path.is_file():
        data = _jpeg(stills(media, [media_s])[0], width)
        with atomic_write(path) as temporary:
            temporary.write_bytes(data)
        return data
    return path.read_bytes()


def _with_margin(bug: dict[str, Any]) -> Box:
    margin = _MARGIN * bug["h"]
    left, top = max(0.0, bug["x"] - margin), max(0.0, bug["y"] - margin)
    return {"x": left, "y": top, "w": min(1.0, bug["x"] + bug["w"] + margin) - left,
            "h": min(1.0, bug["y"] + bug["h"] + margin) - top}  # fmt: skip


def _layout_at(game_folder: Path, media_s: float) -> int:
    import pyarrow.parquet as pq

    path = GameFolder(game_folder).readings
    if not path.is_file():
        return 0
    table = pq.read_table(path, columns=["media_s", "visible", "layout"]).to_pandas()
    seen = table[table["visible"]]
    return 0 if seen.empty else int(seen["layout"].iloc[int(np.abs(seen["media_s"] - media_s).argmin())])


def _jpeg(image: NDArray[np.uint8], width: int) -> bytes:
    import cv2

    if image.shape[1] > width:
        size = (width, max(1, round(image.shape[0] * width / image.shape[1])))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise InputError("The picture could not be made.")
    return bytes(data)
