"""Fragmented MP4, box by box: where a file's fragments lie, and writing fragments of AAC.

Comes in: a file of the pool, or packets. Goes out: byte ranges with what they hold, or bytes. Only
the box headers are read (ISO/IEC 14496-12), so that a playlist over a game's pool takes milliseconds.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from edc.errors import InvariantError

_DEFAULT_BASE_IS_MOOF, _DEFAULT_DURATION = 0x020000, 0x000008
_BEFORE_DEFAULT_SIZE = ((0x000001, 8), (0x000002, 4), (0x000008, 4))
_DEFAULT_SIZE = 0x000010
_DATA_OFFSET, _FIRST_SAMPLE_FLAGS, _SAMPLE_SIZES = 0x000001, 0x000004, 0x000200
_SAMPLE_FIELDS = (0x000100, _SAMPLE_SIZES, 0x000400, 0x000800)
"""Of each sample in a `trun`, in this order: duration, size, flags, composition offset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    offset: int
    size: int
    start: int
    """In ticks of the track."""
    data: int
    """Where its first sample's bytes begin in the file."""
    sizes: tuple[int, ...]
    """Bytes of each sample; the samples lie one behind the other."""

    @property
    def samples(self) -> int:
        return len(self.sizes)


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
    """A pool's file never changes, its name is made of what is in it: it is read once."""
    return parse_fragments(path)


def parse_fragments(path: Path) -> Fragments:
    """Only the pages that hold headers are read."""
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return Fragments(init=b"", parts=())
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _fragments(data)


def _fragments(data: mmap.mmap) -> Fragments:
    found: list[tuple[int, int, _Run]] = []
    end = first = len(data)
    for kind, offset, size in _boxes(data, 0, end):
        if kind == b"moof":
            first = min(first, offset)
            found.append((offset, size, _run(data, offset, size)))
        elif kind == b"mdat" and found:
            at, _, run = found[-1]
            found[-1] = at, offset + size - at, run
    parts = tuple(Fragment(offset=offset, size=size, start=run.start, data=offset + run.data_offset, sizes=run.sizes)
                  for offset, size, run in found)  # fmt: skip
    return Fragments(init=data[:first] if found else b"", parts=parts)


def _boxes(data: mmap.mmap, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        if size == 1:
            size = struct.unpack_from(">Q", data, at + 8)[0]
        if size < 8:
            return
        yield kind, at, size
        at += size


@dataclass(slots=True)
class _Run:
    start: int = 0
    data_offset: int = 0
    sizes: tuple[int, ...] = ()


def _run(data: mmap.mmap, offset: int, size: int) -> _Run:
    """Decode time of a fragment's first sample, where its bytes begin behind the `moof`, and how many each has."""
    run, usual = _Run(), 0
    for kind, at, length in _boxes(data, offset + 8, offset + size):
        if kind != b"traf":
            continue
        for inner, place, _ in _boxes(data, at + 8, at + length):
            if inner == b"tfhd":
                usual = _default_size(data, place + 8)
            elif inner == b"tfdt":
                run.start = struct.unpack_from(">Q" if data[place + 8] else ">I", data, place + 12)[0]
            elif inner == b"trun":
                _read_run(data, place + 8, usual, run)
    return run


def _default_size(data: mmap.mmap, at: int) -> int:
    """Of a sample, in a `tfhd`; 0 where each is told."""
    flags = struct.unpack_from(">I", data, at)[0]
    at += 8 + sum(length for bit, length in _BEFORE_DEFAULT_SIZE if flags & bit)
    return int(struct.unpack_from(">I", data, at)[0]) if flags & _DEFAULT_SIZE else 0


def _read_run(data: mmap.mmap, at: int, usual: int, run: _Run) -> None:
    flags, count = (struct.unpack_from(">I", data, at + skip)[0] for skip in (0, 4))
    at += 8
    if flags & _DATA_OFFSET:
        run.data_offset = struct.unpack_from(">i", data, at)[0]
        at += 4
    at += 4 if flags & _FIRST_SAMPLE_FLAGS else 0
    fields = [bit for bit in _SAMPLE_FIELDS if flags & bit]
    if _SAMPLE_SIZES not in fields:
        run.sizes += (usual,) * count
        return
    values = struct.unpack_from(f">{count * len(fields)}I", data, at)
    run.sizes += values[fields.index(_SAMPLE_SIZES) :: len(fields)]


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
