"""A simulated broadcast understood without a picture being drawn.

Comes in: a seed. Goes out: the alignment, the moments and the figures against the truth.
"""

from __future__ import annotations

import itertools
import json
import tempfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from edc.alignment.align import Alignment, Observed, align
from edc.alignment.looks import looks_of_readings
from edc.alignment.quality import alignment_json, final_by_bug
from edc.alignment.readings import reading_rows
from edc.alignment.scores import track_scores
from edc.evaluation.compare import Figures, compare
from edc.fusion.context import Context, sound_of
from edc.fusion.fuse import fuse
from edc.moments import Moment
from edc.playbyplay.feed import load_feed
from edc.playbyplay.play import Feed
from sample_media.scene import ShotKind, SoundKind
from sample_media.simulation.playbyplay import feed as feed_document
from sample_media.simulation.programme import Programme, make_programme
from sample_media.simulation.truth import truth
from tests.alignment.observed import looks_of_programme


@dataclass(frozen=True, kw_only=True)
class Understood:
    programme: Programme
    truth: dict[str, Any]
    feed: Feed | None
    observed: Observed
    alignment: Alignment
    context: Context
    moments: tuple[Moment, ...]
    figures: Figures


@cache
def programme_of(seed: int, kind: Any = "bench") -> Programme:
    """Played once a test run: finding a game of the kind takes seconds."""
    return make_programme(seed, kind=kind)


def feed_of(programme: Programme) -> Feed:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed.json"
        path.write_text(json.dumps(feed_document(programme.log)))
        return load_feed(path)


def observed_of(programme: Programme, *, signals: bool = True, **looks: Any) -> Observed:
    words = (programme.away.tricode, programme.home.tricode)
    return Observed(
        duration_s=programme.duration_s,
        looks=looks_of_programme(programme, **looks),
        shots=_shots(programme),
        sound=_sound(programme) if signals else [],
        motion=_motion(programme) if signals else [],
        words=words[::-1] if looks.get("home_first") else words,
    )


def context_of(alignment: Alignment, observed: Observed, feed: Feed | None) -> Context:
    told = alignment_json(alignment, feed)
    final = final_by_bug(alignment)
    return Context(
        game_id="simulated", duration_s=observed.duration_s, home=told["home"]["tricode"],
        away=told["away"]["tricode"], clock=alignment.clock, segments=[asdict(s) for s in alignment.segments],
        track=track_scores(looks_of_readings(list(reading_rows(observed.looks, alignment.sides))),
                           [(s.start_s, s.end_s) for s in alignment.segments if s.kind == "replay"]),
        display_tenths=True,
        display_lag_s=told["quality"].get("display_lag_s") or 1.6,
        display_lag_spread=told["quality"].get("display_lag_spread") or 0.5, sound=sound_of(observed.sound),
        final=(final["home"], final["away"]) if final else None,
    )  # fmt: skip


def understood(
    seed: int, kind: Any = "bench", *, with_feed: bool = True, signals: bool = True, **looks: Any
) -> Understood:
    programme = programme_of(seed, kind)
    observed = observed_of(programme, signals=signals, seed=seed, **looks)
    feed = feed_of(programme) if with_feed else None
    alignment = align(observed, feed)
    context = context_of(alignment, observed, feed)
    placed = [asdict(p) for p in alignment.placing.placed] if alignment.placing else []
    moments = fuse(context, feed, placed).moments
    answers = truth(programme)
    return Understood(
        programme=programme, truth=answers, feed=feed, observed=observed, alignment=alignment, context=context,
        moments=moments, figures=compare(alignment.clock, context.segments, moments, answers),
    )  # fmt: skip


def _shots(programme: Programme) -> list[dict[str, Any]]:
    edges = sorted({0.0, programme.duration_s, *(cut.media_0 for cut in programme.reel.cuts)})
    return [{"start_s": a, "end_s": b, "cut_confidence": 1.0} for a, b in itertools.pairwise(edges)]


def _motion(programme: Programme) -> list[dict[str, Any]]:
    rng = Random(programme.seed)
    rows = []
    for i in range(int(programme.duration_s * 5)):
        at = i / 5
        index = programme.reel.at(at)
        court = programme.reel.cuts[index].shot is ShotKind.COURT
        # a row tells of its whole fifth of a second; a whole scene would take long to compute
        wiped = any(programme._wipe(programme.reel.at(t), t) is not None for t in (at, at + 0.07, at + 0.14))
        rows.append({
            "media_s": at, "motion": rng.uniform(2, 8),
            "court": rng.uniform(0.2, 0.5) if court else rng.uniform(0, 0.15),
            "wipe": rng.uniform(0.85, 1.0) if wiped else 0.0,
        })  # fmt: skip
    return rows


def _sound(programme: Programme) -> list[dict[str, Any]]:
    whistles = [cue.at_s for cue in programme.sounds() if cue.kind is SoundKind.WHISTLE]
    horns = [cue.at_s for cue in programme.sounds() if cue.kind is SoundKind.HORN]
    rng = Random(programme.seed + 1)

    def near(times: list[float], at: float, before: float, after: float) -> float:
        return 0.9 if any(t - before <= at <= t + after for t in times) else rng.uniform(0.0, 0.15)

    def crowd(at: float) -> float:
        filling = programme.reel.cuts[programme.reel.at(at)].filling
        if filling in ("commercial", "studio"):
            return -5.0
        return -1.1 if filling == "halftime" else 3 * (programme.crowd_level(at) - 0.35)

    return [
        {"media_s": i / 10, "level_db": -20.0, "crowd": crowd(i / 10) + rng.gauss(0, 0.3),
         "whistle": near(whistles, i / 10, 0.0, 0.4), "horn": near(horns, i / 10, 0.0, 1.0), "speech": 0.3}
        for i in range(int(programme.duration_s * 10))
    ]  # fmt: skip
