"""An assessment as a page that a person opens: precision against recall, calibration, confusion.

Comes in: marks of games and their `Assessment`. Goes out: one HTML file without any outside request; drawings are SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from edc.spotter.assess import Assessment
from edc.spotter.classes import EVENTS
from edc.spotter.precision import Marks, judged

_COLOURS = ("#c2410c", "#1d4ed8", "#15803d", "#7e22ce", "#b45309", "#0e7490", "#be123c", "#4d7c0f", "#4338ca",
            "#57534e")  # fmt: skip
_SIDE, _PAD = 340, 44
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; color: #1c1917; background: #fafaf9 }
.row { display: flex; flex-wrap: wrap; gap: 2rem } table { border-collapse: collapse; margin: 1rem 0 }
td, th { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid #e7e5e4 }
td:first-child, th:first-child { text-align: left }
svg text { font: 12px system-ui, sans-serif; fill: #44403c } .hot { background: #fed7aa }
@media (prefers-color-scheme: dark) { body { background: #1c1917; color: #e7e5e4 } svg text { fill: #d6d3d1 }
td, th { border-color: #44403c } .hot { background: #7c2d12 } }
"""


def page(games: Sequence[Marks], found: Assessment, title: str) -> str:
    low, high = found.map_interval
    head = (f"<p>{found.games} games, {sum(found.events.values())} events. Mean average precision over δ 0.25, 0.5 and "
            f"1 s: <b>{found.map['mean']:.3f}</b> (95 % over games: {low:.3f} to {high:.3f}). SoccerNet's tight "
            f"average-mAP {found.soccernet_tight:.3f}, loose {found.soccernet_loose:.3f}. Expected calibration error "
            f"{found.calibration_error:.3f}.</p>")  # fmt: skip
    body = [head, '<div class="row">', precision_recall(games), reliability(found), "</div>", table(found),
            "<h2>What was said where something was</h2>", confusion(found)]  # fmt: skip
    return (f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
            f"<style>{_STYLE}</style><h1>{escape(title)}</h1>{''.join(body)}</html>")  # fmt: skip


def _axes(name: str, x: str, y: str, inner: str) -> str:
    full = _SIDE + 2 * _PAD
    ticks = "".join(
        f'<line x1="{_x(v)}" y1="{_y(0)}" x2="{_x(v)}" y2="{_y(1)}" stroke="#8883"/><line x1="{_x(0)}" y1="{_y(v)}" '
        f'x2="{_x(1)}" y2="{_y(v)}" stroke="#8883"/>'
        f'<text x="{_x(v)}" y="{_y(0) + 16}" text-anchor="middle">{v:g}</text>'
        f'<text x="{_x(0) - 8}" y="{_y(v) + 4}" text-anchor="end">{v:g}</text>'
        for v in (0, 0.25, 0.5, 0.75, 1)
    )
    return (f'<svg width="{full}" height="{full}" viewBox="0 0 {full} {full}" role="img" aria-label="{escape(name)}">'
            f'<text x="{_x(0.5)}" y="20" text-anchor="middle" font-weight="600">{escape(name)}</text>{ticks}{inner}'
            f'<text x="{_x(0.5)}" y="{full - 8}" text-anchor="middle">{escape(x)}</text><text transform="translate(12 '
            f'{_y(0.5)}) rotate(-90)" text-anchor="middle">{escape(y)}</text></svg>')  # fmt: skip


def _x(value: float) -> float:
    return round(_PAD + _SIDE * value, 1)


def _y(value: float) -> float:
    return round(_PAD + _SIDE * (1 - value), 1)


def precision_recall(games: Sequence[Marks]) -> str:
    """One line a class, at ± 1 s."""
    lines = []
    for number, (label, colour) in enumerate(zip(EVENTS, _COLOURS, strict=True)):
        _, right, total = judged(games, label, 1.0)
        if total == 0 or len(right) == 0:
            continue
        hits = np.cumsum(right)
        points = " ".join(f"{_x(h / total)},{_y(h / n)}" for n, h in enumerate(hits, 1) if right[n - 1])
        lines.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<text x="{_x(0.04)}" y="{_y(0.42) + 15 * number}" style="fill:{colour}">{label}</text>'
        )
    return _axes("Precision and recall, δ 1 s", "recall", "precision", "".join(lines))


def reliability(found: Assessment) -> str:
    """Of spots given so much, the share that is right; circles as large as there are many."""
    most = max((count for _, _, count in found.reliability), default=1)
    dots = "".join(
        f'<circle cx="{_x(said)}" cy="{_y(was)}" r="{3 + 9 * (count / most) ** 0.5:.1f}" fill="#c2410c" '
        f'fill-opacity=".7"><title>{count} spots</title></circle>'
        for said, was, count in found.reliability
    )
    line = f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#888" stroke-dasharray="4 4"/>'
    return _axes("Calibration", "probability given", "share that was right", line + dots)


def table(found: Assessment) -> str:
    deltas = list(next(iter(found.per_class.values())))
    rows = "".join(
        f"<tr><td>{label}</td><td>{found.events[label]}</td>"
        + "".join(f"<td>{values[d]:.3f}</td>" for d in deltas) + "</tr>"
        for label, values in found.per_class.items()
    )  # fmt: skip
    return (f"<h2>Average precision</h2><table><tr><th>class</th><th>events</th>"
            f"{''.join(f'<th>δ {d} s</th>' for d in deltas)}</tr>{rows}</table>")  # fmt: skip


def confusion(found: Assessment) -> str:
    columns = (*EVENTS, "nothing")
    rows = "".join(
        f"<tr><td>{label}</td>" + "".join(
            f'<td{" class=hot" if row[c] and c == label else ""}>{row[c] or ""}</td>' for c in columns) + "</tr>"
        for label, row in found.confusion.items()
    )  # fmt: skip
    return f"<table><tr><th></th>{''.join(f'<th>{c}</th>' for c in columns)}</tr>{rows}</table>"
