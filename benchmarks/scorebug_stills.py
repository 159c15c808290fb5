"""Reading score bugs on single pictures: exact fields, beside a stock OCR that only has to show the value somewhere.

Pictures with a person's reading lie outside the repository (`../shared/data/scorebugs`). The half whose
file names hash to an even number was used in development; figures are of the other half.
`EDC_BENCH_HALF=development` measures the first half instead, `EDC_BENCH_PICTURES=20` only so many pictures.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from edc.scorebug.ocr import Picture, text_reader
from edc.scorebug.still import StillReading, read_image, unsqueezed
from edc.scorebug.words import parse_clock, parse_period

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "scorebugs"


@dataclass(slots=True)
class Tally:
    total: int = 0
    exact: int = 0
    wrong: int = 0
    sure: int = 0
    sure_wrong: int = 0
    peer: int = 0
    misses: list[str] = field(default_factory=list)


def held_out(name: str) -> bool:
    """Whether a picture belongs to the half that nothing was fitted to."""
    return int(hashlib.sha256(Path(name).name.encode()).hexdigest(), 16) % 2 == 1


def main() -> None:
    if not DATA.is_dir():
        print(f"skipped: no pictures at {DATA}")
        return
    development = os.environ.get("EDC_BENCH_HALF") == "development"
    rows = [row for row in csv.DictReader((DATA / "truth.csv").open()) if held_out(row["file"]) != development]
    rows = rows[: int(os.environ.get("EDC_BENCH_PICTURES", len(rows)))]
    tallies: dict[str, Tally] = defaultdict(Tally)
    seconds = {"edc": 0.0, "stock": 0.0}
    models, stock = text_reader(1), _stock()
    for row in rows:
        picture = np.asarray(cv2.imread(str(DATA / row["file"])), np.uint8)
        start = time.process_time()
        reading = read_image(picture, models=models)
        middle = time.process_time()
        texts = _stock_texts(stock, picture)
        seconds["edc"] += middle - start
        seconds["stock"] += time.process_time() - middle
        for name, (true, value, confidence, peer) in _fields(row, reading, texts).items():
            _count(tallies[name], true, value, confidence, peer, row["file"])
    _print(tallies, len(rows), seconds)


def _fields(
    row: dict[str, str], reading: StillReading, texts: list[str]
) -> dict[str, tuple[float, float | None, float, bool]]:
    """Field → truth, our value and confidence, and whether the stock OCR shows it."""
    order = ("home_score", "away_score") if row["bug_order"] == "home-first" else ("away_score", "home_score")
    fields: dict[str, tuple[float, float | None, float, bool]] = {}
    for place, name in enumerate(order):
        team = reading.teams[place]
        if row[name]:
            shown = _shows(texts, rf"(?<!\d){row[name]}(?!\d)")
            label = ("first score", "second score")[place]
            fields[label] = (int(row[name]), team.score, team.score_confidence, shown)
    if row["period"]:
        period = int(row["period"])
        shown = any((meaning := parse_period(text)) is not None and meaning[0] == period for text in texts)
        fields["period"] = (period, reading.period, reading.period_confidence, shown)
    if row["clock"]:
        clock = parse_clock(row["clock"])
        if clock is not None:
            shown = _shows(texts, rf"(?<!\d){re.escape(row['clock'])}(?!\d)")
            fields["clock"] = (clock, reading.clock_s, reading.clock_confidence, shown)
    if row["shot_clock"]:
        shown = _shows(texts, rf"(?<!\d){re.escape(row['shot_clock'])}(?!\d)")
        fields["shot clock"] = (float(row["shot_clock"]), reading.shot_clock_s, reading.shot_clock_confidence, shown)
    return fields


def _shows(texts: list[str], pattern: str) -> bool:
    return any(re.search(pattern, text) for text in texts)


def _count(tally: Tally, true: float, value: float | None, confidence: float, peer: bool, name: str) -> None:
    wrong = value is not None and value != true
    tally.total += 1
    tally.exact += value == true
    tally.wrong += wrong
    tally.sure += value is not None and confidence >= 0.9
    tally.sure_wrong += wrong and confidence >= 0.9
    tally.peer += peer
    if value != true:
        tally.misses.append(name)


def _stock() -> object:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False,
                            "EngineConfig.onnxruntime.intra_op_num_threads": 1})  # fmt: skip


def _stock_texts(stock: object, picture: Picture) -> list[str]:
    """All text that RapidOCR with its own settings finds, and each word of it."""
    found = stock(unsqueezed(picture))  # type: ignore[operator]
    lines = list(found.txts or ())
    return [*lines, *(word for line in lines for word in line.split())]


def _print(tallies: dict[str, Tally], pictures: int, seconds: dict[str, float]) -> None:
    print(f"{pictures} pictures; exact fields, and a stock OCR that shows the value anywhere in the picture")
    print(f"{'field':<14}{'n':>5}{'exact':>9}{'stock':>9}{'wrong':>7}{'sure':>7}{'sure, wrong':>13}")
    for name in ("clock", "period", "first score", "second score", "shot clock"):
        t = tallies[name]
        if t.total:
            print(f"{name:<14}{t.total:>5}{t.exact / t.total:>9.1%}{t.peer / t.total:>9.1%}{t.wrong:>7}{t.sure:>7}"
                  f"{t.sure_wrong:>13}")  # fmt: skip
    per = {name: value / max(pictures, 1) for name, value in seconds.items()}
    print(f"processor seconds a picture: {per['edc']:.2f}, stock {per['stock']:.2f}")


if __name__ == "__main__":
    main()
