"""The poster: one picture that tempts and tells nothing.

Comes in: a clip of the pool, the frame, the boxes of the score bug. Goes out: a JPEG of a play before
its result (so nobody celebrates yet), cropped so that no score bug is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edc.errors import InvariantError
from edc.files import atomic_write
from edc.media.fragments import read_fragments

if TYPE_CHECKING:
    from PIL.Image import Image

_MARGIN = 0.01
_QUALITY = 88


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """In fractions of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


def bug_areas(layout: Any) -> list[Area]:
    """Every score bug that `scorebug.json` knows of."""
    if isinstance(layout, dict):
        own = [_area(layout["bug"])] if isinstance(layout.get("bug"), dict) else []
        return own + [area for value in layout.values() for area in bug_areas(value)]
    if isinstance(layout, list):
        return [area for value in layout for area in bug_areas(value)]
    return []


def _area(box: dict[str, float]) -> Area:
    return Area(left=box["x"] - _MARGIN, top=box["y"] - _MARGIN, right=box["x"] + box["w"] + _MARGIN,
                bottom=box["y"] + box["h"] + _MARGIN)  # fmt: skip


def clear_area(bugs: Sequence[Area]) -> Area:
    """The largest part of the picture, of the picture's own shape, without a score bug in it."""
    whole = Area(left=0.0, top=0.0, right=1.0, bottom=1.0)
    for bug in bugs:
        sides = (
            Area(left=whole.left, top=whole.top, right=whole.right, bottom=min(bug.top, whole.bottom)),
            Area(left=whole.left, top=max(bug.bottom, whole.top), right=whole.right, bottom=whole.bottom),
            Area(left=whole.left, top=whole.top, right=min(bug.left, whole.right), bottom=whole.bottom),
            Area(left=max(bug.right, whole.left), top=whole.top, right=whole.right, bottom=whole.bottom),
        )
        if not _touches(whole, bug):
            continue
        whole = max((_shaped(side) for side in sides), key=lambda area: area.size)
    return _shaped(whole)


def _touches(area: Area, bug: Area) -> bool:
    return bug.left < area.right and bug.right > area.left and bug.top < area.bottom and bug.bottom > area.top


def _shaped(area: Area) -> Area:
    """The largest square in fractions (that is, of the picture's shape) in the middle of an area."""
    side = max(0.0, min(area.right - area.left, area.bottom - area.top))
    left, top = (area.left + area.right - side) / 2, (area.top + area.bottom - side) / 2
    return Area(left=left, top=top, right=left + side, bottom=top + side)


def picture_at(clip: Path, frame: int) -> Image:
    """A frame of a file of the pool, counted from its first; decoded from the IDR frame before it."""
    import av

    begin = 0
    for part in read_fragments(clip).parts:
        if begin + part.samples > frame:
            break
        begin += part.samples
    with av.open(str(clip)) as container:
        packets = (packet for packet in container.demux(video=0) if packet.size)
        needed = islice(packets, begin, frame + 1)
        pictures = [picture for packet in needed for picture in packet.decode()]
        pictures += container.streams.video[0].decode(None)
    if not pictures:
        raise InvariantError(f"{clip} holds no picture: delete it and make the recap again.")
    image: Image = pictures[-1].to_image()
    return image


def write_poster(path: Path, picture: Image, bugs: Iterable[Area]) -> None:
    from PIL.Image import Resampling

    area = clear_area(list(bugs))
    width, height = picture.size
    box = (round(area.left * width), round(area.top * height), round(area.right * width), round(area.bottom * height))
    cropped = picture.crop(box) if area.size > 0.04 else picture
    with atomic_write(path) as temporary:
        cropped.resize((width, height), Resampling.BILINEAR).save(temporary, "JPEG", quality=_QUALITY)
