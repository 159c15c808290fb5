"""How well a broadcast was understood, and what stays doubtful.

Comes in: an `Alignment`. Goes out: the JSON of `work/alignment.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from edc.alignment.align import Alignment
from edc.alignment.clockspan import ClockMap
from edc.alignment.looks import Floats, Ints, Looks
from edc.gameclock import REGULAR_PERIODS, media_text, period_name
from edc.playbyplay.play import Feed

SCHEMA = "edc.alignment/1"
_POORLY_EXPLAINED = 0.9
_LONG_DOUBT_S = 8.0
_AGREE = 0.8


def alignment_json(alignment: Alignment, feed: Feed | None) -> dict[str, Any]:
    sides = alignment.sides
    return {
        "schema": SCHEMA,
        "home_known": sides.home_known,
        "home": {"tricode": sides.home, "name": feed.home.name if feed else sides.home},
        "away": {"tricode": sides.away, "name": feed.away.name if feed else sides.away},
        "first_is_home": sides.home_side == 0,
        "told_by": sides.told_by,
        "final": final_by_bug(alignment),
        "periods": alignment.clock.periods(),
        "quality": _quality(alignment, feed),
        "spotter": alignment.trust.to_json(),
        "doubts": list(_doubts(alignment, feed)),
    }


def final_by_bug(alignment: Alignment) -> dict[str, int] | None:
    """The last score on display where the game was seen to end: a FINAL, or 0:00 at the end with a winner."""
    looks, spans = alignment.looks, alignment.clock.spans
    if len(looks) == 0 or not spans:
        return None
    shown = alignment.track.at(float(looks.media_s[-1]))
    last = spans[-1]
    over = last.period >= REGULAR_PERIODS and last.clock_end_s < 0.1
    if shown is None or shown[0] == shown[1] or not (over or "final" in looks.status[-400:]):
        return None
    home, away = alignment.sides.home_away(shown)
    return {"home": home, "away": away, "periods": max(last.period, REGULAR_PERIODS)}


def residuals(looks: Looks, clock: ClockMap, periods: Ints | None = None) -> Floats:
    """Displayed clock minus what the map would display, of every look with a clock; NaN where the map says nothing.

    Given their periods, looks of another period than the map's are NaN too.
    """
    out = np.full(len(looks), np.nan)
    quantum = looks.quantum_s
    for i in np.flatnonzero(looks.has_clock):
        mapped = clock.at(float(looks.media_s[i]))
        if mapped is None or (periods is not None and mapped[0] != periods[i]):
            continue
        low = float(looks.clock_s[i]) - (0.0 if clock.display == "floor" else quantum[i])
        inside = low - 1e-6 <= mapped[1] <= low + quantum[i] + 1e-6
        out[i] = 0.0 if inside else min(low - mapped[1], low + quantum[i] - mapped[1], key=abs)
    return out


def _quality(alignment: Alignment, feed: Feed | None) -> dict[str, Any]:
    looks, placing = alignment.looks, alignment.placing
    errors = residuals(alignment.looks, alignment.clock, alignment.periods)
    known = errors[np.isfinite(errors)]
    read = int(looks.has_clock.sum())
    figures: dict[str, Any] = {
        "looks": len(looks),
        "visible_share": _share(int(looks.visible.sum()), len(looks)),
        "clock_read_share": _share(read, int(looks.visible.sum())),
        "explained_share": _share(int((np.abs(known) <= 0.3).sum()), read),
        "residual_p95_s": round(float(np.quantile(np.abs(known), 0.95)), 3) if len(known) else None,
        "display": alignment.clock.display,
        "score_agreement": None if alignment.sides.agreement is None else round(alignment.sides.agreement, 3),
    }
    if placing is not None and feed is not None:
        figures |= {
            "plays": len(feed.plays),
            "plays_placed": sum(p.anchor_s is not None for p in placing.placed),
            "feed_lag_s": placing.feed_lag.mean_s,
            "feed_lag_sd_s": placing.feed_lag.sd_s,
            "display_lag_s": round(placing.display_lag.median_s, 2),
            "display_lag_spread": round(placing.display_lag.spread, 2),
        }
    return figures


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _doubts(alignment: Alignment, feed: Feed | None) -> Iterator[str]:
    """Sentences for a person."""
    if not alignment.looks.visible.any():
        yield "No score bug was found: there is no game clock, and plays cannot be placed."
        return
    explained = _quality(alignment, feed)["explained_share"]
    if explained is not None and explained < _POORLY_EXPLAINED:
        yield f"Only {explained:.0%} of the clock readings fit one game clock."
    if not alignment.sides.home_known:
        yield "Nobody told which team is at home: the team printed first is taken as away."
    elif alignment.sides.told_by == "nothing":
        yield "Neither team names nor scores tell which printed score is the home team's."
    yield from _score_doubts(alignment)
    yield from _clock_doubts(alignment)
    yield from _final_doubts(alignment, feed)


def _score_doubts(alignment: Alignment) -> Iterator[str]:
    agreement, shifted = alignment.sides.agreement, alignment.sides.shifted_agreement
    if agreement is None or agreement >= _AGREE:
        return
    yield f"The scores of the feed fit only {agreement:.0%} of what the score bug shows."
    if shifted is not None and shifted >= _AGREE:
        yield "They differ by a constant: the feed was corrected after the broadcast, or the bug was not."


def _clock_doubts(alignment: Alignment) -> Iterator[str]:
    for span in alignment.clock.spans:
        if span.confidence < 0.6 and span.end_s - span.start_s >= _LONG_DOUBT_S:
            yield (f"The game clock of {period_name(span.period)} is a guess from {media_text(span.start_s)} to "
                   f"{media_text(span.end_s)}: the bug was hidden.")  # fmt: skip


def _final_doubts(alignment: Alignment, feed: Feed | None) -> Iterator[str]:
    shown = final_by_bug(alignment)
    if feed is None or feed.final is None or shown is None:
        return
    if (shown["home"], shown["away"]) != feed.final:
        yield (f"The score bug ends with {shown['away']}-{shown['home']} (away-home), the feed with "
               f"{feed.final[1]}-{feed.final[0]}.")  # fmt: skip
