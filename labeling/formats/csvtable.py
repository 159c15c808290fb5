"""CSV: one label a line, for spreadsheets. Columns that we do not know are kept."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from typing import Any

from edc.errors import InputError
from labeling.formats.label import PAYLOAD, Label, LabelSet, ascii_json, counterpart, merged, payload_of

KEY = "csv"
COLUMNS = ("id", "label", "start_s", "anchor_s", "end_s", "team", "players", "period", "clock_s", "confidence", "note")
_TIMES = ("start_s", "anchor_s", "end_s", "clock_s", "confidence")
_APART = "; "


def write(labels: LabelSet) -> str:
    more = list(dict.fromkeys(name for label in labels.labels for name in label.attributes.get(KEY, {})))
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, [*COLUMNS, *more, PAYLOAD], lineterminator="\r\n", restval="")
    table.writeheader()
    for label in labels.labels:
        table.writerow({**_row(label), **label.attributes.get(KEY, {}), PAYLOAD: ascii_json(payload_of(label))})
    return out.getvalue()


def _row(label: Label) -> dict[str, str]:
    values = {name: "" if (v := getattr(label, name)) is None else repr(float(v)) for name in _TIMES}
    return values | {
        "id": _text(label.label_id or ""), "label": _text(label.name), "team": _text(label.team or ""),
        "players": _text(_APART.join(p.get("name", "") for p in label.players)),
        "period": "" if label.period is None else str(label.period), "note": _text(label.note or ""),
    }  # fmt: skip


def _text(text: str) -> str:
    """What a file and a spreadsheet keep; a formula in a note stays a note."""
    clean = text.replace("\x00", "").replace("\r", " ").encode("utf-8", "ignore").decode()
    return f"'{clean}" if clean.startswith(("=", "+", "-", "@", "\t")) else clean


def read(raw: bytes, video: LabelSet) -> LabelSet:
    """Raises:
    InputError: there is no table, a column is missing, or a number is none; names the line.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"The CSV file is no UTF-8 text (byte {error.start}): save it as CSV UTF-8.") from error
    csv.field_size_limit(1 << 24)
    dialect = csv.excel
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), dialect=dialect, delimiter=delimiter)
        names = table.fieldnames or []
        if "label" not in names or not {"anchor_s", "start_s"} & set(names):
            raise InputError("The CSV file needs a line of names with label and anchor_s (or start_s and end_s).")
        labels = tuple(_label(row, table.line_num) for row in table)
    except csv.Error as error:
        raise InputError(f"The CSV file cannot be read ({error}).") from error
    return LabelSet(video=video.video, fps=video.fps, duration_s=video.duration_s, title=video.title, labels=labels)


def _label(row: Mapping[Any, str | None], line: int) -> Label:
    if None in row:
        raise InputError(f"Line {line} of the CSV file has more fields than names.")
    values = {str(name): value or "" for name, value in row.items()}
    times = {name: _number(values.get(name, ""), name, line) for name in _TIMES}
    if times["anchor_s"] is None and times["start_s"] is not None and times["end_s"] is not None:
        times["anchor_s"] = (times["start_s"] + times["end_s"]) / 2
    period = _number(values.get("period", ""), "period", line)
    more = {name: value for name, value in values.items() if name not in (*COLUMNS, PAYLOAD) and value}
    shown = Label(
        name=values["label"], label=counterpart(values["label"]), label_id=values.get("id") or None,
        team=values.get("team") or None, period=None if period is None else int(period),
        note=values.get("note") or None,
        players=tuple({"id": "", "name": n, "role": ""} for n in values.get("players", "").split(_APART) if n),
        attributes={KEY: more} if more else {}, start_s=times["start_s"], anchor_s=times["anchor_s"],
        end_s=times["end_s"], clock_s=times["clock_s"], confidence=times["confidence"],
    )  # fmt: skip
    return merged(shown, values.get(PAYLOAD) or None, lambda known: _label({**_row(known), PAYLOAD: ""}, line))


def _number(text: str, name: str, line: int) -> float | None:
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"Line {line} of the CSV file: {name} is {text[:40]!r}, no number.")
    return value
