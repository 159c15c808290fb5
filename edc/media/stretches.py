"""What the pool is made of: stretches of the source, each around clips that may be shown.

Comes in: spans of frames at which recaps may cut. Goes out: `Stretch`es with handles on both sides,
merged where they meet, so that no picture is encoded twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from edc.media.cutsource import FrameSpan, Source

HANDLE_S = Fraction(4)
"""Kept before and after each clip, so that an editor may still move its edges."""
_LONGEST_S = Fraction(60)
"""Clips that only their handles join are not merged beyond this: a correction re-encodes one stretch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A picture of our own, laid over some frames of a stretch."""

    first: int
    stop: int
    """Frames of the source."""
    png: bytes
    at: tuple[int, int]
    """Its left upper corner in the picture."""
    of: tuple[int, int]
    """Width and height of the picture that it was drawn for."""

    def in_size(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Width, height, left and top in a picture of another size."""
        across, down = size[0] / self.of[0], size[1] / self.of[1]
        own = (int.from_bytes(self.png[16:20], "big"), int.from_bytes(self.png[20:24], "big"))
        return (max(1, round(own[0] * across)), max(1, round(own[1] * down)), round(self.at[0] * across),
                round(self.at[1] * down))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CropPath:
    """A part of the picture that follows the action: where its left edge is at which frame, in between in a line."""

    of: tuple[int, int]
    """Width and height of the whole picture."""
    width: int
    height: int
    knots: tuple[tuple[int, int], ...]
    """Frame of the source and left edge in pixels, in order; two at one frame are a jump."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    span: FrameSpan
    edges: tuple[int, ...]
    """Source frames at which a recap may begin or end: an IDR frame lies at each."""
    overlays: tuple[Overlay, ...] = ()
    crop: CropPath | None = None
    at: int | None = None
    """The frame at whose time its timestamps begin, where it is not its own first one (a card of ours)."""

    @property
    def zero(self) -> int:
        """Timestamps in the pool are those of the broadcast: in a recap, which keeps its order, they never fall."""
        return self.span.first if self.at is None else self.at

    def holds(self, span: FrameSpan) -> bool:
        """Whether a recap can take the span out of it by copying."""
        ends = span.stop in self.edges or span.stop == self.span.stop
        return span.first in self.edges and ends and self.span.first <= span.first and span.stop <= self.span.stop


def bare(span: FrameSpan) -> Stretch:
    """A span without handles."""
    return Stretch(span=span, edges=(span.first, span.stop))


def stretches(spans: Iterable[FrameSpan], source: Source, handle_s: Fraction = HANDLE_S) -> list[Stretch]:
    """Every span in one of the stretches, with its handles as far as the source goes."""
    handle, longest = round(handle_s * source.fps), round(_LONGEST_S * source.fps)
    groups: list[list[FrameSpan]] = []
    for span in sorted(set(spans)):
        if groups and span.first < max(s.stop for s in groups[-1]):
            groups[-1].append(span)
        else:
            groups.append([span])
    merged: list[list[FrameSpan]] = []
    for group in groups:
        last = merged[-1] if merged else None
        stop = max(span.stop for span in group)
        if last and group[0].first - max(s.stop for s in last) < 2 * handle and stop - last[0].first < longest:
            last.extend(group)
        else:
            merged.append(group)
    return [_around(group, handle, source.frames) for group in merged]


def _around(group: list[FrameSpan], handle: int, frames: int) -> Stretch:
    edges = sorted({edge for span in group for edge in (span.first, span.stop)})
    span = FrameSpan(first=max(0, edges[0] - handle), stop=max(edges[-1], min(frames, edges[-1] + handle)))
    return Stretch(span=span, edges=tuple(edges))
