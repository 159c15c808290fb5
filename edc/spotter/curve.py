"""A training's figures: as a table that goes on where it stopped, and as a picture.

Comes in: rows, one a validation. Goes out: `metrics.csv` and `curve.png`, each written whole.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from edc.files import atomic_write

Row = dict[str, float]

_SIZE, _EDGE = (960, 420), 56
_INK, _GRID, _PAPER = (30, 30, 34), (214, 214, 218), (255, 255, 255)
_LINES = (("map", (190, 60, 30)), ("families", (40, 120, 60)), ("replay", (150, 90, 170)))


def read_metrics(path: Path) -> list[Row]:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


def write_metrics(path: Path, rows: Sequence[Row]) -> None:
    with atomic_write(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([{name: f"{value:.6g}" for name, value in row.items()} for row in rows])


def draw_curve(path: Path, rows: Sequence[Row]) -> None:
    """Average precision (left axis, 0 to 1) over steps; the loss as a thin line, scaled to its largest value."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", _SIZE, _PAPER)
    draw = ImageDraw.Draw(picture)
    last = max(row["step"] for row in rows)
    right, bottom = _SIZE[0] - _EDGE, _SIZE[1] - _EDGE

    def at(step: float, share: float) -> tuple[float, float]:
        return _EDGE + (right - _EDGE) * step / last, bottom - (bottom - _EDGE) * share

    for tenth in range(0, 11, 2):
        draw.line([at(0, tenth / 10), at(last, tenth / 10)], fill=_GRID)
        draw.text((_EDGE - 30, at(0, tenth / 10)[1] - 6), f"{tenth / 10:.1f}", fill=_INK)
    for quarter in range(5):
        draw.text((at(last * quarter / 4, 0)[0] - 12, bottom + 8), f"{last * quarter / 4:.0f}", fill=_INK)
    most = max(row["loss"] for row in rows)
    _line(draw, [at(row["step"], row["loss"] / most) for row in rows], (150, 150, 156), 1)
    x = _EDGE
    for name, colour in (*_LINES, ("loss", (150, 150, 156))):
        if name != "loss":
            _line(draw, [at(row["step"], row[name]) for row in rows if row[name] == row[name]], colour, 3)
        draw.text((x, 20), name, fill=colour)
        x += 110
    with atomic_write(path) as temporary:
        picture.save(temporary)


def _line(draw: object, points: Sequence[tuple[float, float]], colour: tuple[int, int, int], width: int) -> None:
    if len(points) > 1:
        draw.line(list(points), fill=colour, width=width)  # type: ignore[attr-defined]
    for x, y in points:
        draw.ellipse([x - width, y - width, x + width, y + width], fill=colour)  # type: ignore[attr-defined]
