"""The report's pictures, as SVG text.

Comes in: series of numbers. Goes out: `<svg>` elements in the page's own colours (CSS classes), with
`data-moment` on every mark that plays a moment when clicked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from edc.gameclock import media_text

WIDTH = 1120
LEFT, RIGHT = 52, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment on the line."""

    x: float
    y: float
    moment_id: str
    title: str
    stars: int
    side: str
    """home, away or none"""
    placed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A vertical stretch of the picture with a meaning."""

    start: float
    end: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Maps values to pixels."""

    low: float
    high: float
    at_low: float
    at_high: float

    def __call__(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return self.at_low + (value - self.low) / span * (self.at_high - self.at_low)


def _svg(height: int, label: str, body: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">'
        + "".join(body)
        + "</svg>"
    )


def _text(x: float, y: float, text: str, kind: str = "tick", anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(points: Sequence[tuple[float, float]], kind: str) -> str:
    return f'<polyline class="{kind}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _rule(x1: float, y1: float, x2: float, y2: float, kind: str = "grid") -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _bands(bands: Sequence[Band], x: Axis, top: float, bottom: float) -> list[str]:
    return [
        f'<rect class="band {band.kind}" x="{x(band.start):.1f}" y="{top:.1f}" '
        f'width="{max(0.6, x(band.end) - x(band.start)):.1f}" height="{bottom - top:.1f}">'
        f"<title>{escape(band.title)}</title></rect>"
        for band in bands
    ]


def _stepped(points: Sequence[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """A value that holds until the next one: as a score does."""
    out: list[tuple[float, float]] = []
    for at, value in points:
        if out:
            out.append((at, out[-1][1]))
        out.append((at, value))
    return [*out, (end, out[-1][1])] if out else []


def _periods(ends: Sequence[tuple[float, str]], x: Axis, top: float, bottom: float) -> list[str]:
    body, before = [], 0.0
    for end, name in ends:
        body += [_rule(x(end), top, x(end), bottom), _text(x((before + end) / 2), bottom + 15, name)]
        before = end
    return body


def _marks(marks: Sequence[Mark], x: Axis, y: Axis) -> list[str]:
    return [
        f'<circle class="mark {mark.side}{"" if mark.placed else " unplaced"}" cx="{x(mark.x):.1f}" '
        f'cy="{y(mark.y):.1f}" r="{1.5 + 1.3 * mark.stars:.1f}" data-moment="{escape(mark.moment_id)}" tabindex="-1">'
        f"<title>{escape(mark.title)}</title></circle>"
        for mark in sorted(marks, key=lambda mark: mark.stars)
    ]


def game_chart(
    *,
    leads: Sequence[tuple[float, float]],
    probabilities: Sequence[tuple[float, float]],
    marks: Sequence[Mark],
    on_screen: Sequence[Band],
    period_ends: Sequence[tuple[float, str]],
    home: str,
    away: str,
) -> str:
    """Score margin above, home win probability below, over the seconds played."""
    end = period_ends[-1][0] if period_ends else 1.0
    x = Axis(0.0, end, LEFT, WIDTH - RIGHT)
    largest = max([6.0, *(abs(lead) for _, lead in leads)]) * 1.15
    y = Axis(-largest, largest, 262.0, 12.0)
    wp = Axis(0.0, 1.0, 420.0, 300.0)
    body = _bands(on_screen, x, 12, 262)
    body += [*_periods(period_ends, x, 12, 262), _rule(LEFT, y(0), WIDTH - RIGHT, y(0), "zero")]
    step = 5 if largest < 22 else 10
    for value in range(-int(largest // step) * step, int(largest) + 1, step):
        body.append(_text(LEFT - 8, y(value) + 4, f"+{abs(value)}" if value else "0", anchor="end"))
    body.append(_text(LEFT + 6, 26, f"{home} ahead", "side", "start"))
    body.append(_text(LEFT + 6, 256, f"{away} ahead", "side", "start"))
    body.append(_line([(x(a), y(b)) for a, b in _stepped(leads, end)], "lead"))
    body += _marks(marks, x, y)
    for share in (0.0, 0.5, 1.0):
        body.append(_rule(LEFT, wp(share), WIDTH - RIGHT, wp(share), "zero" if share == 0.5 else "grid"))
        body.append(_text(LEFT - 8, wp(share) + 4, f"{share:.0%}", anchor="end"))
    body += _bands(on_screen, x, 300, 420) + _periods(period_ends, x, 300, 420)
    body.append(_line([(x(a), wp(b)) for a, b in probabilities], "wp"))
    body.append(_text(LEFT + 6, 314, f"{home} win probability", "side", "start"))
    return _svg(444, f"Score margin and win probability of {away} at {home}", body)


def clock_chart(
    *,
    spans: Sequence[tuple[float, float, float, float, bool]],
    readings: Sequence[tuple[float, float]],
    bands: Sequence[Band],
    clips: Sequence[Band],
    duration_s: float,
) -> str:
    """The game clock over media time: what was read (dots), what it is taken to be (line).

    Spans are (start_s, end_s, clock at the start, clock at the end, running).
    """
    x = Axis(0.0, duration_s, LEFT, WIDTH - RIGHT)
    top = max([60.0, *(span[2] for span in spans)])
    y = Axis(0.0, top, 214.0, 12.0)
    body = [_rule(LEFT, y(0), WIDTH - RIGHT, y(0), "zero")]
    for minutes in range(0, int(top // 60) + 1, 2 if top > 200 else 1):
        body += [
            _rule(LEFT, y(minutes * 60), WIDTH - RIGHT, y(minutes * 60)),
            _text(LEFT - 8, y(minutes * 60) + 4, f"{minutes}:00", anchor="end"),
        ]
    body += [f'<circle class="reading" cx="{x(at):.1f}" cy="{y(clock):.1f}" r="1.4"/>' for at, clock in readings]
    body += [
        _line([(x(a), y(clock_a)), (x(b), y(clock_b))], "clock running" if running else "clock standing")
        for a, b, clock_a, clock_b, running in spans
    ]
    body += [_text(LEFT - 8, 238, "shown", anchor="end"), *_bands(bands, x, 226, 242)]
    body += [_text(LEFT - 8, 260, "recap", anchor="end"), *_bands(clips, x, 248, 264)]
    body += _time_ticks(x, duration_s, 282)
    return _svg(290, "Game clock over the broadcast", body)


def residual_chart(residuals: Sequence[tuple[float, float]], duration_s: float) -> str:
    """Clock read minus clock mapped, over media time, within ±2 s."""
    x, y = Axis(0.0, duration_s, LEFT, WIDTH - RIGHT), Axis(-2.0, 2.0, 106.0, 10.0)
    body = []
    for tick in (-2, -1, 0, 1, 2):
        body += [
            _rule(LEFT, y(tick), WIDTH - RIGHT, y(tick), "grid" if tick else "zero"),
            _text(LEFT - 8, y(tick) + 4, f"{tick:+d} s" if tick else "0", anchor="end"),
        ]
    for at, value in residuals:
        kind = "reading" if abs(value) <= 1.0 else "reading off"
        body.append(f'<circle class="{kind}" cx="{x(at):.1f}" cy="{y(max(-2.0, min(2.0, value))):.1f}" r="1.6"/>')
    body += _time_ticks(x, duration_s, 126)
    return _svg(134, "Difference between the clock read and the clock mapped", body)


def _time_ticks(x: Axis, duration_s: float, at_y: float) -> list[str]:
    step = next(s for s in (10, 30, 60, 300, 600, 1200, 3600) if duration_s / s <= 14 or s == 3600)
    return [_text(x(s), at_y, media_text(s)) for s in range(0, int(duration_s) + 1, step)]
