"""Fragmented MP4, box by box: where a file's fragments lie, and writing fragments of AAC.

Comes in: a file of the pool, or packets. Goes out: byte ranges with what they hold, or bytes. Only
the box headers are read (ISO/IEC 14496-12), so that a playlist over a game's pool takes milliseconds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from edc.errors import InvariantError

_DEFAULT_BASE_IS_MOOF, _DEFAULT_DURATION = 0x020000, 0x000008
_DATA_OFFSET, _SAMPLE_SIZES = 0x000001, 0x000200


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    offset: int
    size: int
    start: int
    """In ticks of the track."""
    samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragments:
    init: bytes
    """Everything before the first fragment: what a playlist's EXT-X-MAP names."""
    parts: tuple[Fragment, ...]

    def covering(self, start: int, stop: int) -> tuple[Fragment, ...]:
        """The fragments from one tick to another.

        Raises:
            InvariantError: no fragment begins at one of them.
        """
        inside = tuple(part for part in self.parts if start <= part.start < stop)
        after = next((part.start for part in self.parts if part.start >= stop), stop)
        if not inside or inside[0].start != start or after != stop:
            raise InvariantError(f"no fragments from {start} to {stop}: delete the folder pool/ and try again")
        return inside


@lru_cache(maxsize=4096)
def read_fragments(path: Path) -> Fragments:
    """A pool's file never changes: its name is made of what is in it."""
    with path.open("rb") as file:
        parts, first = [], None
        for kind, offset, size in _boxes(file):
            if kind == b"moof":
                first = offset if first is None else first
                start, samples = _times(file, offset, size)
                parts.append([offset, size, start, samples])
            elif kind == b"mdat" and parts:
                parts[-1][1] = offset + size - parts[-1][0]
        file.seek(0)
        init = file.read(first or 0)
    return Fragments(init=init, parts=tuple(Fragment(offset=o, size=s, start=t, samples=n) for o, s, t, n in parts))


def _boxes(file: BinaryIO, at: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    while end is None or at + 8 <= end:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        size, kind = struct.unpack(">I4s", head)
        if size == 1:
            size = struct.unpack(">Q", file.read(8))[0]
        if size < 8:
            return
        yield kind, at, size
        at += size


def _times(file: BinaryIO, offset: int, size: int) -> tuple[int, int]:
    """Decode time of a fragment's first sample, and how many there are."""
    start = samples = 0
    for kind, at, length in _boxes(file, offset + 8, offset + size):
        if kind != b"traf":
            continue
        for inner, place, _ in _boxes(file, at + 8, at + length):
            file.seek(place + 8)
            head = file.read(12)
            if inner == b"tfdt":
                start = struct.unpack(">Q" if head[0] else ">I", head[4 : 12 if head[0] else 8])[0]
            elif inner == b"trun":
                samples += struct.unpack(">I", head[4:8])[0]
    return start, samples


def shifted(data: bytes, ticks: int) -> bytes:
    """The same file, every fragment so many ticks later."""
    out, at = bytearray(data), 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"moof":
            place = data.index(b"tfdt", at, at + size) + 4
            form = ">Q" if data[place] else ">I"
            start = struct.unpack_from(form, data, place + 4)[0]
            struct.pack_into(form, out, place + 4, start + ticks)
        at += max(size, 8)
    return bytes(out)


def _box(kind: bytes, *contents: bytes) -> bytes:
    body = b"".join(contents)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def _full(kind: bytes, version: int, flags: int, *contents: bytes) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags), *contents)


def sound_fragment(packets: Sequence[bytes], *, number: int, start: int, duration: int) -> bytes:
    """One fragment of a track 1 whose samples all last `duration` ticks; `start` is the first one's decode time."""
    sizes = b"".join(struct.pack(">I", len(packet)) for packet in packets)

    def moof(data_offset: int) -> bytes:
        flags = _DEFAULT_BASE_IS_MOOF | _DEFAULT_DURATION
        return _box(
            b"moof", _full(b"mfhd", 0, 0, struct.pack(">I", number)),
            _box(b"traf", _full(b"tfhd", 0, flags, struct.pack(">II", 1, duration)),
                 _full(b"tfdt", 1, 0, struct.pack(">Q", start)),
                 _full(b"trun", 0, _DATA_OFFSET | _SAMPLE_SIZES, struct.pack(">Ii", len(packets), data_offset), sizes)),
        )  # fmt: skip

    return moof(len(moof(0)) + 8) + _box(b"mdat", *packets)
