"""`report.html`: one page that a person opens, with nothing fetched from outside.

Comes in: `Facts`. Goes out: the page as text, under five megabytes.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from edc.gameclock import clock_text, media_text, period_name
from edc.gamefolder import GameFolder
from edc.moments import Moment
from edc.report import facts as gathered
from edc.report.charts import Band, clock_chart, game_chart, residual_chart
from edc.report.facts import DOUBTFUL_BELOW, Facts

_TEMPLATES = Path(__file__).parent / "templates"
_THUMBNAIL_PX = 224
_MOST_PICTURE_BYTES = 3_000_000
"""All thumbnails together: the page stays under five megabytes."""
_KINDS = (
    ("live", "#3aa76d"), ("dead ball", "#8fb9a3"), ("replay", "#8a63d2"), ("commercial", "#d2373c"),
    ("studio", "#d99a2b"), ("half-time", "#b98b4a"), ("intro, outro", "#5f7fa8"), ("recap", "var(--home)"),
)  # fmt: skip


def render(game: GameFolder) -> str:
    """The whole page."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(media_text=media_text, clock_text=clock_text, period_name=period_name)
    f = gathered.gather(game)
    return environment.get_template("report.html.j2").render(
        f=f,
        charts=_charts(f),
        figures=_figures(f),
        whys=_whys(f),
        kinds=_KINDS,
        periods=sorted({m.period for m in f.moments if m.period}),
        doubtful=gathered.doubtful(f.moments),
        doubtful_below=DOUBTFUL_BELOW,
        thumbnails=_thumbnails(game, f.moments),
        playable={
            m.moment_id: {"start_s": m.start_s, "end_s": m.end_s, "title": m.title or m.label}
            for m in f.moments
            if m.placed
        },
        css=(_TEMPLATES / "report.css").read_text(encoding="utf-8"),
        js=(_TEMPLATES / "report.js").read_text(encoding="utf-8"),
    )


def _charts(f: Facts) -> dict[str, str]:
    read, residuals = gathered.read_clocks(f)
    clips = f.plan["clips"] if f.plan else []
    return {
        "game": game_chart(
            leads=gathered.leads(f.moments),
            probabilities=gathered.probabilities(f.moments),
            marks=gathered.marks(f.moments, f.home, f.away),
            on_screen=gathered.on_screen(f.clock),
            period_ends=gathered.period_ends(f.moments),
            home=f.home,
            away=f.away,
        ),
        "clock": clock_chart(
            spans=[(r["start_s"], r["end_s"], r["clock_start_s"], r["clock_end_s"], r["running"]) for r in f.clock],
            readings=read,
            bands=[Band(start=s["start_s"], end=s["end_s"], kind=s["kind"], title=s["kind"]) for s in f.segments],
            clips=[Band(start=c["start_s"], end=c["end_s"], kind="clip", title=c.get("caption") or "") for c in clips],
            duration_s=f.duration_s,
        ),
        "residuals": residual_chart(residuals, f.duration_s) if residuals else "",
    }


def _figures(f: Facts) -> list[tuple[str, str]]:
    """The numbers a person looks at first."""
    clocks = [row for row in f.readings if row["clock_s"] is not None]
    _, residuals = gathered.read_clocks(f)
    near = sum(abs(value) <= 1.0 for _, value in residuals)
    placed = [m for m in f.moments if m.placed and m.status != "retracted"]
    figures = [
        ("moments placed in the video", str(len(placed))),
        ("looks at the score bug with a clock", f"{len(clocks) / max(1, len(f.readings)):.0%}"),
        ("clock readings within 1 s of the map", f"{near / len(residuals):.1%}" if residuals else "none"),
    ]
    sds = sorted(m.anchor_sd_s for m in placed if m.anchor_sd_s is not None)
    if sds:
        figures.append(("median uncertainty of an anchor", f"{sds[len(sds) // 2]:.2f} s"))
    trust = f.alignment["spotter"]
    figures.append((f"weight of the action spotter, {_checked(trust)}", f"{trust['weight']:.2f}"))
    return figures


def _checked(trust: dict[str, Any]) -> str:
    if trust["told_by"] == "score changes":
        by = f"{trust['changes']} changes of the score (p {trust['p']:.3f})"
        return f"checked by {by}" if trust["weight"] else f"no better than chance by {by}"
    if trust["told_by"] == "prior":
        return f"its card's: only {trust['changes']} changes of the score to check it by"
    return "which saw nothing"


def _whys(f: Facts) -> list[str]:
    """For each clip of the recap, why its most important moment matters."""
    by_id = {m.moment_id: m for m in f.moments}
    whys = []
    for clip in f.plan["clips"] if f.plan else []:
        shown = [by_id[i] for i in clip["moment_ids"] if i in by_id]
        best = max(shown, key=lambda m: m.importance or 0.0, default=None)
        whys.append((best.why or "") if best else "")
    return whys


def _thumbnails(game: GameFolder, moments: list[Moment]) -> dict[str, str]:
    """Small JPEGs as base64, the most important moments first, until the page is heavy enough."""
    import cv2

    pictures: dict[str, str] = {}
    spent = 0
    for moment in sorted(moments, key=lambda m: -(m.importance or 0.0)):
        path = game.thumbnails / f"{moment.moment_id}.jpg"
        picture: Any = cv2.imread(str(path)) if path.exists() else None
        if picture is None:
            continue
        small = cv2.resize(picture, (_THUMBNAIL_PX, round(_THUMBNAIL_PX * picture.shape[0] / picture.shape[1])),
                           interpolation=cv2.INTER_AREA)  # fmt: skip
        data = base64.b64encode(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes()).decode()
        if spent + len(data) > _MOST_PICTURE_BYTES:
            break
        spent += len(data)
        pictures[moment.moment_id] = data
    return pictures
