"""The formats by name: what writes one, what reads one, and the file's name and type."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from edc.errors import InputError
from labeling.formats import csvtable, labelstudio, osl, soccernet, sportscode
from labeling.formats.label import LabelSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    title: str
    suffix: str
    media_type: str
    write: Callable[[LabelSet], bytes]
    read: Callable[[bytes, LabelSet], LabelSet]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, indent=1).encode() + b"\n"


FORMATS: dict[str, Format] = {
    "labelstudio": Format(title="Label Studio", suffix=".json", media_type="application/json",
                          write=lambda labels: _json(labelstudio.write(labels)), read=labelstudio.read),
    "soccernet": Format(title="SoccerNet Labels-v2", suffix=".json", media_type="application/json",
                        write=lambda labels: _json(soccernet.write(labels)), read=soccernet.read),
    "osl": Format(title="OSL JSON 2.0", suffix=".json", media_type="application/json",
                  write=lambda labels: _json(osl.write(labels)), read=osl.read),
    "sportscode-xml": Format(title="Sportscode XML", suffix=".xml", media_type="application/xml",
                             write=sportscode.write, read=sportscode.read),
    "csv": Format(title="CSV", suffix=".csv", media_type="text/csv; charset=utf-8",
                  write=lambda labels: csvtable.write(labels).encode(), read=csvtable.read),
}  # fmt: skip


def format_named(name: str) -> Format:
    """Raises:
    InputError: there is no such format.
    """
    if name not in FORMATS:
        raise InputError(f"{name[:40]!r} is no format: there are {', '.join(FORMATS)}.")
    return FORMATS[name]


def with_halves(video: LabelSet, half_starts_s: str | None) -> LabelSet:
    """Where each half of a SoccerNet file begins in the video, as "0,3120.5".

    Raises:
        InputError: it is no list of seconds.
    """
    if not half_starts_s:
        return video
    try:
        starts = [float(part) for part in half_starts_s.split(",")]
    except ValueError as error:
        raise InputError(f"half_starts_s must be seconds with commas between, not {half_starts_s[:40]!r}.") from error
    halves = {str(half): start_s for half, start_s in enumerate(starts, 1)}
    return replace(video, document={**video.document, f"{soccernet.KEY}.halves": halves})
