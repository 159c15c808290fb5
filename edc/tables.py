"""The columns of every table in a game folder, and reading and writing them.

In and out: lists of dictionaries or arrow tables on one side, Parquet files on the other. A file's
schema metadata carries its name and version under the key `schema`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from edc.errors import InputError
from edc.files import atomic_write
from edc.spotter.classes import CLASSES


def schema_of(name: str, *fields: tuple[str, pa.DataType]) -> pa.Schema:
    return pa.schema([pa.field(n, t) for n, t in fields], metadata={"schema": name})


_F64, _F32, _I8, _I16, _I32, _I64 = pa.float64(), pa.float32(), pa.int8(), pa.int16(), pa.int32(), pa.int64()
_STR, _BOOL = pa.string(), pa.bool_()

FRAMES = schema_of("edc.frames/1", ("media_s", _F64), ("keyframe", _BOOL))
"""Every video frame that can be read, in presentation order."""

LOOKS = schema_of(
    "edc.looks/1",
    ("media_s", _F64), ("visible", _BOOL), ("layout", _I8),
    ("period", _I8), ("period_confidence", _F32),
    ("clock_s", _F64), ("clock_confidence", _F32),
    ("shot_clock_s", _F64), ("shot_clock_confidence", _F32),
    ("first_score", _I16), ("first_score_confidence", _F32),
    ("second_score", _I16), ("second_score_confidence", _F32),
    ("status", _STR),
)  # fmt: skip
"""What the scan reads: scores in printed order, before anyone knows which team is at home."""

READINGS = schema_of(
    "edc.readings/1",
    ("media_s", _F64), ("visible", _BOOL),
    ("period", _I8), ("period_confidence", _F32),
    ("clock_s", _F64), ("clock_confidence", _F32),
    ("shot_clock_s", _F64), ("shot_clock_confidence", _F32),
    ("home_score", _I16), ("home_score_confidence", _F32),
    ("away_score", _I16), ("away_score_confidence", _F32),
    ("status", _STR), ("layout", _I8),
)  # fmt: skip
"""One row per look at the score bug; nulls where unread; displayed values."""

CLOCK = schema_of(
    "edc.clock/1",
    ("start_s", _F64), ("end_s", _F64), ("period", _I8),
    ("clock_start_s", _F64), ("clock_end_s", _F64),
    ("running", _BOOL), ("visible", _BOOL), ("confidence", _F32),
)  # fmt: skip
"""The true game clock over media time, one row a span; no span where no game is on."""

SEGMENTS = schema_of("edc.segments/1", ("start_s", _F64), ("end_s", _F64), ("kind", _STR))
"""Kinds live, dead, replay, commercial, studio, halftime, intro, outro; they tile the media."""

SHOTS = schema_of("edc.shots/1", ("start_s", _F64), ("end_s", _F64), ("cut_confidence", _F32))
"""Camera shots between hard cuts; they tile the media."""

SOUND = schema_of(
    "edc.sound/1",
    ("media_s", _F64), ("level_db", _F32), ("crowd", _F32), ("whistle", _F32), ("horn", _F32), ("speech", _F32),
)  # fmt: skip
"""Ten rows a second: loudness in dBFS, crowd excitement as a z-score, probabilities of the rest."""

MOTION = schema_of("edc.motion/1", ("media_s", _F64), ("motion", _F32), ("court", _F32), ("wipe", _F32))
"""What small frames tell: mean absolute change, share of court-like pixels, likeness of a graphic wipe."""

SPOTS = schema_of("edc.spots/1", ("media_s", _F64), *((name, _F32) for name in CLASSES))
"""The spotter's score of each picture and class, 0..1; zero where the game was not on."""

SPOTTED = schema_of("edc.spotted/1", ("label", _STR), ("at_s", _F64), ("score", _F32))
"""Instants that the spotter saw: the probability that such an event is within a second."""

PLACED = schema_of(
    "edc.placed/1",
    ("play_index", _I32), ("start_s", _F64), ("end_s", _F64), ("anchor_s", _F64), ("anchor_sd_s", _F32),
    ("confidence", _F32), ("sources", pa.list_(_STR)),
)  # fmt: skip
"""For each play of the feed the media interval that its clock allows and the instant chosen in it."""

_PLAYER = pa.struct([("id", _STR), ("name", _STR), ("role", _STR)])
_EVIDENCE = pa.struct([("source", _STR), ("media_s", _F64), ("score", _F32), ("note", _STR)])
_SPAN = pa.struct([("start_s", _F64), ("end_s", _F64)])
_TEXTS = pa.struct([("title", _STR), ("safe_title", _STR), ("caption", _STR)])

MOMENTS = schema_of(
    "edc.moments/1",
    ("moment_id", _STR), ("game_id", _STR), ("revision", _I32), ("status", _STR), ("label", _STR),
    ("start_s", _F64), ("anchor_s", _F64), ("end_s", _F64), ("anchor_sd_s", _F32),
    ("period", _I8), ("clock_s", _F64), ("team", _STR), ("players", pa.list_(_PLAYER)),
    ("home_score", _I16), ("away_score", _I16), ("play_number", _I64), ("confidence", _F32),
    ("evidence", pa.list_(_EVIDENCE)), ("importance", _F32), ("stars", _I8),
    ("wp_before", _F32), ("wp_after", _F32), ("leverage", _F32), ("points", _I8), ("distance_ft", _F32),
    ("flags", pa.list_(_STR)), ("replays", pa.list_(_SPAN)), ("why", _STR),
    ("title", _STR), ("safe_title", _STR), ("caption", _STR), ("texts", pa.map_(_STR, _TEXTS)),
    ("label_version", _STR), ("model_version", _STR),
)  # fmt: skip
"""DESIGN section 2; the tables in `work/` that lead to it have the same columns, later ones still null."""


def write_table(path: Path, rows: pa.Table | Iterable[Mapping[str, Any]], schema: pa.Schema) -> None:
    """Writes rows (missing keys become null) as Parquet, whole or not at all."""
    table = rows.cast(schema) if isinstance(rows, pa.Table) else pa.Table.from_pylist(list(rows), schema=schema)
    with atomic_write(path) as temporary:
        pq.write_table(table.replace_schema_metadata(schema.metadata), temporary, compression="zstd")


def read_table(path: Path, schema: pa.Schema) -> pa.Table:
    """Reads a table of the given schema.

    Raises:
        InputError: the file is missing, no Parquet, or of another schema.
    """
    try:
        table = pq.read_table(path)
    except FileNotFoundError as error:
        raise InputError(f"{path} is missing: run `edc process` on this game first.") from error
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(f"{path} is no readable Parquet file ({error}): delete it and process again.") from error
    if table.schema.names != schema.names:
        raise InputError(f"{path} has other columns than {schema.metadata[b'schema'].decode()}: process again.")
    return table


def read_rows(path: Path, schema: pa.Schema) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_table(path, schema).to_pylist(maps_as_pydicts="strict")
    return rows
